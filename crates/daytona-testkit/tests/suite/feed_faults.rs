//! Faults of the notification feed.

use std::time::Duration;

use daytona_testkit::{Emulator, Fault, FaultResponse, FeedFault, Route};
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite;

use crate::{client::Client, feed_client::FeedClient};

/// The time in which a silent server must stay silent.
const SILENCE: Duration = Duration::from_millis(300);

#[tokio::test]
async fn connection_is_refused_with_any_response() {
    let daytona = Emulator::start().await.unwrap();
    for status in [400, 401, 403, 404, 502] {
        let refusal = Fault::on(Route::ConnectFeed).respond(FaultResponse::html(status)).times(1);
        daytona.inject(refusal);
        let refused = FeedClient::try_open(&daytona, "").await.err().unwrap();
        let tungstenite::Error::Http(response) = refused else { panic!("{refused}") };
        assert_eq!(response.status(), status);
    }
    FeedClient::connected(&daytona).await;
}

#[tokio::test]
async fn faults_of_every_operation_leave_the_feed_alone() {
    let daytona = Emulator::start().await.unwrap();
    let fault = daytona.inject(Fault::on(Route::Any).respond(FaultResponse::new(500)));
    FeedClient::connected(&daytona).await;
    assert_eq!(fault.hits(), 0);
}

#[tokio::test]
async fn handshake_can_be_ignored_or_delayed() {
    let daytona = Emulator::start().await.unwrap();
    let fault = daytona.inject(Fault::on(Route::ConnectFeed).ignore().times(1));
    tokio::select! {
        opened = FeedClient::try_open(&daytona, "") => panic!("opened: {}", opened.is_ok()),
        () = fault.wait_for_hits(1) => {}
    }
    let delay = Duration::from_millis(200);
    daytona.inject(Fault::on(Route::ConnectFeed).delay(delay).times(1));
    let start = Instant::now();
    FeedClient::connected(&daytona).await;
    assert!(start.elapsed() >= delay);
}

#[tokio::test]
async fn connection_is_closed_after_a_frame_and_within_one() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on_feed(FeedFault::CloseAfter { frames: 3 }).times(1));
    let mut feed = FeedClient::connected(&daytona).await;
    Client::of(&daytona).pull("one").await;
    assert_eq!(feed.short_event().await, "snapshot.created pending");
    assert!(feed.is_ended().await);

    daytona.wait_for_state("one", "active").await;
    daytona.inject(Fault::on_feed(FeedFault::CutIn { frame: 3 }).times(1));
    let mut feed = FeedClient::connected(&daytona).await;
    Client::of(&daytona).pull("two").await;
    let cut = feed.message().await.unwrap();
    assert!(
        matches!(cut, Err(tungstenite::Error::Protocol(_) | tungstenite::Error::Io(_))),
        "{cut:?}"
    );
}

#[tokio::test]
async fn silent_feed_sends_nothing_and_does_not_end() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on_feed(FeedFault::SilentAfter { frames: 2 }).times(1));
    let mut feed = FeedClient::connected(&daytona).await;
    Client::of(&daytona).pull("tools").await;
    daytona.wait_for_state("tools", "active").await;
    assert!(timeout(SILENCE, feed.message()).await.is_err());
    // Longer than the server waits for the response to a ping.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(25)).await;
    tokio::time::advance(Duration::from_secs(20)).await;
    tokio::time::resume();
    assert!(timeout(SILENCE, feed.message()).await.is_err());
}

#[tokio::test]
async fn garbage_replaces_frames() {
    let daytona = Emulator::start().await.unwrap();
    daytona.inject(Fault::on_feed(FeedFault::Garbage { from_frame: 3 }).times(1));
    let mut feed = FeedClient::connected(&daytona).await;
    Client::of(&daytona).pull("tools").await;
    let invalid = feed.message().await.unwrap();
    assert!(matches!(invalid, Err(tungstenite::Error::Utf8(_))), "{invalid:?}");
}

#[tokio::test]
async fn right_token_can_be_refused() {
    let daytona = Emulator::start().await.unwrap();
    let fault = daytona.inject(Fault::on_feed(FeedFault::Unauthorized).times(1));
    let mut feed = FeedClient::connect(&daytona).await;
    assert!(feed.packet().await.starts_with("0{"));
    assert_eq!(feed.packet().await, "44{\"message\":\"Unauthorized\"}");
    assert_eq!(fault.hits(), 1);
    assert_eq!(daytona.requests()[0].fault().as_deref(), Some("feed unauthorized"));
}

#[tokio::test]
async fn events_are_lost_repeated_and_delayed() {
    let daytona = Emulator::start().await.unwrap();
    let containing = "\"newState\":\"pulling\"".to_owned();
    let delay = Duration::from_millis(200);
    for fault in [
        FeedFault::LoseEvents { containing },
        FeedFault::RepeatEvents,
        FeedFault::DelayEvents(delay),
    ] {
        daytona.inject(Fault::on_feed(fault).times(1));
    }
    let mut lost = FeedClient::connected(&daytona).await;
    let mut repeated = FeedClient::connected(&daytona).await;
    let mut delayed = FeedClient::connected(&daytona).await;
    let start = Instant::now();
    Client::of(&daytona).pull("tools").await;
    assert_eq!(
        lost.short_events(2).await,
        ["snapshot.created pending", "snapshot.state.updated active"]
    );
    let [pending, pulling] = ["snapshot.created pending", "snapshot.state.updated pulling"];
    assert_eq!(repeated.short_events(5).await, [pending, pending, pulling, pulling, pending]);
    assert_eq!(delayed.short_events(2).await, [pending, pulling]);
    assert!(start.elapsed() >= delay);
}

#[tokio::test]
async fn events_can_arrive_before_the_response_of_the_create() {
    let daytona = Emulator::start().await.unwrap();
    let fault = daytona.inject(Fault::on(Route::CreateSnapshot).lose_response().times(1));
    let client = Client::of(&daytona);
    let mut feed = FeedClient::connected(&daytona).await;
    tokio::select! {
        created = client.pull("tools") => panic!("the response is lost: {created}"),
        events = feed.short_events(3) => {
            assert_eq!(events[2], "snapshot.state.updated active");
        }
    }
    assert_eq!(fault.hits(), 1);
}
