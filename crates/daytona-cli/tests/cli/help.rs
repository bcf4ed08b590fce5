//! Help texts, manual pages, and answers to the options of `docker build`.

use std::fs;

use crate::home::{Home, finish};

pub(crate) const VERBS: [&str; 14] = [
    "create",
    "list",
    "get",
    "delete",
    "prune",
    "activate",
    "deactivate",
    "logs",
    "wait",
    "regions",
    "context",
    "image",
    "local",
    "completions",
];

#[test]
fn every_verb_has_examples_and_no_global_options() {
    let home = Home::new();
    for verb in VERBS {
        for line in [format!("{verb} --help"), format!("help {verb}")] {
            let help = home.run(&line).stdout;
            assert!(help.contains("Examples:\n  ") || help.contains("source <("), "{line}: {help}");
            assert!(!help.contains("--api-url"), "{line}: {help}");
            assert!(help.contains("daytona-snapshot --help"), "{line}: {help}");
        }
        let short = home.run(&format!("{verb} -h")).stdout;
        assert!(!short.contains("Examples:"), "{verb}: {short}");
    }
    let help = home.run("--help").stdout;
    assert!(help.starts_with("Start here:") && help.contains("--api-url"), "{help}");
}

#[test]
fn short_help_fits_a_screen() {
    let home = Home::new();
    let nested = ["context upload", "local path", "local serve", "man"];
    for verb in VERBS.into_iter().chain(nested).chain([""]) {
        let limit = match verb {
            "" => 40,
            "create" => 30,
            _ => 24,
        };
        for columns in ["80", "200"] {
            let help = finish(home.command(&format!("{verb} -h")).env("COLUMNS", columns)).stdout;
            let lines = help.lines().count();
            assert!(help.contains("Usage:"), "{verb}: {help}");
            assert!(lines <= limit, "{verb} at {columns} columns: {lines} lines\n{help}");
            let width = help.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(width <= columns.parse().unwrap(), "{verb} at {columns} columns:\n{help}");
        }
    }
}

#[test]
fn rare_options_are_in_the_long_help_only() {
    let home = Home::new();
    for option in ["--ignore-file", "--preserve-modes", "--allow-links-outside", "--gpu-type"] {
        assert!(!home.run("create -h").stdout.contains(option), "{option}");
        assert!(home.run("create --help").stdout.contains(option), "{option}");
    }
}

#[test]
fn options_of_docker_build_are_answered() {
    let home = Home::new();
    for (options, answer) in [
        ("--platform linux/arm64", "linux/amd64"),
        ("--secret id=x", "secrets"),
        ("--no-cache", "reuses"),
        ("-t demo:1", "name instead of tags"),
        ("--push", "becomes a snapshot"),
    ] {
        home.run(&format!("create demo . {options}")).failed(2).says(answer);
        let run = home.run(&format!("create demo . {options} --format json"));
        let error = run.failed(2).error();
        assert!(error["hint"].as_str().unwrap().contains(answer), "{error}");
    }
}

#[test]
fn missing_credentials_name_the_emulator() {
    Home::new().run("list").failed(5).says("`--local` needs no account");
}

#[test]
fn every_verb_has_a_manual_page() {
    let home = Home::new();
    let run = home.run("man pages/man1");
    assert_eq!(run.code, Some(0), "{run:?}");
    let page = |name: &str| {
        let file = home.path().join(format!("pages/man1/{name}.1"));
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    for verb in VERBS {
        let text = page(&format!("daytona-snapshot-{verb}"));
        assert!(text.contains(".SH NAME") && text.contains(".SH SYNOPSIS"), "{verb}: {text}");
        assert!(text.contains("Examples:"), "{verb}: {text}");
    }
    for verb in [
        "context-upload",
        "local-serve",
        "local-path",
        "local-status",
        "local-prune",
        "local-reset",
    ] {
        page(&format!("daytona-snapshot-{verb}"));
    }
    assert!(page("daytona-snapshot").contains("Exit codes"));
    home.write("file", "");
    home.run("man file/man1").failed(1).says("manual pages");
}
