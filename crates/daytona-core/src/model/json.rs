//! Deserialization of JSON objects that refuses unknown members.

use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};

/// The minimum Jaro-Winkler similarity of a name that an error suggests, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.75;

/// Returns the known name that is most similar to another, if it is similar enough to suggest.
pub(crate) fn nearest<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    let known = known.iter().map(|known| (strsim::jaro_winkler(known, name), *known));
    let nearest = known.max_by(|(one, _), (other, _)| one.total_cmp(other));
    nearest.filter(|(similarity, _)| *similarity >= MIN_SIMILARITY).map(|(_, known)| known)
}

/// Returns `true` if the JSON form can omit a value.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Defines a struct of parameters and its JSON form. The JSON form refuses unknown members, and the
/// error suggests the nearest known one.
macro_rules! json_object {
    (
        $(#[doc = $doc:literal])*
        #[derive($($derive:ident),+)]
        #[non_exhaustive]
        pub struct $name:ident { $( $(#[$attribute:meta])* pub $field:ident: $type:ty, )+ }
    ) => {
        $(#[doc = $doc])*
        #[derive($($derive,)+ serde::Serialize)]
        #[non_exhaustive]
        pub struct $name { $( $(#[$attribute])* pub $field: $type, )+ }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                struct Members { $( $(#[$attribute])* $field: $type, )+ }

                let Members { $($field),+ } =
                    serde::Deserialize::deserialize($crate::model::json::Strict(deserializer))?;
                Ok(Self { $($field),+ })
            }
        }
    };
}

/// Defines a struct of options with [`json_object`], and the arguments of steps that have these
/// options. In JSON, the options are members of the step.
///
/// `serde(flatten)` serializes such a step. It cannot deserialize one here, because it does not
/// report the names of the members.
macro_rules! json_object_in_steps {
    (
        $(#[doc = $doc:literal])*
        #[derive($($derive:ident),+)]
        #[non_exhaustive]
        pub struct $options:ident $fields:tt

        $(
            $(#[doc = $step_doc:literal])*
            step $step:ident { $argument:ident: $type:ty }
        )+
    ) => {
        $crate::model::json::json_object! {
            $(#[doc = $doc])*
            #[derive($($derive),+)]
            #[non_exhaustive]
            pub struct $options $fields
        }
        $(
            $crate::model::json::json_step! {
                $(#[doc = $step_doc])*
                step $step { $argument: $type }
                options $options $fields
            }
        )+
    };
}

/// Defines the arguments of one step: an argument, and the members of a struct of options.
macro_rules! json_step {
    (
        $(#[doc = $doc:literal])*
        step $name:ident { $argument:ident: $argument_type:ty }
        options $options:ident { $( $(#[$attribute:meta])* pub $field:ident: $type:ty, )+ }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
        pub(in crate::image) struct $name {
            pub(in crate::image) $argument: $argument_type,
            #[serde(flatten)]
            pub(in crate::image) options: $options,
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                struct Members {
                    $argument: $argument_type,
                    $( $(#[$attribute])* $field: $type, )+
                }

                let Members { $argument, $($field),+ } =
                    serde::Deserialize::deserialize($crate::model::json::Strict(deserializer))?;
                Ok(Self { $argument, options: $options { $($field),+ } })
            }
        }
    };
}

pub(crate) use {json_object, json_object_in_steps, json_step};

/// A deserializer for a struct that refuses unknown members.
pub(crate) struct Strict<D>(pub(crate) D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, StrictVisitor { fields, visitor })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// A visitor of a map that accepts only the keys in `fields`.
struct StrictVisitor<V> {
    fields: &'static [&'static str],
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for StrictVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(StrictMap { fields: self.fields, map })
    }
}

struct StrictMap<A> {
    fields: &'static [&'static str],
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for StrictMap<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.map.next_key_seed(KnownKey { fields: self.fields, seed })
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A seed for a key that must be one of `fields`.
struct KnownKey<K> {
    fields: &'static [&'static str],
    seed: K,
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for KnownKey<K> {
    type Value = K::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for KnownKey<K> {
    type Value = K::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<K::Value, E> {
        if !self.fields.contains(&name) {
            return Err(match nearest(name, self.fields) {
                Some(known) => E::custom(format!(
                    "unknown field `{}`; did you mean `{known}`?",
                    name.escape_debug()
                )),
                None => E::unknown_field(name, self.fields),
            });
        }
        let name: StringDeserializer<E> = name.to_owned().into_deserializer();
        self.seed.deserialize(name)
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        CacheMount, ContextOptions, CreateSnapshotParams, FileOptions, Image, LocalDirOptions,
        PipOptions, PyprojectOptions, Resources, RunOptions, UvOptions,
    };

    fn refusal<T: serde::de::DeserializeOwned>(json: &str) -> String {
        serde_json::from_str::<T>(json).err().unwrap().to_string()
    }

    #[test]
    fn unknown_members_are_refused_with_the_most_similar_name() {
        let cases = [
            (refusal::<Resources>(r#"{"cpus":2}"#), "cpus", "cpu"),
            (refusal::<Resources>(r#"{"memory":2}"#), "memory", "memory_gib"),
            (refusal::<Resources>(r#"{"cpu":1,"disk":2}"#), "disk", "disk_gib"),
            (refusal::<Resources>(r#"{"gpuType":"H100"}"#), "gpuType", "gpu_type"),
            (refusal::<CreateSnapshotParams>(r#"{"nam":"a"}"#), "nam", "name"),
            (refusal::<CreateSnapshotParams>(r#"{"region_ids":"a"}"#), "region_ids", "region_id"),
            (refusal::<CreateSnapshotParams>(r#"{"entry_point":[]}"#), "entry_point", "entrypoint"),
            (refusal::<PipOptions>(r#"{"index":"a"}"#), "index", "index_url"),
            (refusal::<PyprojectOptions>(r#"{"groups":[],"pip":{}}"#), "groups", ""),
            (refusal::<UvOptions>(r#"{"images":"a"}"#), "images", "image"),
            (refusal::<RunOptions>(r#"{"cache":[]}"#), "cache", "caches"),
            (refusal::<CacheMount>(r#"{"target":"/a","share":"locked"}"#), "share", "sharing"),
            (refusal::<FileOptions>(r#"{"modes":"755"}"#), "modes", "mode"),
            (refusal::<LocalDirOptions>(r#"{"ignored":[]}"#), "ignored", "ignore"),
            (refusal::<ContextOptions>(r#"{"context":"a"}"#), "context", "context_dir"),
            (
                refusal::<Image>(r#"{"steps":[{"pip_install":{"package":["a"]}}]}"#),
                "package",
                "packages",
            ),
            (
                refusal::<Image>(
                    r#"{"steps":[{"pip_install":{"packages":["a"],"options":{"pree":true}}}]}"#,
                ),
                "pree",
                "pre",
            ),
        ];
        for (message, unknown, nearest) in cases {
            let expected = match nearest {
                "" => format!("unknown field `{unknown}`, expected one of `"),
                nearest => {
                    format!("unknown field `{unknown}`; did you mean `{nearest}`? at line 1")
                }
            };
            assert!(message.contains(&expected), "{message}");
        }
    }

    #[test]
    fn nested_objects_refuse_unknown_members() {
        let json = r#"{"name":"a","source":{"image_name":"a:1"},"resources":{"memory_gb":1}}"#;
        let message = refusal::<CreateSnapshotParams>(json);
        assert!(message.starts_with("unknown field `memory_gb`; did you mean `memory_gib`?"));
        let value = serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert!(serde_json::from_value::<CreateSnapshotParams>(value).is_err());
    }

    #[test]
    fn parameters_round_trip_through_json() {
        let resources = Resources::new().cpu(2).memory_gib(4).disk_gib(5).gpu(1);
        let params = CreateSnapshotParams::new("a", Image::base("alpine:3.20").user("u"))
            .resources(resources)
            .entrypoint(["top"])
            .region("us");
        let json = serde_json::to_string(&params).unwrap();
        assert_eq!(serde_json::from_str::<CreateSnapshotParams>(&json).unwrap(), params);
        let least = r#"{"name":"a","source":{"image_name":"a:1"}}"#;
        let read: CreateSnapshotParams = serde_json::from_str(least).unwrap();
        assert_eq!(read, CreateSnapshotParams::new("a", "a:1"));
        let missing = refusal::<CreateSnapshotParams>(r#"{"name":"a"}"#);
        assert!(missing.starts_with("missing field `source`"), "{missing}");
        let twice = refusal::<Resources>(r#"{"cpu":1,"cpu":2}"#);
        assert!(twice.starts_with("duplicate field `cpu`"), "{twice}");
    }

    #[test]
    fn region_is_an_alias_of_region_id() {
        let json = r#"{"name":"a","source":{"image_name":"a:1"},"region":"us"}"#;
        let read: CreateSnapshotParams = serde_json::from_str(json).unwrap();
        assert_eq!(read.region_id.as_deref(), Some("us"));
        let both =
            json.replace('}', r#","region_id":"eu"}"#).replacen(r#","region_id":"eu"}"#, "}", 1);
        assert!(refusal::<CreateSnapshotParams>(&both).starts_with("duplicate field `region_id`"));
    }
}
