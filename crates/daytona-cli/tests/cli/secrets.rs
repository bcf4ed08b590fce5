//! No secret appears in the output, the arguments or the files of the program.

use std::fs;
use std::process::Command;
use std::time::Duration;

use daytona_testkit::{BuildOutcome, Emulator, Fault, FaultResponse, Route};
use daytona_tests::canary;

use crate::home::{Home, Run, finish};
use crate::running_command::RunningCommand;

/// Starts a server whose secrets contain `marker`.
async fn server(marker: &str) -> Emulator {
    Emulator::builder()
        .secret_marker(marker)
        .jwt(format!("header.{marker}.signature"))
        .activation_cooldown(Duration::ZERO)
        .build_outcome("broken", BuildOutcome::error("exit code: 1"))
        .start()
        .await
        .unwrap()
}

/// Runs a command line with the key of a server and with verbose logging in the environment.
async fn run(home: &Home, server: &Emulator, arguments: &str) -> Run {
    let mut command = home.command_against(server.api_url(), server.api_key(), arguments);
    enable_logging(&mut command, home);
    tokio::task::spawn_blocking(move || finish(&mut command)).await.unwrap()
}

fn enable_logging(command: &mut Command, home: &Home) {
    let temporary = home.path().join("tmp");
    fs::create_dir_all(&temporary).unwrap();
    command
        .env("TMPDIR", temporary)
        .env("RUST_LOG", "trace")
        .env("DAYTONA_LOG", "trace")
        .env("RUST_BACKTRACE", "1");
}

#[track_caller]
fn assert_no_secret(run: &Run) {
    for stream in [&run.stdout, &run.stderr] {
        assert_eq!(canary::find(stream.as_bytes()), None, "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_verb_shows_the_key() {
    let server = server(&canary::secret("Verbs")).await;
    let home = Home::new();
    home.write_app();
    for (arguments, code) in [
        ("create demo --dockerfile Dockerfile --progress plain", 0),
        ("create broken --image alpine:3.20", 6),
        ("create demo --image alpine:3.20", 4),
        ("list --format json", 0),
        ("get demo --format yaml", 0),
        ("get missing", 3),
        ("logs demo", 0),
        ("wait demo", 0),
        ("deactivate demo", 0),
        ("activate demo", 0),
        ("context upload --dockerfile Dockerfile", 0),
        ("image --dockerfile Dockerfile", 0),
        ("delete demo", 0),
    ] {
        let run = run(&home, &server, arguments).await;
        assert_eq!(run.code, Some(code), "{arguments}: {run:?}");
        assert_no_secret(&run);
        // Traces are written, so that they are searched, too.
        assert_eq!(run.stderr.contains("daytona_api"), !arguments.starts_with("image"), "{run:?}");
    }
    assert_eq!(canary::find_in_folder(home.path()).unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn server_failures_show_no_secret() {
    let server = server(&canary::secret("Failures")).await;
    let home = Home::new();
    home.write_app();
    let create = "create demo --dockerfile Dockerfile --timeout 5";
    for (fault, arguments) in [
        (Fault::on(Route::GetPushAccess).truncate(200), create),
        (Fault::on(Route::GetPushAccess).corrupt(), create),
        (Fault::on(Route::PutObject).respond(FaultResponse::s3_error(403, "AccessDenied")), create),
        (Fault::on(Route::ListObjectsV2).respond(FaultResponse::expired_credentials()), create),
        (Fault::on(Route::CreateSnapshot).respond(FaultResponse::new(401)), create),
        (Fault::on(Route::GetAllSnapshots).respond(FaultResponse::html(200)), "list"),
        (Fault::on(Route::GetAllSnapshots).respond(FaultResponse::new(401)), "list --format json"),
    ] {
        let fault = server.inject(fault);
        let run = run(&home, &server, arguments).await;
        assert_ne!(run.code, Some(0), "{arguments}: {run:?}");
        assert!(fault.hits() > 0, "{arguments}: {run:?}");
        assert_no_secret(&run);
        server.clear_faults();
    }
    assert_eq!(canary::find_in_folder(home.path()).unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_about_settings_show_no_secret() {
    let secret = canary::secret("Settings");
    let proxy = format!("http://me:{secret}@127.0.0.1:9");
    let url = format!("http://me:{secret}@127.0.0.1:9/api");
    let query = format!("http://127.0.0.1:9/api?token={secret}");
    let line_end = format!("{secret}\n");
    for variables in [
        vec![("DAYTONA_API_KEY", &secret), ("HTTP_PROXY", &proxy), ("http_proxy", &proxy)],
        vec![("DAYTONA_API_KEY", &secret), ("DAYTONA_API_URL", &url)],
        vec![("DAYTONA_API_KEY", &secret), ("DAYTONA_API_URL", &query)],
        vec![("DAYTONA_API_KEY", &line_end)],
        vec![("DAYTONA_JWT_TOKEN", &secret)],
    ] {
        let home = Home::new();
        let mut command = home.command("list");
        enable_logging(&mut command, &home);
        command.env("DAYTONA_API_URL", "http://203.0.113.1:9/api").envs(variables);
        let run = tokio::task::spawn_blocking(move || finish(&mut command)).await.unwrap();
        assert_ne!(run.code, Some(0), "{run:?}");
        assert_no_secret(&run);
    }
}

#[test]
fn errors_about_env_files_show_no_secret() {
    let secret = canary::secret("EnvFile");
    let home = Home::new();
    for content in [
        format!("DAYTONA_API_KEY='{secret}\n"),
        format!("DAYTONA_API_KEY={secret}\nDAYTONA_API_URL=http://me:{secret}@127.0.0.1:9/api\n"),
        format!("{secret}\nDAYTONA_API_KEY {secret}\nDAYTONA_API_KEY=${{{secret}\n"),
        format!("DAYTONA_JWT_TOKEN={secret}\n"),
    ] {
        home.write(".env", &content);
        let mut command = home.command("list");
        enable_logging(&mut command, &home);
        let run = finish(&mut command);
        assert_ne!(run.code, Some(0), "{run:?}");
        assert_no_secret(&run);
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn arguments_of_the_process_have_no_secret() {
    let marker = canary::secret("Arguments");
    let server = Emulator::builder()
        .secret_marker(&marker)
        .build_outcome("demo", BuildOutcome::Endless)
        .start()
        .await
        .unwrap();
    let home = Home::new();
    home.write_app();
    let arguments = "create demo --dockerfile Dockerfile --progress plain";
    let mut command = home.command_against(server.api_url(), server.api_key(), arguments);
    enable_logging(&mut command, &home);
    let running =
        tokio::task::spawn_blocking(move || RunningCommand::start(command)).await.unwrap();
    server.wait_for_state("demo", "building").await;
    let arguments = fs::read(format!("/proc/{}/cmdline", running.id())).unwrap();
    assert!(arguments.starts_with(env!("CARGO_BIN_EXE_daytona-snapshot").as_bytes()));
    assert_eq!(canary::find(&arguments), None);
    assert_eq!(canary::find_in_folder(home.path()).unwrap(), None);
    running.send("INT");
    let run = tokio::task::spawn_blocking(move || running.end()).await.unwrap();
    assert_no_secret(&run);
}
