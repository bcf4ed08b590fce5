//! Differences in schemas that are sent and received.

use serde_json::{Value, json};

use crate::comparison::{compared, lines, with_schemas};

/// Returns the differences of a change to a schema that is sent and received.
fn changed(from: Value, to: Value) -> Vec<String> {
    lines(with_schemas(from.clone(), from), with_schemas(to.clone(), to))
}

fn field_changed(from: Value, to: Value) -> Vec<String> {
    changed(json!({ "properties": { "x": from } }), json!({ "properties": { "x": to } }))
}

#[test]
fn fields_come_and_go() {
    let fields = |properties: Value, required: Value| json!({ "type": "object", "properties": properties, "required": required });
    assert_eq!(
        changed(
            fields(json!({ "gone": {}, "kept": {} }), json!([])),
            fields(json!({ "kept": {}, "must": {}, "may": {} }), json!(["must"])),
        ),
        [
            "breaking: Received.gone is gone",
            "breaking: Sent.gone is gone",
            "breaking: Sent.must is new, and required",
            "additive: Received.must is new, and required",
            "additive: Received.may is new",
            "additive: Sent.may is new",
        ]
    );
}

#[test]
fn required_and_nullable_depend_on_the_direction() {
    let field = |required: bool, nullable: bool| json!({ "properties": { "x": { "type": "string", "nullable": nullable } }, "required": if required { vec!["x"] } else { vec![] } });
    let (optional, required) = (field(false, false), field(true, false));
    let (optional_null, required_null) = (field(false, true), field(true, true));
    for (from, to, expected) in [
        (
            &optional,
            &required,
            ["breaking: Sent.x is required", "additive: Received.x is required"],
        ),
        (
            &required,
            &optional,
            [
                "breaking: Received.x is no longer required",
                "additive: Sent.x is no longer required",
            ],
        ),
        // The bindings read a missing value of a nullable field as `null`.
        (
            &required_null,
            &optional_null,
            [
                "additive: Received.x is no longer required",
                "additive: Sent.x is no longer required",
            ],
        ),
        (
            &required,
            &required_null,
            ["breaking: Received.x can be `null`", "additive: Sent.x can be `null`"],
        ),
        (
            &optional,
            &optional_null,
            ["additive: Received.x can be `null`", "additive: Sent.x can be `null`"],
        ),
        (
            &required_null,
            &required,
            [
                "breaking: Sent.x can no longer be `null`",
                "additive: Received.x can no longer be `null`",
            ],
        ),
    ] {
        assert_eq!(changed(from.clone(), to.clone()), expected);
    }
}

#[test]
fn types_widen_narrow_or_change() {
    let kind = |kind: &str| json!({ "type": kind });
    let time = json!({ "type": "string", "format": "date-time" });
    for (from, to, sent, received) in [
        (kind("integer"), kind("number"), "additive", "breaking"),
        (kind("number"), kind("integer"), "breaking", "additive"),
        (kind("string"), json!({}), "additive", "breaking"),
        (json!({}), kind("string"), "breaking", "additive"),
        (kind("string"), kind("boolean"), "breaking", "breaking"),
        (kind("string"), time.clone(), "breaking", "additive"),
        (time, kind("string"), "additive", "breaking"),
    ] {
        let mut classes: Vec<String> = field_changed(from.clone(), to.clone())
            .iter()
            .map(|line| line.split(" is of type").next().unwrap().to_owned())
            .collect();
        classes.sort();
        let mut expected = [format!("{sent}: Sent.x"), format!("{received}: Received.x")];
        expected.sort();
        assert_eq!(classes, expected, "{from} to {to}");
    }
    assert_eq!(
        field_changed(kind("string"), json!({ "type": "string", "format": "uri" })),
        ["cosmetic: Received.x has the format `uri`", "cosmetic: Sent.x has the format `uri`"]
    );
}

#[test]
fn values_of_enums_come_and_go() {
    let values = |values: Value| json!({ "type": "string", "enum": values });
    assert_eq!(
        field_changed(values(json!(["a", "b", "c"])), values(json!(["d", "a"]))),
        [
            "breaking: Sent.x no longer has the values `b`, `c`",
            "additive: Received.x no longer has the values `b`, `c`",
            "additive: Received.x also has the value `d`",
            "additive: Sent.x also has the value `d`",
        ]
    );
    assert_eq!(
        field_changed(values(json!(["a"])), json!({ "type": "string" })),
        [
            "additive: Received.x is no longer limited to known values",
            "additive: Sent.x is no longer limited to known values",
        ]
    );
    assert_eq!(
        field_changed(json!({ "type": "string" }), values(json!(["a", "b"]))),
        ["breaking: Sent.x is limited to `a`, `b`", "additive: Received.x is limited to `a`, `b`"]
    );
    assert_eq!(
        field_changed(values(json!(["a", "b"])), values(json!(["b", "a"]))),
        Vec::<String>::new()
    );
}

#[test]
fn enum_that_is_written_out_again_is_reported_once() {
    let class = |values: Value| {
        let mut description = with_schemas(
            json!({ "properties": { "class": { "$ref": "#/components/schemas/Class" } } }),
            json!({ "properties": { "class": { "type": "string", "enum": values } } }),
        );
        description["components"]["schemas"]["Class"] = json!({ "type": "string", "enum": values });
        description
    };
    let found = compared(class(json!(["a", "b"])), class(json!(["a"]))).differences;
    let [difference] = &found[..] else { panic!("not one: {found:?}") };
    assert_eq!(difference.subject, "Class");
    assert_eq!(difference.directions.len(), 2);
    assert_eq!(difference.ours.as_deref(), Some("/components/schemas/Class/enum"));
    // The change is breaking when sent, which takes precedence over the class when received.
    assert_eq!(serde_json::to_value(difference.class).unwrap(), json!("breaking"));
}

#[test]
fn bounds_and_defaults_matter_for_what_is_sent() {
    let number = |more: Value| {
        let mut schema = json!({ "type": "number" });
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    for (from, to, expected) in [
        (
            json!({ "maximum": 9 }),
            json!({ "maximum": 5 }),
            "breaking: Sent.x has the bound maximum 5, and no longer 9",
        ),
        (
            json!({ "maximum": 5 }),
            json!({ "maximum": 9 }),
            "additive: Sent.x has the bound maximum 9, and no longer 5",
        ),
        (
            json!({ "minimum": 0 }),
            json!({ "minimum": 1 }),
            "breaking: Sent.x has the bound minimum 1, and no longer 0",
        ),
        (json!({ "minimum": 1 }), json!({}), "additive: Sent.x no longer has the bound minimum 1"),
        (json!({}), json!({ "pattern": "a" }), "breaking: Sent.x has the bound pattern \"a\""),
        (
            json!({ "default": 1 }),
            json!({ "default": 2 }),
            "breaking: Sent.x is 2 by default, and no longer 1",
        ),
        (json!({}), json!({ "default": 2 }), "cosmetic: Sent.x is said to be 2 by default"),
    ] {
        let found = field_changed(number(from), number(to));
        assert_eq!(
            found.iter().filter(|line| line.contains("Sent")).collect::<Vec<_>>(),
            [expected]
        );
        let received = found.iter().find(|line| line.contains("Received")).unwrap();
        assert!(received.starts_with("cosmetic"), "{received}");
    }
    assert_eq!(
        field_changed(number(json!({ "maximum": 5 })), number(json!({ "maximum": 5.0 }))),
        Vec::<String>::new()
    );
}

#[test]
fn elements_values_and_variants_are_compared() {
    let list = |kind: &str| json!({ "type": "array", "items": { "type": kind } });
    let map = |kind: &str| json!({ "type": "object", "additionalProperties": { "type": kind } });
    assert_eq!(
        field_changed(list("string"), list("number")),
        [
            "breaking: Received.x[] is of type number, and no longer string",
            "breaking: Sent.x[] is of type number, and no longer string",
        ]
    );
    assert_eq!(
        field_changed(map("string"), map("number")),
        [
            "breaking: Received.x.* is of type number, and no longer string",
            "breaking: Sent.x.* is of type number, and no longer string",
        ]
    );
    let choice = |kinds: &[&str]| {
        let variants: Vec<Value> = kinds.iter().map(|kind| json!({ "type": kind })).collect();
        json!({ "oneOf": variants })
    };
    assert_eq!(
        field_changed(choice(&["string", "number"]), choice(&["string", "number", "object"])),
        ["breaking: Received.x can also be variant 3", "additive: Sent.x can also be variant 3"]
    );
}

#[test]
fn inline_named_and_wrapped_schemas_are_the_same() {
    let schema = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
    let described = |field: Value| {
        let object = json!({ "properties": { "x": field } });
        let mut description = with_schemas(object.clone(), object);
        description["components"]["schemas"]["Named"] = schema.clone();
        description
    };
    let reference = json!({ "$ref": "#/components/schemas/Named" });
    let wrapped = json!({ "description": "x", "allOf": [reference] });
    for from in [&schema, &reference, &wrapped] {
        for to in [&schema, &reference, &wrapped] {
            let found = lines(described(from.clone()), described(to.clone()));
            assert_eq!(found, Vec::<String>::new(), "{from} {to}");
        }
    }
}

#[test]
fn renamed_schema_differs_only_in_its_name() {
    let named = |name: &str| {
        let mut description =
            with_schemas(json!({}), json!({ "$ref": format!("#/components/schemas/{name}") }));
        description["components"]["schemas"][name] = json!({ "type": "object" });
        description
    };
    assert_eq!(lines(named("Page"), named("PageDto")), ["cosmetic: Page is called `PageDto`"]);
}

#[test]
fn schemas_that_contain_themselves_are_compared_once() {
    let tree = |kind: &str| {
        let children =
            json!({ "type": "array", "items": { "$ref": "#/components/schemas/Received" } });
        with_schemas(
            json!({}),
            json!({ "properties": { "children": children, "name": { "type": kind } } }),
        )
    };
    assert_eq!(
        lines(tree("string"), tree("number")),
        ["breaking: Received.name is of type number, and no longer string"]
    );
}

#[test]
fn wording_and_order_make_no_difference() {
    let ours = json!({ "properties": {
        "a": { "type": "string", "description": "One.", "example": "x" }, "b": { "type": "string", "title": "B" },
    }, "required": ["a", "b"] });
    let upstream = json!({ "required": ["b", "a"], "description": "Another.", "properties": {
        "b": { "x-extension": 1, "type": "string" }, "a": { "type": "string", "description": "Two.", "nullable": false },
    } });
    assert_eq!(changed(ours, upstream), Vec::<String>::new());
}
