//! The meaning of a schema, independent of its notation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::document::{Node, Pointer};
use crate::Error;

/// The keywords that bound a value.
pub(super) const BOUNDS: &[(&str, Bound)] = &[
    ("exclusiveMaximum", Bound::Other),
    ("exclusiveMinimum", Bound::Other),
    ("maxItems", Bound::Upper),
    ("maxLength", Bound::Upper),
    ("maxProperties", Bound::Upper),
    ("maximum", Bound::Upper),
    ("minItems", Bound::Lower),
    ("minLength", Bound::Lower),
    ("minProperties", Bound::Lower),
    ("minimum", Bound::Lower),
    ("multipleOf", Bound::Other),
    ("pattern", Bound::Other),
    ("uniqueItems", Bound::Other),
];

/// The kind of a bound.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Lower,
    Upper,
    Other,
}

/// A schema with its references followed and its `allOf` merged.
///
/// An inline schema, a reference to the same, and `allOf` around such a reference have the same shape.
pub(super) struct Shape<'a> {
    /// The pointer to the schema, before references are followed.
    pub(super) node: Node<'a>,
    /// The pointer to the component, if the schema is a reference to one, with or without `allOf`.
    pub(super) component: Option<Pointer>,
    /// The values of the keywords that cannot be merged.
    keywords: BTreeMap<&'a str, Node<'a>>,
    /// The properties of an object.
    pub(super) properties: BTreeMap<&'a str, Node<'a>>,
    required: BTreeSet<&'a str>,
    nullable: bool,
}

impl<'a> Shape<'a> {
    pub(super) fn of(node: &Node<'a>) -> Result<Self, Error> {
        let mut shape = Self {
            node: node.clone(),
            component: only_reference(node)?,
            keywords: BTreeMap::new(),
            properties: BTreeMap::new(),
            required: BTreeSet::new(),
            nullable: false,
        };
        shape.absorb(node, &mut BTreeSet::new())?;
        Ok(shape)
    }

    /// Merges a schema into this shape. Keywords next to a reference take precedence over those of its target.
    fn absorb(&mut self, node: &Node<'a>, seen: &mut BTreeSet<Pointer>) -> Result<(), Error> {
        // A recursive schema adds nothing the second time.
        if !seen.insert(node.pointer.clone()) {
            return Ok(());
        }
        // OpenAPI 3.0 ignores the keywords next to a reference.
        if let Some(target) = node.target()? {
            return self.absorb(&target, seen);
        }
        for part in node.get_or_nothing("allOf").elements() {
            self.absorb(&part, seen)?;
        }
        // A single variant is the schema itself.
        for choice in ["oneOf", "anyOf"] {
            let variants: Vec<Node<'a>> = node.get_or_nothing(choice).elements().collect();
            if let [only] = &variants[..] {
                self.absorb(only, seen)?;
            }
        }
        self.nullable |= node.flag("nullable") || says_null(node);
        self.properties.extend(node.get_or_nothing("properties").members());
        let required = node.value.get("required").and_then(Value::as_array);
        self.required.extend(required.into_iter().flatten().filter_map(Value::as_str));
        self.keywords.extend(node.members());
        Ok(())
    }

    pub(super) fn keyword(&self, name: &str) -> Option<&Node<'a>> {
        self.keywords.get(name)
    }

    /// Returns the value of a keyword.
    pub(super) fn value(&self, name: &str) -> Option<&'a Value> {
        self.keyword(name).map(|node| node.value)
    }

    pub(super) fn is_nullable(&self) -> bool {
        self.nullable
    }

    pub(super) fn is_required(&self, property: &str) -> bool {
        self.required.contains(property)
    }

    /// Returns the declared or implied type, or `any` for a schema that allows every value.
    pub(super) fn kind(&self) -> &'a str {
        let said = match self.value("type") {
            Some(Value::String(kind)) => Some(kind.as_str()),
            // Nullable types of OpenAPI 3.1. Some descriptions of version 3.0 use them too.
            Some(Value::Array(kinds)) => {
                kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null")
            }
            _ => None,
        };
        match said {
            Some(kind) => kind,
            None if !self.variants().is_empty() => "one of several",
            None if !self.properties.is_empty() || self.map_values().is_some() => "object",
            None if self.keyword("items").is_some() => "array",
            None if self.values().is_some() => "string",
            None => "any",
        }
    }

    /// Returns the format, if the bindings have a type for it.
    pub(super) fn format(&self) -> Option<&'a str> {
        self.any_format().filter(|format| has_own_type(self.kind(), format))
    }

    /// Returns the format as it is written.
    pub(super) fn any_format(&self) -> Option<&'a str> {
        self.value("format").and_then(Value::as_str)
    }

    /// Returns the type and the format as text.
    pub(super) fn type_name(&self) -> String {
        match self.format() {
            Some(format) => format!("{} ({format})", self.kind()),
            None => self.kind().to_owned(),
        }
    }

    /// Returns the values of an enum, without `null`, which `nullable` covers.
    pub(super) fn values(&self) -> Option<Vec<Value>> {
        let values = self.value("enum")?.as_array()?;
        Some(values.iter().filter(|value| !value.is_null()).cloned().collect())
    }

    /// Returns the schema of the elements of a list.
    pub(super) fn items(&self) -> Node<'a> {
        self.keyword("items").cloned().unwrap_or_else(|| self.node.get_or_nothing("items"))
    }

    /// Returns the schema of the values of a map.
    pub(super) fn map_values(&self) -> Option<&Node<'a>> {
        self.keyword("additionalProperties")
            .filter(|values| values.value.as_object().is_some_and(|schema| !schema.is_empty()))
    }

    /// Returns the schemas of `oneOf` and `anyOf`.
    pub(super) fn variants(&self) -> Vec<Node<'a>> {
        let choices = ["oneOf", "anyOf"].into_iter().filter_map(|choice| self.keyword(choice));
        let variants: Vec<Node<'a>> = choices.flat_map(Node::elements).collect();
        if variants.len() > 1 { variants } else { Vec::new() }
    }
}

/// Returns the pointer to the component that a schema refers to.
fn only_reference(node: &Node<'_>) -> Result<Option<Pointer>, Error> {
    if node.target()?.is_some() {
        return Ok(Some(node.resolved()?.pointer));
    }
    let parts: Vec<Node<'_>> = node.get_or_nothing("allOf").elements().collect();
    match &parts[..] {
        [part] if part.target()?.is_some() => Ok(Some(part.resolved()?.pointer)),
        _ => Ok(None),
    }
}

fn says_null(node: &Node<'_>) -> bool {
    let has_null = |list: Option<&Value>, null: &Value| {
        list.and_then(Value::as_array).is_some_and(|list| list.contains(null))
    };
    has_null(node.value.get("type"), &Value::from("null"))
        || has_null(node.value.get("enum"), &Value::Null)
}

fn has_own_type(kind: &str, format: &str) -> bool {
    match kind {
        "string" => matches!(
            format,
            "binary" | "byte" | "date" | "date-time" | "ip" | "ipv4" | "ipv6" | "time" | "uuid"
        ),
        "integer" => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::document::Document, *};

    fn document(schemas: Value) -> Document {
        let root = json!({ "openapi": "3.0.0", "paths": {}, "components": { "schemas": schemas } });
        Document::new(root).unwrap()
    }

    fn schema<'a>(document: &'a Document, name: &str) -> Node<'a> {
        document.top().get("components").unwrap().get("schemas").unwrap().get(name).unwrap()
    }

    #[test]
    fn reference_and_all_of_around_it_have_the_shape_of_the_target() {
        let document = document(json!({
            "Target": { "type": "string", "enum": ["a"] },
            "Bare": { "$ref": "#/components/schemas/Target" },
            "Wrapped": { "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Target" }] },
            "Inline": { "enum": ["a"] },
        }));
        for name in ["Bare", "Wrapped", "Inline"] {
            let shape = Shape::of(&schema(&document, name)).unwrap();
            assert_eq!(shape.kind(), "string", "{name}");
            assert_eq!(shape.values(), Some(vec![json!("a")]), "{name}");
            assert_eq!(shape.is_nullable(), name == "Wrapped");
            assert_eq!(shape.component.is_some(), name != "Inline");
        }
    }

    #[test]
    fn parts_of_an_object_are_merged() {
        let document = document(json!({
            "Base": { "type": "object", "properties": { "id": {}, "name": {} }, "required": ["id"] },
            "Whole": {
                "allOf": [{ "$ref": "#/components/schemas/Base" }, { "properties": { "size": {} } }],
                "required": ["size"],
            },
        }));
        let shape = Shape::of(&schema(&document, "Whole")).unwrap();
        assert_eq!(shape.kind(), "object");
        assert_eq!(shape.properties.keys().copied().collect::<Vec<_>>(), ["id", "name", "size"]);
        assert!(shape.is_required("id") && shape.is_required("size") && !shape.is_required("name"));
        assert_eq!(shape.component, None);
    }

    #[test]
    fn schema_that_includes_itself_has_a_shape() {
        let document = document(json!({
            "A": { "allOf": [{ "$ref": "#/components/schemas/B" }], "properties": { "a": {} } },
            "B": { "allOf": [{ "$ref": "#/components/schemas/A" }], "properties": { "b": {} } },
            "Self": { "$ref": "#/components/schemas/Self" },
        }));
        let shape = Shape::of(&schema(&document, "A")).unwrap();
        assert_eq!(shape.properties.keys().copied().collect::<Vec<_>>(), ["a", "b"]);
        assert!(Shape::of(&schema(&document, "Self")).is_err());
    }

    #[test]
    fn odd_schemas_have_a_shape_too() {
        for (odd, kind) in [
            (json!(true), "any"),
            (json!({}), "any"),
            (json!({ "type": 7, "properties": [], "required": "x", "enum": {} }), "any"),
            (json!({ "type": ["null", "integer"] }), "integer"),
            (json!({ "additionalProperties": { "type": "string" } }), "object"),
            (json!({ "items": {} }), "array"),
            (json!({ "anyOf": [{ "type": "number" }] }), "number"),
            (json!({ "anyOf": [{ "type": "number" }, {}] }), "one of several"),
        ] {
            let document = document(json!({ "Odd": odd }));
            assert_eq!(Shape::of(&schema(&document, "Odd")).unwrap().kind(), kind, "{odd}");
        }
    }
}
