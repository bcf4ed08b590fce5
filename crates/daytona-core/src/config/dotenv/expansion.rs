//! `${NAME}` and `${NAME:-default}` in values.

use std::collections::HashMap;
use std::ffi::OsString;

/// Returns a variable of the process.
pub(in crate::config) type Process<'p> = dyn Fn(&str) -> Option<&'p OsString> + 'p;

/// A value in which variables have been replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::config) struct Expanded {
    pub(in crate::config) value: String,
    /// `true` if any of it comes from the process.
    pub(in crate::config) from_process: bool,
    /// A variable of the process that it needs, and that is not UTF-8.
    pub(in crate::config) not_utf8: Option<String>,
}

/// Replaces the variables in a value. A variable that is not set gives its default, or nothing.
///
/// Returns `None` if the value is longer than the rest of `budget`, in bytes.
pub(super) fn expand(
    value: &str,
    before: &HashMap<String, Option<Expanded>>,
    process: &Process<'_>,
    budget: &mut usize,
) -> Option<Expanded> {
    let mut expanded = Expanded::default();
    let mut rest = value;
    while let Some((literal, after)) = rest.split_once("${") {
        expanded.push(literal, budget)?;
        let Some(variable) = Variable::read(after) else {
            expanded.push("${", budget)?;
            rest = after;
            continue;
        };
        if let Some(found) = before.get(variable.name) {
            // A name without `=` counts as set, to nothing.
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

/// A variable, and the text behind its closing brace.
struct Variable<'t> {
    name: &'t str,
    default: &'t str,
    rest: &'t str,
}

impl<'t> Variable<'t> {
    /// Reads what follows `${`.
    fn read(text: &'t str) -> Option<Self> {
        let (inner, rest) = text.split_once('}')?;
        let (name, default) = match inner.split_once(':') {
            Some((name, default)) => (name, default.strip_prefix('-')?),
            None => (inner, ""),
        };
        Some(Self { name, default, rest })
    }
}
