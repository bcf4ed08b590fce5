//! Files whose content is given in the image itself.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Image;
use super::step::Step;
use crate::model::json::json_object;
use crate::{Error, Result};

impl Image {
    /// Adds a file of the given content, text or any bytes, which everybody may read.
    ///
    /// It does not come from this machine's disk, and what it is called in the image follows from
    /// the destination alone. `$NAME` in the destination is expanded by the build.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20")
    ///     .add_file_content("[server]\nport = 8080\n", "/etc/app/config.toml")
    ///     .add_file_content([0x7f, 0x45, 0x4c, 0x46], "/opt/magic");
    /// let resolved = image.resolve()?;
    /// assert_eq!(resolved.context[0].archive_path, ".daytona-files/etc/app/config.toml");
    /// assert!(resolved.context[0].content.is_some());
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn add_file_content(
        self,
        content: impl Into<Vec<u8>>,
        destination: impl Into<String>,
    ) -> Self {
        self.add_file_content_with(content, destination, FileOptions::new())
    }

    /// Adds a file of the given content with the given options.
    ///
    /// ```
    /// # use daytona_core::{FileOptions, Image};
    /// let image = Image::base("alpine:3.20")
    ///     .add_file_content_with(
    ///         "#!/bin/sh\nexec sleep infinity\n",
    ///         "/usr/local/bin/start",
    ///         FileOptions::new().executable(),
    ///     )
    ///     .entrypoint(["start"]);
    /// ```
    #[must_use]
    pub fn add_file_content_with(
        self,
        content: impl Into<Vec<u8>>,
        destination: impl Into<String>,
        options: FileOptions,
    ) -> Self {
        let content = Content(content.into().into());
        self.then(Step::AddFileContent { content, destination: destination.into(), options })
    }
}

json_object! {
    /// Options of [`Image::add_file_content_with`].
    ///
    /// ```
    /// use daytona_core::FileOptions;
    ///
    /// assert_eq!(FileOptions::new().executable().mode, Some(0o755));
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct FileOptions {
        /// The permission bits; `0o644` unless given. In the JSON form, octal digits in a string, such
        /// as `"755"`.
        #[serde(default, with = "octal", skip_serializing_if = "Option::is_none")]
        pub mode: Option<u32>,
    }
}

impl FileOptions {
    /// Makes options for a file that everybody may read, and its owner write.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the permission bits, such as `0o600`. A build context does not carry write access for
    /// group and others.
    #[must_use]
    pub fn mode(mut self, mode: u32) -> Self {
        self.mode = Some(mode);
        self
    }

    /// Lets everybody run it, too: `0o755`.
    #[must_use]
    pub fn executable(self) -> Self {
        self.mode(0o755)
    }

    fn checked_mode(&self) -> Result<u32> {
        let mode = self.mode.unwrap_or(0o644);
        if mode & !0o777 != 0 {
            let message = format!("the mode {mode:o} has more than permission bits");
            return Err(Error::invalid_input(message).with_hint("use one such as 0o644 or 0o755"));
        }
        if mode & 0o022 != 0 {
            let message = format!(
                "the mode {mode:o} lets group or others write, which a build context does not carry"
            );
            return Err(Error::invalid_input(message)
                .with_hint("leave it out, or change the mode with run_commands"));
        }
        Ok(mode)
    }
}

/// The content of a file that is on no disk.
#[derive(Clone, PartialEq, Eq)]
pub struct FileContent {
    bytes: Bytes,
    mode: u32,
}

impl FileContent {
    pub(super) fn new(content: &Content, options: &FileOptions) -> Result<Self> {
        Ok(Self { bytes: content.0.clone(), mode: options.checked_mode()? })
    }

    /// Returns the bytes.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Returns the permission bits.
    #[must_use]
    pub fn mode(&self) -> u32 {
        self.mode
    }
}

/// Leaves out the bytes, which may be many, and a secret.
impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, mode {:o}", self.bytes.len(), self.mode)
    }
}

/// The content as a step has it: in the JSON form a string where it is UTF-8, and else an object
/// with the one key `base64`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Content(Bytes);

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a string, or an object with the one key `base64`")]
enum Written {
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
        match Written::deserialize(deserializer)? {
            Written::Text(text) => Ok(Self(text.into())),
            Written::Bytes(Encoded { base64 }) => {
                let bytes = BASE64.decode(&base64).map_err(|error| {
                    serde::de::Error::custom(format!("the content is not base64: {error}"))
                })?;
                Ok(Self(bytes.into()))
            }
        }
    }
}

/// Permission bits as octal digits.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(image: &Image) -> String {
        let error = image.resolve().unwrap_err();
        assert!(error.is_invalid_input());
        error.to_string()
    }

    fn read(arguments: &str) -> std::result::Result<Image, String> {
        let json = format!(
            r#"{{"steps":[{{"base":{{"image":"a"}}}},{{"add_file_content":{arguments}}}]}}"#
        );
        serde_json::from_str(&json).map_err(|error| error.to_string())
    }

    #[test]
    fn content_gets_a_name_from_its_destination() {
        let image = Image::base("a").add_file_content("one", "/etc/it's").add_file_content_with(
            "two",
            "/etc/it's",
            FileOptions::new().mode(0o500),
        );
        let resolved = image.resolve().unwrap();
        assert_eq!(
            resolved.dockerfile,
            "FROM a\nCOPY [\".daytona-files/etc/it_s\", \"/etc/it\\\\'s\"]\n\
            COPY [\".daytona-files-2/etc/it_s\", \"/etc/it\\\\'s\"]\n"
        );
        let found: Vec<(&str, &[u8], u32)> = resolved
            .context
            .iter()
            .map(|file| (file.archive_path.as_str(), file.content.as_ref().unwrap()))
            .map(|(path, content)| (path, content.bytes().as_ref(), content.mode()))
            .collect();
        assert_eq!(
            found,
            [
                (".daytona-files-2/etc/it_s", &b"two"[..], 0o500),
                (".daytona-files/etc/it_s", &b"one"[..], 0o644),
            ]
        );
    }

    #[test]
    fn content_is_text_or_base64_in_the_json_form() {
        let image = |content: &[u8]| Image::base("a").add_file_content(content, "/x");
        let cases = [
            (image("h\u{e9}\n".as_bytes()), r#"{"content":"hé\n","destination":"/x"}"#),
            (image(b""), r#"{"content":"","destination":"/x"}"#),
            (image(&[0xff, 0xfe]), r#"{"content":{"base64":"//4="},"destination":"/x"}"#),
        ];
        for (image, arguments) in cases {
            assert_eq!(read(arguments).unwrap(), image);
            let json = serde_json::to_string(&image).unwrap();
            assert!(json.ends_with(&format!("{arguments}}}]}}")), "{json}");
        }
        let text = r#"{"content":{"base64":"aGk="},"destination":"/x"}"#;
        assert_eq!(read(text).unwrap(), image(b"hi"));
        let mode = r#"{"content":"","destination":"/x","options":{"mode":"0750"}}"#;
        let options = FileOptions::new().mode(0o750);
        assert_eq!(read(mode).unwrap(), Image::base("a").add_file_content_with("", "/x", options));
    }

    #[test]
    fn malformed_content_is_refused() {
        let cases = [
            (r#"{"content":{"base64":"a"},"destination":"/x"}"#, "the content is not base64: "),
            (r#"{"content":1,"destination":"/x"}"#, "expected a string, or an object with the one"),
            (r#"{"content":{"text":""},"destination":"/x"}"#, "expected a string, or an object"),
            (
                r#"{"content":"","destination":"/x","options":{"mode":"8"}}"#,
                "invalid value: string \"8\", expected octal digits, such as \"755\"",
            ),
            (
                r#"{"content":"","destination":"/x","options":{"mode":"+7"}}"#,
                "invalid value: string \"+7\", expected octal digits",
            ),
        ];
        for (arguments, expected) in cases {
            let message = read(arguments).unwrap_err();
            assert!(message.starts_with(&format!("step 2 of the image: {expected}")), "{message}");
        }
    }

    #[test]
    fn destination_must_name_a_file() {
        for destination in ["/etc/", "/etc/.", "..", "/etc/.."] {
            assert_eq!(
                refusal(&Image::base("a").add_file_content("", destination)),
                format!(
                    "failed to resolve step 2 of the image, add_file_content(0 bytes, \
                    {destination:?}): the destination is a directory; name the file in it"
                )
            );
        }
        assert!(
            refusal(&Image::base("a").add_file_content("", "")).contains("destination is empty")
        );
    }

    #[test]
    fn modes_that_do_not_arrive_are_refused() {
        let with =
            |mode| Image::base("a").add_file_content_with("", "/x", FileOptions::new().mode(mode));
        assert!(
            refusal(&with(0o1777)).contains("the mode 1777 has more than permission bits; use")
        );
        assert!(refusal(&with(0o666)).contains("the mode 666 lets group or others write, which"));
        assert!(with(0o444).resolve().is_ok());
    }

    #[test]
    fn content_stays_out_of_messages_and_debug_output() {
        let image = Image::base("a").add_file_content("hush", "/x");
        let resolved = image.resolve().unwrap();
        for text in [format!("{image:?}"), format!("{resolved:?}")] {
            assert!(text.contains("4 bytes") && !text.contains("hush"), "{text}");
        }
    }
}
