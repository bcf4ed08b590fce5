use serde_json::{Map, Value, json};

use super::walk;

/// Makes one header parameter of the cookies of an operation.
///
/// Upstream's dashboard endpoints can be called with a session cookie. The generator refuses a parameter that is a
/// cookie. This pass declares the header `Cookie` in place of all cookies of an operation, which the caller gives as
/// `name=value`, separated by a semicolon and a space.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::operations(description, |operation| hits += merge_cookies(operation));
    hits
}

fn merge_cookies(operation: &mut Map<String, Value>) -> usize {
    let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) else {
        return 0;
    };
    let (cookies, mut others): (Vec<Value>, Vec<Value>) =
        parameters.drain(..).partition(|parameter| parameter["in"] == "cookie");
    if !cookies.is_empty() {
        let names: Vec<&str> =
            cookies.iter().filter_map(|cookie| cookie["name"].as_str()).collect();
        let example: Vec<String> = names.iter().map(|name| format!("{name}=...")).collect();
        others.push(json!({
            "name": "Cookie",
            "in": "header",
            "required": cookies.iter().any(|cookie| cookie["required"] == true),
            "description": format!("The cookies, as `{}`.", example.join("; ")),
            "schema": { "type": "string" },
        }));
    }
    *parameters = others;
    cookies.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookies_of_an_operation_become_one_header() {
        let mut description = json!({ "paths": { "/a": { "get": { "parameters": [
            { "name": "session", "in": "cookie", "required": true },
            { "name": "page", "in": "query" },
            { "name": "theme", "in": "cookie" },
        ] } } } });
        assert_eq!(apply(&mut description), 2);
        let parameters = &description["paths"]["/a"]["get"]["parameters"];
        assert_eq!(parameters[0]["name"], "page");
        assert_eq!(
            parameters[1],
            json!({
                "name": "Cookie", "in": "header", "required": true, "schema": { "type": "string" },
                "description": "The cookies, as `session=...; theme=...`.",
            })
        );
    }
}
