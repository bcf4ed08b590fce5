//! Builds and their logs.

use std::time::Duration;

use daytona_testkit::{BuildOutcome, Emulator};
use futures_util::FutureExt;
use reqwest::Method;
use serde_json::Value;
use tokio::time::Instant;

use crate::client::Client;

/// An entry of an archive: its name, type, mode and content.
type Entry<'a> = (&'a str, tar::EntryType, u32, &'a [u8]);

fn archive(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, kind, mode, content) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(*kind);
        header.set_mode(*mode);
        header.set_size(content.len() as u64);
        if kind.is_symlink() || kind.is_hard_link() {
            header.set_link_name("elsewhere").unwrap();
        }
        archive.append_data(&mut header, name, *content).unwrap();
    }
    archive.into_inner().unwrap()
}

fn file<'a>(name: &'a str, content: &'a str) -> Entry<'a> {
    (name, tar::EntryType::Regular, 0o644, content.as_bytes())
}

async fn state(client: &Client, name: &str) -> Value {
    client.get(&format!("/snapshots/{name}")).await.1
}

#[tokio::test]
async fn build_with_all_sources_succeeds_and_logs_each_step() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    client.storage().await.put_context("c1", archive(&[file("src/main.py", "print()")])).await;
    let dockerfile = "FROM alpine:3.20\nCOPY src /app\nRUN true\n";
    let snapshot = client.build("ready", dockerfile, &["c1"]).await;
    daytona.wait_for_state("ready", "active").await;

    let log =
        client.log(snapshot["id"].as_str().unwrap(), "?follow=true").await.text().await.unwrap();
    let lines = [
        "#1 [internal] load build definition from Dockerfile",
        "#2 [internal] load build context",
        "#3 [1/3] FROM alpine:3.20",
        "#4 [2/3] COPY src /app",
        "#5 [3/3] RUN true",
        "#6 exporting to image",
    ];
    assert_eq!(log.lines().collect::<Vec<_>>(), lines);
}

#[tokio::test]
async fn missing_source_fails_the_build_with_its_name_and_line() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    client.storage().await.put_context("c1", archive(&[file("here.txt", "")])).await;
    let dockerfile = "FROM alpine:3.20\nCOPY here.txt /\nCOPY --chmod=600 absent/a.txt /\n";
    let snapshot = client.build("bad", dockerfile, &["c1"]).await;
    daytona.wait_for_state("bad", "error").await;

    let reason = state(&client, "bad").await["errorReason"].as_str().unwrap().to_owned();
    assert!(reason.contains("\"/absent/a.txt\": not found (Dockerfile line 3)"), "{reason}");
    let log = client.log(snapshot["id"].as_str().unwrap(), "").await.text().await.unwrap();
    assert!(log.ends_with(&format!("\nERROR: {reason}\n")), "{log}");
}

/// Builds Dockerfiles with one context. Returns the error reason of each build that fails.
async fn outcomes(dockerfiles: &[&str]) -> Vec<Option<String>> {
    let daytona = Emulator::builder().build_time(Duration::ZERO).start().await.unwrap();
    let client = Client::of(&daytona);
    let files = ["package.json", "src/main.py", "src/lib/a.py", "a b", "docs/x.md"];
    let entries: Vec<_> = files.iter().map(|name| file(name, "")).collect();
    client.storage().await.put_context("c1", archive(&entries)).await;
    let mut outcomes = Vec::new();
    for (number, dockerfile) in dockerfiles.iter().enumerate() {
        let name = format!("build-{number}");
        client.build(&name, dockerfile, &["c1"]).await;
        let finished = async {
            tokio::select! {
                () = daytona.wait_for_state(&name, "active") => {}
                () = daytona.wait_for_state(&name, "error") => {}
            }
        };
        tokio::time::timeout(Duration::from_secs(60), finished).await.expect(dockerfile);
        let reason = state(&client, &name).await["errorReason"].as_str().map(str::to_owned);
        outcomes.push(reason);
    }
    outcomes
}

#[tokio::test]
async fn build_that_buildkit_accepts_succeeds() {
    let dockerfiles = [
        // A pattern can match nothing, alone or with other sources.
        "FROM a:1\nCOPY package.json yarn.lock* ./\n",
        "FROM a:1\nCOPY src/*.txt absent*/x /\n",
        "FROM a:1\nADD .env* /app/\nCOPY package-lock.jso[n] /app/\n",
        "FROM a:1\nCOPY --parents **/*.t /app/\nCOPY --parents src/./lib/*.py **/*.md /app/\n",
        // Stages that the build does not need.
        "FROM a:1 AS unused\nCOPY nowhere /\nRUN --mount=source=nowhere,target=/n x\nFROM b:1\n",
        "FROM a:1 AS one\nFROM one AS two\nADD nowhere /\nFROM one\nCOPY src /src\n",
        // Heredocs.
        "FROM a:1\nRUN <<E.O-F cat\nCOPY nowhere /\nE.O-F\nCOPY <<a.txt <<-'b.c' /d/\n1\na.txt\n\tb.c\n",
        "FROM a:1 AS one\nONBUILD RUN <<E\nCOPY nowhere /\nE\nONBUILD COPY src /s\nFROM one\n",
        // A trigger runs in the stages that are based on its stage.
        "FROM a:1\nONBUILD COPY nowhere /\n",
        // Other inputs than the context.
        "FROM a:1\nADD https://e.example/f git@h.example:r.git /d/\nCOPY --from=b:1 /nowhere /d\n",
        "FROM a:1\nRUN --mount=type=cache,target=/c --mount=from=b:1,source=/nowhere,target=/b x\n",
        // Paths and words.
        "FROM a:1\nCOPY ../package.json /src ./src/../docs/ /d/\nCOPY [\"a b\", \"/d/\"]\n",
        "# escape=`\nARG D=src\nFROM a:1\nARG D\nENV F=main\nCOPY `\n # comment\n ${D}/${F%x}.py /d\n",
        "FROM a:1\nCOPY $SET_BY_THE_BASE/x /d\nCOPY --exclude=*.md docs /d\nCOPY . /d\n",
        "FROM a:1\nRUN --mount=type=bind,source=src,target=/s [ -d /s ]\n",
    ];
    for (dockerfile, reason) in dockerfiles.iter().zip(outcomes(&dockerfiles).await) {
        assert_eq!(reason, None, "{dockerfile}");
    }
}

#[tokio::test]
async fn build_that_buildkit_refuses_fails_with_its_reason_and_line() {
    let cases = [
        ("FROM a:1\nCOPY package.json yarn.lock ./\n", "\"/yarn.lock\": not found", 2),
        ("FROM a:1\n\nADD src none* /nowhere /d/\n", "\"/nowhere\": not found", 3),
        ("FROM a:1\nCOPY --parents src/./a.py /d/\n", "\"/src/a.py\": not found", 2),
        ("FROM a:1\nRUN --mount=source=src/*,target=/s x\n", "\"/src/*\": not found", 2),
        ("ARG D=nowhere\nFROM a:1\nARG D\nCOPY $D/x /d\n", "\"/nowhere/x\": not found", 4),
        (
            "FROM a:1 AS one\nONBUILD COPY nowhere /\nFROM one AS two\nFROM b:1\nCOPY --from=two / /\n",
            "\"/nowhere\": not found",
            2,
        ),
        ("FROM a:1 AS one\nCOPY lost /\nFROM one\n", "\"/lost\": not found", 2),
        (
            "FROM a:1\nCOPY absent/*.txt /\n",
            "failed to solve: lstat /absent: no such file or directory",
            2,
        ),
        ("FROM a:1\nCOPY src/[ /d\n", "syntax error in pattern", 2),
        // The Dockerfile is invalid.
        ("FROM a:1\nCOPY --form=one a b\n", "COPY has no flag `--form`", 2),
        ("FROM a:1\nCOPY src\n", "COPY takes at least one source and a destination", 2),
        ("FROM a:1\nCOPY <<E /d\nx\n", "no line `E` ends the heredoc", 2),
        ("FROM a:1\nRUN x\nHEALTHCHECK curl x\n", "HEALTHCHECK begins with `curl`", 3),
        ("FROM a:1\nENV A=${B\n", "a `}` is missing", 2),
        ("RUN x\nFROM a:1\n", "RUN comes before the first FROM", 1),
        ("# nothing\n", "file with no instructions", 1),
    ];
    let dockerfiles = cases.map(|(dockerfile, ..)| dockerfile);
    for ((dockerfile, expected, line), reason) in cases.iter().zip(outcomes(&dockerfiles).await) {
        let reason = reason.expect(dockerfile);
        assert!(reason.contains(expected), "{dockerfile}: {reason}");
        assert!(reason.ends_with(&format!("(Dockerfile line {line})")), "{dockerfile}: {reason}");
    }
}

#[tokio::test]
async fn contexts_are_merged_in_the_order_of_their_hashes() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let storage = client.storage().await;
    let first = [
        file("a.txt", "first"),
        ("dir", tar::EntryType::Directory, 0o755, b""),
        ("run.sh", tar::EntryType::Regular, 0o755, b"#!/bin/sh"),
        ("link", tar::EntryType::Symlink, 0o777, b""),
        ("hard", tar::EntryType::Link, 0o644, b""),
    ];
    storage.put_context("c1", archive(&first)).await;
    storage.put_context("c2", archive(&[file("a.txt", "second")])).await;
    storage.put_context("c3", b"no archive at all".repeat(100)).await;
    client.build("merged", "FROM alpine:3.20\nCOPY a.txt run.sh /\n", &["c1", "c2", "c3"]).await;
    daytona.wait_for_state("merged", "active").await;

    let files = daytona.build_context("merged").unwrap();
    let seen: Vec<_> = files
        .iter()
        .map(|file| {
            (file.path.as_str(), file.mode, String::from_utf8(file.content.clone()).unwrap())
        })
        .collect();
    let expected = [
        ("Dockerfile", 0o644, "FROM alpine:3.20\nCOPY a.txt run.sh /\n"),
        ("a.txt", 0o644, "second"),
        ("hard", 0o644, ""),
        ("link", 0o777, ""),
        ("run.sh", 0o755, "#!/bin/sh"),
    ];
    assert_eq!(seen, expected.map(|(path, mode, text)| (path, mode, text.to_owned())));
}

#[tokio::test]
async fn truncated_archive_is_skipped_with_a_log_line() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let mut damaged = archive(&[file("data.bin", &"x".repeat(4096))]);
    damaged.truncate(2048);
    client.storage().await.put_context("c1", damaged).await;
    let snapshot = client.build("damaged", "FROM alpine:3.20\nCOPY data.bin /\n", &["c1"]).await;
    daytona.wait_for_state("damaged", "error").await;
    let log = client.log(snapshot["id"].as_str().unwrap(), "").await.text().await.unwrap();
    assert!(log.contains("context c1 is damaged and was skipped"), "{log}");
}

#[tokio::test]
async fn missing_context_fails_the_build_before_its_log_opens() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.build("lost", "FROM alpine:3.20\n", &["none"]).await;
    daytona.wait_for_state("lost", "error").await;
    let reason = state(&client, "lost").await["errorReason"].as_str().unwrap().to_owned();
    assert!(reason.contains("(NoSuchKey)"), "{reason}");
    assert_eq!(client.log(snapshot["id"].as_str().unwrap(), "").await.status(), 404);
}

#[tokio::test]
async fn log_is_not_found_until_it_opens() {
    let daytona =
        Emulator::builder().log_open_delay(Duration::from_secs(3600)).start().await.unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.build("slow", "FROM alpine:3.20\n", &[]).await;
    daytona.wait_for_state("slow", "building").await;
    let log = client.log(snapshot["id"].as_str().unwrap(), "?follow=true").await;
    assert_eq!(log.status(), 404);
}

/// Checks that a follower gets the whole log and no end.
async fn assert_stays_open(client: &Client, snapshot: &Value) {
    let id = snapshot["id"].as_str().unwrap();
    let whole = client.log(id, "").await.text().await.unwrap();
    let mut followed = client.log(id, "?follow=true").await;
    let mut read = String::new();
    while read.len() < whole.len() {
        read += std::str::from_utf8(&followed.chunk().await.unwrap().unwrap()).unwrap();
    }
    assert_eq!(read, whole);
    assert!(followed.chunk().now_or_never().is_none());
}

/// Follows a log from its start, and returns it when the server ends it.
async fn followed_log(client: &Client, snapshot: &Value) -> String {
    let id = snapshot["id"].as_str().unwrap();
    loop {
        let log = client.log(id, "?follow=true").await;
        if log.status() == 200 {
            return log.text().await.unwrap();
        }
    }
}

#[tokio::test]
async fn log_stays_open_until_the_image_is_tagged() {
    let hour = Duration::from_secs(3600);
    for builder in
        [Emulator::builder().export_time(hour), Emulator::builder().log_close_delay(hour)]
    {
        let daytona = builder.build_time(Duration::ZERO).start().await.unwrap();
        let client = Client::of(&daytona);
        let snapshot = client.build("ready", "FROM alpine:3.20\n", &[]).await;
        let id = snapshot["id"].as_str().unwrap();
        while !client.log(id, "").await.text().await.unwrap().ends_with("exporting to image\n") {}
        assert_stays_open(&client, &snapshot).await;
        assert_eq!(state(&client, "ready").await["state"], "building");
    }
}

#[tokio::test]
async fn log_ends_before_the_push() {
    let daytona = Emulator::builder().push_time(Duration::from_secs(3600)).start().await.unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.build("ready", "FROM alpine:3.20\n", &[]).await;
    let log = followed_log(&client, &snapshot).await;
    assert!(log.ends_with("exporting to image\n"), "{log}");
    assert_eq!(state(&client, "ready").await["state"], "building");
}

#[tokio::test(start_paused = true)]
async fn parts_of_a_build_take_their_times() {
    let daytona = Emulator::builder()
        .server_times()
        // While requests are repeated, the clock of the runtime does not advance.
        .log_open_delay(Duration::ZERO)
        .build_time(Duration::from_secs(10))
        .push_time(Duration::from_secs(30))
        .start()
        .await
        .unwrap();
    let client = Client::of(&daytona);
    let started = Instant::now();
    let (built, ()) = tokio::join!(client.build("built", "FROM alpine:3.20\n", &[]), async {
        client.pull("pulled").await;
    });
    let log = followed_log(&client, &built).await;
    // The steps, the export, and the second until the log ends.
    let log_ended = started.elapsed().as_millis();
    assert!((11_500..12_500).contains(&log_ended), "{log_ended} ms: {log}");
    daytona.wait_for_state("pulled", "active").await;
    let pulled = started.elapsed().as_millis();
    assert!((40_000..41_000).contains(&pulled), "{pulled} ms");
    daytona.wait_for_state("built", "active").await;
    let active = started.elapsed().as_millis();
    assert!((41_500..42_500).contains(&active), "{active} ms");
}

#[tokio::test(start_paused = true)]
async fn removals_take_the_times_of_the_server() {
    let daytona = Emulator::builder().server_times().start().await.unwrap();
    let client = Client::of(&daytona);
    let mut durations = Vec::new();
    for number in 0..8 {
        let name = format!("pulled-{number}");
        let snapshot = client.pull(&name).await;
        daytona.wait_for_state(&name, "active").await;
        let path = format!("/snapshots/{}", snapshot["id"].as_str().unwrap());
        client.call(Method::DELETE, &path, None).await;
        let started = Instant::now();
        daytona.wait_until_removed(&name).await;
        durations.push(started.elapsed());
    }
    let range = Duration::from_secs(2)..Duration::from_secs(11);
    assert!(durations.iter().all(|duration| range.contains(duration)), "{durations:?}");
    durations.sort();
    durations.dedup();
    assert!(durations.len() > 1, "{durations:?}");
}

#[tokio::test]
async fn log_of_a_failed_build_does_not_end() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let snapshot = client.build("failed", "FROM alpine:3.20\nCOPY absent /\n", &[]).await;
    daytona.wait_for_state("failed", "error").await;
    assert_stays_open(&client, &snapshot).await;
}

#[tokio::test]
async fn log_needs_the_key() {
    let daytona = Emulator::start().await.unwrap();
    let mut client = Client::of(&daytona);
    let snapshot = client.build("ready", "FROM alpine:3.20\n", &[]).await;
    let (_, body) = client
        .get(&format!("/snapshots/{}/build-logs-url", snapshot["id"].as_str().unwrap()))
        .await;
    client.token = "wrong".to_owned();
    let url = body["url"].as_str().unwrap();
    assert!(!url.starts_with(daytona.api_url()));
    let reply = client.http.get(url).bearer_auth("wrong").send().await.unwrap();
    assert_eq!(reply.status(), 401);
}

#[tokio::test]
async fn outcome_is_scripted_by_the_name_of_the_snapshot() {
    let daytona = Emulator::builder()
        .build_time(Duration::ZERO)
        .build_outcome("full", BuildOutcome::error("no space left on device"))
        .build_outcome("odd", BuildOutcome::build_failed("exit code: 2"))
        .build_outcome("endless", BuildOutcome::Endless)
        .start()
        .await
        .unwrap();
    let client = Client::of(&daytona);
    let full = client.build("full", "FROM alpine:3.20\n", &[]).await;
    client.pull("odd").await;
    client.build("endless", "FROM alpine:3.21\n", &[]).await;
    daytona.wait_for_state("full", "error").await;
    daytona.wait_for_state("odd", "build_failed").await;
    daytona.wait_for_state("endless", "building").await;
    assert_eq!(state(&client, "full").await["errorReason"], "no space left on device");
    assert_eq!(state(&client, "odd").await["errorReason"], "exit code: 2");
    let log = client.log(full["id"].as_str().unwrap(), "").await.text().await.unwrap();
    assert!(log.ends_with("ERROR: no space left on device\n"), "{log}");
}

#[tokio::test]
async fn snapshots_with_identical_input_share_one_build() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    let (one, two) = tokio::join!(
        client.build("one", "FROM alpine:3.20\n", &[]),
        client.build("two", "FROM alpine:3.20\n", &[]),
    );
    daytona.wait_for_state("one", "active").await;
    daytona.wait_for_state("two", "active").await;
    let three = client.build("three", "FROM alpine:3.20\n", &[]).await;
    assert_eq!(three["state"], "active");
    assert_eq!(three["initialRunnerId"], Value::Null);
    let reference = |snapshot: &Value| snapshot["buildInfo"]["snapshotRef"].clone();
    assert_eq!([reference(&two), reference(&three)], [reference(&one), reference(&one)]);
    let log = client.log(one["id"].as_str().unwrap(), "").await.text().await.unwrap();
    assert_eq!(log.matches("load build definition").count(), 1, "{log}");
}

#[tokio::test(start_paused = true)]
async fn snapshot_of_a_shared_build_has_no_log_url() {
    let daytona = Emulator::start().await.unwrap();
    let client = Client::of(&daytona);
    client.build("one", "FROM alpine:3.20\n", &[]).await;
    daytona.wait_for_state("one", "active").await;
    let two = client.build("two", "FROM alpine:3.20\n", &[]).await;
    let started = Instant::now();
    let path = format!("/snapshots/{}/build-logs-url", two["id"].as_str().unwrap());
    let (status, body) = client.get(&path).await;
    assert_eq!(status, 404, "{body}");
    let waited = started.elapsed().as_millis();
    assert!((30_000..31_000).contains(&waited), "{waited} ms");
}

#[tokio::test]
async fn log_of_a_second_attempt_starts_with_the_first() {
    let daytona = Emulator::builder()
        .build_outcome("first", BuildOutcome::error("out of luck"))
        .start()
        .await
        .unwrap();
    let client = Client::of(&daytona);
    client.build("first", "FROM alpine:3.20\n", &[]).await;
    daytona.wait_for_state("first", "error").await;
    let second = client.build("second", "FROM alpine:3.20\n", &[]).await;
    daytona.wait_for_state("second", "active").await;
    let log =
        client.log(second["id"].as_str().unwrap(), "?follow=true").await.text().await.unwrap();
    assert!(log.contains("out of luck"), "{log}");
    assert_eq!(log.matches("load build definition").count(), 2, "{log}");
    assert!(log.contains("#3 [1/1] FROM alpine:3.20\n"), "{log}");
    assert!(log.contains("#3 CACHED [1/1] FROM alpine:3.20\n"), "{log}");
}
