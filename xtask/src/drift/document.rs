//! A description and the nodes in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::Error;

/// An OpenAPI 3.0 description.
pub struct Document {
    root: Value,
    /// The pointers to the named enums, by their sorted values.
    enums: BTreeMap<Vec<String>, Pointer>,
}

impl Document {
    /// Creates a document.
    ///
    /// # Errors
    /// If the value is not a description of OpenAPI 3.0.
    pub fn new(root: Value) -> Result<Self, Error> {
        // YAML reads an unquoted `3.0` as a number.
        let version = root.get("openapi").map(|version| match version {
            Value::String(version) => version.clone(),
            other => other.to_string(),
        });
        match version {
            Some(version) if version == "3.0" || version.starts_with("3.0.") => {}
            Some(version) => {
                return Err(format!("it is of OpenAPI {version}, and only 3.0 is supported").into());
            }
            None => {
                return Err(
                    "it is not an OpenAPI 3.0 description: it has no `openapi: 3.0.x`".into()
                );
            }
        }
        if !root["paths"].is_object() {
            return Err("it is not an OpenAPI description: it has no `paths`".into());
        }
        Ok(Self { enums: named_enums(&root), root })
    }

    /// Returns the root of the description.
    pub(super) fn top(&self) -> Node<'_> {
        Node { document: self, pointer: Pointer::default(), value: &self.root }
    }
}

fn named_enums(root: &Value) -> BTreeMap<Vec<String>, Pointer> {
    let schemas = Pointer::default().child("components").child("schemas");
    let named = root.pointer(&schemas.0).and_then(Value::as_object);
    named
        .into_iter()
        .flatten()
        .filter_map(|(name, schema)| {
            Some((sorted(schema.get("enum")?.as_array()?), schemas.child(name)))
        })
        .collect()
}

fn sorted(values: &[Value]) -> Vec<String> {
    let values: BTreeSet<String> = values.iter().map(Value::to_string).collect();
    values.into_iter().collect()
}

/// A JSON pointer (RFC 6901).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pointer(String);

impl Pointer {
    pub(super) fn child(&self, token: &str) -> Self {
        Self(format!("{}/{}", self.0, token.replace('~', "~0").replace('/', "~1")))
    }

    /// Returns its last part, unescaped.
    pub(super) fn name(&self) -> String {
        let last = self.0.rsplit('/').next().unwrap_or_default();
        last.replace("~1", "/").replace("~0", "~")
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value in a description, with its pointer.
#[derive(Clone)]
pub(super) struct Node<'a> {
    document: &'a Document,
    pub(super) pointer: Pointer,
    pub(super) value: &'a Value,
}

impl<'a> Node<'a> {
    /// Returns a member of an object.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(key)?;
        Some(Self { document: self.document, pointer: self.pointer.child(key), value })
    }

    /// Returns a member of an object, or `null` at the same pointer.
    pub(super) fn get_or_nothing(&self, key: &str) -> Self {
        self.get(key).unwrap_or_else(|| Self { value: &Value::Null, ..self.clone() })
    }

    /// Returns the text of a member.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.as_object()?.get(key)?.as_str()
    }

    /// Returns `true` if a member is `true`.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Returns the members of an object. Other values have none.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> {
        let (document, pointer) = (self.document, self.pointer.clone());
        self.value.as_object().into_iter().flatten().map(move |(key, value)| {
            (key.as_str(), Self { document, pointer: pointer.child(key), value })
        })
    }

    /// Returns the elements of a list. Other values have none.
    pub(super) fn elements(&self) -> impl Iterator<Item = Self> {
        let (document, pointer) = (self.document, self.pointer.clone());
        self.value.as_array().into_iter().flatten().enumerate().map(move |(index, value)| Self {
            document,
            pointer: pointer.child(&index.to_string()),
            value,
        })
    }

    /// Returns the target of a reference.
    pub(super) fn target(&self) -> Result<Option<Self>, Error> {
        let Some(reference) = self.text("$ref") else { return Ok(None) };
        let nowhere = || format!("the reference `{reference}` in `{}` leads nowhere", self.pointer);
        let fragment = reference.strip_prefix('#').ok_or_else(|| {
            format!("the reference `{reference}` in `{}` leads to another file", self.pointer)
        })?;
        let pointer = percent_decode_str(fragment).decode_utf8().map_err(|_| nowhere())?;
        let value = self.document.root.pointer(&pointer).ok_or_else(nowhere)?;
        Ok(Some(Self { document: self.document, pointer: Pointer(pointer.into_owned()), value }))
    }

    /// Returns this node, or the target of its references.
    pub(super) fn resolved(&self) -> Result<Self, Error> {
        let mut node = self.clone();
        let mut seen = BTreeSet::new();
        while let Some(target) = node.target()? {
            if !seen.insert(target.pointer.clone()) {
                return Err(format!("the reference in `{}` leads to itself", self.pointer).into());
            }
            node = target;
        }
        Ok(node)
    }

    /// Returns the pointer to the named enum with these values.
    pub(super) fn named_enum(&self, values: &[Value]) -> Option<Pointer> {
        self.document.enums.get(&sorted(values)).cloned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(root: Value) -> Document {
        let mut root = root;
        root["openapi"] = json!("3.0.3");
        root["paths"] = json!({});
        Document::new(root).unwrap()
    }

    #[test]
    fn pointers_are_escaped() {
        let document = document(json!({ "a/b": { "c~d": [{ "": 1 }] } }));
        let node = document.top().get("a/b").unwrap().get("c~d").unwrap();
        let node = node.elements().next().unwrap().get("").unwrap();
        assert_eq!(node.pointer.to_string(), "/a~1b/c~0d/0/");
        assert_eq!(document.root.pointer(&node.pointer.to_string()), Some(&json!(1)));
    }

    #[test]
    fn references_are_followed_to_their_end() {
        let document = document(json!({
            "a": { "$ref": "#/b" }, "b": { "$ref": "#/c~1d%7Be%7D" }, "c/d{e}": { "x": 1 },
        }));
        let node = document.top().get("a").unwrap().resolved().unwrap();
        assert_eq!(node.pointer.to_string(), "/c~1d{e}");
        assert_eq!(node.pointer.name(), "c/d{e}");
    }

    #[test]
    fn references_that_lead_nowhere_are_named() {
        let document = document(json!({
            "nowhere": { "$ref": "#/x" },
            "elsewhere": { "$ref": "other.yaml#/x" },
            "circle": { "$ref": "#/circle" },
        }));
        for (place, reason) in [
            ("nowhere", "the reference `#/x` in `/nowhere` leads nowhere"),
            ("elsewhere", "the reference `other.yaml#/x` in `/elsewhere` leads to another file"),
            ("circle", "the reference in `/circle` leads to itself"),
        ] {
            let Err(error) = document.top().get(place).unwrap().resolved() else {
                panic!("{place} was resolved")
            };
            assert_eq!(error.to_string(), reason);
        }
    }

    #[test]
    fn only_descriptions_of_version_3_0_are_taken() {
        for (root, reason) in [
            (json!({ "openapi": "3.1.0", "paths": {} }), "OpenAPI 3.1.0"),
            (json!({ "swagger": "2.0", "paths": {} }), "not an OpenAPI 3.0 description"),
            (json!({ "openapi": "3.0.0", "paths": [] }), "no `paths`"),
            (json!({ "openapi": null, "paths": {} }), "OpenAPI null"),
            (json!(["openapi"]), "not an OpenAPI 3.0 description"),
        ] {
            let Err(error) = Document::new(root) else { panic!("taken, not refused: {reason}") };
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
