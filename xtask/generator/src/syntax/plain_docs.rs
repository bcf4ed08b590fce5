use syn::{Attribute, File, parse_quote, visit_mut::VisitMut};

use super::attributes;

/// Writes each line of documentation as one `///` line with a leading space. Removes the examples of the generator, which
/// do not compile.
pub(super) fn apply(file: &mut File) -> usize {
    let mut docs = Docs { hits: 0 };
    docs.visit_file_mut(file);
    docs.hits
}

struct Docs {
    hits: usize,
}

impl VisitMut for Docs {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let mut rewritten = Vec::with_capacity(attributes.len());
        for attribute in attributes.drain(..) {
            match attributes::doc_text(&attribute) {
                Some(text) => {
                    self.hits += 1;
                    rewritten.extend(lines(&text));
                }
                None => rewritten.push(attribute),
            }
        }
        *attributes = rewritten;
    }
}

fn lines(text: &str) -> Vec<Attribute> {
    let lines = without_example(text).trim_end().lines();
    lines
        .map(|line| {
            let spaced = line.is_empty() || line.starts_with(' ');
            let line = if spaced { line.to_owned() } else { format!(" {line}") };
            parse_quote!(#[doc = #line])
        })
        .collect()
}

/// Removes the example at the end.
fn without_example(text: &str) -> &str {
    text.split_once("```ignore").map_or(text, |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_is_one_attribute_per_line() {
        let mut file: File = parse_quote! {
            #[doc = "Lists snapshots\n\nSends a request\n\n```ignore\nlet x = 1;\n```"]
            pub fn list() {}
        };
        assert_eq!(apply(&mut file), 1);
        let expected: File = parse_quote! {
            /// Lists snapshots
            ///
            /// Sends a request
            pub fn list() {}
        };
        assert_eq!(prettyplease::unparse(&file), prettyplease::unparse(&expected));
    }
}
