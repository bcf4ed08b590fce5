use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::{File, Ident, ItemEnum, ItemImpl, Pat, Type, parse_quote, visit_mut::VisitMut};

use super::attributes;

/// Adds a variant for unknown values to every enum: `Other`, or `Unlisted` if a listed value has that name. Services add
/// states and types. Without this variant, a new value fails the decoding of the whole answer.
pub(super) fn apply(file: &mut File) -> usize {
    let mut opened = Opened::default();
    opened.visit_file_mut(file);
    // An implementation can precede its enum.
    Conversions { enums: &opened.enums }.visit_file_mut(file);
    opened.enums.len()
}

/// The names of the added variant, in order of preference. `Unknown` is a state of sandboxes.
const NAMES: [&str; 2] = ["Other", "Unlisted"];

/// The enums that were opened, with the name of the added variant.
#[derive(Default)]
struct Opened {
    enums: BTreeMap<Ident, Ident>,
}

impl VisitMut for Opened {
    fn visit_item_enum_mut(&mut self, item: &mut ItemEnum) {
        let is_free = |name: &&&str| !item.variants.iter().any(|variant| variant.ident == name);
        let Some(name) = NAMES.iter().find(is_free) else { return };
        let name = Ident::new(name, Span::call_site());
        attributes::remove_derive(&mut item.attrs, &["Copy"]);
        item.attrs.push(parse_quote!(#[non_exhaustive]));
        item.variants.push(parse_quote! {
            /// An unknown value, as its text.
            #[serde(untagged)]
            #name(::std::string::String)
        });
        self.enums.insert(item.ident.clone(), name);
    }
}

struct Conversions<'a> {
    enums: &'a BTreeMap<Ident, Ident>,
}

impl VisitMut for Conversions<'_> {
    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        let Type::Path(implementor) = &*item.self_ty else { return };
        if let Some(variant) = implementor.path.get_ident().and_then(|name| self.enums.get(name)) {
            Matches { variant }.visit_item_impl_mut(item);
        }
    }
}

/// A visitor that adds the variant to the `match` in `Display` and in `FromStr`.
struct Matches<'a> {
    variant: &'a Ident,
}

impl VisitMut for Matches<'_> {
    fn visit_expr_match_mut(&mut self, matching: &mut syn::ExprMatch) {
        let variant = self.variant;
        let arms = &mut matching.arms;
        match arms.iter_mut().find(|arm| matches!(arm.pat, Pat::Wild(_))) {
            Some(fallback) => {
                *fallback = parse_quote!(other => Ok(Self::#variant(other.to_owned())),);
            }
            None => arms.push(parse_quote!(Self::#variant(ref other) => f.write_str(other),)),
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn enum_keeps_unknown_values() {
        let mut file: File = parse_quote! {
            #[derive(Clone, Copy, Debug)]
            pub enum State { Active, Error }
            impl ::std::fmt::Display for State {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    match *self { Self::Active => f.write_str("active"), Self::Error => f.write_str("error") }
                }
            }
            impl ::std::str::FromStr for State {
                type Err = String;
                fn from_str(value: &str) -> Result<Self, String> {
                    match value {
                        "active" => Ok(Self::Active),
                        "error" => Ok(Self::Error),
                        _ => Err("invalid value".into()),
                    }
                }
            }
        };
        assert_eq!(apply(&mut file), 1);
        let text = file.to_token_stream().to_string();
        assert!(text.contains("derive (Clone , Debug)"), "{text}");
        assert!(text.contains("# [serde (untagged)] Other (:: std :: string :: String)"), "{text}");
        assert!(text.contains("Self :: Other (ref other) => f . write_str (other)"), "{text}");
        assert!(text.contains("other => Ok (Self :: Other (other . to_owned ()))"), "{text}");
    }

    #[test]
    fn listed_value_named_other_is_distinct_from_unknown_values() {
        let mut file: File = parse_quote! { enum Kind { Other, Known } };
        assert_eq!(apply(&mut file), 1);
        let text = file.to_token_stream().to_string();
        assert!(text.contains("Other , Known"), "{text}");
        assert!(text.contains("Unlisted (:: std :: string :: String)"), "{text}");
    }
}
