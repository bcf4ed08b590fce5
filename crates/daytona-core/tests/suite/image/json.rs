//! The JSON form of images.

use std::collections::{BTreeMap, BTreeSet};

use daytona_core::{
    CacheMount, ContextLinks, ContextModes, ContextOptions, FileOptions, Image, LocalDirOptions,
    Packing, PipOptions, PyprojectOptions, RunOptions, UvOptions,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Returns an image with every step, argument and option.
fn full_image() -> Image {
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
    let uv = UvOptions::new().image("u").pip(pip());
    let context = ContextOptions::new()
        .context_dir("c")
        .ignore_file("i")
        .links(ContextLinks::FollowAnywhere)
        .modes(ContextModes::KeepAll)
        .packing(Packing::KeepTimes)
        .build_arg("A", "1")
        .target("t");
    Image::debian_slim("3.14.0rc1".into())
        .stage("s", Image::base("b").stage("t", Image::from_dockerfile("d")))
        .stage("u", Image::from_dockerfile_with("d", context.clone()))
        .stage("v", Image::from_dockerfile_text_with("FROM d", context.clone()))
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
                .links(ContextLinks::FollowAnywhere)
                .modes(ContextModes::KeepAll)
                .packing(Packing::Off),
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

/// Collects the arguments of each step in a JSON form, including the steps of stages.
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

/// Returns the names in backticks after the last `marker` of a message.
fn names_after(message: &str, marker: &str) -> BTreeSet<String> {
    let (_, list) = message.rsplit_once(marker).unwrap_or_else(|| panic!("{message}"));
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Returns the names of all steps, from the error for an unknown one.
pub(super) fn step_names() -> BTreeSet<String> {
    names_after(&refusal(r#"{"steps":[{"???":{}}]}"#), "; known are ")
}

/// Returns the names of all members of an object, from the error for an unknown one.
fn member_names<T: DeserializeOwned>() -> BTreeSet<String> {
    let error = serde_json::from_str::<T>(r#"{"???":0}"#).err().unwrap();
    names_after(&error.to_string(), ", expected ")
}

/// Returns every step with the names of its arguments, from the errors for unknown ones.
fn declared() -> BTreeMap<String, BTreeSet<String>> {
    let arguments = |name: &String| {
        names_after(&refusal(&format!(r#"{{"steps":[{{"{name}":{{"???":0}}}}]}}"#)), ", expected ")
    };
    step_names().into_iter().map(|name| (name.clone(), arguments(&name))).collect()
}

fn refusal(json: &str) -> String {
    serde_json::from_str::<Image>(json).unwrap_err().to_string()
}

#[test]
fn full_image_has_every_step_and_option() {
    let json = serde_json::to_value(full_image()).unwrap();
    let mut found = BTreeMap::new();
    arguments_of(&json, &mut found);
    assert_eq!(found, declared());

    let mut keys = BTreeSet::new();
    keys_of(&json, &mut keys);
    let options = [
        member_names::<PipOptions>(),
        member_names::<PyprojectOptions>(),
        member_names::<RunOptions>(),
        member_names::<UvOptions>(),
        member_names::<CacheMount>(),
        member_names::<FileOptions>(),
        member_names::<LocalDirOptions>(),
        member_names::<ContextOptions>(),
    ];
    for members in options {
        assert!(!members.is_empty());
        for member in members {
            assert!(keys.contains(&member), "{member} is in no step");
        }
    }
}

#[test]
fn full_image_round_trips_through_json() {
    let image = full_image();
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
fn images_are_equal_if_their_steps_are() {
    let image = full_image();
    assert_eq!(image, image.clone());
    assert_ne!(image.clone().user("v"), image.clone().user("w"));
    assert_ne!(image.clone().user("v"), image);
    assert_ne!(Image::base("a").expose(1), Image::base("a").expose_udp(1));
}

#[test]
fn every_step_and_argument_is_in_the_documented_table() {
    let source = include_str!("../../../src/image.rs");
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
