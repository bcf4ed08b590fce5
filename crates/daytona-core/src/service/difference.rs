//! Differences between a request and a snapshot at the server, by the server's rules.

use std::fmt;

use crate::{BuildInfo, CreateSnapshotRequest, RequestSource, Resources, Snapshot};

/// A difference between a request and a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    Dockerfile,
    Context,
    ImageName,
    Entrypoint,
    Cpu,
    Memory,
    Disk,
    Gpu,
    GpuType,
    SandboxClass,
    Region,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dockerfile => "the Dockerfile",
            Self::Context => "the files of the build context",
            Self::ImageName => "the image name",
            Self::Entrypoint => "the entrypoint",
            Self::Cpu => "the CPU cores",
            Self::Memory => "the memory",
            Self::Disk => "the disk",
            Self::Gpu => "the number of GPUs",
            Self::GpuType => "the kind of GPU",
            Self::SandboxClass => "the sandbox class",
            Self::Region => "the region",
        })
    }
}

/// Returns the differences between a snapshot and the snapshot that the server would create for a
/// request. Values that the request leaves open or the server does not return are not compared.
pub(super) fn differences(request: &CreateSnapshotRequest, snapshot: &Snapshot) -> Vec<Difference> {
    let mut found = of_source(&request.source, snapshot);
    found.extend(of_resources(&request.resources, snapshot));
    let class = request.sandbox_class.as_ref().zip(snapshot.sandbox_class.as_ref());
    if class.is_some_and(|(wanted, actual)| wanted != actual) {
        found.push(Difference::SandboxClass);
    }
    let regions = &snapshot.region_ids;
    let region = request.region_id.as_deref().map(str::trim).filter(|region| !region.is_empty());
    let is_other = |region: &str| !regions.is_empty() && !regions.iter().any(|id| id == region);
    if region.is_some_and(is_other) {
        found.push(Difference::Region);
    }
    found
}

/// Returns the differences as a list in words.
pub(super) fn listed(differences: &[Difference]) -> String {
    let texts: Vec<String> = differences.iter().map(ToString::to_string).collect();
    match texts.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn of_source(source: &RequestSource, snapshot: &Snapshot) -> Vec<Difference> {
    match source {
        RequestSource::ImageName { image_name, entrypoint } => {
            let is_other_image =
                snapshot.image_name.as_ref() != Some(image_name) || snapshot.build_info.is_some();
            // The server drops empty words, and treats a command without words as none.
            let words = entrypoint.iter().flatten().filter(|word| !word.is_empty());
            let command: Vec<&String> = words.collect();
            let actual: Vec<&String> = snapshot.entrypoint.iter().flatten().collect();
            let is_other_command = !command.is_empty() && command != actual;
            let checks = [
                (is_other_image, Difference::ImageName),
                (is_other_command, Difference::Entrypoint),
            ];
            checks.into_iter().filter_map(|(is_other, what)| is_other.then_some(what)).collect()
        }
        RequestSource::Build { dockerfile_content, context_hashes } => {
            of_build(dockerfile_content, context_hashes, snapshot.build_info.as_ref())
        }
    }
}

fn of_build(dockerfile: &str, hashes: &[String], build: Option<&BuildInfo>) -> Vec<Difference> {
    let Some(build) = build else { return vec![Difference::Dockerfile] };
    let mut found = Vec::new();
    if build.dockerfile_content.as_deref() != Some(dockerfile) {
        found.push(Difference::Dockerfile);
    }
    // The server identifies a build by its sorted hashes, so their order makes no difference.
    let sorted = |hashes: &[String]| {
        let mut hashes = hashes.to_vec();
        hashes.sort_unstable();
        hashes
    };
    if sorted(hashes) != sorted(&build.context_hashes) {
        found.push(Difference::Context);
    }
    found
}

fn of_resources(
    resources: &Resources,
    snapshot: &Snapshot,
) -> impl Iterator<Item = Difference> + use<> {
    let differs = |wanted: Option<u32>, actual: f64| {
        wanted.is_some_and(|wanted| (f64::from(wanted) - actual).abs() > 1e-6)
    };
    // The server drops the kind of GPU if no GPU is requested.
    let gpu_type = resources.gpu_type.as_ref().filter(|_| resources.gpu.unwrap_or(0) > 0);
    let checks = [
        (differs(resources.cpu, snapshot.cpu), Difference::Cpu),
        (differs(resources.memory_gib, snapshot.mem), Difference::Memory),
        (differs(resources.disk_gib, snapshot.disk), Difference::Disk),
        (differs(resources.gpu, snapshot.gpu), Difference::Gpu),
        (gpu_type.is_some() && gpu_type != snapshot.gpu_type.as_ref(), Difference::GpuType),
    ];
    checks.into_iter().filter_map(|(is_other, what)| is_other.then_some(what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SandboxClass, SnapshotState};

    fn request(source: RequestSource) -> CreateSnapshotRequest {
        CreateSnapshotRequest {
            name: "demo".to_owned(),
            source,
            resources: Resources::new(),
            region_id: None,
            sandbox_class: None,
        }
    }

    fn build(hashes: &[&str]) -> CreateSnapshotRequest {
        request(RequestSource::Build {
            dockerfile_content: "FROM alpine:3.20\n".to_owned(),
            context_hashes: hashes.iter().map(|hash| (*hash).to_owned()).collect(),
        })
    }

    fn built(hashes: &[&str]) -> Snapshot {
        let mut build = BuildInfo::fake("FROM alpine:3.20\n");
        build.context_hashes = hashes.iter().map(|hash| (*hash).to_owned()).collect();
        let mut snapshot = Snapshot::fake("id", "demo", SnapshotState::Active);
        snapshot.build_info = Some(build);
        snapshot
    }

    #[test]
    fn order_of_the_hashes_makes_no_difference() {
        assert_eq!(differences(&build(&["a", "b"]), &built(&["b", "a"])), []);
        assert_eq!(differences(&build(&["a"]), &built(&["a", "b"])), [Difference::Context]);
    }

    #[test]
    fn image_and_build_are_different() {
        let mut pulled = Snapshot::fake("id", "demo", SnapshotState::Active);
        pulled.image_name = Some("alpine:3.20".to_owned());
        assert_eq!(differences(&build(&[]), &pulled), [Difference::Dockerfile]);
        let image = |entrypoint| RequestSource::ImageName {
            image_name: "alpine:3.20".to_owned(),
            entrypoint,
        };
        assert_eq!(differences(&request(image(None)), &pulled), []);
        assert_eq!(differences(&request(image(None)), &built(&[])), [Difference::ImageName]);
        let command = Some(vec!["top".to_owned()]);
        assert_eq!(differences(&request(image(command)), &pulled), [Difference::Entrypoint]);
    }

    #[test]
    fn only_requested_values_are_compared() {
        let mut snapshot = built(&[]);
        (snapshot.cpu, snapshot.mem, snapshot.disk) = (2.0, 4.0, 10.0);
        snapshot.region_ids = vec!["us".to_owned()];
        snapshot.sandbox_class = Some(SandboxClass::Container);
        let mut wanted = build(&[]);
        assert_eq!(differences(&wanted, &snapshot), []);
        wanted.resources = Resources::new().cpu(2).memory_gib(8).disk_gib(3);
        wanted.region_id = Some("eu".to_owned());
        wanted.sandbox_class = Some(SandboxClass::LinuxVm);
        let found = differences(&wanted, &snapshot);
        assert_eq!(listed(&found), "the memory, the disk, the sandbox class and the region");
    }

    #[test]
    fn request_is_compared_as_the_server_stores_it() {
        let image = |entrypoint: &[&str]| {
            request(RequestSource::ImageName {
                image_name: "alpine:3.20".to_owned(),
                entrypoint: Some(entrypoint.iter().map(ToString::to_string).collect()),
            })
        };
        let mut snapshot = Snapshot::fake("id", "demo", SnapshotState::Active);
        snapshot.image_name = Some("alpine:3.20".to_owned());
        snapshot.region_ids = vec!["us".to_owned()];
        for none in [&[][..], &[""], &["", ""]] {
            assert_eq!(differences(&image(none), &snapshot), [], "{none:?}");
        }
        snapshot.entrypoint = Some(vec!["sh".to_owned(), "-c".to_owned()]);
        assert_eq!(differences(&image(&["sh", "", "-c", ""]), &snapshot), []);
        assert_eq!(differences(&image(&["sh", " "]), &snapshot), [Difference::Entrypoint]);

        let mut wanted = image(&["sh", "-c"]);
        for (region, expected) in
            [(" us ", &[][..]), ("", &[]), (" ", &[]), ("u s", &[Difference::Region])]
        {
            wanted.region_id = Some(region.to_owned());
            assert_eq!(differences(&wanted, &snapshot), expected, "{region:?}");
        }
        wanted.region_id = None;
        for (resources, expected) in [
            (Resources::new().gpu_type("H100".into()), &[][..]),
            (Resources::new().gpu(0).gpu_type("H100".into()), &[]),
            (
                Resources::new().gpu(1).gpu_type("H100".into()),
                &[Difference::Gpu, Difference::GpuType],
            ),
        ] {
            wanted.resources = resources;
            assert_eq!(differences(&wanted, &snapshot), expected);
        }
    }

    #[test]
    fn values_that_the_server_does_not_return_are_not_compared() {
        let mut wanted = build(&[]);
        wanted.sandbox_class = Some(SandboxClass::LinuxVm);
        wanted.region_id = Some("us".to_owned());
        assert_eq!(differences(&wanted, &built(&[])), []);
    }
}
