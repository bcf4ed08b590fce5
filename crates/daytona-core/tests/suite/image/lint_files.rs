//! Warnings about the files that reach the build.

use std::fs;
use std::path::Path;

#[cfg(unix)]
use daytona_core::ContextLinks;
use daytona_core::{ContextOptions, Image, LocalDirOptions, Packing, Warning, WarningCode};

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
    let options = || ContextOptions::new().context_dir(dir.path()).packing(Packing::Off);
    let image = Image::from_dockerfile_with(dir.path().join("docker/Dockerfile.web"), options());
    let packed = ContextOptions::new().context_dir(dir.path());
    let packed = Image::from_dockerfile_with(dir.path().join("docker/Dockerfile.web"), packed);
    assert_eq!(packed.lint().unwrap(), [], "archives have no Dockerfile of the build");
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

    let linted = |packing, prepare: &dyn Fn(&Path)| {
        let dir = tree(&[("Dockerfile", "FROM a:1\nCOPY . /x\n"), ("src/b", "")]);
        prepare(dir.path());
        let options = ContextOptions::new().packing(packing);
        let image = Image::from_dockerfile_with(dockerfile(&dir), options);
        image.resolve().unwrap();
        image.lint().map(drop).map_err(|error| {
            assert!(error.is_invalid_input(), "{error}");
            error.to_string()
        })
    };
    let name = OsStr::from_bytes(b"caf\xe9");
    for packing in [Packing::FixedTimes, Packing::Off] {
        let not_utf8 = linted(packing, &|dir| fs::write(dir.join("src").join(name), "").unwrap());
        assert!(not_utf8.unwrap_err().contains("its name is not valid UTF-8"));
    }
    for target in ["none", "/etc", "..", "link"] {
        let link = |dir: &Path| symlink(target, dir.join("src/link")).unwrap();
        for packing in [Packing::FixedTimes, Packing::Off] {
            assert_eq!(linted(packing, &link), Ok(()), "{target}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_and_modes_that_plain_files_lose_are_named() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let dir = tree(&[("src/bin/run", ""), ("src/lib/a", "")]);
    symlink("bin/run", dir.path().join("src/link")).unwrap();
    let private = fs::Permissions::from_mode(0o700);
    fs::set_permissions(dir.path().join("src/lib"), private).unwrap();
    let of = |line: &str| {
        let text = format!("FROM a:1\n{line}\n");
        let options = ContextOptions::new().context_dir(dir.path());
        warnings(&Image::from_dockerfile_text_with(text, options), dir.path())
    };
    let lost = of("COPY --chown=app src /a");
    assert_eq!(
        lost,
        [
            "step 1: plain files reach the build, and links become copies of their targets: \
            `DIR/src/link`; COPY and ADD can keep them, if --chown has no names, --chmod has no \
            symbols, and links out of the context are not followed [copied-link]",
            "step 1: plain files reach the build, and these directories get the mode 755: \
            `DIR/src/lib`; COPY and ADD can keep them, if --chown has no names, --chmod has no \
            symbols, and links out of the context are not followed [lost-mode]",
        ]
    );
    assert_eq!(of("COPY --chown=12:34 src /a"), [""; 0]);
}

/// Returns the warnings about one line, without the advice.
#[cfg(unix)]
fn losses(dir: &Path, line: &str, options: ContextOptions) -> Vec<String> {
    let text = format!("FROM a:1\n{line}\n");
    let image = Image::from_dockerfile_text_with(text, options.context_dir(dir));
    let mut warnings = warnings(&image, dir);
    warnings.retain(|warning| !warning.ends_with("[extra-dockerfile]"));
    let warnings = warnings.into_iter().map(|warning| {
        let (message, code) = warning.rsplit_once(" [").unwrap();
        let message = message.split("; ").next().unwrap();
        let listed = message.split_once(": `").map_or("", |(_, listed)| listed);
        let kind = if message.contains("links that lead") { "omitted" } else { "" };
        format!("{kind}[{code} `{listed}")
    });
    warnings.collect()
}

#[cfg(unix)]
#[test]
fn links_without_a_usable_target_are_named() {
    use std::os::unix::fs::symlink;

    let dir = tree(&[("app/f", ""), ("app/sub/x", ""), ("usr/tool", ""), ("only/.keep", "")]);
    let outside = tree(&[("x", "")]);
    for (link, target) in [
        ("app/nowhere", "none"),
        ("app/itself", "itself"),
        ("app/up", ".."),
        ("app/out", outside.path().join("x").to_str().unwrap()),
        ("app/rooted", "/usr/tool"),
        ("app/good", "f"),
        ("top", "none"),
        ("source", "app/f"),
        ("only/none", "none"),
    ] {
        symlink(target, dir.path().join(link)).unwrap();
    }
    let of = |line: &str| losses(dir.path(), line, ContextOptions::new());
    let copied = "[copied-link] `DIR/app/good`, `DIR/app/rooted`";
    let omitted =
        "omitted[copied-link] `DIR/app/itself`, `DIR/app/nowhere`, `DIR/app/out`, `DIR/app/up`";
    for line in [
        "COPY --chown=app:app app /app",
        "COPY --chmod=a+rX app /app",
        "RUN --mount=type=bind,source=app,target=/app true",
        "ARG UID\nCOPY --chown=$UID:$UID app /app",
    ] {
        let mut found = of(line);
        found.retain(|found| found.contains("copied-link"));
        assert_eq!(found, [copied, omitted], "{line}");
    }
    let whole = of("COPY --chown=app . /app");
    let more = "omitted[copied-link] `DIR/app/itself`, `DIR/app/nowhere`, `DIR/app/out`, \
        `DIR/app/up`, `DIR/only/none` and 1 more";
    assert_eq!(whole, [format!("{copied}, `DIR/source`").as_str(), more]);
    assert_eq!(of("COPY . /app\nCOPY source /s"), [""; 0], "a source is followed anywhere");

    let follow = ContextOptions::new().links(ContextLinks::FollowAnywhere);
    assert_eq!(
        losses(dir.path(), "COPY app /app", follow),
        [
            "[copied-link] `DIR/app/good`, `DIR/app/out`",
            "omitted[copied-link] `DIR/app/itself`, `DIR/app/nowhere`, `DIR/app/rooted`, `DIR/app/up`",
        ]
    );
    fs::remove_file(dir.path().join("only/.keep")).unwrap();
    let text = "FROM a:1\nCOPY --chown=app only /x\n";
    let options = ContextOptions::new().context_dir(dir.path());
    let error = Image::from_dockerfile_text_with(text, options).lint().unwrap_err().to_string();
    assert!(error.contains("is a directory without files"), "{error}");
}

#[cfg(unix)]
#[test]
fn losses_of_members_of_the_context_itself_are_named() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let dir = tree(&[("private/a", ""), ("b", ""), (".dockerignore", "ignored*\n")]);
    symlink("b", dir.path().join("link")).unwrap();
    symlink("b", dir.path().join("ignored-link")).unwrap();
    let mode = fs::Permissions::from_mode(0o700);
    fs::set_permissions(dir.path().join("private"), mode).unwrap();
    let bind = |name: &str| std::os::unix::net::UnixListener::bind(dir.path().join(name)).unwrap();
    let _listeners = ["sock", "ignored"].map(bind);
    let of = |line: &str| losses(dir.path(), line, ContextOptions::new());
    let special = "[special-file] `DIR/sock`";
    assert_eq!(of("COPY . /a"), [special]);
    let link = "[copied-link] `DIR/link`";
    assert_eq!(of("COPY --chown=app . /a"), [link, "[lost-mode] `DIR/private`", special]);
    assert_eq!(of("COPY --chown=app --exclude=link --exclude=private . /a"), [special]);
    let options = ContextOptions::new().context_dir(dir.path());
    let image = Image::from_dockerfile_text_with("FROM a:1\nCOPY . /a\n", options);
    let context = image.resolve().unwrap().context;
    assert!(context.iter().all(|file| file.archive_path != "sock"), "{context:?}");
}
