//! The Rust names that the generator makes of names in a description.
//!
//! This has to say what the generator does, so that clashes are seen before it runs, and so that its code is found
//! again afterwards.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};

/// Names of the prelude that generated code uses without a path; a type of that name would take their place.
const TAKEN_TYPES: &[&str] = &[
    "Default", "Err", "Error", "From", "Ok", "Option", "Result", "Self", "Some", "None", "String",
    "ToString", "TryFrom", "TryInto", "Into", "Vec", "Box",
];

/// Methods that the client has, or that generated code calls on it.
const TAKEN_METHODS: &[&str] = &[
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
const TAKEN_PARAMETERS: &[&str] =
    &["body", "body_map", "header_map", "new", "request", "response", "send"];

/// The type that the generator makes of a schema's name.
pub(crate) fn type_name(name: &str) -> String {
    escaped(match readable(name).to_pascal_case() {
        name if name.is_empty() => "X".to_owned(),
        name if starts_well(&name) => name,
        name => format!("X{name}"),
    })
}

/// The field or variable that the generator makes of a name.
pub(crate) fn field_name(name: &str) -> String {
    escaped(match readable(name).to_snake_case() {
        name if name.is_empty() => "x".to_owned(),
        name if starts_well(&name) => name,
        name => format!("x{name}"),
    })
}

/// The method that the generator makes of the ID of an operation, or the parameter that it makes of a name.
pub(crate) fn method_name(name: &str) -> String {
    escaped(match readable(name).to_snake_case() {
        name if name.is_empty() => "x".to_owned(),
        name if starts_well(&name) => name,
        name => format!("_{name}"),
    })
}

/// The builder that the generator makes of the ID of an operation.
pub(crate) fn builder_name(operation_id: &str) -> String {
    type_name(&method_name(operation_id))
}

fn readable(name: &str) -> String {
    match name {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        name => name.replace('\'', "").replace(|c| !unicode_ident::is_xid_continue(c), "-"),
    }
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

    fn taken(self) -> &'static [&'static str] {
        match self {
            Self::Type => TAKEN_TYPES,
            Self::Field | Self::Variant => &[],
            Self::Method => TAKEN_METHODS,
            Self::Parameter => TAKEN_PARAMETERS,
        }
    }
}

/// Names handed out in one scope; no two give the same Rust name.
#[derive(Debug)]
pub(crate) struct Scope {
    kind: Kind,
    used: BTreeSet<String>,
}

impl Scope {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind, used: kind.taken().iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Takes a name if it is free, else the first free one of those made of it by adding a number from 2 on.
    pub(crate) fn take(&mut self, name: &str) -> String {
        if self.used.insert(self.kind.rust_name(name)) {
            return name.to_owned();
        }
        let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
        let mut free = numbered.filter(|name| !self.used.contains(&self.kind.rust_name(name)));
        let name = free.next().unwrap_or_default();
        self.used.insert(self.kind.rust_name(&name));
        name
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
    fn a_name_that_clashes_or_is_taken_gets_a_number() {
        let mut scope = Scope::new(Kind::Method);
        let names = ["getA", "get_a", "get-a", "client", "get_a_2"].map(|name| scope.take(name));
        assert_eq!(names, ["getA", "get_a-2", "get-a-3", "client-2", "get_a_2-2"]);
    }
}
