//! The values of `RUN --mount`.

use crate::directives::Frontend;
use crate::error::SyntaxError;
use crate::expand::ExpandedWord;
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::size::is_size;
use crate::sources::Expand;

/// The options that every type of mount takes.
const OPTIONS: [&str; 18] = [
    "type",
    "from",
    "source",
    "src",
    "target",
    "dst",
    "destination",
    "readonly",
    "ro",
    "readwrite",
    "rw",
    "id",
    "sharing",
    "required",
    "mode",
    "uid",
    "gid",
    "env",
];

/// The type of a mount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MountType {
    Bind,
    Cache,
    Tmpfs,
    Secret,
    Ssh,
    /// A type of a newer frontend.
    Unknown,
}

impl MountType {
    fn parse(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "bind" => Self::Bind,
            "cache" => Self::Cache,
            "tmpfs" => Self::Tmpfs,
            "secret" => Self::Secret,
            "ssh" => Self::Ssh,
            _ => Self::Unknown,
        }
    }
}

/// A mount of RUN.
#[derive(Debug)]
pub(crate) struct Mount {
    pub(crate) kind: MountType,
    /// The stage or image. `None` if it is not set, or empty.
    pub(crate) from: Option<String>,
    /// The path in the stage, image or build context.
    pub(crate) source: ExpandedWord,
    /// `true` if the build fails without the secret or the agent.
    pub(crate) is_required: bool,
    id: String,
    target: String,
    /// The first option for the owner or the mode.
    file_option: Option<String>,
    has_sharing: bool,
    /// `true` if an option has a variable that the base image can set.
    is_open: bool,
    /// The reason why the builder refuses the mount when it runs the instruction.
    pub(crate) refusal: Option<String>,
}

/// Returns the mounts of RUN with their variables expanded.
pub(crate) fn mounts(
    run: &Instruction,
    frontend: Frontend,
    expand: Expand<'_>,
) -> Result<Vec<Mount>, SyntaxError> {
    run.flag_values("mount").map(|value| mount(run, value, frontend, expand)).collect()
}

fn mount(
    run: &Instruction,
    value: &str,
    frontend: Frontend,
    expand: Expand<'_>,
) -> Result<Mount, SyntaxError> {
    let (options, refusal) = match fields(value) {
        Ok(options) => (options, None),
        Err(why) => (Vec::new(), Some(why.to_owned())),
    };
    let mut mount = Mount {
        kind: MountType::Bind,
        from: None,
        source: ExpandedWord::default(),
        is_required: false,
        id: String::new(),
        target: String::new(),
        file_option: None,
        has_sharing: false,
        is_open: false,
        refusal,
    };
    for option in &options {
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name.to_ascii_lowercase(), Some(value)),
            None => (option.to_ascii_lowercase(), None),
        };
        if name == "from" && value.is_some_and(|value| value.contains('$')) {
            return Err(run.error(variable_in_from(Keyword::Run, "from")));
        }
        let value = value.map(expand).transpose()?;
        if let Some(why) = mount.set(&name, value) {
            mount.refusal.get_or_insert(why);
        }
    }
    mount.refusal = mount.refusal.take().or_else(|| mount.conflict());
    // A newer frontend may know more options and types.
    if frontend != Frontend::BuiltIn {
        mount.refusal = None;
    }
    mount.refusal = mount.refusal.map(|why| format!("has the mount `{value}`, which {why}"));
    Ok(mount)
}

impl Mount {
    /// Sets an option. Returns the reason if the builder refuses it.
    fn set(&mut self, name: &str, value: Option<ExpandedWord>) -> Option<String> {
        let takes_no_value = ["readonly", "ro", "readwrite", "rw", "required"].contains(&name);
        let is_known = OPTIONS.contains(&name) || name == "size";
        match (name, value) {
            _ if !is_known => Some(format!("has the unknown option `{}`", name.escape_debug())),
            ("required", _) if !matches!(self.kind, MountType::Secret | MountType::Ssh) => {
                Some("has `required` without `type=secret` or `type=ssh` before it".to_owned())
            }
            ("size", _) if self.kind != MountType::Tmpfs => {
                Some("has `size` without `type=tmpfs` before it".to_owned())
            }
            (_, None) if takes_no_value => {
                self.is_required |= name == "required";
                None
            }
            (_, None) => Some(format!("has the option `{name}` without a value")),
            (_, Some(value)) if !value.unset.is_empty() && !["source", "src"].contains(&name) => {
                self.is_open = true;
                None
            }
            ("source" | "src", Some(value)) => {
                self.source = value;
                None
            }
            ("type", Some(value)) => {
                self.kind = MountType::parse(&value.text);
                (self.kind == MountType::Unknown).then(|| {
                    format!(
                        "has the unknown type `{}`; the types are bind, cache, tmpfs, secret and \
                        ssh",
                        value.text.escape_debug()
                    )
                })
            }
            (_, Some(value)) if takes_no_value => match boolean(&value.text) {
                Some(value) => {
                    if name == "required" {
                        self.is_required = value;
                    }
                    None
                }
                None => Some(format!("has `{name}` with neither `true` nor `false`")),
            },
            ("id", Some(value)) => {
                self.id = value.text;
                None
            }
            ("target" | "dst" | "destination", Some(value)) => {
                self.target = value.text;
                None
            }
            ("from", Some(value)) => {
                self.from = Some(value.text).filter(|from| !from.is_empty());
                None
            }
            ("mode" | "uid" | "gid", Some(value)) => {
                self.file_option.get_or_insert(name.to_owned());
                let radix = if name == "mode" { 8 } else { 10 };
                let digits = value.text.bytes().all(|c| c.is_ascii_digit());
                (!digits || u32::from_str_radix(&value.text, radix).is_err())
                    .then(|| format!("has `{name}` with another value than a number"))
            }
            ("size", Some(value)) => (!is_size(&value.text))
                .then(|| "has `size` with another value than a size such as `64m`".to_owned()),
            ("sharing", Some(value)) => {
                self.has_sharing = true;
                let modes = ["shared", "private", "locked"];
                (!modes.contains(&value.text.to_ascii_lowercase().as_str())).then(|| {
                    "has `sharing` with another value than shared, private and locked".to_owned()
                })
            }
            _ => None,
        }
    }
}

impl Mount {
    /// Returns the reason why the builder refuses the options together.
    fn conflict(&self) -> Option<String> {
        use MountType::{Bind, Cache, Secret, Ssh, Tmpfs};
        let is_root = self.target.starts_with('/') && {
            let names = self.target.split('/').filter(|name| !matches!(*name, "" | "."));
            names.clone().next().is_none() || names.clone().all(|name| name == "..")
        };
        match (self.kind, &self.file_option) {
            _ if self.is_open => None,
            (Bind | Tmpfs, Some(option)) => {
                Some(format!("has `{option}`, which only the types cache, secret and ssh take"))
            }
            (Bind | Tmpfs | Secret | Ssh, _) if self.has_sharing => {
                Some("has `sharing` without `type=cache`".to_owned())
            }
            (Secret, _) if self.from.is_some() => {
                Some("has a secret with `from`, which reads no stage".to_owned())
            }
            (Secret, _) if self.secret_id().is_empty() && self.target.is_empty() => {
                Some("has a secret without an `id`".to_owned())
            }
            (Ssh, _) if !self.source.text.is_empty() => {
                Some("has an agent with `source`; write `id`".to_owned())
            }
            (Bind | Cache | Tmpfs | Secret, _) if is_root => {
                Some("has the root directory as its target".to_owned())
            }
            _ => None,
        }
    }

    /// Returns the id of a secret: the option, or else the name of the file.
    pub(crate) fn secret_id(&self) -> String {
        let set = [&self.source.text, &self.id].into_iter().find(|id| !id.is_empty());
        let name = self.target.rsplit('/').find(|name| !name.is_empty()).unwrap_or_default();
        set.map_or(name, String::as_str).to_owned()
    }

    /// Returns the id of an SSH agent.
    pub(crate) fn agent_id(&self) -> String {
        let set = [&self.source.text, &self.id].into_iter().find(|id| !id.is_empty());
        set.map_or("default", String::as_str).to_owned()
    }
}

/// Returns the value of a text that BuildKit accepts for a boolean.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// Returns the error for a variable in the stage that an instruction copies from or mounts.
pub(crate) fn variable_in_from(keyword: Keyword, flag: &str) -> String {
    format!(
        "{keyword} has a variable in `{flag}`, which the builder does not expand there; start a stage \
        with `FROM IMAGE AS NAME` and name that stage"
    )
}

/// Splits a value at commas by the rules of CSV.
fn fields(value: &str) -> Result<Vec<String>, &'static str> {
    let mut fields = Vec::new();
    let mut rest = value;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (field, after) = quoted_field(quoted)?;
            fields.push(field);
            match after.strip_prefix(',') {
                Some(next) => rest = next,
                None if after.is_empty() => return Ok(fields),
                None => return Err("has text after a closing quote"),
            }
            continue;
        }
        let (field, next) = match rest.split_once(',') {
            Some((field, next)) => (field, Some(next)),
            None => (rest, None),
        };
        if field.contains('"') {
            return Err("has a quote inside an option; quote the whole option");
        }
        fields.push(field.to_owned());
        match next {
            Some(next) => rest = next,
            None => return Ok(fields),
        }
    }
}

/// Returns a field after its opening quote, and the text after its closing quote.
fn quoted_field(text: &str) -> Result<(String, &str), &'static str> {
    let mut field = String::new();
    let mut rest = text;
    while let Some((part, after)) = rest.split_once('"') {
        field.push_str(part);
        match after.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Ok((field, after)),
        }
    }
    Err("has a quote that is not closed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_split_as_csv() {
        let split = |value: &str| fields(value).unwrap();
        assert_eq!(split("a,b=c"), ["a", "b=c"]);
        assert_eq!(split("\"a=b,c\"\"d\",e"), ["a=b,c\"d", "e"]);
        assert_eq!(split("a,"), ["a", ""]);
        for value in ["a\"b", "\"a", "\"a\"b"] {
            assert!(fields(value).is_err(), "{value}");
        }
    }
}
