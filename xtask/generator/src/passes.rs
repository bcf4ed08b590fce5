//! The passes over a description, before the generator reads it.
//!
//! The generator does not support some parts of a description. Its bindings of other parts are awkward, or fail with
//! real servers. Each pass changes one such part, and counts its changes. Every pass has a change to make in a published
//! description of Daytona's API, of its toolbox or of its analytics. The checks between the passes refuse unsupported
//! parts with a JSON pointer.
//!
//! If a pass hides a fact about requests or answers from the generator, it adds an extension `x-wire-...`. A pass over
//! the generated [syntax](crate::syntax) reads it.

use serde_json::Value;

use crate::{
    refusal::Refusal,
    report::{Expected, Report},
};

mod additional_properties;
mod annotations;
mod answer_media_types;
mod any_success_status;
mod deprecations;
mod distinct_names;
mod enums;
mod formats;
mod hoist_enums;
mod hoist_organization_header;
mod inline_types;
mod integers;
mod operation_ids;
mod operation_names;
pub(crate) mod parameter_shapes;
pub(crate) mod prune;
mod relax_baseline;
mod relax_nullable;
pub(crate) mod request_bodies;
mod select;
mod sort;
mod strip_errors;
mod types;
mod undeclared_answers;
mod unsupported;
pub(crate) mod walk;

/// The media type that the generator decodes.
const JSON: &str = "application/json";

/// A step: a pass that always succeeds, one that can refuse, one that depends on the tags, or a check.
enum Step {
    Total(&'static str, Expected, fn(&mut Value) -> usize),
    Partial(&'static str, Expected, fn(&mut Value) -> Result<usize, Refusal>),
    Selective(&'static str, fn(&mut Value, &[String]) -> Result<usize, Refusal>),
    Check(fn(&mut Value) -> Result<(), Refusal>),
}

use Expected::{Always, Sometimes};
use Step::{Check, Partial, Selective, Total};

/// The steps in order, the passes with their names in the report.
const STEPS: &[Step] = &[
    Check(unsupported::refuse_formats),
    Total("sort", Always, sort::apply),
    Selective("select", select::apply),
    Check(unsupported::refuse_references),
    Check(unsupported::refuse_operations),
    // Bodies.
    Total("strip-errors", Always, strip_errors::apply),
    Total("answer-media-types", Sometimes, answer_media_types::apply),
    Total("undeclared-answers", Sometimes, undeclared_answers::apply),
    Partial("any-success-status", Always, any_success_status::apply),
    Partial("request-bodies", Sometimes, request_bodies::apply),
    // The shapes of values.
    Total("annotations", Always, annotations::apply),
    Total("types", Sometimes, types::apply),
    Total("formats", Sometimes, formats::apply),
    Total("integers", Always, integers::apply),
    Total("enums", Sometimes, enums::apply),
    Check(unsupported::refuse_schemas),
    Total("additional-properties", Sometimes, additional_properties::apply),
    // Fields that can be `null` or missing.
    Total("relax-nullable", Always, relax_nullable::apply),
    Total("relax-baseline", Sometimes, relax_baseline::apply),
    // Parameters and documentation.
    Total("hoist-organization-header", Always, hoist_organization_header::apply),
    Total("deprecations", Sometimes, deprecations::apply),
    // Names, after the passes that add some.
    Total("hoist-enums", Sometimes, hoist_enums::apply),
    Total("operation-names", Sometimes, operation_names::apply),
    Total("operation-ids", Sometimes, operation_ids::apply),
    Partial("inline-types", Always, inline_types::apply),
    Check(distinct_names::check),
    // After the objects in queries have names.
    Partial("parameter-shapes", Sometimes, parameter_shapes::apply),
    Selective("prune", prune::apply),
];

/// Runs every step. Keeps the operations with one of these tags, or all if there are no tags.
pub(crate) fn apply(
    description: &mut Value,
    tags: &[String],
    report: &mut Report,
) -> Result<(), Refusal> {
    for step in STEPS {
        let (name, expected, hits) = match step {
            Total(name, expected, pass) => (name, *expected, pass(description)),
            Partial(name, expected, pass) => (name, *expected, pass(description)?),
            Selective(name, pass) => (name, Sometimes, pass(description, tags)?),
            Check(check) => {
                check(description)?;
                continue;
            }
        };
        report.add(name, expected, hits);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn file_without_a_description_is_refused() {
        let error = apply(&mut json!({ "name": "x" }), &[], &mut Report::default()).unwrap_err();
        assert!(error.to_string().starts_with("#/openapi"), "{error}");
    }
}
