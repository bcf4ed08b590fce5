//! The option `--entrypoint`.

use clap::Args;

use crate::failure::Failure;

/// The entrypoint of a snapshot.
#[derive(Args, Debug)]
pub(crate) struct Entrypoint {
    /// The command that sandboxes run at start: a JSON array, or the option once for each word
    #[arg(long = "entrypoint", value_name = "WORD", allow_hyphen_values = true)]
    words: Vec<String>,
}

impl Entrypoint {
    /// Returns the command, if there is one.
    pub(crate) fn command(&self) -> Result<Option<Vec<String>>, Failure> {
        match self.words.as_slice() {
            [] => Ok(None),
            [array] if array.starts_with('[') => {
                serde_json::from_str(array).map(Some).map_err(|error| {
                    Failure::usage(format!(
                        "`--entrypoint {}` is not a JSON array of strings: {error}",
                        array.escape_debug()
                    ))
                    .with_hint(r#"write it as '["python", "app.py"]', or repeat `--entrypoint` for each word"#)
                })
            }
            words => Ok(Some(words.to_vec())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Result<Option<Vec<String>>, Failure> {
        Entrypoint { words: words.iter().map(|&word| word.to_owned()).collect() }.command()
    }

    #[test]
    fn json_array_and_repeated_option_give_the_same_command() {
        let wanted = Some(vec!["sh".to_owned(), "-c".to_owned(), "[ -e x ]".to_owned()]);
        assert_eq!(command(&[r#"["sh", "-c", "[ -e x ]"]"#]).unwrap(), wanted);
        assert_eq!(command(&["sh", "-c", "[ -e x ]"]).unwrap(), wanted);
        assert_eq!(command(&[]).unwrap(), None);
    }

    #[test]
    fn malformed_array_is_refused() {
        for array in ["[sh]", r#"["sh""#, "[1]"] {
            assert!(command(&[array]).is_err(), "{array}");
        }
    }
}
