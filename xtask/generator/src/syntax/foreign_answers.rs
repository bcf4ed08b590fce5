use quote::ToTokens;
use syn::{Expr, ExprMatch, File, Pat, parse_quote, visit_mut::VisitMut};

/// Returns an answer that is not from the API as an error with the whole response, even if its status is a success. Such
/// an answer is an HTML page, or comes from another URL. Decoded answers check this themselves (`kept-answers`).
pub(super) fn apply(file: &mut File) -> usize {
    let mut answers = Answers { hits: 0 };
    answers.visit_file_mut(file);
    answers.hits
}

struct Answers {
    hits: usize,
}

impl VisitMut for Answers {
    fn visit_expr_match_mut(&mut self, matching: &mut ExprMatch) {
        // An HTML page matches the arm that returns the response as an error.
        if !matching.arms.iter().any(|arm| matches!(arm.pat, Pat::Wild(_))) {
            return;
        }
        for arm in matching.arms.iter_mut().filter(|arm| is_success(&arm.pat)) {
            if is_decoded(&arm.body) {
                continue;
            }
            let body = &arm.body;
            *arm = parse_quote!(200..=299 if !crate::answer::is_foreign(&response) => #body,);
            self.hits += 1;
        }
    }
}

fn is_decoded(body: &Expr) -> bool {
    body.to_token_stream().to_string().contains("answer :: decode")
}

fn is_success(pattern: &Pat) -> bool {
    let Pat::Range(range) = pattern else { return false };
    matches!(range.start.as_deref(), Some(Expr::Lit(start)) if is_two_hundred(&start.lit))
}

fn is_two_hundred(literal: &syn::Lit) -> bool {
    matches!(literal, syn::Lit::Int(number) if number.base10_digits() == "200")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn successes_have_a_guard() {
        let mut file: File = parse_quote! {
            fn send() {
                match response.status().as_u16() {
                    200 ..= 299 => Ok(ResponseValue::empty(response)),
                    _ => Err(Error::UnexpectedResponse(response)),
                }
            }
        };
        assert_eq!(apply(&mut file), 1);
        let text = file.to_token_stream().to_string();
        assert!(text.contains("if ! crate :: answer :: is_foreign (& response) =>"), "{text}");
    }
}
