//! Instructions: keywords, flags, arguments, heredocs.

use daytona_dockerfile::{Arguments, Dockerfile, Instruction, Keyword, parse_fragment};

fn one(text: &str) -> Instruction {
    let mut found = parse_fragment(text, '\\').unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn flags_are_distinguished_from_arguments() {
    let copy = one("copy --from=build --chown=\"a b\" --link x --y /z");
    assert_eq!(copy.keyword, Keyword::Copy);
    assert_eq!(copy.flag("from"), Some("build"));
    assert_eq!(copy.flag("chown"), Some("a b"));
    assert_eq!(copy.flag("link"), Some(""));
    assert_eq!(copy.flag("fro"), None);
    assert_eq!(copy.arguments, Arguments::Text("x --y /z".to_owned()));
}

#[test]
fn literals_of_env_and_arg_have_no_variables() {
    let names = |text: &str| one(text).literal_names('\\');
    assert_eq!(
        names("ENV A=1 B='$x' C=$x D=${x} E=\"\" F=${x:-d} G=${x:?} H=a$x I="),
        ["A", "B", "F"]
    );
    assert_eq!(names("ENV A b c"), ["A"]);
    assert_eq!(names("ARG A B=1 C=$x"), ["B"]);
    assert_eq!(names("LABEL A=1"), [""; 0]);
}

#[test]
fn whole_context_has_several_names() {
    let taken = ["COPY . /", "ADD ./ x", "COPY a / b", "COPY [\"./.\", \"b\"]", "COPY * b"];
    for text in taken {
        assert!(one(text).copies_whole_context(), "{text}");
    }
    for text in ["COPY --from=a . b", "COPY a .", "COPY ./a b", "COPY *.c b", "RUN . b"] {
        assert!(!one(text).copies_whole_context(), "{text}");
    }
}

#[test]
fn json_form_needs_valid_json() {
    let json = |text: &str| matches!(one(text).arguments, Arguments::Json(_));
    assert!(json(r#"COPY ["a b", "/c"]"#));
    assert!(!json("RUN [ -d /x ] && true"));
    assert!(!json("CMD ['a']"));
    assert!(!json(r#"CMD ["a"] b"#));
    assert!(!json(r#"EXPOSE ["a"]"#));
    assert_eq!(
        one(r#"HEALTHCHECK --retries=2 CMD ["a"]"#).arguments,
        Arguments::Json(vec!["CMD".to_owned(), "a".to_owned()])
    );
    let error = parse_fragment("\nCMD [1]", '\\').unwrap_err();
    assert_eq!((error.line(), error.message()), (2, "CMD has JSON with more than strings in it"));
}

#[test]
fn pairs_are_checked_behind_onbuild_too() {
    for (text, expected) in [
        ("LABEL a", "LABEL has a name without a value"),
        ("ENV a=b c", "ENV has a word without `=`: `c`"),
        ("ONBUILD ENV a", "ENV has a name without a value"),
    ] {
        assert_eq!(parse_fragment(text, '\\').unwrap_err().message(), expected);
    }
}

#[test]
fn heredoc_bodies_hold_no_instructions() {
    let text = "RUN <<EOF cat <<-'OTHER' > /x\nCOPY a b\nEOF\nCOPY c d\n\t\tOTHER\n\
        ONBUILD COPY <<x /y\nADD e f\nx\nCMD [\"<<no\"]\n";
    let keywords: Vec<Keyword> =
        parse_fragment(text, '\\').unwrap().iter().map(|found| found.keyword).collect();
    assert_eq!(keywords, [Keyword::Run, Keyword::Onbuild, Keyword::Cmd]);
}

#[test]
fn unfinished_heredoc_is_refused_with_its_line() {
    let error = parse_fragment("RUN a\nRUN <<EOF\nb\n", '\\').unwrap_err();
    assert_eq!(error.to_string(), "line 2: no line `EOF` ends the heredoc");
}

#[test]
fn unknown_instruction_is_refused_unless_another_frontend_reads_it() {
    let error = Dockerfile::parse("FROM a\nINCLUDE b\n").unwrap_err();
    assert_eq!(error.to_string(), "line 2: `INCLUDE` is not a Dockerfile instruction");
    assert!(Dockerfile::parse("# syntax=example/frontend:1\nFROM a\nINCLUDE b\nEND\n").is_ok());
    assert!(Dockerfile::parse("FROM a\nCOPY\n").is_err());
    assert!(Dockerfile::parse("# syntax=docker/dockerfile:1\nFROM a\nINCLUDE b\n").is_err());
}

#[test]
fn byte_order_mark_and_carriage_returns_are_no_part_of_instructions() {
    let file = Dockerfile::parse("\u{feff}FROM a\r\nCOPY b c\r\n").unwrap();
    assert_eq!(file.instructions()[1].arguments, Arguments::Text("b c".to_owned()));
}
#[test]
fn heredoc_bodies_are_part_of_the_tree() {
    let text = "RUN <<EOF cat <<-'O.T H'\r\n a\r\nEOF\n\tb\n\n\tO.T H\n\
        ONBUILD ADD <<x <<y /d/\nx\ny\nCOPY [\"<<no\", \"/\"]\n";
    let found = parse_fragment(text, '\\').unwrap();
    let heredocs = |instruction: &Instruction| -> Vec<(String, String, bool, bool)> {
        let heredocs = instruction.heredocs.iter();
        heredocs
            .map(|found| (found.name.clone(), found.body.clone(), found.strips_tabs, found.expands))
            .collect()
    };
    assert_eq!(
        heredocs(&found[0]),
        [
            ("EOF".to_owned(), " a\r\n".to_owned(), false, true),
            ("O.T H".to_owned(), "\tb\n\n".to_owned(), true, false)
        ]
    );
    assert_eq!(heredocs(&found[1]), []);
    assert_eq!(
        heredocs(found[1].trigger.as_deref().unwrap()),
        ["x", "y"].map(|name| (name.to_owned(), String::new(), false, true))
    );
    assert_eq!(heredocs(&found[2]), []);
}

#[test]
fn words_are_those_of_each_instruction() {
    let words = |text: &str| one(text).words('\\').unwrap();
    assert_eq!(words("FROM a AS b"), ["a", "AS", "b"]);
    assert_eq!(words("ARG A='x y' B"), ["A='x y'", "B"]);
    assert_eq!(words("LABEL a=\"b c\" d=e"), ["a", "\"b c\"", "d", "e"]);
    assert_eq!(words("COPY [\"a b\", \"/c\"]"), ["a b", "/c"]);
    assert_eq!(words("HEALTHCHECK CMD curl  x"), ["CMD", "curl  x"]);
    assert_eq!(words("RUN a  b"), ["a  b"]);
}

#[test]
fn run_cmd_and_entrypoint_can_be_bare() {
    let file = Dockerfile::parse("FROM a\nRUN\nCMD\nENTRYPOINT \nONBUILD RUN\n").unwrap();
    let empty = Arguments::Text(String::new());
    assert!(file.instructions()[1..4].iter().all(|bare| bare.arguments == empty));
    for keyword in ["COPY", "ENV", "EXPOSE", "ONBUILD", "SHELL", "USER", "VOLUME", "WORKDIR"] {
        assert!(Dockerfile::parse(&format!("FROM a\n{keyword}\n")).is_err(), "{keyword}");
    }
}

#[test]
fn old_form_of_env_can_have_a_value_with_an_equals_sign() {
    let pair = |text: &str| one(text).pairs('\\').unwrap();
    assert_eq!(pair("ENV A = b"), [("A".to_owned(), "= b".to_owned())]);
    assert_eq!(pair("LABEL A =b c"), [("A".to_owned(), "=b c".to_owned())]);
    let file = Dockerfile::parse("FROM a\nENV A = b\nCOPY $A /x\n").unwrap();
    assert_eq!(file.stages().unwrap().get(0).and_then(|stage| stage.variable("A")), Some("= b"));
}
