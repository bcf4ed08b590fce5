//! The passes over the generated code, before it is written.
//!
//! They add behaviour that a description cannot express. Each pass counts its changes.

mod attributes;
mod body_types;
mod checked_paths;
mod deprecated_operations;
pub(crate) mod features;
mod foreign_answers;
mod kept_answers;
mod null_collections;
mod numbers;
mod open_enums;
mod optional_bodies;
mod own_constructor;
mod page_items;
mod plain_docs;
mod query_values;
mod redact_secrets;
mod wire;

use serde_json::Value;

use crate::report::{Expected, Report};

/// A pass over the code alone, or one that also reads the description.
enum Pass {
    Code(fn(&mut syn::File) -> usize),
    Described(fn(&mut syn::File, &Value) -> usize),
}

use Expected::{Always, Sometimes};
use Pass::{Code, Described};

/// The passes in order, with their names in the report.
const PASSES: &[(&str, Expected, Pass)] = &[
    // Requests and answers.
    ("open-enums", Always, Code(open_enums::apply)),
    ("null-collections", Always, Code(null_collections::apply)),
    // After `null-collections`, whose function decodes `null` for this type too.
    ("page-items", Sometimes, Code(page_items::apply)),
    ("numbers", Always, Code(numbers::apply)),
    ("query-values", Always, Described(query_values::apply)),
    ("body-types", Sometimes, Described(body_types::apply)),
    // After `body-types`, which makes the calls that add a body.
    ("optional-bodies", Sometimes, Described(optional_bodies::apply)),
    ("checked-paths", Always, Code(checked_paths::apply)),
    ("kept-answers", Always, Code(kept_answers::apply)),
    // After `kept-answers`, whose answers it does not change.
    ("foreign-answers", Always, Code(foreign_answers::apply)),
    // The interface.
    ("redact-secrets", Sometimes, Code(redact_secrets::apply)),
    ("deprecated-operations", Always, Described(deprecated_operations::apply)),
    ("own-constructor", Always, Code(own_constructor::apply)),
    ("plain-docs", Always, Code(plain_docs::apply)),
];

/// Runs every pass. `description` is the result of the passes over it.
pub(crate) fn apply(file: &mut syn::File, description: &Value, report: &mut Report) {
    for (name, expected, pass) in PASSES {
        let hits = match pass {
            Code(pass) => pass(file),
            Described(pass) => pass(file, description),
        };
        report.add(name, *expected, hits);
    }
}
