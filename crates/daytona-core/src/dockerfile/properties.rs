//! What holds for every text, tried on mutations of the recorded Dockerfiles. The same ones in
//! every run; `fuzz/` looks for others.

use super::buildkit::cases;
use super::{Build, Dockerfile, SyntaxError, parse, parse_fragment};

const MUTATIONS_PER_CASE: u64 = 20;

/// Pieces that mean something somewhere.
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

/// A small generator, so that a failure comes again.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Returns a number below the limit.
    pub(crate) fn roll(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }

    /// Returns a place between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut place = self.roll(text.len() + 1);
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        place
    }

    pub(crate) fn mutate(&mut self, text: &mut String) {
        let (one, other) = (self.place(text), self.place(text));
        let range = one.min(other)..one.max(other);
        match self.roll(4) {
            0 => text.insert_str(one, PIECES[self.roll(PIECES.len())]),
            1 => text.replace_range(range, PIECES[self.roll(PIECES.len())]),
            2 if range.len() < 40 => text.replace_range(range, ""),
            3 => {
                let copy: String = text[range].chars().take(80).collect();
                text.insert_str(other, &copy);
            }
            _ => text.truncate(one),
        }
    }
}

/// The recorded Dockerfiles, and some changes to each.
fn texts() -> impl Iterator<Item = String> {
    cases().into_iter().enumerate().flat_map(|(index, case)| {
        (0..MUTATIONS_PER_CASE).map(move |round| {
            let mut text = case.dockerfile.clone();
            let mut dice = Dice(index as u64 * MUTATIONS_PER_CASE + round);
            (0..round).for_each(|_| dice.mutate(&mut text));
            text
        })
    })
}

fn follow(file: &Dockerfile) -> Result<(), SyntaxError> {
    let mut build = Build::new(file.escape);
    file.instructions.iter().try_for_each(|instruction| build.follow(instruction, 0))?;
    build.context_uses();
    Ok(())
}

#[test]
fn lines_of_instructions_and_errors_are_lines_of_the_text() {
    for text in texts() {
        let count = text.split('\n').count();
        let result = parse(&text).and_then(|file| {
            let lines: Vec<usize> = file.instructions.iter().map(|found| found.line).collect();
            assert!(lines.is_sorted_by(|one, next| one < next), "{text:?}: {lines:?}");
            assert!(lines.iter().all(|line| (1..=count).contains(line)), "{text:?}: {lines:?}");
            follow(&file)
        });
        if let Err(error) = result {
            assert!((1..=count).contains(&error.line), "{text:?}: {error}");
        }
    }
}

#[test]
fn kind_of_line_ends_makes_no_difference() {
    for text in texts().filter(|text| !text.contains('\r') && text.len() < 60_000) {
        let plain = parse(&text).map(|file| file.instructions);
        let other = parse(&text.replace('\n', "\r\n")).map(|file| file.instructions);
        assert_eq!(plain, other, "{text:?}");
    }
}

#[test]
fn what_follows_a_dockerfile_is_an_instruction_of_its_own() {
    for text in texts() {
        let Ok(file) = parse(&text) else { continue };
        let mut longer = file.text.clone();
        longer.push_str("\nUSER last\n");
        let longer = parse(&longer).unwrap();
        let (last, others) = longer.instructions.split_last().unwrap();
        assert_eq!(others, file.instructions, "{text:?}");
        let alone = parse_fragment("USER last", file.escape).unwrap().remove(0);
        assert_eq!(last.arguments, alone.arguments, "{text:?}");
    }
}
