//! Builds each Dockerfile twice: with `--build-arg` and `--target`, and without options from the text
//! that the library sends. Both images must have the same files.
//!
//! Ignored by default, because it needs a builder. Values become paths and file contents, so that equal
//! files mean equal values. Rules on which buildah differs from `BuildKit` have tests in `daytona-core`
//! instead: `TARGETSTAGE`, targets in another case, proxies in small and capital letters, and a default
//! before the first FROM that is the name of a stage.

use daytona_core::{ContextOptions, Image};

use super::builder::Builder;
use super::tree;

const FILES: &[(&str, &str)] = &[("a.txt", "a\n"), ("b.txt", "b\n"), ("src/main.py", "print(1)\n")];

struct Case {
    dockerfile: &'static str,
    arguments: &'static [(&'static str, &'static str)],
    target: &'static str,
    /// A file of the image, so that two empty images are not equal.
    has: &'static str,
}

const fn case(
    dockerfile: &'static str,
    arguments: &'static [(&'static str, &'static str)],
    has: &'static str,
) -> Case {
    Case { dockerfile, arguments, target: "", has }
}

const fn target(
    dockerfile: &'static str,
    arguments: &'static [(&'static str, &'static str)],
    target: &'static str,
    has: &'static str,
) -> Case {
    Case { dockerfile, arguments, target, has }
}

const V: &[(&str, &str)] = &[("V", "x")];
/// A stage with a shell, for commands.
const THREE: &str = "FROM scratch AS one\nCOPY a.txt /one\nFROM scratch AS two\nCOPY b.txt /two\n\
    FROM one AS three\nCOPY --from=two /two /three\n";

const CASES: &[Case] = &[
    // Before the first FROM.
    case("ARG V=scratch\nFROM $V\nCOPY a.txt /r\n", &[("V", "scratch")], "/r"),
    case("ARG V=none\nFROM ${V}\nCOPY a.txt /r\n", &[("V", "scratch")], "/r"),
    case("ARG V\nFROM $V\nCOPY a.txt /r\n", &[("V", "scratch")], "/r"),
    case("ARG V=y\nFROM scratch\nARG V\nCOPY a.txt /$V\n", V, "/x"),
    case("ARG V=y\nFROM scratch\nARG V=z\nCOPY a.txt /$V\n", V, "/x"),
    case("ARG V=y\nFROM scratch\nCOPY a.txt /r$V\n", V, "/r"),
    case("ARG V=y\nARG W=$V\nFROM scratch\nARG W\nCOPY a.txt /$W\n", V, "/x"),
    case("ARG V=y\nARG W=$V-w\nFROM scratch\nARG W\nCOPY a.txt /$W\n", &[("W", "q")], "/q"),
    case("ARG V=y W=z\nFROM scratch\nARG V W\nCOPY a.txt /$V-$W\n", V, "/x-z"),
    case("ARG V\nFROM scratch\nARG V\nCOPY a.txt /$V\n", V, "/x"),
    // Of a stage.
    case("FROM scratch\nARG V=y\nCOPY a.txt /$V\n", V, "/x"),
    case("FROM scratch\nARG V\nCOPY a.txt /$V\n", V, "/x"),
    case("FROM scratch\nARG V\nCOPY a.txt /r$V\n", &[], "/r"),
    case("FROM scratch\nARG V=y\nARG V=z\nCOPY a.txt /$V\n", V, "/x"),
    case("FROM scratch\nCOPY a.txt /r${V}\nARG V=y\nCOPY b.txt /$V\n", V, "/r"),
    case("FROM scratch\nARG V=y\nENV E=$V\nCOPY a.txt /$E\n", V, "/x"),
    // BuildKit creates `/y-`, buildah `/e-`.
    case("FROM scratch\nENV V=e\nARG V=y\nCOPY a.txt /$V- \nCOPY b.txt /r\n", &[], "/r"),
    case("FROM scratch\nARG V=y\nENV V=e\nCOPY a.txt /$V\n", V, "/e"),
    case("FROM scratch\nARG V=y\nENV V=${V}e\nCOPY a.txt /$V\n", V, "/xe"),
    case("FROM scratch\nARG V=y\nWORKDIR /w/$V\nCOPY a.txt .\n", V, "/w/x/a.txt"),
    case("FROM scratch\nARG F=a.txt\nCOPY $F /r\n", &[("F", "b.txt")], "/r"),
    case("FROM scratch\nARG D=none\nADD $D /d/\n", &[("D", "src")], "/d/main.py"),
    case("FROM scratch\nARG V=y\nCOPY a.txt /${V:+set}\nCOPY b.txt /${V:-unset}\n", V, "/set"),
    case("FROM scratch\nARG V=y\nCOPY a.txt /r${V:+set}\n", &[("V", "")], "/r"),
    case("FROM scratch\nARG V=y\nARG W=$V-w\nCOPY a.txt /$W\n", V, "/x-w"),
    case("FROM scratch\narg V=y\ncopy a.txt /$V\n", V, "/x"),
    case("FROM scratch\nARG V=\"a b\" \nCOPY [\"a.txt\", \"/$V\"]\n", &[("V", "c d")], "/c d"),
    case("FROM scratch\nARG V=y \\\n  W=z\nCOPY a.txt /$V$W\n", V, "/xz"),
    case("FROM scratch\nARG \\\n# why\n  V=y\nCOPY a.txt /$V\n", V, "/x"),
    case("# escape=`\nFROM scratch\nARG V=y `\n  W=z\nCOPY a.txt /$V$W\n", V, "/xz"),
    case("FROM scratch\nARG V=y\n# ARG V=z\nCOPY a.txt /$V", V, "/x"),
    // Each stage declares its own, and inherits those of its base.
    case(
        "FROM scratch AS one\nARG V=y\nCOPY a.txt /$V\nFROM scratch\nCOPY --from=one / /\nCOPY a.txt /r$V\n",
        V,
        "/r",
    ),
    case(
        "FROM scratch AS one\nARG V=y\nCOPY a.txt /1$V\nFROM scratch\nARG V=z\nCOPY --from=one / /\nCOPY a.txt /2$V\n",
        V,
        "/2x",
    ),
    case(
        "ARG V=y\nFROM scratch AS one\nARG V\nCOPY a.txt /1$V\nFROM one\nARG V\nCOPY a.txt /2$V\n",
        V,
        "/2x",
    ),
    case(
        "FROM scratch AS one\nCOPY a.txt /1\nFROM scratch\nARG V=/none\nCOPY --from=one $V /r\n",
        &[("V", "/1")],
        "/r",
    ),
    // Values that need quotes.
    case("FROM scratch\nARG V\nCOPY [\"a.txt\", \"/$V\"]\n", &[("V", "a b  c")], "/a b  c"),
    case("FROM scratch\nARG V\nCOPY [\"a.txt\", \"/$V\"]\n", &[("V", "it's")], "/it's"),
    case("FROM scratch\nARG V\nCOPY [\"a.txt\", \"/$V\"]\n", &[("V", "a=b,c#d")], "/a=b,c#d"),
    case("FROM scratch\nARG V\nCOPY [\"a.txt\", \"/$V\"]\n", &[("V", "$V")], "/$V"),
    case("FROM scratch\nARG V\nCOPY [\"a.txt\", \"/$V\"]\n", &[("V", "${W}")], "/${W}"),
    // In the environment of commands.
    case(
        "FROM scratch\nCOPY busybox /bin/sh\nARG V=y\nRUN echo \"$V\" > /r\n",
        &[("V", "a 'b' \"c\" $d")],
        "/r",
    ),
    case(
        "FROM scratch\nCOPY busybox /bin/sh\nRUN echo \"$HTTP_PROXY\" > /r\n",
        &[("HTTP_PROXY", "http://p:1")],
        "/r",
    ),
    // Unknown names change nothing.
    case("FROM scratch\nARG V=y\nCOPY a.txt /$V\n", &[("NOPE", "x")], "/y"),
    case("FROM scratch\nARG V=y\nCOPY a.txt /$V\n", &[("v", "x")], "/y"),
    // Targets.
    target(THREE, &[], "one", "/one"),
    target(THREE, &[], "two", "/two"),
    target(THREE, &[], "three", "/three"),
    target(THREE, &[], "", "/three"),
    target(
        "ARG V=y\nFROM scratch AS one\nARG V\nCOPY a.txt /$V\n\n# next\nFROM none:1\n",
        V,
        "one",
        "/x",
    ),
    target(
        "FROM scratch AS one\nARG V=y\nCOPY a.txt /$V\nFROM one AS two\nARG V=z\nCOPY b.txt /2$V\nFROM one\n",
        V,
        "two",
        "/2x",
    ),
];

#[test]
#[ignore = "needs a builder"]
fn text_with_arguments_and_target_builds_the_same_image_as_the_options() {
    let builder = Builder::find();
    let mut wrong = Vec::new();
    for case in CASES {
        if let Err(why) = compare(&builder, case) {
            wrong.push(format!("{}{:?} {:?}: {why}", case.dockerfile, case.arguments, case.target));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
    assert!(CASES.len() >= 40);
}

fn compare(builder: &Builder, case: &Case) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    tree::write(folder.path(), FILES);
    tree::write(folder.path(), &[("Dockerfile", case.dockerfile)]);
    std::fs::copy("/bin/busybox", folder.path().join("busybox")).unwrap();
    let mut options: Vec<String> = Vec::new();
    for (name, value) in case.arguments {
        options.extend(["--build-arg".to_owned(), format!("{name}={value}")]);
    }
    if !case.target.is_empty() {
        options.extend(["--target".to_owned(), case.target.to_owned()]);
    }
    let original = builder.build_folder(folder.path(), &options);
    let original = original.map_err(|why| format!("with options: {why}"))?;

    let context = ContextOptions::new().context_dir(folder.path());
    let mut context = case
        .arguments
        .iter()
        .fold(context, |context, (name, value)| context.build_arg(*name, *value));
    if !case.target.is_empty() {
        context = context.target(case.target);
    }
    let image = Image::from_dockerfile_text_with(case.dockerfile, context);
    let text = image.dockerfile().map_err(|error| error.to_string())?;
    tree::write(folder.path(), &[("Dockerfile", &text)]);
    let sent = builder
        .build_folder(folder.path(), &[])
        .map_err(|why| format!("as sent: {why}\n{text}"))?;
    if original != sent {
        return Err(format!("\n  options {original:?}\n  sent    {sent:?}\n{text}"));
    }
    if !sent.has(case.has) {
        return Err(format!("{} is missing in {sent:?}", case.has));
    }
    Ok(())
}
