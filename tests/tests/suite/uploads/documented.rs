//! Every promise of the page about reliability names a test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Adds the names of all functions in a folder and its subfolders.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for member in fs::read_dir(folder).unwrap() {
        let path = member.unwrap().path();
        if path.is_dir() {
            functions(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let after_fn = text.split("fn ").skip(1);
            names.extend(after_fn.filter_map(|rest| Some(rest.split_once('(')?.0.to_owned())));
        }
    }
}

#[test]
fn every_row_of_the_reliability_page_names_tests_that_exist() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let objstore = workspace.join("crates/daytona-objstore");
    let mut known = BTreeSet::new();
    for folder in
        [objstore.join("src"), objstore.join("tests"), workspace.join("tests/tests/suite/uploads")]
    {
        functions(&folder, &mut known);
    }
    let page = fs::read_to_string(objstore.join("docs/reliability.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.ends_with("| test |"));
    for row in rows {
        let tests = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let names: Vec<_> = tests.split(", ").map(|name| name.trim_matches('`')).collect();
        assert!(!names.is_empty());
        for name in names {
            assert!(known.contains(name), "`{name}` of this row is not a test:\n{row}");
        }
    }
}
