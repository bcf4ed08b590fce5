//! The body of a create request: what is accepted, and how the server words what is not.

use serde_json::{Map, Value};

use super::ApiError;
use crate::world::REGION;

const SANDBOX_CLASSES: [&str; 4] = ["linux-vm", "container", "android", "windows"];
const GPU_TYPES: [&str; 8] =
    ["H100", "H200", "RTX-PRO-6000", "RTX-4090", "RTX-5090", "B200", "B300", "MI355X"];
/// Parts of a text that make it look like a link.
const LINK_MARKS: [&str; 6] = ["://", "www.", "data:", "mailto:", "tel:", "javascript:"];
const DIGEST_MARK: &str = "@sha256:";

/// A create request that has passed every check which needs no other row.
#[derive(Debug)]
pub(super) struct CreateSnapshot {
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

/// What a snapshot is made of.
#[derive(Debug)]
pub(super) enum Source {
    Image { name: String, entrypoint: Option<Vec<String>> },
    Build { dockerfile: String, context_hashes: Option<Vec<String>> },
}

impl CreateSnapshot {
    /// Checks a body the way the server does: first the types of all fields, then the rules, one by one.
    pub(super) fn parse(body: &Value) -> Result<Self, ApiError> {
        let empty = Map::new();
        let fields = Fields(body.as_object().unwrap_or(&empty));
        let complaints = fields.complaints();
        if !complaints.is_empty() {
            return Err(ApiError::bad_request(complaints.join(", ")));
        }
        let source = fields.source()?;
        let name = fields.text("name").unwrap_or_default();
        check_class(fields.text("sandboxClass"))?;
        let region_id = fields.region()?;
        check_name(name)?;
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
            sandbox_class: fields.text("sandboxClass").unwrap_or("container").to_owned(),
        })
    }
}

/// The fields of a JSON object, where `null` counts as absent.
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    fn texts(&self, name: &str) -> Option<Vec<String>> {
        let values = self.get(name)?.as_array()?;
        Some(values.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Says what is wrong with the types of the fields, in the order in which the server declares them.
    fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        self.check_name_text(&mut complaints);
        self.check_text("imageName", &mut complaints);
        self.check_texts("entrypoint", &mut complaints);
        self.check_number("cpu", f64::INFINITY, &mut complaints);
        self.check_number("gpu", 1.0, &mut complaints);
        self.check_gpu_type(&mut complaints);
        self.check_number("memory", f64::INFINITY, &mut complaints);
        self.check_number("disk", f64::INFINITY, &mut complaints);
        self.check_build_info(&mut complaints);
        self.check_text("regionId", &mut complaints);
        self.check_one_of("sandboxClass", &SANDBOX_CLASSES, &mut complaints);
        complaints
    }

    fn check_name_text(&self, complaints: &mut Vec<String>) {
        match self.text("name") {
            None => complaints.push("name must be a string".to_owned()),
            Some(name) if !is_safe_text(name) => complaints
                .push("name must not contain HTML tags, URLs, or control characters".to_owned()),
            Some(_) => {}
        }
    }

    fn check_text(&self, name: &str, complaints: &mut Vec<String>) {
        if self.get(name).is_some_and(|value| !value.is_string()) {
            complaints.push(format!("{name} must be a string"));
        }
    }

    fn check_texts(&self, name: &str, complaints: &mut Vec<String>) {
        let Some(value) = self.get(name) else { return };
        match value.as_array() {
            None => {
                complaints.push(format!("each value in {name} must be a string"));
                complaints.push(format!("{name} must be an array"));
            }
            Some(values) if !values.iter().all(Value::is_string) => {
                complaints.push(format!("each value in {name} must be a string"));
            }
            Some(_) => {}
        }
    }

    fn check_number(&self, name: &str, max: f64, complaints: &mut Vec<String>) {
        let Some(value) = self.get(name) else { return };
        let number = value.as_f64();
        if max.is_finite() && number.is_none_or(|number| number > max) {
            complaints.push(format!("{name} must not be greater than {max}"));
        }
        if number.is_none_or(|number| number < 0.0) {
            complaints.push(format!("{name} must not be less than 0"));
        }
        if number.is_none() {
            complaints
                .push(format!("{name} must be a number conforming to the specified constraints"));
        }
    }

    fn check_gpu_type(&self, complaints: &mut Vec<String>) {
        let Some(value) = self.get("gpuType") else { return };
        let Some(values) = value.as_array() else {
            complaints.push("gpuType must be an array".to_owned());
            return;
        };
        if values.len() > 1 {
            complaints.push("gpuType must contain no more than 1 elements".to_owned());
        }
        let known = |value: &Value| value.as_str().is_some_and(|name| GPU_TYPES.contains(&name));
        if !values.iter().all(known) {
            let known = GPU_TYPES.join(", ");
            complaints.push(format!(
                "each value in gpuType must be one of the following values: {known}"
            ));
        }
    }

    fn check_build_info(&self, complaints: &mut Vec<String>) {
        let Some(value) = self.get("buildInfo") else { return };
        let Some(build) = value.as_object().map(Fields) else {
            complaints.push("buildInfo must be an object".to_owned());
            return;
        };
        let mut inner = Vec::new();
        if build.text("dockerfileContent").is_none_or(str::is_empty) {
            inner.push("dockerfileContent should not be empty".to_owned());
        }
        if build.text("dockerfileContent").is_none() {
            inner.push("dockerfileContent must be a string".to_owned());
        }
        build.check_texts("contextHashes", &mut inner);
        complaints.extend(inner.iter().map(|complaint| nested("buildInfo", complaint)));
    }

    fn check_one_of(&self, name: &str, allowed: &[&str], complaints: &mut Vec<String>) {
        let known = |value: &Value| value.as_str().is_some_and(|text| allowed.contains(&text));
        if self.get(name).is_some_and(|value| !known(value)) {
            let allowed = allowed.join(", ");
            complaints.push(format!("{name} must be one of the following values: {allowed}"));
        }
    }

    /// Returns the region without white space around it; nothing is left of the default one.
    fn region(&self) -> Result<&'a str, ApiError> {
        match self.text("regionId").map_or("", str::trim) {
            "" | REGION => Ok(REGION),
            _ => Err(ApiError::not_found("Region not found")),
        }
    }

    /// Returns the words of the entrypoint that are not empty, if there are any.
    fn entrypoint(&self) -> Option<Vec<String>> {
        let mut words = self.texts("entrypoint")?;
        words.retain(|word| !word.is_empty());
        Some(words).filter(|words| !words.is_empty())
    }

    /// Decides between image and build; an empty image name counts as none.
    fn source(&self) -> Result<Source, ApiError> {
        let image = self.text("imageName").filter(|name| !name.is_empty());
        let build = self.get("buildInfo").and_then(Value::as_object).map(Fields);
        match (build, image) {
            (Some(_), Some(_)) => Err(ApiError::bad_request(
                "Cannot specify an image name when using a build info entry",
            )),
            (Some(_), None) if self.get("entrypoint").is_some() => Err(ApiError::bad_request(
                "Cannot specify an entrypoint when using a build info entry",
            )),
            (Some(build), None) => Ok(Source::Build {
                dockerfile: build.text("dockerfileContent").unwrap_or_default().to_owned(),
                context_hashes: build.texts("contextHashes"),
            }),
            (None, Some(name)) => {
                Ok(Source::Image { name: name.to_owned(), entrypoint: self.entrypoint() })
            }
            (None, None) => Err(ApiError::bad_request(
                "Must specify an image name when not using a build info entry",
            )),
        }
    }
}

/// Puts the parent's name before the name of a field, as the server's validator does.
fn nested(parent: &str, complaint: &str) -> String {
    match complaint.strip_prefix("each value in ") {
        Some(rest) => format!("{parent}.each value in {rest}"),
        None => format!("{parent}.{complaint}"),
    }
}

fn check_class(class: Option<&str>) -> Result<(), ApiError> {
    if class == Some("windows") {
        return Err(ApiError::bad_request(
            "Windows snapshots cannot be created via this endpoint; they are produced by snapshot-from-sandbox flows.",
        ));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), ApiError> {
    let path = match name.split_once(DIGEST_MARK) {
        Some((path, digest)) if is_digest(digest) => path,
        Some(_) => return Err(bad_name()),
        None => name,
    };
    if has_good_segments(path) { Ok(()) } else { Err(bad_name()) }
}

fn has_good_segments(path: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ':');
    path.split('/').all(|segment| !segment.is_empty() && segment.chars().all(allowed))
}

fn bad_name() -> ApiError {
    ApiError::bad_request(
        "Invalid snapshot name format. May contain letters, digits, dots, colons, and dashes",
    )
}

fn check_image_name(name: &str) -> Result<(), ApiError> {
    if let Some((image, digest)) = name.split_once(DIGEST_MARK) {
        if image.is_empty() || !is_digest(digest) {
            return Err(ApiError::bad_request(
                "Invalid digest format. Must be image@sha256:64_hex_characters",
            ));
        }
        return Ok(());
    }
    // The port of a registry passes for a tag.
    if !name.contains(':') || name.ends_with(':') {
        return Err(ApiError::bad_request(
            "Image name must include a tag (e.g., ubuntu:22.04) or digest (@sha256:...)",
        ));
    }
    if name.ends_with(":latest") {
        return Err(ApiError::bad_request("Images with tag \":latest\" are not allowed"));
    }
    if !has_good_segments(name) {
        return Err(ApiError::bad_request(
            "Invalid image name format. Must be lowercase, may contain digits, dots, dashes, and single slashes between components",
        ));
    }
    Ok(())
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_safe_text(text: &str) -> bool {
    let lower = text.to_lowercase();
    let tag = text.split_once('<').is_some_and(|(_, rest)| rest.contains('>'));
    !tag && !text.chars().any(char::is_control)
        && !LINK_MARKS.iter().any(|mark| lower.contains(mark))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(body: &Value) -> ApiError {
        CreateSnapshot::parse(body).unwrap_err()
    }

    #[test]
    fn names_follow_the_pattern() {
        let digest = "0".repeat(64);
        for good in ["a", "a.b-c_d:e", "org/name:1.0", &format!("a/b@sha256:{digest}")] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "/a", "a/", "a//b", "a@b", "a@sha256:12", "ä"] {
            assert_eq!(check_name(bad), Err(bad_name()), "{bad}");
        }
    }

    #[test]
    fn image_names_need_a_tag_or_a_digest() {
        let digest = "a".repeat(64);
        let good = [
            "alpine:3",
            "localhost:5000/a/b:1",
            "registry:5000/a/b",
            "Alpine:3",
            ":1",
            "alpine:3/x",
        ];
        for good in good.into_iter().chain([&*format!("alpine@sha256:{digest}")]) {
            assert!(check_image_name(good).is_ok(), "{good}");
        }
        for bad in [
            "alpine",
            "alpine:",
            "alpine:latest",
            "registry:5000/a:latest",
            "alpine@sha256:1",
            " alpine:3",
            "alpine:3 ",
            "a//b:1",
            "docker://alpine:3",
            "\u{fc}ber:1",
        ] {
            assert!(check_image_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn links_are_no_names() {
        for name in ["hotel:1", "data:x", "my-Data:v1", "javascript:alert", "www.a", "ftp://x"] {
            let refused = refusal(&json!({ "name": name, "imageName": "a:1" }));
            let expected = "name must not contain HTML tags, URLs, or control characters";
            assert_eq!(refused, ApiError::bad_request(expected), "{name}");
        }
        let body = json!({ "name": "http:x", "imageName": "a:1" });
        assert!(CreateSnapshot::parse(&body).is_ok());
    }

    #[test]
    fn what_was_sent_is_normalised() {
        let parse = |more: Value| {
            let mut body = json!({ "name": "a", "imageName": "a:1" });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            CreateSnapshot::parse(&body).unwrap()
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
            "name must be a string, each value in entrypoint must be a string, \
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
        let body = json!({ "name": "a", "imageName": "a:1", "buildInfo": null, "cpu": null });
        let create = CreateSnapshot::parse(&body).unwrap();
        assert!(matches!(create.source, Source::Image { .. }));
        assert!((create.cpu - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn build_without_dockerfile_is_refused() {
        let body = json!({ "name": "a", "buildInfo": {} });
        let expected = ApiError::bad_request(
            "buildInfo.dockerfileContent should not be empty, \
             buildInfo.dockerfileContent must be a string",
        );
        assert_eq!(refusal(&body), expected);
    }
}
