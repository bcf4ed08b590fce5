//! Differences in operations, parameters and responses.

use serde_json::{Value, json};

use xtask::drift::Report;

use crate::comparison::{compared, lines, with_operation};

#[test]
fn operations_are_matched_by_route_then_by_name() {
    let ours = json!({ "paths": {
        "/kept/{id}": { "get": { "operationId": "getKept" } },
        "/moved": { "get": { "operationId": "getMoved" } },
        "/gone": { "get": { "operationId": "getGone" } },
    } });
    let upstream = json!({ "paths": {
        "/kept/{keptId}": { "get": { "operationId": "readKept", "deprecated": true, "tags": ["x"] } },
        "/v2/moved": { "get": { "operationId": "getMoved" } },
        "/more": { "get": { "tags": ["new", "x"] }, "put": { "tags": ["new"] }, "post": {} },
    } });
    assert_eq!(
        lines(ours.clone(), upstream.clone()),
        [
            "breaking: GET /gone is gone",
            "breaking: GET /moved is now GET /v2/moved",
            "cosmetic: GET /kept/{id} is called `readKept`, and no longer `getKept`",
            "cosmetic: GET /kept/{id} is tagged `x`, and no longer nothing",
            "cosmetic: GET /kept/{id} is deprecated",
        ]
    );
    let unbound = compared(ours, upstream).unbound;
    assert_eq!(serde_json::to_value(unbound).unwrap(), json!({ "new": 2, "without a tag": 1 }));
}

#[test]
fn unbound_operations_of_a_bound_tag_are_named() {
    let ours = json!({ "paths": { "/a": { "get": { "operationId": "getA", "tags": ["a"] } } } });
    let upstream = json!({ "paths": {
        "/a": {
            "get": { "operationId": "getA", "tags": ["a"] },
            "put": { "operationId": "replaceA", "tags": ["b", "a"], "deprecated": true },
        },
        "/a/{id}": { "delete": { "tags": ["a"] } },
        "/b": { "get": { "operationId": "getB", "tags": ["b"] } },
    } });
    let comparison = compared(ours, upstream);
    let report = Report::new("ours.yaml", "theirs.json", &comparison);
    assert_eq!(
        report.text(),
        "\
ours.yaml against theirs.json: 1 operation compared

2 additive
  DELETE /a/{id} is not bound
      upstream /paths/~1a~1{id}/delete
  PUT /a is not bound, and deprecated (`replaceA`)
      upstream /paths/~1a/put

not bound: 3 operations (a 1, b 2)

The tags of the bound operations have more operations upstream.
"
    );
    let json: Value = serde_json::from_str(&report.json().unwrap()).unwrap();
    assert_eq!(json["unchanged"], false);
    assert_eq!(json["differences"][1]["change"], "operation-added");
    assert_eq!(json["differences"][1]["operations"], json!(["replaceA"]));
    assert_eq!(json["unbound"], json!({ "a": 1, "b": 2 }));
}

#[test]
fn parameters_are_compared_by_location_and_name() {
    let ours = with_operation(json!({ "parameters": [
        { "in": "query", "name": "gone" },
        { "in": "query", "name": "demanded" },
        { "in": "query", "name": "spared", "required": true },
        { "in": "query", "name": "typed", "schema": { "type": "integer" } },
        { "in": "query", "name": "list", "schema": { "type": "array", "items": {} } },
        { "in": "header", "name": "X-Same" },
    ] }));
    let upstream = with_operation(json!({ "parameters": [
        { "in": "header", "name": "gone" },
        { "in": "query", "name": "must", "required": true },
        { "in": "query", "name": "demanded", "required": true },
        { "in": "query", "name": "spared" },
        { "in": "query", "name": "typed", "schema": { "type": "string" } },
        { "in": "query", "name": "list", "explode": false, "schema": { "type": "array", "items": {} } },
        { "in": "header", "name": "x-same", "deprecated": true },
    ] }));
    assert_eq!(
        lines(ours, upstream),
        [
            "breaking: GET /a, query parameter `gone` is gone",
            "breaking: GET /a, query parameter `must` is new, and required",
            "breaking: GET /a, query parameter `list` is sent in the style `form`, in one, and no longer in the style \
             `form`, one by one",
            "breaking: GET /a, query parameter `demanded` is required",
            "breaking: GET /a, query parameter `typed` is of type string, and no longer integer",
            "additive: GET /a, header parameter `gone` is new",
            "additive: GET /a, query parameter `spared` is no longer required",
            "cosmetic: GET /a, header parameter `x-same` is deprecated",
        ]
    );
}

#[test]
fn parameters_in_the_path_are_compared_by_position() {
    let path = |names: [&str; 2], kind: &str| {
        let parameters: Vec<Value> = names
            .iter()
            .map(|name| json!({ "in": "path", "name": name, "schema": { "type": kind } }))
            .collect();
        json!({ "paths": { format!("/a/{{{}}}/b/{{{}}}", names[0], names[1]): {
            "parameters": [parameters[0]], "get": { "parameters": [parameters[1]] },
        } } })
    };
    assert_eq!(
        lines(path(["a", "b"], "string"), path(["x", "b"], "string")),
        ["cosmetic: GET /a/{a}/b/{b}, path parameter `1` is called `x`, and no longer `a`"]
    );
    assert_eq!(lines(path(["a", "b"], "string"), path(["a", "b"], "integer")).len(), 2);
}

#[test]
fn organization_header_and_spelled_out_defaults_make_no_difference() {
    let ours = with_operation(json!({ "parameters": [
        { "in": "query", "name": "list", "schema": { "type": "array" } },
    ] }));
    let upstream = with_operation(json!({ "deprecated": false, "tags": [], "parameters": [
        { "in": "header", "name": "X-Daytona-Organization-ID", "required": true },
        { "in": "query", "name": "list", "required": false, "style": "form", "explode": true,
          "schema": { "type": "array" } },
    ] }));
    assert_eq!(lines(ours, upstream), Vec::<String>::new());
}

#[test]
fn shared_parameters_bodies_and_responses_are_looked_up() {
    let ours = with_operation(json!({
        "parameters": [{ "in": "query", "name": "page" }],
        "requestBody": { "content": { "text/plain": {} } },
        "responses": { "200": { "content": { "text/plain": {} } } },
    }));
    let mut upstream = with_operation(json!({
        "parameters": [{ "$ref": "#/components/parameters/Page" }],
        "requestBody": { "$ref": "#/components/requestBodies/Text" },
        "responses": { "200": { "$ref": "#/components/responses/Text" } },
    }));
    upstream["components"] = json!({
        "parameters": { "Page": { "in": "query", "name": "page" } },
        "requestBodies": { "Text": { "content": { "text/plain; charset=utf-8": {} } } },
        "responses": { "Text": { "content": { "text/plain": {} } } },
    });
    assert_eq!(lines(ours, upstream), Vec::<String>::new());
}

#[test]
fn request_bodies_come_and_go() {
    let with_body = |required: bool| {
        with_operation(json!({ "requestBody": { "required": required, "content": { "a/b": {} } } }))
    };
    let without = || with_operation(json!({}));
    let subject = "GET /a, request body";
    assert_eq!(
        lines(with_body(true), without()),
        [format!("breaking: {subject} has no body any more")]
    );
    assert_eq!(
        lines(without(), with_body(true)),
        [format!("breaking: {subject} has a body, which is required")]
    );
    assert_eq!(lines(without(), with_body(false)), [format!("additive: {subject} has a body")]);
    assert_eq!(
        lines(with_body(false), with_body(true)),
        [format!("breaking: {subject} is required")]
    );
    assert_eq!(
        lines(with_body(true), with_body(false)),
        [format!("additive: {subject} is no longer required")]
    );
}

#[test]
fn statuses_and_media_types_are_compared() {
    let ours = with_operation(json!({ "responses": {
        "200": { "content": { "application/json": { "schema": { "type": "string" } }, "a/b": {} } },
        "400": { "content": { "application/json": { "schema": { "type": "string" } } } },
        "404": {},
    } }));
    let upstream = with_operation(json!({ "responses": {
        "201": { "content": { "application/json": { "schema": { "type": "number" } }, "a/c": {} } },
        "400": { "content": { "application/json": { "schema": { "type": "number" } } } },
        "409": {},
    } }));
    assert_eq!(
        lines(ours, upstream),
        [
            "breaking: GET /a, success is not a/b any more",
            "breaking: GET /a, success is of type number, and no longer string",
            "additive: GET /a, success can be a/c",
            "additive: GET /a succeeds with status `201`, and no longer with `200`",
            "additive: GET /a, status 409 is new",
            "cosmetic: GET /a, status 404 is gone",
            "cosmetic: GET /a, status 400 is of type number, and no longer string",
        ]
    );
}

#[test]
fn success_without_a_body_is_a_loss() {
    let with = |status: &str, content: Value| {
        with_operation(json!({ "responses": { status: { "content": content } } }))
    };
    assert_eq!(
        lines(with("200", json!({ "a/b": {} })), with("204", json!({}))),
        [
            "breaking: GET /a, success has no body any more",
            "additive: GET /a succeeds with status `204`, and no longer with `200`",
        ]
    );
    assert_eq!(
        lines(with("200", json!({})), with("200", json!({ "a/b": {} }))),
        ["additive: GET /a, status 200 has a body"]
    );
    assert_eq!(
        lines(with("default", json!({ "a/b": {} })), with("default", json!({ "a/b": {} }))),
        Vec::<String>::new()
    );
}
