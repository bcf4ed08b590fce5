use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use serde_json::Value;
use syn::{
    Attribute, File, GenericArgument, ImplItem, Item, ItemImpl, PathArguments, ReturnType, Type,
    parse_quote,
};

/// The features of `daytona-api`, each with the tags of its operations. Operations with other tags need no feature.
const FEATURES: &[(&str, &str)] = &[
    ("docker-registry", "docker-registry"),
    ("organizations", "organizations"),
    ("sandbox", "sandboxes"),
    ("volumes", "volumes"),
];

/// Operations that need no feature despite their tags, because snapshots use them.
const ALWAYS: &[&str] = &["listAvailableRegions"];

/// Adds `#[cfg(feature)]` to operations that few programs need, and to the types that only they use.
///
/// A type needs any of the features whose operations use it. A type that an operation without a feature uses needs none.
/// The pass is only for the bindings of the workspace. Other generated crates select operations by tags.
pub(crate) fn apply(file: &mut File, description: &Value) -> usize {
    let operations = operations(description);
    let mut calls = Calls { operations: &operations, builders: BTreeMap::new(), hits: 0 };
    for item in &mut file.items {
        if let Item::Impl(item) = item
            && item.trait_.is_none()
            && name_of(&item.self_ty).as_deref() == Some("Client")
        {
            calls.gate(item);
        }
    }
    let (builders, mut hits) = (calls.builders, calls.hits);
    let types = reached(file, &builders);
    for (module, needs) in [("builder", &builders), ("types", &types)] {
        hits += gate_items(items_of(file, module), needs);
    }
    hits
}

/// The features that an item needs.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Needs {
    Nothing,
    AnyOf(BTreeSet<&'static str>),
}

impl Needs {
    /// Adds another use of the item. Returns `true` if that changed the needed features.
    fn join(&mut self, other: &Self) -> bool {
        let before = self.clone();
        match (&mut *self, other) {
            (Self::Nothing, _) => {}
            (_, Self::Nothing) => *self = Self::Nothing,
            (Self::AnyOf(features), Self::AnyOf(others)) => features.extend(others),
        }
        *self != before
    }

    fn attribute(&self) -> Option<Attribute> {
        let Self::AnyOf(features) = self else { return None };
        let features: Vec<&str> = features.iter().copied().collect();
        match &features[..] {
            [] => None,
            [feature] => Some(parse_quote!(#[cfg(feature = #feature)])),
            features => Some(parse_quote!(#[cfg(any(#(feature = #features),*))])),
        }
    }
}

/// Returns the features that each operation needs, by its normalized name.
fn operations(description: &Value) -> BTreeMap<String, Needs> {
    let items = description["paths"].as_object().into_iter().flatten();
    let operations = items.flat_map(|(_, item)| item.as_object().into_iter().flatten());
    operations
        .filter_map(|(_, operation)| {
            let id = operation["operationId"].as_str()?;
            let tags = operation["tags"].as_array().into_iter().flatten();
            Some((normalized(id), needs(id, tags.filter_map(Value::as_str))))
        })
        .collect()
}

fn needs<'a>(id: &str, tags: impl Iterator<Item = &'a str>) -> Needs {
    if ALWAYS.iter().any(|always| normalized(always) == normalized(id)) {
        return Needs::Nothing;
    }
    let feature = |tag| FEATURES.iter().find(|(name, _)| *name == tag).map(|(_, feature)| *feature);
    let features: Option<BTreeSet<&str>> = tags.map(feature).collect();
    match features {
        Some(features) if !features.is_empty() => Needs::AnyOf(features),
        _ => Needs::Nothing,
    }
}

/// Returns a name without underscores and in lower case.
fn normalized(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The methods of the client, each of which creates a builder.
struct Calls<'a> {
    operations: &'a BTreeMap<String, Needs>,
    builders: BTreeMap<String, Needs>,
    hits: usize,
}

impl Calls<'_> {
    fn gate(&mut self, client: &mut ItemImpl) {
        for item in &mut client.items {
            let ImplItem::Fn(function) = item else { continue };
            let Some(needs) = self.operations.get(&normalized(&function.sig.ident.to_string()))
            else {
                continue;
            };
            if let ReturnType::Type(_, builder) = &function.sig.output
                && let Some(builder) = name_of(builder)
            {
                self.builders.insert(builder, needs.clone());
            }
            if let Some(attribute) = needs.attribute() {
                insert(&mut function.attrs, attribute);
                self.hits += 1;
            }
        }
    }
}

/// Returns the features that each type needs, from the builders and types that refer to it.
fn reached(file: &mut File, builders: &BTreeMap<String, Needs>) -> BTreeMap<String, Needs> {
    let mentions = mentions(items_of(file, "types"));
    let mut types: BTreeMap<String, Needs> = BTreeMap::new();
    let mut waiting: Vec<(String, Needs)> = Vec::new();
    for item in items_of(file, "builder").iter() {
        let Some(needs) = subject(item).and_then(|name| builders.get(&name)) else { continue };
        let names = names_in(item.to_token_stream());
        let known = names.into_iter().filter(|name| mentions.contains_key(name));
        waiting.extend(known.map(|name| (name, needs.clone())));
    }
    while let Some((name, needs)) = waiting.pop() {
        let changed = match types.get_mut(&name) {
            Some(known) => known.join(&needs),
            None => types.insert(name.clone(), needs).is_none(),
        };
        if changed && let (Some(needs), Some(inner)) = (types.get(&name), mentions.get(&name)) {
            waiting.extend(inner.iter().map(|inner| (inner.clone(), needs.clone())));
        }
    }
    types
}

/// Returns the types that each type refers to, in its definition and its implementations.
fn mentions(items: &[Item]) -> BTreeMap<String, BTreeSet<String>> {
    let defined = |item: &Item| match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
    };
    let types: BTreeSet<String> = items.iter().filter_map(defined).collect();
    let mut mentions: BTreeMap<String, BTreeSet<String>> =
        types.iter().map(|name| (name.clone(), BTreeSet::new())).collect();
    for item in items {
        if let Some(mentioned) = subject(item).and_then(|name| mentions.get_mut(&name)) {
            let names = names_in(item.to_token_stream());
            mentioned.extend(names.into_iter().filter(|name| types.contains(name)));
        }
    }
    mentions
}

/// Adds the attribute to the items of a module and of its inner modules.
fn gate_items(items: &mut [Item], needs: &BTreeMap<String, Needs>) -> usize {
    let mut hits = 0;
    for item in items {
        if let Item::Mod(module) = item {
            let inner = module.content.as_mut().map(|(_, items)| items);
            hits += inner.map_or(0, |items| gate_items(items, needs));
        }
        let attribute = subject(item).and_then(|name| needs.get(&name)).and_then(Needs::attribute);
        if let (Some(attribute), Some(attributes)) = (attribute, attributes_of(item)) {
            insert(attributes, attribute);
            hits += 1;
        }
    }
    hits
}

/// Returns the items of a module at the top of the file.
fn items_of<'a>(file: &'a mut File, name: &str) -> &'a mut [Item] {
    let module = file.items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => module.content.as_mut(),
        _ => None,
    });
    module.map(|(_, items)| items.as_mut_slice()).unwrap_or_default()
}

/// Returns the type that an item defines or implements a trait for.
fn subject(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        Item::Impl(item) => subject_of_impl(item),
        _ => None,
    }
}

/// Returns the source type of a conversion into a foreign type, as in `From<T> for String`.
fn subject_of_impl(item: &ItemImpl) -> Option<String> {
    let implementor = name_of(&item.self_ty)?;
    if implementor != "String" {
        return Some(implementor);
    }
    let (path, _) = item.trait_.as_ref()?;
    let PathArguments::AngleBracketed(arguments) = &path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(argument) => name_of(argument),
        _ => None,
    })
}

/// Returns the last segment of the path of a type.
fn name_of(kind: &Type) -> Option<String> {
    match kind {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        Type::Reference(reference) => name_of(&reference.elem),
        _ => None,
    }
}

fn attributes_of(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    match item {
        Item::Struct(item) => Some(&mut item.attrs),
        Item::Enum(item) => Some(&mut item.attrs),
        Item::Type(item) => Some(&mut item.attrs),
        Item::Impl(item) => Some(&mut item.attrs),
        _ => None,
    }
}

/// Inserts an attribute after the documentation, before all others.
fn insert(attributes: &mut Vec<Attribute>, attribute: Attribute) {
    let is_doc = |attribute: &Attribute| attribute.path().is_ident("doc");
    let position = attributes.iter().rposition(is_doc).map_or(0, |last| last + 1);
    attributes.insert(position, attribute);
}

fn names_in(tokens: TokenStream) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                names.insert(name.to_string());
            }
            TokenTree::Group(group) => names.extend(names_in(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::json;

    use super::*;
    use xtask::{description, workspace};

    fn operation(id: &str, tag: &str) -> Value {
        json!({ "get": { "operationId": id, "tags": [tag] } })
    }

    #[test]
    fn operations_and_types_that_only_they_use_need_a_feature() {
        let description = json!({ "paths": {
            "/snapshots": operation("listSnapshots", "snapshots"),
            "/sandbox": operation("listSandboxes", "sandbox"),
            "/volumes": operation("list_volumes", "volumes"),
            "/regions": operation("listAvailableRegions", "organizations"),
        } });
        let mut file: File = parse_quote! {
            pub mod types {
                pub struct Snapshot { build: Option<Build> }
                pub struct Sandbox { build: Option<Build>, state: State, mount: Vec<Mount> }
                impl Clone for Sandbox {}
                pub struct Mount { volume: String }
                pub struct Build;
                pub enum State { Started }
                impl ::std::convert::From<State> for ::std::string::String {}
                pub struct Volume { mount: Mount }
                pub struct Region;
                pub struct Unused;
                pub mod builder {
                    pub struct Sandbox;
                    impl TryFrom<Sandbox> for super::Sandbox {}
                }
            }
            impl Client {
                pub fn list_snapshots(&self) -> builder::ListSnapshots<'_> {}
                pub fn list_sandboxes(&self) -> builder::ListSandboxes<'_> {}
                pub fn list_volumes(&self) -> builder::ListVolumes<'_> {}
                pub fn list_available_regions(&self) -> builder::ListAvailableRegions<'_> {}
            }
            pub mod builder {
                pub struct ListSnapshots<'a>(&'a Client);
                impl<'a> ListSnapshots<'a> { fn send(self) -> Vec<types::Snapshot> {} }
                pub struct ListSandboxes<'a>(&'a Client);
                impl<'a> ListSandboxes<'a> { fn send(self) -> Vec<types::Sandbox> {} }
                pub struct ListVolumes<'a>(&'a Client);
                impl<'a> ListVolumes<'a> { fn send(self) -> Vec<types::Volume> {} }
                pub struct ListAvailableRegions<'a>(&'a Client);
                impl<'a> ListAvailableRegions<'a> { fn send(self) -> Vec<types::Region> {} }
            }
        };
        let expected: File = parse_quote! {
            pub mod types {
                pub struct Snapshot { build: Option<Build> }
                #[cfg(feature = "sandboxes")]
                pub struct Sandbox { build: Option<Build>, state: State, mount: Vec<Mount> }
                #[cfg(feature = "sandboxes")]
                impl Clone for Sandbox {}
                #[cfg(any(feature = "sandboxes", feature = "volumes"))]
                pub struct Mount { volume: String }
                pub struct Build;
                #[cfg(feature = "sandboxes")]
                pub enum State { Started }
                #[cfg(feature = "sandboxes")]
                impl ::std::convert::From<State> for ::std::string::String {}
                #[cfg(feature = "volumes")]
                pub struct Volume { mount: Mount }
                pub struct Region;
                pub struct Unused;
                pub mod builder {
                    #[cfg(feature = "sandboxes")]
                    pub struct Sandbox;
                    #[cfg(feature = "sandboxes")]
                    impl TryFrom<Sandbox> for super::Sandbox {}
                }
            }
            impl Client {
                pub fn list_snapshots(&self) -> builder::ListSnapshots<'_> {}
                #[cfg(feature = "sandboxes")]
                pub fn list_sandboxes(&self) -> builder::ListSandboxes<'_> {}
                #[cfg(feature = "volumes")]
                pub fn list_volumes(&self) -> builder::ListVolumes<'_> {}
                pub fn list_available_regions(&self) -> builder::ListAvailableRegions<'_> {}
            }
            pub mod builder {
                pub struct ListSnapshots<'a>(&'a Client);
                impl<'a> ListSnapshots<'a> { fn send(self) -> Vec<types::Snapshot> {} }
                #[cfg(feature = "sandboxes")]
                pub struct ListSandboxes<'a>(&'a Client);
                #[cfg(feature = "sandboxes")]
                impl<'a> ListSandboxes<'a> { fn send(self) -> Vec<types::Sandbox> {} }
                #[cfg(feature = "volumes")]
                pub struct ListVolumes<'a>(&'a Client);
                #[cfg(feature = "volumes")]
                impl<'a> ListVolumes<'a> { fn send(self) -> Vec<types::Volume> {} }
                pub struct ListAvailableRegions<'a>(&'a Client);
                impl<'a> ListAvailableRegions<'a> { fn send(self) -> Vec<types::Region> {} }
            }
        };
        assert_eq!(apply(&mut file, &description), 14);
        assert_eq!(prettyplease::unparse(&file), prettyplease::unparse(&expected));
    }

    #[test]
    fn every_feature_exists_and_has_operations() {
        let root = workspace::root();
        let manifest = fs::read_to_string(root.join("crates/daytona-api/Cargo.toml")).unwrap();
        let description = description::read(&root.join("openapi/daytona.yaml")).unwrap();
        let operations = operations(&description);
        for (tag, feature) in FEATURES {
            assert!(manifest.lines().any(|line| line == format!("{feature} = []")), "{feature}");
            let needs = Needs::AnyOf([*feature].into());
            assert!(operations.values().any(|found| *found == needs), "no operation has {tag}");
        }
        for id in ALWAYS {
            assert!(operations.contains_key(&normalized(id)), "no operation is called {id}");
        }
    }
}
