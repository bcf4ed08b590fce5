//! The fields of a create request, and the checks of their types.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::names::is_safe_text;

const SANDBOX_CLASSES: [&str; 4] = ["linux-vm", "container", "android", "windows"];
const GPU_TYPES: [&str; 8] =
    ["H100", "H200", "RTX-PRO-6000", "RTX-4090", "RTX-5090", "B200", "B300", "MI355X"];

const UNSAFE_NAME: &str = "name must not contain HTML tags, URLs, or control characters";

/// The fields of a JSON object. A `null` field counts as absent.
pub(super) struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    pub(super) fn new(fields: &'a Map<String, Value>) -> Self {
        Self(fields)
    }

    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    /// Returns the strings of a list. A single string counts as a list of one.
    pub(super) fn texts(&self, name: &str) -> Option<Vec<String>> {
        let values = match self.get(name)? {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        Some(values.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Returns `true` if a field is present as `null`.
    fn is_null(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(Value::is_null)
    }

    pub(super) fn object(&self, name: &str) -> Option<Fields<'a>> {
        self.get(name)?.as_object().map(Fields)
    }

    /// Returns the type errors of all fields, in the server's order of declaration.
    pub(super) fn type_errors(&self) -> Vec<String> {
        let mut errors = Vec::new();
        self.check_name(&mut errors);
        self.check_text("imageName", &mut errors);
        self.check_texts("entrypoint", &mut errors);
        self.check_number("cpu", f64::INFINITY, &mut errors);
        self.check_number("gpu", 1.0, &mut errors);
        self.check_gpu_type(&mut errors);
        self.check_number("memory", f64::INFINITY, &mut errors);
        self.check_number("disk", f64::INFINITY, &mut errors);
        self.check_build_info(&mut errors);
        self.check_text("regionId", &mut errors);
        self.check_one_of("sandboxClass", &SANDBOX_CLASSES, &mut errors);
        if errors.is_empty() {
            self.check_columns(&mut errors);
        }
        errors
    }

    /// Reports values that pass the validation and that the real server fails on, with status 500.
    fn check_columns(&self, errors: &mut Vec<String>) {
        for name in ["cpu", "gpu", "memory", "disk"] {
            if self.is_null(name) || self.number(name).is_some_and(|number| number.fract() != 0.0) {
                errors.push(format!("{name} must be an integer"));
            }
        }
        if self.is_null("imageName") && self.get("buildInfo").is_some() {
            errors.push("imageName must be a string".to_owned());
        }
        if self
            .get("id")
            .is_some_and(|id| id.as_str().is_none_or(|id| Uuid::parse_str(id).is_err()))
        {
            errors.push("id must be a UUID".to_owned());
        }
        let Some(build) = self.object("buildInfo") else { return };
        match build.text("dockerfileContent") {
            None => errors.push("buildInfo.dockerfileContent must be a string".to_owned()),
            Some(text) if text.contains('\0') => {
                errors.push("buildInfo.dockerfileContent must not contain NUL".to_owned());
            }
            Some(_) => {}
        }
        if build.is_null("contextHashes") {
            errors.push("buildInfo.contextHashes must be an array".to_owned());
        }
    }

    fn check_name(&self, errors: &mut Vec<String>) {
        match self.text("name") {
            None => {
                if self.get("name").is_some() {
                    errors.push(UNSAFE_NAME.to_owned());
                }
                errors.push("name must be a string".to_owned());
            }
            Some(name) if !is_safe_text(name) => errors.push(UNSAFE_NAME.to_owned()),
            Some(_) => {}
        }
    }

    fn check_text(&self, name: &str, errors: &mut Vec<String>) {
        if self.get(name).is_some_and(|value| !value.is_string()) {
            errors.push(format!("{name} must be a string"));
        }
    }

    fn check_texts(&self, name: &str, errors: &mut Vec<String>) {
        let Some(value) = self.get(name) else { return };
        match value.as_array() {
            // The validator checks a single value as if it were an element.
            None => {
                if !value.is_string() {
                    errors.push(format!("each value in {name} must be a string"));
                }
                errors.push(format!("{name} must be an array"));
            }
            Some(values) if !values.iter().all(Value::is_string) => {
                errors.push(format!("each value in {name} must be a string"));
            }
            Some(_) => {}
        }
    }

    fn check_number(&self, name: &str, max: f64, errors: &mut Vec<String>) {
        let Some(value) = self.get(name) else { return };
        let number = value.as_f64();
        if max.is_finite() && number.is_none_or(|number| number > max) {
            errors.push(format!("{name} must not be greater than {max}"));
        }
        if number.is_none_or(|number| number < 0.0) {
            errors.push(format!("{name} must not be less than 0"));
        }
        if number.is_none() {
            errors.push(format!("{name} must be a number conforming to the specified constraints"));
        }
    }

    fn check_gpu_type(&self, errors: &mut Vec<String>) {
        let Some(value) = self.get("gpuType") else { return };
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        if values.len() > 1 {
            errors.push("gpuType must contain no more than 1 elements".to_owned());
        }
        let known = |value: &Value| value.as_str().is_some_and(|name| GPU_TYPES.contains(&name));
        if !values.iter().all(known) {
            let known = GPU_TYPES.join(", ");
            errors.push(format!(
                "each value in gpuType must be one of the following values: {known}"
            ));
        }
    }

    fn check_build_info(&self, errors: &mut Vec<String>) {
        if self.get("buildInfo").is_none() {
            return;
        }
        if self.object("buildInfo").is_none() {
            errors.push("buildInfo must be an object".to_owned());
        }
    }

    fn check_one_of(&self, name: &str, allowed: &[&str], errors: &mut Vec<String>) {
        let known = |value: &Value| value.as_str().is_some_and(|text| allowed.contains(&text));
        if self.get(name).is_some_and(|value| !known(value)) {
            let allowed = allowed.join(", ");
            errors.push(format!("{name} must be one of the following values: {allowed}"));
        }
    }
}
