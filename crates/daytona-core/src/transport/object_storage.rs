//! Build contexts to the S3-compatible store that the API names.

use std::sync::Arc;

use async_trait::async_trait;
use daytona_api::types::StorageAccessDto;
use daytona_objstore::{Access, Credentials, Limits, Progress, Source, Store, Upload, scan};

use super::Transport;
use crate::error::Kind;
use crate::stub::ObjectStorage;
use crate::{ContextFile, ContextUpload, Error, Result};

pub(crate) struct S3Storage {
    transport: Arc<Transport>,
}

impl S3Storage {
    pub(super) fn new(transport: Arc<Transport>) -> Self {
        Self { transport }
    }

    async fn connect(&self) -> Result<Store> {
        let call = self.transport.client.get_push_access();
        let access = self
            .transport
            .call(call.send())
            .await
            .map_err(|error| error.while_doing("get access to the object storage"))?;
        Store::connect(into_access(access), self.transport.http.clone()).map_err(of_storage)
    }
}

#[async_trait]
impl ObjectStorage for S3Storage {
    async fn upload(&self, context: Vec<ContextFile>) -> Result<Vec<ContextUpload>> {
        let sources = context.into_iter().map(into_source).collect();
        let progress = Progress::new();
        let manifest = scan(sources, Limits::default(), &progress).await.map_err(of_scan)?;
        if manifest.is_empty() {
            return Ok(Vec::new());
        }
        let archive = ContextUpload::present(
            manifest.digest().to_string(),
            manifest.entries().len() as u64,
            manifest.total_bytes(),
        );
        let store = self.connect().await?;
        let upload = store.upload(Arc::new(manifest), &progress).await.map_err(of_storage)?;
        Ok(vec![match upload {
            Upload::Sent { bytes, .. } => archive.sent(bytes),
            _ => archive,
        }])
    }
}

fn into_source(file: ContextFile) -> Source {
    Source::new(file.local, file.archive_path).root(file.link_root)
}

fn into_access(dto: StorageAccessDto) -> Access {
    let credentials = Credentials::new(dto.access_key, dto.secret, dto.session_token);
    let access = Access::new(dto.storage_url, dto.bucket, dto.organization_id, credentials);
    match dto.region {
        Some(region) => access.region(region),
        None => access,
    }
}

/// A file that cannot be part of a context: nothing was sent.
fn of_scan(error: daytona_objstore::Error) -> Error {
    Error::invalid_input(error.to_string()).with_source(error)
}

fn of_storage(error: daytona_objstore::Error) -> Error {
    Error::new(Kind::Storage, error.to_string()).with_source(error)
}
