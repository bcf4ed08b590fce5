//! Stores that refuse requests: for a while, permanently, or until credentials are renewed.

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use daytona_objstore::{AccessProvider, StorageAccess};
use daytona_testkit::{Emulator, Fault, FaultResponse, Route};

use super::setting::{Context, StoreAddress, impatient};

const ROUTES_OF_PARTS: [Route; 4] = [
    Route::ListObjectsV2,
    Route::CreateMultipartUpload,
    Route::UploadPart,
    Route::CompleteMultipartUpload,
];

#[tokio::test]
async fn store_that_is_busy_for_a_while_is_asked_again_at_every_stage() {
    let context = Context::large().await;
    let answers = [
        FaultResponse::s3_error(500, "InternalError"),
        FaultResponse::s3_error(503, "SlowDown"),
        FaultResponse::html(502),
        FaultResponse::s3_error(400, "RequestTimeout"),
    ];
    for route in ROUTES_OF_PARTS {
        let emulator = Emulator::start().await.unwrap();
        let store = StoreAddress::of(&emulator).await.store();
        for answer in answers.clone() {
            emulator.inject(Fault::on(route).respond(answer).times(1));
        }
        context.upload(&store).await.unwrap();
        context.check_stored(&emulator, &format!("{route}")).await;
        let hits = emulator.requests().iter().filter(|request| request.fault().is_some()).count();
        assert_eq!(hits, answers.len(), "{route}");
    }
}

#[tokio::test]
async fn effect_whose_answer_was_lost_is_not_an_error() {
    let context = Context::large().await;
    for route in ROUTES_OF_PARTS {
        let emulator = Emulator::start().await.unwrap();
        let store = StoreAddress::of(&emulator).await.store();
        emulator.inject(Fault::on(route).reset_after_effect().times(1));
        context.upload(&store).await.unwrap();
        context.check_stored(&emulator, &format!("{route}")).await;
    }
}

#[tokio::test]
async fn nobody_asks_for_an_object_that_may_be_missing() {
    let context = Context::large().await;
    let emulator = Emulator::start().await.unwrap();
    let store = StoreAddress::of(&emulator).await.store();
    let head = emulator.inject(Fault::on(Route::HeadObject).respond(FaultResponse::empty(403)));
    for _ in 0..2 {
        context.upload(&store).await.unwrap();
    }
    context.check_stored(&emulator, "HEAD is refused").await;
    assert_eq!(head.hits(), 0);
    let sent = emulator.requests().into_iter().filter(|it| it.operation() == Some("UploadPart"));
    assert_eq!(sent.count(), 3, "the second upload sends nothing");
}

/// Returns the access of the emulator, and counts the requests.
struct PushAccess {
    address: StoreAddress,
    requests: Arc<AtomicUsize>,
}

#[async_trait]
impl AccessProvider for PushAccess {
    async fn access(&self) -> Result<StorageAccess, Box<dyn StdError + Send + Sync>> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        Ok(self.address.access())
    }
}

#[tokio::test]
async fn credentials_refused_as_expired_are_renewed_once_for_all_uploads() {
    let files: Vec<_> = (0..8).map(|index| (format!("{index}"), 4 << 20)).collect();
    let files: Vec<_> = files.iter().map(|(name, len)| (name.as_str(), *len)).collect();
    let context = Context::of(&files).await;
    assert!(context.shards.len() > 2, "the context has too few shards");
    for status in [400, 403] {
        let emulator = Emulator::start().await.unwrap();
        let address = StoreAddress::of(&emulator).await;
        let requests = Arc::<AtomicUsize>::default();
        let provider = PushAccess { address, requests: Arc::clone(&requests) };
        let store = impatient().connect_with(provider).await.unwrap();
        let expired = FaultResponse::s3_error(status, "ExpiredToken");
        // Refuse all concurrent requests.
        let shards = context.shards.len() as u64;
        let fault = emulator.inject(Fault::on(Route::ListObjectsV2).respond(expired).times(shards));

        context.upload(&store).await.unwrap();

        context.check_stored(&emulator, "renewed").await;
        assert_eq!(fault.hits(), shards);
        assert_eq!(requests.load(Ordering::Relaxed), 2, "once to connect, once to renew");
    }
}

#[tokio::test]
async fn credentials_that_cannot_be_renewed_are_an_error_that_says_so() {
    let context = Context::small().await;
    let emulator =
        Emulator::builder().credentials_lifetime(std::time::Duration::ZERO).start().await.unwrap();
    let error = context.upload(&StoreAddress::of(&emulator).await.store()).await.unwrap_err();
    assert!(error.is_access_expired(), "{error}");
    assert!(emulator.objects().is_empty());
}

#[tokio::test]
async fn server_that_is_down_is_an_error_that_names_it() {
    let context = Context::small().await;
    let emulator = Emulator::start().await.unwrap();
    let address = StoreAddress::of(&emulator).await;
    emulator.refuse_connections().await.unwrap();
    let store = address.store_with(|builder| builder.retries(3));
    let error = context.upload(&store).await.unwrap_err();
    assert!(error.is_transport() && error.to_string().contains(&address.url), "{error}");
}
