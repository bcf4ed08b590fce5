//! Writes the Dockerfile and the build context of an image as a tar, for another builder.
//!
//! The context has plain files, as `process_image_context` uploads them: links are replaced by their
//! targets, and empty directories are missing. `create` sends copied directories in archives, which keep
//! both. The command works for an image that is described in code, too:
//!
//! ```text
//! cargo run --package daytona-core --example context_tar -- Dockerfile | docker build -
//! ```

use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::pin::pin;

use daytona_core::Image;
use daytona_objstore::{Limits, Progress, Source, archive, scan};
use futures_util::TryStreamExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("name a Dockerfile")?;
    let resolved = Image::from_dockerfile(path).resolve()?;
    let mut sources = resolved.sources();
    // No file of the context has this name, because the builder provides it.
    sources.push(Source::content(resolved.dockerfile, "Dockerfile"));

    let manifest = scan(sources, Limits::default(), &Progress::new()).await?;
    let mut chunks = pin!(archive(&manifest));
    let mut output = io::stdout().lock();
    while let Some(chunk) = chunks.try_next().await? {
        output.write_all(&chunk)?;
    }
    output.flush()?;
    Ok(())
}
