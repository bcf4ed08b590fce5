//! What the builder makes of the words of an instruction, for tests of what writes them.

use super::expand::expand;
use super::{Arguments, Instruction, words};

/// Returns the names and values of ENV or LABEL, with `value` for each variable that would be
/// expanded.
pub(crate) fn pairs(instruction: &Instruction, escape: char, value: &str) -> Vec<(String, String)> {
    let Arguments::Text(text) = &instruction.arguments else { panic!("{instruction:?}") };
    let read = |text: &str| word(text, escape, value);
    let pairs = words::pairs(text, escape).unwrap();
    pairs.iter().map(|(name, text)| (read(name), read(text))).collect()
}

/// Returns a word without its quotes, with `value` for each variable that would be expanded.
pub(crate) fn word(text: &str, escape: char, value: &str) -> String {
    expand(text, escape, &|_| Some(value)).unwrap().text
}
