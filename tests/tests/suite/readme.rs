//! The README shows code that runs: its blocks that are not compiled are copies of `integrator.rs`.

use std::path::Path;

#[test]
fn blocks_of_the_readme_are_in_integrator_rs() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(tests.join("../README.md")).unwrap();
    let source = std::fs::read_to_string(tests.join("tests/suite/integrator.rs")).unwrap();
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let shown: Vec<&str> = readme
        .split("```")
        .filter_map(|block| block.strip_prefix("rust,ignore\n"))
        .flat_map(str::lines)
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert!(shown.len() > 30, "the README shows the three tests");
    for line in shown {
        assert!(lines.contains(&line), "not in integrator.rs: {line}");
    }
}
