use syn::{Field, File, Meta, parse_quote, visit_mut::VisitMut};

use super::attributes;

/// Decodes `null` for an optional list or map as an empty one. Servers send it, `contextHashes` of a build without a
/// context for one.
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
        for attribute in &mut field.attrs {
            let Some(mut arguments) = attributes::serde_arguments(attribute) else { continue };
            if arguments.iter().any(is_default) && arguments.iter().any(skips_empty) {
                arguments.push(parse_quote!(deserialize_with = "crate::answer::null_as_default"));
                *attribute = parse_quote!(#[serde(#arguments)]);
                self.hits += 1;
            }
        }
    }
}

fn is_default(argument: &Meta) -> bool {
    matches!(argument, Meta::Path(path) if path.is_ident("default"))
}

/// The generator leaves an empty collection out, which tells its fields apart from others with a default.
fn skips_empty(argument: &Meta) -> bool {
    let Meta::NameValue(argument) = argument else { return false };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(function), .. }) = &argument.value else {
        return false;
    };
    argument.path.is_ident("skip_serializing_if") && function.value().ends_with("::is_empty")
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn only_collections_with_a_default_take_null() {
        let mut file: File = parse_quote! {
            struct A {
                #[serde(rename = "x", default, skip_serializing_if = "::std::vec::Vec::is_empty")]
                list: Vec<String>,
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                option: Option<String>,
                required: Vec<String>,
            }
        };
        assert_eq!(apply(&mut file), 1);
        let text = file.to_token_stream().to_string();
        assert_eq!(
            text.matches("deserialize_with = \"crate::answer::null_as_default\"").count(),
            1,
            "{text}"
        );
    }
}
