//! Words: quotes, escapes, variables.

use daytona_dockerfile::expand;

/// The longest expansion, in bytes.
const MAX_BYTES: usize = 128 * 1024;

fn text(word: &str) -> Result<String, String> {
    let value_of = |name: &str| match name {
        "DIR" => Some("src"),
        "EMPTY" => Some(""),
        _ => None,
    };
    match expand(word, '\\', value_of) {
        Ok(expanded) => Ok(expanded.text),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn words_are_read_as_the_builder_reads_them() {
    let cases = [
        ("$DIR/a", "src/a"),
        ("${DIR}x", "srcx"),
        ("$NONE/a", "/a"),
        ("${NONE:-d}", "d"),
        ("${NONE:-$DIR/x}", "src/x"),
        ("${EMPTY:-d}", "d"),
        ("${EMPTY-d}", ""),
        ("${DIR:+yes}", "yes"),
        ("${NONE+yes}", ""),
        ("'$DIR'", "$DIR"),
        ("\"$DIR\"", "src"),
        (r"\$DIR", "$DIR"),
        (r#""\$DIR \n""#, r"$DIR \n"),
        (r"a\ b", "a b"),
        ("${DIR#s*}", "rc"),
        ("${DIR##s*}", ""),
        ("${DIR%c}", "sr"),
        ("${DIR/r/$DIR}", "ssrcc"),
        ("${DIR:#s}", "rc"),
        ("${DIR%%r*}", "s"),
        ("${DIR//[sc]/x}", "src"),
        (r"${DIR/s/\}}", r"\}rc"),
        ("${DIR:?why}", "src"),
        ("${EMPTY?why}", ""),
        ("${+x}", ""),
        ("100$", "100$"),
        ("$1x", "x"),
    ];
    for (word, expected) in cases {
        assert_eq!(text(word).as_deref(), Ok(expected), "{word}");
    }
}

/// Recorded from BuildKit. buildah agrees on quotes, `:-` and `:+`, the only ones that it knows.
#[test]
fn substitutions_are_those_of_the_builder() {
    let value_of = |name: &str| match name {
        "FILE" => Some("lib/a*b?/x.tar.gz"),
        "ODD" => Some(r"([{}])^$.+|\end"),
        "STAR" => Some(r"\*"),
        "DIR" => Some("/b"),
        "PATHS" => Some("/b/b/c"),
        "EMPTY" => Some(""),
        _ => None,
    };
    let cases = [
        // The shortest and the longest match, at the front.
        ("${FILE#*/}", "a*b?/x.tar.gz"),
        ("${FILE##*/}", "x.tar.gz"),
        ("${FILE#*}", "lib/a*b?/x.tar.gz"),
        ("${FILE##*}", ""),
        ("${FILE#lib/a\\*}", "b?/x.tar.gz"),
        ("${FILE#???/}", "a*b?/x.tar.gz"),
        ("${FILE#tar}", "lib/a*b?/x.tar.gz"),
        ("${FILE#}", "lib/a*b?/x.tar.gz"),
        ("${FILE##}", "lib/a*b?/x.tar.gz"),
        // At the end.
        ("${FILE%.*}", "lib/a*b?/x.tar"),
        ("${FILE%%.*}", "lib/a*b?/x"),
        ("${FILE%/*}", "lib/a*b?"),
        ("${FILE%%/*}", "lib"),
        ("${FILE%%\\**}", "lib/a"),
        ("${FILE%}", "lib/a*b?/x.tar.gz"),
        // Only `*`, `?` and `\` are special in a pattern.
        (r"${ODD#([{\}])^$.+|\\}", "end"),
        (r"${ODD/^$./-}", r"([{}])-+|\end"),
        // The first occurrence and all of them.
        ("${FILE/a/A}", "lib/A*b?/x.tar.gz"),
        ("${FILE//a/A}", "lib/A*b?/x.tAr.gz"),
        ("${FILE/$STAR/-}", "lib/a-b?/x.tar.gz"),
        ("${PATHS/$DIR/}", "/b/c"),
        ("${PATHS//$DIR/}", "/c"),
        (r"${PATHS//\//\/}", r"\/b\/b\/c"),
        ("${PATHS//\\//:}", ":b:b:c"),
        ("${PATHS/$EMPTY/x}", "x/b/b/c"),
        ("${PATHS///}", "/b/b/c"),
        // Without a value.
        ("${NONE#*}", ""),
        ("${NONE///}", ""),
        ("${NONE-a}${EMPTY-b}${DIR-c}", "a/b"),
        ("${NONE:-a}${EMPTY:-b}${DIR:-c}", "ab/b"),
        ("${NONE+a}${EMPTY+b}${DIR+c}", "bc"),
        ("${NONE:+a}${EMPTY:+b}${DIR:+c}", "c"),
        ("${NONE:-}", ""),
        ("[${EMPTY?a}${DIR?a}${DIR:?a}]", "[/b/b]"),
        // A nested word.
        ("${NONE:-${EMPTY:-${DIR:+x$DIR}}}", "x/b"),
        ("${NONE:-'$DIR'}${NONE:-\"a $DIR\"}", "$DIRa /b"),
        (r"${NONE:-a\}b}", "a}b"),
    ];
    for (word, expected) in cases {
        let found = expand(word, '\\', value_of).map(|expanded| expanded.text);
        assert_eq!(found.as_deref(), Ok(expected), "{word}");
    }
    for word in ["${NONE?a}", "${NONE:?}", "${EMPTY:?a}", "${DIR=a}", "${DIR//a}", "${DIR//}"] {
        assert!(expand(word, '\\', value_of).is_err(), "{word}");
    }
    let required = expand("${NONE:?set $DIR}", '\\', value_of).unwrap_err().to_string();
    assert!(required.ends_with("has no value: set /b"), "{required}");
}

#[test]
fn malformed_words_are_refused() {
    for word in
        ["'a", "\"a", "${DIR", "${}", "${:-a}", "${DIR:}", "${DIR@Q}", "${NONE:?why}", r"${DIR#\s}"]
    {
        assert!(text(word).is_err(), "{word}");
    }
}

#[test]
fn bottomless_nesting_is_refused() {
    assert!(text(&"${NONE:-".repeat(100_000)).unwrap_err().contains("nested"));
}

#[test]
fn doubling_variable_is_refused_before_it_fills_the_memory() {
    let long = "x".repeat(MAX_BYTES / 2 + 1);
    let value_of = |name: &str| (name == "A").then_some(long.as_str());
    for word in ["$A$A", "\"$A$A\"", "${A//x/xx}"] {
        let refusal = expand(word, '\\', value_of).unwrap_err().to_string();
        assert!(refusal.contains("more than 131072 bytes"), "{refusal}");
    }
}

#[test]
fn variables_without_a_value_are_reported() {
    let expanded = expand("$A/${B}/${C:-c}", '\\', |_| None).unwrap();
    assert_eq!(expanded.unset, ["A", "B"]);
}
