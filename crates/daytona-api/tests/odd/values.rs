//! What the types accept and send.

use serde_json::{Value, json};

use super::thing;
use crate::generated::types::{CreateThing, Kind, Page, Thing, ThingState2};

fn thing_with(field: &str, value: Value) -> Value {
    let mut thing = thing();
    thing[field] = value;
    thing
}

fn decoded(value: Value) -> Thing {
    serde_json::from_value(value).unwrap()
}

#[test]
fn every_enum_keeps_what_it_does_not_know() {
    for text in ["big", "a-b", "a_b", "other", "3", "brand new"] {
        let kind: Kind = text.parse().unwrap();
        assert_eq!(kind.to_string(), text);
        assert_eq!(serde_json::to_value(&kind).unwrap(), text);
        assert_eq!(serde_json::from_value::<Kind>(json!(text)).unwrap(), kind);
    }
    assert_eq!("other".parse::<Kind>().unwrap(), Kind::Other);
    assert_eq!("a_b".parse::<Kind>().unwrap(), Kind::AB2);
    assert_eq!("new".parse::<Kind>().unwrap(), Kind::Unlisted("new".to_owned()));

    let state = decoded(thing_with("state", json!("asleep"))).state;
    assert_eq!(state, Some(ThingState2::Other("asleep".to_owned())));
}

#[test]
fn one_odd_item_does_not_cost_the_page() {
    let odd = thing_with("kind", json!("brand new"));
    let page: Page =
        serde_json::from_value(json!({ "items": [thing(), odd], "total": 2.0 as u64 })).unwrap();
    assert_eq!((page.items.len(), page.total), (2, 2_u64));
}

#[test]
fn null_and_nothing_are_the_same() {
    let full = thing_with("size", Value::Null);
    assert_eq!(decoded(full), decoded(thing()));
    for field in ["labels", "parts", "kind"] {
        let thing = decoded(thing_with(field, Value::Null));
        assert!(thing.labels.is_empty() && thing.parts.is_empty());
        assert_eq!(thing.kind.is_none(), field == "kind");
    }
}

#[test]
fn a_schema_can_contain_itself_and_others() {
    let thing = decoded(thing_with("parent", thing_with("owner", json!({ "name": "o" }))));
    let parent = thing.parent.unwrap();
    assert_eq!(parent.owner.unwrap().name, "o");
}

#[test]
fn what_can_be_one_of_several_is_kept_whole() {
    let shape = json!({ "type": "part", "weight": 0.1, "new": [1] });
    assert_eq!(decoded(thing_with("shape", shape.clone())).shape, Some(shape));
}

#[test]
fn times_are_points_in_time() {
    let thing = decoded(thing_with("removedAt", json!("2026-01-02T03:04:05.5+01:00")));
    assert_eq!(thing.removed_at.unwrap().to_string(), "2026-01-02T02:04:05.5Z");
}

#[test]
fn fields_that_differ_in_punctuation_are_two_fields() {
    let thing = decoded(thing_with("created_at", json!("an ID")));
    assert_eq!(thing.created_at_2.as_deref(), Some("an ID"));
    let sent = serde_json::to_value(&thing).unwrap();
    assert_eq!(sent["created_at"], "an ID");
    assert_eq!(sent["createdAt"], "2026-01-02T03:04:05Z");
}

#[test]
fn numbers_that_are_no_longer_among_those_described_are_decoded() {
    assert_eq!(decoded(thing_with("level", json!(3))).level, Some(3));
    assert_eq!(decoded(thing_with("never", json!("a"))).never.as_deref(), Some("a"));
}

#[test]
fn further_fields_are_kept_where_they_are_described() {
    let body = json!({ "name": "t", "note": "n", "deep": { "a": 1 } });
    let thing: CreateThing = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(serde_json::to_value(&thing).unwrap(), body);
    let built: CreateThing = CreateThing::builder().name("t".to_owned()).try_into().unwrap();
    assert!(built.extra.is_empty());
}
