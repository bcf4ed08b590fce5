//! A snapshot that `ensure` has created is adopted by the next `ensure`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use daytona_core::{
    CreateSnapshotParams, Daytona, Image, Resources, SandboxClass, SnapshotService, SnapshotSource,
};
use daytona_testkit::Emulator;
use proptest::prelude::*;
use proptest::sample::select;
use tokio::runtime::Runtime;

static COUNT: AtomicUsize = AtomicUsize::new(0);

fn params() -> impl Strategy<Value = CreateSnapshotParams> {
    let source = select(vec![
        SnapshotSource::from("alpine:3.20"),
        SnapshotSource::from("registry:5000/team/app"),
        SnapshotSource::from(
            "a:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ),
        SnapshotSource::from(Image::base("alpine:3.20").run_commands(["true"])),
        SnapshotSource::from(Image::base("alpine:3.20").entrypoint(["", "a"])),
        SnapshotSource::from(Image::base("alpine:3.20").dockerfile_commands(["# ENTRYPOINT x"])),
    ]);
    let word = select(vec!["", " ", "sh", "-c", "a \"b\"", "é\n\t$X"]);
    let entrypoint = prop::option::of(prop::collection::vec(word, 0..4));
    let region = prop::option::of(select(vec!["", " ", "us", " us", "us  "]));
    let class = prop::option::of(Just(SandboxClass::Container));
    let number = || prop::option::of(0..4_u32);
    let gpu = prop::option::of(0..2_u32);
    let gpu_type = prop::option::of(select(vec!["H100", "RTX-PRO-6000"]));
    let resources = (number(), number(), number(), gpu, gpu_type);
    (source, entrypoint, region, class, resources).prop_map(
        |(source, entrypoint, region, class, (cpu, memory, disk, gpu, gpu_type))| {
            let name = format!("demo-{}", COUNT.fetch_add(1, Ordering::Relaxed));
            let mut resources = Resources::new();
            (resources.cpu, resources.memory_gib, resources.disk_gib) = (cpu, memory, disk);
            (resources.gpu, resources.gpu_type) = (gpu, gpu_type.map(Into::into));
            let mut params = CreateSnapshotParams::new(name, source).resources(resources);
            params.entrypoint =
                entrypoint.map(|words| words.into_iter().map(str::to_owned).collect());
            params.region_id = region.map(str::to_owned);
            params.sandbox_class = class;
            params
        },
    )
}

fn server(runtime: &Runtime) -> (Emulator, SnapshotService) {
    let emulator = runtime.block_on(Emulator::builder().build_time(Duration::ZERO).start());
    let emulator = emulator.unwrap();
    let builder = Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    let snapshots = builder.no_proxy().build().unwrap().snapshots();
    (emulator, snapshots)
}

#[test]
fn created_snapshot_is_adopted_by_the_second_ensure() {
    let runtime = Runtime::new().unwrap();
    let (emulator, snapshots) = server(&runtime);
    proptest!(ProptestConfig::with_cases(96), |(params in params())| {
        let created = runtime.block_on(snapshots.ensure(params.clone()).into_future());
        prop_assert!(created.is_ok(), "{params:?}: {created:?}");
        let adopted = runtime.block_on(snapshots.ensure(params.clone()).into_future());
        prop_assert!(adopted.is_ok(), "{params:?}: {adopted:?}");
        prop_assert_eq!(created.unwrap().id, adopted.unwrap().id);
    });
    runtime.block_on(emulator.stop());
}

#[test]
fn different_content_is_not_adopted() {
    let runtime = Runtime::new().unwrap();
    let (emulator, snapshots) = server(&runtime);
    let params = |name: &str| CreateSnapshotParams::new(name, "alpine:3.20");
    let cases = [
        (params("a").entrypoint(["sh", ""]), params("a").entrypoint(["sh", " "]), "entrypoint"),
        (
            params("b").resources(Resources::new().gpu(1).gpu_type("H100".into())),
            params("b").resources(Resources::new().gpu(1).gpu_type("RTX-PRO-6000".into())),
            "kind of GPU",
        ),
        (params("c"), CreateSnapshotParams::new("c", "alpine:3.21"), "image name"),
        (params("d"), params("d").resources(Resources::new().cpu(0)), "CPU cores"),
    ];
    for (first, second, difference) in cases {
        runtime.block_on(snapshots.ensure(first).into_future()).unwrap();
        let error = runtime.block_on(snapshots.ensure(second).into_future()).unwrap_err();
        assert!(error.is_conflict() && error.to_string().contains(difference), "{error}");
    }
    runtime.block_on(emulator.stop());
}
