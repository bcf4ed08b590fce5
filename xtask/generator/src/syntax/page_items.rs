use std::collections::BTreeSet;

use syn::{
    Fields, File, GenericArgument, ItemImpl, ItemStruct, PathArguments, Type, TypePath,
    parse_quote, visit_mut::VisitMut,
};

use super::wire::implementor;

/// Decodes the items of a page one by one with a type of the crate, so that an undecodable item does not fail the page. A
/// page is a type with the fields `total_pages` and `items`, a list. Its builder and conversions change with it.
pub(super) fn apply(file: &mut File) -> usize {
    let mut pages = Pages { names: BTreeSet::new() };
    pages.visit_file_mut(file);
    let mut items = PageItems { pages: pages.names };
    items.visit_file_mut(file);
    items.pages.len()
}

struct Pages {
    names: BTreeSet<String>,
}

impl VisitMut for Pages {
    fn visit_item_struct_mut(&mut self, item: &mut ItemStruct) {
        let Fields::Named(fields) = &item.fields else { return };
        let field = |name: &str| {
            fields
                .named
                .iter()
                .find(|field| field.ident.as_ref().is_some_and(|ident| ident == name))
        };
        if field("items").is_some_and(|items| list(&items.ty).is_some())
            && field("total_pages").is_some()
        {
            self.names.insert(item.ident.to_string());
        }
    }
}

struct PageItems {
    pages: BTreeSet<String>,
}

impl VisitMut for PageItems {
    fn visit_item_struct_mut(&mut self, item: &mut ItemStruct) {
        if !self.pages.contains(&item.ident.to_string()) {
            return;
        }
        for field in &mut item.fields {
            if field.ident.as_ref().is_some_and(|ident| ident == "items") {
                Lists.visit_type_mut(&mut field.ty);
            }
        }
    }

    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        if !implementor(item).is_some_and(|name| self.pages.contains(&name.to_string())) {
            return;
        }
        for member in &mut item.items {
            if let syn::ImplItem::Fn(function) = member
                && function.sig.ident == "items"
            {
                Lists.visit_impl_item_fn_mut(function);
            }
        }
    }
}

/// A visitor that replaces lists by the type of the crate.
struct Lists;

impl VisitMut for Lists {
    fn visit_type_mut(&mut self, kind: &mut Type) {
        match list(kind) {
            Some(item) => *kind = parse_quote!(crate::items::Items<#item>),
            None => syn::visit_mut::visit_type_mut(self, kind),
        }
    }
}

/// Returns the type of the items of a list.
fn list(kind: &Type) -> Option<Type> {
    let Type::Path(TypePath { path, .. }) = kind else { return None };
    let last = path.segments.last().filter(|last| last.ident == "Vec")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(item)) => Some(item.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_items_of_pages_change() {
        let mut file: File = parse_quote! {
            struct Page { items: ::std::vec::Vec<A>, tags: ::std::vec::Vec<B>, total_pages: u64 }
            struct Order { items: ::std::vec::Vec<A>, total: f64 }
            mod builder {
                struct Page { items: Result<::std::vec::Vec<super::A>, String> }
                impl Page {
                    fn items<T>(self, value: T) -> Self where T: TryInto<::std::vec::Vec<super::A>> {
                        self
                    }
                    fn tags<T>(self, value: T) -> Self where T: TryInto<::std::vec::Vec<super::B>> {
                        self
                    }
                }
            }
        };
        assert_eq!(apply(&mut file), 1);
        let text = prettyplease::unparse(&file);
        for changed in [
            "items: crate::items::Items<A>",
            "items: Result<crate::items::Items<super::A>, String>",
            "T: TryInto<crate::items::Items<super::A>>",
        ] {
            assert!(text.contains(changed), "{changed} in {text}");
        }
        assert_eq!(text.matches("Items<").count(), 3, "{text}");
    }
}
