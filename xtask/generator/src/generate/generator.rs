//! Runs the generator, and finds the part of a description that it fails at.

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, TypeImpl};
use quote::quote;
use serde_json::{Value, json};

use super::quiet;
use crate::{
    names::type_name,
    passes::{parameter_shapes::OBJECT_FORMAT, prune, walk},
    refusal::{Refusal, member},
};

/// Turns a description into code, after the passes.
///
/// The generator stops at the first unsupported part, often with a panic and mostly without its place. This function
/// then tries parts of the description, so that the refusal has a JSON pointer.
pub(super) fn generate(description: &Value) -> Result<syn::File, Refusal> {
    attempt(description).map_err(|reason| blame(description, &reason))
}

fn attempt(description: &Value) -> Result<syn::File, String> {
    let parsed: OpenAPI = serde_json::from_value(description.clone())
        .map_err(|error| format!("not an OpenAPI 3.0 description: {error}"))?;
    quiet::catch_panic(|| {
        let settings = settings(description).map_err(|error| error.to_string())?;
        let tokens = Generator::new(&settings)
            .generate_tokens(&parsed)
            .map_err(|error| error.to_string())?;
        syn::parse2(tokens).map_err(|error| format!("the generator wrote broken code: {error}"))
    })
    .unwrap_or_else(|panic| Err(format!("the generator cannot handle it: {panic}")))
}

fn settings(description: &Value) -> Result<GenerationSettings, serde_json::Error> {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_inner_type(quote!(crate::RequestHeaders))
        .with_hooks(HooksMode::Expected)
        .with_derive("PartialEq")
        .with_map_type("::std::collections::BTreeMap")
        .with_conversion(
            serde_json::from_value(json!({ "type": "string", "format": "date-time" }))?,
            "::jiff::Timestamp",
            [TypeImpl::Display, TypeImpl::FromStr].into_iter(),
        );
    for name in schema_names(description) {
        let placeholder = json!({ "type": "string", "format": format!("{OBJECT_FORMAT}{name}") });
        let path = format!("types::{}", type_name(&name));
        settings.with_conversion(serde_json::from_value(placeholder)?, path, std::iter::empty());
    }
    Ok(settings)
}

/// Finds the smallest part of a description that the generator fails at: the description without schemas and operations,
/// a schema, or an operation.
fn blame(description: &Value, reason: &str) -> Refusal {
    if let Err(reason) = attempt(&prune::only_frame(description)) {
        return Refusal::new("#", reason);
    }
    let schemas = schema_names(description).into_iter().map(|name| {
        let pointer = member("#/components/schemas", &name);
        (pointer, prune::only_schema(description, &name))
    });
    let operations = operation_places(description).into_iter().map(|(path, method)| {
        let pointer = member(&member("#/paths", &path), &method);
        (pointer, prune::only_operation(description, &path, &method))
    });
    let refused = |(pointer, piece): (String, Value)| {
        let reason = attempt(&piece).err()?;
        Some((prune::schema_count(&piece), Refusal::new(pointer, reason)))
    };
    // The generator fails at every schema that refers to a bad one. The bad one needs the fewest other schemas.
    let culprit = schemas.filter_map(refused).min_by_key(|(size, _)| *size);
    let culprit = culprit.or_else(|| operations.into_iter().find_map(refused));
    culprit.map_or_else(|| Refusal::new("#", reason), |(_, refusal)| refusal)
}

fn schema_names(description: &Value) -> Vec<String> {
    let schemas = description.pointer("/components/schemas").and_then(Value::as_object);
    schemas.into_iter().flat_map(|schemas| schemas.keys().cloned()).collect()
}

fn operation_places(description: &Value) -> Vec<(String, String)> {
    let paths = description["paths"].as_object();
    let items = paths.into_iter().flatten();
    items
        .flat_map(|(path, item)| {
            let methods = walk::METHODS.into_iter().filter(|method| item.get(method).is_some());
            methods.map(|method| (path.clone(), method.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(paths: Value, schemas: Value) -> String {
        let description = json!({
            "openapi": "3.0.0", "info": { "title": "t", "version": "1" },
            "paths": paths, "components": { "schemas": schemas },
        });
        generate(&description).err().unwrap().to_string()
    }

    #[test]
    fn refusal_names_the_failing_schema_not_those_that_refer_to_it() {
        let refer = json!({ "$ref": "#/components/schemas/Odd" });
        let outer = json!({ "type": "object", "properties": { "inner": refer } });
        for odd in [
            json!({ "nullable": true, "not": { "type": "string" }, "properties": {} }),
            json!({ "type": ["string", "null"] }),
            json!({ "type": "file" }),
            json!(true),
        ] {
            let error = refused(json!({}), json!({ "Outer": outer, "Odd": odd }));
            assert!(error.starts_with("#/components/schemas/Odd: "), "{error}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
    }

    #[test]
    fn refusal_names_the_failing_operation() {
        let text = json!({ "type": "string" });
        let responses = json!({ "200": { "description": "d" } });
        let fine = json!({ "get": { "operationId": "fine", "responses": responses } });
        for (path, odd) in [
            ("/b/{c}", json!({ "operationId": "undeclared", "responses": responses })),
            (
                "/b/{c}",
                json!({ "operationId": "optional", "responses": responses, "parameters": [
                    { "in": "path", "name": "c", "schema": text },
                ] }),
            ),
            ("/b/{c", json!({ "operationId": "braces", "responses": responses })),
            ("/b", json!({ "operationId": "silent", "responses": { "200": {} } })),
            ("/b", json!({ "operationId": "noResponses" })),
            (
                "/b",
                json!({ "operationId": "parameters", "responses": responses, "parameters": [1] }),
            ),
            (
                "/b",
                json!({ "operationId": "untyped", "responses": {
                    "200": { "description": "d", "content": { "application/json": {} } },
                } }),
            ),
        ] {
            let error = refused(json!({ "/a": fine, path: { "post": odd } }), json!({}));
            let pointer = member(&member("#/paths", path), "post");
            assert!(error.starts_with(&format!("{pointer}: ")), "{path}: {error}");
        }
    }

    #[test]
    fn refusal_of_other_parts_names_no_schema_and_no_operation() {
        let fine = json!({ "get": { "operationId": "fine", "responses": {} } });
        let description = json!({
            "openapi": "3.0.0", "info": { "title": "t" }, "paths": { "/a": fine },
            "components": { "schemas": { "A": { "type": "string" } } },
        });
        let error = generate(&description).err().unwrap().to_string();
        assert!(error.starts_with("#: "), "{error}");
        assert!(error.contains("version"), "{error}");
    }
}
