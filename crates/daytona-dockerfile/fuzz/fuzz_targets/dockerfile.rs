//! Reads any text as a Dockerfile, as a fragment, as a word and as ignore patterns.

#![no_main]

use daytona_dockerfile::{
    DEFAULT_ESCAPE, Dockerfile, Glob, IgnorePatterns, IncludePattern, expand, parse_fragment,
};
use libfuzzer_sys::fuzz_target;

/// Paths that patterns are matched against.
const PATHS: [&str; 4] = ["a", "src/c", "src/lib/d e.txt", ".hidden/\u{e9}"];

fuzz_target!(|text: &str| {
    dockerfile(text);
    let _ = parse_fragment(text, '`');
    let _ = expand(text, DEFAULT_ESCAPE, |name| (name.len() % 2 == 0).then_some("a/*b"));
    patterns(text);
});

fn dockerfile(text: &str) {
    let Ok(file) = Dockerfile::parse(text) else { return };
    let lines = text.split('\n').count();
    for instruction in file.instructions() {
        assert!((1..=lines).contains(&instruction.line));
        let _ = instruction.words(file.escape());
        let _ = (instruction.literal_names(file.escape()), instruction.copies_whole_context());
    }
    // Appended text is an instruction of its own.
    let longer = Dockerfile::parse(&format!("{}\nUSER last\n", file.text())).unwrap();
    let (last, others) = longer.instructions().split_last().unwrap();
    assert_eq!(others, file.instructions());
    assert_eq!(last, &parse_line(last.line, "USER last", file.escape()));

    match file.stages() {
        Err(error) => assert!((1..=lines).contains(&error.line())),
        Ok(stages) => {
            assert!(stages.needed().into_iter().all(|number| stages.get(number).is_some()));
            for used in stages.context_uses() {
                let _ = IgnorePatterns::verbatim(&used.excludes);
                for source in &used.sources {
                    let _ = (source.is_name(), Glob::new(&source.path));
                }
            }
        }
    }
}

/// Parses one instruction on a given line.
fn parse_line(line: usize, text: &str, escape: char) -> daytona_dockerfile::Instruction {
    let text = format!("{}{text}", "\n".repeat(line - 1));
    parse_fragment(&text, escape).unwrap().remove(0)
}

fn patterns(text: &str) {
    if let Ok(patterns) = IgnorePatterns::parse(text) {
        for path in PATHS {
            let ignored = patterns.is_ignored(path);
            let mut dir = patterns.root();
            for (end, _) in path.match_indices('/') {
                dir = patterns.enter(&dir, &path[..end]);
                assert!(ignored || !patterns.is_pruned(&dir, &path[..end]));
            }
        }
    }
    let glob = Glob::new(text);
    let include = IncludePattern::new(text);
    for path in PATHS {
        if let Ok(glob) = &glob {
            let _ = (glob.matches(path), glob.may_match_below(path));
        }
        if let Ok(include) = &include {
            let _ = (include.matches(path), include.may_match_below(path));
        }
    }
}
