//! Properties of every text, tested on mutations of the recorded Dockerfiles. The mutations are the
//! same in every run. The fuzz target looks for others.

use daytona_dockerfile::{Dockerfile, Instruction, parse_fragment};

use super::buildkit::cases;
use super::random::Random;

const MUTATIONS_PER_CASE: u64 = 20;

/// Returns the recorded Dockerfiles and mutations of each.
fn texts() -> impl Iterator<Item = String> {
    cases().into_iter().enumerate().flat_map(|(index, case)| {
        (0..MUTATIONS_PER_CASE).map(move |round| {
            let mut text = case.dockerfile.clone();
            let mut random = Random(index as u64 * MUTATIONS_PER_CASE + round);
            (0..round).for_each(|_| random.mutate(&mut text));
            text
        })
    })
}

/// Returns instructions with `\n` as the line break in heredoc bodies, which keep theirs.
fn with_plain_bodies(file: &Dockerfile) -> Vec<Instruction> {
    let mut instructions = file.instructions().to_vec();
    for instruction in &mut instructions {
        let inner = instruction.trigger.as_deref_mut().map(|trigger| &mut trigger.heredocs);
        for heredoc in instruction.heredocs.iter_mut().chain(inner.into_iter().flatten()) {
            heredoc.body = heredoc.body.replace("\r\n", "\n");
        }
    }
    instructions
}

#[test]
fn lines_of_instructions_and_errors_are_lines_of_the_text() {
    for text in texts() {
        let count = text.split('\n').count();
        let result = Dockerfile::parse(&text).and_then(|file| {
            let lines: Vec<usize> = file.instructions().iter().map(|found| found.line).collect();
            assert!(lines.is_sorted_by(|one, next| one < next), "{text:?}: {lines:?}");
            assert!(lines.iter().all(|line| (1..=count).contains(line)), "{text:?}: {lines:?}");
            file.stages().map(|stages| stages.context_uses().count())
        });
        if let Err(error) = result {
            assert!((1..=count).contains(&error.line()), "{text:?}: {error}");
        }
    }
}

#[test]
fn kind_of_line_ends_makes_no_difference() {
    for text in texts().filter(|text| !text.contains('\r') && text.len() < 60_000) {
        let plain = Dockerfile::parse(&text).map(|file| with_plain_bodies(&file));
        let other = Dockerfile::parse(&text.replace('\n', "\r\n"));
        let other = other.map(|file| with_plain_bodies(&file));
        assert_eq!(plain, other, "{text:?}");
    }
}

#[test]
fn what_follows_a_dockerfile_is_an_instruction_of_its_own() {
    for text in texts() {
        let Ok(file) = Dockerfile::parse(&text) else { continue };
        let mut longer = file.text().to_owned();
        longer.push_str("\nUSER last\n");
        let longer = Dockerfile::parse(&longer).unwrap();
        let (last, others) = longer.instructions().split_last().unwrap();
        assert_eq!(others, file.instructions(), "{text:?}");
        let alone = parse_fragment("USER last", file.escape()).unwrap().remove(0);
        assert_eq!(last.arguments, alone.arguments, "{text:?}");
    }
}
