//! The verbs, one module each.

mod activate;
pub(crate) mod completions;
mod context;
mod create;
mod deactivate;
mod delete;
mod get;
pub(crate) mod image;
mod list;
pub(crate) mod local;
mod logs;
mod wait;

use crate::app::Session;
use crate::cli::Command;
use crate::failure::Failure;

/// Carries out a verb that talks to a server.
pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    match command {
        Command::Create(arguments) => create::run(arguments, session).await,
        Command::List(arguments) => list::run(arguments, session).await,
        Command::Get(target) => get::run(&target, session).await,
        Command::Delete(target) => delete::run(&target, session).await,
        Command::Activate(target) => activate::run(&target, session).await,
        Command::Deactivate(target) => deactivate::run(&target, session).await,
        Command::Logs(arguments) => logs::run(&arguments, session).await,
        Command::Wait(arguments) => wait::run(&arguments, session).await,
        Command::Context(arguments) => context::run(&arguments, session).await,
        // These talk to nobody else, and are carried out without a session.
        Command::Image(_) | Command::Local(_) | Command::Completions(_) => Ok(()),
    }
}
