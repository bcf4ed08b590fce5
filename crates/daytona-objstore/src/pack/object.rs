//! The object of a packed archive, as a stream.

use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::archive::PackedArchive;
use super::compress::compress;
use crate::{Error, Progress};

/// Returns the object that contains a packed archive.
///
/// The first bytes name the length of the compressed archive. So the archive is compressed twice:
/// once for its length, once for its bytes.
pub(crate) fn object(
    archive: PackedArchive,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
    let parts = async move {
        let add = |sum, chunk: Bytes| async move { Ok::<_, Error>(sum + chunk.len() as u64) };
        let compressed_len = chunks(&archive).try_fold(0, add).await?;
        let head = stream::iter([Ok(archive.head(compressed_len).into())]);
        let tail = stream::iter([Ok(PackedArchive::tail(compressed_len).into())]);
        Ok::<_, Error>(head.chain(chunks(&archive)).chain(tail))
    };
    stream::once(parts).try_flatten()
}

fn chunks(
    archive: &PackedArchive,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static + use<> {
    compress(archive, Arc::default(), Progress::new())
}
