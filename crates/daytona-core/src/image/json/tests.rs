use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::{
    CacheMount, ContextLinks, ContextOptions, FileOptions, Image, LocalDirOptions, PipOptions,
    PyprojectOptions, RunOptions, UvOptions,
};

/// An image with every step, and every argument and option of it.
fn everything() -> Image {
    let cache = || CacheMount::new("/c").id("i").locked();
    let pip = || {
        PipOptions::new()
            .find_links(["l"])
            .index_url("i")
            .extra_index_urls(["e"])
            .pre()
            .extra_options("-v")
            .cache(cache())
    };
    let pyproject =
        PyprojectOptions::new().optional_dependencies(["o"]).dependency_groups(["g"]).pip(pip());
    let uv = UvOptions::new()
        .image("u")
        .find_links(["l"])
        .index_url("i")
        .extra_index_urls(["e"])
        .pre()
        .extra_options("-v")
        .cache(cache());
    let context = ContextOptions::new().context_dir("c").links(ContextLinks::FollowAnywhere);
    Image::debian_slim("3.14.0rc1".into())
        .stage("s", Image::base("b").stage("t", Image::from_dockerfile("d")))
        .stage("u", Image::from_dockerfile_with("d", context.clone()))
        .copy_from("s", "/s", "/d")
        .pip_install(["a"])
        .pip_install_with(["a"], pip())
        .pip_install_from_requirements_with("r.txt", pip())
        .pip_install_from_pyproject_with("p.toml", pyproject)
        .uv_pip_install_with(["a"], uv)
        .apt_install(["git"])
        .add_local_file("a", "/a")
        .add_local_dir("b", "/b")
        .add_local_dir_with(
            "b",
            "/b",
            LocalDirOptions::new()
                .ignore(["*"])
                .dockerignore()
                .links(crate::ContextLinks::FollowAnywhere),
        )
        .add_file_content("text", "/t")
        .add_file_content_with([0xff], "/b", FileOptions::new().executable())
        .run_commands(["x"])
        .run_commands_with(["x"], RunOptions::new().cache(cache().private()).cache("/d"))
        .shell(["s"])
        .run_exec(["y", "z"])
        .env([("A", "1")])
        .env_expanded([("B", "$A")])
        .label("k", "v")
        .workdir("/w")
        .user("u")
        .expose(80)
        .expose_udp(53)
        .entrypoint(["e"])
        .cmd(["c"])
        .dockerfile_commands(["USER a"])
        .dockerfile_commands_in("dir", ["COPY a b"])
        .dockerfile_commands_with(["COPY a b"], context)
}

/// The arguments of each step in a JSON form, also of the stages.
fn arguments_of(image: &Value, found: &mut BTreeMap<String, BTreeSet<String>>) {
    for step in image["steps"].as_array().unwrap() {
        for (name, arguments) in step.as_object().unwrap() {
            let arguments = arguments.as_object().unwrap();
            found.entry(name.clone()).or_default().extend(arguments.keys().cloned());
            if let Some(image) = arguments.get("image").filter(|image| image.is_object()) {
                arguments_of(image, found);
            }
        }
    }
}

fn keys_of(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| keys_of(item, found)),
        Value::Object(pairs) => pairs.iter().for_each(|(key, value)| {
            found.insert(key.clone());
            keys_of(value, found);
        }),
        _ => {}
    }
}

/// Asks for the arguments of a step.
struct ArgumentsOf(&'static str);

impl<'de> EnumAccess<'de> for ArgumentsOf {
    type Error = Listed;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Listed> {
        let name: StringDeserializer<Listed> = self.0.to_owned().into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for ArgumentsOf {
    type Error = Listed;

    fn unit_variant(self) -> Result<(), Listed> {
        Err(Listed(&[]))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Listed> {
        Err(Listed(&[]))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Listed> {
        Err(Listed(&[]))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Listed> {
        Err(Listed(names))
    }
}

/// Every step with its arguments, as declared.
fn declared() -> BTreeMap<String, BTreeSet<String>> {
    let arguments = |name: &&'static str| {
        let asked = EnumAccessDeserializer::new(ArgumentsOf(name));
        let Listed(arguments) = Step::deserialize(asked).unwrap_err();
        (name.to_string(), arguments.iter().map(ToString::to_string).collect())
    };
    names().iter().map(arguments).collect()
}

fn refusal(json: &str) -> String {
    serde_json::from_str::<Image>(json).unwrap_err().to_string()
}

#[test]
fn everything_is_everything() {
    let json = serde_json::to_value(everything()).unwrap();
    let mut found = BTreeMap::new();
    arguments_of(&json, &mut found);
    assert_eq!(found, declared());

    let mut keys = BTreeSet::new();
    keys_of(&json, &mut keys);
    let options = [
        PipOptions::deserialize(Names).unwrap_err(),
        PyprojectOptions::deserialize(Names).unwrap_err(),
        RunOptions::deserialize(Names).unwrap_err(),
        UvOptions::deserialize(Names).unwrap_err(),
        CacheMount::deserialize(Names).unwrap_err(),
        FileOptions::deserialize(Names).unwrap_err(),
        LocalDirOptions::deserialize(Names).unwrap_err(),
    ];
    for Listed(fields) in options {
        assert!(!fields.is_empty());
        for field in fields {
            assert!(keys.contains(*field), "{field} is in no step");
        }
    }
}

#[test]
fn everything_survives_json() {
    let image = everything();
    let json = serde_json::to_string(&image).unwrap();
    let read: Image = serde_json::from_str(&json).unwrap();
    assert_eq!(read, image);
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    assert_eq!(
        serde_json::from_value::<Image>(serde_json::to_value(&image).unwrap()).unwrap(),
        image
    );
}

#[test]
fn images_are_equal_when_their_steps_are() {
    let image = everything();
    assert_eq!(image, image.clone());
    assert_ne!(image.clone().user("v"), image.clone().user("w"));
    assert_ne!(image.clone().user("v"), image);
    assert_ne!(Image::base("a").expose(1), Image::base("a").expose_udp(1));
}

#[test]
fn every_step_and_argument_is_in_the_documented_table() {
    let source = include_str!("../../image.rs");
    let rows: Vec<(&str, &str)> =
        source.lines().filter_map(|line| line.strip_prefix("/// | `")?.split_once(" | ")).collect();
    for (name, arguments) in declared() {
        let row = rows.iter().find(|(steps, _)| format!("`{steps}").contains(&format!("`{name}`")));
        let (_, documented) = row.unwrap_or_else(|| panic!("{name} is not documented"));
        for argument in arguments {
            assert!(documented.contains(&format!("`{argument}`")), "{argument} of {name}");
        }
    }
}

#[test]
fn unknown_steps_are_refused_with_the_nearest_known_one() {
    let cases = [
        (
            r#"[{"pip_instal":{}}]"#,
            "step 1 of the image: unknown step `pip_instal`; did you mean `pip_install`? at line 1 column 23",
        ),
        (
            r#"[{"base":{"image":"a"}},{"run":{}}]"#,
            "step 2 of the image: unknown step `run`; did you mean `run_exec`?",
        ),
        (
            r#"[{"ENV":{}}]"#,
            "step 1 of the image: unknown step `ENV`; known are `base`, `debian_slim`, ",
        ),
        (
            r#"[{"teleport":{}}]"#,
            "step 1 of the image: unknown step `teleport`; known are `base`, ",
        ),
        (r#"[{}]"#, "step 1 of the image: it is empty; name a method, such as `run_commands`"),
        (
            r#"[{"user":{"user":"a"},"workdir":{"path":"b"}}]"#,
            "step 1 of the image: it names `user` and `workdir`; make them two steps",
        ),
        (
            r#"["user"]"#,
            "step 1 of the image: invalid type: string \"user\", expected an object with the name of a method as its only key",
        ),
        (
            r#"[{"user":{"user":"a","group":"b"}}]"#,
            "step 1 of the image: unknown field `group`, expected `user` at line 1 column 37",
        ),
        (r#"[{"user":{}}]"#, "step 1 of the image: missing field `user`"),
        (
            r#"[{"expose":{"port":65536}}]"#,
            "step 1 of the image: invalid value: integer `65536`, expected u16",
        ),
        (
            r#"1"#,
            "invalid type: integer `1`, expected a list of steps, each an object with the name of a method",
        ),
    ];
    for (steps, expected) in cases {
        let message = refusal(&format!(r#"{{"steps":{steps}}}"#));
        assert!(message.starts_with(expected), "{message}");
    }
    assert!(refusal("{}").starts_with("missing field `steps`"));
    assert!(refusal(r#"{"steps":[],"name":"a"}"#).starts_with("unknown field `name`"));
}
