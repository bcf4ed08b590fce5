//! Uses of a variable in the text of an instruction.

/// How a text uses a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Usage {
    /// Not at all, or with a default.
    None,
    /// Its value, which is empty if the variable is not set.
    Value,
    /// It tests the value, and treats an unset variable on purpose.
    Test,
}

/// The program that expands the variables of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Builder,
    /// The shell of RUN.
    Shell,
}

/// Returns how a text uses a variable. A test anywhere counts for the whole text.
pub(super) fn usage(text: &str, name: &str, place: Place, escape: char) -> Usage {
    if !text.contains(name) || !text.contains('$') {
        return Usage::None;
    }
    if place == Place::Shell && assigns(text, name) {
        return Usage::Test;
    }
    let escape = if place == Place::Shell { '\\' } else { escape };
    let mut found = Usage::None;
    let (mut in_single, mut in_double) = (false, false);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' if !in_double => in_single = !in_single,
            '"' if !in_single => in_double = !in_double,
            _ if in_single => {}
            _ if c == escape => {
                chars.next();
            }
            // The number of the shell's process.
            '$' if chars.next_if(|(_, next)| *next == '$').is_some() => {}
            '$' => {
                let Some(use_) = Variable::parse(&text[at..]).filter(|found| found.name == name)
                else {
                    continue;
                };
                let is_test = place == Place::Shell && is_test(&text[..at], use_.rest);
                match use_.operator {
                    _ if is_test => return Usage::Test,
                    Operator::Default => {}
                    Operator::Alternative => return Usage::Test,
                    Operator::Other => found = Usage::Value,
                }
            }
            _ => {}
        }
    }
    found
}

/// A variable at the beginning of a text.
struct Variable<'t> {
    name: &'t str,
    operator: Operator,
    /// The text after the variable. Inside of braces, the text after the name.
    rest: &'t str,
}

#[derive(Clone, Copy)]
enum Operator {
    /// `${name:-word}`.
    Default,
    /// `${name:+word}` and `${name:=word}`.
    Alternative,
    Other,
}

impl<'t> Variable<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let text = text.strip_prefix('$')?;
        let (is_braced, text) = match text.strip_prefix('{') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let operator = match rest.strip_prefix(':').unwrap_or(rest).chars().next() {
            Some('-') if is_braced => Operator::Default,
            Some('+' | '=') if is_braced => Operator::Alternative,
            _ => Operator::Other,
        };
        let rest = if is_braced { rest.strip_prefix('}').unwrap_or(rest) } else { rest };
        Some(Self { name, operator, rest })
    }
}

/// Returns `true` if a command compares a variable, or tests whether it is empty.
fn is_test(before: &str, after: &str) -> bool {
    let before = before.trim_end_matches(['"', ' ', '\t', 'x']);
    let after = after.trim_start_matches('"').trim_start();
    let is_tested = [" -z", " -n", " -v"].iter().any(|test| before.ends_with(test));
    let is_operand =
        before.ends_with(['[', '=', '!']) || before.ends_with("test") || before.ends_with("case");
    let is_compared =
        after.starts_with(['=', '!']) || after.starts_with("in ") || after.starts_with(']');
    is_tested || (is_operand && is_compared)
}

/// Returns `true` if a command sets the variable itself.
fn assigns(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let is_word = before.is_empty() || before.ends_with([' ', '\t', '\n', ';', '&', '|', '(']);
        let before = before.trim_end();
        let is_loop = (before.ends_with("for") && after.trim_start().starts_with("in "))
            || before.ends_with("read");
        is_word && (after.starts_with('=') || after.starts_with("+=") || is_loop)
    })
}
