//! Connections that fail after any number of bytes.

use std::time::Duration;

use daytona_objstore::StoreBuilder;
use daytona_testkit::Emulator;

use super::proxy::{Direction, Ending, Failure, Proxy};
use super::setting::{Context, StoreAddress};

/// Sends all requests over one connection, one after the other, so that its bytes have an order.
fn one_at_a_time(builder: StoreBuilder) -> StoreBuilder {
    builder
        .max_concurrent_requests(1)
        .stall_window(Duration::from_millis(150))
        .response_timeout(Duration::from_millis(150))
}

/// Uploads while the first connection fails, at each of `places` positions, evenly distributed over
/// its bytes. Asserts that each upload succeeds.
async fn assert_survives(context: &Context, way: Direction, ending: Ending, places: u64) {
    let passed = bytes_without_failure(context, way).await;
    for place in 0..places {
        let at = passed * place / places;
        let what = format!("{ending:?} {way:?} after {at} of {passed} bytes");
        let emulator = Emulator::start().await.unwrap();
        let address = StoreAddress::of(&emulator).await;
        let proxy = Proxy::start(address.socket_address(), move |connection| match connection {
            0 => Failure::At(way, at, ending),
            _ => Failure::None,
        })
        .await;
        let store = address.through(proxy.url()).store_with(one_at_a_time);
        let uploads = context.upload(&store).await;
        uploads.unwrap_or_else(|error| panic!("{what}: {error:?}"));
        context.check_stored(&emulator, &what).await;
        if ending != Ending::Corrupt {
            assert!(proxy.connections() > 1, "{what}: the connection did not fail");
        }
    }
}

/// Returns the number of bytes in one direction when nothing fails.
async fn bytes_without_failure(context: &Context, way: Direction) -> u64 {
    let emulator = Emulator::start().await.unwrap();
    let address = StoreAddress::of(&emulator).await;
    let proxy = Proxy::start(address.socket_address(), |_| Failure::None).await;
    let store = address.through(proxy.url()).store_with(one_at_a_time);
    context.upload(&store).await.unwrap();
    assert_eq!(proxy.connections(), 1, "requests do not share the connection");
    proxy.passed(0, way)
}

#[tokio::test]
async fn connection_reset_anywhere_is_made_again() {
    let context = Context::small().await;
    assert_survives(&context, Direction::ToStore, Ending::Reset, 12).await;
    assert_survives(&context, Direction::ToClient, Ending::Reset, 12).await;
}

#[tokio::test]
async fn connection_reset_anywhere_in_an_upload_of_parts_is_made_again() {
    let context = Context::large().await;
    assert_survives(&context, Direction::ToStore, Ending::Reset, 6).await;
    assert_survives(&context, Direction::ToClient, Ending::Reset, 8).await;
}

#[tokio::test]
async fn connection_closed_anywhere_is_made_again() {
    let context = Context::small().await;
    assert_survives(&context, Direction::ToStore, Ending::Close, 8).await;
    assert_survives(&context, Direction::ToClient, Ending::Close, 8).await;
}

#[tokio::test]
async fn half_closed_connection_is_made_again() {
    let context = Context::small().await;
    assert_survives(&context, Direction::ToStore, Ending::HalfClose, 6).await;
    assert_survives(&context, Direction::ToClient, Ending::HalfClose, 6).await;
}

#[tokio::test]
async fn connection_that_stalls_anywhere_is_given_up_and_made_again() {
    let context = Context::small().await;
    assert_survives(&context, Direction::ToStore, Ending::Stall, 4).await;
    assert_survives(&context, Direction::ToClient, Ending::Stall, 4).await;
}

#[tokio::test]
async fn bytes_damaged_on_their_way_are_noticed_by_the_store_and_sent_again() {
    let context = Context::small().await;
    // Damage only the archive: a damaged header would be another request.
    let passed = bytes_without_failure(&context, Direction::ToStore).await;
    let archive = context.shards[0].archive_len();
    for at in [passed - archive, passed - archive / 2] {
        let emulator = Emulator::start().await.unwrap();
        let address = StoreAddress::of(&emulator).await;
        let proxy = Proxy::start(address.socket_address(), move |connection| match connection {
            0 => Failure::At(Direction::ToStore, at, Ending::Corrupt),
            _ => Failure::None,
        })
        .await;
        let store = address.through(proxy.url()).store_with(one_at_a_time);
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
        (Direction::ToStore, 0, Ending::Reset),
        (Direction::ToStore, 1 << 20, Ending::Close),
        (Direction::ToClient, 0, Ending::Close),
    ] {
        let emulator = Emulator::start().await.unwrap();
        let address = StoreAddress::of(&emulator).await;
        let proxy =
            Proxy::start(address.socket_address(), move |_| Failure::At(way, at, ending)).await;
        let store = address.through(proxy.url()).store_with(one_at_a_time);
        let error = context.upload(&store).await.unwrap_err();
        assert!(error.is_transport(), "{error}");
        assert!(emulator.objects().is_empty(), "{ending:?} {way:?}");

        context.upload(&address.store()).await.unwrap();
        context.check_stored(&emulator, "afterwards").await;
    }
}

#[tokio::test]
async fn upload_cancelled_at_any_byte_leaves_no_object_and_can_be_made_again() {
    let context = Context::large().await;
    let passed = bytes_without_failure(&context, Direction::ToStore).await;
    for place in 0..6 {
        let emulator = Emulator::start().await.unwrap();
        let address = StoreAddress::of(&emulator).await;
        let at = passed * place / 6;
        // The connection stalls, so that the upload sends no further byte before it is dropped.
        let proxy = Proxy::start(address.socket_address(), move |connection| match connection {
            0 => Failure::At(Direction::ToStore, at, Ending::Stall),
            _ => Failure::None,
        })
        .await;
        let store =
            address.through(proxy.url()).store_with(|builder| builder.max_concurrent_requests(1));
        let upload = {
            let (store, shards) = (store.clone(), context.shards.clone());
            tokio::spawn(async move {
                store.upload_all(&shards, &daytona_objstore::Progress::new()).await
            })
        };
        while proxy.connections() == 0 || proxy.passed(0, Direction::ToStore) < at {
            tokio::task::yield_now().await;
        }
        upload.abort();
        assert!(upload.await.unwrap_err().is_cancelled());
        assert!(emulator.objects().is_empty(), "cancelled after {at} bytes");

        context.upload(&store).await.unwrap();
        context.check_stored(&emulator, &format!("cancelled after {at} bytes, then again")).await;
    }
}
