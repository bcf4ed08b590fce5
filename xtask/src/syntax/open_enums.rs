use std::collections::BTreeSet;

use syn::{
    Arm, Fields, File, Ident, ItemEnum, ItemImpl, Pat, Type, parse_quote, visit_mut::VisitMut,
};

use super::attributes;

/// Gives every enum of texts a variant `Other` that keeps a text which is none of those known today. Services add
/// states and types; without this, one of them would cost the whole answer that it appears in.
pub(super) fn apply(file: &mut File) -> usize {
    let mut opened = Opened::default();
    opened.visit_file_mut(file);
    // Only now are all enums known that the implementations may belong to.
    Conversions { enums: &opened.enums }.visit_file_mut(file);
    opened.enums.len()
}

#[derive(Default)]
struct Opened {
    enums: BTreeSet<Ident>,
}

impl VisitMut for Opened {
    fn visit_item_enum_mut(&mut self, item: &mut ItemEnum) {
        let texts_only = item.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit));
        // A known value called "other" would be indistinguishable from the variant for the unknown ones.
        if !texts_only || item.variants.iter().any(|variant| variant.ident == "Other") {
            return;
        }
        attributes::remove_derive(&mut item.attrs, &["Copy"]);
        item.attrs.push(parse_quote!(#[non_exhaustive]));
        item.variants.push(parse_quote! {
            /// A value that is not among those known today, as its text.
            #[serde(untagged)]
            Other(::std::string::String)
        });
        self.enums.insert(item.ident.clone());
    }
}

struct Conversions<'a> {
    enums: &'a BTreeSet<Ident>,
}

impl VisitMut for Conversions<'_> {
    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        let Type::Path(implementor) = &*item.self_ty else { return };
        if implementor.path.get_ident().is_some_and(|name| self.enums.contains(name)) {
            Matches.visit_item_impl_mut(item);
        }
    }
}

/// Teaches the `match` in `Display` and in `FromStr` about the new variant.
struct Matches;

impl VisitMut for Matches {
    fn visit_expr_match_mut(&mut self, matching: &mut syn::ExprMatch) {
        let arms = &mut matching.arms;
        match arms.iter_mut().find(|arm| matches!(arm.pat, Pat::Wild(_))) {
            Some(fallback) => *fallback = parse_quote!(other => Ok(Self::Other(other.to_owned())),),
            None => arms.push(display_arm()),
        }
    }
}

fn display_arm() -> Arm {
    parse_quote!(Self::Other(ref other) => f.write_str(other),)
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn an_enum_of_texts_keeps_unknown_ones() {
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
    fn other_enums_stay_as_they_are() {
        let mut file: File = parse_quote! {
            enum Shape { Circle(f64), Square(f64) }
            enum Taken { Other, Known }
        };
        let before = file.clone();
        assert_eq!(apply(&mut file), 0);
        assert_eq!(prettyplease::unparse(&file), prettyplease::unparse(&before));
    }
}
