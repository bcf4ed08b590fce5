use syn::{Attribute, File, parse_quote, visit_mut::VisitMut};

use super::attributes;

/// Writes documentation as one `///` line each, with the space that people put after it, and leaves out what the
/// generator adds for itself: examples that do not compile. What a description indents or fences becomes plain text,
/// which rustdoc would otherwise take for Rust, and compile as a test.
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
    let mut in_fence = false;
    without_example(text)
        .trim_end()
        .lines()
        .map(|line| {
            let line = plain(line, &mut in_fence);
            let line = match line.as_str() {
                "" => String::new(),
                line if line.starts_with(' ') => line.to_owned(),
                line => format!(" {line}"),
            };
            parse_quote!(#[doc = #line])
        })
        .collect()
}

/// The line, as text and no code; `in_fence` tells whether it is inside a fenced block.
fn plain(line: &str, in_fence: &mut bool) -> String {
    let content = line.trim();
    if content.starts_with("```") {
        *in_fence = !*in_fence;
        return if *in_fence && content == "```" {
            "```text".to_owned()
        } else {
            content.to_owned()
        };
    }
    let indented = line.starts_with("    ") || line.starts_with('\t');
    if indented && !*in_fence { format!("  {content}") } else { line.to_owned() }
}

/// Cuts off the example at the end, which names variables that exist nowhere.
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

    #[test]
    fn code_of_other_languages_is_no_test() {
        let mut file: File = parse_quote! {
            #[doc = "Say:\n\n    curl x\n\n```\n    y\n```\n\n```json\n{}\n```"]
            pub fn list() {}
        };
        assert_eq!(apply(&mut file), 1);
        let text = prettyplease::unparse(&file);
        let lines: Vec<&str> = text.lines().collect();
        let expected = [
            "/// Say:",
            "///",
            "///  curl x",
            "///",
            "/// ```text",
            "///    y",
            "/// ```",
            "///",
            "/// ```json",
            "/// {}",
            "/// ```",
            "pub fn list() {}",
        ];
        assert_eq!(lines, expected);
    }
}
