use serde_json::Value;

use super::walk;

/// Removes the organization header from every operation. A client acts for one organization, and sets the header once
/// for all requests.
pub(super) fn apply(description: &mut Value) -> usize {
    let mut hits = 0;
    walk::parameter_lists(description, |parameters| {
        let before = parameters.len();
        parameters.retain(|parameter| !is_organization_header(parameter));
        hits += before - parameters.len();
    });
    hits
}

fn is_organization_header(parameter: &Value) -> bool {
    parameter["in"] == "header"
        && parameter["name"]
            .as_str()
            .is_some_and(|name| name.eq_ignore_ascii_case("X-Daytona-Organization-ID"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_organization_header_is_removed() {
        let mut description = json!({ "paths": { "/a": { "get": { "parameters": [
            { "name": "X-Daytona-Organization-ID", "in": "header" },
            { "name": "X-Other", "in": "header" },
            { "name": "page", "in": "query" },
        ] } } } });
        assert_eq!(apply(&mut description), 1);
        let left = &description["paths"]["/a"]["get"]["parameters"];
        assert_eq!(left.as_array().map(Vec::len), Some(2));
        assert_eq!(left[0]["name"], "X-Other");
    }
}
