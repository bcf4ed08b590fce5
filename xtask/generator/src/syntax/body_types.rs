use serde_json::{Map, Value};
use syn::{
    Expr, ExprMethodCall, ExprTry, File, Item, ItemMod, LitStr, Path, parse_quote,
    visit_mut::VisitMut,
};

use super::wire;
use crate::passes::request_bodies::{MEDIA_TYPE, MULTIPART};

const BYTES: &str = "application/octet-stream";

/// Sends bodies as what the description says that they are.
///
/// The generator knows three media types; a form with files has become bytes for it, and so has everything that it
/// does not know (`request-bodies`). This pass makes the former a form of reqwest's, gives the latter their media type
/// again, and writes plain forms with the function that writes queries: the generator's fails at a list.
pub(super) fn apply(file: &mut File, description: &Value) -> usize {
    let mut builders = Builders { operations: wire::operations(description), hits: 0 };
    builders.visit_file_mut(file);
    builders.hits
}

struct Builders<'a> {
    operations: std::collections::BTreeMap<String, &'a Map<String, Value>>,
    hits: usize,
}

impl VisitMut for Builders<'_> {
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
        let operation = name.and_then(|name| self.operations.get(&name.to_string()));
        match operation {
            Some(operation) => {
                let media_type = operation.get(MEDIA_TYPE).and_then(Value::as_str);
                let mut bodies = Bodies { media_type, hits: 0 };
                bodies.visit_item_mut(item);
                self.hits += bodies.hits;
            }
            None => syn::visit_mut::visit_item_mut(self, item),
        }
    }
}

/// Looks at the builder of one operation.
struct Bodies<'a> {
    media_type: Option<&'a str>,
    hits: usize,
}

impl Bodies<'_> {
    fn is_form_with_files(&self) -> bool {
        self.media_type == Some(MULTIPART)
    }
}

impl VisitMut for Bodies<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if self.is_form_with_files() && is_path(path, "reqwest :: Body") {
            *path = parse_quote!(reqwest::multipart::Form);
        }
        syn::visit_mut::visit_path_mut(self, path);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expression);
        match expression {
            Expr::MethodCall(call) => self.settle_call(call),
            Expr::Try(attempt) => self.settle_form(attempt),
            _ => {}
        }
    }

    fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
        match self.media_type {
            Some(media_type) if text.value() == BYTES && !self.is_form_with_files() => {
                *text = LitStr::new(media_type, text.span());
                self.hits += 1;
            }
            _ => {}
        }
    }
}

impl Bodies<'_> {
    fn settle_call(&mut self, call: &mut ExprMethodCall) {
        let receiver = &call.receiver;
        if call.method == "body" && self.is_form_with_files() && call.args.len() == 1 {
            // The form brings its media type along: the one set before it goes.
            if let Expr::MethodCall(header) = &**receiver
                && header.method == "header"
            {
                let before = &header.receiver;
                *call = parse_quote!(#before.multipart(body));
                self.hits += 1;
            }
        } else if let Some(media_type) = self.media_type.filter(|_| call.method == "json") {
            *call = parse_quote! {
                #receiver
                    .header(
                        ::reqwest::header::CONTENT_TYPE,
                        ::reqwest::header::HeaderValue::from_static(#media_type),
                    )
                    .json(&body)
            };
            self.hits += 1;
        }
    }

    fn settle_form(&mut self, attempt: &mut ExprTry) {
        if let Expr::MethodCall(call) = &mut *attempt.expr
            && call.method == "form_urlencoded"
        {
            call.args = parse_quote! {
                &crate::query::pairs("", &body, crate::query::Style::Fields)
                    .map_err(Error::InvalidRequest)?
            };
            self.hits += 1;
        }
    }
}

fn is_path(path: &Path, text: &str) -> bool {
    quote::quote!(#path).to_string() == text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn send_after(media_type: &str, call: Expr) -> String {
        let description = json!({ "paths": { "/a": { "post": {
            "operationId": "upload", MEDIA_TYPE: media_type,
        } } } });
        let mut file: File = parse_quote! {
            pub struct Upload<'a> { body: Result<reqwest::Body, String> }
            impl<'a> Upload<'a> {
                fn send(self) { #call }
            }
        };
        assert_eq!(apply(&mut file, &description), 1);
        prettyplease::unparse(&file)
    }

    #[test]
    fn a_form_with_files_is_one_of_reqwest() {
        let call = parse_quote! {
            request
                .header(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))
                .body(body)
        };
        let text = send_after(MULTIPART, call);
        assert!(text.contains("body: Result<reqwest::multipart::Form, String>"), "{text}");
        assert!(text.contains("request.multipart(body)"), "{text}");
    }

    #[test]
    fn other_bytes_have_their_media_type() {
        let call = parse_quote! {
            request
                .header(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"))
                .body(body)
        };
        let text = send_after("application/x-tar", call);
        assert!(text.contains("from_static(\"application/x-tar\")"), "{text}");
        assert!(text.contains(".body(body)"), "{text}");
    }

    #[test]
    fn a_kind_of_json_has_its_media_type() {
        let text = send_after("application/merge-patch+json", parse_quote!(request.json(&body)));
        let text: String = text.split_whitespace().collect();
        assert!(
            text.contains(r#"from_static("application/merge-patch+json",),).json(&body)"#),
            "{text}"
        );
    }

    #[test]
    fn plain_forms_are_written_like_queries() {
        let text = send_after("", parse_quote!(request.form_urlencoded(&body)?));
        assert!(
            text.contains("crate::query::pairs(\"\", &body, crate::query::Style::Fields)"),
            "{text}"
        );
    }
}
