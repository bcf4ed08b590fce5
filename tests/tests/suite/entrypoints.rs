//! The entrypoint that the server reads, and the one that the builder sets, on random Dockerfiles. Every
//! run uses the same seed.
//!
//! The emulator reads the text as the server does. The effective entrypoint comes from the generator,
//! which knows the effect of each line that it writes.

use std::fs;

use daytona_core::{CreateSnapshotParams, Image, SnapshotService};
use daytona_testkit::Emulator;

use super::end_to_end::fixture::connect;

const ROUNDS: usize = 600;

/// Lines without an effect on the entrypoint, all with a chance to mislead the server.
const NEUTRAL: [&str; 22] = [
    "# the ENTRYPOINT",
    "# ENTRYPOINT [\"wrong\"]",
    "#ENTRYPOINT",
    "# ENTRYPOINT ENTRYPOINT",
    "ENV V=ENTRYPOINT",
    "ENV V=\"ENTRYPOINT \"",
    "ENV ENTRYPOINT x",
    "LABEL x=\"ENTRYPOINT y\"",
    "RUN echo ENTRYPOINT",
    "RUN <<E\nENTRYPOINT [\"wrong\"]\nE",
    "RUN <<ENTRYPOINT\nx\nENTRYPOINT",
    "RUN echo a \\\n # ENTRYPOINT\n  b",
    "ONBUILD ENTRYPOINT [\"wrong\"]",
    "# ENTRYPOINT\u{2028}ENTRYPOINT",
    "# ENTRYPOINT\u{a0}\u{feff}",
    "# entrypoint x",
    "# ENTRYPOINT \t",
    "USER ENTRYPOINT",
    "WORKDIR /ENTRYPOINT ",
    "CMD [\"ENTRYPOINT\"]",
    "CMD x ENTRYPOINT",
    "",
];

/// Lines that set the entrypoint, with the words of the result. `None` for a line that sets none.
const SETTING: [(&str, Option<&[&str]>); 10] = [
    ("ENTRYPOINT [\"a\", \"b c\"]", Some(&["a", "b c"])),
    ("entrypoint [\"a\"]", Some(&["a"])),
    ("ENTRYPOINT a -b", Some(&["/bin/sh", "-c", "a -b"])),
    ("ENTRYPOINT ENTRYPOINT", Some(&["/bin/sh", "-c", "ENTRYPOINT"])),
    ("ENTRYPOINT [\"ENTRYPOINT\", \"x\"]", Some(&["ENTRYPOINT", "x"])),
    ("ENTRYPOINT [\"a\", \\\n  \"b\"]", Some(&["a", "b"])),
    ("ENTRYPOINT \\\n  a", Some(&["/bin/sh", "-c", "a"])),
    ("ENTRYPOINT ['a']", Some(&["/bin/sh", "-c", "['a']"])),
    ("ENTRYPOINT \"a\"", Some(&["/bin/sh", "-c", "\"a\""])),
    ("ENTRYPOINT []", None),
];

const LINE_ENDS: [&str; 4] = ["", "\n", "\n\n", "\n \t\n"];

#[tokio::test]
async fn server_reads_the_effective_entrypoint_of_random_dockerfiles() {
    let emulator = Emulator::start().await.unwrap();
    let snapshots = connect(&emulator);
    let mut random = Random(7);
    let (mut compared, mut wrong) = (0, Vec::new());
    for round in 0..ROUNDS {
        let sample = Sample::generate(&mut random);
        // The builder inherits the entrypoint of the base image, which nobody can repeat.
        let Some(expected) = sample.expected.clone() else { continue };
        let found = sample.send(&snapshots, &format!("sample-{round}")).await;
        if found.as_deref().unwrap_or_default() != expected {
            wrong.push(format!("{sample:?}\n  found {found:?}"));
        }
        compared += 1;
    }
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > ROUNDS / 2, "only {compared} samples have a known entrypoint");
}

/// A Dockerfile, the steps after it, and the entrypoint of the result.
#[derive(Debug)]
struct Sample {
    text: String,
    commands: Vec<String>,
    step: Option<Vec<String>>,
    request: Option<Vec<String>>,
    /// `None` if the image has the entrypoint of its base image.
    expected: Option<Vec<String>>,
}

impl Sample {
    fn generate(random: &mut Random) -> Self {
        let mut expected = None;
        let mut text = "FROM alpine:3 AS one".to_owned();
        for _ in 0..random.below(8) {
            text.push('\n');
            text.push_str(&line(random, &mut expected));
        }
        match random.below(4) {
            0 => {
                if text.contains("ONBUILD") {
                    expected = Some(vec!["wrong".to_owned()]);
                }
                text.push_str("\nFROM one");
            }
            1 => {
                text.push_str("\nFROM alpine:4");
                expected = None;
            }
            _ => {}
        }
        for _ in 0..random.below(4) {
            text.push('\n');
            text.push_str(&line(random, &mut expected));
        }
        text.push_str(LINE_ENDS[random.below(LINE_ENDS.len())]);
        let commands = (0..random.below(3)).map(|_| line(random, &mut expected)).collect();
        let words = |word: &str| vec![word.to_owned(), "x ENTRYPOINT y".to_owned()];
        let step = (random.below(6) == 0).then(|| words("step"));
        let request = (random.below(6) == 0).then(|| words("request"));
        let expected = request.clone().or(step.clone()).or(expected);
        Self { text, commands, step, request, expected }
    }

    /// Creates a snapshot, and returns the entrypoint that the server reads.
    async fn send(&self, snapshots: &SnapshotService, name: &str) -> Option<Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Dockerfile");
        fs::write(&path, &self.text).unwrap();
        let mut image = Image::from_dockerfile(path).dockerfile_commands(self.commands.clone());
        if let Some(words) = &self.step {
            image = image.entrypoint(words.clone());
        }
        let mut params = CreateSnapshotParams::new(name, image);
        if let Some(words) = &self.request {
            params = params.entrypoint(words.clone());
        }
        let started = snapshots.create(params).start().await;
        let started = started.unwrap_or_else(|error| panic!("{self:?}: {error}"));
        started.snapshot().entrypoint.clone()
    }
}

/// Returns a line, and changes the entrypoint as the builder does.
fn line(random: &mut Random, entrypoint: &mut Option<Vec<String>>) -> String {
    if random.below(4) > 0 {
        return (*random.pick(&NEUTRAL)).to_owned();
    }
    let (text, words) = random.pick(&SETTING);
    let words = words.unwrap_or_default();
    *entrypoint = Some(words.iter().map(|word| (*word).to_owned()).collect());
    (*text).to_owned()
}

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }
}
