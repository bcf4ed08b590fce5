//! The verbs, one file each.

mod activate;
pub(crate) mod completions;
mod confirm;
mod context;
mod create;
mod deactivate;
mod delete;
mod dry_run;
mod get;
pub(crate) mod image;
mod lint;
mod list;
pub(crate) mod local;
mod logs;
pub(crate) mod man;
mod prune;
mod regions;
mod wait;

use crate::cli::RemoteCommand;
use crate::failure::Failure;
use crate::session::Session;

/// Runs a verb that needs a server.
pub(crate) async fn run(command: RemoteCommand, session: &Session) -> Result<(), Failure> {
    match command {
        RemoteCommand::Create(arguments) => create::run(arguments, session).await,
        RemoteCommand::List(arguments) => list::run(arguments, session).await,
        RemoteCommand::Get(target) => get::run(&target, session).await,
        RemoteCommand::Delete(arguments) => delete::run(&arguments, session).await,
        RemoteCommand::Prune(arguments) => prune::run(&arguments, session).await,
        RemoteCommand::Activate(arguments) => activate::run(&arguments, session).await,
        RemoteCommand::Deactivate(target) => deactivate::run(&target, session).await,
        RemoteCommand::Logs(arguments) => logs::run(&arguments, session).await,
        RemoteCommand::Wait(arguments) => wait::run(&arguments, session).await,
        RemoteCommand::Regions(_) => regions::run(session).await,
        RemoteCommand::Context(command) => context::run(&command, session).await,
    }
}
