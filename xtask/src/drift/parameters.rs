//! Compares parameters.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    document::Node,
    operation::{Operation, key},
    rules::{Change, Direction},
    schemas::{Place, SchemaComparison},
    shape::Shape,
};
use crate::Error;

/// The header that our client sends with every request, even if an operation does not declare it.
const ORGANIZATION_HEADER: &str = "x-daytona-organization-id";

/// Compares the parameters of an operation.
pub(super) fn compare(
    ours: &Operation<'_>,
    upstream: &Operation<'_>,
    title: &str,
    schemas: &mut SchemaComparison<'_>,
) -> Result<(), Error> {
    let (from, to) = (parameters(ours)?, parameters(upstream)?);
    for (key, parameter) in &from {
        let (location, name) = key;
        let subject = format!("{title}, {location} parameter `{name}`");
        match to.get(key) {
            Some(counterpart) => compare_parameter(&subject, parameter, counterpart, schemas)?,
            None => {
                let places = (Some(&parameter.node), None);
                let change = Change::ParameterRemoved;
                schemas.add(change, &subject, "is gone", places, Direction::Sent);
            }
        }
    }
    for ((location, name), parameter) in to.iter().filter(|(key, _)| !from.contains_key(*key)) {
        let (change, message) = if parameter.is_required() {
            (Change::RequiredParameterAdded, "is new, and required")
        } else {
            (Change::OptionalParameterAdded, "is new")
        };
        let subject = format!("{title}, {location} parameter `{name}`");
        schemas.add(change, &subject, message, (None, Some(&parameter.node)), Direction::Sent);
    }
    Ok(())
}

struct Parameter<'a> {
    node: Node<'a>,
}

impl<'a> Parameter<'a> {
    fn location(&self) -> &'a str {
        self.node.text("in").unwrap_or_default()
    }

    fn name(&self) -> &'a str {
        self.node.text("name").unwrap_or_default()
    }

    fn is_required(&self) -> bool {
        self.location() == "path" || self.node.flag("required")
    }

    fn schema(&self) -> Node<'a> {
        let content = self.node.get_or_nothing("content").members().next();
        match content {
            Some((_, media_type)) => media_type.get_or_nothing("schema"),
            None => self.node.get_or_nothing("schema"),
        }
    }

    /// Returns the form in which a list or an object is written.
    fn form(&self) -> String {
        if self.node.get("content").is_some() {
            return "as a document".to_owned();
        }
        let in_form = matches!(self.location(), "query" | "cookie");
        let style = self.node.text("style").unwrap_or(if in_form { "form" } else { "simple" });
        let explode = self.node.get("explode").and_then(|explode| explode.value.as_bool());
        let explode = explode.unwrap_or(style == "form");
        format!("in the style `{style}`, {}", if explode { "one by one" } else { "in one" })
    }
}

/// Returns the parameters of an operation by location and name. Names of path parameters are not sent, so their
/// position in the path is the name.
fn parameters<'a>(
    operation: &Operation<'a>,
) -> Result<BTreeMap<(String, String), Parameter<'a>>, Error> {
    let mut parameters = BTreeMap::new();
    for node in operation.parameters()? {
        let parameter = Parameter { node };
        let (location, mut name) = key(&parameter.node);
        match location.as_str() {
            "header" if name == ORGANIZATION_HEADER => continue,
            "path" => match position(&operation.path, &name) {
                Some(position) => name = position,
                None => continue,
            },
            _ => {}
        }
        parameters.insert((location, name), parameter);
    }
    Ok(parameters)
}

/// Returns the position of a parameter in the path.
fn position(path: &str, name: &str) -> Option<String> {
    let mut parameters = path.split('{').skip(1).filter_map(|part| part.split('}').next());
    parameters.position(|parameter| parameter == name).map(|index| (index + 1).to_string())
}

fn compare_parameter(
    subject: &str,
    ours: &Parameter<'_>,
    upstream: &Parameter<'_>,
    schemas: &mut SchemaComparison<'_>,
) -> Result<(), Error> {
    let places = (Some(&ours.node), Some(&upstream.node));
    let (from, to) = (ours.name(), upstream.name());
    if !from.eq_ignore_ascii_case(to) {
        let message = format!("is called `{to}`, and no longer `{from}`");
        let values = (Some(json!(from)), Some(json!(to)));
        schemas.add_with(
            Change::ParameterRenamed,
            subject,
            &message,
            places,
            values,
            Direction::Sent,
        );
    }
    if ours.is_required() != upstream.is_required() {
        let (change, message) = if upstream.is_required() {
            (Change::NowRequired, "is required")
        } else {
            (Change::NowOptional, "is no longer required")
        };
        schemas.add(change, subject, message, places, Direction::Sent);
    }
    if ours.node.flag("deprecated") != upstream.node.flag("deprecated") {
        schemas.add_deprecation(subject, &ours.node, &upstream.node, Direction::Sent);
    }
    if is_compound(ours)? && is_compound(upstream)? && ours.form() != upstream.form() {
        let message = format!("is sent {}, and no longer {}", upstream.form(), ours.form());
        schemas.add(Change::ParameterForm, subject, &message, places, Direction::Sent);
    }
    schemas.compare(&ours.schema(), &upstream.schema(), &Place::body(subject), Direction::Sent)
}

/// Returns `true` for a list or an object, whose form can differ.
fn is_compound(parameter: &Parameter<'_>) -> Result<bool, Error> {
    Ok(matches!(Shape::of(&parameter.schema())?.kind(), "array" | "object"))
}
