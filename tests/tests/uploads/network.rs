//! A connection that ends badly, at any of its bytes.

use std::time::Duration;

use daytona_objstore::StoreBuilder;
use daytona_testkit::Emulator;

use crate::proxy::{Ending, Proxy, Trouble, Way};
use crate::setting::{Context, Reach};

/// All requests go over one connection, one after the other, so that its bytes have an order.
fn one_at_a_time(builder: StoreBuilder) -> StoreBuilder {
    builder
        .max_concurrent_requests(1)
        .stall_window(Duration::from_millis(150))
        .response_timeout(Duration::from_millis(150))
}

/// Uploads while the first connection meets a trouble at each of so many places, spread evenly over
/// what it carries.
async fn survives(context: &Context, way: Way, ending: Ending, places: u64) {
    let passed = undisturbed(context, way).await;
    for place in 0..places {
        let at = passed * place / places;
        let what = format!("{ending:?} {way:?} after {at} of {passed} bytes");
        let emulator = Emulator::start().await.unwrap();
        let reach = Reach::of(&emulator).await;
        let proxy = Proxy::start(reach.address(), move |connection| match connection {
            0 => Trouble::At(way, at, ending),
            _ => Trouble::None,
        })
        .await;
        let store = reach.through(proxy.url()).store_with(one_at_a_time);
        let uploads = context.upload(&store).await;
        uploads.unwrap_or_else(|error| panic!("{what}: {error:?}"));
        context.check_stored(&emulator, &what).await;
        if ending != Ending::Corrupt {
            assert!(proxy.connections() > 1, "{what}: the trouble was not met");
        }
    }
}

/// Returns how many bytes go one way when nothing goes wrong.
async fn undisturbed(context: &Context, way: Way) -> u64 {
    let emulator = Emulator::start().await.unwrap();
    let reach = Reach::of(&emulator).await;
    let proxy = Proxy::start(reach.address(), |_| Trouble::None).await;
    let store = reach.through(proxy.url()).store_with(one_at_a_time);
    context.upload(&store).await.unwrap();
    assert_eq!(proxy.connections(), 1, "requests do not share the connection");
    proxy.passed(0, way)
}

#[tokio::test]
async fn connection_reset_anywhere_is_made_again() {
    let context = Context::small().await;
    survives(&context, Way::ToStore, Ending::Reset, 12).await;
    survives(&context, Way::ToClient, Ending::Reset, 12).await;
}

#[tokio::test]
async fn connection_reset_anywhere_in_an_upload_of_parts_is_made_again() {
    let context = Context::large().await;
    survives(&context, Way::ToStore, Ending::Reset, 6).await;
    survives(&context, Way::ToClient, Ending::Reset, 8).await;
}

#[tokio::test]
async fn connection_closed_anywhere_is_made_again() {
    let context = Context::small().await;
    survives(&context, Way::ToStore, Ending::Close, 8).await;
    survives(&context, Way::ToClient, Ending::Close, 8).await;
}

#[tokio::test]
async fn half_closed_connection_is_made_again() {
    let context = Context::small().await;
    survives(&context, Way::ToStore, Ending::HalfClose, 6).await;
    survives(&context, Way::ToClient, Ending::HalfClose, 6).await;
}

#[tokio::test]
async fn connection_that_stalls_anywhere_is_given_up_and_made_again() {
    let context = Context::small().await;
    survives(&context, Way::ToStore, Ending::Stall, 4).await;
    survives(&context, Way::ToClient, Ending::Stall, 4).await;
}

#[tokio::test]
async fn bytes_damaged_on_their_way_are_noticed_by_the_store_and_sent_again() {
    let context = Context::small().await;
    // Only within the archive: who damages a head of a request changes what is asked.
    let passed = undisturbed(&context, Way::ToStore).await;
    let archive = context.shards[0].archive_len();
    for at in [passed - archive, passed - archive / 2] {
        let emulator = Emulator::start().await.unwrap();
        let reach = Reach::of(&emulator).await;
        let proxy = Proxy::start(reach.address(), move |connection| match connection {
            0 => Trouble::At(Way::ToStore, at, Ending::Corrupt),
            _ => Trouble::None,
        })
        .await;
        let store = reach.through(proxy.url()).store_with(one_at_a_time);
        context.upload(&store).await.unwrap();
        context.check_stored(&emulator, "damaged").await;
        let puts = emulator.requests().into_iter().filter(|it| it.operation() == Some("PutObject"));
        let statuses: Vec<_> = puts.filter_map(|put| put.status()).collect();
        assert_eq!((statuses.len(), statuses[1]), (2, 200), "{statuses:?}");
    }
}

#[tokio::test]
async fn network_that_never_gets_better_is_an_error_and_no_object() {
    let context = Context::large().await;
    for (way, at, ending) in [
        (Way::ToStore, 0, Ending::Reset),
        (Way::ToStore, 1 << 20, Ending::Close),
        (Way::ToClient, 0, Ending::Close),
    ] {
        let emulator = Emulator::start().await.unwrap();
        let reach = Reach::of(&emulator).await;
        let proxy = Proxy::start(reach.address(), move |_| Trouble::At(way, at, ending)).await;
        let store = reach.through(proxy.url()).store_with(one_at_a_time);
        let error = context.upload(&store).await.unwrap_err();
        assert!(error.is_transport(), "{error}");
        assert!(emulator.objects().is_empty(), "{ending:?} {way:?}");

        context.upload(&reach.store()).await.unwrap();
        context.check_stored(&emulator, "afterwards").await;
    }
}

#[tokio::test]
async fn upload_cancelled_at_any_byte_leaves_no_object_and_can_be_made_again() {
    let context = Context::large().await;
    let passed = undisturbed(&context, Way::ToStore).await;
    for place in 0..6 {
        let emulator = Emulator::start().await.unwrap();
        let reach = Reach::of(&emulator).await;
        let at = passed * place / 6;
        // It stalls there for good, so that the upload cannot get further before it is dropped.
        let proxy = Proxy::start(reach.address(), move |connection| match connection {
            0 => Trouble::At(Way::ToStore, at, Ending::Stall),
            _ => Trouble::None,
        })
        .await;
        let store =
            reach.through(proxy.url()).store_with(|builder| builder.max_concurrent_requests(1));
        let upload = {
            let (store, shards) = (store.clone(), context.shards.clone());
            tokio::spawn(async move {
                store.upload_all(&shards, &daytona_objstore::Progress::new()).await
            })
        };
        while proxy.connections() == 0 || proxy.passed(0, Way::ToStore) < at {
            tokio::task::yield_now().await;
        }
        upload.abort();
        assert!(upload.await.unwrap_err().is_cancelled());
        assert!(emulator.objects().is_empty(), "cancelled after {at} bytes");

        context.upload(&store).await.unwrap();
        context.check_stored(&emulator, &format!("cancelled after {at} bytes, then again")).await;
    }
}
