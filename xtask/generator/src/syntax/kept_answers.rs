use syn::{Expr, ExprCall, File, parse_quote, visit_mut::VisitMut};

/// Decodes answers with a function of the crate. The function of the generator loses the status and the headers of an
/// undecodable answer, and cannot decode a string without quotes, which some frameworks send.
pub(super) fn apply(file: &mut File) -> usize {
    let mut answers = Answers { hits: 0 };
    answers.visit_file_mut(file);
    answers.hits
}

struct Answers {
    hits: usize,
}

impl VisitMut for Answers {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        let Expr::Path(function) = &mut *call.func else { return };
        let segments = &function.path.segments;
        if segments.len() == 2
            && segments[0].ident == "ResponseValue"
            && segments[1].ident == "from_response"
        {
            *function = parse_quote!(crate::answer::decode);
            self.hits += 1;
        } else {
            syn::visit_mut::visit_expr_call_mut(self, call);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_decoded_answers_change() {
        let mut file: File = parse_quote! {
            fn send() {
                match status {
                    200..=299 => ResponseValue::from_response(response).await,
                    _ => Ok(ResponseValue::empty(response)),
                }
            }
        };
        assert_eq!(apply(&mut file), 1);
        let text = prettyplease::unparse(&file);
        assert!(text.contains("crate::answer::decode(response).await"), "{text}");
        assert!(text.contains("ResponseValue::empty(response)"), "{text}");
    }
}
