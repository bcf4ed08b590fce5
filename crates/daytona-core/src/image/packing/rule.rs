//! The rule that decides which instructions are packed, as far as their text decides it.

use daytona_dockerfile::{Arguments, Instruction, Keyword};

/// An instruction that can be packed if its sources allow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::image) struct PackableCopy {
    pub(in crate::image) keyword: Keyword,
    /// The flags that ADD gets.
    pub(super) flags: Vec<String>,
    pub(super) is_json: bool,
    /// The sources as they are written.
    pub(in crate::image) sources: Vec<String>,
    /// The destination as it is written.
    pub(super) destination: String,
    /// The owner: user and group.
    pub(super) owner: Option<(u32, u32)>,
    pub(super) mode: Option<u32>,
}

impl PackableCopy {
    /// Returns `None` for an instruction that needs plain files: any other than COPY and ADD, with a
    /// heredoc, with files of a stage, or with a flag that an archive cannot express.
    pub(in crate::image) fn of(instruction: &Instruction, escape: char) -> Option<Self> {
        let keyword = instruction.keyword;
        let is_copy = matches!(keyword, Keyword::Copy | Keyword::Add);
        if !is_copy || !instruction.heredocs.is_empty() {
            return None;
        }
        let mut sources = instruction.words(escape).ok()?;
        let destination = sources.pop()?;
        let is_json = matches!(instruction.arguments, Arguments::Json(_));
        let mut copy = Self {
            keyword,
            flags: Vec::new(),
            is_json,
            sources,
            destination,
            owner: None,
            mode: None,
        };
        for flag in &instruction.flags {
            copy.take(flag)?;
        }
        Some(copy)
    }

    fn take(&mut self, flag: &str) -> Option<()> {
        let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
        match name {
            "--link" => self.flags.push(flag.to_owned()),
            "--chown" => {
                self.owner = Some(numeric_owner(value)?);
                // An older builder applies it to the directories that it creates only.
                self.flags.push(flag.to_owned());
            }
            "--chmod" => {
                self.mode = Some(octal_mode(value)?);
                // It applies to the directories that ADD creates, and to plain files.
                self.flags.push(flag.to_owned());
            }
            "--from" if value.is_empty() => {}
            // The selection of the files has applied them.
            "--parents" | "--exclude" => {}
            _ => return None,
        }
        Some(())
    }

    /// Returns `true` if the destination is a directory by its text.
    pub(in crate::image) fn names_directory(&self) -> bool {
        matches!(self.destination.rsplit('/').next(), Some("" | "." | ".."))
    }
}

/// Returns the user and the group of `--chown`. A user without a group has the group of its number.
fn numeric_owner(value: &str) -> Option<(u32, u32)> {
    let (user, group) = value.split_once(':').unwrap_or((value, value));
    let number = |text: &str| match text.bytes().all(|c| c.is_ascii_digit()) {
        true => text.parse().ok(),
        false => None,
    };
    Some((number(user)?, number(group)?))
}

fn octal_mode(value: &str) -> Option<u32> {
    let is_octal = !value.is_empty() && value.bytes().all(|c| c.is_ascii_digit());
    u32::from_str_radix(value, 8).ok().filter(|mode| is_octal && *mode <= 0o7777)
}

#[cfg(test)]
mod tests {
    use daytona_dockerfile::parse_fragment;

    use super::*;

    fn packable(line: &str) -> Option<PackableCopy> {
        PackableCopy::of(&parse_fragment(line, '\\').unwrap()[0], '\\')
    }

    #[test]
    fn flags_that_an_archive_expresses_are_accepted() {
        let copy =
            packable("COPY --link --chown=12:34 --chmod=0750 --exclude=*.md a b /d/").unwrap();
        assert_eq!(copy.flags, ["--link", "--chown=12:34", "--chmod=0750"]);
        assert_eq!((copy.owner, copy.mode), (Some((12, 34)), Some(0o750)));
        assert_eq!(
            (copy.sources, copy.destination.as_str()),
            (vec!["a".into(), "b".into()], "/d/")
        );
        assert_eq!(packable("COPY --chown=12 a /d").unwrap().owner, Some((12, 12)));
        assert!(packable("ADD [\"a\", \"/d\"]").unwrap().is_json);
        assert!(packable("COPY --from= --parents a /d").is_some());
    }

    #[test]
    fn instructions_that_need_plain_files_are_not_packed() {
        for line in [
            "RUN --mount=type=bind,source=a,target=/a true",
            "COPY --from=build a /d",
            "COPY --chown=app a /d",
            "COPY --chown=12:app a /d",
            "COPY --chown=$UID a /d",
            "COPY --chown=99999999999 a /d",
            "COPY --chmod=u+x a /d",
            "COPY --chmod=$MODE a /d",
            "ADD --checksum=sha256:00 a /d",
            "ADD --unpack=false a /d",
            "COPY <<EOF /d\nx\nEOF",
            "ONBUILD COPY a /d",
        ] {
            assert_eq!(packable(line), None, "{line}");
        }
    }

    #[test]
    fn destination_that_is_a_directory_is_recognized() {
        for (destination, expected) in
            [("/d/", true), (".", true), ("/d/.", true), ("..", true), ("/d", false), ("a.", false)]
        {
            let copy = packable(&format!("COPY a {destination}")).unwrap();
            assert_eq!(copy.names_directory(), expected, "{destination}");
        }
    }
}
