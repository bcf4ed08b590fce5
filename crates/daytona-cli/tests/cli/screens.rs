//! The screens of every verb and every class of error, compared with recorded ones.
//!
//! `SNAPSHOTS=overwrite` records the screens again.

mod session;

use std::fs;
use std::net::TcpListener;
use std::time::Duration;

use daytona_testkit::{
    BuildLog, BuildOutcome, Emulator, EmulatorBuilder, Fault, FaultResponse, Route, SeedSnapshot,
};

use crate::home::Home;
use session::{FOLDER, PROMPT, Session};

/// Returns the verbs in the manual pages, such as `context upload`.
fn verbs(home: &Home) -> Vec<String> {
    assert_eq!(home.run("man pages").code, Some(0));
    let mut verbs: Vec<String> = fs::read_dir(home.path().join("pages"))
        .unwrap()
        .filter_map(|page| {
            let name = page.unwrap().file_name().into_string().unwrap();
            let verb = name.strip_prefix("daytona-snapshot-")?.strip_suffix(".1")?;
            Some(verb.replace('-', " "))
        })
        .collect();
    verbs.sort();
    verbs
}

/// Returns the recorded screens.
fn recorded() -> String {
    let files = fs::read_dir(FOLDER).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.extension().is_some_and(|end| end == "txt"));
    files.map(|file| fs::read_to_string(file).unwrap()).collect()
}

async fn server(builder: EmulatorBuilder) -> (Session, Emulator) {
    let server = builder.start().await.unwrap();
    (Session::against(&server), server)
}

fn seeded(name: &str) -> EmulatorBuilder {
    Emulator::builder().seed(SeedSnapshot::new(name, "alpine:3.20"))
}

#[test]
fn every_verb_has_a_screen() {
    let screens = recorded();
    let lines: Vec<Vec<&str>> = screens
        .lines()
        .filter_map(|line| line.strip_prefix(PROMPT))
        .map(|line| line.split_whitespace().skip_while(|word| word.starts_with("--")).collect())
        .filter(|words: &Vec<&str>| !words.contains(&"-h") && !words.contains(&"--help"))
        .collect();
    let verbs = verbs(&Home::new());
    assert!(verbs.len() > 15, "{verbs:?}");
    for verb in verbs.iter().map(String::as_str).chain(["man"]) {
        let words: Vec<&str> = verb.split(' ').collect();
        let is_shown = lines.iter().any(|line| line.starts_with(&words));
        assert!(is_shown, "no screen in tests/cli/screens shows `{verb}`");
    }
}

#[test]
fn every_exit_code_has_a_screen() {
    let screens = recorded();
    let codes = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/exit-codes.md");
    for line in fs::read_to_string(codes).unwrap().lines() {
        let Some((code, _)) = line.strip_prefix("- ").and_then(|line| line.split_once(':')) else {
            continue;
        };
        let is_shown = code == "0" || screens.contains(&format!("\n(exit code {code})\n"));
        assert!(is_shown, "no screen in tests/cli/screens has the exit code {code}");
    }
}

#[test]
fn help_of_every_verb() {
    let mut session = Session::offline();
    session.run("-h");
    for verb in verbs(&Home::new()) {
        session.run(&format!("{verb} -h"));
    }
    session.run("man -h");
    session.matches("help");
}

#[test]
fn long_help() {
    let mut session = Session::offline();
    session.run_all(["--version", "--help", "create --help", "local --help"]);
    session.matches("long-help");
}

#[test]
fn create() {
    let mut session = Session::local();
    session.run_all([
        "create demo .",
        "create demo .",
        "create demo . --if-exists adopt",
        "create other . --dry-run",
        "create plain --image alpine:3.20 --no-wait",
        "create fork --image alpine:3.20 --progress none --format json",
    ]);
    session.matches("create");
}

#[tokio::test(flavor = "multi_thread")]
async fn create_replaces_a_snapshot() {
    let builder = seeded("demo").removal_time(Duration::ZERO).build_time(Duration::from_secs(1));
    let (mut session, _server) = server(builder).await;
    session.run_all([
        "create demo --image alpine:3.21 --if-exists adopt",
        "create demo --image alpine:3.21 --if-exists replace",
    ]);
    session.matches("create-replace");
}

#[test]
fn list() {
    let mut session = Session::local();
    session.run("list");
    for name in ["first", "second", "third"] {
        session.prepare(&format!("create {name} --image alpine:3.20 --progress none"));
    }
    session.run_all([
        "list",
        "list -q",
        "list --name SEC",
        "list --limit 2 --sort name",
        "list --page 9",
        "list --name fourth",
        "list --state error",
        "list -q --format json",
        "list --limit 1 --sort name --format json",
        "list --limit 1 --sort name --format jsonl",
    ]);
    session.matches("list");
}

#[test]
fn one_snapshot() {
    let mut session = Session::local();
    session.prepare("create demo . --progress none");
    session.run_all([
        "get demo",
        "get demo --format yaml",
        "get dem",
        "logs demo",
        "logs demo --follow --format json",
        "wait demo",
        "wait demo --format json --progress none",
        "deactivate demo",
        "wait demo",
        "activate demo",
        "regions",
    ]);
    session.matches("one-snapshot");
}

#[tokio::test(flavor = "multi_thread")]
async fn activation() {
    let seed = SeedSnapshot::new("demo", "alpine:3.20").state("inactive");
    let builder = Emulator::builder().activation_cooldown(Duration::ZERO).seed(seed);
    let (mut session, _server) = server(builder).await;
    // The emulator may activate it before or after the wait begins, so there is no progress.
    session.run_all([
        "activate demo",
        "wait demo --progress none",
        "activate demo",
        "deactivate demo --format json",
        "activate demo --wait --progress none",
    ]);
    session.matches("activation");
}

#[test]
fn failed_build() {
    let mut session = Session::local();
    session.write("Failing", "FROM alpine:3.20\nLABEL daytona.local.failure=\"exit code: 1\"\n");
    session.run_all([
        "create broken . -f Failing",
        "create broken . -f Failing",
        "wait broken",
        "logs broken",
        "logs broken --follow",
        "wait broken --state inactive",
        "create broken . -f Failing --if-exists adopt --progress none --format json",
    ]);
    session.matches("failed-build");
}

#[tokio::test(flavor = "multi_thread")]
async fn deletion() {
    let builder = ["a", "b", "c", "ci-1", "ci-2"]
        .into_iter()
        .fold(Emulator::builder().removal_time(Duration::ZERO), |builder, name| {
            builder.seed(SeedSnapshot::new(name, "alpine:3.20"))
        });
    let (mut session, _server) = server(builder).await;
    session.run_all([
        "delete a",
        "delete b --wait",
        "wait b --state removed",
        "delete x",
        "delete c x y",
        "delete x y",
        "prune --prefix ci- --dry-run",
        "prune --prefix ci-",
        "prune --prefix ci- --yes",
        "prune --prefix ci- --yes",
        "prune --prefix ci- --yes --format json",
        "delete --all",
        "delete --all --yes",
    ]);
    session.matches("deletion");
}

#[tokio::test(flavor = "multi_thread")]
async fn bulk_deletion_asks() {
    let (mut session, _server) = server(seeded("a").removal_time(Duration::ZERO)).await;
    session.run_all(["delete --all", "prune --state active --yes --wait"]);
    session.matches("bulk-deletion");
}

#[test]
fn contexts() {
    let mut session = Session::local();
    session.write("Secret", "FROM alpine:3.20\nENV API_TOKEN=hush\n");
    session.run_all([
        "context upload .",
        "context upload . --format json",
        "image .",
        "image . --dry-run",
        "image . --format json",
        "image -f - < Secret",
        "create demo -f Secret --dry-run",
    ]);
    session.matches("contexts");
}

#[test]
fn emulator_of_the_command() {
    let mut session = Session::offline();
    session.run_all(["local path", "local path --format json"]);
    session.interrupt("local serve", "serving until Ctrl-C", "INT");
    session.interrupt("local serve --tls --format json", "serving until Ctrl-C", "INT");
    session.write("used/file", "");
    session.run("--local-dir used list");
    session.matches("local");
}

#[test]
fn state_of_the_emulator() {
    let mut session = Session::offline();
    session.run("local status");
    session.prepare("--local create demo .");
    session.write("other/Dockerfile", "FROM alpine:3.20\nCOPY notes.txt /other\n");
    session.write("other/notes.txt", "notes\n");
    session.prepare("--local context upload other");
    session.run_all([
        "local status",
        "local status --format json",
        "local prune --dry-run",
        "local prune",
        "local prune --format json",
        "local reset",
        "local reset --yes",
        "local reset --yes --format json",
        "local status",
    ]);
    session.write("used/file", "");
    session.run("--local-dir used local reset --yes");
    session.matches("local-state");
}

#[test]
fn scripts_and_pages() {
    let mut session = Session::offline();
    session.write("file", "");
    session.run_all(["completions fish", "man pages", "man file/pages"]);
    assert!(session.home().join("pages/daytona-snapshot.1").exists());
    session.matches("scripts-and-pages");
}

#[test]
fn usage() {
    let mut session = Session::offline();
    session.run_all([
        "",
        "lst",
        "create",
        "create demo",
        "create demo . --dokerfile D",
        "create demo . -t demo:1",
        "create demo . --platform linux/arm64 --format json",
        "create demo --image alpine:3.20 --cpu many",
        "create demo --image alpine:3.20 .",
        "get",
        "list --page 0",
        "list --sort size",
        "list --format xml",
        "prune",
        "delete",
        "wait demo --timeout soon",
        "context",
        "context upload",
        "image",
        "completions tcsh",
        "local serve --port 99999",
        "--local --api-url http://127.0.0.1:1/api list",
    ]);
    session.matches("usage");
}

#[test]
fn refused_input() {
    let mut session = Session::local();
    session.write("Missing", "FROM alpine:3.20\nCOPY missing /app/\n");
    session.write("Wrong", "FORM alpine:3.20\n");
    session.run_all([
        "create demo missing",
        "create demo https://host/repository.git",
        "create demo . -f none",
        "create demo . -f Missing",
        "create demo . -f Wrong",
        "create demo . --target none",
        "create demo . --build-arg =x",
        "create demo . --ignore-file none",
        "create demo . --entrypoint '[sh'",
        "create demo . --entrypoint ''",
        "create 'my demo' .",
        "create demo --image alpine",
        "create demo --image alpine:latest",
        "create demo --image alpine:3.20 --dry-run",
        "create demo --image alpine:3.20 --gpu 2",
        "create demo --image alpine:3.20 --region mars",
        "list --limit 500",
        "get ''",
    ]);
    session.matches("refused-input");
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials() {
    let mut session = Session::offline();
    session.run_all(["list", "list --format json", "get demo --format yaml"]);
    session.matches("no-credentials");
    let server = Emulator::start().await.unwrap();
    let mut session = Session::with_credentials(server.api_url(), "dtn_wrong");
    session.run_all(["list", "create demo ."]);
    session.matches("wrong-credentials");
    let mut session = Session::with_credentials("not a url", "dtn_wrong");
    session.run("list");
    session.matches("wrong-url");
}

#[test]
fn unreachable_server() {
    // Bound and closed, so that nothing listens on this port.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut session = Session::with_credentials(&format!("http://{address}/api"), "dtn_key");
    session.run("create demo .");
    session.matches("unreachable-server");
}

#[tokio::test(flavor = "multi_thread")]
async fn server_errors() {
    let (mut session, server) = server(seeded("demo")).await;
    for (response, line) in [
        (FaultResponse::html(502), "get demo"),
        (FaultResponse::new(200).body("text/html", "<html>hi</html>"), "list"),
        (
            FaultResponse::new(400).body("application/json", r#"{"message":"Quota exceeded"}"#),
            "create new --image alpine:3.20",
        ),
        (FaultResponse::new(403).header("x-request-id", "request-7"), "delete demo"),
        (FaultResponse::new(429).retry_after(Duration::ZERO), "regions"),
        (FaultResponse::new(503), "get demo --timeout 200ms"),
    ] {
        let fault = server.inject(Fault::on(Route::Any).respond(response));
        session.run(line);
        fault.remove();
    }
    server.inject(Fault::on(Route::GetSnapshot).respond(FaultResponse::new(503)).times(1));
    session.run("get demo");
    server.inject(Fault::on(Route::GetSnapshot).respond(FaultResponse::new(503)).times(1));
    session.run("wait demo --progress json");
    server
        .inject(Fault::on(Route::PutObject).respond(FaultResponse::s3_error(403, "AccessDenied")));
    session.run("create new .");
    session.matches("server-errors");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_commands() {
    let builder = Emulator::builder()
        .build_outcome("demo", BuildOutcome::Endless)
        .build_log("demo", BuildLog::new("#1 [1/1] FROM alpine:3.20\n"));
    let (mut session, _server) = server(builder).await;
    session.run("create demo . --timeout 4s");
    session.interrupt("wait demo", "#1 [1/1]", "INT");
    session.interrupt("logs -f demo", "#1 [1/1]", "TERM");
    session.interrupt("wait demo --progress json --format json", "FROM", "INT");
    session.run("wait demo --state removed --timeout 2s");
    session.matches("stopped-commands");
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_styles() {
    let log =
        "#1 [1/2] FROM alpine:3.20\n#1 CACHED\n#2 [2/2] RUN make\n#2 0.1 compiling\n#2 DONE 0.2s\n";
    // With the feed, the event `watching` can be before or after the first state.
    let builder = Emulator::builder().build_time(Duration::from_secs(1)).omit_feed();
    let builder = ["a", "b", "c"]
        .into_iter()
        .fold(builder, |builder, name| builder.build_log(name, BuildLog::new(log)));
    let (mut session, _server) = server(builder).await;
    for (name, file, style) in [("a", "A", "plain"), ("b", "B", "json"), ("c", "C", "none")] {
        // Equal builds are shared, and have no log of their own.
        session.write(file, &format!("FROM alpine:3.20\nLABEL name={name}\n"));
        session.run(&format!("create {name} . -f {file} --progress {style}"));
    }
    session.matches("progress-styles");
}
