use serde_json::Value;

use super::walk;

/// The headers that belong to the protocol, in lower case.
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

/// Removes header parameters that OpenAPI says are to be ignored.
///
/// Descriptions that are made from a server's code list them. The generator would make each a parameter and send it
/// beside the header that the call sends anyway.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::parameter_lists(description, |parameters| {
        let before = parameters.len();
        parameters.retain(|parameter| !is_ignored(parameter));
        hits += before - parameters.len();
    });
    hits
}

fn is_ignored(parameter: &Value) -> bool {
    let name = parameter["name"].as_str().unwrap_or_default().to_ascii_lowercase();
    parameter["in"] == "header" && IGNORED.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn headers_of_the_protocol_go() {
        let mut description = json!({ "paths": { "/a": { "get": { "parameters": [
            { "name": "Authorization", "in": "header" },
            { "name": "accept", "in": "header" },
            { "name": "accept", "in": "query" },
            { "name": "X-Other", "in": "header" },
        ] } } } });
        assert_eq!(apply(&mut description), 2);
        let left = description["paths"]["/a"]["get"]["parameters"].as_array().unwrap();
        assert_eq!(left.len(), 2);
    }
}
