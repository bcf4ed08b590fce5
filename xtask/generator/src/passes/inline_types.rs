use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::walk::{self, Holder};
use crate::{
    names::type_name,
    refusal::{Refusal, member},
};

/// Converts every inline object and enum to a named schema.
///
/// The generator names inline types after their place, and merges two types of one name. An example is `Region` with an
/// inline `type` next to a schema `RegionType`. This pass uses the same names, and refuses a name that is taken.
pub(super) fn apply(description: &mut Value) -> Result<usize, Refusal> {
    let mut hoist = Hoist { found: BTreeMap::new() };
    if let Some(schemas) = description.pointer_mut("/components/schemas") {
        for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
            let pointer = member("#/components/schemas", name);
            hoist.inside(&pointer, &type_name(name), schema)?;
        }
    }
    walk::operation_schemas_at(description, &mut |holder, pointer, schema| {
        hoist.schema(pointer, &suggestion(holder), schema)
    })?;
    let hits = hoist.found.len();
    for (name, (pointer, schema)) in hoist.found {
        if description["components"]["schemas"].get(&name).is_some() {
            return Err(is_taken(pointer, &name));
        }
        description["components"]["schemas"][name] = schema;
    }
    Ok(hits)
}

fn is_taken(pointer: impl Into<String>, name: &str) -> Refusal {
    Refusal::new(
        pointer,
        format!("the name `{name}` for this type is taken: make it a named schema"),
    )
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
    /// The new schemas by name, each with its original JSON pointer.
    found: BTreeMap<String, (String, Value)>,
}

impl Hoist {
    /// Hoists a schema if it needs a named type, otherwise the schemas inside it.
    fn schema(&mut self, pointer: &str, name: &str, schema: &mut Value) -> Result<(), Refusal> {
        if !is_named_type(schema) {
            return self.inside(pointer, name, schema);
        }
        let reference = json!({ "$ref": member("#/components/schemas", name) });
        let mut place = json!({});
        for key in ["description", "nullable"] {
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
        }
        self.inside(pointer, name, &mut hoisted)?;
        match self.found.insert(name.to_owned(), (pointer.to_owned(), hoisted)) {
            Some(_) => Err(is_taken(pointer, name)),
            None => Ok(()),
        }
    }

    fn inside(&mut self, pointer: &str, name: &str, schema: &mut Value) -> Result<(), Refusal> {
        if let Some(items) = schema.get_mut("items") {
            self.schema(&member(pointer, "items"), &format!("{name}Item"), items)?;
        }
        if let Some(values) =
            schema.get_mut("additionalProperties").filter(|values| values.is_object())
        {
            let pointer = member(pointer, "additionalProperties");
            self.schema(&pointer, &format!("{name}Value"), values)?;
        }
        let pointer = member(pointer, "properties");
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        for (property, schema) in properties.into_iter().flatten() {
            let name = type_name(&format!("{name}-{property}"));
            self.schema(&member(&pointer, property), &name, schema)?;
        }
        Ok(())
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
    fn objects_and_enums_get_names() {
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
            } },
        });
        assert_eq!(apply(&mut description), Ok(4));
        let refer = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        let schemas = &description["components"]["schemas"];
        assert_eq!(
            schemas["Region"]["properties"]["type"],
            json!({ "allOf": [refer("RegionType")], "description": "A choice.", "nullable": true })
        );
        assert_eq!(
            schemas["RegionType"],
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

    #[test]
    fn taken_name_is_refused() {
        let choice = json!({ "type": "string", "enum": ["a"] });
        for schemas in [
            json!({ "Region": { "properties": { "type": choice } }, "RegionType": { "type": "object" } }),
            json!({ "Region": { "properties": { "type": choice } }, "region": { "properties": { "type": choice } } }),
        ] {
            let mut description = json!({ "paths": {}, "components": { "schemas": schemas } });
            let refusal = apply(&mut description).unwrap_err().to_string();
            assert!(refusal.contains("/properties/type: the name `RegionType`"), "{refusal}");
        }
    }
}
