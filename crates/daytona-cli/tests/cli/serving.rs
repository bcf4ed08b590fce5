//! `local serve`: the emulator for other programs.

use std::net::TcpListener;

use crate::home::Home;
use crate::running_command::RunningCommand;

/// Starts a server, and returns it with its URL and its key.
fn serve(home: &Home, arguments: &str) -> (RunningCommand, String, String) {
    let mut server = RunningCommand::start(home.command(&format!("local serve {arguments}")));
    let mut variable = |name: &str| {
        let line = server.stdout_line();
        let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix('='));
        value.unwrap_or_else(|| panic!("{line:?} sets {name}")).trim_end().to_owned()
    };
    let (url, key) = (variable("DAYTONA_API_URL"), variable("DAYTONA_API_KEY"));
    (server, url, key)
}

#[test]
fn printed_variables_select_the_server_until_a_signal_stops_it() {
    for signal in ["INT", "TERM"] {
        let home = Home::new();
        home.write_app();
        let (server, url, key) = serve(&home, "");
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        let create = "create demo --dockerfile Dockerfile --format json";
        assert_eq!(home.against(&url, &key, create).json()["state"], "active");
        server.send(signal);
        let end = server.end();
        assert_eq!((end.code, end.stdout.as_str()), (Some(0), ""), "{end:?}");
        // `--local` uses the same state folder.
        assert_eq!(home.local("get demo --format json").json()["state"], "active");
    }
}

#[test]
fn printed_variables_need_no_quotes_in_a_shell() {
    let home = Home::new();
    let (server, url, key) = serve(&home, "");
    for value in [&url, &key] {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:".contains(&byte);
        assert!(!value.is_empty() && value.bytes().all(plain), "{value} needs no quotes");
    }
    server.send("INT");
    assert_eq!(server.end().code, Some(0));
}

#[test]
fn serve_uses_the_port_option_or_fails() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    home.run(&format!("local serve --port {port}")).failed(1).says(&port.to_string());
    drop(taken);
    let (_server, url, _) = serve(&home, &format!("--port {port}"));
    assert_eq!(url, format!("http://127.0.0.1:{port}/api"));
}

#[test]
fn error_about_a_folder_in_use_names_the_alternative() {
    let home = Home::new();
    let (_server, ..) = serve(&home, "--local-dir state");
    home.run("--local-dir state delete demo").failed(1).says("state").says("leave `--local` out");
}

#[test]
fn serve_prints_a_json_document_on_request() {
    let home = Home::new();
    let mut server = RunningCommand::start(home.command("local serve --format json"));
    server.stderr_until("serving");
    server.send("INT");
    let document: serde_json::Value = serde_json::from_str(&server.end().stdout).unwrap();
    for key in ["api_url", "api_key", "organization_id"] {
        assert!(document[key].is_string(), "{key} in {document}");
    }
}
