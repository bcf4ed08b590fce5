//! What the temporary credentials allow.

use std::sync::Arc;

use s3s::{
    S3Error, S3ErrorCode, S3Result,
    access::{S3Access, S3AccessContext},
    auth::{S3Auth, SecretKey},
    dto::ListObjectsV2Input,
    path::S3Path,
};

use super::credentials::Session;
use crate::world::{BUCKET, World};

const TOKEN_HEADER: &str = "x-amz-security-token";
/// The operations on objects that the credentials allow.
const ALLOWED: [&str; 7] = [
    "HeadObject",
    "GetObject",
    "PutObject",
    "CreateMultipartUpload",
    "UploadPart",
    "CompleteMultipartUpload",
    "AbortMultipartUpload",
];
const LIST: &str = "ListObjectsV2";

/// Finds the secret that a request must be signed with.
pub(super) struct Keys(pub(super) Arc<World>);

#[async_trait::async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        let secret = self.0.credentials.secret_of(access_key);
        secret.map(SecretKey::from).ok_or_else(|| S3ErrorCode::InvalidAccessKeyId.into())
    }
}

/// Allows what the real credentials allow: objects below the organization's prefix, and listing them.
pub(super) struct Policy(pub(super) Arc<World>);

#[async_trait::async_trait]
impl S3Access for Policy {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        self.check_session(cx)?;
        let operation = cx.s3_op().name();
        let allowed = match cx.s3_path() {
            S3Path::Object { bucket, key } => {
                **bucket == *BUCKET && ALLOWED.contains(&operation) && self.is_own(key)
            }
            S3Path::Bucket { bucket } => **bucket == *BUCKET && operation == LIST,
            S3Path::Root => false,
        };
        if allowed { Ok(()) } else { Err(denied()) }
    }

    async fn list_objects_v2(
        &self,
        request: &mut s3s::S3Request<ListObjectsV2Input>,
    ) -> S3Result<()> {
        let prefix = request.input.prefix.as_deref().unwrap_or_default();
        if prefix == self.0.organization_id() || self.is_own(prefix) {
            Ok(())
        } else {
            Err(denied())
        }
    }
}

impl Policy {
    fn check_session(&self, cx: &S3AccessContext<'_>) -> S3Result<()> {
        let credentials = cx.credentials().ok_or_else(denied)?;
        let token = cx.headers().get(TOKEN_HEADER).and_then(|value| value.to_str().ok());
        // Without its token, a temporary key is unknown to S3.
        let token = token.ok_or(S3ErrorCode::InvalidAccessKeyId)?;
        let now = self.0.clock.now();
        match self.0.credentials.session(&credentials.access_key, token, now) {
            Session::Valid => Ok(()),
            Session::Expired => Err(S3ErrorCode::ExpiredToken.into()),
            Session::Forged => Err(S3ErrorCode::InvalidToken.into()),
        }
    }

    fn is_own(&self, key: &str) -> bool {
        key.strip_prefix(self.0.organization_id()).is_some_and(|rest| rest.starts_with('/'))
    }
}

pub(super) fn denied() -> S3Error {
    S3Error::with_message(S3ErrorCode::AccessDenied, "Access Denied")
}
