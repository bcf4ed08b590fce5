//! `local`: serves the emulator behind `--local` to other programs.

use serde::Serialize;

use crate::cli::{ConnectionArgs, LocalCommand};
use crate::failure::Failure;
use crate::local;
use crate::output::{self, Format};
use crate::signals::Signals;

/// The address and the credentials of the served emulator.
#[derive(Serialize)]
struct ServerAddress<'a> {
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
    let address = ServerAddress {
        api_url: emulator.api_url(),
        api_key: emulator.api_key(),
        organization_id: emulator.organization_id(),
    };
    print(&address, format)?;
    output::note(&format!("serving until Ctrl-C, with state in {}", folder.display()));
    signals.next().await;
    emulator.stop().await;
    Ok(())
}

/// Prints the variables in the syntax of shells and of `.env` files.
fn print(address: &ServerAddress<'_>, format: Format) -> Result<(), Failure> {
    match format {
        Format::Table => {
            output::text(&format!(
                "DAYTONA_API_URL={}\nDAYTONA_API_KEY={}\n",
                address.api_url, address.api_key
            ));
        }
        Format::Json | Format::Yaml => output::document(format, address)?,
    }
    Ok(())
}
