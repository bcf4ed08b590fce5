//! Compares schemas by their structure.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    difference::{Differences, Finding},
    document::{Node, Pointer},
    rules::{Change, Direction},
    shape::Shape,
};
use crate::Error;

mod members;
mod values;

/// A place in both descriptions, or in one of them for an added or removed part.
type Places<'n, 'a> = (Option<&'n Node<'a>>, Option<&'n Node<'a>>);

/// The comparison of the schemas that one operation uses.
pub(super) struct SchemaComparison<'d> {
    differences: &'d mut Differences,
    operation: &'d str,
    /// The pairs that have been compared. Recursive schemas end at them.
    seen: BTreeSet<(Pointer, Pointer, Direction)>,
}

/// The subject of a comparison, and its requirement in the bindings.
pub(super) struct Place {
    subject: String,
    /// `true` if the bindings require a value.
    required: bool,
}

impl Place {
    /// Creates the subject of a whole body or parameter.
    pub(super) fn body(subject: &str) -> Self {
        Self { subject: subject.to_owned(), required: true }
    }

    /// Returns a subject inside the component that the schema refers to, or inside this subject.
    fn inside(&self, shape: &Shape<'_>) -> String {
        shape.component.as_ref().map_or_else(|| self.subject.clone(), Pointer::name)
    }
}

impl<'d> SchemaComparison<'d> {
    pub(super) fn new(differences: &'d mut Differences, operation: &'d str) -> Self {
        Self { differences, operation, seen: BTreeSet::new() }
    }

    /// Adds a difference without values.
    pub(super) fn add(
        &mut self,
        change: Change,
        subject: &str,
        message: &str,
        places: Places<'_, '_>,
        direction: Direction,
    ) {
        self.add_with(change, subject, message, places, (None, None), direction);
    }

    /// Adds a difference between two values.
    pub(super) fn add_with(
        &mut self,
        change: Change,
        subject: &str,
        message: &str,
        (ours, upstream): Places<'_, '_>,
        values: (Option<Value>, Option<Value>),
        direction: Direction,
    ) {
        let finding = Finding {
            change,
            subject: subject.to_owned(),
            message: message.to_owned(),
            ours: ours.map(|node| node.pointer.clone()),
            upstream: upstream.map(|node| node.pointer.clone()),
            values,
        };
        self.differences.add(finding, direction, self.operation);
    }

    /// Adds a difference in deprecation.
    pub(super) fn add_deprecation(
        &mut self,
        subject: &str,
        ours: &Node<'_>,
        upstream: &Node<'_>,
        direction: Direction,
    ) {
        let deprecated = upstream.flag("deprecated");
        let message = if deprecated { "is deprecated" } else { "is no longer deprecated" };
        let places = (Some(ours), Some(upstream));
        let values = (Some(json!(!deprecated)), Some(json!(deprecated)));
        self.add_with(Change::Deprecation, subject, message, places, values, direction);
    }

    /// Compares two schemas and the schemas inside them.
    pub(super) fn compare(
        &mut self,
        ours: &Node<'_>,
        upstream: &Node<'_>,
        place: &Place,
        direction: Direction,
    ) -> Result<(), Error> {
        if !self.seen.insert((ours.pointer.clone(), upstream.pointer.clone(), direction)) {
            return Ok(());
        }
        let mut pair = Pair {
            ours: Shape::of(ours)?,
            upstream: Shape::of(upstream)?,
            place,
            direction,
            comparison: self,
        };
        pair.names();
        pair.nullability();
        if !pair.types() {
            return Ok(());
        }
        pair.enums();
        pair.bounds();
        pair.defaults();
        pair.variants()?;
        pair.fields()?;
        pair.parts()
    }
}

/// Two schemas that are being compared.
struct Pair<'p, 'c, 'd, 'a, 'b> {
    ours: Shape<'a>,
    upstream: Shape<'b>,
    place: &'p Place,
    direction: Direction,
    comparison: &'c mut SchemaComparison<'d>,
}

impl Pair<'_, '_, '_, '_, '_> {
    /// Adds a difference at the place where the schemas are used.
    fn add(&mut self, change: Change, message: &str) {
        let places = (Some(&self.ours.node), Some(&self.upstream.node));
        self.comparison.add(change, &self.place.subject, message, places, self.direction);
    }

    /// Adds a difference in a keyword, which can be in the component that a schema refers to.
    fn add_keyword(&mut self, change: Change, keyword: &str, message: &str) {
        let (from, to) = (self.ours.keyword(keyword), self.upstream.keyword(keyword));
        let values = (from.map(|node| node.value.clone()), to.map(|node| node.value.clone()));
        let subject = self.place.inside(&self.ours);
        self.comparison.add_with(change, &subject, message, (from, to), values, self.direction);
    }

    fn names(&mut self) {
        let (Some(from), Some(to)) = (&self.ours.component, &self.upstream.component) else {
            return;
        };
        let (from_name, to_name) = (from.name(), to.name());
        if from_name == to_name {
            return;
        }
        let finding = Finding {
            change: Change::SchemaRenamed,
            subject: from_name.clone(),
            message: format!("is called `{to_name}`"),
            ours: Some(from.clone()),
            upstream: Some(to.clone()),
            values: (Some(json!(from_name)), Some(json!(to_name))),
        };
        self.comparison.differences.add(finding, self.direction, self.comparison.operation);
    }

    fn nullability(&mut self) {
        match (self.ours.is_nullable(), self.upstream.is_nullable()) {
            (false, true) if self.place.required => self.add(Change::NowNullable, "can be `null`"),
            (false, true) => self.add(Change::OptionalNowNullable, "can be `null`"),
            (true, false) => self.add(Change::NotNullable, "can no longer be `null`"),
            _ => {}
        }
    }

    /// Compares types and formats. Returns `true` if the schemas inside can be compared too.
    fn types(&mut self) -> bool {
        let (from, to) = (self.ours.kind(), self.upstream.kind());
        if from != to {
            let change = match (from, to) {
                ("integer", "number") | (_, "any") => Change::TypeWidened,
                ("number", "integer") | ("any", _) => Change::TypeNarrowed,
                _ => Change::TypeChanged,
            };
            self.add_type(change);
            return false;
        }
        match (self.ours.format(), self.upstream.format()) {
            (from, to) if from == to => {
                let (from, to) = (self.ours.any_format(), self.upstream.any_format());
                if from != to {
                    self.add_keyword(Change::FormatNote, "format", &format_note(to));
                }
            }
            (Some(_), None) => self.add_type(Change::TypeWidened),
            (None, Some(_)) => self.add_type(Change::TypeNarrowed),
            _ => self.add_type(Change::TypeChanged),
        }
        true
    }

    fn add_type(&mut self, change: Change) {
        let (from, to) = (self.ours.type_name(), self.upstream.type_name());
        let message = format!("is of type {to}, and no longer {from}");
        let places = (Some(&self.ours.node), Some(&self.upstream.node));
        let values = (Some(json!(from)), Some(json!(to)));
        let subject = &self.place.subject;
        self.comparison.add_with(change, subject, &message, places, values, self.direction);
    }
}

fn format_note(format: Option<&str>) -> String {
    match format {
        Some(format) => format!("has the format `{format}`"),
        None => "has no format any more".to_owned(),
    }
}
