//! The lines that install packages.

use std::collections::{BTreeMap, BTreeSet};

use super::cache::cache_flags;
use super::check::{check_line, check_mount_value, check_values};
use super::quote::{json_array, shell_word, shell_words};
use crate::image::options::pip::PipOptions;
use crate::image::options::uv::UvOptions;
use crate::{Error, Result};

/// The path of a requirements file in the image.
pub(in crate::image) const REQUIREMENTS: &str = "/.requirements.txt";

/// The directory in the image for a requirements file that includes others.
pub(in crate::image) const REQUIREMENTS_DIR: &str = "/.requirements";

/// The path at which uv is mounted while it runs. Every image has the directory.
const UV: &str = "/tmp/uv";

/// The names of the options that pip and uv share.
struct OptionNames {
    index_url: &'static str,
    extra_index_url: &'static str,
    pre: &'static str,
}

const PIP_OPTIONS: OptionNames =
    OptionNames { index_url: "--index-url", extra_index_url: "--extra-index-url", pre: "--pre" };

const UV_OPTIONS: OptionNames = OptionNames {
    index_url: "--default-index",
    extra_index_url: "--index",
    pre: "--prerelease allow",
};

pub(in crate::image) fn pip_install(packages: &[String], options: &PipOptions) -> Result<String> {
    check_values("a package", packages)?;
    let (flags, options) = (cache_flags(&options.caches)?, install_options(options, &PIP_OPTIONS)?);
    if packages.is_empty() {
        return Ok(String::new());
    }
    Ok(format!("RUN {flags}python -m pip install {}{options}\n", sorted_words(packages)))
}

/// Renders the installation with uv.
///
/// The interpreter is given by its path. Without that, uv would only install into a virtual
/// environment, and not for the system's Python.
pub(in crate::image) fn uv_pip_install(packages: &[String], options: &UvOptions) -> Result<String> {
    check_values("a package", packages)?;
    let image = options.image.as_deref().unwrap_or(UvOptions::IMAGE);
    check_mount_value("the image of uv", image)?;
    let pip = &options.pip;
    let (caches, options) = (cache_flags(&pip.caches)?, install_options(pip, &UV_OPTIONS)?);
    if packages.is_empty() {
        return Ok(String::new());
    }
    let no_cache = if pip.caches.is_empty() { "--no-cache " } else { "" };
    Ok(format!(
        "RUN --mount=type=bind,from={image},source=/uv,target={UV} {caches}{UV} pip install \
        --python \"$(command -v python)\" {no_cache}{}{options}\n",
        sorted_words(packages)
    ))
}

/// Renders the installation from a single requirements file.
pub(in crate::image) fn pip_install_from_requirements(
    archive_path: &str,
    options: &PipOptions,
) -> Result<String> {
    let (flags, options) = (cache_flags(&options.caches)?, install_options(options, &PIP_OPTIONS)?);
    Ok(format!(
        "COPY {archive_path} {REQUIREMENTS}\n\
        RUN {flags}python -m pip install -r {REQUIREMENTS}{options}\n"
    ))
}

/// Renders the installation from a directory of requirements files. `path` is the path of the first
/// file in the directory.
pub(in crate::image) fn pip_install_from_requirements_dir(
    archive_path: &str,
    path: &str,
    options: &PipOptions,
) -> Result<String> {
    check_line("the name of the file", path)?;
    let (flags, options) = (cache_flags(&options.caches)?, install_options(options, &PIP_OPTIONS)?);
    let paths = json_array(&[archive_path, REQUIREMENTS_DIR]);
    let file = shell_word(&format!("{REQUIREMENTS_DIR}/{path}"));
    Ok(format!("COPY {paths}\nRUN {flags}python -m pip install -r {file}{options}\n"))
}

/// Renders the options, each after a blank.
fn install_options(options: &PipOptions, names: &OptionNames) -> Result<String> {
    check_values("a value of find_links", &options.find_links)?;
    check_values("the index_url", options.index_url.as_slice())?;
    check_values("a value of extra_index_urls", &options.extra_index_urls)?;
    let extra_options = options.extra_options.trim();
    check_line("the extra_options", extra_options)?;

    let mut text = repeated("--find-links", &options.find_links);
    text.push_str(&repeated(names.index_url, options.index_url.as_slice()));
    text.push_str(&repeated(names.extra_index_url, &options.extra_index_urls));
    for words in [if options.pre { names.pre } else { "" }, extra_options] {
        if !words.is_empty() {
            text.push_str(&format!(" {words}"));
        }
    }
    Ok(text)
}

/// Renders an option for each value.
fn repeated(option: &str, values: &[String]) -> String {
    values.iter().map(|value| format!(" {option} {}", shell_word(value))).collect()
}

/// Renders packages for the shell, sorted by name.
fn sorted_words(packages: &[String]) -> String {
    let mut packages: Vec<&String> = packages.iter().collect();
    packages.sort();
    shell_words(packages)
}

/// Renders the installation in a single layer, so that no layer has the package lists.
pub(in crate::image) fn apt_install(packages: &[String]) -> Result<String> {
    check_values("a package", packages)?;
    check_apt_packages(packages)?;
    if packages.is_empty() {
        return Ok(String::new());
    }
    let packages: BTreeSet<&String> = packages.iter().collect();
    Ok(format!(
        "RUN apt-get update && \
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends {} && \
        rm -rf /var/lib/apt/lists/*\n",
        shell_words(packages)
    ))
}

/// Refuses arguments that apt-get does not read as packages to install, and two versions of a
/// package, of which it would install the last.
fn check_apt_packages(packages: &[String]) -> Result<()> {
    let mut versions: BTreeMap<&str, &str> = BTreeMap::new();
    for package in packages {
        let (name, version) = match package.find(['=', '/']) {
            Some(at) => package.split_at(at),
            None => (package.as_str(), ""),
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "+-.:".contains(c);
        let is_package = name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.chars().all(is_plain)
            && !name.ends_with('-')
            && version.len() != 1
            && !version.contains(char::is_whitespace);
        if !is_package {
            let message = format!("`{}` is not the name of a package", package.escape_debug());
            return Err(Error::invalid_input(message).with_hint(
                "name it as in `git`, with a version as in `git=1:2.39.5-0+deb12u2`, or with a \
                release as in `git/bookworm-backports`; for options of apt-get, use run_commands",
            ));
        }
        if let Some(other) = versions.insert(name, version).filter(|other| *other != version) {
            return Err(Error::invalid_input(format!(
                "`{name}{other}` and `{name}{version}` cannot both be installed"
            ))
            .with_hint("ask for one of them"));
        }
    }
    Ok(())
}
