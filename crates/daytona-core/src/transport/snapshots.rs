//! The snapshots API over HTTP.

use std::sync::Arc;

use async_trait::async_trait;

use super::connection::Connection;
use super::{build_logs, convert};
use crate::retry::SentFlag;
use crate::stub::{LogChunks, LogMode, Snapshots};
use crate::{CreateSnapshotRequest, ListSnapshotsParams, PaginatedSnapshots, Result, Snapshot};

pub(crate) struct HttpSnapshots {
    connection: Arc<Connection>,
}

impl HttpSnapshots {
    pub(crate) fn new(connection: Arc<Connection>) -> Self {
        Self { connection }
    }
}

#[async_trait]
impl Snapshots for HttpSnapshots {
    async fn list(&self, params: ListSnapshotsParams) -> Result<PaginatedSnapshots> {
        let call = convert::list(self.connection.client.get_all_snapshots(), params);
        self.connection.call(call.send()).await.map(convert::page)
    }

    async fn get(&self, id_or_name: &str) -> Result<Snapshot> {
        let call = self.connection.client.get_snapshot().id(id_or_name);
        self.connection.call(call.send()).await.map(convert::snapshot)
    }

    async fn create(&self, request: CreateSnapshotRequest) -> Result<Snapshot> {
        let sent = SentFlag::current();
        sent.set(false);
        let call = self.connection.client.create_snapshot().body(convert::request(request));
        let call = daytona_api::with_sent_flag(sent.shared(), call.send());
        let answer = self.connection.call(call).await.map(convert::snapshot);
        answer.map_err(|error| if sent.is_set() { error } else { error.not_sent() })
    }

    async fn delete(&self, id: &str) -> Result<()> {
        let call = self.connection.client.remove_snapshot().id(id);
        self.connection.call(call.send()).await
    }

    async fn activate(&self, id: &str) -> Result<Snapshot> {
        let call = self.connection.client.activate_snapshot().id(id);
        self.connection.call(call.send()).await.map(convert::snapshot)
    }

    async fn deactivate(&self, id: &str) -> Result<()> {
        let call = self.connection.client.deactivate_snapshot().id(id);
        self.connection.call(call.send()).await
    }

    async fn build_logs(&self, id: &str, mode: LogMode) -> Result<LogChunks> {
        let call = self.connection.client.get_snapshot_build_logs_url().id(id);
        let url = self.connection.call_for_runner(call.send()).await?.url;
        build_logs::open(&self.connection, &url, mode).await
    }
}
