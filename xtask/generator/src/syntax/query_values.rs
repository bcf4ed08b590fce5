use serde_json::{Map, Value};
use syn::{
    Expr, ExprCall, ExprReference, File, Ident, ItemImpl, Lit, parse_quote, visit_mut::VisitMut,
};

use super::wire;
use crate::passes::parameter_shapes::OBJECT;

/// Writes query parameters with a function of the crate.
///
/// Generated code writes the fields of objects without the name of the parameter. It writes an integer of type `number`
/// with a fraction, `limit=100.0`, which servers refuse.
pub(super) fn apply(file: &mut File, description: &Value) -> usize {
    let mut hits = 0;
    let operations = wire::operations(description);
    let mut builders = Builders { operations: &operations, hits: &mut hits };
    builders.visit_file_mut(file);
    hits
}

struct Builders<'a> {
    operations: &'a std::collections::BTreeMap<String, &'a Map<String, Value>>,
    hits: &'a mut usize,
}

impl VisitMut for Builders<'_> {
    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        let builder = wire::implementor(item).map(ToString::to_string).unwrap_or_default();
        if let Some(operation) = self.operations.get(&builder) {
            Parameters { operation, hits: self.hits }.visit_item_impl_mut(item);
        }
    }
}

struct Parameters<'a> {
    operation: &'a Map<String, Value>,
    hits: &'a mut usize,
}

impl VisitMut for Parameters<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let Some((name, variable)) = query_parameter(expression) else {
            return syn::visit_mut::visit_expr_mut(self, expression);
        };
        let parameter = wire::parameter(self.operation, &name);
        let is_object = parameter.is_some_and(|parameter| parameter.get(OBJECT).is_some());
        let style = if is_object { "DeepObject" } else { "Repeated" };
        let style = Ident::new(style, proc_macro2::Span::call_site());
        *expression = parse_quote! {
            &crate::query::pairs(#name, &#variable, crate::query::Style::#style)
                .map_err(Error::InvalidRequest)?
        };
        *self.hits += 1;
    }
}

/// Returns the name and the variable of `&progenitor_client::QueryParam::new("name", &variable)`.
fn query_parameter(expression: &Expr) -> Option<(String, Ident)> {
    let Expr::Reference(ExprReference { expr, .. }) = expression else { return None };
    let Expr::Call(ExprCall { func, args, .. }) = &**expr else { return None };
    let Expr::Path(function) = &**func else { return None };
    function.path.segments.iter().find(|segment| segment.ident == "QueryParam")?;
    let (Some(Expr::Lit(name)), Some(Expr::Reference(value))) = (args.first(), args.get(1)) else {
        return None;
    };
    let (Lit::Str(name), Expr::Path(variable)) = (&name.lit, &*value.expr) else { return None };
    Some((name.value(), variable.path.get_ident()?.clone()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_written_with_brackets_and_lists_repeat_the_name() {
        let description = json!({ "paths": { "/a": { "get": { "operationId": "list", "parameters": [
            { "name": "filter", "in": "query", OBJECT: {} },
            { "name": "page", "in": "query" },
        ] } } } });
        let mut file: File = parse_quote! {
            impl<'a> List<'a> {
                fn send(self) {
                    client.client.get(url)
                        .query(&progenitor_client::QueryParam::new("filter", &filter))
                        .query(&progenitor_client::QueryParam::new("page", &page))
                }
            }
        };
        assert_eq!(apply(&mut file, &description), 2);
        let text = prettyplease::unparse(&file).split_whitespace().collect::<Vec<_>>().join("");
        for call in [
            r#"pairs("filter",&filter,crate::query::Style::DeepObject)"#,
            r#"pairs("page",&page,crate::query::Style::Repeated)"#,
        ] {
            assert!(text.contains(call), "{text}");
        }
    }
}
