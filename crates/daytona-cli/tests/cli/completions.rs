//! Completions in bash, zsh and fish. A shell that is not installed is skipped with a note.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use daytona_testkit::{Emulator, Fault, Route, SeedSnapshot};

use crate::help::VERBS;
use crate::home::{Home, Run, finish};

/// The verbs that take an existing snapshot.
const SNAPSHOT_VERBS: [&str; 6] = ["get", "delete", "activate", "deactivate", "logs", "wait"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

impl Shell {
    const ALL: [Self; 3] = [Self::Bash, Self::Zsh, Self::Fish];

    fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
        }
    }

    /// Returns the shells that are installed.
    #[allow(clippy::print_stderr, reason = "a skipped shell must be seen")]
    fn installed() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|shell| {
            let is_installed = Path::new("/usr/bin").join(shell.name()).exists()
                || Path::new("/bin").join(shell.name()).exists();
            if !is_installed {
                eprintln!("skipped: {} is not installed", shell.name());
            }
            is_installed
        })
    }

    /// Returns a program of the shell that loads the script, and prints the candidates for the last
    /// word, one a line.
    fn program(self, script: &str, words: &[&str]) -> String {
        let quoted: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
        let (quoted, last) = (quoted.join(" "), words.last().unwrap());
        match self {
            Self::Bash => format!(
                "{script}\nCOMP_WORDS=({quoted})\nCOMP_CWORD={}\nCOMP_TYPE=9\n\
                 COMP_LINE=\"${{COMP_WORDS[*]}}\"\nCOMP_LINE=${{COMP_LINE// : /:}}\n\
                 COMP_POINT=${{#COMP_LINE}}\nCOMP_WORDBREAKS=' =:'\n\
                 function=$(complete -p daytona-snapshot | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n\
                 \"$function\" daytona-snapshot '{last}' ''\n\
                 printf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
                words.len() - 1,
            ),
            // Outside of its line editor, zsh has no function to show candidates.
            Self::Zsh => format!(
                "compdef() {{ function=$1 }}\n_describe() {{ print -rl -- \"${{(@P)3}}\" }}\n\
                 {script}\nwords=({quoted})\nCURRENT={}\n$function\n",
                words.len(),
            ),
            Self::Fish => format!("{script}\ncomplete -C \"{}\"\n", words.join(" ")),
        }
    }

    /// Returns the candidate of a line, without its description.
    fn candidate(self, line: &str) -> String {
        match self {
            Self::Bash => line.to_owned(),
            Self::Zsh => {
                let escaped = line.replace("\\:", "\0");
                let candidate = escaped.split(':').next().unwrap_or_default();
                candidate.replace('\0', ":").trim_end().to_owned()
            }
            Self::Fish => line.split('\t').next().unwrap_or_default().to_owned(),
        }
    }
}

/// Runs a program of a shell with the command in its search path.
fn run(shell: Shell, home: &Home, environment: &[(&str, &str)], program: &str) -> Run {
    let file = home.write(&format!("test.{}", shell.name()), program);
    let bin = Path::new(env!("CARGO_BIN_EXE_daytona-snapshot")).parent().unwrap();
    let mut command = Command::new(shell.name());
    if shell == Shell::Zsh {
        command.arg("-f");
    }
    let path = format!("{}:/usr/bin:/bin", bin.display());
    command.arg(file).current_dir(home.path()).env_clear().env("PATH", path);
    command.env("TERM", "xterm").env("HOME", home.path());
    let run = finish(command.envs(environment.iter().copied()));
    assert_eq!(run.code, Some(0), "{shell:?}: {run:?}");
    run
}

/// Completes a line, and returns the candidates.
fn complete(
    shell: Shell,
    home: &Home,
    environment: &[(&str, &str)],
    words: &[&str],
) -> Vec<String> {
    let script = home.run(&format!("completions {}", shell.name())).stdout;
    let run = run(shell, home, environment, &shell.program(&script, words));
    let lines = run.stdout.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| shell.candidate(line.trim_end())).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn every_verb_and_its_options_are_completed() {
    let home = Home::new();
    for shell in Shell::installed() {
        let of = |words: &[&str]| complete(shell, &home, &[], words);
        assert_eq!(of(&["daytona-snapshot", "cre"]), ["create"], "{shell:?}");
        for verb in VERBS {
            let options = of(&["daytona-snapshot", verb, "--for"]);
            assert_eq!(options, ["--format"], "{shell:?}, {verb}");
        }
        for words in [["context", "upload"], ["local", "serve"], ["local", "path"]] {
            let [verb, nested] = words;
            let start = &nested[..nested.len() - 1];
            assert_eq!(of(&["daytona-snapshot", verb, start]), [nested], "{shell:?}");
            let options = of(&["daytona-snapshot", verb, nested, "--for"]);
            assert_eq!(options, ["--format"], "{shell:?}, {verb} {nested}");
        }
        let styles = of(&["daytona-snapshot", "create", "--progress", ""]);
        assert!(styles.contains(&"json".to_owned()), "{shell:?}: {styles:?}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn names_of_snapshots_are_completed_from_the_server() {
    let home = Home::new();
    let seed = |name: &str| SeedSnapshot::new(name, "alpine:3.20");
    let builder = ["alpha", "beta", "gamma:v1"]
        .into_iter()
        .fold(Emulator::builder(), |builder, name| builder.seed(seed(name)));
    let server = builder.start().await.unwrap();
    let environment =
        [("DAYTONA_API_URL", server.api_url()), ("DAYTONA_API_KEY", server.api_key())];
    for shell in Shell::installed() {
        for verb in SNAPSHOT_VERBS {
            for (start, name) in [("al", "alpha"), ("ga", "gamma:v1")] {
                let words = ["daytona-snapshot", verb, start];
                assert_eq!(complete(shell, &home, &environment, &words), [name], "{shell:?}");
            }
        }
        if shell == Shell::Bash {
            // The words as bash splits them.
            for (words, end) in [
                (&["daytona-snapshot", "get", "gamma", ":", "v"][..], "v1"),
                (&["daytona-snapshot", "delete", "gamma", ":", "v1", "be"], "beta"),
            ] {
                assert_eq!(complete(shell, &home, &environment, words), [end], "{words:?}");
            }
        }
        // Without a server, there are no names and no error.
        let words = ["daytona-snapshot", "get", "al"];
        assert_eq!(complete(shell, &home, &[], &words), Vec::<String>::new(), "{shell:?}");
    }
    // The names come in time or not at all.
    let pause = Duration::from_secs(60);
    server.inject(Fault::on(Route::GetAllSnapshots).delay(pause));
    for shell in Shell::installed() {
        let began = Instant::now();
        let words = ["daytona-snapshot", "get", "al"];
        assert_eq!(complete(shell, &home, &environment, &words), Vec::<String>::new());
        assert!(began.elapsed() < pause / 2, "{shell:?}");
    }
}

/// zsh calls the file of a command for its first completion only, so the file must complete.
#[cfg(target_os = "linux")]
#[test]
fn zsh_completes_at_the_first_tab_from_its_folder_of_functions() {
    if !Shell::installed().any(|shell| shell == Shell::Zsh) {
        return;
    }
    let home = Home::new();
    let script = home.run("completions zsh").stdout;
    home.write(".zfunc/_daytona-snapshot", &script);
    fs::create_dir(home.path().join("work")).unwrap();
    let typed = "\
        zmodload zsh/zpty\n\
        zpty shell zsh -f -i\n\
        zpty -w shell \"PROMPT='READY> '; cd work; fpath=($HOME/.zfunc \\$fpath)\"\n\
        zpty -w shell 'autoload -Uz compinit; compinit -u -D; print LOADED $((40 + 2))'\n\
        zpty -r -m shell seen '*LOADED 42*READY> *'\n\
        zpty -n -w shell $'daytona-snapshot cre\\t--dry-r\\t'\n\
        zpty -r -m shell seen '*create*--dry-run*'\n\
        print -r -- \"$seen\"\n\
        zpty -d shell\n";
    let seen = run(Shell::Zsh, &home, &[], typed).stdout;
    assert!(seen.contains("create") && seen.contains("--dry-run"), "{seen}");
}
