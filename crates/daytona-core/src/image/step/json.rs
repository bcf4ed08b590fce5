//! The JSON form of a list of steps.
//!
//! The code that serde derives reads the arguments of a step. This module reads the step itself, so
//! that errors have the number of the step and suggest the nearest known name.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{EnumAccessDeserializer, StringDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer,
    MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::model::json::{Strict, nearest};

/// Deserializes a list of steps. `S` is an enum with a variant for each step.
pub(super) fn steps<'de, S: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<S>, D::Error> {
    deserializer.deserialize_seq(StepsVisitor(PhantomData))
}

struct StepsVisitor<S>(PhantomData<S>);

impl<'de, S: DeserializeOwned> Visitor<'de> for StepsVisitor<S> {
    type Value = Vec<S>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of steps, each an object with the name of a method as its only key")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<S>, A::Error> {
        let mut steps = Vec::new();
        loop {
            let number = steps.len() + 1;
            let located = |error| A::Error::custom(format!("step {number} of the image: {error}"));
            match list.next_element_seed(StepVisitor(PhantomData)).map_err(located)? {
                Some(step) => steps.push(step),
                None => return Ok(steps),
            }
        }
    }
}

struct StepVisitor<S>(PhantomData<S>);

impl<'de, S: DeserializeOwned> DeserializeSeed<'de> for StepVisitor<S> {
    type Value = S;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeOwned> Visitor<'de> for StepVisitor<S> {
    type Value = S;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the name of a method as its only key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S, A::Error> {
        let name: String = map.next_key()?.ok_or_else(|| {
            A::Error::custom("it is empty; name a method, such as `run_commands`")
        })?;
        let known = variant_names::<S>();
        if !known.contains(&name.as_str()) {
            return Err(A::Error::custom(unknown_step(&name, known)));
        }
        let call = Call { name: name.clone(), arguments: &mut map };
        let step = S::deserialize(EnumAccessDeserializer::new(call))?;
        match map.next_key::<String>()? {
            None => Ok(step),
            Some(other) => Err(A::Error::custom(format!(
                "it names `{name}` and `{}`; make them two steps",
                other.escape_debug()
            ))),
        }
    }
}

fn unknown_step(name: &str, known: &[&str]) -> String {
    let nearest = nearest(name, known);
    let name = name.escape_debug();
    match nearest {
        Some(known) => format!("unknown step `{name}`; did you mean `{known}`?"),
        None => format!("unknown step `{name}`; known are `{}`", known.join("`, `")),
    }
}

/// A step after its name has been read.
struct Call<'m, A> {
    name: String,
    arguments: &'m mut A,
}

impl<'de, A: MapAccess<'de>> EnumAccess<'de> for Call<'_, A> {
    type Error = A::Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), A::Error> {
        let name: StringDeserializer<A::Error> = self.name.clone().into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Call<'_, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.arguments.next_value()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.arguments.next_value_seed(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.arguments.next_value_seed(Arguments { names: &[], visitor })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.arguments.next_value_seed(Arguments { names, visitor })
    }
}

/// The named arguments of a step.
struct Arguments<V> {
    names: &'static [&'static str],
    visitor: V,
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Arguments<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        Strict(deserializer).deserialize_struct("arguments", self.names, self.visitor)
    }
}

/// Returns the names of the variants of an enum, as its `Deserialize` declares them.
fn variant_names<S: DeserializeOwned>() -> &'static [&'static str] {
    match S::deserialize(VariantNames) {
        Ok(_) => &[],
        Err(Listed(names)) => names,
    }
}

/// A deserializer that fails with the names of the variants of an enum.
struct VariantNames;

/// The names of the variants, as an error.
#[derive(Debug)]
struct Listed(&'static [&'static str]);

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

impl std::error::Error for Listed {}

impl Error for Listed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for VariantNames {
    type Error = Listed;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Listed> {
        Err(Listed(&[]))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Listed> {
        Err(Listed(variants))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
