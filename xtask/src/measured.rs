//! Writes measurements into the marked section of a page.

use std::{fs, path::Path};

use xtask::Error;

const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";

/// Replaces the text between the marks of a page.
pub(crate) fn write(page: &Path, text: &str) -> Result<(), Error> {
    let old = fs::read_to_string(page)?;
    let new = replaced(&old, text)
        .ok_or_else(|| format!("{} has no marks for measurements", page.display()))?;
    fs::write(page, new)?;
    Ok(())
}

fn replaced(page: &str, text: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_text_between_the_marks_is_replaced() {
        let page = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        let once = replaced(&page, "new\n").unwrap();
        assert_eq!(once, format!("a\n{BEGIN}\n\nnew\n\n{END}\nb\n"));
        assert_eq!(replaced(&once, "new"), Some(once));
    }

    #[test]
    fn page_without_marks_is_refused() {
        assert_eq!(replaced("a", "new"), None);
        assert_eq!(replaced(BEGIN, "new"), None);
    }
}
