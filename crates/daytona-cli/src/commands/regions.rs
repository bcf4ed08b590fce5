//! `regions`: lists the regions that the organization can use.

use crate::failure::Failure;
use crate::output::{self, Format};
use crate::session::Session;

pub(super) async fn run(session: &Session) -> Result<(), Failure> {
    let regions = session.daytona.regions().await?;
    match session.format {
        Format::Table => {
            let rows = regions.iter().map(|region| {
                [region.id.as_str(), region.name.as_str(), region.region_type.as_str()]
            });
            output::table(["ID", "NAME", "TYPE"], rows);
        }
        Format::Jsonl => {
            for region in &regions {
                output::document(session.format, region)?;
            }
        }
        format => output::document(format, &regions)?,
    }
    Ok(())
}
