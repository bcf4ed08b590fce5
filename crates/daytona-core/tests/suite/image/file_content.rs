//! Files whose content is given in code.

use daytona_core::{FileOptions, Image};

fn refusal(image: &Image) -> String {
    let error = image.resolve().unwrap_err();
    assert!(error.is_invalid_input());
    error.to_string()
}

fn read(arguments: &str) -> std::result::Result<Image, String> {
    let json =
        format!(r#"{{"steps":[{{"base":{{"image":"a"}}}},{{"add_file_content":{arguments}}}]}}"#);
    serde_json::from_str(&json).map_err(|error| error.to_string())
}

#[test]
fn archive_path_depends_on_the_destination() {
    let image = Image::base("a").add_file_content("one", "/etc/it's").add_file_content_with(
        "two",
        "/etc/it's",
        FileOptions::new().mode(0o500),
    );
    let resolved = image.resolve().unwrap();
    assert_eq!(
        resolved.dockerfile,
        "FROM a\nCOPY [\".daytona-files/etc/it_s\", \"/etc/it\\\\'s\"]\n\
        COPY [\".daytona-files-2/etc/it_s\", \"/etc/it\\\\'s\"]\n"
    );
    let found: Vec<(&str, &[u8], u32)> = resolved
        .context
        .iter()
        .map(|file| (file.archive_path.as_str(), file.content.as_ref().unwrap()))
        .map(|(path, content)| (path, content.bytes().as_ref(), content.mode()))
        .collect();
    assert_eq!(
        found,
        [
            (".daytona-files-2/etc/it_s", &b"two"[..], 0o500),
            (".daytona-files/etc/it_s", &b"one"[..], 0o644),
        ]
    );
}

#[test]
fn content_is_text_or_base64_in_the_json_form() {
    let image = |content: &[u8]| Image::base("a").add_file_content(content, "/x");
    let cases = [
        (image("h\u{e9}\n".as_bytes()), r#"{"content":"hé\n","destination":"/x"}"#),
        (image(b""), r#"{"content":"","destination":"/x"}"#),
        (image(&[0xff, 0xfe]), r#"{"content":{"base64":"//4="},"destination":"/x"}"#),
    ];
    for (image, arguments) in cases {
        assert_eq!(read(arguments).unwrap(), image);
        let json = serde_json::to_string(&image).unwrap();
        assert!(json.ends_with(&format!("{arguments}}}]}}")), "{json}");
    }
    let text = r#"{"content":{"base64":"aGk="},"destination":"/x"}"#;
    assert_eq!(read(text).unwrap(), image(b"hi"));
    let mode = r#"{"content":"","destination":"/x","options":{"mode":"0750"}}"#;
    let options = FileOptions::new().mode(0o750);
    assert_eq!(read(mode).unwrap(), Image::base("a").add_file_content_with("", "/x", options));
}

#[test]
fn malformed_content_is_refused() {
    let cases = [
        (r#"{"content":{"base64":"a"},"destination":"/x"}"#, "the content is not base64: "),
        (r#"{"content":1,"destination":"/x"}"#, "expected a string, or an object with the one"),
        (r#"{"content":{"text":""},"destination":"/x"}"#, "expected a string, or an object"),
        (
            r#"{"content":"","destination":"/x","options":{"mode":"8"}}"#,
            "invalid value: string \"8\", expected octal digits, such as \"755\"",
        ),
        (
            r#"{"content":"","destination":"/x","options":{"mode":"+7"}}"#,
            "invalid value: string \"+7\", expected octal digits",
        ),
    ];
    for (arguments, expected) in cases {
        let message = read(arguments).unwrap_err();
        assert!(message.starts_with(&format!("step 2 of the image: {expected}")), "{message}");
    }
}

#[test]
fn destination_must_name_a_file() {
    for destination in ["/etc/", "/etc/.", "..", "/etc/.."] {
        assert_eq!(
            refusal(&Image::base("a").add_file_content("", destination)),
            format!(
                "failed to resolve step 2 of the image, add_file_content(0 bytes, \
                {destination:?}): the destination is a directory; name the file in it"
            )
        );
    }
    assert!(refusal(&Image::base("a").add_file_content("", "")).contains("destination is empty"));
}

#[test]
fn modes_that_a_context_does_not_carry_are_refused() {
    let with =
        |mode| Image::base("a").add_file_content_with("", "/x", FileOptions::new().mode(mode));
    assert!(refusal(&with(0o1777)).contains("the mode 1777 has more than permission bits; use"));
    assert!(
        refusal(&with(0o664)).contains("the mode 664 follows from a umask, so a build context")
    );
    assert!(with(0o444).resolve().is_ok() && with(0o666).resolve().is_ok());
}

#[test]
fn content_stays_out_of_messages_and_debug_output() {
    let image = Image::base("a").add_file_content("hush", "/x");
    let resolved = image.resolve().unwrap();
    for text in [format!("{image:?}"), format!("{resolved:?}")] {
        assert!(text.contains("4 bytes") && !text.contains("hush"), "{text}");
    }
}
