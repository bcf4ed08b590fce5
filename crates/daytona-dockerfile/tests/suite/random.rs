//! Random texts, the same in every run.

/// Texts with a meaning in Dockerfiles.
const PIECES: [&str; 30] = [
    "\n",
    "\r\n",
    "\\",
    "\\\n",
    "`\n",
    " ",
    "\t",
    "#",
    "# escape=`\n",
    "<<",
    "<<-E",
    "<<'E'\n",
    "\nE\n",
    "\"",
    "'",
    "$",
    "${",
    "${x:-",
    "${x//a/b}",
    "}",
    "[\"",
    "\"]",
    "--",
    "--from=0 ",
    "=",
    "ONBUILD ",
    "\nFROM a AS b\n",
    "\u{a0}",
    "à",
    "\u{feff}",
];

/// A linear congruential generator.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// Returns a number below the limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    /// Returns a position between two characters.
    fn position(&mut self, text: &str) -> usize {
        let mut position = self.below(text.len() + 1);
        while !text.is_char_boundary(position) {
            position -= 1;
        }
        position
    }

    /// Inserts, replaces, removes or copies a part of a text.
    pub(crate) fn mutate(&mut self, text: &mut String) {
        let (one, other) = (self.position(text), self.position(text));
        let range = one.min(other)..one.max(other);
        match self.below(4) {
            0 => text.insert_str(one, PIECES[self.below(PIECES.len())]),
            1 => text.replace_range(range, PIECES[self.below(PIECES.len())]),
            2 if range.len() < 40 => text.replace_range(range, ""),
            3 => {
                let copy: String = text[range].chars().take(80).collect();
                text.insert_str(other, &copy);
            }
            _ => text.truncate(one),
        }
    }
}
