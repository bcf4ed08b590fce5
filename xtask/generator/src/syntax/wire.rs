//! Finds the operations of the description by their Rust names.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};
use syn::{Ident, ItemImpl, Type};

use crate::{
    names::{builder_name, method_name},
    passes::walk::METHODS,
};

/// Returns the operations by the names of their builders.
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

/// Returns the names of the builders of the operations in which this member is `true`.
pub(super) fn marked(description: &Value, member: &str) -> BTreeSet<String> {
    let operations = operations(description).into_iter();
    let is_marked = |operation: &Map<String, Value>| operation.get(member) == Some(&true.into());
    operations.filter(|(_, operation)| is_marked(operation)).map(|(name, _)| name).collect()
}

/// Returns the method of the client for an operation.
pub(super) fn method(operation: &Map<String, Value>) -> String {
    method_name(operation.get("operationId").and_then(Value::as_str).unwrap_or_default())
}

/// Returns the parameter with this name.
pub(super) fn parameter<'a>(operation: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let mut parameters = operation.get("parameters")?.as_array()?.iter();
    parameters.find(|parameter| parameter["name"] == name)
}

/// Returns the name of the type that an implementation is for, if it has one.
pub(super) fn implementor(item: &ItemImpl) -> Option<&Ident> {
    let Type::Path(path) = &*item.self_ty else { return None };
    path.path.segments.last().map(|segment| &segment.ident)
}
