//! The beginning of a stage: FROM, and the triggers that the stage inherits.

use super::{Base, SCRATCH, Stage, Stages};
use crate::expand::ExpandedWord;
use crate::{Instruction, SyntaxError, check, platform, reference, words};

impl Stages {
    pub(super) fn begin_stage(
        &mut self,
        from: &Instruction,
        origin: usize,
    ) -> Result<(), SyntaxError> {
        let words = words::fields(from.text());
        let (image, name) = match words.as_slice() {
            [image] => (image, None),
            [image, r#as, name] if r#as.eq_ignore_ascii_case("as") => {
                (image, Some(name.to_lowercase()))
            }
            _ => {
                return Err(from.error("FROM takes an image, and `AS` with a name after it"));
            }
        };
        let ExpandedWord { text: image, unset } = self.expand_global(from, image)?;
        if image.is_empty() {
            return Err(from.error(format!(
                "FROM names no image once its variables are expanded{}",
                without_value(&unset)
            )));
        }
        let platform = self.platform(from)?;

        let is_foreign = |stage: &Stage| stage.part != self.part;
        if let Some(name) = &name
            && self.stages.iter().any(|stage| is_foreign(stage) && stage.name() == Some(name))
        {
            return Err(from.error(format!("the name `{name}` belongs to another stage")));
        }
        // Unlike COPY, FROM finds a stage by its name in small letters only.
        let parent = self.position(&image).filter(|_| image == image.to_lowercase());
        let inherited = parent.and_then(|parent| self.stages.get(parent));
        if inherited.is_none() && image != SCRATCH {
            reference::check(&image).map_err(|why| {
                let advice = match self.position(&image) {
                    Some(_) => "; write the name of the stage in small letters".to_owned(),
                    None => without_value(&unset),
                };
                let image = image.escape_debug();
                from.error(format!("FROM has the image `{image}`, which {why}{advice}"))
            })?;
        }
        if inherited.is_some_and(is_foreign) {
            return Err(from.error(format!(
                "FROM would start from the stage `{image}` instead of the image; give the stage \
                another name"
            )));
        }

        let triggers = inherited.map(|parent| parent.triggers.clone()).unwrap_or_default();
        self.stages.push(Stage {
            part: self.part,
            name,
            base: Base { image, platform, line: from.line, origin },
            parent,
            dependencies: parent.into_iter().collect(),
            args: inherited.map(|parent| parent.args.clone()).unwrap_or_default(),
            env: inherited.map(|parent| parent.env.clone()).unwrap_or_default(),
            triggers: Vec::new(),
            instructions: vec![from.clone()],
            context_uses: Vec::new(),
            refusals: Vec::new(),
            later_stages: Vec::new(),
            unset_args: inherited.map(|parent| parent.unset_args.clone()).unwrap_or_default(),
            client_mounts: Vec::new(),
        });
        triggers.iter().try_for_each(|onbuild| self.run_trigger(onbuild, origin))
    }

    /// Runs the trigger of ONBUILD. Until a stage runs it, the builder accepts any trigger.
    fn run_trigger(&mut self, onbuild: &Instruction, origin: usize) -> Result<(), SyntaxError> {
        let Some(trigger) = onbuild.trigger.as_deref() else { return Ok(()) };
        match check::check_trigger(onbuild, trigger, self.frontend, self.escape) {
            Ok(()) => self.add(trigger, origin),
            Err(error) => {
                self.current(onbuild)?.refusals.push((origin, error));
                Ok(())
            }
        }
    }

    /// Returns the value of `FROM --platform`.
    fn platform(&self, from: &Instruction) -> Result<Option<String>, SyntaxError> {
        let Some(written) = from.flag("platform").filter(|written| !written.is_empty()) else {
            return Ok(None);
        };
        let ExpandedWord { text, unset } = self.expand_global(from, written)?;
        let written = written.escape_debug();
        match text.as_str() {
            "" => Err(from.error(format!(
                "FROM has the platform `{written}`, which is empty once its variables are expanded{}",
                without_value(&unset)
            ))),
            name if !platform::is_platform(name) => {
                Err(from.error(format!(
                    "FROM has the platform `{written}`, which is not of the form `linux/amd64`{}",
                    without_value(&unset)
                )))
            }
            _ => Ok(Some(text)),
        }
    }
}

/// Returns the end of an error about a word whose variables have no value.
fn without_value(unset: &[String]) -> String {
    match unset {
        [] => String::new(),
        [name, ..] => format!(
            "; nothing sets `{}`: give it a value before the first FROM, such as `ARG {name}=VALUE`",
            unset.join("`, `")
        ),
    }
}
