use syn::{Field, File, Type, parse_quote, visit_mut::VisitMut};

use super::attributes;

/// Decodes `null` for a list or map as an empty one. Servers in Go send `null` for an empty list, and so does Daytona's
/// API for some, for example the `contextHashes` of a build without a context.
pub(super) fn apply(file: &mut File) -> usize {
    let mut collections = Collections { hits: 0 };
    collections.visit_file_mut(file);
    collections.hits
}

struct Collections {
    hits: usize,
}

impl VisitMut for Collections {
    fn visit_field_mut(&mut self, field: &mut Field) {
        if field.ident.is_none() || !is_collection(&field.ty) {
            return;
        }
        let arguments = field.attrs.iter().position(|attribute| attribute.path().is_ident("serde"));
        let mut list = arguments
            .and_then(|index| attributes::serde_arguments(&field.attrs[index]))
            .unwrap_or_default();
        list.push(parse_quote!(deserialize_with = "crate::answer::null_as_default"));
        let attribute = parse_quote!(#[serde(#list)]);
        match arguments {
            Some(index) => field.attrs[index] = attribute,
            None => field.attrs.push(attribute),
        }
        self.hits += 1;
    }
}

fn is_collection(kind: &Type) -> bool {
    let Type::Path(path) = kind else { return false };
    let last = path.path.segments.last().map(|segment| segment.ident.to_string());
    last.is_some_and(|last| ["BTreeMap", "Map", "Vec"].contains(&last.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collections_accept_null_and_optional_ones_stay_optional() {
        let mut file: File = parse_quote! {
            struct A {
                #[serde(rename = "x", default, skip_serializing_if = "::std::vec::Vec::is_empty")]
                list: ::std::vec::Vec<String>,
                required: ::std::collections::BTreeMap<String, String>,
                option: ::std::option::Option<::std::vec::Vec<String>>,
            }
            struct Alias(Vec<String>);
        };
        assert_eq!(apply(&mut file), 2);
        let text = prettyplease::unparse(&file);
        let function = "deserialize_with = \"crate::answer::null_as_default\"";
        assert_eq!(text.matches(function).count(), 2, "{text}");
        assert!(text.contains(&format!("#[serde({function})]\n    required:")), "{text}");
    }
}
