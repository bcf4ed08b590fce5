//! Compares the values that schemas allow: enums, bounds and defaults.

use serde_json::Value;

use super::{
    super::{
        difference::{Finding, listed},
        document::Node,
        rules::Change,
        shape::{BOUNDS, Bound, Shape},
    },
    Pair,
};

impl Pair<'_, '_, '_, '_, '_> {
    pub(super) fn enums(&mut self) {
        match (self.ours.values(), self.upstream.values()) {
            (Some(from), Some(to)) => {
                let gone: Vec<Value> =
                    from.iter().filter(|value| !to.contains(value)).cloned().collect();
                let new: Vec<Value> =
                    to.iter().filter(|value| !from.contains(value)).cloned().collect();
                self.add_values(Change::EnumValuesRemoved, &gone);
                self.add_values(Change::EnumValuesAdded, &new);
            }
            (Some(_), None) => {
                self.add_keyword(
                    Change::EnumOpened,
                    "enum",
                    "is no longer limited to known values",
                );
            }
            (None, Some(to)) => {
                let message = format!("is limited to {}", listed(&texts(&to)));
                self.add_keyword(Change::EnumClosed, "enum", &message);
            }
            (None, None) => {}
        }
    }

    /// Adds a difference in the values of an enum. A copy of a named enum counts as the named one, so that a value is
    /// reported once.
    fn add_values(&mut self, change: Change, values: &[Value]) {
        let (Some(from), Some(to)) = (self.ours.keyword("enum"), self.upstream.keyword("enum"))
        else {
            return;
        };
        if values.is_empty() {
            return;
        }
        let named = |node: &Node<'_>| node.named_enum(node.value.as_array()?);
        let (subject, from, to) = match (named(from), named(to)) {
            (Some(ours), Some(upstream)) => {
                (ours.name(), ours.child("enum"), upstream.child("enum"))
            }
            _ => (self.place.inside(&self.ours), from.pointer.clone(), to.pointer.clone()),
        };
        let removed = change == Change::EnumValuesRemoved;
        let plural = values.len() > 1;
        let message = match (removed, plural) {
            (true, false) => "no longer has the value",
            (true, true) => "no longer has the values",
            (false, false) => "also has the value",
            (false, true) => "also has the values",
        };
        let message = format!("{message} {}", listed(&texts(values)));
        let values = Some(Value::from(values.to_vec()));
        let finding = Finding {
            change,
            subject,
            message,
            ours: Some(from),
            upstream: Some(to),
            values: if removed { (values, None) } else { (None, values) },
        };
        self.comparison.differences.add(finding, self.direction, self.comparison.operation);
    }

    pub(super) fn bounds(&mut self) {
        for (keyword, bound) in BOUNDS {
            let value = |shape: &Shape<'_>| {
                shape.value(keyword).filter(|value| **value != Value::Bool(false)).cloned()
            };
            let (from, to) = (value(&self.ours), value(&self.upstream));
            let change = match (&from, &to) {
                (from, to) if same(from.as_ref(), to.as_ref()) => continue,
                (None, _) => Change::BoundTightened,
                (_, None) => Change::BoundLoosened,
                (Some(from), Some(to)) => moved(*bound, from, to),
            };
            let message = match (from, to) {
                (None, Some(to)) => format!("has the bound {keyword} {to}"),
                (Some(from), None) => format!("no longer has the bound {keyword} {from}"),
                (from, to) => {
                    let text = |value: Option<Value>| value.unwrap_or_default().to_string();
                    format!("has the bound {keyword} {}, and no longer {}", text(to), text(from))
                }
            };
            self.add_keyword(change, keyword, &message);
        }
    }

    pub(super) fn defaults(&mut self) {
        let (from, to) = (self.ours.value("default"), self.upstream.value("default"));
        if same(from, to) {
            return;
        }
        let (change, message) = match (from, to) {
            (Some(from), Some(to)) => {
                (Change::DefaultChanged, format!("is {to} by default, and no longer {from}"))
            }
            (_, Some(to)) => (Change::DefaultNote, format!("is said to be {to} by default")),
            (_, None) => (Change::DefaultNote, "has no known default any more".to_owned()),
        };
        self.add_keyword(change, "default", &message);
    }
}

fn texts(values: &[Value]) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    values.iter().map(text).collect()
}

/// Returns `true` if two values are equal. Numbers are compared by value.
fn same(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => left.as_f64() == right.as_f64(),
        (left, right) => left == right,
    }
}

fn moved(bound: Bound, from: &Value, to: &Value) -> Change {
    let (Some(from), Some(to)) = (from.as_f64(), to.as_f64()) else {
        return Change::BoundChanged;
    };
    match bound {
        Bound::Lower if to > from => Change::BoundTightened,
        Bound::Lower => Change::BoundLoosened,
        Bound::Upper if to < from => Change::BoundTightened,
        Bound::Upper => Change::BoundLoosened,
        Bound::Other => Change::BoundChanged,
    }
}
