//! `local serve`: the local Daytona for other programs.

use std::net::TcpListener;

use crate::home::Home;
use crate::running::Running;

/// Starts a server and returns it with its URL and its key.
fn serve(home: &Home, arguments: &str) -> (Running, String, String) {
    let mut server = Running::start(home.command(&format!("local serve {arguments}")));
    let mut variable = |name: &str| {
        let line = server.stdout_line();
        let value = line.strip_prefix(name).and_then(|rest| rest.strip_prefix('='));
        value.unwrap_or_else(|| panic!("{line:?} sets {name}")).trim_end().to_owned()
    };
    let (url, key) = (variable("DAYTONA_API_URL"), variable("DAYTONA_API_KEY"));
    (server, url, key)
}

#[test]
fn printed_variables_reach_the_server_until_a_signal_ends_it() {
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
        // What was served is what `--local` finds.
        assert_eq!(home.local("get demo --format json").json()["state"], "active");
    }
}

#[test]
fn variables_are_taken_by_a_shell_as_they_are() {
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
fn served_on_the_wanted_port_or_not_at_all() {
    let home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    home.run(&format!("local serve --port {port}")).failed(1).says(&port.to_string());
    drop(taken);
    let (_server, url, _) = serve(&home, &format!("--port {port}"));
    assert_eq!(url, format!("http://127.0.0.1:{port}/api"));
}

#[test]
fn folder_in_use_is_named_with_the_way_round() {
    let home = Home::new();
    let (_server, ..) = serve(&home, "--local-dir state");
    home.run("--local-dir state list").failed(1).says("state").says("leave `--local` out");
}

#[test]
fn address_is_a_document_when_asked_for() {
    let home = Home::new();
    let mut server = Running::start(home.command("local serve --format json"));
    server.stderr_until("serving");
    server.send("INT");
    let document: serde_json::Value = serde_json::from_str(&server.end().stdout).unwrap();
    for key in ["api_url", "api_key", "organization_id"] {
        assert!(document[key].is_string(), "{key} in {document}");
    }
}
