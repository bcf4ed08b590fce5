//! The operations of the server.

use std::fmt;

macro_rules! routes {
    ($($(#[$doc:meta])* $variant:ident = $operation:literal,)*) => {
        /// An operation of the server, to which a [`Fault`](crate::Fault) applies.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Route {
            /// Every operation except [`ConnectFeed`](Self::ConnectFeed), whose requests have no fixed order among
            /// the others.
            Any,
            $($(#[$doc])* $variant,)*
        }

        impl Route {
            /// Returns the name of the operation, as in
            /// [`RecordedRequest::operation`](crate::RecordedRequest::operation), or `None` for [`Any`](Self::Any).
            #[must_use]
            pub fn operation(self) -> Option<&'static str> {
                match self {
                    Self::Any => None,
                    $(Self::$variant => Some($operation),)*
                }
            }
        }
    };
}

routes! {
    /// `POST /snapshots`
    CreateSnapshot = "createSnapshot",
    /// `GET /snapshots`
    GetAllSnapshots = "getAllSnapshots",
    /// `GET /snapshots/{id}`
    GetSnapshot = "getSnapshot",
    /// `DELETE /snapshots/{id}`
    RemoveSnapshot = "removeSnapshot",
    /// `POST /snapshots/{id}/activate`
    ActivateSnapshot = "activateSnapshot",
    /// `POST /snapshots/{id}/deactivate`
    DeactivateSnapshot = "deactivateSnapshot",
    /// `GET /snapshots/{id}/build-logs-url`
    GetSnapshotBuildLogsUrl = "getSnapshotBuildLogsUrl",
    /// `GET /snapshots/{id}/build-logs` (deprecated)
    GetSnapshotBuildLogs = "getSnapshotBuildLogs",
    /// The log at the URL from `build-logs-url`
    FollowBuildLogs = "followBuildLogs",
    /// A connection to the notification feed
    ConnectFeed = "connectFeed",
    /// `GET /object-storage/push-access`
    GetPushAccess = "getPushAccess",
    /// `GET /regions`
    ListAvailableRegions = "listAvailableRegions",
    /// `GET /shared-regions`
    ListSharedRegions = "listSharedRegions",
    /// `GET /config`
    GetConfig = "ConfigController_getConfig",
    /// `GET /health`
    Health = "HealthController_live",
    /// `GET /health/ready`
    HealthReady = "HealthController_check",
    /// S3: the upload of an object
    PutObject = "PutObject",
    /// S3: the list of objects with a prefix
    ListObjectsV2 = "ListObjectsV2",
    /// S3: the metadata of an object
    HeadObject = "HeadObject",
    /// S3: the content of an object
    GetObject = "GetObject",
    /// S3: the start of a multipart upload
    CreateMultipartUpload = "CreateMultipartUpload",
    /// S3: the upload of a part
    UploadPart = "UploadPart",
    /// S3: the completion of a multipart upload
    CompleteMultipartUpload = "CompleteMultipartUpload",
    /// S3: the abort of a multipart upload
    AbortMultipartUpload = "AbortMultipartUpload",
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation().unwrap_or("any operation"))
    }
}
