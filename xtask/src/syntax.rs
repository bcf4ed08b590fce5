//! What is changed in the generated code before it is written.
//!
//! Here stands what a description cannot say. Each pass counts what it changed, so that a pass that no longer finds
//! anything to do is noticed.

mod attributes;
mod checked_paths;
mod html_answers;
mod null_collections;
mod open_enums;
mod own_constructor;
mod plain_docs;
mod redact_secrets;

type Pass = fn(&mut syn::File) -> usize;

/// The passes in the order in which they run, with the names under which they report.
const PASSES: &[(&str, Pass)] = &[
    ("open-enums", open_enums::apply),
    ("null-collections", null_collections::apply),
    ("redact-secrets", redact_secrets::apply),
    ("checked-paths", checked_paths::apply),
    ("html-answers", html_answers::apply),
    ("own-constructor", own_constructor::apply),
    ("plain-docs", plain_docs::apply),
];

/// Runs every pass.
pub(crate) fn apply(file: &mut syn::File) {
    for (name, pass) in PASSES {
        if pass(file) == 0 {
            eprintln!("note: the pass {name} found nothing to change");
        }
    }
}
