//! Options for files whose content is given in code.

use crate::model::json::json_object;

json_object! {
    /// Options of [`Image::add_file_content_with`](crate::Image::add_file_content_with).
    ///
    /// ```
    /// use daytona_core::FileOptions;
    ///
    /// assert_eq!(FileOptions::new().executable().mode, Some(0o755));
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct FileOptions {
        /// The permission bits. Default: `0o644`. In the JSON form, a string of octal digits such as
        /// `"755"`.
        #[serde(default, with = "octal", skip_serializing_if = "Option::is_none")]
        pub mode: Option<u32>,
    }
}

impl FileOptions {
    /// Creates options for a file that its owner can write and everybody can read.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the permission bits, such as `0o600`.
    ///
    /// `0o664` and `0o775` are refused when the image is resolved: a build context does not carry
    /// their write permission for the group, because it follows from the umask for files on disk.
    #[must_use]
    pub fn mode(mut self, mode: u32) -> Self {
        self.mode = Some(mode);
        self
    }

    /// Sets the mode `0o755`: everybody can read and execute the file.
    #[must_use]
    pub fn executable(self) -> Self {
        self.mode(0o755)
    }
}

/// The JSON form of permission bits: octal digits.
mod octal {
    use serde::de::{Deserialize, Deserializer, Error, Unexpected};
    use serde::ser::Serializer;

    pub(super) fn serialize<S: Serializer>(
        mode: &Option<u32>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match mode {
            Some(mode) => serializer.serialize_some(&format!("{mode:o}")),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<u32>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        let is_octal = !text.is_empty() && text.bytes().all(|digit| (b'0'..=b'7').contains(&digit));
        let mode = u32::from_str_radix(&text, 8).ok().filter(|_| is_octal);
        let expected = &"octal digits, such as \"755\"";
        mode.map(Some).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), expected))
    }
}
