//! What servers answer beyond the description.

use reqwest::{Response, header::CONTENT_TYPE};
use serde::{Deserialize, Deserializer};

/// Tells whether the answer is an HTML page. No endpoint answers with one: it comes from a proxy, a sign-in page or
/// a dashboard that was reached in place of the API.
pub(crate) fn is_html(response: &Response) -> bool {
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|value| {
        let media_type = value.split(';').next().unwrap_or_default().trim();
        media_type.eq_ignore_ascii_case("text/html")
    })
}

/// Decodes `null` as an empty list or map.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
