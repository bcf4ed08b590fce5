use syn::{File, Ident, Item, ItemMod, ItemStruct, parse_quote, visit_mut::VisitMut};

use super::attributes;

/// Types that hold secrets.
const SECRETIVE: &[(&str, Fields)] = &[
    // Environment variables and the credentials of proxies.
    ("CreateSandbox", Fields::Hidden(&["env", "outbound_proxy_url"])),
    ("OtelConfig", Fields::Shown(&["endpoint", "organization_id"])),
    (
        "RegistryPushAccessDto",
        Fields::Shown(&["expires_at", "project", "registry_id", "registry_url"]),
    ),
    ("Sandbox", Fields::Hidden(&["env", "outbound_proxy_url"])),
    ("StorageAccessDto", Fields::Shown(&["bucket", "organization_id", "region", "storage_url"])),
];

/// The fields of a type that `Debug` shows.
enum Fields {
    /// Only these. New fields of the service are hidden. For types whose purpose is to hold secrets.
    Shown(&'static [&'static str]),
    /// All fields except these.
    Hidden(&'static [&'static str]),
}

impl Fields {
    fn shows(&self, field: &Ident) -> bool {
        match self {
            Self::Shown(shown) => shown.iter().any(|shown| field == shown),
            Self::Hidden(hidden) => !hidden.iter().any(|hidden| field == hidden),
        }
    }
}

/// Writes `Debug` for types that hold secrets, and for their builders, so that no secret reaches a log.
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
            // The builder of a call can have the name of the type that it sends. Its `Debug` uses that of the type.
            if item.generics.lt_token.is_some() {
                continue;
            }
            let Some((_, fields)) = SECRETIVE.iter().find(|(name, _)| item.ident == name) else {
                continue;
            };
            if attributes::remove_derive(&mut item.attrs, &["Debug"]) {
                implementations.push(debug_implementation(item, fields));
            }
        }
        self.hits += implementations.len();
        items.extend(implementations);
    }
}

fn debug_implementation(item: &ItemStruct, fields: &Fields) -> Item {
    let name = &item.ident;
    let title = name.to_string();
    let shown = item.fields.iter().filter_map(|field| field.ident.as_ref());
    let shown = shown.filter(|field| fields.shows(field));
    let titles = shown.clone().map(ToString::to_string);
    parse_quote! {
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#title) #(.field(#titles, &self.#shown))* .finish_non_exhaustive()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn secrets_are_omitted_from_debug() {
        let mut file: File = parse_quote! {
            mod types {
                #[derive(Clone, Debug)]
                pub struct StorageAccessDto { pub bucket: String, pub secret: String }
                #[derive(Debug)]
                pub struct Sandbox { pub id: String, pub env: BTreeMap<String, String> }
                #[derive(Debug)]
                pub struct Url { pub url: String }
                pub mod builder {
                    #[derive(Debug)]
                    pub struct Sandbox<'a> { client: &'a Client }
                }
            }
        };
        assert_eq!(apply(&mut file), 2);
        let text = file.to_token_stream().to_string();
        assert!(text.contains("# [derive (Clone)]"), "{text}");
        assert!(text.contains(". field (\"bucket\" , & self . bucket)"), "{text}");
        assert!(text.contains(". field (\"id\" , & self . id)"), "{text}");
        assert!(!text.contains("self . secret") && !text.contains("self . env"), "{text}");
    }
}
