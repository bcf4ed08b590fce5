use std::collections::BTreeMap;

use serde_json::Value;
use syn::{
    Expr, ExprMethodCall, File, Item, ItemImpl, ItemMod, Lit, LitStr, Meta, parse_quote,
    visit_mut::VisitMut,
};

use super::{attributes, wire};
use crate::passes::parameter_names::WIRE_NAME;

/// Puts back the names of fields, of the values of enums, and of headers that had to be told apart for Rust
/// (`field-names` and `parameter-names`): what goes over the wire is what the description said.
pub(super) fn apply(file: &mut File, description: &Value) -> usize {
    let mut types = Types { renamed: wire::renamed(description), hits: 0 };
    types.visit_file_mut(file);
    types.hits + rename_headers(file, description)
}

struct Types {
    renamed: BTreeMap<String, BTreeMap<String, String>>,
    hits: usize,
}

impl VisitMut for Types {
    fn visit_item_mut(&mut self, item: &mut Item) {
        let name = match item {
            Item::Struct(item) => Some(&item.ident),
            Item::Enum(item) => Some(&item.ident),
            Item::Impl(item) => wire::implementor(item),
            _ => None,
        };
        match name.and_then(|name| self.renamed.get(&name.to_string())) {
            Some(names) => {
                let mut texts = Texts { names, hits: 0 };
                texts.visit_item_mut(item);
                self.hits += texts.hits;
            }
            None => syn::visit_mut::visit_item_mut(self, item),
        }
    }

    fn visit_item_mod_mut(&mut self, module: &mut ItemMod) {
        // Builders have the names of the types that they build, and nothing of theirs goes over the wire.
        if module.ident != "builder" {
            syn::visit_mut::visit_item_mod_mut(self, module);
        }
    }
}

/// Replaces texts, wherever they are in an item.
struct Texts<'a> {
    names: &'a BTreeMap<String, String>,
    hits: usize,
}

impl VisitMut for Texts<'_> {
    fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
        if let Some(name) = self.names.get(&text.value()) {
            *text = LitStr::new(name, text.span());
            self.hits += 1;
        }
    }

    // The arguments of an attribute are tokens to the parser until they are looked at.
    fn visit_attribute_mut(&mut self, attribute: &mut syn::Attribute) {
        let Some(mut arguments) = attributes::serde_arguments(attribute) else { return };
        for argument in &mut arguments {
            if let Meta::NameValue(argument) = argument
                && let Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) = &mut argument.value
            {
                self.visit_lit_str_mut(text);
            }
        }
        *attribute = parse_quote!(#[serde(#arguments)]);
    }
}

fn rename_headers(file: &mut File, description: &Value) -> usize {
    let operations = wire::operations(description);
    let names = |builder: &str| -> BTreeMap<String, String> {
        let parameters = operations.get(builder).and_then(|operation| operation.get("parameters"));
        let parameters = parameters.and_then(Value::as_array).into_iter().flatten();
        let headers = parameters.filter(|parameter| parameter["in"] == "header");
        let text = |value: &Value| value.as_str().map(str::to_owned);
        headers
            .filter_map(|header| Some((text(&header["name"])?, text(&header[WIRE_NAME])?)))
            .collect()
    };
    let mut headers = Headers { names: &names, hits: 0 };
    headers.visit_file_mut(file);
    headers.hits
}

struct Headers<'a> {
    names: &'a dyn Fn(&str) -> BTreeMap<String, String>,
    hits: usize,
}

impl VisitMut for Headers<'_> {
    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        let builder = wire::implementor(item).map(ToString::to_string).unwrap_or_default();
        let names = (self.names)(&builder);
        if !names.is_empty() {
            let mut appends = Appends { texts: Texts { names: &names, hits: 0 } };
            appends.visit_item_impl_mut(item);
            self.hits += appends.texts.hits;
        }
    }
}

/// Looks at `header_map.append(...)` alone.
struct Appends<'a> {
    texts: Texts<'a>,
}

impl VisitMut for Appends<'_> {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if call.method == "append" {
            call.args.iter_mut().for_each(|argument| self.texts.visit_expr_mut(argument));
        }
        syn::visit_mut::visit_expr_method_call_mut(self, call);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_and_values_have_their_names_again() {
        let description = json!({ "components": { "schemas": {
            "a": { "x-wire-names": { "created_at-2": "created_at" } },
            "B": { "x-wire-names": { "a_b-2": "a_b" } },
        } } });
        let mut file: File = parse_quote! {
            struct A { #[serde(rename = "created_at-2", default)] created_at_2: String }
            enum B { #[serde(rename = "a_b-2")] AB2 }
            impl FromStr for B { fn from_str(text: &str) { match text { "a_b-2" => Self::AB2 } } }
            struct C { #[serde(rename = "a_b-2")] untouched: String }
        };
        assert_eq!(apply(&mut file, &description), 3);
        let text = prettyplease::unparse(&file);
        assert!(text.contains(r#"rename = "created_at", default"#), "{text}");
        assert!(text.contains(r#"rename = "a_b")]"#), "{text}");
        assert!(text.contains(r#""a_b" => Self::AB2"#), "{text}");
        assert_eq!(text.matches("a_b-2").count(), 1, "{text}");
    }

    #[test]
    fn headers_have_their_names_again() {
        let description = json!({ "paths": { "/a": { "get": { "operationId": "list", "parameters": [
            { "name": "Page-2", "in": "header", WIRE_NAME: "Page" },
        ] } } } });
        let mut file: File = parse_quote! {
            impl<'a> List<'a> { fn send() { header_map.append("Page-2", value.to_string().try_into()?); } }
        };
        assert_eq!(apply(&mut file, &description), 1);
        assert!(prettyplease::unparse(&file).contains(r#"append("Page","#));
    }
}
