//! The items of a page, of which some may be odd.

use std::{ops::Deref, slice, vec};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::Value;

use crate::answer::decode_item;

/// The items of a page that could be decoded; a slice of them, and the others apart.
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

/// An item of a page that is not as the API describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndecodableItem {
    /// Names the odd field, and says what is odd about it.
    pub reason: String,
    /// The item as the server sent it.
    pub json: Value,
}

impl<T> Items<T> {
    /// Returns the items that could not be decoded, in the order of the page.
    pub fn undecodable(&self) -> &[UndecodableItem] {
        &self.undecodable
    }

    /// Returns the items that could be decoded, and those that could not.
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
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut items = Self::default();
        for json in Vec::<Value>::deserialize(deserializer)? {
            match decode_item(&json) {
                Ok(item) => items.decoded.push(item),
                Err(reason) => items.undecodable.push(UndecodableItem { reason, json }),
            }
        }
        Ok(items)
    }
}

impl<T: Serialize> Serialize for Items<T> {
    /// Writes the items that could be decoded, then the JSON of the others.
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
