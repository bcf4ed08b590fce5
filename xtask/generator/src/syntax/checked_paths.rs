use syn::{
    Expr, ExprCall, ExprMethodCall, File, Ident, Macro, Token, parse_quote, punctuated::Punctuated,
    visit_mut::VisitMut,
};

/// Checks each value before it becomes a segment of a path. Generated code encodes it, but accepts values that URL parsers
/// resolve, such as `..`.
pub(super) fn apply(file: &mut File) -> usize {
    let mut paths = Paths { hits: 0 };
    paths.visit_file_mut(file);
    paths.hits
}

struct Paths {
    hits: usize,
}

impl VisitMut for Paths {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Some(parameter) = encoded_parameter(expression) {
            let name = parameter.to_string();
            *expression = parse_quote!(crate::path::segment(#name, &#parameter.to_string()).map_err(Error::InvalidRequest)?);
            self.hits += 1;
        } else {
            syn::visit_mut::visit_expr_mut(self, expression);
        }
    }

    // The parser keeps the arguments of `format!` as tokens.
    fn visit_macro_mut(&mut self, invocation: &mut Macro) {
        let arguments = invocation.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated);
        if let Ok(mut arguments) = arguments {
            let before = self.hits;
            arguments.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            if self.hits > before {
                invocation.tokens = quote::quote!(#arguments);
            }
        }
    }
}

/// Returns the `id` of `encode_path(&id.to_string())`.
fn encoded_parameter(expression: &Expr) -> Option<Ident> {
    let Expr::Call(ExprCall { func, args, .. }) = expression else { return None };
    let Expr::Path(function) = &**func else { return None };
    let Some(Expr::Reference(argument)) = args.first() else { return None };
    let Expr::MethodCall(ExprMethodCall { receiver, .. }) = &*argument.expr else { return None };
    let Expr::Path(parameter) = &**receiver else { return None };
    function.path.is_ident("encode_path").then(|| parameter.path.get_ident().cloned())?
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn values_in_paths_are_checked() {
        let mut file: File = parse_quote! {
            fn send() {
                let url = format!("{}/snapshots/{}/activate", client.baseurl, encode_path(&id.to_string()),);
            }
        };
        assert_eq!(apply(&mut file), 1);
        let text = file.to_token_stream().to_string();
        assert!(text.contains("crate :: path :: segment (\"id\" , & id . to_string ())"), "{text}");
        assert!(!text.contains("encode_path"), "{text}");
    }
}
