//! The body of a create request.

use serde_json::{Map, Value};

use super::{
    error::ApiError,
    fields::Fields,
    names::{check_image_name, check_snapshot_name},
};
use crate::state::REGION;

/// A create request that passed all checks which do not depend on other snapshots.
#[derive(Debug)]
pub(super) struct CreateRequest {
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) cpu: f64,
    pub(super) gpu: f64,
    pub(super) gpu_type: Option<String>,
    pub(super) mem: f64,
    pub(super) disk: f64,
    pub(super) region_id: String,
    pub(super) sandbox_class: String,
}

/// The source of a snapshot.
#[derive(Debug)]
pub(super) enum Source {
    Image { name: String, entrypoint: Option<Vec<String>> },
    Build { dockerfile: String, context_hashes: Option<Vec<String>> },
}

impl CreateRequest {
    /// Parses a body in the server's order: first the types of all fields, then each rule.
    pub(super) fn parse(body: &Value) -> Result<Self, ApiError> {
        let empty = Map::new();
        let fields = Fields::new(body.as_object().unwrap_or(&empty));
        let errors = fields.type_errors();
        if !errors.is_empty() {
            return Err(ApiError::bad_request(errors.join(", ")));
        }
        let source = source(&fields)?;
        let name = fields.text("name").unwrap_or_default();
        let class = fields.text("sandboxClass").unwrap_or("container");
        let region_id = region(&fields)?;
        check_class(class, region_id)?;
        check_snapshot_name(name)?;
        if let Source::Image { name, .. } = &source {
            check_image_name(name)?;
        }
        let gpu = fields.number("gpu").unwrap_or(0.0);
        let gpu_types = fields.texts("gpuType").filter(|_| gpu > 0.0);
        Ok(Self {
            name: name.to_owned(),
            source,
            cpu: fields.number("cpu").unwrap_or(1.0),
            gpu,
            gpu_type: gpu_types.and_then(|types| types.into_iter().next()),
            mem: fields.number("memory").unwrap_or(1.0),
            disk: fields.number("disk").unwrap_or(3.0),
            region_id: region_id.to_owned(),
            sandbox_class: class.to_owned(),
        })
    }
}

/// Returns the image or the build. An empty image name counts as absent.
fn source(fields: &Fields<'_>) -> Result<Source, ApiError> {
    let image = fields.text("imageName").filter(|name| !name.is_empty());
    match (fields.object("buildInfo"), image) {
        (Some(_), Some(_)) => {
            Err(ApiError::bad_request("Cannot specify an image name when using a build info entry"))
        }
        (Some(_), None) if fields.get("entrypoint").is_some() => {
            Err(ApiError::bad_request("Cannot specify an entrypoint when using a build info entry"))
        }
        (Some(build), None) => Ok(Source::Build {
            dockerfile: build.text("dockerfileContent").unwrap_or_default().to_owned(),
            context_hashes: build.texts("contextHashes").and_then(context_hashes),
        }),
        (None, Some(name)) => {
            Ok(Source::Image { name: name.to_owned(), entrypoint: entrypoint(fields) })
        }
        (None, None) => Err(ApiError::bad_request(
            "Must specify an image name when not using a build info entry",
        )),
    }
}

/// Returns the words of the entrypoint that are not empty, or `None` if there are none.
fn entrypoint(fields: &Fields<'_>) -> Option<Vec<String>> {
    fields.texts("entrypoint").map(non_empty).filter(|words| !words.is_empty())
}

/// Returns the hashes that are not empty. An empty list stays, a list of empty hashes counts as absent.
fn context_hashes(sent: Vec<String>) -> Option<Vec<String>> {
    match sent.is_empty() {
        true => Some(sent),
        false => Some(non_empty(sent)).filter(|hashes| !hashes.is_empty()),
    }
}

fn non_empty(mut texts: Vec<String>) -> Vec<String> {
    texts.retain(|text| !text.is_empty());
    texts
}

/// Returns the region without surrounding whitespace. An empty region is the default one.
fn region<'a>(fields: &Fields<'a>) -> Result<&'a str, ApiError> {
    match fields.text("regionId").map_or("", str::trim) {
        "" | REGION => Ok(REGION),
        _ => Err(ApiError::not_found("Region not found")),
    }
}

fn check_class(class: &str, region_id: &str) -> Result<(), ApiError> {
    match class {
        "windows" => Err(ApiError::bad_request(
            "Windows snapshots cannot be created via this endpoint; they are produced by snapshot-from-sandbox flows.",
        )),
        "linux-vm" => Err(ApiError::bad_request(format!(
            "No runners are configured in region '{region_id}' for sandbox class '{class}'. Try a different region or \
             sandbox class."
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(body: &Value) -> ApiError {
        CreateRequest::parse(body).unwrap_err()
    }

    #[test]
    fn names_that_look_like_links_are_refused() {
        for name in ["hotel:1", "data:x", "my-Data:v1", "javascript:alert", "www.a", "ftp://x"] {
            let refused = refusal(&json!({ "name": name, "imageName": "a:1" }));
            let expected = "name must not contain HTML tags, URLs, or control characters";
            assert_eq!(refused, ApiError::bad_request(expected), "{name}");
        }
        let body = json!({ "name": "http:x", "imageName": "a:1" });
        assert!(CreateRequest::parse(&body).is_ok());
    }

    #[test]
    fn fields_are_normalised() {
        let parse = |more: Value| {
            let mut body = json!({ "name": "a", "imageName": "a:1" });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            CreateRequest::parse(&body).unwrap()
        };
        let entrypoint = |words: Value| match parse(json!({ "entrypoint": words })).source {
            Source::Image { entrypoint, .. } => json!(entrypoint),
            Source::Build { .. } => json!("a build"),
        };
        for (sent, kept) in [
            (json!([]), json!(null)),
            (json!([""]), json!(null)),
            (json!(["", "a", "", " "]), json!(["a", " "])),
            (json!(["a b", "\"c\""]), json!(["a b", "\"c\""])),
        ] {
            assert_eq!(entrypoint(sent), kept);
        }
        for region in [json!(" us"), json!("us\n"), json!(""), json!("  "), json!(null)] {
            assert_eq!(parse(json!({ "regionId": region })).region_id, "us");
        }
        assert_eq!(parse(json!({ "gpuType": ["H100"], "gpu": 0 })).gpu_type, None);
        assert_eq!(parse(json!({ "gpuType": ["H100"] })).gpu_type, None);
        let kept = parse(json!({ "gpuType": ["H100"], "gpu": 1 })).gpu_type;
        assert_eq!(kept.as_deref(), Some("H100"));
        let refused = refusal(&json!({ "name": "a", "imageName": "a:1", "regionId": "u s" }));
        assert_eq!(refused, ApiError::not_found("Region not found"));
    }

    #[test]
    fn every_wrong_field_is_reported_in_one_message() {
        let body = json!({ "name": 1, "entrypoint": [1], "gpu": "x", "gpuType": ["H100", "H1"] });
        let expected = ApiError::bad_request(
            "name must not contain HTML tags, URLs, or control characters, name must be a string, \
             each value in entrypoint must be a string, \
             gpu must not be greater than 1, gpu must not be less than 0, \
             gpu must be a number conforming to the specified constraints, \
             gpuType must contain no more than 1 elements, \
             each value in gpuType must be one of the following values: \
             H100, H200, RTX-PRO-6000, RTX-4090, RTX-5090, B200, B300, MI355X",
        );
        assert_eq!(refusal(&body), expected);
    }

    #[test]
    fn null_counts_as_absent() {
        let body = json!({ "name": "a", "imageName": "a:1", "buildInfo": null, "regionId": null });
        let create = CreateRequest::parse(&body).unwrap();
        assert!(matches!(create.source, Source::Image { .. }));
        assert!((create.cpu - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn build_without_dockerfile_is_refused() {
        let body = json!({ "name": "a", "buildInfo": {} });
        let expected = ApiError::bad_request("buildInfo.dockerfileContent must be a string");
        assert_eq!(refusal(&body), expected);
    }

    #[test]
    fn values_that_no_column_takes_are_refused() {
        for (field, value) in [
            ("cpu", json!(null)),
            ("memory", json!(0.5)),
            ("disk", json!(2.25)),
            ("id", json!("not-an-id")),
        ] {
            let mut body = json!({ "name": "a", "imageName": "a:1" });
            body[field] = value;
            assert!(CreateRequest::parse(&body).is_err(), "{body}");
        }
        for build in [
            json!({ "dockerfileContent": "FROM a:1\n\0" }),
            json!({ "dockerfileContent": 1 }),
            json!({ "dockerfileContent": "FROM a:1", "contextHashes": null }),
        ] {
            let body = json!({ "name": "a", "buildInfo": build });
            assert!(CreateRequest::parse(&body).is_err(), "{body}");
        }
    }

    #[test]
    fn single_value_counts_as_a_list() {
        let hashes = |hashes: Value| {
            let build = json!({ "dockerfileContent": "", "contextHashes": hashes });
            match CreateRequest::parse(&json!({ "name": "a", "buildInfo": build })).unwrap().source
            {
                Source::Build { context_hashes, .. } => json!(context_hashes),
                Source::Image { .. } => json!("an image"),
            }
        };
        assert_eq!(hashes(json!("h1")), json!(["h1"]));
        assert_eq!(hashes(json!(["h1", "", null])), json!(["h1"]));
        assert_eq!(hashes(json!([""])), json!(null));
        assert_eq!(hashes(json!([])), json!([]));
        let body = json!({ "name": "a", "imageName": "a:1", "gpu": 1, "gpuType": "B200" });
        assert_eq!(CreateRequest::parse(&body).unwrap().gpu_type.as_deref(), Some("B200"));
    }
}
