//! The content of a file, as a step holds it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The content of a file. The JSON form is a string if the content is UTF-8, and otherwise an
/// object with the key `base64`.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::image) struct Content(Bytes);

impl Content {
    pub(in crate::image) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }

    pub(in crate::image) fn bytes(&self) -> &Bytes {
        &self.0
    }
}

/// Omits the bytes, which can be large or secret.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a string, or an object with the one key `base64`")]
enum JsonContent {
    Text(String),
    Bytes(Encoded),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Encoded {
    base64: String,
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => Encoded { base64: BASE64.encode(&self.0) }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match JsonContent::deserialize(deserializer)? {
            JsonContent::Text(text) => Ok(Self(text.into())),
            JsonContent::Bytes(Encoded { base64 }) => {
                let bytes = BASE64.decode(&base64).map_err(|error| {
                    serde::de::Error::custom(format!("the content is not base64: {error}"))
                })?;
                Ok(Self(bytes.into()))
            }
        }
    }
}
