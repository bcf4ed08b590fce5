use std::collections::BTreeSet;

use serde_json::Value;
use syn::{Expr, ExprCall, FieldValue, File, ItemImpl, Member, parse_quote, visit_mut::VisitMut};

use super::wire;
use crate::names::type_name;

/// Lets builders do without further fields. The generator makes a field of them that has to be set, even if only to
/// nothing.
pub(super) fn apply(file: &mut File, description: &Value) -> usize {
    let schemas = description["components"]["schemas"].as_object().into_iter().flatten();
    let with_further = schemas.filter(|(_, schema)| {
        schema["properties"].is_object() && schema["additionalProperties"].is_object()
    });
    let types = with_further.map(|(name, _)| type_name(name)).collect();
    let mut builders = Builders { types, hits: 0 };
    builders.visit_file_mut(file);
    builders.hits
}

struct Builders {
    types: BTreeSet<String>,
    hits: usize,
}

impl VisitMut for Builders {
    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        if wire::implementor(item).is_some_and(|name| self.types.contains(&name.to_string())) {
            syn::visit_mut::visit_item_impl_mut(self, item);
        }
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        let further = matches!(&field.member, Member::Named(name) if name == "extra");
        if further && is_missing(&field.expr) {
            field.expr = parse_quote!(Ok(Default::default()));
            self.hits += 1;
        }
    }
}

fn is_missing(value: &Expr) -> bool {
    let Expr::Call(ExprCall { func, .. }) = value else { return false };
    matches!(&**func, Expr::Path(function) if function.path.is_ident("Err"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn further_fields_start_empty_and_a_field_of_that_name_does_not() {
        let description = json!({ "components": { "schemas": {
            "A": { "properties": { "name": {} }, "additionalProperties": {} },
            "B": { "properties": { "extra": {} } },
        } } });
        let mut file: File = parse_quote! {
            impl Default for A {
                fn default() -> Self {
                    Self { name: Err("no name".to_string()), extra: Err("no extra".to_string()) }
                }
            }
            impl Default for B {
                fn default() -> Self {
                    Self { extra: Err("no extra".to_string()) }
                }
            }
        };
        assert_eq!(apply(&mut file, &description), 1);
        let text = prettyplease::unparse(&file);
        assert_eq!(text.matches("extra: Ok(Default::default())").count(), 1, "{text}");
    }
}
