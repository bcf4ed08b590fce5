use syn::{Field, File, Type, parse_quote, visit_mut::VisitMut};

use super::attributes;

/// Sends a number without a fraction as a whole one. The description says `number` for many an integer, and a server
/// that is written in Go refuses `1.0` for one.
pub(super) fn apply(file: &mut File) -> usize {
    let mut numbers = Numbers { hits: 0 };
    numbers.visit_file_mut(file);
    numbers.hits
}

struct Numbers {
    hits: usize,
}

impl VisitMut for Numbers {
    fn visit_field_mut(&mut self, field: &mut Field) {
        let Some(function) = function(&field.ty).filter(|_| field.ident.is_some()) else { return };
        let index = field.attrs.iter().position(|attribute| attribute.path().is_ident("serde"));
        let mut arguments = index
            .and_then(|index| attributes::serde_arguments(&field.attrs[index]))
            .unwrap_or_default();
        arguments.push(parse_quote!(serialize_with = #function));
        let attribute = parse_quote!(#[serde(#arguments)]);
        match index {
            Some(index) => field.attrs[index] = attribute,
            None => field.attrs.push(attribute),
        }
        self.hits += 1;
    }
}

/// The function that writes values of this type, if it is one of numbers.
fn function(kind: &Type) -> Option<&'static str> {
    let text = quote::quote!(#kind).to_string().replace(' ', "");
    match text.as_str() {
        "f64" => Some("crate::number::whole"),
        "::std::option::Option<f64>" => Some("crate::number::whole_if_any"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_by_the_crates_own_functions() {
        let mut file: File = parse_quote! {
            struct A {
                cpu: f64,
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                size: ::std::option::Option<f64>,
                count: i64,
            }
            mod builder { struct A { cpu: ::std::result::Result<f64, String> } }
        };
        assert_eq!(apply(&mut file), 2);
        let text = prettyplease::unparse(&file);
        assert!(text.contains("serialize_with = \"crate::number::whole\")]\n    cpu"), "{text}");
        assert!(text.contains("serialize_with = \"crate::number::whole_if_any\""), "{text}");
    }
}
