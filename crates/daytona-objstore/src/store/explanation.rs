//! The explanation in the body of a failed response that is not an S3 error.

/// The maximum length of an explanation, in characters.
const MAX_CHARS: usize = 200;

/// The elements of a page that explain a failure. The first match counts.
const ELEMENTS: [&str; 3] = ["title", "message", "h1"];

/// Returns the title of a page, or the start of any other text.
pub(super) fn explanation(body: &str) -> Option<String> {
    let heading = ELEMENTS.iter().find_map(|name| element(body, name));
    let text = heading.unwrap_or_else(|| body.to_owned());
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = match line.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    };
    (!shown.is_empty() && !shown.contains('\0')).then_some(shown)
}

/// Returns the text of the first element with a name, in any case and with any attributes.
pub(super) fn element(markup: &str, name: &str) -> Option<String> {
    // Lower-case ASCII has the same positions.
    let lower = markup.to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let tag = format!("<{name}");
    let is_tag_end = |next: char| next == '>' || next.is_ascii_whitespace();
    let start = lower
        .match_indices(&tag)
        .map(|(at, tag)| at + tag.len())
        .filter(|&at| lower[at..].starts_with(is_tag_end))
        .find_map(|at| Some(at + lower[at..].find('>')? + 1))?;
    let end = start + lower[start..].find(&format!("</{name}>"))?;
    let text = markup[start..end].replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&apos;", "'").replace("&#39;", "'");
    let text = text.replace("&amp;", "&");
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_is_explained_by_its_title() {
        for (body, expected) in [
            ("<html><TITLE lang=en>\n Bad &amp; gateway </TITLE>", "Bad & gateway"),
            ("<!DOCTYPE html><titles>x</titles><title> </title><h1>502</h1>", "502"),
            ("<html><Message>Bad gateway</Message></html>", "Bad gateway"),
            ("<html><title", "<html><title"),
        ] {
            assert_eq!(explanation(body).as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn other_text_is_shown_on_one_line_and_cut() {
        assert_eq!(explanation("upstream\r\nconnect error").unwrap(), "upstream connect error");
        assert_eq!(explanation(" \n"), None);
        assert_eq!(explanation("\0"), None);
        let long = "ä".repeat(9999);
        assert_eq!(explanation(&long).unwrap(), format!("{}...", "ä".repeat(MAX_CHARS)));
    }
}
