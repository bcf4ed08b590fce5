//! Reads and changes attributes.

use syn::{Attribute, Expr, Lit, Meta, Path, parse_quote, punctuated::Punctuated, token::Comma};

/// Removes traits from `#[derive(...)]`. Returns `true` if it had one of them.
pub(super) fn remove_derive(attributes: &mut [Attribute], names: &[&str]) -> bool {
    let mut removed = false;
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("derive")) {
        let Ok(traits) = attribute.parse_args_with(Punctuated::<Path, Comma>::parse_terminated)
        else {
            continue;
        };
        let named = |path: &Path| {
            path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name))
        };
        let (gone, kept): (Vec<Path>, Vec<Path>) = traits.into_iter().partition(named);
        removed |= !gone.is_empty();
        *attribute = parse_quote!(#[derive(#(#kept),*)]);
    }
    removed
}

/// Returns the arguments of `#[serde(...)]`.
pub(super) fn serde_arguments(attribute: &Attribute) -> Option<Punctuated<Meta, Comma>> {
    let serde = attribute.path().is_ident("serde");
    serde.then(|| attribute.parse_args_with(Punctuated::parse_terminated).ok())?
}

/// Returns the text of a documentation attribute.
pub(super) fn doc_text(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(doc) = &attribute.meta else { return None };
    match &doc.value {
        Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) if doc.path.is_ident("doc") => {
            Some(text.value())
        }
        _ => None,
    }
}
