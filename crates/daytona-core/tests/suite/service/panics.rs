//! Callbacks that panic: the operation continues to its end, then the panic is resumed.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;

use daytona_core::{CreateEvent, CreateSnapshotParams, Image, SnapshotService};
use futures_util::{FutureExt, StreamExt};

use super::script::{LogEnd, NAME, Script};

const PANIC: &str = "a panic of the caller";

fn script() -> Script {
    Script::states(&["building", "building", "active"]).log(&[b"one\ntwo\n"], LogEnd::Closed)
}

fn params() -> CreateSnapshotParams {
    CreateSnapshotParams::new(NAME, Image::base("alpine:3.20"))
}

/// Returns the panic of an operation that must panic.
async fn panic_of<T>(operation: impl IntoFuture<Output = T>) -> Box<dyn Any + Send> {
    match AssertUnwindSafe(operation.into_future()).catch_unwind().await {
        Ok(_) => panic!("the panic was swallowed"),
        Err(panic) => panic,
    }
}

fn text(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<&str>().unwrap()
}

/// Counts calls, and panics at the first one.
#[derive(Default)]
struct Counter(Mutex<u32>);

impl Counter {
    fn panic(&self) {
        *self.0.lock().unwrap() += 1;
        std::panic::panic_any(PANIC);
    }

    fn calls(&self) -> u32 {
        *self.0.lock().unwrap()
    }
}

#[tokio::test(start_paused = true)]
async fn panic_is_resumed_after_the_end_of_the_operation() {
    let (script, logs, done) = (script(), Counter::default(), Mutex::new(false));
    let create = SnapshotService::from_stub(script.clone())
        .create(params())
        .on_logs(|_| logs.panic())
        .on_event(|event| *done.lock().unwrap() |= matches!(event, CreateEvent::Done(_)));
    let panic = panic_of(create).await;
    assert_eq!(text(&*panic), PANIC);
    assert!(*done.lock().unwrap(), "the create ended early");
    assert_eq!(logs.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn panic_of_every_callback_is_resumed() {
    let service = || SnapshotService::from_stub(script());
    let log = |_: &str| panic!("log");
    let raw = |_: &[u8]| panic!("raw");
    let event = |_: &CreateEvent| panic!("event");
    assert_eq!(text(&*panic_of(service().create(params()).on_logs(log)).await), "log");
    assert_eq!(text(&*panic_of(service().create(params()).on_raw_logs(raw)).await), "raw");
    assert_eq!(text(&*panic_of(service().create(params()).on_event(event)).await), "event");
    assert_eq!(text(&*panic_of(service().wait(NAME).on_logs(log)).await), "log");
    assert_eq!(text(&*panic_of(service().wait(NAME).on_raw_logs(raw)).await), "raw");
    assert_eq!(text(&*panic_of(service().wait(NAME).on_event(event)).await), "event");
    let missing = || SnapshotService::from_stub(Script::default());
    assert_eq!(text(&*panic_of(missing().ensure(params()).on_event(event)).await), "event");
}

#[tokio::test(start_paused = true)]
async fn panic_replaces_an_error_too() {
    let script = Script::states(&["building", "error"]).log(&[b"one\n"], LogEnd::Closed);
    let wait = SnapshotService::from_stub(script).wait(NAME);
    assert_eq!(text(&*panic_of(wait.on_logs(|_| panic!("log"))).await), "log");
}

#[tokio::test(start_paused = true)]
async fn panic_among_many_creates_stops_none_of_them() {
    let (script, calls) = (Script::states(&["active"]), Counter::default());
    let params = ["a", "b", "c"].map(|name| CreateSnapshotParams::new(name, "alpine:3.20"));
    let many = SnapshotService::from_stub(script.clone()).create_many(params);
    let panic = panic_of(many.on_event(|_, _| calls.panic())).await;
    assert_eq!(text(&*panic), PANIC);
    assert_eq!(calls.calls(), 1, "a callback that has panicked is not called again");
    let creates = script.calls().iter().filter(|call| call.starts_with("create")).count();
    assert_eq!(creates, 3);
}

#[tokio::test(start_paused = true)]
async fn handle_keeps_the_panic_until_its_last_method() {
    let start = || {
        let create = SnapshotService::from_stub(script()).create(params());
        create.on_event(|_| panic!("event")).start()
    };
    assert_eq!(text(&*panic_of(start().await.unwrap().wait()).await), "event");
    let started = start().await.unwrap();
    assert_eq!(text(&*panic_of(async { started.cancel() }).await), "event");
    let mut started = start().await.unwrap();
    let mut seen = 0;
    let events = async {
        let mut events = started.events();
        while events.next().await.is_some() {
            seen += 1;
        }
    };
    assert_eq!(text(&*panic_of(events).await), "event");
    assert!(seen > 2, "the events ended early");
    assert!(started.wait().await.unwrap().state.is_active());
    drop(start().await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn failed_start_resumes_the_panic() {
    struct Refusing;
    impl daytona_core::stub::Snapshots for Refusing {}
    let create = SnapshotService::from_stub(Refusing).create(params());
    let start = create.on_event(|_| panic!("event")).start();
    assert_eq!(text(&*panic_of(start).await), "event");
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_call_resumes_the_panic_after_the_end() {
    use daytona_core::blocking::Block;

    let script = Script::states(&["active"]);
    let service = SnapshotService::from_stub(script.clone());
    let create = service.create(CreateSnapshotParams::new(NAME, "alpine:3.20"));
    let create = create.on_event(|_| panic!("event"));
    let panic = std::panic::catch_unwind(AssertUnwindSafe(|| create.block())).unwrap_err();
    assert_eq!(text(&*panic), "event");
    assert_eq!(script.calls_without_logs().len(), 2, "the create ended early");
}
