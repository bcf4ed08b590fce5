//! The text of the steps that read no files.

use daytona_core::{Image, PipOptions, PythonVersion};

use super::fixtures::{lines, refusal, tree};

#[test]
fn debian_slim_has_compilers_and_the_newest_pip() {
    let text = Image::debian_slim(PythonVersion::V3_9).dockerfile().unwrap();
    assert_eq!(
        text,
        "FROM python:3.9.22-slim-bookworm\n\
        RUN apt-get update\n\
        RUN apt-get install -y gcc gfortran build-essential\n\
        RUN pip install --upgrade pip\n\
        RUN echo 'debconf debconf/frontend select Noninteractive' | debconf-set-selections\n"
    );
}

#[test]
fn values_are_literal() {
    let values = [("A", "b c"), ("P", "$PATH"), ("Q", "it's"), ("E", ""), ("B", "a\\b")];
    assert_eq!(
        lines(|image| image.env(values)),
        "ENV A='b c'\nENV P='$PATH'\nENV Q='it'\"'\"'s'\nENV E=''\nENV B='a\\b'\n"
    );
    assert_eq!(lines(|image| image.label("a.b/c", "say \"$x\"")), "LABEL a.b/c='say \"$x\"'\n");
    assert_eq!(lines(|image| image.workdir("/a $b")), "WORKDIR '/a $b'\n");
    assert_eq!(lines(|image| image.user("1000:staff")), "USER 1000:staff\n");
    assert_eq!(lines(|image| image.user("--a").workdir("--b")), "USER '--a'\nWORKDIR '--b'\n");
}

#[test]
fn expanded_values_keep_variables() {
    let values = [("PATH", "/opt/bin:$PATH"), ("SAY", r#"a "b" \n \$c"#)];
    assert_eq!(
        lines(|image| image.env_expanded(values)),
        "ENV PATH=\"/opt/bin:$PATH\"\nENV SAY=\"a \\\"b\\\" \\\\n \\$c\"\n"
    );
}

#[test]
fn exec_forms_are_one_line_of_json() {
    let arguments = ["a\"b", "c\\d", "e\nf", "$G"];
    let json = r#"["a\"b", "c\\d", "e\nf", "$G"]"#;
    assert_eq!(lines(|image| image.run_exec(arguments)), format!("RUN {json}\n"));
    assert_eq!(lines(|image| image.entrypoint(arguments)), format!("ENTRYPOINT {json}\n"));
    assert_eq!(lines(|image| image.cmd(arguments)), format!("CMD {json}\n"));
    assert_eq!(lines(|image| image.shell(arguments)), format!("SHELL {json}\n"));
    assert_eq!(lines(|image| image.entrypoint::<&str>([])), "ENTRYPOINT []\n");
}

#[test]
fn ports_are_tcp_by_default() {
    assert_eq!(lines(|image| image.expose(80).expose_udp(53)), "EXPOSE 80\nEXPOSE 53/udp\n");
    assert!(refusal(|image| image.expose(0)).contains("port 0 cannot be exposed"));
}

#[test]
fn line_breaks_that_would_end_the_instruction_are_refused() {
    assert_eq!(
        refusal(|image| image.user("root").env([("A", "x"), ("KEY", "a\nb")])),
        "failed to resolve step 3 of the image, env([\"A\", \"KEY\"]): the value of `KEY` has a \
        line break in it, which no Dockerfile can hold there; leave it out, or bring the text \
        along in a file with add_local_file"
    );
    let refused: [fn(Image) -> Image; 7] = [
        |image| image.label("a", "b\nc"),
        |image| image.workdir("/a\rb"),
        |image| image.user("a\nb"),
        |image| image.pip_install(["a\nRUN b"]),
        |image| image.pip_install_with(["a"], PipOptions::new().extra_options("-v\nRUN b")),
        |image| image.apt_install(["a\nb"]),
        |image| image.env_expanded([("A", "b\nc")]),
    ];
    for build in refused {
        assert!(refusal(build).contains("has a line break in it"));
    }
    assert!(refusal(|image| image.user("a\0")).contains("has a zero byte in it"));
}

#[test]
fn values_of_variables_stay_out_of_messages() {
    let message = refusal(|image| image.env([("TOKEN", "hush"), ("B", "a\nb")]));
    assert!(message.contains("TOKEN") && !message.contains("hush"), "{message}");
}

#[test]
fn zero_bytes_are_refused_in_every_argument() {
    let refused: [fn(Image) -> Image; 12] = [
        |image| image.entrypoint(["a", "b\0"]),
        |image| image.cmd(["\0"]),
        |image| image.run_exec(["a\0b"]),
        |image| image.shell(["\0"]),
        |image| image.run_commands(["echo \0"]),
        |image| image.env([("A", "\0")]),
        |image| image.env_expanded([("A", "\0")]),
        |image| image.label("a", "\0"),
        |image| image.pip_install(["a\0"]),
        |image| image.dockerfile_commands(["RUN echo \0"]),
        |image| image.dockerfile_commands(["USER a", r#"ENTRYPOINT ["a\u0000"]"#]),
        |image| image.add_file_content("text", "/a\0"),
    ];
    for build in refused {
        let message = refusal(build);
        assert!(message.contains("zero byte in it"), "{message}");
    }
    // The content of a file can have any bytes.
    assert!(Image::base("a").add_file_content("a\0", "/a").resolve().is_ok());
}

#[test]
fn base_that_no_registry_has_is_refused() {
    for base in ["docker://a:1", "http://a/b:1", "a//b:1", "über:1", "FOO:1", "alpine:1:2"] {
        let message = refusal(|_| Image::base(base));
        assert!(message.contains("the name of the image, `"), "{message}");
    }
    for base in ["alpine", "scratch", "registry:5000/a/b", "a:1 AS b", "--platform=linux/amd64 a:1"]
    {
        assert!(Image::base(base).resolve().is_ok(), "{base}");
    }
    // The builder refuses these two, unless a stage has the name or an ARG the value.
    for base in ["Build", "python:$V"] {
        let message = refusal(|_| Image::base(base));
        assert!(message.contains("FROM has the image `"), "{message}");
    }
}

#[test]
fn empty_arguments_are_refused() {
    let refused: [fn(Image) -> Image; 9] = [
        |_| Image::base(" "),
        |image| image.shell::<&str>([]),
        |image| image.env([("--x", "a")]),
        |image| image.workdir(""),
        |image| image.user(""),
        |image| image.pip_install([""]),
        |image| image.run_exec::<&str>([]),
        |image| image.run_commands([" "]),
        |image| image.env([("", "a")]),
    ];
    for build in refused {
        refusal(build);
    }
}

#[test]
fn malformed_substitution_is_refused() {
    let message = refusal(|image| image.env_expanded([("A", "${}")]));
    assert!(message.contains("`${` is not followed by the name of a variable"), "{message}");
}

/// Every argument of a method that becomes text of the Dockerfile, with `odd` in it.
fn arguments_with(odd: &str) -> Vec<(&'static str, Image)> {
    let base = || Image::base("alpine:3");
    let text = format!("a{odd}b");
    let pip = PipOptions::new().extra_options(format!("--x={text}"));
    vec![
        ("base", Image::base(format!("a AS {text}"))),
        ("pip_install", base().pip_install([&text])),
        ("pip_install_with", base().pip_install_with(["a"], pip.clone())),
        ("uv_pip_install_with", base().uv_pip_install_with(["a"], pip)),
        ("run_commands", base().run_commands([format!("echo {text}")])),
        ("run_exec", base().run_exec(["echo", &text])),
        ("shell", base().shell(["sh", &text])),
        ("entrypoint", base().entrypoint(["sh", &text])),
        ("cmd", base().cmd([&text])),
        ("env", base().env([("A", &text)])),
        ("env_expanded", base().env_expanded([("A", &text)])),
        ("label", base().label("a", &text)),
        ("workdir", base().workdir(format!("/{text}"))),
        ("user", base().user(&text)),
        ("add_file_content", base().add_file_content("", format!("/{text}"))),
        ("copy_from", base().stage("s", base()).copy_from("s", format!("/{text}"), "/x")),
        ("dockerfile_commands", base().dockerfile_commands([format!("RUN echo {text}")])),
    ]
}

#[test]
fn control_characters_are_refused_in_every_argument() {
    for (odd, name) in [
        ("\u{1b}", "the control character U+001B"),
        ("\u{7}", "the control character U+0007"),
        ("\u{b}", "the control character U+000B"),
        ("\u{7f}", "the control character U+007F"),
        ("\u{9b}", "the control character U+009B"),
        ("\0", "a zero byte"),
    ] {
        for (method, image) in arguments_with(odd) {
            let error = image.resolve().err().unwrap_or_else(|| panic!("{method} takes {odd:?}"));
            let message = error.to_string();
            assert!(error.is_invalid_input() && message.contains(name), "{method}: {message}");
            assert!(!message.contains(odd), "{method} shows the raw character");
        }
    }
    for name in ["A\u{1b}", "\u{7f}"] {
        assert!(refusal(|image| image.env([(name, "a")])).contains("cannot be a name"));
        assert!(refusal(|image| image.label(name, "a")).contains("cannot be a name"));
    }
}

#[test]
fn tabs_are_accepted_in_every_argument() {
    // White space cannot be part of the name of a stage.
    for (method, image) in arguments_with("\t").into_iter().filter(|(name, _)| *name != "base") {
        assert!(image.resolve().is_ok(), "{method}");
    }
}

#[test]
fn words_and_commands_can_have_line_breaks() {
    let text = "set -e\n\techo a\r\n";
    assert!(lines(|image| image.entrypoint(["sh", "-c", text])).contains("\\techo a\\r\\n"));
    let command = "a \\\n\tb";
    assert_eq!(lines(|image| image.run_commands([command])), format!("RUN {command}\n"));
}

#[test]
fn dockerfile_can_have_every_character_except_nul() {
    let text =
        "FROM a\nRUN echo \u{1b}[1m\u{7}\u{c}\u{9b}\nENTRYPOINT [\"a\u{1b}\", \"\\u001b\"]\n";
    let dir = tree(&[("good", text), ("bad", "FROM a\nUSER b\nRUN echo \0\n")]);
    let image = |name: &str| Image::from_dockerfile(dir.path().join(name));
    assert!(image("good").dockerfile().unwrap().contains("RUN echo \u{1b}[1m\u{7}\u{c}\u{9b}\n"));
    let message = image("bad").resolve().unwrap_err().to_string();
    assert!(message.contains("line 3 of what it adds has a zero byte in it; "), "{message}");
}

#[test]
fn json_escape_in_dockerfile_commands_is_accepted() {
    let accepted = lines(|image| image.dockerfile_commands([r#"CMD ["printf", "\u001b[1m"]"#]));
    assert_eq!(accepted, "CMD [\"printf\", \"\\u001b[1m\"]\n");
}
