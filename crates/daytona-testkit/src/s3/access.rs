//! Authentication and authorization by temporary credentials.

use std::sync::Arc;

use s3s::{
    S3Error, S3ErrorCode, S3Result,
    access::{S3Access, S3AccessContext},
    auth::{S3Auth, SecretKey},
    dto::ListObjectsV2Input,
    path::S3Path,
};

use crate::state::{BUCKET, ServerState, TokenStatus};

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

/// Looks up the secret of an access key.
pub(super) struct SecretKeys(pub(super) Arc<ServerState>);

#[async_trait::async_trait]
impl S3Auth for SecretKeys {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        let secret = self.0.credentials.secret_of(access_key);
        secret.map(SecretKey::from).ok_or_else(|| S3ErrorCode::InvalidAccessKeyId.into())
    }
}

/// Allows operations on the objects of the organization, and listing them, as the real credentials do.
pub(super) struct AccessPolicy(pub(super) Arc<ServerState>);

#[async_trait::async_trait]
impl S3Access for AccessPolicy {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        self.check_token(cx)?;
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

impl AccessPolicy {
    fn check_token(&self, cx: &S3AccessContext<'_>) -> S3Result<()> {
        let credentials = cx.credentials().ok_or_else(denied)?;
        let token = cx.headers().get(TOKEN_HEADER).and_then(|value| value.to_str().ok());
        // S3 does not know a temporary key without its token.
        let token = token.ok_or(S3ErrorCode::InvalidAccessKeyId)?;
        let now = self.0.clock.now();
        match self.0.credentials.token_status(&credentials.access_key, token, now) {
            TokenStatus::Valid => Ok(()),
            TokenStatus::Expired => Err(S3ErrorCode::ExpiredToken.into()),
            TokenStatus::Forged => Err(S3ErrorCode::InvalidToken.into()),
        }
    }

    fn is_own(&self, key: &str) -> bool {
        key.strip_prefix(self.0.organization_id()).is_some_and(|rest| rest.starts_with('/'))
    }
}

pub(super) fn denied() -> S3Error {
    S3Error::with_message(S3ErrorCode::AccessDenied, "Access Denied")
}
