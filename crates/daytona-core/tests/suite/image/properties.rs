//! Properties of resolved images, on random Dockerfiles in random directories. Every run uses the same
//! seeds.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use daytona_core::{Image, ResolvedImage};
use daytona_dockerfile::{Dockerfile, parse_fragment};

const ROUNDS: u64 = 400;

const NAMES: [&str; 12] =
    ["a", "b.txt", ".hidden", "sp ace", "[x]", "Dockerfile", "src", "lib", "deep", "é", "*", "-x"];

const SOURCES: [&str; 22] = [
    ".",
    "./",
    "/",
    "..",
    "src",
    "src/",
    "./src/lib",
    "/a",
    "*",
    "**",
    "*/*",
    "src/**/a",
    "[a-b]*",
    "[",
    "?",
    "$D",
    "${D:-a}/b.txt",
    "\"sp ace\"",
    "src/../a",
    "é",
    "<<E",
    "https://x.y/z",
];

const FLAGS: [&str; 9] = [
    "",
    "",
    "",
    "--from=0 ",
    "--from=one ",
    "--chown=1 ",
    "--parents ",
    "--exclude=*.txt ",
    "--link ",
];

const LINES: [&str; 16] = [
    "FROM a AS one",
    "FROM one",
    "FROM b",
    "ARG D=src",
    "ENV D=lib E=$D",
    "RUN <<E\nCOPY a /\nE",
    "RUN --mount=type=bind,source=src,target=/s x",
    "RUN --mount=target=/all x",
    "ONBUILD COPY src /",
    "ENTRYPOINT top -b",
    "# ENTRYPOINT x",
    "CMD [\"x\"]",
    "RUN x \\",
    "E",
    "SHELL [\"a\"]",
    "",
];

/// Texts with a special meaning in Dockerfiles.
const PIECES: [&str; 12] = [
    "\n",
    "\r\n",
    "\\\n",
    " ",
    "#",
    "<<E",
    "\nE\n",
    "\"",
    "${",
    "[\"",
    "--from=0 ",
    "\nFROM a AS b\n",
];

const IGNORED: [&str; 10] =
    ["*", "!src", "**/*.txt", "src/lib", "!src/lib/a", "# no", "/a", "..", "[", "!**/deep"];

/// A linear congruential generator.
struct Random(u64);

impl Random {
    /// Returns a number below the limit.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn pick<'t>(random: &mut Random, texts: &[&'t str]) -> &'t str {
    texts[random.below(texts.len())]
}

/// Creates files, directories, links, and in some rounds an ignore file.
fn populate(random: &mut Random, root: &Path) {
    for _ in 0..random.below(12) {
        let depth = random.below(3);
        let mut path = root.to_owned();
        path.extend((0..=depth).map(|_| pick(random, &NAMES)));
        let created = match random.below(8) {
            0 => fs::create_dir_all(&path),
            #[cfg(unix)]
            1 => {
                let target = ["a", "src", "..", "../src", "nowhere", "/etc/hostname", "."];
                std::os::unix::fs::symlink(pick(random, &target), &path)
            }
            _ => path
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| fs::write(&path, "x")),
        };
        // A path can conflict with an earlier one.
        drop(created);
    }
    if random.below(3) == 0 {
        let lines: Vec<&str> = (0..random.below(4)).map(|_| pick(random, &IGNORED)).collect();
        drop(fs::write(root.join(".dockerignore"), lines.join("\n")));
    }
}

fn dockerfile(random: &mut Random) -> String {
    let mut text = "FROM a\n".to_owned();
    for _ in 0..random.below(6) {
        if random.below(2) == 0 {
            text.push_str(pick(random, &LINES));
        } else {
            let (keyword, flag) = (pick(random, &["COPY", "ADD"]), pick(random, &FLAGS));
            let (one, other) = (pick(random, &SOURCES), pick(random, &SOURCES));
            text.push_str(&format!("{keyword} {flag}{one} {other} /x/"));
        }
        text.push('\n');
    }
    for _ in 0..random.below(3) {
        let mut at = random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        match random.below(3) {
            0 => text.truncate(at),
            1 if at < text.len() => drop(text.remove(at)),
            _ => text.insert_str(at, pick(random, &PIECES)),
        }
    }
    text
}

/// Checks the properties of a resolved image.
fn check(resolved: &ResolvedImage, roots: &[&Path]) {
    Dockerfile::parse(&resolved.dockerfile).unwrap();
    let mut names = BTreeSet::new();
    for file in &resolved.context {
        let name = &file.archive_path;
        assert!(names.insert(name), "{name} occurs twice");
        assert!(name.split('/').all(|part| !matches!(part, "" | "." | "..")), "{name:?}");
        assert_ne!(name, "Dockerfile");
        // The scan of the context checks the targets of links.
        assert!(roots.contains(&file.link_root.as_path()), "{:?}", file.link_root);
        if file.local.is_symlink() {
            continue;
        }
        let real = file.local.canonicalize().unwrap();
        assert!(roots.iter().any(|root| real.starts_with(root)), "{real:?} lies outside");
    }
}

/// Returns `true` if an upload of the context finds no error.
#[cfg(feature = "upload")]
fn is_accepted(image: &ResolvedImage) -> bool {
    use daytona_objstore::{Limits, Progress, scan};

    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(scan(image.sources(), Limits::default(), &Progress::new())).is_ok()
}

#[cfg(not(feature = "upload"))]
fn is_accepted(_: &ResolvedImage) -> bool {
    true
}

#[test]
fn resolved_images_stay_inside_their_context() {
    let mut resolved = 0;
    for round in 0..ROUNDS {
        let mut random = Random(round);
        let dir = tempfile::tempdir().unwrap();
        populate(&mut random, dir.path());
        let path = dir.path().join("Dockerfile.any");
        fs::write(&path, dockerfile(&mut random)).unwrap();
        let root = dir.path().canonicalize().unwrap();

        let image = Image::from_dockerfile(&path);
        let Ok(found) = image.resolve() else {
            assert!(image.lint().is_err());
            continue;
        };
        check(&found, &[&root]);
        assert_eq!(image.lint().is_ok(), is_accepted(&found));
        let longer = image.user("last");
        assert!(longer.dockerfile().unwrap().contains("USER last\n"));
        resolved += 1;

        let line = format!("COPY {} /x/", pick(&mut random, &SOURCES));
        if parse_fragment(&line, '\\').is_ok() {
            let staged = Image::base("c").stage("s", longer).dockerfile_commands_in(&root, [line]);
            if let Ok(staged) = staged.resolve() {
                check(&staged, &[&root]);
            }
        }
    }
    assert!(resolved > 60, "only {resolved} images could be resolved");
}
