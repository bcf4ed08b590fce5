use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::walk::{self, Holder};
use crate::{
    names::{Kind, Scope, type_name},
    refusal::member,
};

/// Gives a name to every object and every enum that is described where it is used.
///
/// The generator names them after where they are, and takes two of the same name for one type without a word, even if
/// one of them is a schema of its own: `Region` with an inline `type`, and a schema `RegionType`. This pass makes
/// named schemas of them, under the names that the generator would give, with a number where one is taken.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hoist = Hoist::new(description);
    if let Some(schemas) = description.pointer_mut("/components/schemas") {
        for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
            hoist.inside(&type_name(name), schema);
        }
    }
    let outcome = walk::operation_schemas_at(description, &mut |holder, _, schema| {
        hoist.schema(&suggestion(holder), schema);
        Ok(())
    });
    debug_assert!(outcome.is_ok(), "nothing was refused");
    let hits = hoist.found.len();
    if hits > 0 {
        for (name, schema) in hoist.found {
            description["components"]["schemas"][name] = schema;
        }
    }
    hits
}

fn suggestion(holder: &Holder) -> String {
    let of = |operation: &Option<String>, what: &str| {
        type_name(&format!("{}-{what}", operation.as_deref().unwrap_or_default()))
    };
    match holder {
        Holder::Parameter { operation, name } => of(operation, name),
        Holder::RequestBody { operation } => of(operation, "body"),
        Holder::Response { operation } => of(operation, "response"),
    }
}

struct Hoist {
    scope: Scope,
    found: BTreeMap<String, Value>,
}

impl Hoist {
    fn new(description: &Value) -> Self {
        let mut scope = Scope::new(Kind::Type);
        let schemas = description["components"]["schemas"].as_object();
        schemas.into_iter().flat_map(Map::keys).for_each(|name| {
            scope.take(name);
        });
        Self { scope, found: BTreeMap::new() }
    }

    /// Hoists a schema if it would be a type with a name, else what is inside it.
    fn schema(&mut self, suggestion: &str, schema: &mut Value) {
        if !is_named_type(schema) {
            return self.inside(suggestion, schema);
        }
        let name = self.scope.take(suggestion);
        let reference = json!({ "$ref": member("#/components/schemas", &name) });
        let mut place = json!({});
        for key in ["deprecated", "description", "nullable"] {
            if let Some(value) = schema.get(key) {
                place[key] = value.clone();
            }
        }
        let plain = place.as_object().is_none_or(Map::is_empty);
        let mut hoisted = std::mem::replace(schema, if plain { reference.clone() } else { place });
        if !plain {
            schema["allOf"] = json!([reference]);
        }
        if let Some(hoisted) = hoisted.as_object_mut() {
            hoisted.remove("nullable");
            hoisted.remove("deprecated");
        }
        self.inside(&type_name(&name), &mut hoisted);
        self.found.insert(name, hoisted);
    }

    fn inside(&mut self, name: &str, schema: &mut Value) {
        if let Some(items) = schema.get_mut("items") {
            self.schema(&format!("{name}Item"), items);
        }
        if let Some(values) =
            schema.get_mut("additionalProperties").filter(|values| values.is_object())
        {
            self.schema(&format!("{name}Value"), values);
        }
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        for (property, schema) in properties.into_iter().flatten() {
            self.schema(&type_name(&format!("{name}-{property}")), schema);
        }
    }
}

fn is_named_type(schema: &Value) -> bool {
    let fields = schema["properties"].as_object().is_some_and(|properties| !properties.is_empty());
    fields || schema.get("enum").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_and_enums_get_names_that_do_not_clash() {
        let choice = json!({ "type": "string", "enum": ["a"], "description": "A choice.", "nullable": true });
        let object = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
        let mut description = json!({
            "paths": { "/a": { "get": {
                "operationId": "list",
                "parameters": [{ "name": "sort", "schema": { "type": "string", "enum": ["b"] } }],
                "responses": { "200": { "content": { "application/json": { "schema": {
                    "type": "array", "items": object,
                } } } } },
            } } },
            "components": { "schemas": {
                "Region": { "properties": { "type": choice, "by-name": { "additionalProperties": object } } },
                "RegionType": { "type": "object" },
            } },
        });
        assert_eq!(apply(&mut description), 4);
        let refer = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let schemas = &description["components"]["schemas"];
        assert_eq!(
            schemas["Region"]["properties"]["type"],
            json!({ "allOf": [refer("RegionType-2")], "description": "A choice.", "nullable": true })
        );
        assert_eq!(
            schemas["RegionType-2"],
            json!({ "type": "string", "enum": ["a"], "description": "A choice." })
        );
        assert_eq!(
            schemas["Region"]["properties"]["by-name"]["additionalProperties"],
            refer("RegionByNameValue")
        );
        let operation = &description["paths"]["/a"]["get"];
        assert_eq!(operation["parameters"][0]["schema"], refer("ListSort"));
        let content = &operation["responses"]["200"]["content"]["application/json"];
        assert_eq!(content["schema"]["items"], refer("ListResponseItem"));
        assert_eq!(schemas["ListResponseItem"], object);
    }
}
