use proc_macro2::Span;
use syn::{Expr, ExprMethodCall, File, Ident, Member, parse_quote, visit_mut::VisitMut};

/// Sends requests of all methods. The generator calls a method of the HTTP client that is named like the HTTP method,
/// which `OPTIONS` and `TRACE` do not have.
pub(super) fn apply(file: &mut File) -> usize {
    let mut methods = Methods { hits: 0 };
    methods.visit_file_mut(file);
    methods.hits
}

struct Methods {
    hits: usize,
}

impl VisitMut for Methods {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        syn::visit_mut::visit_expr_method_call_mut(self, call);
        let receiver = &call.receiver;
        let of_client = matches!(&**receiver, Expr::Field(field)
            if matches!(&field.member, Member::Named(name) if name == "client"));
        if of_client && (call.method == "options" || call.method == "trace") {
            let method = Ident::new(&call.method.to_string().to_uppercase(), Span::call_site());
            let url = &call.args;
            *call = parse_quote!(#receiver.request(::reqwest::Method::#method, #url));
            self.hits += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_methods_that_the_client_lacks_change() {
        let mut file: File = parse_quote! {
            fn send() {
                client.client.options(url).build();
                client.client.get(url).build();
            }
        };
        assert_eq!(apply(&mut file), 1);
        let text = prettyplease::unparse(&file);
        assert!(text.contains("client.client.request(::reqwest::Method::OPTIONS, url)"), "{text}");
        assert!(text.contains("client.client.get(url)"), "{text}");
    }
}
