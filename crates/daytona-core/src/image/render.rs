//! The lines of a Dockerfile for steps that read no local files.

mod cache;
pub(super) mod check;
pub(super) mod entrypoint;
pub(super) mod packages;
pub(super) mod quote;

pub(super) use cache::cache_flags;

use daytona_dockerfile::check_reference;

use super::python::version::PythonVersion;
use super::step::Protocol;
use crate::{Error, Result};
use check::{check_json_path, check_line, check_name, check_value};
use quote::{argument, expanded_value, expanded_word, json_array, shell_word};

/// Appends lines to a Dockerfile. Ends its last line first.
pub(super) fn append(dockerfile: &mut String, lines: &str) {
    if !lines.is_empty() {
        end_line(dockerfile);
    }
    dockerfile.push_str(lines);
}

fn end_line(dockerfile: &mut String) {
    if !dockerfile.is_empty() && !dockerfile.ends_with('\n') {
        dockerfile.push('\n');
    }
}

pub(super) fn base(image: &str) -> Result<String> {
    check_value("the name of the image", image)?;
    // The argument can also be `--platform=linux/amd64 a`, `a AS b` or `$IMAGE`.
    let is_name =
        !image.trim().contains(char::is_whitespace) && !image.contains(['$', '\'', '"', '\\']);
    // A plain word can be the name of a stage, whose case does not matter.
    let may_be_stage = image.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if is_name && !may_be_stage {
        check_reference(image.trim()).map_err(|error| {
            let message = format!(
                "the name of the image, `{}`, {}",
                image.trim().escape_debug(),
                error.reason()
            );
            Error::invalid_input(message)
                .with_source(error)
                .with_hint("name it as in `ubuntu:24.04` or `registry.example.com:5000/team/app:1`")
        })?;
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

/// Renders a copy from the context. The destination can contain variables.
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
