use std::collections::BTreeSet;

use serde_json::Value;
use syn::{
    Expr, Field, FieldValue, File, ImplItem, ImplItemFn, Item, ItemImpl, ItemMod, Local, Member,
    Pat, Stmt, parse_quote, visit_mut::VisitMut,
};

use super::wire;
use crate::passes::request_bodies::OPTIONAL;

/// Sends an optional body only if the caller has set it. Generated code fails a call without one.
pub(super) fn apply(file: &mut File, description: &Value) -> usize {
    let mut builders = Builders { optional: wire::marked(description, OPTIONAL), hits: 0 };
    builders.visit_file_mut(file);
    builders.hits
}

struct Builders {
    optional: BTreeSet<String>,
    hits: usize,
}

impl VisitMut for Builders {
    fn visit_item_mod_mut(&mut self, module: &mut ItemMod) {
        // The builders of types have no bodies to send.
        if module.ident != "types" {
            syn::visit_mut::visit_item_mod_mut(self, module);
        }
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        match item {
            Item::Struct(item) if self.optional.contains(&item.ident.to_string()) => {
                item.fields.iter_mut().filter(|field| is_body(field)).for_each(|field| {
                    let kind = &field.ty;
                    field.ty = parse_quote!(Option<#kind>);
                    self.hits += 1;
                });
            }
            Item::Impl(item)
                if wire::implementor(item)
                    .is_some_and(|name| self.optional.contains(&name.to_string())) =>
            {
                make_optional(item);
            }
            item => syn::visit_mut::visit_item_mut(self, item),
        }
    }
}

fn is_body(field: &Field) -> bool {
    field.ident.as_ref().is_some_and(|name| name == "body")
}

fn make_optional(item: &mut ItemImpl) {
    let functions: Vec<&mut ImplItemFn> = item
        .items
        .iter_mut()
        .filter_map(|item| if let ImplItem::Fn(function) = item { Some(function) } else { None })
        .collect();
    let mut start = Start { value: None };
    for function in functions {
        match function.sig.ident.to_string().as_str() {
            "new" => start.visit_impl_item_fn_mut(function),
            "body" | "body_map" => {
                Setter { start: start.value.as_ref() }.visit_impl_item_fn_mut(function)
            }
            "send" => Send.visit_impl_item_fn_mut(function),
            _ => {}
        }
    }
}

/// A visitor that removes the start value of the body, and keeps it for the setters.
struct Start {
    value: Option<Expr>,
}

impl VisitMut for Start {
    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        if matches!(&field.member, Member::Named(name) if name == "body") {
            self.value = Some(std::mem::replace(&mut field.expr, parse_quote!(None)));
        }
    }
}

/// A visitor of the setters of the body. A change of an unset body starts from the generator's value.
struct Setter<'a> {
    start: Option<&'a Expr>,
}

impl VisitMut for Setter<'_> {
    fn visit_expr_assign_mut(&mut self, assignment: &mut syn::ExprAssign) {
        syn::visit_mut::visit_expr_assign_mut(self, assignment);
        let value = &assignment.right;
        assignment.right = parse_quote!(Some(#value));
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        let receiver = &call.receiver;
        if call.method == "map" && quote::quote!(#receiver).to_string() == "self . body" {
            let start = self.start;
            call.receiver = parse_quote!(self.body.unwrap_or_else(|| #start));
        }
    }
}

/// A visitor of `send`, which then checks and sends the body only if it is set.
struct Send;

impl VisitMut for Send {
    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        if let Stmt::Local(Local { pat: Pat::Ident(name), init: Some(init), .. }) = statement
            && name.ident == "body"
        {
            let checked = &init.expr;
            init.expr = parse_quote! {
                match body {
                    Some(body) => Some(#checked),
                    None => None,
                }
            };
            return;
        }
        syn::visit_mut::visit_stmt_mut(self, statement);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Some((before, with_body)) = sending(expression) {
            *expression = parse_quote! {
                {
                    let request = #before;
                    match body {
                        Some(body) => #with_body,
                        None => request,
                    }
                }
            };
        } else {
            syn::visit_mut::visit_expr_mut(self, expression);
        }
    }
}

/// Returns the request without its body, and the call that adds the body to `request`.
fn sending(expression: &Expr) -> Option<(Expr, Expr)> {
    let Expr::MethodCall(call) = expression else { return None };
    if call.method != "json" && call.method != "multipart" {
        return None;
    }
    let before = (*call.receiver).clone();
    let mut with_body = call.clone();
    with_body.receiver = parse_quote!(request);
    Some((before, Expr::MethodCall(with_body)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn unset_body_is_not_sent() {
        let description =
            json!({ "paths": { "/a": { "post": { "operationId": "poke", OPTIONAL: true } } } });
        let mut file: File = parse_quote! {
            pub struct Poke<'a> { body: Result<types::builder::Poke, String> }
            impl<'a> Poke<'a> {
                pub fn new(client: &'a super::Client) -> Self {
                    Self { body: Ok(::std::default::Default::default()) }
                }
                pub fn body_map<F>(mut self, f: F) -> Self {
                    self.body = self.body.map(f);
                    self
                }
                pub async fn send(self) {
                    let body = body.map_err(Error::InvalidRequest)?;
                    let mut request = client.post(url).json(&body).headers(header_map).build()?;
                }
            }
        };
        assert_eq!(apply(&mut file, &description), 1);
        let expected: File = parse_quote! {
            pub struct Poke<'a> { body: Option<Result<types::builder::Poke, String>> }
            impl<'a> Poke<'a> {
                pub fn new(client: &'a super::Client) -> Self {
                    Self { body: None }
                }
                pub fn body_map<F>(mut self, f: F) -> Self {
                    self.body = Some(
                        self.body.unwrap_or_else(|| Ok(::std::default::Default::default())).map(f)
                    );
                    self
                }
                pub async fn send(self) {
                    let body = match body {
                        Some(body) => Some(body.map_err(Error::InvalidRequest)?),
                        None => None,
                    };
                    let mut request = {
                        let request = client.post(url);
                        match body {
                            Some(body) => request.json(&body),
                            None => request,
                        }
                    }
                    .headers(header_map)
                    .build()?;
                }
            }
        };
        assert_eq!(prettyplease::unparse(&file), prettyplease::unparse(&expected));
    }
}
