//! Events about the progress of an upload, repeated requests and the source of states. The plan of
//! an upload.

use std::fs;
use std::time::Duration;

use daytona_core::{
    CreateEvent, CreateSnapshotParams, Daytona, Image, SnapshotService, StateSource, UploadProgress,
};
use daytona_testkit::{Emulator, EmulatorBuilder, Fault, FaultResponse, Route, SeedSnapshot};
use futures_util::TryStreamExt;
use tempfile::TempDir;

const FILES: usize = 5;
const FILE_BYTES: usize = 10_000;

async fn start(builder: EmulatorBuilder) -> (Emulator, SnapshotService) {
    let emulator = builder.start().await.unwrap();
    let daytona = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    let snapshots = daytona.build().unwrap().snapshots();
    (emulator, snapshots)
}

/// Returns the parameters of a snapshot with files of this byte, and their directory.
fn with_files(name: &str, byte: u8) -> (TempDir, CreateSnapshotParams) {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..FILES {
        fs::write(folder.path().join(number.to_string()), vec![byte; FILE_BYTES]).unwrap();
    }
    let image = Image::base("alpine:3.20").add_local_dir(folder.path(), "/data");
    (folder, CreateSnapshotParams::new(name, image))
}

async fn create(snapshots: &SnapshotService, params: CreateSnapshotParams) -> Vec<CreateEvent> {
    let mut events = Vec::new();
    snapshots.create(params).on_event(|event| events.push(event.clone())).await.unwrap();
    events
}

fn last_progress(events: &[CreateEvent]) -> UploadProgress {
    let mut latest_first = events.iter().rev().filter_map(|event| match event {
        CreateEvent::UploadProgress(progress) => Some(*progress),
        _ => None,
    });
    latest_first.next().unwrap()
}

fn position(events: &[CreateEvent], is_wanted: impl Fn(&CreateEvent) -> bool) -> usize {
    events.iter().position(is_wanted).unwrap()
}

#[tokio::test]
async fn upload_reports_its_counters_before_its_end() {
    let (_emulator, snapshots) = start(Emulator::builder()).await;
    let (_folder, params) = with_files("first", 0);
    let events = create(&snapshots, params).await;
    let progress = last_progress(&events);
    assert_eq!(progress.files_scanned, FILES as u64);
    assert_eq!(progress.bytes_scanned, (FILES * FILE_BYTES) as u64);
    assert_eq!((progress.archives_present, progress.archives_uploaded), (0, progress.archives));
    assert_eq!(progress.bytes_uploaded, progress.bytes_to_upload);
    assert!(progress.bytes_sent >= progress.bytes_to_upload && progress.bytes_to_upload > 0);
    let uploaded = position(&events, |event| matches!(event, CreateEvent::ContextUploaded(_)));
    assert!(matches!(events[0], CreateEvent::Uploading { sources: 1 }), "{events:?}");
    assert!(matches!(events[uploaded - 1], CreateEvent::UploadProgress(_)), "{events:?}");

    let (_folder, params) = with_files("second", 0);
    let progress = last_progress(&create(&snapshots, params).await);
    assert_eq!((progress.archives_present, progress.archives_uploaded), (progress.archives, 0));
    assert_eq!((progress.bytes_to_upload, progress.bytes_sent), (0, 0));
}

#[tokio::test]
async fn events_of_a_started_create_have_the_last_counters() {
    let (_emulator, snapshots) = start(Emulator::builder()).await;
    let (_folder, params) = with_files("demo", 0);
    let mut started = snapshots.create(params).start().await.unwrap();
    let events: Vec<_> = started.events().try_collect().await.unwrap();
    assert_eq!(last_progress(&events).files_scanned, FILES as u64);
    let reports = events.iter().filter(|event| matches!(event, CreateEvent::UploadProgress(_)));
    assert_eq!(reports.count(), 1);
}

#[tokio::test]
async fn repeated_requests_are_reported_with_their_pause() {
    let (emulator, snapshots) = start(Emulator::builder()).await;
    let routes = [Route::GetPushAccess, Route::PutObject, Route::CreateSnapshot];
    for (byte, route) in (0..).zip(routes) {
        emulator.inject(Fault::on(route).respond(FaultResponse::new(503)).times(1));
        let (_folder, params) = with_files(&format!("demo-{byte}"), byte);
        let events = create(&snapshots, params).await;
        let retries: Vec<_> = events
            .iter()
            .filter_map(|event| match event {
                CreateEvent::Retry { attempt, pause, message } => Some((attempt, pause, message)),
                _ => None,
            })
            .collect();
        assert_eq!(retries.len(), 1, "{route:?}: {events:?}");
        assert_eq!(*retries[0].0, 1, "{route:?}");
        assert!(*retries[0].1 > Duration::ZERO && !retries[0].2.is_empty(), "{retries:?}");
    }
}

fn retries(events: &[CreateEvent]) -> usize {
    events.iter().filter(|event| matches!(event, CreateEvent::Retry { .. })).count()
}

#[tokio::test(start_paused = true)]
async fn repeated_requests_of_each_step_of_an_ensure_are_reported() {
    let busy = |route: Route| Fault::on(route).respond(FaultResponse::new(503)).times(1);
    for (state, fault) in [
        ("inactive", busy(Route::ActivateSnapshot)),
        ("error", busy(Route::RemoveSnapshot)),
        // The first request looks the name up, and the second polls the removal.
        ("error", busy(Route::GetSnapshot).skip(1)),
        ("removing", busy(Route::GetSnapshot).skip(1)),
    ] {
        let seeded = if state == "removing" { "active" } else { state };
        let seed = SeedSnapshot::new("demo", "alpine:3.20").state(seeded);
        let builder = Emulator::builder().activation_cooldown(Duration::ZERO).omit_feed();
        let (emulator, snapshots) =
            start(builder.removal_time(Duration::from_secs(5)).seed(seed)).await;
        if state == "removing" {
            let old = snapshots.get("demo").await.unwrap();
            snapshots.delete(&old).await.unwrap();
        }
        let fault = emulator.inject(fault);
        let mut events = Vec::new();
        let ensure = snapshots.ensure(CreateSnapshotParams::new("demo", "alpine:3.20"));
        ensure.on_event(|event| events.push(event.clone())).await.unwrap();
        assert_eq!((fault.hits(), retries(&events)), (1, 1), "{state}: {events:?}");
    }
}

#[tokio::test]
async fn repeated_look_up_of_a_wait_is_reported() {
    let seed = SeedSnapshot::new("demo", "alpine:3.20");
    let (emulator, snapshots) = start(Emulator::builder().seed(seed)).await;
    emulator.inject(Fault::on(Route::GetSnapshot).respond(FaultResponse::new(503)).times(1));
    let mut events = Vec::new();
    snapshots.wait("demo").on_event(|event| events.push(event.clone())).await.unwrap();
    assert_eq!(retries(&events), 1, "{events:?}");
}

#[tokio::test]
async fn source_of_states_is_reported() {
    for (builder, source) in [
        (Emulator::builder(), StateSource::Feed),
        (Emulator::builder().omit_feed(), StateSource::Polling),
    ] {
        let (_emulator, snapshots) = start(builder.build_time(Duration::from_millis(500))).await;
        let events = create(&snapshots, CreateSnapshotParams::new("demo", "alpine:3.20")).await;
        let sources: Vec<_> = events
            .iter()
            .filter_map(|event| match event {
                CreateEvent::Watching(source) => Some(*source),
                _ => None,
            })
            .collect();
        assert_eq!(sources, [source], "{events:?}");
    }
}

#[tokio::test]
async fn plan_of_an_upload_sends_nothing_and_knows_what_is_present() {
    let (emulator, snapshots) = start(Emulator::builder()).await;
    let (folder, params) = with_files("demo", 0);
    let image = Image::base("alpine:3.20").add_local_dir(folder.path(), "/data");
    for is_present in [false, true] {
        let plan = snapshots.plan_image(&image).await.unwrap();
        assert!(!plan.archives.is_empty());
        assert!(plan.archives.iter().all(|archive| archive.is_present == Some(is_present)));
        let files: Vec<_> = plan.archives.iter().flat_map(|archive| &archive.files).collect();
        assert_eq!(files.len(), FILES);
        assert!(files.iter().all(|file| file.bytes == FILE_BYTES as u64 && file.mode == 0o644));
        let mut without_storage = plan.clone();
        without_storage.archives.iter_mut().for_each(|archive| archive.is_present = None);
        assert_eq!(image.resolve().unwrap().plan().await.unwrap(), without_storage);
        let writes = emulator.requests().iter().filter(|request| request.method() == "PUT").count();
        assert_eq!(writes > 0, is_present);
        if !is_present {
            let created = snapshots.create(params.clone()).await.unwrap();
            let sent = created.build_info.unwrap().dockerfile_content.unwrap();
            assert_eq!(sent, plan.dockerfile);
        }
    }
}

#[tokio::test]
async fn regions_are_listed() {
    let emulator = Emulator::start().await.unwrap();
    let daytona = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    let regions = daytona.build().unwrap().regions().await.unwrap();
    assert!(regions.iter().any(|region| region.id == "us"), "{regions:?}");
}
