//! What is changed in a description before the generator sees it.
//!
//! A description says what a service does; a few of its habits give bindings that are awkward, or that fail against
//! real servers. Each pass cures one of them, and counts what it changed, so that a pass that no longer finds
//! anything to do is noticed.

use serde_json::Value;

use crate::Error;

mod any_success_status;
mod hoist_enums;
mod hoist_organization_header;
mod integers;
mod operation_names;
mod relax_baseline;
mod relax_nullable;
mod sort;
mod strip_constraints;
mod strip_errors;
mod walk;

type Pass = fn(&mut Value) -> usize;

/// The passes in the order in which they run, with the names under which they report.
const PASSES: &[(&str, Pass)] = &[
    ("hoist-organization-header", hoist_organization_header::apply),
    ("strip-errors", strip_errors::apply),
    ("any-success-status", any_success_status::apply),
    ("relax-nullable", relax_nullable::apply),
    ("relax-baseline", relax_baseline::apply),
    ("integers", integers::apply),
    // After `integers`, which leaves it to this pass to drop the bounds.
    ("strip-constraints", strip_constraints::apply),
    ("hoist-enums", hoist_enums::apply),
    ("operation-names", operation_names::apply),
    ("sort", sort::apply),
];

/// Runs every pass.
pub(crate) fn apply(description: &mut Value) -> Result<(), Error> {
    if !description["paths"].is_object() {
        return Err("not an OpenAPI description: it has no `paths`".into());
    }
    for (name, pass) in PASSES {
        if pass(description) == 0 {
            eprintln!("note: the pass {name} found nothing to change");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_that_is_no_description_is_refused() {
        let error = apply(&mut json!({ "name": "x" })).unwrap_err();
        assert!(error.to_string().contains("paths"), "{error}");
    }
}
