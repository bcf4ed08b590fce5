//! The JSON form of an image's steps.
//!
//! Their arguments are read by what serde derives. A step itself is read here, so that what is
//! wrong with it is said in the words of this crate, and with the number of the step.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{EnumAccessDeserializer, StringDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::step::Step;
use crate::model::json::{Strict, nearest};

/// Reads a list of steps, and says which one it is that cannot be read.
pub(super) fn steps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Step>, D::Error> {
    deserializer.deserialize_seq(Steps)
}

struct Steps;

impl<'de> Visitor<'de> for Steps {
    type Value = Vec<Step>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of steps, each an object with the name of a method as its only key")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Step>, A::Error> {
        let mut steps = Vec::new();
        loop {
            let number = steps.len() + 1;
            let unreadable =
                |error| A::Error::custom(format!("step {number} of the image: {error}"));
            match list.next_element_seed(OneStep).map_err(unreadable)? {
                Some(step) => steps.push(step),
                None => return Ok(steps),
            }
        }
    }
}

struct OneStep;

impl<'de> DeserializeSeed<'de> for OneStep {
    type Value = Step;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Step, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OneStep {
    type Value = Step;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the name of a method as its only key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Step, A::Error> {
        let name: String = map.next_key()?.ok_or_else(|| {
            A::Error::custom("it is empty; name a method, such as `run_commands`")
        })?;
        if !names().contains(&name.as_str()) {
            return Err(A::Error::custom(unknown(&name)));
        }
        let call = Call { name: name.clone(), arguments: &mut map };
        let step = Step::deserialize(EnumAccessDeserializer::new(call))?;
        match map.next_key::<String>()? {
            None => Ok(step),
            Some(other) => Err(A::Error::custom(format!(
                "it names `{name}` and `{}`; make them two steps",
                other.escape_debug()
            ))),
        }
    }
}

fn unknown(name: &str) -> String {
    let nearest = nearest(name, names());
    let name = name.escape_debug();
    match nearest {
        Some(known) => format!("unknown step `{name}`; did you mean `{known}`?"),
        None => format!("unknown step `{name}`; known are `{}`", names().join("`, `")),
    }
}

/// A step whose name has been read, and whose arguments have not.
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

/// The arguments of a step, by name.
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

/// Returns the names of all steps, from the same declaration that reads and writes them.
pub(super) fn names() -> &'static [&'static str] {
    match Step::deserialize(Names) {
        Ok(_) => &[],
        Err(Listed(names)) => names,
    }
}

/// A deserializer that is asked for nothing but which names a type has.
struct Names;

/// What it was told.
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

impl<'de> Deserializer<'de> for Names {
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

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Listed> {
        Err(Listed(fields))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests;
