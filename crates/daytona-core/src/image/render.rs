//! The lines of a Dockerfile that each step becomes, where nothing is read from the disk.

mod packages;

pub(super) use packages::{
    REQUIREMENTS, REQUIREMENTS_DIR, apt_install, extra, pip_install, pip_install_from_included,
    pip_install_from_requirements, sorted, with_each,
};

use super::python::PythonVersion;
use super::quote::{argument, expanded_value, expanded_word, json_array, shell_word};
use super::step::Protocol;
use crate::model::params::check_reference;
use crate::{Error, Result};

/// Appends lines to a Dockerfile, whose last line may lack its end.
pub(super) fn append(dockerfile: &mut String, lines: &str) {
    if !dockerfile.is_empty() && !dockerfile.ends_with('\n') && !lines.is_empty() {
        dockerfile.push('\n');
    }
    dockerfile.push_str(lines);
}

pub(super) fn base(image: &str) -> Result<String> {
    check_value("the name of the image", image)?;
    // It may be more than a name: `--platform=linux/amd64 a`, `a AS b`, `$IMAGE`.
    let is_name =
        !image.trim().contains(char::is_whitespace) && !image.contains(['$', '\'', '"', '\\']);
    // A plain word may be a stage, which is named in any case.
    let may_be_stage = image.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if is_name && !may_be_stage {
        check_reference("the name of the image", image.trim())?;
    }
    Ok(format!("FROM {image}\n"))
}

pub(super) fn debian_slim(python: &PythonVersion) -> Result<String> {
    python.check()?;
    Ok(format!(
        "FROM python:{}-slim-bookworm\n\
        RUN apt-get update\n\
        RUN apt-get install -y gcc gfortran build-essential\n\
        RUN pip install --upgrade pip\n\
        RUN echo 'debconf debconf/frontend select Noninteractive' | debconf-set-selections\n",
        python.release()
    ))
}

/// Copies from the context. A destination may hold variables, but no quoting of its own.
pub(super) fn copy(archive_path: &str, destination: &str, escape: char) -> String {
    format!("COPY {}\n", json_array(&[archive_path, &expanded_word(destination, escape)]))
}

pub(super) fn copy_from(
    stage: &str,
    source: &str,
    destination: &str,
    escape: char,
) -> Result<String> {
    check_json_path("the source", source)?;
    check_json_path("the destination", destination)?;
    let paths = [source, destination].map(|path| expanded_word(path, escape));
    Ok(format!("COPY --from={stage} {}\n", json_array(&paths)))
}

pub(super) fn run_exec(arguments: &[String]) -> Result<String> {
    if arguments.is_empty() {
        return Err(Error::invalid_input("no program to run is named")
            .with_hint("name the program, and its arguments after it"));
    }
    Ok(format!("RUN {}\n", json_array(arguments)))
}

pub(super) fn shell(arguments: &[String]) -> Result<String> {
    if arguments.is_empty() {
        return Err(Error::invalid_input("no shell is named")
            .with_hint("name its program and options, such as `/bin/bash` and `-c`"));
    }
    Ok(format!("SHELL {}\n", json_array(arguments)))
}

pub(super) fn env(variables: &[(String, String)]) -> Result<String> {
    assignments("ENV", variables, shell_word)
}

pub(super) fn env_expanded(variables: &[(String, String)], escape: char) -> Result<String> {
    assignments("ENV", variables, |value| expanded_value(value, escape))
}

pub(super) fn label(key: &str, value: &str) -> Result<String> {
    assignments("LABEL", &[(key.to_owned(), value.to_owned())], shell_word)
}

fn assignments(
    keyword: &str,
    pairs: &[(String, String)],
    quoted: impl Fn(&str) -> String,
) -> Result<String> {
    let mut text = String::new();
    for (name, value) in pairs {
        check_name(name)?;
        check_line(&format!("the value of `{name}`"), value)?;
        text.push_str(&format!("{keyword} {name}={}\n", quoted(value)));
    }
    Ok(text)
}

pub(super) fn workdir(path: &str) -> Result<String> {
    check_value("the path", path)?;
    Ok(format!("WORKDIR {}\n", argument(path)))
}

pub(super) fn user(user: &str) -> Result<String> {
    check_value("the user", user)?;
    Ok(format!("USER {}\n", argument(user)))
}

pub(super) fn expose(port: u16, protocol: Protocol) -> Result<String> {
    if port == 0 {
        return Err(Error::invalid_input("port 0 cannot be exposed")
            .with_hint("name a port from 1 to 65535"));
    }
    Ok(match protocol {
        Protocol::Tcp => format!("EXPOSE {port}\n"),
        Protocol::Udp => format!("EXPOSE {port}/udp\n"),
    })
}

fn check_name(name: &str) -> Result<()> {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "='\"`$\\".contains(c);
    if name.is_empty() || name.starts_with("--") || name.contains(odd) {
        return Err(Error::invalid_input(format!("`{}` cannot be a name", name.escape_debug()))
            .with_hint(
                "a name is not empty, does not begin with `--`, and has no white space, quotes, \
                `=`, `$` or `\\`",
            ));
    }
    Ok(())
}

pub(super) fn check_values(what: &str, values: &[String]) -> Result<()> {
    values.iter().try_for_each(|value| check_value(what, value))
}

/// Refuses what is empty or does not fit on a line.
pub(super) fn check_value(what: &str, value: &str) -> Result<()> {
    if value.trim().is_empty() {
        return Err(Error::invalid_input(format!("{what} is empty"))
            .with_hint("give it a value, or leave it out"));
    }
    check_line(what, value)
}

/// Refuses a path that no instruction can name in JSON form, in which a line break may stand.
pub(super) fn check_json_path(what: &str, path: &str) -> Result<()> {
    check_value(what, &path.replace(['\n', '\r'], "_"))
}

pub(super) fn check_line(what: &str, value: &str) -> Result<()> {
    let odd = match value.find(['\n', '\r', '\0']).map(|at| value.as_bytes()[at]) {
        None => return Ok(()),
        Some(0) => "a zero byte",
        Some(_) => "a line break",
    };
    let message = format!("{what} has {odd} in it, which no Dockerfile can hold there");
    Err(Error::invalid_input(message)
        .with_hint("leave it out, or bring the text along in a file with add_local_file"))
}

#[cfg(test)]
mod tests {
    use crate::image::sample::{lines, refusal};
    use crate::{Image, PipOptions, PythonVersion};

    #[test]
    fn debian_slim_has_compilers_and_a_fresh_pip() {
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
    fn literal_values_stay_literal() {
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
    fn expanded_values_keep_their_variables() {
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
    fn ports_are_tcp_unless_said_otherwise() {
        assert_eq!(lines(|image| image.expose(80).expose_udp(53)), "EXPOSE 80\nEXPOSE 53/udp\n");
        assert!(refusal(|image| image.expose(0)).contains("port 0 cannot be exposed"));
    }

    #[test]
    fn line_breaks_are_refused_where_they_would_end_the_instruction() {
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
    fn zero_bytes_are_refused_wherever_they_come_from() {
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
        // The content of a file may have any bytes.
        assert!(Image::base("a").add_file_content("a\0", "/a").resolve().is_ok());
    }

    #[test]
    fn base_that_no_registry_has_is_refused() {
        for base in ["docker://a:1", "http://a/b:1", "a//b:1", "über:1", "FOO:1", "alpine:1:2"] {
            let message = refusal(|_| Image::base(base));
            assert!(message.contains("the name of the image, `"), "{message}");
        }
        for base in [
            "alpine",
            "scratch",
            "Build",
            "registry:5000/a/b",
            "a:1 AS b",
            "--platform=linux/amd64 a:1",
            "python:$V",
        ] {
            assert!(Image::base(base).resolve().is_ok(), "{base}");
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
    fn substitution_that_no_builder_understands_is_refused() {
        let message = refusal(|image| image.env_expanded([("A", "${}")]));
        assert!(message.contains("`${` is not followed by the name of a variable"), "{message}");
    }
}
