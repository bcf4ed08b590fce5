use syn::{File, ImplItem, ItemImpl, visit_mut::VisitMut};

/// Removes the generated constructors of the client. The crate has its own. One of the generated ones panics without an
/// installed TLS provider. The other doubles a slash at the end of the base URL in every request.
pub(super) fn apply(file: &mut File) -> usize {
    let mut constructors = Constructors { hits: 0 };
    constructors.visit_file_mut(file);
    constructors.hits
}

struct Constructors {
    hits: usize,
}

impl VisitMut for Constructors {
    fn visit_item_impl_mut(&mut self, item: &mut ItemImpl) {
        let of_client =
            matches!(&*item.self_ty, syn::Type::Path(path) if path.path.is_ident("Client"));
        if of_client && item.trait_.is_none() {
            let before = item.items.len();
            item.items.retain(|item| !is_constructor(item));
            self.hits += before - item.items.len();
        }
    }
}

fn is_constructor(item: &ImplItem) -> bool {
    matches!(item, ImplItem::Fn(function) if function.sig.ident == "new" || function.sig.ident == "new_with_client")
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn only_the_constructors_of_the_client_are_removed() {
        let mut file: File = parse_quote! {
            impl Client {
                pub fn new(baseurl: &str) -> Self {}
                pub fn new_with_client(baseurl: &str, client: reqwest::Client) -> Self {}
                pub fn get_config(&self) {}
            }
            impl GetConfig { pub fn new() -> Self {} }
        };
        assert_eq!(apply(&mut file), 2);
        let expected: File = parse_quote! {
            impl Client { pub fn get_config(&self) {} }
            impl GetConfig { pub fn new() -> Self {} }
        };
        assert_eq!(prettyplease::unparse(&file), prettyplease::unparse(&expected));
    }
}
