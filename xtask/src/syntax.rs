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

use serde_json::Value;

use crate::report::{Expected, Report};

/// A pass that looks at the code alone, or that also needs the description that it was generated from.
enum Pass {
    Code(fn(&mut syn::File) -> usize),
    Described(fn(&mut syn::File, &Value) -> usize),
}

use Expected::Always;
use Pass::{Code, Described};

/// The passes in the order in which they run, with the names under which they report.
const PASSES: &[(&str, Expected, Pass)] = &[
    ("open-enums", Always, Code(open_enums::apply)),
    ("null-collections", Always, Code(null_collections::apply)),
    ("redact-secrets", Always, Code(redact_secrets::apply)),
    ("checked-paths", Always, Code(checked_paths::apply)),
    ("html-answers", Always, Code(html_answers::apply)),
    ("own-constructor", Always, Code(own_constructor::apply)),
    ("plain-docs", Always, Code(plain_docs::apply)),
];

/// Runs every pass; `description` is the one that the generator saw.
pub(crate) fn apply(file: &mut syn::File, description: &Value, report: &mut Report) {
    for (name, expected, pass) in PASSES {
        let hits = match pass {
            Code(pass) => pass(file),
            Described(pass) => pass(file, description),
        };
        report.add(name, *expected, hits);
    }
}
