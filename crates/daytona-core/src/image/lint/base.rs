//! Checks of base images.

use daytona_dockerfile::Base;

/// Returns a warning if the next build can start from another image.
pub(super) fn unpinned(base: &Base) -> Option<String> {
    let image = base.image.as_str();
    if image == "scratch" || image.contains('@') {
        return None;
    }
    // A colon before the last slash begins a port.
    let name = image.rsplit('/').next().unwrap_or(image);
    let what = match name.split_once(':') {
        None => "has no tag, which means `latest`",
        Some((_, "latest")) => "has the tag `latest`",
        Some(_) => return None,
    };
    Some(format!(
        "the base `{}` {what}, and may be another one in the next build; give it a version or a \
        digest",
        image.escape_debug()
    ))
}

/// Returns a warning if an image is for a platform that Daytona does not run.
pub(super) fn other_platform(base: &Base) -> Option<String> {
    let image = base.image.escape_debug();
    let what = match &base.platform {
        Some(platform) if !runs(platform) => {
            format!("the base `{image}` is requested for `{}`", platform.escape_debug())
        }
        None if foreign_namespace(&base.image) => {
            format!("the base `{image}` is of another architecture")
        }
        _ => return None,
    };
    Some(format!("{what}, but Daytona runs `linux/amd64`"))
}

/// Returns `true` if Daytona runs a platform.
fn runs(platform: &str) -> bool {
    let platform = platform.to_ascii_lowercase();
    let mut parts = platform.split('/');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    let amd64 = |architecture: &str| matches!(architecture, "amd64" | "x86_64" | "x86-64");
    match second {
        Some(architecture) => first == "linux" && amd64(architecture),
        None => first.is_empty() || first == "linux" || amd64(first),
    }
}

/// Returns `true` for a namespace of Docker's official images for another architecture.
fn foreign_namespace(image: &str) -> bool {
    const NAMESPACES: [&str; 8] =
        ["arm32v5", "arm32v6", "arm32v7", "arm64v8", "mips64le", "ppc64le", "riscv64", "s390x"];
    let image = image.strip_prefix("docker.io/").unwrap_or(image);
    image.split_once('/').is_some_and(|(namespace, _)| NAMESPACES.contains(&namespace))
}

#[cfg(test)]
mod tests {
    use daytona_dockerfile::Dockerfile;

    use super::*;

    fn base(image: &str, platform: Option<&str>) -> Base {
        let flag = platform.map(|platform| format!("--platform={platform} ")).unwrap_or_default();
        let stages = Dockerfile::parse(&format!("FROM {flag}{image}")).unwrap().stages().unwrap();
        stages.base_images().next().unwrap().clone()
    }

    #[test]
    fn tag_or_digest_pins_a_base() {
        let digest = format!("sha256:{}", "0".repeat(64));
        let pinned = [format!("a@{digest}"), format!("a:latest@{digest}")];
        let named = ["a:1", "host:5000/a/b:1.2-slim", "scratch"];
        for image in named.into_iter().chain(pinned.iter().map(String::as_str)) {
            assert_eq!(unpinned(&base(image, None)), None, "{image}");
        }
        for image in ["a", "host:5000/a", "a:latest"] {
            assert!(unpinned(&base(image, None)).is_some(), "{image}");
        }
    }

    #[test]
    fn platforms_are_compared_in_normalized_form() {
        for platform in ["linux/amd64", "linux/x86_64", "Linux/AMD64/v2", "amd64", "linux", ""] {
            assert_eq!(other_platform(&base("a:1", Some(platform))), None, "{platform}");
        }
        for platform in ["linux/arm64", "arm64", "linux/386", "windows/amd64"] {
            assert!(other_platform(&base("a:1", Some(platform))).is_some(), "{platform}");
        }
        assert!(other_platform(&base("arm64v8/python:3.12", None)).is_some());
        assert!(other_platform(&base("docker.io/s390x/debian:12", None)).is_some());
    }
}
