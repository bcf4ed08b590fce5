//! One Dockerfile from an image and the images that are its stages.

use daytona_dockerfile::{
    Arguments, DEFAULT_ESCAPE, Dockerfile, Instruction, Keyword, Stages, parse_fragment,
};

use super::{Lines, Resolver, check_place};
use crate::image::step::Step;
use crate::image::{Image, stage};
use crate::{Error, Result};

/// How deep stages may lie in each other.
const MAX_DEPTH: usize = 32;

/// An image that is a part of the Dockerfile.
pub(in crate::image) struct Part<'s> {
    /// The name of the stage; the image itself has none.
    pub(in crate::image) name: Option<&'s str>,
    pub(in crate::image) steps: &'s [Step],
    /// The stage steps that lead here, from the image itself inwards.
    path: Vec<(Option<&'s str>, usize, &'s Step)>,
}

impl Part<'_> {
    /// Says at which step something went wrong.
    pub(super) fn blame(&self, index: usize, error: Error) -> Error {
        let own = self.steps.get(index).map(|step| (self.name, index, step));
        let steps = self.path.iter().copied().chain(own).rev();
        steps.fold(error, |error, (part, index, step)| {
            let part = match part {
                Some(name) => format!("stage `{name}`"),
                None => "image".to_owned(),
            };
            error.while_doing(format!("resolve step {} of the {part}, {}", index + 1, step.call()))
        })
    }
}

impl Part<'_> {
    /// Tells whether a step has no lines of its own.
    fn leaves_out(&self, step: &Step) -> bool {
        match step {
            Step::Stage { .. } => true,
            // It means nothing to the image, but the server would take it for the image's.
            Step::Entrypoint { .. } => self.name.is_some(),
            _ => false,
        }
    }

    fn check_lines(&self, lines: Lines) -> Result<Lines> {
        let begins_stage = lines.instructions.iter().any(|found| found.keyword == Keyword::From);
        if self.name.is_some() && begins_stage {
            return Err(Error::invalid_input("FROM cannot begin another stage here")
                .with_hint("add that one with stage"));
        }
        Ok(lines)
    }
}

/// Returns the stages of an image in the order of the Dockerfile, and then the image itself.
pub(in crate::image) fn parts(steps: &[Step]) -> Result<Vec<Part<'_>>> {
    let mut parts = Parts::default();
    parts.add(Part { name: None, steps, path: Vec::new() })?;
    Ok(parts.found)
}

#[derive(Default)]
struct Parts<'s> {
    found: Vec<Part<'s>>,
    seen: Vec<(&'s str, &'s Image)>,
}

impl<'s> Parts<'s> {
    fn add(&mut self, part: Part<'s>) -> Result<()> {
        for (index, step) in part.steps.iter().enumerate() {
            let Step::Stage { name, image } = step else { continue };
            check_stage(name, image, part.path.len()).map_err(|error| part.blame(index, error))?;
            if self.seen.contains(&(name, image)) {
                continue;
            }
            self.seen.push((name, image));
            let mut path = part.path.clone();
            path.push((part.name, index, step));
            self.add(Part { name: Some(name), steps: &image.steps, path })?;
        }
        self.found.push(part);
        Ok(())
    }
}

fn check_stage(name: &str, image: &Image, depth: usize) -> Result<()> {
    stage::check_name(name)?;
    if depth >= MAX_DEPTH {
        let message = format!("stages lie in each other more than {MAX_DEPTH} deep");
        return Err(Error::invalid_input(message).with_hint("give them to the image side by side"));
    }
    if image.steps.is_empty() {
        return Err(Error::invalid_input("the image of the stage has no steps"));
    }
    Ok(())
}

/// What the first step of a part adds to the Dockerfile, taken apart.
struct Start {
    /// What stands before the first FROM: directives, comments, and ARGs for all FROMs.
    head: Piece,
    /// The stages before the last one.
    earlier: Piece,
    last: Piece,
    part: usize,
    /// Which of the resolver's places the first step is.
    place: usize,
}

#[derive(Default)]
pub(super) struct Piece {
    pub(super) text: String,
    /// The number of its first line in what the step adds.
    pub(super) line: usize,
    pub(super) instructions: Vec<Instruction>,
}

impl Start {
    /// Cuts where FROMs begin. `text` has at least one.
    fn new(
        mut text: String,
        mut instructions: Vec<Instruction>,
        part: usize,
        place: usize,
    ) -> Result<Self> {
        let is_from = |found: &Instruction| found.keyword == Keyword::From;
        let last = instructions.iter().rposition(is_from).ok_or_else(no_stage)?;
        let last = cut(&mut text, &mut instructions, last);
        let first = instructions.iter().position(is_from).unwrap_or(instructions.len());
        let earlier = cut(&mut text, &mut instructions, first);
        let head = Piece { text, line: 1, instructions };
        Ok(Self { head, earlier, last, part, place })
    }

    /// Makes the last stage one of that name.
    fn name_last(&mut self, name: &str) -> Result<()> {
        let Some(from) = self.last.instructions.first_mut() else { return Ok(()) };
        let end = self.last.text.find('\n').unwrap_or(self.last.text.len());
        let line = self.last.text[..end].trim_end();
        let alone = parse_fragment(line, DEFAULT_ESCAPE);
        let whole = alone.is_ok_and(
            |alone| matches!(alone.as_slice(), [only] if only.arguments == from.arguments),
        );
        let Arguments::Text(text) = &from.arguments else { return Ok(()) };
        let words: Vec<&str> = text.split_whitespace().collect();
        let renamed = |text: &str| match words.as_slice() {
            [_, _, old] => text.strip_suffix(old).map(|kept| format!("{kept}{name}")),
            _ => Some(format!("{text} AS {name}")),
        };
        match (renamed(line), renamed(text)) {
            (Some(line), Some(text)) if whole => {
                self.last.text.replace_range(..end, &line);
                from.arguments = Arguments::Text(text);
                Ok(())
            }
            _ => Err(Error::invalid_input(
                "the last FROM goes on over several lines, so that it cannot be given a name",
            )
            .with_hint("write it on one line")),
        }
    }
}

/// Takes what begins with an instruction off the end.
fn cut(text: &mut String, instructions: &mut Vec<Instruction>, first: usize) -> Piece {
    let taken = instructions.split_off(first.min(instructions.len()));
    let Some(begins) = taken.first() else { return Piece::default() };
    let line = begins.line;
    let mut ends = text.match_indices('\n').map(|(end, _)| end + 1);
    let at = match line {
        0 | 1 => 0,
        line => ends.nth(line - 2).unwrap_or(text.len()),
    };
    Piece { text: text.split_off(at), line, instructions: taken }
}

fn no_stage() -> Error {
    Error::invalid_input("no FROM instruction is in it, so there is nothing to build")
}

impl Resolver {
    /// Takes the steps of all parts, of which the last is the image itself.
    pub(super) fn compose(&mut self, parts: &[Part<'_>]) -> Result<()> {
        let mut starts = self.open(parts)?;
        let Some(image) = starts.pop() else { return Ok(()) };

        // A directive counts at the top of the text alone, and an ARG for all FROMs before the
        // first of them.
        self.append(parts, image.place, &image.head)?;
        for stage in &starts {
            self.append_head(parts, stage)?;
        }
        // Ahead of the other stages these keep their numbers, by which the image may name them.
        self.append(parts, image.place, &image.earlier)?;
        for stage in &starts {
            self.append(parts, stage.place, &stage.earlier)?;
            self.append(parts, stage.place, &stage.last)?;
            self.take_steps(parts, stage.part)?;
        }
        self.append(parts, image.place, &image.last)?;
        self.take_steps(parts, image.part)?;
        self.check_composed(parts)
    }

    /// Reads where the parts begin, before anything is written: what the text needs at its top, and
    /// which escape character it has, may come from any of them.
    fn open(&mut self, parts: &[Part<'_>]) -> Result<Vec<Start>> {
        let starts = parts.iter().enumerate().map(|(number, part)| {
            self.open_part(number, part).map_err(|error| part.blame(0, error))
        });
        let starts = starts.collect::<Result<Vec<_>>>()?;
        self.stages = Stages::new(self.escape);
        Ok(starts)
    }

    fn open_part(&mut self, number: usize, part: &Part<'_>) -> Result<Start> {
        let first = part.steps.first().ok_or_else(|| Error::invalid_input("it has no steps"))?;
        check_place(0, first)?;
        let Lines { text, instructions, origin } = self.lines(first, &[])?;
        let place = self.place(number, 0, origin);
        let mut start = Start::new(text, instructions, number, place)?;
        if let Some(name) = part.name {
            start.name_last(name)?;
        }
        Ok(start)
    }

    fn append_head(&mut self, parts: &[Part<'_>], stage: &Start) -> Result<()> {
        if !stage.head.text.is_empty() && !self.dockerfile.is_empty() {
            // Ends the directives, of which each may stand there once.
            self.dockerfile.push('\n');
        }
        self.append(parts, stage.place, &stage.head)
    }

    fn take_steps(&mut self, parts: &[Part<'_>], number: usize) -> Result<()> {
        let Some(part) = parts.get(number) else { return Ok(()) };
        for (index, step) in part.steps.iter().enumerate().skip(1) {
            if part.leaves_out(step) {
                continue;
            }
            let lines = check_place(index, step)
                .and_then(|()| self.lines(step, &part.steps[..index]))
                .and_then(|lines| part.check_lines(lines))
                .map_err(|error| part.blame(index, error))?;
            let place = self.place(number, index, lines.origin);
            let piece = Piece { text: lines.text, line: 1, instructions: lines.instructions };
            self.append(parts, place, &piece)?;
        }
        Ok(())
    }

    /// Refuses what the builder would read otherwise in one text than in several.
    fn check_composed(&self, parts: &[Part<'_>]) -> Result<()> {
        if parts.len() < 2 {
            return Ok(());
        }
        let refused = match Dockerfile::parse(&self.dockerfile) {
            Ok(file) if file.escape() == self.escape => return Ok(()),
            Ok(_) => Error::invalid_input("its stages change the escape character"),
            Err(error) => Error::invalid_input(format!(
                "its stages do not go together in one Dockerfile: {}",
                error.message()
            ))
            .with_source(error),
        };
        Err(refused.while_doing("resolve the image"))
    }
}
