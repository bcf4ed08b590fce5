use std::collections::BTreeSet;

use serde_json::Value;
use syn::{Expr, ExprMethodCall, File, Item, ItemMod, Path, parse_quote, visit_mut::VisitMut};

use super::wire;
use crate::passes::request_bodies::MULTIPART;

/// Sends forms with files as forms of reqwest. The pass `request-bodies` has declared them as bytes.
pub(super) fn apply(file: &mut File, description: &Value) -> usize {
    let mut builders = Builders { multipart: wire::marked(description, MULTIPART), hits: 0 };
    builders.visit_file_mut(file);
    builders.hits
}

struct Builders {
    multipart: BTreeSet<String>,
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
        let name = match item {
            Item::Struct(item) => Some(&item.ident),
            Item::Impl(item) => wire::implementor(item),
            _ => None,
        };
        if name.is_some_and(|name| self.multipart.contains(&name.to_string())) {
            let mut form = Form { hits: 0 };
            form.visit_item_mut(item);
            self.hits += form.hits;
        } else {
            syn::visit_mut::visit_item_mut(self, item);
        }
    }
}

/// A visitor of the builder of one operation.
struct Form {
    hits: usize,
}

impl VisitMut for Form {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if quote::quote!(#path).to_string() == "reqwest :: Body" {
            *path = parse_quote!(reqwest::multipart::Form);
        }
        syn::visit_mut::visit_path_mut(self, path);
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        syn::visit_mut::visit_expr_method_call_mut(self, call);
        // The form sets its media type, so the header before the body is removed.
        if call.method == "body"
            && let Expr::MethodCall(header) = &*call.receiver
            && header.method == "header"
        {
            let before = &header.receiver;
            *call = parse_quote!(#before.multipart(body));
            self.hits += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_forms_with_files_are_forms_of_reqwest() {
        let description = json!({ "paths": { "/a": {
            "post": { "operationId": "upload", MULTIPART: true },
            "put": { "operationId": "write" },
        } } });
        let mut file: File = parse_quote! {
            pub struct Upload<'a> { body: Result<reqwest::Body, String> }
            impl<'a> Upload<'a> {
                fn send(self) {
                    request
                        .header(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))
                        .body(body)
                }
            }
            pub struct Write<'a> { body: Result<reqwest::Body, String> }
            impl<'a> Write<'a> {
                fn send(self) { request.header(CONTENT_TYPE, kind).body(body) }
            }
        };
        assert_eq!(apply(&mut file, &description), 1);
        let expected: File = parse_quote! {
            pub struct Upload<'a> { body: Result<reqwest::multipart::Form, String> }
            impl<'a> Upload<'a> {
                fn send(self) { request.multipart(body) }
            }
            pub struct Write<'a> { body: Result<reqwest::Body, String> }
            impl<'a> Write<'a> {
                fn send(self) { request.header(CONTENT_TYPE, kind).body(body) }
            }
        };
        assert_eq!(prettyplease::unparse(&file), prettyplease::unparse(&expected));
    }
}
