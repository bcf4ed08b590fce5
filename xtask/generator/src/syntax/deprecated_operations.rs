use std::collections::BTreeSet;

use serde_json::Value;
use syn::{File, ImplItem, ItemImpl, parse_quote, visit_mut::VisitMut};

use super::wire;

/// Adds `#[deprecated]` to the methods of deprecated operations.
pub(super) fn apply(file: &mut File, description: &Value) -> usize {
    let operations = wire::operations(description);
    let deprecated = operations.values().filter(|operation| {
        operation.get("deprecated").and_then(Value::as_bool).unwrap_or_default()
    });
    let mut methods = Methods {
        deprecated: deprecated.map(|operation| wire::method(operation)).collect(),
        hits: 0,
    };
    methods.visit_file_mut(file);
    methods.hits
}

struct Methods {
    deprecated: BTreeSet<String>,
    hits: usize,
}

impl VisitMut for Methods {
    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        if wire::implementor(item).is_none_or(|name| name != "Client") || item.trait_.is_some() {
            return;
        }
        for item in &mut item.items {
            if let ImplItem::Fn(method) = item
                && self.deprecated.contains(&method.sig.ident.to_string())
            {
                method
                    .attrs
                    .push(parse_quote!(#[deprecated = "the API calls this operation deprecated"]));
                self.hits += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_deprecated_operations_warn() {
        let description = json!({ "paths": { "/a": {
            "get": { "operationId": "getOld", "deprecated": true },
            "put": { "operationId": "putNew" },
        } } });
        let mut file: File = parse_quote! {
            impl Client {
                pub fn get_old(&self) {}
                pub fn put_new(&self) {}
            }
        };
        assert_eq!(apply(&mut file, &description), 1);
        let text = prettyplease::unparse(&file);
        assert!(text.contains("operation deprecated\"]\n    pub fn get_old"), "{text}");
    }
}
