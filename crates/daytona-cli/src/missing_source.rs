//! The failure of a build for which the command line names no source.

use std::ffi::OsString;
use std::path::Path;

use crate::cli::{Cli, Command, ContextCommand, DOCKERFILE, RemoteCommand};
use crate::command_line::CommandLine;
use crate::failure::Failure;

/// Returns the failure, if the parser's error is that the source is missing and all else is valid.
pub(crate) fn failure(error: &clap::Error, arguments: &[OsString]) -> Option<Failure> {
    let cli = Cli::read_without_source(error, arguments)?;
    let (verb, sources) = match &cli.command {
        Command::Remote(RemoteCommand::Create(create)) => {
            (vec!["create", create.name.as_str()], "a CONTEXT, `--dockerfile` or `--image`")
        }
        Command::Remote(RemoteCommand::Context(ContextCommand::Upload(_))) => {
            (vec!["context", "upload"], "a CONTEXT or `--dockerfile`")
        }
        Command::Image(_) => (vec!["image"], "a CONTEXT or `--dockerfile`"),
        _ => return None,
    };
    let creates = verb.contains(&"create");
    let hint = if Path::new(DOCKERFILE).is_file() {
        let command = CommandLine::new(&cli.connection).with(&[verb.as_slice(), &["."]].concat());
        format!("`{command}` uses the Dockerfile of this folder")
    } else if creates {
        "give a folder with a Dockerfile as CONTEXT, a Dockerfile with `-f/--dockerfile PATH`, or \
         a registry image with `--image IMAGE`"
            .to_owned()
    } else {
        "give a folder with a Dockerfile as CONTEXT, or a Dockerfile with `-f/--dockerfile PATH`"
            .to_owned()
    };
    let verb = if creates { "create".to_owned() } else { verb.join(" ") };
    let message = format!("`{verb}` needs {sources}");
    Some(Failure::usage(message).with_hint(hint))
}
