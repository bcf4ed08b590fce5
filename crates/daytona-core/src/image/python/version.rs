//! The Python releases of `debian_slim`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result};

/// The Python version of [`Image::debian_slim`](crate::Image::debian_slim).
///
/// For a series, it is the release that Daytona's official SDKs pin. Default: 3.13, the newest
/// series.
///
/// ```
/// use daytona_core::PythonVersion;
///
/// assert_eq!(PythonVersion::V3_12.release(), "3.12.10");
/// assert_eq!(PythonVersion::Exact("3.14.0".into()).release(), "3.14.0");
/// assert_eq!(PythonVersion::default(), PythonVersion::V3_13);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PythonVersion {
    /// Python 3.9, release 3.9.22.
    V3_9,
    /// Python 3.10, release 3.10.17.
    V3_10,
    /// Python 3.11, release 3.11.12.
    V3_11,
    /// Python 3.12, release 3.12.10.
    V3_12,
    /// Python 3.13, release 3.13.3.
    #[default]
    V3_13,
    /// Another release, such as `3.12.4` or `3.14.0rc1`. The image `python` must have a tag
    /// `-slim-bookworm` for it.
    Exact(String),
}

/// The pinned release of each series.
const SERIES: [(PythonVersion, &str, &str); 5] = [
    (PythonVersion::V3_9, "3.9", "3.9.22"),
    (PythonVersion::V3_10, "3.10", "3.10.17"),
    (PythonVersion::V3_11, "3.11", "3.11.12"),
    (PythonVersion::V3_12, "3.12", "3.12.10"),
    (PythonVersion::V3_13, "3.13", "3.13.3"),
];

impl PythonVersion {
    /// Returns the release to install.
    #[must_use]
    pub fn release(&self) -> &str {
        self.known().map_or_else(|| self.text(), |(_, _, release)| release)
    }

    /// Refuses an exact version that is not a release of Python 3.
    pub(in crate::image) fn check(&self) -> Result<()> {
        let Self::Exact(version) = self else { return Ok(()) };
        if is_release(version) {
            return Ok(());
        }
        Err(Error::invalid_input(format!(
            "`{}` is not a release of Python 3",
            version.escape_debug()
        ))
        .with_hint("give one such as `3.12.4` or `3.14.0rc1`"))
    }

    fn known(&self) -> Option<&'static (Self, &'static str, &'static str)> {
        SERIES.iter().find(|(version, ..)| version == self)
    }

    fn text(&self) -> &str {
        match self {
            Self::Exact(version) => version,
            series => series.known().map_or("", |(_, text, _)| text),
        }
    }
}

fn is_release(version: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (numbers, candidate) = match version.split_once("rc") {
        Some((numbers, candidate)) => (numbers, Some(candidate)),
        None => (version, None),
    };
    let parts: Vec<&str> = numbers.split('.').collect();
    matches!(parts.len(), 2 | 3)
        && parts[0] == "3"
        && parts.iter().all(|part| number(part))
        && candidate.is_none_or(number)
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

impl From<&str> for PythonVersion {
    fn from(text: &str) -> Self {
        let series = SERIES.iter().find(|(_, series, _)| *series == text);
        series.map_or_else(|| Self::Exact(text.to_owned()), |(version, ..)| version.clone())
    }
}

impl Serialize for PythonVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

impl<'de> Deserialize<'de> for PythonVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::from(text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_series_round_trips_through_text() {
        for (version, series, release) in &SERIES {
            assert_eq!(&PythonVersion::from(*series), version);
            assert_eq!(version.to_string(), *series);
            assert!(release.starts_with(&format!("{series}.")));
        }
    }

    #[test]
    fn exact_version_must_be_a_release() {
        for good in ["3.12.4", "3.14.0rc1", "3.14"] {
            assert!(PythonVersion::Exact(good.to_owned()).check().is_ok(), "{good}");
        }
        for bad in ["", "3", "2.7.18", "3.12.4-slim", "3..1", "3.1.2.3", "3.12\nRUN x", "3.14.0rc"]
        {
            assert!(PythonVersion::Exact(bad.to_owned()).check().is_err(), "{bad}");
        }
    }
}
