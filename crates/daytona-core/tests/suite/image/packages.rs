//! The text of the steps that install packages.

use daytona_core::{CacheMount, Image, PipOptions, UvOptions};

use super::fixtures::{lines, refusal};

#[test]
fn pip_packages_are_sorted_and_quoted_for_the_shell() {
    assert_eq!(
        lines(|image| image.pip_install(["numpy", "flask>=2", "b[x]"])),
        "RUN python -m pip install 'b[x]' 'flask>=2' numpy\n"
    );
    assert_eq!(lines(|image| image.pip_install::<&str>([])), "");
}

#[test]
fn pip_options_follow_the_packages() {
    let options = PipOptions::new()
        .find_links(["a b"])
        .index_url("https://x/ y")
        .extra_index_urls(["u", "v"])
        .pre()
        .extra_options(" --no-cache-dir ");
    assert_eq!(
        lines(|image| image.pip_install_with(["numpy"], options)),
        "RUN python -m pip install numpy --find-links 'a b' --index-url 'https://x/ y' \
        --extra-index-url u --extra-index-url v --pre --no-cache-dir\n"
    );
}

#[test]
fn apt_packages_are_deduplicated_and_package_lists_removed() {
    assert_eq!(
        lines(|image| image.apt_install(["git", "curl", "git"])),
        "RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y \
        --no-install-recommends curl git && rm -rf /var/lib/apt/lists/*\n"
    );
    assert_eq!(lines(|image| image.apt_install::<&str>([])), "");
}

#[test]
fn apt_packages_can_have_a_version_a_release_or_an_architecture() {
    let packages = ["git=1:2.39.5-0+deb12u2", "g++", "libc6:i386", "curl/bookworm-backports"];
    assert!(
        lines(|image| image.apt_install(packages))
            .contains(" curl/bookworm-backports g++ git=1:2.39.5-0+deb12u2 libc6:i386 && ")
    );
    assert!(lines(|image| image.apt_install(["a=1~rc1"])).contains(" 'a=1~rc1' "));
}

#[test]
fn arguments_that_are_not_apt_packages_are_refused() {
    for package in ["-t", "--reinstall", "git curl", "vim-", "a;b", "a=", "=1", "a=1 2", "$X"] {
        let message = refusal(|image| image.apt_install([package]));
        assert!(message.contains(&format!("`{package}` is not the name of a package; name it")));
    }
    assert!(refusal(|image| image.apt_install(["git", "git=1:2"])).contains(
        "apt_install([\"git\", \"git=1:2\"]): `git` and `git=1:2` cannot both be installed; ask"
    ));
}

#[test]
fn pip_cache_is_mounted() {
    let options = || PipOptions::new().cache("/root/.cache/pip");
    let flag = "--mount=type=cache,target=/root/.cache/pip";
    assert_eq!(
        lines(|image| image.pip_install_with(["numpy"], options().pre())),
        format!("RUN {flag} python -m pip install numpy --pre\n")
    );
    let refused = PipOptions::new().cache(CacheMount::new("a b"));
    let message = refusal(|image| image.pip_install_with(["numpy"], refused));
    assert!(message.contains("the target of a cache, `a b`, cannot be used"), "{message}");
}

fn uv_line(options: impl Into<UvOptions>) -> String {
    let image = Image::base("a").uv_pip_install_with(["x"], options);
    let text = image.dockerfile().unwrap();
    let begin = "FROM a\nRUN --mount=type=bind,from=ghcr.io/astral-sh/uv:0.13.9,source=/uv,\
        target=/tmp/uv ";
    text.strip_prefix(begin).unwrap().trim_end().to_owned()
}

#[test]
fn uv_options_follow_the_packages() {
    let options = PipOptions::new()
        .find_links(["a b"])
        .index_url("https://x/ y")
        .extra_index_urls(["u", "v"])
        .pre()
        .extra_options(" --compile-bytecode ");
    assert_eq!(
        uv_line(options),
        "/tmp/uv pip install --python \"$(command -v python)\" --no-cache x --find-links 'a b' \
        --default-index 'https://x/ y' --index u --index v --prerelease allow \
        --compile-bytecode"
    );
}

#[test]
fn uv_cache_replaces_no_cache() {
    assert_eq!(
        uv_line(PipOptions::new().cache("/root/.cache/uv")),
        "--mount=type=cache,target=/root/.cache/uv /tmp/uv pip install --python \"$(command -v \
        python)\" x"
    );
}

#[test]
fn empty_list_for_uv_adds_no_line() {
    let image = Image::base("a").uv_pip_install::<&str>([]);
    assert_eq!(image.dockerfile().unwrap(), "FROM a\n");
}

#[test]
fn uv_needs_no_build_context() {
    let resolved = Image::base("a").uv_pip_install(["x"]).resolve().unwrap();
    assert!(resolved.context.is_empty());
}

#[test]
fn image_of_uv_that_no_mount_can_name_is_refused() {
    for image in ["", "a b", "a,target=/", "a\n"] {
        let options = UvOptions::new().image(image);
        let image = Image::base("a").uv_pip_install_with(["x"], options);
        let message = image.dockerfile().unwrap_err().to_string();
        assert!(
            message.starts_with(
                "failed to resolve step 2 of the image, uv_pip_install([\"x\"]): the image of \
                uv, `"
            ),
            "{message}"
        );
    }
}
