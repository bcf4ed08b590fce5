//! Command lines that the program suggests to the user.

use std::borrow::Cow;

use crate::cli::ConnectionArgs;

/// Formats command lines that reach the same server as this one.
#[derive(Clone, Debug)]
pub(crate) struct CommandLine {
    start: String,
}

impl CommandLine {
    /// Creates the formatter for these connection arguments.
    pub(crate) fn new(arguments: &ConnectionArgs) -> Self {
        let mut start = "daytona-snapshot".to_owned();
        match (&arguments.local_dir, arguments.is_local(), &arguments.api_url) {
            (Some(folder), ..) => {
                start.push_str(&format!(" --local-dir {}", quoted(&folder.to_string_lossy())));
            }
            (None, true, _) => start.push_str(" --local"),
            (None, false, Some(url)) => start.push_str(&format!(" --api-url {}", quoted(url))),
            (None, false, None) => {}
        }
        Self { start }
    }

    /// Returns the command line of a verb.
    pub(crate) fn with(&self, words: &[&str]) -> String {
        let words = words.iter().map(|word| quoted(word));
        std::iter::once(Cow::Borrowed(self.start.as_str()))
            .chain(words)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Quotes a word for a POSIX shell, if necessary.
fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::cli::Cli;

    fn wait_command(arguments: &[&str]) -> String {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let cli = Cli::read(&arguments).unwrap();
        CommandLine::new(&cli.connection).with(&["wait", "id-1"])
    }

    #[test]
    fn suggested_command_reaches_the_same_server() {
        let wait = "wait id-1";
        assert_eq!(wait_command(&["x", "list"]), format!("daytona-snapshot {wait}"));
        assert_eq!(
            wait_command(&["x", "--local", "list"]),
            format!("daytona-snapshot --local {wait}")
        );
        assert_eq!(
            wait_command(&["x", "list", "--local-dir", "/my dir/it's"]),
            format!(r"daytona-snapshot --local-dir '/my dir/it'\''s' {wait}")
        );
        assert_eq!(
            wait_command(&["x", "list", "--api-url", "http://127.0.0.1:1/api"]),
            format!("daytona-snapshot --api-url http://127.0.0.1:1/api {wait}")
        );
    }
}
