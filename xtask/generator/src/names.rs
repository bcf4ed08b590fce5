//! Converts names of a description to Rust names.
//!
//! The conversion is that of the generator. It finds clashes before the generator runs, and generated code afterwards.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};

use crate::refusal::Refusal;

/// Names of the prelude that generated code uses without a path. A type of such a name would shadow them.
const RESERVED_TYPES: &[&str] = &[
    "Default", "Err", "Error", "From", "Ok", "Option", "Result", "Self", "Some", "None", "String",
    "ToString", "TryFrom", "TryInto", "Into", "Vec", "Box",
];

/// Methods that the client has, or that generated code calls on it.
const RESERVED_METHODS: &[&str] = &[
    "api_version",
    "baseurl",
    "client",
    "clone",
    "exec",
    "inner",
    "new",
    "new_with_client",
    "post",
    "pre",
    "borrow",
    "borrow_mut",
    "into",
    "try_into",
    "type_id",
    "to_owned",
    "fmt",
];

/// Methods that the builder of a call has, and variables that its code uses.
const RESERVED_PARAMETERS: &[&str] =
    &["body", "body_map", "header_map", "new", "request", "response", "send"];

/// Returns the type name for a schema.
pub(crate) fn type_name(name: &str) -> String {
    escaped(match readable(name).to_pascal_case() {
        name if name.is_empty() => "X".to_owned(),
        name if starts_well(&name) => name,
        name => format!("X{name}"),
    })
}

/// Returns the name of a field or a variable.
pub(crate) fn field_name(name: &str) -> String {
    escaped(match readable(name).to_snake_case() {
        name if name.is_empty() => "x".to_owned(),
        name if starts_well(&name) => name,
        name => format!("x{name}"),
    })
}

/// Returns the method name for an operation ID, or the parameter name for a name.
pub(crate) fn method_name(name: &str) -> String {
    escaped(match readable(name).to_snake_case() {
        name if name.is_empty() => "x".to_owned(),
        name if starts_well(&name) => name,
        name => format!("_{name}"),
    })
}

/// Returns the name of the request builder for an operation ID.
pub(crate) fn builder_name(operation_id: &str) -> String {
    type_name(&method_name(operation_id))
}

fn readable(name: &str) -> String {
    name.replace('\'', "").replace(|c| !unicode_ident::is_xid_continue(c), "-")
}

fn starts_well(name: &str) -> bool {
    name.chars().next().is_some_and(unicode_ident::is_xid_start)
}

fn escaped(name: String) -> String {
    let keyword = syn::parse_str::<syn::Ident>(&name).is_err();
    if keyword || name == "gen" { format!("{name}_") } else { name }
}

/// The kinds of names that must not clash.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Type,
    Field,
    Method,
    Parameter,
    Variant,
}

impl Kind {
    fn rust_name(self, name: &str) -> String {
        match self {
            Self::Type | Self::Variant => type_name(name),
            Self::Field => field_name(name),
            Self::Method | Self::Parameter => method_name(name),
        }
    }

    fn reserved(self) -> &'static [&'static str] {
        match self {
            Self::Type => RESERVED_TYPES,
            Self::Field | Self::Variant => &[],
            Self::Method => RESERVED_METHODS,
            Self::Parameter => RESERVED_PARAMETERS,
        }
    }
}

/// The Rust names in one scope.
#[derive(Debug)]
pub(crate) struct Scope {
    kind: Kind,
    used: BTreeSet<String>,
}

impl Scope {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, used: kind.reserved().iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Adds a name, or refuses it if its Rust name is taken.
    pub(crate) fn take(&mut self, pointer: &str, name: &str) -> Result<(), Refusal> {
        let rust_name = self.kind.rust_name(name);
        let reason = format!("`{name}` would be `{rust_name}` in Rust, and that name is taken");
        if self.used.insert(rust_name) { Ok(()) } else { Err(Refusal::new(pointer, reason)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_generator() {
        assert_eq!(type_name("snapshot_state"), "SnapshotState");
        assert_eq!(type_name("2fa"), "X2fa");
        assert_eq!(type_name(""), "X");
        assert_eq!(field_name("createdAt"), "created_at");
        assert_eq!(field_name("type"), "type_");
        assert_eq!(method_name("2fa"), "_2fa");
        assert_eq!(builder_name("ConfigController_getConfig"), "ConfigControllerGetConfig");
    }

    #[test]
    fn clashing_or_reserved_name_is_refused() {
        let mut scope = Scope::new(Kind::Method);
        assert_eq!(scope.take("#/a", "getA"), Ok(()));
        for name in ["get_a", "get-a", "client"] {
            let refusal = scope.take("#/b", name).unwrap_err().to_string();
            assert!(refusal.starts_with(&format!("#/b: `{name}` would be")), "{refusal}");
        }
    }
}
