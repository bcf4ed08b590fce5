//! The value of `FROM --platform`.

/// The names that BuildKit accepts alone, without a `/`: operating systems, then architectures.
const NAMES: [&str; 51] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "macos",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
    "zos",
    "386",
    "aarch64",
    "amd64",
    "amd64p32",
    "arm",
    "arm64",
    "arm64be",
    "armbe",
    "armel",
    "armhf",
    "i386",
    "loong64",
    "mips",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "mipsle",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
    "x86-64",
    "x86_64",
    "armv6",
    "armv7",
];

/// Returns `true` for `OS[(VERSION)]/ARCHITECTURE[/VARIANT]`, and for one known name alone.
pub(crate) fn is_platform(platform: &str) -> bool {
    let parts: Vec<&str> = platform.split('/').collect();
    match parts.as_slice() {
        [name] => NAMES.contains(&name.to_ascii_lowercase().as_str()),
        [system, rest @ ..] => {
            rest.len() < 3 && is_system(system) && rest.iter().all(|part| is_word(part, "-_."))
        }
        [] => false,
    }
}

fn is_system(system: &str) -> bool {
    match system.split_once('(') {
        None => is_word(system, "-_"),
        Some((name, version)) => {
            let version = version.strip_suffix(')');
            is_word(name, "-_")
                && version.is_some_and(|version| version.is_empty() || is_word(version, "-_."))
        }
    }
}

fn is_word(text: &str, more: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_have_the_grammar_of_the_builder() {
        for platform in [
            "linux/amd64",
            "linux/arm/v7",
            "linux",
            "amd64",
            "x86_64",
            "Linux/AMD64",
            "windows(10.0.17763)/amd64",
            "linux()/amd64",
            "foo/bar",
            "linux/a.b",
        ] {
            assert!(is_platform(platform), "{platform}");
        }
        for platform in [
            "",
            "local",
            "all",
            "*",
            "linux/",
            "/amd64",
            "a/b/c/d",
            "linux//v8",
            "linux/amd64(x)",
            "li.nux/amd64",
            "linux(1/amd64",
            "linux/*",
        ] {
            assert!(!is_platform(platform), "{platform}");
        }
    }
}
