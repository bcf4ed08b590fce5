//! Compares the fields, elements and variants of schemas.

use std::collections::BTreeMap;

use super::{
    super::{document::Node, rules::Change, shape::Shape},
    Pair, Place,
};
use crate::Error;

impl Pair<'_, '_, '_, '_, '_> {
    pub(super) fn variants(&mut self) -> Result<(), Error> {
        let (ours, upstream) = (variants(&self.ours)?, variants(&self.upstream)?);
        let inside = self.place.inside(&self.ours);
        for (name, node) in &ours {
            let place = Place::body(&format!("{inside}, {name}"));
            match upstream.get(name) {
                Some(counterpart) => {
                    self.comparison.compare(node, counterpart, &place, self.direction)?;
                }
                None => {
                    let (places, change) = ((Some(node), None), Change::VariantRemoved);
                    let message = format!("can no longer be {name}");
                    self.comparison.add(change, &inside, &message, places, self.direction);
                }
            }
        }
        for (name, node) in upstream.iter().filter(|(name, _)| !ours.contains_key(*name)) {
            let (places, change) = ((None, Some(node)), Change::VariantAdded);
            let message = format!("can also be {name}");
            self.comparison.add(change, &inside, &message, places, self.direction);
        }
        Ok(())
    }

    pub(super) fn fields(&mut self) -> Result<(), Error> {
        let inside = self.place.inside(&self.ours);
        let subject = |name: &str| format!("{inside}.{name}");
        let from = std::mem::take(&mut self.ours.properties);
        let to = std::mem::take(&mut self.upstream.properties);
        for (name, node) in &from {
            let subject = subject(name);
            let Some(counterpart) = to.get(name) else {
                let places = (Some(node), None);
                let change = Change::FieldRemoved;
                self.comparison.add(change, &subject, "is gone", places, self.direction);
                continue;
            };
            self.field(&subject, name, node, counterpart)?;
        }
        for (name, node) in to.iter().filter(|(name, _)| !from.contains_key(*name)) {
            let (change, message) = if self.upstream.is_required(name) {
                (Change::RequiredFieldAdded, "is new, and required")
            } else {
                (Change::OptionalFieldAdded, "is new")
            };
            self.comparison.add(
                change,
                &subject(name),
                message,
                (None, Some(node)),
                self.direction,
            );
        }
        Ok(())
    }

    fn field(
        &mut self,
        subject: &str,
        name: &str,
        ours: &Node<'_>,
        upstream: &Node<'_>,
    ) -> Result<(), Error> {
        let places = (Some(ours), Some(upstream));
        let nullable = Shape::of(ours)?.is_nullable();
        let required = self.ours.is_required(name);
        match (required, self.upstream.is_required(name)) {
            (false, true) => {
                self.comparison.add(
                    Change::NowRequired,
                    subject,
                    "is required",
                    places,
                    self.direction,
                );
            }
            (true, false) => {
                let change =
                    if nullable { Change::NullableNowOptional } else { Change::NowOptional };
                self.comparison.add(
                    change,
                    subject,
                    "is no longer required",
                    places,
                    self.direction,
                );
            }
            _ => {}
        }
        if ours.flag("deprecated") != upstream.flag("deprecated") {
            self.comparison.add_deprecation(subject, ours, upstream, self.direction);
        }
        let place = Place { subject: subject.to_owned(), required };
        self.comparison.compare(ours, upstream, &place, self.direction)
    }

    /// Compares the elements of lists and the values of maps.
    pub(super) fn parts(&mut self) -> Result<(), Error> {
        let inside = self.place.inside(&self.ours);
        if self.ours.kind() == "array" {
            let place = Place::body(&format!("{inside}[]"));
            let (from, to) = (self.ours.items(), self.upstream.items());
            return self.comparison.compare(&from, &to, &place, self.direction);
        }
        let (from, to) = (self.ours.map_values().cloned(), self.upstream.map_values().cloned());
        match (from, to) {
            (None, None) => Ok(()),
            (Some(from), Some(to)) => {
                let place = Place::body(&format!("{inside}.*"));
                self.comparison.compare(&from, &to, &place, self.direction)
            }
            (Some(_), None) => {
                self.add(Change::TypeWidened, "is no longer a map with values of a known type");
                Ok(())
            }
            (None, Some(_)) => {
                self.add(Change::TypeNarrowed, "is a map with values of a known type");
                Ok(())
            }
        }
    }
}

/// Returns the variants: named components by name, others by position.
fn variants<'a>(shape: &Shape<'a>) -> Result<BTreeMap<String, Node<'a>>, Error> {
    let mut variants = BTreeMap::new();
    for (index, node) in shape.variants().into_iter().enumerate() {
        let name = match Shape::of(&node)?.component {
            Some(component) => format!("`{}`", component.name()),
            None => format!("variant {}", index + 1),
        };
        variants.insert(name, node);
    }
    Ok(variants)
}
