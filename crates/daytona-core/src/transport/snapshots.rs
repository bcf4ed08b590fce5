//! The snapshots API over HTTP.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Transport, build_logs, convert};
use crate::stub::{LogChunks, LogMode, Snapshots};
use crate::{CreateSnapshotRequest, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot};

pub(crate) struct HttpSnapshots {
    transport: Arc<Transport>,
}

impl HttpSnapshots {
    pub(super) fn new(transport: Arc<Transport>) -> Self {
        Self { transport }
    }
}

#[async_trait]
impl Snapshots for HttpSnapshots {
    async fn list(&self, params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        let call = convert::list(self.transport.client.get_all_snapshots(), params);
        self.transport.call(call.send()).await.map(convert::page)
    }

    async fn get(&self, id_or_name: &str) -> Result<Snapshot> {
        let call = self.transport.client.get_snapshot().id(id_or_name);
        self.transport.call(call.send()).await.map(convert::snapshot)
    }

    async fn create(&self, request: CreateSnapshotRequest) -> Result<Snapshot> {
        let call = self.transport.client.create_snapshot().body(convert::request(request));
        self.transport.call(call.send()).await.map(convert::snapshot)
    }

    async fn delete(&self, id: &str) -> Result<()> {
        let call = self.transport.client.remove_snapshot().id(id);
        self.transport.call(call.send()).await
    }

    async fn activate(&self, id: &str) -> Result<Snapshot> {
        let call = self.transport.client.activate_snapshot().id(id);
        self.transport.call(call.send()).await.map(convert::snapshot)
    }

    async fn deactivate(&self, id: &str) -> Result<()> {
        let call = self.transport.client.deactivate_snapshot().id(id);
        self.transport.call(call.send()).await
    }

    async fn build_logs(&self, id: &str, mode: LogMode) -> Result<LogChunks> {
        let call = self.transport.client.get_snapshot_build_logs_url().id(id);
        let url = self.transport.call_for_runner(call.send()).await?.url;
        build_logs::open(&self.transport, &url, mode).await
    }
}
