//! Warnings about instructions that Daytona treats in another way than `docker build`.

use daytona_core::{ContextOptions, Image, WarningCode};

use super::lint::{alpine, codes, warnings_about};

#[test]
fn command_without_an_entrypoint_is_named() {
    let expected = "Daytona does not run CMD, and there is no ENTRYPOINT, so the sandbox runs `sleep \
        infinity`; set the entrypoint if the sandbox should run this command [cmd-without-entrypoint]";
    assert_eq!(
        warnings_about("FROM a:1\nCMD [\"x\"]\nUSER b\nCMD [\"python\", \"app.py\"]\n"),
        [format!("step 1, DIR/Dockerfile:4: {expected}")]
    );
    for text in [
        "FROM a:1\nCMD [\"bash\"]\n",
        "FROM a:1\nENTRYPOINT [\"x\"]\nCMD [\"--port\"]\n",
        "FROM a:1 AS b\nCMD x\nFROM c:1\n",
    ] {
        assert_eq!(warnings_about(text), [""; 0], "{text}");
    }
    let image = alpine().user("b").cmd(["serve"]);
    assert_eq!(image.lint().unwrap()[0].step, Some(3));
    let resolved = image.resolve().unwrap();
    assert_eq!(resolved.warnings[0].code, WarningCode::CmdWithoutEntrypoint);
    assert_eq!(resolved.with_entrypoint(&["top".to_owned()]).warnings, []);
    assert_eq!(image.entrypoint(["top"]).lint().unwrap(), []);
}

#[test]
fn command_of_a_trigger_is_named_at_its_onbuild() {
    let text = "FROM a:1 AS b\nONBUILD CMD serve\nFROM b\n";
    let found = warnings_about(text);
    assert!(
        found[0].starts_with("step 1, DIR/Dockerfile:2: Daytona does not run CMD"),
        "{found:?}"
    );
}

#[test]
fn mounts_without_content_are_named() {
    let text = "FROM a:1\nRUN --mount=type=secret,id=npm,required=true npm ci\n\
        RUN --mount=type=ssh,required \\\n  --mount=type=secret,target=/run/secrets/pip x\n\
        RUN --mount=type=ssh,id=git git clone x\nRUN --mount=type=cache,target=/c x\n";
    let found = warnings_about(text);
    let starts = [
        "step 1, DIR/Dockerfile:2: RUN requires the secret `npm`, and Daytona gives none to a build, \
        so the build will fail;",
        "step 1, DIR/Dockerfile:3: RUN requires the SSH agent `default`,",
        "step 1, DIR/Dockerfile:3: RUN mounts the secret `pip`, and Daytona gives none to a build, so \
        the command runs without it;",
        "step 1, DIR/Dockerfile:5: RUN mounts the SSH agent `git`, and Daytona gives none to a build, \
        so the command has no access to one;",
    ];
    let ends =
        ["[required-mount]", "[required-mount]", "[unavailable-mount]", "[unavailable-mount]"];
    for ((found, start), end) in found.iter().zip(starts).zip(ends) {
        assert!(found.starts_with(start) && found.ends_with(end), "{found}");
    }
    assert_eq!(found.len(), starts.len());
    let unneeded = "FROM a:1 AS b\nRUN --mount=type=secret,id=x,required y\nFROM c:1\n";
    assert_eq!(warnings_about(unneeded), [""; 0]);
}

#[test]
fn used_arguments_without_a_value_are_named() {
    let text =
        "FROM a:1\nARG VERSION\nARG MODE=batch\nARG UNUSED\nRUN get $VERSION $MODE ${X:-y}\n";
    assert_eq!(
        warnings_about(text),
        [
            "step 1, DIR/Dockerfile:2: ARG `VERSION` has no default, no build argument sets it, and the \
        build uses it as an empty text; give it a default, or set the build argument \
        [unset-build-arg]"
        ]
    );
    let options = ContextOptions::new().build_arg("VERSION", "1");
    assert_eq!(codes(&Image::from_dockerfile_text_with(text, options)), []);
    let other = ContextOptions::new().build_arg("UNUSED", "1");
    let image = Image::from_dockerfile_text_with(text, other);
    assert_eq!(codes(&image), [WarningCode::UnsetBuildArg]);
    assert_eq!(image.lint().unwrap()[0].line, Some(2));
    let optional = "FROM a:1\nARG PROXY\nRUN if [ -n \"$PROXY\" ]; then export P=$PROXY; fi; x\n";
    assert_eq!(warnings_about(optional), [""; 0]);
}
