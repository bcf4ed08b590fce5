//! Expansion of `${NAME}` and `${NAME:-default}` in values.

use std::collections::HashMap;
use std::ffi::OsString;

/// Returns a variable of the process.
pub(in crate::client::config) type Process<'p> = dyn Fn(&str) -> Option<&'p OsString> + 'p;

/// An expanded value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::client::config) struct Expanded {
    pub(in crate::client::config) value: String,
    /// `true` if it contains a variable of the process.
    pub(in crate::client::config) from_process: bool,
    /// The name of a variable of the process in it that is not UTF-8.
    pub(in crate::client::config) not_utf8: Option<String>,
}

/// Expands the variables in a value. An unset variable becomes its default, or the empty text.
///
/// `budget` is the remaining size of all values in bytes. Returns `None` if the value exceeds it.
pub(super) fn expand(
    value: &str,
    before: &HashMap<String, Option<Expanded>>,
    process: &Process<'_>,
    budget: &mut usize,
) -> Option<Expanded> {
    let mut expanded = Expanded::default();
    let mut rest = value;
    let mut marks = Marks::new(value);
    while let Some((literal, after)) = rest.split_once("${") {
        expanded.push(literal, budget)?;
        let Some(variable) = Variable::read(after, &mut marks) else {
            expanded.push("${", budget)?;
            rest = after;
            continue;
        };
        if let Some(found) = before.get(variable.name) {
            // A name without `=` is set to the empty text.
            if let Some(found) = found {
                expanded.push(&found.value, budget)?;
                expanded.from_process |= found.from_process;
                expanded.not_utf8 = expanded.not_utf8.or_else(|| found.not_utf8.clone());
            }
        } else if let Some(found) = process(variable.name) {
            expanded.from_process = true;
            match found.to_str() {
                Some(found) => expanded.push(found, budget)?,
                None => expanded.not_utf8 = Some(variable.name.to_owned()),
            }
        } else {
            expanded.push(variable.default, budget)?;
        }
        rest = variable.rest;
    }
    expanded.push(rest, budget)?;
    Some(expanded)
}

impl Expanded {
    fn push(&mut self, text: &str, budget: &mut usize) -> Option<()> {
        *budget = budget.checked_sub(text.len())?;
        self.value.push_str(text);
        Some(())
    }
}

/// A variable, and the text after its closing brace.
struct Variable<'t> {
    name: &'t str,
    default: &'t str,
    rest: &'t str,
}

impl<'t> Variable<'t> {
    /// Parses the text after `${`. It is the rest of the value of `marks`.
    fn read(text: &'t str, marks: &mut Marks<'_>) -> Option<Self> {
        let end = marks.brace.find_in(text)?;
        let (inner, rest) = (text.get(..end)?, text.get(end + 1..)?);
        let (name, default) = match marks.colon.find_in(text).filter(|colon| *colon < end) {
            Some(colon) => (inner.get(..colon)?, inner.get(colon + 1..)?.strip_prefix('-')?),
            None => (inner, ""),
        };
        Some(Self { name, default, rest })
    }
}

/// The positions of the next closing brace and the next colon in a value.
struct Marks<'t> {
    brace: NextMark<'t>,
    colon: NextMark<'t>,
}

impl<'t> Marks<'t> {
    fn new(value: &'t str) -> Self {
        let next = |mark| NextMark { value, mark, found: value.find(mark) };
        Self { brace: next('}'), colon: next(':') }
    }
}

/// Finds a character in shorter and shorter rests of a value. It scans the value once in all.
struct NextMark<'t> {
    value: &'t str,
    mark: char,
    found: Option<usize>,
}

impl NextMark<'_> {
    /// Returns the first position of the character in `text`, which is a rest of the value.
    fn find_in(&mut self, text: &str) -> Option<usize> {
        let start = self.value.len() - text.len();
        if self.found.is_some_and(|found| found < start) {
            self.found = text.find(self.mark).map(|at| start + at);
        }
        self.found.map(|found| found - start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_of_unclosed_variables_take_linear_time() {
        // A search to the end of the value for each variable would take minutes.
        for (unit, end) in [("${", ""), ("${:", "}"), ("${", ":x}"), ("${:", ""), ("${a:}", "")] {
            let value = format!("{}{end}", unit.repeat(300_000));
            let mut budget = value.len();
            let expanded = expand(&value, &HashMap::new(), &|_| None, &mut budget).unwrap();
            assert_eq!(expanded.value, value, "{unit} {end}");
        }
    }
}
