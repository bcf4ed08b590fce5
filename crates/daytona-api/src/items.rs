//! The items of a page, decoded one by one.

use std::{fmt, marker::PhantomData, ops::Deref, slice, vec};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value, value::RawValue};

use crate::answer::decode_item;

/// The maximum number of items on a page. The server's limit is 200.
const MAX_ITEMS: usize = 1000;

/// The longest item that is decoded, in bytes of JSON.
const MAX_ITEM_BYTES: usize = 4 * 1024 * 1024;

/// The undecodable items of a page whose whole JSON is kept, in bytes. As values they take up to 100 times the memory.
const MAX_KEPT_BYTES: usize = 1024 * 1024;

/// The members that are kept of any other undecodable item, and the longest value of one, in bytes of JSON.
const MAX_KEPT_MEMBERS: usize = 64;
const MAX_MEMBER_BYTES: usize = 1024;

/// The items of a page.
///
/// It dereferences to a slice of the decoded items. [`undecodable`](Self::undecodable) returns the others.
///
/// ```
/// use daytona_api::Items;
///
/// let items: Items<u32> = serde_json::from_str(r#"[1, "two", 3]"#)?;
/// assert_eq!(items[..], [1, 3]);
/// assert_eq!(items.undecodable()[0].json, "two");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Items<T> {
    decoded: Vec<T>,
    undecodable: Vec<UndecodableItem>,
}

/// An item of a page that cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndecodableItem {
    /// The malformed field and the reason.
    pub reason: String,
    /// The item as the server sent it. Beyond 1 MiB for all items of a page, only the short members of an item.
    pub json: Value,
}

impl<T> Items<T> {
    /// Returns the items that cannot be decoded, in the order of the page.
    pub fn undecodable(&self) -> &[UndecodableItem] {
        &self.undecodable
    }

    /// Returns the decoded items, and the items that cannot be decoded.
    pub fn into_parts(self) -> (Vec<T>, Vec<UndecodableItem>) {
        (self.decoded, self.undecodable)
    }
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T> From<Vec<T>> for Items<T> {
    fn from(decoded: Vec<T>) -> Self {
        Self { decoded, undecodable: Vec::new() }
    }
}

impl<T> Deref for Items<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.decoded
    }
}

impl<T> IntoIterator for Items<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.decoded.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Items<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.decoded.iter()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Items<T> {
    /// Decodes one item at a time, up to 1,000 items of up to 4 MiB.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ItemsVisitor(PhantomData))
    }
}

struct ItemsVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for ItemsVisitor<T> {
    type Value = Items<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Items<T>, A::Error> {
        let mut items = Items::default();
        let mut kept_bytes = MAX_KEPT_BYTES;
        while let Some(json) = sequence.next_element::<Box<RawValue>>()? {
            if items.decoded.len() + items.undecodable.len() == MAX_ITEMS {
                return Err(A::Error::custom(format!("more than {MAX_ITEMS} items on a page")));
            }
            let json = json.get();
            match decode(json) {
                Ok(item) => items.decoded.push(item),
                Err(reason) => {
                    let json = kept(json, &mut kept_bytes);
                    items.undecodable.push(UndecodableItem { reason, json });
                }
            }
        }
        Ok(items)
    }
}

fn decode<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    match json.len() > MAX_ITEM_BYTES {
        true => Err(format!("the item has more than {} MiB", MAX_ITEM_BYTES >> 20)),
        false => decode_item(json),
    }
}

/// Returns the JSON that is kept of an undecodable item, and takes its size from the budget.
fn kept(json: &str, budget: &mut usize) -> Value {
    if let Some(rest) = budget.checked_sub(json.len())
        && let Ok(whole) = serde_json::from_str(json)
    {
        *budget = rest;
        return whole;
    }
    serde_json::from_str(json).map_or(Value::Null, |ShortMembers(members)| Value::Object(members))
}

/// The short members of an object.
struct ShortMembers(Map<String, Value>);

impl<'de> Deserialize<'de> for ShortMembers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ShortMembersVisitor)
    }
}

struct ShortMembersVisitor;

impl<'de> Visitor<'de> for ShortMembersVisitor {
    type Value = ShortMembers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ShortMembers, A::Error> {
        let mut members = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if members.len() == MAX_KEPT_MEMBERS {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value::<&RawValue>()?.get();
            if key.len() + value.len() <= MAX_MEMBER_BYTES
                && let Ok(value) = serde_json::from_str(value)
            {
                members.insert(key, value);
            }
        }
        Ok(ShortMembers(members))
    }
}

impl<T: Serialize> Serialize for Items<T> {
    /// Writes the decoded items, then the JSON of the others.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Item<'a, T> {
            Decoded(&'a T),
            Undecodable(&'a Value),
        }
        let decoded = self.decoded.iter().map(Item::Decoded);
        let others = self.undecodable.iter().map(|item| Item::Undecodable(&item.json));
        serializer.collect_seq(decoded.chain(others))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_has_a_limited_number_of_items() {
        let page = |count: usize| format!("[{}]", vec!["1,\"x\""; count / 2].join(","));
        let items: Items<u8> = serde_json::from_str(&page(1000)).unwrap();
        assert_eq!((items.len(), items.undecodable().len()), (500, 500));
        assert!(items.undecodable().iter().all(|item| item.json == "x"));
        for count in [1002, 2_000_000] {
            let error = serde_json::from_str::<Items<u8>>(&page(count)).unwrap_err();
            assert!(error.is_data());
            let text = error.to_string();
            assert!(text.starts_with("more than 1000 items on a page at line 1"), "{text}");
        }
    }

    #[test]
    fn decoding_ends_at_the_limit() {
        // The text after the limit is not JSON, and is not read.
        let page = format!("[{}{{{{", "0,".repeat(1001));
        let error = serde_json::from_str::<Items<u8>>(&page).unwrap_err();
        assert!(error.is_data(), "{error}");
    }

    #[test]
    fn long_item_is_undecodable_and_keeps_its_short_members() {
        let long = "x".repeat(MAX_ITEM_BYTES);
        let page = format!(r#"[{{"id":"a","text":"{long}","cpu":2}}, 1, ["{long}"]]"#);
        let items: Items<u8> = serde_json::from_str(&page).unwrap();
        assert_eq!(items[..], [1]);
        let kept: Vec<_> = items.undecodable().iter().map(|item| item.json.clone()).collect();
        assert_eq!(kept, [serde_json::json!({ "id": "a", "cpu": 2 }), Value::Null]);
        for item in items.undecodable() {
            assert_eq!(item.reason, "the item has more than 4 MiB");
        }
    }

    #[test]
    fn whole_json_of_undecodable_items_is_limited() {
        let text = "x".repeat(MAX_KEPT_BYTES / 3);
        let item = format!(r#"{{"id":"a","text":"{text}"}}"#);
        let page = format!("[{}]", vec![item; 4].join(","));
        let items: Items<u8> = serde_json::from_str(&page).unwrap();
        let whole = items.undecodable().iter().filter(|item| item.json["text"] == *text);
        assert_eq!((whole.count(), items.undecodable().len()), (2, 4));
        assert!(items.undecodable().iter().all(|item| item.json["id"] == "a"));
    }

    #[test]
    fn items_are_a_list() {
        let error = serde_json::from_str::<Items<u8>>("{}").unwrap_err();
        assert!(error.to_string().starts_with("invalid type: map, expected a sequence"), "{error}");
    }
}
