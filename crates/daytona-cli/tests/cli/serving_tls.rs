//! `local serve --tls`: the emulator over https, and the certificates for other programs.

use std::collections::BTreeMap;
use std::fs;

use crate::home::{Home, finish};
use crate::running_command::RunningCommand;

/// Starts a server, and returns it with the variables that it prints.
fn serve(home: &Home, arguments: &str) -> (RunningCommand, BTreeMap<String, String>) {
    let command = home.command(&format!("local serve --tls {arguments}"));
    let mut server = RunningCommand::start(command);
    let variables = (0..5).map(|_| {
        let line = server.stdout_line();
        let (name, value) = line.trim_end().split_once('=').unwrap();
        (name.to_owned(), value.to_owned())
    });
    let variables = variables.collect();
    (server, variables)
}

#[test]
fn printed_variables_are_all_that_the_command_needs() {
    let home = Home::new();
    home.write_app();
    let (server, variables) = serve(&home, "");
    let names: Vec<&str> = variables.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "DAYTONA_API_KEY",
            "DAYTONA_API_URL",
            "NODE_EXTRA_CA_CERTS",
            "PYTHONPATH",
            "SSL_CERT_FILE"
        ]
    );
    assert!(variables["DAYTONA_API_URL"].starts_with("https://127.0.0.1:"), "{variables:?}");

    let create = "create demo --dockerfile Dockerfile --format json";
    let run = finish(home.command(create).envs(&variables));
    assert_eq!(run.json()["state"], "active");
    assert!(run.stderr.contains("ADD .daytona-files/app/"), "the build log: {run:?}");

    let (url, key) = (&variables["DAYTONA_API_URL"], &variables["DAYTONA_API_KEY"]);
    home.against(url, key, "get demo").failed(8).says("certificate");
    server.send("INT");
    assert_eq!(server.end().code, Some(0));
}

#[test]
fn authority_is_the_same_in_a_later_server() {
    let home = Home::new();
    let (server, variables) = serve(&home, "");
    let read = |variable: &str| fs::read_to_string(&variables[variable]).unwrap();
    let authority = read("NODE_EXTRA_CA_CERTS");
    server.send("INT");
    server.end();

    let (_server, later) = serve(&home, "");
    assert_eq!(later["NODE_EXTRA_CA_CERTS"], variables["NODE_EXTRA_CA_CERTS"]);
    assert_eq!(read("NODE_EXTRA_CA_CERTS"), authority);
    assert!(read("SSL_CERT_FILE").contains(&authority));
}

#[test]
fn bundle_has_the_certificates_that_were_trusted_before() {
    let homes = [Home::new(), Home::new()];
    let (_first, variables) = serve(&homes[0], "");
    let before = &variables["NODE_EXTRA_CA_CERTS"];
    let mut command = homes[1].command("local serve --tls --format json");
    let mut server = RunningCommand::start({
        command.env("SSL_CERT_FILE", before);
        command
    });
    server.stderr_until("serving");
    server.send("INT");
    let document: serde_json::Value = serde_json::from_str(&server.end().stdout).unwrap();
    let read = |member: &str| fs::read_to_string(document[member].as_str().unwrap()).unwrap();
    let expected = format!("{}{}", read("ca_file"), fs::read_to_string(before).unwrap());
    assert_eq!(read("ca_bundle_file"), expected);
}

#[test]
fn paths_are_quoted_for_a_shell() {
    let home = Home::new();
    let (_server, variables) = serve(&home, "--local-dir it's");
    let file = &variables["SSL_CERT_FILE"];
    assert!(file.starts_with('\'') && file.ends_with(r"/it'\''s/tls/ca-bundle.pem'"), "{file}");
}
