use syn::{File, Item, ItemMod, ItemStruct, parse_quote, visit_mut::VisitMut};

use super::attributes;

/// Types that hold secrets, and the fields that may be shown.
const SECRETIVE: &[(&str, &[&str])] =
    &[("StorageAccessDto", &["bucket", "organization_id", "region", "storage_url"])];

/// Writes `Debug` for types that hold secrets, builders included, so that no secret reaches a log. A field that the
/// service adds to such a type is hidden too.
pub(super) fn apply(file: &mut File) -> usize {
    let mut secrets = Secrets { hits: 0 };
    secrets.redact(&mut file.items);
    secrets.visit_file_mut(file);
    secrets.hits
}

struct Secrets {
    hits: usize,
}

impl VisitMut for Secrets {
    fn visit_item_mod_mut(&mut self, module: &mut ItemMod) {
        if let Some((_, items)) = &mut module.content {
            self.redact(items);
        }
        syn::visit_mut::visit_item_mod_mut(self, module);
    }
}

impl Secrets {
    fn redact(&mut self, items: &mut Vec<Item>) {
        let mut implementations: Vec<Item> = Vec::new();
        for item in items.iter_mut() {
            let Item::Struct(item) = item else { continue };
            let Some((_, shown)) = SECRETIVE.iter().find(|(name, _)| item.ident == name) else {
                continue;
            };
            if attributes::remove_derive(&mut item.attrs, &["Debug"]) {
                implementations.push(debug_implementation(item, shown));
            }
        }
        self.hits += implementations.len();
        items.extend(implementations);
    }
}

fn debug_implementation(item: &ItemStruct, shown: &[&str]) -> Item {
    let name = &item.ident;
    let title = name.to_string();
    let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
    let fields = fields.filter(|field| shown.iter().any(|shown| *field == shown));
    let titles = fields.clone().map(ToString::to_string);
    parse_quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#title) #(.field(#titles, &self.#fields))* .finish_non_exhaustive()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn secrets_are_left_out_of_debug() {
        let mut file: File = parse_quote! {
            mod types {
                #[derive(Clone, Debug)]
                pub struct StorageAccessDto { pub bucket: String, pub secret: String }
                #[derive(Debug)]
                pub struct Url { pub url: String }
            }
        };
        assert_eq!(apply(&mut file), 1);
        let text = file.to_token_stream().to_string();
        assert!(text.contains("# [derive (Clone)]"), "{text}");
        assert!(text.contains(". field (\"bucket\" , & self . bucket)"), "{text}");
        assert!(!text.contains("self . secret"), "{text}");
    }
}
