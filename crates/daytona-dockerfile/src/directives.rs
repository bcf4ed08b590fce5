//! Directives: the comments at the top of a Dockerfile that control how it is read.

use crate::error::SyntaxError;
use crate::mounts::boolean;

/// The escape character of a Dockerfile without the directive `escape`.
pub const DEFAULT_ESCAPE: char = '\\';

/// The directives of a Dockerfile: comments of the form `# name=value` before all other lines.
///
/// ```
/// use daytona_dockerfile::Directives;
///
/// let directives = Directives::parse("# syntax=docker/dockerfile:1\n# escape=`\nFROM alpine\n")?;
/// assert_eq!(directives.syntax(), Some("docker/dockerfile:1"));
/// assert_eq!(directives.escape(), '`');
/// assert_eq!(directives.check(), None);
/// # Ok::<(), daytona_dockerfile::SyntaxError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directives {
    escape: char,
    syntax: Option<String>,
    check: Option<String>,
}

/// The program that reads the Dockerfile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frontend {
    /// The frontend that is part of BuildKit.
    BuiltIn,
    /// A release of Docker's frontend image. It can be newer than this crate.
    Docker,
    /// Any other image. It can have other instructions.
    Foreign,
}

impl Default for Directives {
    fn default() -> Self {
        Self::with_escape(DEFAULT_ESCAPE)
    }
}

impl Directives {
    pub(crate) fn with_escape(escape: char) -> Self {
        Self { escape, syntax: None, check: None }
    }

    /// Parses the directives of a text.
    ///
    /// # Errors
    ///
    /// If a directive is repeated, `escape` is neither `\` nor a backtick, or an option of `check` is
    /// unknown.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut found = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let Some((name, value)) = directive(line) else { break };
            if seen.contains(&name) {
                let message = format!("the directive `{name}` is repeated");
                return Err(SyntaxError::new(index + 1, message));
            }
            match name.as_str() {
                "escape" => found.escape = escape_character(value, index + 1)?,
                "syntax" => found.syntax = Some(value.to_owned()),
                _ => {
                    check_options(value).map_err(|why| SyntaxError::new(index + 1, why))?;
                    found.check = Some(value.to_owned());
                }
            }
            seen.push(name);
        }
        Ok(found)
    }

    /// Returns the escape character. Default: `\`.
    #[must_use]
    pub fn escape(&self) -> char {
        self.escape
    }

    /// Returns the image of the frontend that `syntax` names.
    #[must_use]
    pub fn syntax(&self) -> Option<&str> {
        self.syntax.as_deref()
    }

    /// Returns the value of `check`, such as `skip=all`.
    #[must_use]
    pub fn check(&self) -> Option<&str> {
        self.check.as_deref()
    }

    pub(crate) fn frontend(&self) -> Frontend {
        match &self.syntax {
            None => Frontend::BuiltIn,
            Some(image) if image.contains("docker/dockerfile") => Frontend::Docker,
            Some(_) => Frontend::Foreign,
        }
    }
}

fn directive(line: &str) -> Option<(String, &str)> {
    const KNOWN: [&str; 3] = ["check", "escape", "syntax"];
    let (name, value) = line.trim_start().strip_prefix('#')?.split_once('=')?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    (KNOWN.contains(&name.as_str()) && !value.is_empty()).then_some((name, value))
}

/// Checks the options of `check`: `skip=RULES`, `experimental=RULES` and `error=BOOLEAN`.
fn check_options(value: &str) -> Result<(), String> {
    value.split(';').try_for_each(|option| {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        match (name.trim(), option.contains('=')) {
            ("skip" | "experimental", true) => Ok(()),
            ("error", true) if boolean(value.trim()).is_some() => Ok(()),
            ("error", true) => {
                Err("the directive `check` has `error` with neither `true` nor `false`".to_owned())
            }
            (name, _) => Err(format!(
                "the directive `check` has the unknown option `{}`",
                name.escape_debug()
            )),
        }
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_stand_before_everything_else() {
        let escape = |text: &str| Directives::parse(text).map(|directives| directives.escape());
        assert_eq!(escape("# syntax=docker/dockerfile:1\n# Escape = ` \nFROM a"), Ok('`'));
        assert_eq!(escape("# check=error=true\n# escape=`\nFROM a"), Ok('`'));
        assert_eq!(escape("\n# escape=`\nFROM a"), Ok('\\'));
        assert_eq!(escape("# a comment\n# escape=`"), Ok('\\'));
        assert_eq!(escape("# escape=x").unwrap_err().line(), 1);
        assert_eq!(escape("#escape=`\n#escape=`").unwrap_err().line(), 2);
    }

    #[test]
    fn syntax_names_the_frontend() {
        let frontend = |text: &str| Directives::parse(text).unwrap().frontend();
        assert_eq!(frontend("FROM a"), Frontend::BuiltIn);
        assert_eq!(frontend("# syntax=docker.io/docker/dockerfile:1.7-labs"), Frontend::Docker);
        assert_eq!(frontend("#syntax = example/nix:2"), Frontend::Foreign);
    }

    #[test]
    fn values_of_syntax_and_check_are_kept() {
        let directives = Directives::parse("# check=skip=all;error=true\n#syntax=a/b:1\n").unwrap();
        assert_eq!(directives.check(), Some("skip=all;error=true"));
        assert_eq!(directives.syntax(), Some("a/b:1"));
        assert_eq!(Directives::parse("FROM a").unwrap(), Directives::default());
        for value in ["x", "foo=bar", "error", "error=x", "skip", "skip=all;x", ";"] {
            let error = Directives::parse(&format!("# check={value}\nFROM a")).unwrap_err();
            assert!(error.message().starts_with("the directive `check` has"), "{error}");
        }
        for value in ["skip=", "error=1", "skip=a,b;error=TRUE", "experimental=all"] {
            assert!(Directives::parse(&format!("# check={value}\nFROM a")).is_ok(), "{value}");
        }
    }
}
