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

mod additional_properties;
mod all_of;
mod alternatives;
mod annotations;
mod answer_media_types;
mod any_success_status;
mod cookies;
mod deprecations;
mod enums;
pub(crate) mod field_names;
mod formats;
mod hoist_enums;
mod hoist_organization_header;
mod ignored_headers;
mod inline_types;
mod integers;
mod newer_schemas;
mod nullable_schemas;
mod operation_ids;
mod operation_names;
pub(crate) mod parameter_names;
pub(crate) mod parameter_shapes;
mod path_parameters;
pub(crate) mod prune;
mod reference_siblings;
mod references;
mod relax_baseline;
mod relax_nullable;
pub(crate) mod request_bodies;
mod schema_names;
mod select;
mod sort;
mod strip_errors;
mod types;
mod undeclared_answers;
mod undeclared_fields;
mod version;
pub(crate) mod walk;

/// A pass that succeeds on every description, one that may refuse, or one that depends on the tags that are wanted.
enum Pass {
    Total(fn(&mut Value) -> usize),
    Partial(fn(&mut Value) -> Result<usize, Refusal>),
    Selective(fn(&mut Value, &[String]) -> Result<usize, Refusal>),
}

use Expected::{Always, Sometimes};
use Pass::{Partial, Selective, Total};

/// The passes in the order in which they run, with the names under which they report.
const PASSES: &[(&str, Expected, Pass)] = &[
    // What the description is.
    ("sort", Always, Total(sort::apply)),
    ("version", Sometimes, Partial(version::apply)),
    ("references", Sometimes, Partial(references::apply)),
    ("select", Sometimes, Selective(select::apply)),
    // What a schema may say.
    ("newer-schemas", Sometimes, Total(newer_schemas::apply)),
    ("reference-siblings", Sometimes, Total(reference_siblings::apply)),
    ("types", Sometimes, Total(types::apply)),
    // What bodies are, while their schemas still say all.
    ("strip-errors", Always, Total(strip_errors::apply)),
    ("answer-media-types", Sometimes, Total(answer_media_types::apply)),
    ("undeclared-answers", Sometimes, Total(undeclared_answers::apply)),
    ("any-success-status", Always, Total(any_success_status::apply)),
    ("request-bodies", Sometimes, Partial(request_bodies::apply)),
    // The shapes of values.
    ("annotations", Always, Total(annotations::apply)),
    ("formats", Sometimes, Total(formats::apply)),
    ("integers", Always, Total(integers::apply)),
    ("enums", Sometimes, Total(enums::apply)),
    ("all-of", Sometimes, Partial(all_of::apply)),
    ("alternatives", Sometimes, Total(alternatives::apply)),
    ("additional-properties", Sometimes, Total(additional_properties::apply)),
    // Which fields may be `null` or missing.
    ("nullable-schemas", Sometimes, Total(nullable_schemas::apply)),
    ("undeclared-fields", Sometimes, Total(undeclared_fields::apply)),
    ("relax-nullable", Always, Total(relax_nullable::apply)),
    ("relax-baseline", Sometimes, Total(relax_baseline::apply)),
    // Parameters.
    ("path-parameters", Sometimes, Partial(path_parameters::apply)),
    ("hoist-organization-header", Always, Total(hoist_organization_header::apply)),
    ("ignored-headers", Sometimes, Total(ignored_headers::apply)),
    ("cookies", Sometimes, Total(cookies::apply)),
    ("deprecations", Sometimes, Total(deprecations::apply)),
    // Names: after everything that brings new ones.
    ("hoist-enums", Sometimes, Total(hoist_enums::apply)),
    ("operation-names", Sometimes, Total(operation_names::apply)),
    ("operation-ids", Sometimes, Total(operation_ids::apply)),
    ("schema-names", Sometimes, Total(schema_names::apply)),
    ("inline-types", Always, Total(inline_types::apply)),
    ("field-names", Sometimes, Total(field_names::apply)),
    ("parameter-names", Sometimes, Partial(parameter_names::apply)),
    // After the objects in queries have names that a text can stand for.
    ("parameter-shapes", Sometimes, Partial(parameter_shapes::apply)),
    ("prune", Sometimes, Selective(prune::apply)),
];

/// Runs every pass; only the operations with one of these tags stay, or all if there are no tags.
pub(crate) fn apply(
    description: &mut Value,
    tags: &[String],
    report: &mut Report,
) -> Result<(), Refusal> {
    for (name, expected, pass) in PASSES {
        let hits = match pass {
            Total(pass) => pass(description),
            Partial(pass) => pass(description)?,
            Selective(pass) => pass(description, tags)?,
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
        let error = apply(&mut json!({ "name": "x" }), &[], &mut Report::default()).unwrap_err();
        assert!(error.to_string().starts_with("#/openapi"), "{error}");
    }
}
