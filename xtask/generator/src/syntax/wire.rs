//! What the description says of the operations and schemas that code was generated from, under their Rust names.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use syn::{Ident, ItemImpl, Type};

use crate::{
    names::{builder_name, method_name, type_name},
    passes::{field_names::WIRE_NAMES, walk::METHODS},
};

/// The operations by the names of their builders.
pub(super) fn operations(description: &Value) -> BTreeMap<String, &Map<String, Value>> {
    let items = description["paths"].as_object().into_iter().flat_map(Map::values);
    let operations =
        items.flat_map(|item| METHODS.iter().filter_map(|method| item.get(*method)?.as_object()));
    operations
        .filter_map(|operation| {
            Some((builder_name(operation.get("operationId")?.as_str()?), operation))
        })
        .collect()
}

/// The method of the client that an operation became.
pub(super) fn method(operation: &Map<String, Value>) -> String {
    method_name(operation.get("operationId").and_then(Value::as_str).unwrap_or_default())
}

/// The parameter with this name.
pub(super) fn parameter<'a>(operation: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut parameters = operation.get("parameters")?.as_array()?.iter();
    parameters.find(|parameter| parameter["name"] == name)
}

/// The names that a schema has in the code and on the wire, by type.
pub(super) fn renamed(description: &Value) -> BTreeMap<String, BTreeMap<String, String>> {
    let schemas = description["components"]["schemas"].as_object().into_iter().flatten();
    schemas
        .filter_map(|(name, schema)| {
            let names = schema.get(WIRE_NAMES)?.as_object()?.iter();
            let names =
                names.filter_map(|(code, wire)| Some((code.clone(), wire.as_str()?.to_owned())));
            Some((type_name(name), names.collect()))
        })
        .collect()
}

/// The name of the type that an implementation is for, if it has one.
pub(super) fn implementor(item: &ItemImpl) -> Option<&Ident> {
    let Type::Path(path) = &*item.self_ty else { return None };
    path.path.segments.last().map(|segment| &segment.ident)
}
