use syn::{Field, File, Meta, Type, parse_quote, visit_mut::VisitMut};

use super::attributes;

/// Reads numbers that are written as text, and sends a number without a fraction as an integer. The description declares
/// many integers as `number`, and a server in Go refuses `1.0` for an integer.
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
        let added = arguments(&field.ty);
        if field.ident.is_none() || added.is_empty() {
            return;
        }
        let index = field.attrs.iter().position(|attribute| attribute.path().is_ident("serde"));
        let mut arguments = index
            .and_then(|index| attributes::serde_arguments(&field.attrs[index]))
            .unwrap_or_default();
        for argument in added {
            let name = argument.path().get_ident();
            if !arguments.iter().any(|present| present.path().get_ident() == name) {
                arguments.push(argument);
            }
        }
        let attribute = parse_quote!(#[serde(#arguments)]);
        match index {
            Some(index) => field.attrs[index] = attribute,
            None => field.attrs.push(attribute),
        }
        self.hits += 1;
    }
}

/// Returns the serde arguments for a field of this type, if it is a number.
fn arguments(kind: &Type) -> Vec<Meta> {
    let text = quote::quote!(#kind).to_string().replace(' ', "");
    let option =
        text.strip_prefix("::std::option::Option<").and_then(|rest| rest.strip_suffix('>'));
    let number = option.unwrap_or(&text);
    if !matches!(number, "f32" | "f64" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64") {
        return Vec::new();
    }
    let mut arguments: Vec<Meta> = match option {
        // A custom function makes a field required.
        Some(_) => vec![
            parse_quote!(default),
            parse_quote!(deserialize_with = "crate::number::read_if_any"),
        ],
        None => vec![parse_quote!(deserialize_with = "crate::number::read")],
    };
    match (number, option) {
        ("f64", None) => arguments.push(parse_quote!(serialize_with = "crate::number::whole")),
        ("f64", Some(_)) => {
            arguments.push(parse_quote!(serialize_with = "crate::number::whole_if_any"));
        }
        _ => {}
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_use_the_functions_of_the_crate() {
        let mut file: File = parse_quote! {
            struct A {
                cpu: f64,
                #[serde(rename = "s", skip_serializing_if = "::std::option::Option::is_none")]
                size: ::std::option::Option<f64>,
                #[serde(default = "defaults::count")]
                count: i64,
                name: String,
            }
            mod builder { struct A { cpu: ::std::result::Result<f64, String> } }
        };
        assert_eq!(apply(&mut file), 3);
        let text = prettyplease::unparse(&file).split_whitespace().collect::<Vec<_>>().join(" ");
        for expected in [
            r#"deserialize_with = "crate::number::read", serialize_with = "crate::number::whole" )] cpu"#,
            r#"default, deserialize_with = "crate::number::read_if_any", serialize_with = "crate::number::whole_if_any" )] size"#,
            r#"#[serde(default = "defaults::count", deserialize_with = "crate::number::read")] count"#,
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
        assert_eq!(text.matches("crate::number").count(), 5, "{text}");
    }
}
