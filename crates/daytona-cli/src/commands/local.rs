//! `local`: the Daytona that `--local` uses, served to others.

use serde::Serialize;

use crate::cli::{ConnectionArgs, LocalCommand};
use crate::failure::Failure;
use crate::interrupt::Signals;
use crate::local;
use crate::output::{self, Format};

/// How the served Daytona is reached.
#[derive(Serialize)]
struct Served<'a> {
    api_url: &'a str,
    api_key: &'a str,
    organization_id: &'a str,
}

pub(crate) async fn run(
    command: &LocalCommand,
    connection: &ConnectionArgs,
    format: Format,
    signals: &mut Signals,
) -> Result<(), Failure> {
    let LocalCommand::Serve { port } = command;
    let folder = local::state_dir(connection.local_dir.as_deref())?;
    let emulator = tokio::select! {
        started = local::start(&folder, *port) => started?,
        _ = signals.next() => return Ok(()),
    };
    let served = Served {
        api_url: emulator.api_url(),
        api_key: emulator.api_key(),
        organization_id: emulator.organization_id(),
    };
    announce(&served, format)?;
    output::note(&format!("serving until Ctrl-C, with state in {}", folder.display()));
    signals.next().await;
    emulator.stop().await;
    Ok(())
}

/// Prints the variables in a form that a shell, or a `.env` file, takes as it is.
fn announce(served: &Served<'_>, format: Format) -> Result<(), Failure> {
    match format {
        Format::Table => {
            output::text(&format!(
                "DAYTONA_API_URL={}\nDAYTONA_API_KEY={}\n",
                served.api_url, served.api_key
            ));
            Ok(())
        }
        Format::Json | Format::Yaml => output::document(format, served),
    }
}
