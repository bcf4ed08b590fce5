//! What is changed in a description before the generator sees it.
//!
//! A description says what a service does; some of its habits the generator cannot take, and others give bindings
//! that are awkward, or that fail against real servers. Each pass cures one of them and counts what it changed, so
//! that a pass that no longer finds anything to do is noticed. What no pass can cure is refused, with a JSON pointer.
//!
//! Where a pass has to tell the generator less than the truth about what goes over the wire, it leaves the truth in
//! an extension `x-wire-...`, and a pass over the generated [syntax](crate::syntax) puts it back.

use serde_json::Value;

use crate::{
    refusal::Refusal,
    report::{Expected, Report},
};

mod any_success_status;
mod hoist_enums;
mod hoist_organization_header;
mod integers;
mod operation_names;
pub(crate) mod prune;
mod relax_baseline;
mod relax_nullable;
mod sort;
mod strip_constraints;
mod strip_errors;
pub(crate) mod walk;

/// A pass that succeeds on every description, or one that may refuse.
enum Pass {
    Total(fn(&mut Value) -> usize),
    Partial(fn(&mut Value) -> Result<usize, Refusal>),
}

use Expected::Always;
use Pass::{Partial, Total};

/// The passes in the order in which they run, with the names under which they report.
const PASSES: &[(&str, Expected, Pass)] = &[
    ("sort", Always, Total(sort::apply)),
    ("hoist-organization-header", Always, Total(hoist_organization_header::apply)),
    ("strip-errors", Always, Total(strip_errors::apply)),
    ("any-success-status", Always, Total(any_success_status::apply)),
    ("relax-nullable", Always, Total(relax_nullable::apply)),
    ("relax-baseline", Always, Total(relax_baseline::apply)),
    ("integers", Always, Total(integers::apply)),
    // After `integers`, which leaves it to this pass to drop the bounds.
    ("strip-constraints", Always, Total(strip_constraints::apply)),
    ("hoist-enums", Always, Total(hoist_enums::apply)),
    ("operation-names", Always, Total(operation_names::apply)),
];

/// Runs every pass.
pub(crate) fn apply(description: &mut Value, report: &mut Report) -> Result<(), Refusal> {
    if !description["paths"].is_object() {
        return Err(Refusal::new("#/paths", "not an OpenAPI description: it has no `paths`"));
    }
    for (name, expected, pass) in PASSES {
        let hits = match pass {
            Total(pass) => pass(description),
            Partial(pass) => pass(description)?,
        };
        report.add(name, *expected, hits);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_that_is_no_description_is_refused() {
        let error = apply(&mut json!({ "name": "x" }), &mut Report::default()).unwrap_err();
        assert!(error.to_string().contains("paths"), "{error}");
    }
}
