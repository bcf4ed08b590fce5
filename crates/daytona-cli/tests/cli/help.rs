//! Help texts, completions, and answers to the options of `docker build`.

use std::fs;
use std::process::Command;

use daytona_testkit::{Emulator, SeedSnapshot};

use crate::home::{Home, finish};

const VERBS: [&str; 14] = [
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
    for verb in ["", "create", "list", "delete", "prune", "logs", "image"] {
        let help = home.run(&format!("{verb} -h")).stdout;
        assert!(help.lines().count() <= 60, "{verb}: {} lines\n{help}", help.lines().count());
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

/// Completes a line in bash, and returns the candidates.
fn complete(home: &Home, environment: &[(&str, &str)], words: &[&str]) -> Vec<String> {
    let script = home.run("completions bash").stdout;
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_daytona-snapshot")).parent().unwrap();
    let quoted: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    let test = format!(
        "{script}\nCOMP_WORDS=({})\nCOMP_CWORD={}\nCOMP_TYPE=9\n\
         function=$(complete -p daytona-snapshot | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n\
         \"$function\" daytona-snapshot '{}' ''\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        quoted.join(" "),
        words.len() - 1,
        words.last().unwrap()
    );
    let file = home.path().join("test.bash");
    fs::write(&file, test).unwrap();
    let mut command = Command::new("bash");
    let path = format!("{}:/usr/bin:/bin", program.display());
    command.arg(file).current_dir(home.path()).env_clear().env("PATH", path);
    let run = finish(command.env("HOME", home.path()).envs(environment.iter().copied()));
    assert_eq!(run.code, Some(0), "{run:?}");
    run.stdout.split_whitespace().map(str::to_owned).collect()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn bash_completes_verbs_options_and_names_of_snapshots() {
    let home = Home::new();
    let verbs = complete(&home, &[], &["daytona-snapshot", "cre"]);
    assert_eq!(verbs, ["create"]);
    for verb in VERBS {
        let options = complete(&home, &[], &["daytona-snapshot", verb, "--for"]);
        assert_eq!(options, ["--format"], "{verb}");
    }
    let styles = complete(&home, &[], &["daytona-snapshot", "create", "--progress", ""]);
    assert!(styles.contains(&"json".to_owned()), "{styles:?}");

    let seed = |name: &str| SeedSnapshot::new(name, "alpine:3.20");
    let server = Emulator::builder().seed(seed("alpha")).seed(seed("beta")).start().await.unwrap();
    let environment =
        [("DAYTONA_API_URL", server.api_url()), ("DAYTONA_API_KEY", server.api_key())];
    for verb in ["get", "delete", "activate", "deactivate", "logs", "wait"] {
        let names = complete(&home, &environment, &["daytona-snapshot", verb, "al"]);
        assert_eq!(names, ["alpha"], "{verb}");
    }
    // Without a server, there are no names and no error.
    assert_eq!(complete(&home, &[], &["daytona-snapshot", "get", "al"]), Vec::<String>::new());
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
    for verb in ["context-upload", "local-serve", "local-path"] {
        page(&format!("daytona-snapshot-{verb}"));
    }
    assert!(page("daytona-snapshot").contains("Exit codes"));
    home.write("file", "");
    home.run("man file/man1").failed(1).says("manual pages");
}
