//! The lines that install packages.

use std::collections::BTreeMap;

use super::{check_line, check_values};
use crate::image::options::PipOptions;
use crate::image::quote::{json_array, shell_word, shell_words};
use crate::image::run;
use crate::{Error, Result};

pub(in crate::image) fn pip_install(packages: &[String], options: &PipOptions) -> Result<String> {
    check_values("a package", packages)?;
    let (flags, options) = (run::flags(&options.caches)?, pip_options(options)?);
    if packages.is_empty() {
        return Ok(String::new());
    }
    Ok(format!("RUN {flags}python -m pip install {}{options}\n", sorted(packages)))
}

/// Writes packages for the shell, in the order of their names.
pub(in crate::image) fn sorted(packages: &[String]) -> String {
    let mut packages: Vec<&String> = packages.iter().collect();
    packages.sort();
    shell_words(packages)
}

/// Where the image keeps a requirements file for pip.
pub(in crate::image) const REQUIREMENTS: &str = "/.requirements.txt";

/// Where it keeps one together with those that it includes.
pub(in crate::image) const REQUIREMENTS_DIR: &str = "/.requirements";

pub(in crate::image) fn pip_install_from_requirements(
    archive_path: &str,
    options: &PipOptions,
) -> Result<String> {
    let (flags, options) = (run::flags(&options.caches)?, pip_options(options)?);
    Ok(format!(
        "COPY {archive_path} {REQUIREMENTS}\n\
        RUN {flags}python -m pip install -r {REQUIREMENTS}{options}\n"
    ))
}

/// Installs from a file that lies at `place` in a directory of such files.
pub(in crate::image) fn pip_install_from_included(
    archive_path: &str,
    place: &str,
    options: &PipOptions,
) -> Result<String> {
    check_line("the name of the file", place)?;
    let (flags, options) = (run::flags(&options.caches)?, pip_options(options)?);
    let paths = json_array(&[archive_path, REQUIREMENTS_DIR]);
    let file = shell_word(&format!("{REQUIREMENTS_DIR}/{place}"));
    Ok(format!("COPY {paths}\nRUN {flags}python -m pip install -r {file}{options}\n"))
}

fn pip_options(options: &PipOptions) -> Result<String> {
    check_values("a value of find_links", &options.find_links)?;
    check_values("the index_url", options.index_url.as_slice())?;
    check_values("a value of extra_index_urls", &options.extra_index_urls)?;
    check_line("the extra_options", options.extra_options.trim())?;

    let mut text = with_each("--find-links", &options.find_links);
    text.push_str(&with_each("--index-url", options.index_url.as_slice()));
    text.push_str(&with_each("--extra-index-url", &options.extra_index_urls));
    if options.pre {
        text.push_str(" --pre");
    }
    text.push_str(&extra(&options.extra_options));
    Ok(text)
}

/// Writes an option once for each value.
pub(in crate::image) fn with_each(option: &str, values: &[String]) -> String {
    values.iter().map(|value| format!(" {option} {}", shell_word(value))).collect()
}

/// Writes options that the shell gets as they are.
pub(in crate::image) fn extra(options: &str) -> String {
    match options.trim() {
        "" => String::new(),
        more => format!(" {more}"),
    }
}

/// Installs in one layer, so that the package lists are in none.
pub(in crate::image) fn apt_install(packages: &[String]) -> Result<String> {
    check_values("a package", packages)?;
    check_apt_packages(packages)?;
    if packages.is_empty() {
        return Ok(String::new());
    }
    let packages: std::collections::BTreeSet<&String> = packages.iter().collect();
    Ok(format!(
        "RUN apt-get update && \
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends {} && \
        rm -rf /var/lib/apt/lists/*\n",
        shell_words(packages)
    ))
}

/// Refuses what apt would take for something else than a package to install, and a package that is
/// asked for in two versions, of which apt would install the last.
fn check_apt_packages(packages: &[String]) -> Result<()> {
    let mut asked: BTreeMap<&str, &str> = BTreeMap::new();
    for package in packages {
        let (name, version) = match package.find(['=', '/']) {
            Some(at) => package.split_at(at),
            None => (package.as_str(), ""),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || "+-.:".contains(c);
        let known = name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.chars().all(plain)
            && !name.ends_with('-')
            && version.len() != 1
            && !version.contains(char::is_whitespace);
        if !known {
            let message = format!("`{}` is not the name of a package", package.escape_debug());
            return Err(Error::invalid_input(message).with_hint(
                "name it as in `git`, with a version as in `git=1:2.39.5-0+deb12u2`, or with a \
                release as in `git/bookworm-backports`; for options of apt-get, use run_commands",
            ));
        }
        if let Some(other) = asked.insert(name, version).filter(|other| *other != version) {
            return Err(Error::invalid_input(format!(
                "`{name}{other}` and `{name}{version}` cannot both be installed"
            ))
            .with_hint("ask for one of them"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::image::sample::{lines, refusal};
    use crate::{CacheMount, PipOptions};

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
    fn apt_packages_are_named_once_and_leave_no_lists() {
        assert_eq!(
            lines(|image| image.apt_install(["git", "curl", "git"])),
            "RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y \
            --no-install-recommends curl git && rm -rf /var/lib/apt/lists/*\n"
        );
        assert_eq!(lines(|image| image.apt_install::<&str>([])), "");
    }

    #[test]
    fn apt_packages_may_have_a_version_a_release_or_an_architecture() {
        let packages = ["git=1:2.39.5-0+deb12u2", "g++", "libc6:i386", "curl/bookworm-backports"];
        assert!(
            lines(|image| image.apt_install(packages))
                .contains(" curl/bookworm-backports g++ git=1:2.39.5-0+deb12u2 libc6:i386 && ")
        );
        assert!(lines(|image| image.apt_install(["a=1~rc1"])).contains(" 'a=1~rc1' "));
    }

    #[test]
    fn what_apt_takes_for_something_else_is_refused() {
        for package in ["-t", "--reinstall", "git curl", "vim-", "a;b", "a=", "=1", "a=1 2", "$X"] {
            let message = refusal(|image| image.apt_install([package]));
            assert!(
                message.contains(&format!("`{package}` is not the name of a package; name it"))
            );
        }
        assert!(refusal(|image| image.apt_install(["git", "git=1:2"])).contains(
            "apt_install([\"git\", \"git=1:2\"]): `git` and `git=1:2` cannot both be installed; ask"
        ));
    }

    #[test]
    fn pip_keeps_its_cache_where_it_is_told_to() {
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
}
