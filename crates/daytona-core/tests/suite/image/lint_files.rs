//! Warnings about the files that reach the build.

use std::fs;
use std::path::Path;

use daytona_core::{ContextOptions, Image, LocalDirOptions, Warning, WarningCode};

use super::fixtures::tree;
use super::lint::{alpine, codes, dockerfile, large_file, warnings};

const KEY: &str = "-----BEGIN PRIVATE KEY-----\n";

#[test]
fn secrets_in_the_context_are_named_once_for_each_kind() {
    let mut files = vec![
        ("Dockerfile".to_owned(), "FROM a:1\nCOPY . /a\n"),
        (".dockerignore".to_owned(), "Dockerfile\n.dockerignore\nignored\n"),
        (".env".to_owned(), "A=1\n"),
        (".env.example".to_owned(), "API_KEY=abc\n"),
        ("ignored/.env.local".to_owned(), ""),
        (".aws/credentials".to_owned(), ""),
        (".npmrc".to_owned(), "//registry.npmjs.org/:_authToken=npm_x\n"),
        ("certs/ca.pem".to_owned(), "-----BEGIN CERTIFICATE-----\n"),
    ];
    files.extend((0..7).map(|number| (format!("keys/{number}.pem"), KEY)));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let dir = tree(&files);
    let mut found = warnings(&Image::from_dockerfile(dockerfile(&dir)), dir.path());
    found.retain(|found| found.contains("[secret-in-context]"));
    let advice = "anybody who has the image can read what it copies, so leave them out, and give \
        secrets to the sandbox when it starts [secret-in-context]";
    let expected =
        |what: &str| format!("step 1, DIR/Dockerfile: the build context has {what}; {advice}");
    assert_eq!(
        found,
        [
            expected("environment files with secrets: `DIR/.env`"),
            expected(
                "private keys: `DIR/keys/0.pem`, `DIR/keys/1.pem`, `DIR/keys/2.pem`, \
                `DIR/keys/3.pem`, `DIR/keys/4.pem` and 2 more"
            ),
            expected("credentials of a cloud or a cluster: `DIR/.aws/credentials`"),
            expected("logins or tokens: `DIR/.npmrc`"),
        ]
    );
}

#[test]
fn secrets_of_steps_are_named_too() {
    let dir =
        tree(&[("home/.netrc", "machine a login b password c\n"), ("home/x", ""), ("id_rsa", KEY)]);
    let at = |name: &str| dir.path().join(name);
    let image = alpine()
        .add_local_file(at("id_rsa"), "/root/key")
        .add_local_dir(at("home"), "/root")
        .add_file_content(KEY, "/etc/tls/server.key")
        .add_file_content("{}", "/etc/app/settings.json");
    let found: Vec<_> =
        image.lint().unwrap().iter().map(|found| (found.step, found.code)).collect();
    let secret = |step| (Some(step), WarningCode::SecretInContext);
    assert_eq!(found, [secret(2), secret(3), secret(4)]);
    let without = LocalDirOptions::new().ignore([".netrc"]);
    assert_eq!(codes(&alpine().add_local_dir_with(at("home"), "/root", without)), []);
}

#[test]
fn largest_paths_of_a_context_are_named_after_its_ignore_file() {
    let dir = tree(&[
        ("Dockerfile", "FROM a:1\nCOPY . /a\n"),
        (".dockerignore", "ignored\n"),
        ("data/small", ""),
        ("other/x", ""),
        ("ignored/y", ""),
    ]);
    let image = Image::from_dockerfile(dockerfile(&dir));
    let mib = |mib: u64| mib * 1024 * 1024;
    large_file(&dir.path().join("ignored/huge"), mib(500));
    assert_eq!(image.lint().unwrap(), []);
    large_file(&dir.path().join("data/big"), Warning::LARGE_CONTEXT_BYTES);
    assert_eq!(image.lint().unwrap(), [], "a few bytes more are accepted");
    large_file(&dir.path().join("other/one"), mib(3));
    large_file(&dir.path().join("other/two"), mib(3));
    assert_eq!(
        warnings(&image, dir.path()),
        [
            "step 1, DIR/Dockerfile:2: COPY takes more than 50 MiB of `DIR`, and its largest parts are \
            `data/big` (50 MiB), `other` (6 MiB); leave out in the ignore file what the image does not \
            need [large-context]"
        ]
    );
    let part = alpine().dockerfile_commands_in(dir.path(), ["COPY data /a"]);
    assert_eq!(part.lint().unwrap(), []);
}

#[test]
fn dockerfile_that_docker_would_not_copy_is_named() {
    let dir = tree(&[
        ("docker/Dockerfile.web", "FROM a:1\nCOPY b /c\nCOPY * /d/\nCOPY . /e\n"),
        ("b", ""),
    ]);
    let options = || ContextOptions::new().context_dir(dir.path());
    let image = Image::from_dockerfile_with(dir.path().join("docker/Dockerfile.web"), options());
    let expected = |line: usize, keyword: &str, why: &str| {
        format!(
            "{line}: {keyword} brings the Dockerfile of the build along as `Dockerfile`, and `docker \
            build` does not, because {why}; name the sources one by one, or remove it with RUN \
            [extra-dockerfile]"
        )
    };
    let found = warnings(&image, dir.path());
    let absent = expected(3, "COPY", "`DIR` has no such file");
    assert_eq!(found, [format!("step 1, DIR/docker/Dockerfile.web:{absent}")]);

    fs::write(dir.path().join("Dockerfile"), "FROM b:1\n").unwrap();
    assert_eq!(codes(&image), [WarningCode::OtherDockerfile]);
    fs::write(dir.path().join(".dockerignore"), "Dockerfile\n").unwrap();
    let text = "FROM a:1\nADD ./ /x\n";
    let image = Image::from_dockerfile_text_with(text, options());
    let ignored = expected(2, "ADD", "the ignore file leaves it out");
    assert_eq!(warnings(&image, dir.path()), [format!("step 1, line {ignored}")]);
    let named = Image::from_dockerfile_text_with("FROM a:1\nCOPY b docker /x/\n", options());
    assert_eq!(codes(&named), []);
}

#[cfg(all(unix, feature = "upload"))]
#[test]
fn files_that_an_upload_refuses_are_errors() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let refusal = |prepare: &dyn Fn(&Path)| {
        let dir = tree(&[("Dockerfile", "FROM a:1\nCOPY . /x\n"), ("src/b", "")]);
        prepare(dir.path());
        let image = Image::from_dockerfile(dockerfile(&dir));
        image.resolve().unwrap();
        let error = image.lint().unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
        error.to_string()
    };
    let dangling = refusal(&|dir| symlink("none", dir.join("link")).unwrap());
    assert!(dangling.contains("which does not exist"), "{dangling}");
    let name = OsStr::from_bytes(b"caf\xe9");
    let not_utf8 = refusal(&|dir| fs::write(dir.join("src").join(name), "").unwrap());
    assert!(not_utf8.contains("its name is not valid UTF-8"), "{not_utf8}");
    let leaving = refusal(&|dir| symlink("/etc", dir.join("src/link")).unwrap());
    assert!(leaving.contains("which is outside of"), "{leaving}");
}
