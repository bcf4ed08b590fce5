use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{prune::schema_name, walk};

/// Lets references be `null` instead of the named schemas that they lead to.
///
/// Upstream has enums with `null` among their values. The generator makes a named schema that may be `null` a wrapper
/// around an optional value, which is neither the type that one expects nor fit for a path or a query. This pass takes
/// `nullable` away from named schemas, and gives it to everything that refers to them.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut nullable = BTreeSet::new();
    if let Some(schemas) = description.pointer_mut("/components/schemas") {
        for (name, schema) in schemas.as_object_mut().into_iter().flatten() {
            let removed = schema.as_object_mut().and_then(|schema| schema.remove("nullable"));
            if removed == Some(Value::Bool(true)) {
                nullable.insert(name.clone());
            }
        }
    }
    if let Some(schemas) = description.pointer_mut("/components/schemas") {
        let schemas = schemas.as_object_mut().into_iter().flat_map(Map::values_mut);
        schemas.for_each(|schema| permit_null_inside(schema, &nullable));
    }
    let outcome = walk::operation_schemas_at(description, &mut |_, _, schema| {
        permit_null(schema, &nullable);
        Ok(())
    });
    debug_assert!(outcome.is_ok(), "nothing was refused");
    nullable.len()
}

fn permit_null(schema: &mut Value, nullable: &BTreeSet<String>) {
    permit_null_inside(schema, nullable);
    let leads_to_one = |reference: &Value| {
        let name = reference["$ref"].as_str().and_then(schema_name);
        name.is_some_and(|name| nullable.contains(name))
    };
    if leads_to_one(&schema["allOf"][0]) {
        schema["nullable"] = json!(true);
    } else if leads_to_one(schema) {
        *schema = json!({ "allOf": [schema], "nullable": true });
    }
}

fn permit_null_inside(schema: &mut Value, nullable: &BTreeSet<String>) {
    let Some(schema) = schema.as_object_mut() else { return };
    for (pointer, inner) in walk::inner_schemas("", schema) {
        // The whole is what may be `null`, not its part.
        if !pointer.starts_with("/allOf") {
            permit_null(inner, nullable);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_refers_to_a_nullable_schema_may_be_null() {
        let refer = json!({ "$ref": "#/components/schemas/Kind" });
        let mut description = json!({ "components": { "schemas": {
            "Kind": { "type": "string", "nullable": true },
            "A": { "nullable": false, "properties": {
                "kind": refer, "kinds": { "items": { "allOf": [refer], "description": "d" } },
            } },
        } } });
        assert_eq!(apply(&mut description), 1);
        let schemas = &description["components"]["schemas"];
        assert_eq!(schemas["Kind"], json!({ "type": "string" }));
        let properties = &schemas["A"]["properties"];
        assert_eq!(properties["kind"], json!({ "allOf": [refer], "nullable": true }));
        assert_eq!(
            properties["kinds"]["items"],
            json!({ "allOf": [refer], "nullable": true, "description": "d" })
        );
    }
}
