//! The references of `docs/server.md`.

use std::{fs, path::Path};

/// Returns `true` if a reference such as `rules::test` or `src::api::names::test` names a test.
fn names_a_test(reference: &str) -> bool {
    let (module, test) = reference.rsplit_once("::").unwrap();
    let file = match module.strip_prefix("src::") {
        Some(module) => format!("src/{}.rs", module.replace("::", "/")),
        None => format!("tests/suite/{module}.rs"),
    };
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    text.is_ok_and(|text| text.contains(&format!("fn {test}(")))
}

#[test]
fn every_test_that_the_page_names_exists() {
    let page = include_str!("../../docs/server.md");
    let code = page.split('`').skip(1).step_by(2);
    let references: Vec<&str> =
        code.filter(|text| text.contains("::") && *text != "file::test").collect();
    assert!(references.len() > 20, "{references:?}");
    for reference in references {
        assert!(names_a_test(reference), "{reference}");
    }
}
