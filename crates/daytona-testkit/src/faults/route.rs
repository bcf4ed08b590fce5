//! What a request can ask for.

use std::fmt;

macro_rules! routes {
    ($($(#[$doc:meta])* $variant:ident = $operation:literal,)*) => {
        /// An operation of the emulated server, to say where a [`Fault`](crate::Fault) strikes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Route {
            /// Every operation below, whatever part of the server it belongs to.
            Any,
            $($(#[$doc])* $variant,)*
        }

        impl Route {
            /// Returns the operation's name as [`RecordedRequest::operation`](crate::RecordedRequest::operation)
            /// gives it; `None` for [`Any`](Self::Any).
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
    /// `GET /snapshots/{id}/build-logs` of the API, which is deprecated
    GetSnapshotBuildLogs = "getSnapshotBuildLogs",
    /// The log itself, on the host that `build-logs-url` names
    FollowBuildLogs = "followBuildLogs",
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
    /// S3: a whole object
    PutObject = "PutObject",
    /// S3: the objects below a prefix
    ListObjectsV2 = "ListObjectsV2",
    /// S3: the size of an object
    HeadObject = "HeadObject",
    /// S3: the content of an object
    GetObject = "GetObject",
    /// S3: the beginning of an upload in parts
    CreateMultipartUpload = "CreateMultipartUpload",
    /// S3: one part
    UploadPart = "UploadPart",
    /// S3: the end of an upload in parts
    CompleteMultipartUpload = "CompleteMultipartUpload",
    /// S3: an upload in parts that is given up
    AbortMultipartUpload = "AbortMultipartUpload",
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation().unwrap_or("any operation"))
    }
}
