//! The comments at the top of a Dockerfile that say how to read it.

use super::{DEFAULT_ESCAPE, SyntaxError};

/// What the directives of a text come to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directives {
    pub(super) escape: char,
    pub(super) frontend: Frontend,
}

/// Who reads the Dockerfile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frontend {
    /// The one that the builder brings along.
    BuiltIn,
    /// A release of Docker's own, which may be newer than what is known here.
    Docker,
    /// Anybody's, which may know other instructions.
    Foreign,
}

impl Directives {
    /// Reads the directives: comments of the form `# name=value` before everything else.
    pub(super) fn read(text: &str) -> Result<Self, SyntaxError> {
        let mut found = Self { escape: DEFAULT_ESCAPE, frontend: Frontend::BuiltIn };
        let mut seen: Vec<String> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let Some((name, value)) = directive(line) else { break };
            if seen.contains(&name) {
                let message = format!("the directive `{name}` stands here a second time");
                return Err(SyntaxError::new(index + 1, message));
            }
            match name.as_str() {
                "escape" => found.escape = escape_character(value, index + 1)?,
                "syntax" => found.frontend = frontend(value),
                _ => {}
            }
            seen.push(name);
        }
        Ok(found)
    }
}

fn directive(line: &str) -> Option<(String, &str)> {
    const KNOWN: [&str; 3] = ["check", "escape", "syntax"];
    let (name, value) = line.trim_start().strip_prefix('#')?.split_once('=')?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    (KNOWN.contains(&name.as_str()) && !value.is_empty()).then_some((name, value))
}

fn escape_character(value: &str, line: usize) -> Result<char, SyntaxError> {
    match value {
        "\\" => Ok('\\'),
        "`" => Ok('`'),
        _ => {
            let message = format!("the escape character is either \\ or `, not `{value}`");
            Err(SyntaxError::new(line, message))
        }
    }
}

fn frontend(image: &str) -> Frontend {
    match image.contains("docker/dockerfile") {
        true => Frontend::Docker,
        false => Frontend::Foreign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_stand_before_everything_else() {
        let escape = |text: &str| Directives::read(text).map(|directives| directives.escape);
        assert_eq!(escape("# syntax=docker/dockerfile:1\n# Escape = ` \nFROM a"), Ok('`'));
        assert_eq!(escape("# check=error=true\n# escape=`\nFROM a"), Ok('`'));
        assert_eq!(escape("\n# escape=`\nFROM a"), Ok('\\'));
        assert_eq!(escape("# a comment\n# escape=`"), Ok('\\'));
        assert_eq!(escape("# escape=x").unwrap_err().line, 1);
        assert_eq!(escape("#escape=`\n#escape=`").unwrap_err().line, 2);
    }

    #[test]
    fn syntax_names_the_frontend() {
        let frontend = |text: &str| Directives::read(text).unwrap().frontend;
        assert_eq!(frontend("FROM a"), Frontend::BuiltIn);
        assert_eq!(frontend("# syntax=docker.io/docker/dockerfile:1.7-labs"), Frontend::Docker);
        assert_eq!(frontend("#syntax = example/nix:2"), Frontend::Foreign);
    }
}
