//! The comparison of small descriptions, and its report.

use serde_json::{Value, json};

use xtask::{
    description,
    drift::{Comparison, Difference, Document, Report, compare},
    workspace,
};

/// Adds the version to a description.
fn versioned(mut description: Value) -> Value {
    description["openapi"] = json!("3.0.0");
    description
}

/// Compares two descriptions, and checks that every pointer of a difference has a target.
pub(crate) fn compared(ours: Value, upstream: Value) -> Comparison {
    let (ours, upstream) = (versioned(ours), versioned(upstream));
    let documents =
        (Document::new(ours.clone()).unwrap(), Document::new(upstream.clone()).unwrap());
    let comparison = compare(&documents.0, &documents.1).unwrap();
    for difference in &comparison.differences {
        for (document, pointer) in [(&ours, &difference.ours), (&upstream, &difference.upstream)] {
            if let Some(pointer) = pointer {
                assert!(document.pointer(pointer).is_some(), "{pointer} has no target");
            }
        }
        assert!(difference.ours.is_some() || difference.upstream.is_some(), "{difference:?}");
    }
    comparison
}

/// Returns the differences between two descriptions, one line each.
pub(crate) fn lines(ours: Value, upstream: Value) -> Vec<String> {
    let line = |found: &Difference| {
        let class = serde_json::to_value(found.class).unwrap();
        format!("{}: {} {}", class.as_str().unwrap(), found.subject, found.message)
    };
    compared(ours, upstream).differences.iter().map(line).collect()
}

/// Returns a description with one operation.
pub(crate) fn with_operation(operation: Value) -> Value {
    json!({ "paths": { "/a": { "get": operation } } })
}

/// Returns a description with an operation that sends the schema `Sent` and receives `Received`.
pub(crate) fn with_schemas(sent: Value, received: Value) -> Value {
    let content = |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    json!({
        "paths": { "/a": { "post": {
            "requestBody": { "required": true, "content": content("Sent") },
            "responses": { "200": { "content": content("Received") } },
        } } },
        "components": { "schemas": { "Sent": sent, "Received": received } },
    })
}

#[test]
fn description_does_not_differ_from_itself() {
    let file = workspace::root().join("openapi/daytona.yaml");
    let ours = description::read(&file).unwrap();
    assert_eq!(lines(ours.clone(), ours), Vec::<String>::new());
}

#[test]
fn reference_without_a_target_is_an_error_in_compared_operations_only() {
    let nowhere = json!({ "properties": { "x": { "$ref": "#/components/schemas/Nowhere" } } });
    let plain = json!({ "properties": { "x": { "type": "string" } } });
    let ours = Document::new(versioned(with_schemas(plain.clone(), plain))).unwrap();
    let broken =
        Document::new(versioned(with_schemas(nowhere.clone(), json!({ "type": "object" }))))
            .unwrap();
    let Err(error) = compare(&ours, &broken) else { panic!("compared") };
    assert_eq!(
        error.to_string(),
        "the reference `#/components/schemas/Nowhere` in `/components/schemas/Sent/properties/x` leads nowhere"
    );
    let unused = json!({ "paths": { "/other": { "get": { "responses": { "200": nowhere } } } } });
    let unused = Document::new(versioned(unused)).unwrap();
    assert_eq!(compare(&ours, &unused).unwrap().differences.len(), 1);
}

#[test]
fn report_has_differences_operations_and_pointers() {
    let class =
        |values: Value| json!({ "properties": { "class": { "type": "string", "enum": values } } });
    let comparison = compared(
        with_schemas(class(json!(["a"])), json!({ "properties": { "gone": {} } })),
        json!({
            "paths": {
                "/a": with_schemas(class(json!(["a", "b"])), json!({ "type": "object" }))["paths"]["/a"],
                "/b": { "get": { "tags": ["b"] } },
            },
            "components": with_schemas(class(json!(["a", "b"])), json!({ "type": "object" }))["components"],
        }),
    );
    let report = Report::new("ours.yaml", "theirs.json", &comparison);
    assert_eq!(
        report.text(),
        "\
ours.yaml against theirs.json: 1 operation compared

1 breaking
  Received.gone is gone
      received by POST /a
      ours     /components/schemas/Received/properties/gone

1 additive
  Sent.class also has the value `b`
      sent by POST /a
      ours     /components/schemas/Sent/properties/class/enum
      upstream /components/schemas/Sent/properties/class/enum

not bound: 1 operation (b 1)

The bound operations have changed.
"
    );
    let json: Value = serde_json::from_str(&report.json().unwrap()).unwrap();
    assert_eq!(
        json,
        json!({
            "ours": "ours.yaml",
            "upstream": "theirs.json",
            "unchanged": false,
            "bound": 1,
            "counts": { "breaking": 1, "additive": 1, "cosmetic": 0 },
            "differences": [
                {
                    "class": "breaking",
                    "change": "field-removed",
                    "subject": "Received.gone",
                    "message": "is gone",
                    "ours": "/components/schemas/Received/properties/gone",
                    "upstream": null,
                    "from": null,
                    "to": null,
                    "directions": ["received"],
                    "operations": ["POST /a"],
                },
                {
                    "class": "additive",
                    "change": "enum-values-added",
                    "subject": "Sent.class",
                    "message": "also has the value `b`",
                    "ours": "/components/schemas/Sent/properties/class/enum",
                    "upstream": "/components/schemas/Sent/properties/class/enum",
                    "from": null,
                    "to": ["b"],
                    "directions": ["sent"],
                    "operations": ["POST /a"],
                },
            ],
            "unbound": { "b": 1 },
        })
    );
}
