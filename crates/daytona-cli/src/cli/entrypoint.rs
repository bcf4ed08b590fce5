//! The option `--entrypoint`.

use clap::Args;

use crate::failure::Failure;

/// The advice about a malformed entrypoint.
const FORMS: &str = r#"write it as 'python app.py' or '["python", "app.py"]', or repeat `--entrypoint` for each word"#;

/// The entrypoint of a snapshot.
#[derive(Args, Clone, Debug)]
pub(crate) struct Entrypoint {
    /// The command that sandboxes run at start
    ///
    /// Words as in a shell, a JSON array, or the option once for each word.
    #[arg(long = "entrypoint", short = 'e', value_name = "CMD", allow_hyphen_values = true)]
    words: Vec<String>,
}

impl Entrypoint {
    /// Returns the command, if there is one.
    pub(crate) fn command(&self) -> Result<Option<Vec<String>>, Failure> {
        let words = match self.words.as_slice() {
            [] => return Ok(None),
            [array] if array.trim_start().starts_with('[') => {
                serde_json::from_str(array).map_err(|error| {
                    let array = array.escape_debug();
                    let message =
                        format!("`--entrypoint {array}` is not a JSON array of strings: {error}");
                    Failure::usage(message).with_hint(FORMS)
                })?
            }
            [command] => shlex::split(command).ok_or_else(|| {
                let command = command.escape_debug();
                let message = format!("`--entrypoint {command}` has a quote without its end");
                Failure::usage(message).with_hint(FORMS)
            })?,
            words => words.to_vec(),
        };
        if words.iter().all(String::is_empty) {
            return Err(Failure::usage("`--entrypoint` is empty")
                .with_hint(format!("omit it for the entrypoint of the image, or {FORMS}")));
        }
        Ok(Some(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Result<Option<Vec<String>>, Failure> {
        Entrypoint { words: words.iter().map(|&word| word.to_owned()).collect() }.command()
    }

    #[test]
    fn json_array_shell_words_and_repeated_option_give_the_same_command() {
        let wanted = Some(vec!["sh".to_owned(), "-c".to_owned(), "[ -e x ]".to_owned()]);
        assert_eq!(command(&[r#"["sh", "-c", "[ -e x ]"]"#]).unwrap(), wanted);
        assert_eq!(command(&["sh -c '[ -e x ]'"]).unwrap(), wanted);
        assert_eq!(command(&["sh", "-c", "[ -e x ]"]).unwrap(), wanted);
        assert_eq!(command(&[]).unwrap(), None);
    }

    #[test]
    fn malformed_and_empty_entrypoints_are_refused() {
        for words in [&["[sh]"][..], &[r#"["sh""#], &["[1]"], &["sh -c 'x"], &["sh \"x"]] {
            assert!(command(words).is_err(), "{words:?}");
        }
        for words in [&[""][..], &["  "], &["[]"], &[r#"[""]"#], &["", ""], &["''"]] {
            let failure = format!("{:?}", command(words).unwrap_err());
            assert!(failure.contains("is empty"), "{words:?}: {failure}");
        }
    }
}
