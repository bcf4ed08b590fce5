// Generated from crates/daytona-api/tests/odd/description.yaml by `cargo xtask generate`. Not to be edited: change the description, or the
// passes in xtask.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    /// `AtComponentsSchemasThingAllOf1PropertiesLevel`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct AtComponentsSchemasThingAllOf1PropertiesLevel(pub i64);
    impl ::std::ops::Deref for AtComponentsSchemasThingAllOf1PropertiesLevel {
        type Target = i64;
        fn deref(&self) -> &i64 {
            &self.0
        }
    }
    impl ::std::convert::From<AtComponentsSchemasThingAllOf1PropertiesLevel> for i64 {
        fn from(value: AtComponentsSchemasThingAllOf1PropertiesLevel) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<i64> for AtComponentsSchemasThingAllOf1PropertiesLevel {
        fn from(value: i64) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for AtComponentsSchemasThingAllOf1PropertiesLevel {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for AtComponentsSchemasThingAllOf1PropertiesLevel {
        type Err = <i64 as ::std::str::FromStr>::Err;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.parse()?))
        }
    }
    impl ::std::convert::TryFrom<&str>
    for AtComponentsSchemasThingAllOf1PropertiesLevel {
        type Error = <i64 as ::std::str::FromStr>::Err;
        fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<String>
    for AtComponentsSchemasThingAllOf1PropertiesLevel {
        type Error = <i64 as ::std::str::FromStr>::Err;
        fn try_from(value: String) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }
    /// `Client2Body`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Client2Body {
        #[serde(
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub scope: ::std::vec::Vec<::std::string::String>,
        pub user: ::std::string::String,
    }
    impl Client2Body {
        pub fn builder() -> builder::Client2Body {
            Default::default()
        }
    }
    /// `CreateThing`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CreateThing {
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub cpu: ::std::option::Option<f64>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub kind: ::std::option::Option<Kind>,
        pub name: ::std::string::String,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    impl CreateThing {
        pub fn builder() -> builder::CreateThing {
            Default::default()
        }
    }
    /// `Filter`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Filter {
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub eq: ::std::option::Option<f64>,
        #[serde(
            rename = "in",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub in_: ::std::vec::Vec<::std::string::String>,
    }
    impl Filter {
        pub fn builder() -> builder::Filter {
            Default::default()
        }
    }
    /// `Job`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Job {
        pub job: ::std::string::String,
    }
    impl Job {
        pub fn builder() -> builder::Job {
            Default::default()
        }
    }
    /// `Kind`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum Kind {
        #[serde(rename = "big")]
        Big,
        #[serde(rename = "small")]
        Small,
        #[serde(rename = "other")]
        Other,
        #[serde(rename = "a-b")]
        AB,
        #[serde(rename = "a_b")]
        AB2,
        #[serde(rename = "3")]
        X3,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Unlisted(::std::string::String),
    }
    impl ::std::fmt::Display for Kind {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Big => f.write_str("big"),
                Self::Small => f.write_str("small"),
                Self::Other => f.write_str("other"),
                Self::AB => f.write_str("a-b"),
                Self::AB2 => f.write_str("a_b"),
                Self::X3 => f.write_str("3"),
                Self::Unlisted(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for Kind {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "big" => Ok(Self::Big),
                "small" => Ok(Self::Small),
                "other" => Ok(Self::Other),
                "a-b" => Ok(Self::AB),
                "a_b" => Ok(Self::AB2),
                "3" => Ok(Self::X3),
                other => Ok(Self::Unlisted(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for Kind {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for Kind {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// `ListThingsKindsItem`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum ListThingsKindsItem {
        #[serde(rename = "big")]
        Big,
        #[serde(rename = "small")]
        Small,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    impl ::std::fmt::Display for ListThingsKindsItem {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Big => f.write_str("big"),
                Self::Small => f.write_str("small"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for ListThingsKindsItem {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "big" => Ok(Self::Big),
                "small" => Ok(Self::Small),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ListThingsKindsItem {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ListThingsKindsItem {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// `Named`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Named {
        pub name: ::std::string::String,
    }
    impl Named {
        pub fn builder() -> builder::Named {
            Default::default()
        }
    }
    /// `Option2`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Option2 {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub value: ::std::option::Option<AtComponentsSchemasThingAllOf1PropertiesLevel>,
    }
    impl Option2 {
        pub fn builder() -> builder::Option2 {
            Default::default()
        }
    }
    /// `Page`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Page {
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub items: ::std::vec::Vec<Thing>,
        #[serde(deserialize_with = "crate::number::read")]
        pub total: u64,
    }
    impl Page {
        pub fn builder() -> builder::Page {
            Default::default()
        }
    }
    /// `Part`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct Part {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub option: ::std::option::Option<Option2>,
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub weight: ::std::option::Option<f64>,
    }
    impl Part {
        pub fn builder() -> builder::Part {
            Default::default()
        }
    }
    /// `Thing`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Thing {
        #[serde(rename = "createdAt")]
        pub created_at: ::jiff::Timestamp,
        #[serde(
            rename = "created_at",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub created_at_2: ::std::option::Option<::std::string::String>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub kind: ::std::option::Option<Kind>,
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub labels: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub level: ::std::option::Option<i64>,
        pub name: ::std::string::String,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub never: ::std::option::Option<::std::string::String>,
        /// Deprecated.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub old: ::std::option::Option<::std::string::String>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub owner: ::std::option::Option<Named>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parent: ::std::option::Option<::std::boxed::Box<Thing>>,
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub parts: ::std::vec::Vec<Part>,
        #[serde(
            rename = "removedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub removed_at: ::std::option::Option<::jiff::Timestamp>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub shape: ::std::option::Option<::serde_json::Value>,
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub size: ::std::option::Option<f64>,
        /// What it is doing.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub state: ::std::option::Option<ThingState2>,
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        pub type_: ::std::option::Option<ThingType>,
    }
    impl Thing {
        pub fn builder() -> builder::Thing {
            Default::default()
        }
    }
    /// `ThingState`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct ThingState {
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub since: ::std::option::Option<::std::string::String>,
    }
    impl ThingState {
        pub fn builder() -> builder::ThingState {
            Default::default()
        }
    }
    /// What it is doing.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum ThingState2 {
        #[serde(rename = "on")]
        On,
        #[serde(rename = "off")]
        Off,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    impl ::std::fmt::Display for ThingState2 {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::On => f.write_str("on"),
                Self::Off => f.write_str("off"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for ThingState2 {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "on" => Ok(Self::On),
                "off" => Ok(Self::Off),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ThingState2 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ThingState2 {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// `ThingType`
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[non_exhaustive]
    pub enum ThingType {
        #[serde(rename = "thing")]
        Thing,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    impl ::std::fmt::Display for ThingType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Thing => f.write_str("thing"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for ThingType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "thing" => Ok(Self::Thing),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ThingType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ThingType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// Types for composing complex structures.
    pub mod builder {
        #[derive(Clone, Debug)]
        pub struct Client2Body {
            scope: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            user: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Client2Body {
            fn default() -> Self {
                Self {
                    scope: Ok(Default::default()),
                    user: Err("no value supplied for user".to_string()),
                }
            }
        }
        impl Client2Body {
            pub fn scope<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.scope = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for scope: {e}")
                    });
                self
            }
            pub fn user<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.user = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for user: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Client2Body> for super::Client2Body {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Client2Body,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    scope: value.scope?,
                    user: value.user?,
                })
            }
        }
        impl ::std::convert::From<super::Client2Body> for Client2Body {
            fn from(value: super::Client2Body) -> Self {
                Self {
                    scope: Ok(value.scope),
                    user: Ok(value.user),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreateThing {
            cpu: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            kind: ::std::result::Result<
                ::std::option::Option<super::Kind>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            extra: ::std::result::Result<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CreateThing {
            fn default() -> Self {
                Self {
                    cpu: Ok(Default::default()),
                    kind: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    extra: Ok(Default::default()),
                }
            }
        }
        impl CreateThing {
            pub fn cpu<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.cpu = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cpu: {e}")
                    });
                self
            }
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Kind>>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for kind: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn extra<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.extra = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for extra: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CreateThing> for super::CreateThing {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateThing,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    cpu: value.cpu?,
                    kind: value.kind?,
                    name: value.name?,
                    extra: value.extra?,
                })
            }
        }
        impl ::std::convert::From<super::CreateThing> for CreateThing {
            fn from(value: super::CreateThing) -> Self {
                Self {
                    cpu: Ok(value.cpu),
                    kind: Ok(value.kind),
                    name: Ok(value.name),
                    extra: Ok(value.extra),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Filter {
            eq: ::std::result::Result<::std::option::Option<f64>, ::std::string::String>,
            in_: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Filter {
            fn default() -> Self {
                Self {
                    eq: Ok(Default::default()),
                    in_: Ok(Default::default()),
                }
            }
        }
        impl Filter {
            pub fn eq<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.eq = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for eq: {e}"));
                self
            }
            pub fn in_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.in_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for in_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Filter> for super::Filter {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Filter,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    eq: value.eq?,
                    in_: value.in_?,
                })
            }
        }
        impl ::std::convert::From<super::Filter> for Filter {
            fn from(value: super::Filter) -> Self {
                Self {
                    eq: Ok(value.eq),
                    in_: Ok(value.in_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Job {
            job: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Job {
            fn default() -> Self {
                Self {
                    job: Err("no value supplied for job".to_string()),
                }
            }
        }
        impl Job {
            pub fn job<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.job = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for job: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Job> for super::Job {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Job,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { job: value.job? })
            }
        }
        impl ::std::convert::From<super::Job> for Job {
            fn from(value: super::Job) -> Self {
                Self { job: Ok(value.job) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Named {
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Named {
            fn default() -> Self {
                Self {
                    name: Err("no value supplied for name".to_string()),
                }
            }
        }
        impl Named {
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Named> for super::Named {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Named,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { name: value.name? })
            }
        }
        impl ::std::convert::From<super::Named> for Named {
            fn from(value: super::Named) -> Self {
                Self { name: Ok(value.name) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Option2 {
            value: ::std::result::Result<
                ::std::option::Option<
                    super::AtComponentsSchemasThingAllOf1PropertiesLevel,
                >,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Option2 {
            fn default() -> Self {
                Self {
                    value: Ok(Default::default()),
                }
            }
        }
        impl Option2 {
            pub fn value<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<
                        super::AtComponentsSchemasThingAllOf1PropertiesLevel,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.value = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for value: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Option2> for super::Option2 {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Option2,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { value: value.value? })
            }
        }
        impl ::std::convert::From<super::Option2> for Option2 {
            fn from(value: super::Option2) -> Self {
                Self { value: Ok(value.value) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Page {
            items: ::std::result::Result<
                ::std::vec::Vec<super::Thing>,
                ::std::string::String,
            >,
            total: ::std::result::Result<u64, ::std::string::String>,
        }
        impl ::std::default::Default for Page {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    total: Err("no value supplied for total".to_string()),
                }
            }
        }
        impl Page {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Thing>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for items: {e}")
                    });
                self
            }
            pub fn total<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.total = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for total: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Page> for super::Page {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Page,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    total: value.total?,
                })
            }
        }
        impl ::std::convert::From<super::Page> for Page {
            fn from(value: super::Page) -> Self {
                Self {
                    items: Ok(value.items),
                    total: Ok(value.total),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Part {
            option: ::std::result::Result<
                ::std::option::Option<super::Option2>,
                ::std::string::String,
            >,
            weight: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Part {
            fn default() -> Self {
                Self {
                    option: Ok(Default::default()),
                    weight: Ok(Default::default()),
                }
            }
        }
        impl Part {
            pub fn option<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Option2>>,
                T::Error: ::std::fmt::Display,
            {
                self.option = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for option: {e}")
                    });
                self
            }
            pub fn weight<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.weight = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for weight: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Part> for super::Part {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Part,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    option: value.option?,
                    weight: value.weight?,
                })
            }
        }
        impl ::std::convert::From<super::Part> for Part {
            fn from(value: super::Part) -> Self {
                Self {
                    option: Ok(value.option),
                    weight: Ok(value.weight),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Thing {
            created_at: ::std::result::Result<::jiff::Timestamp, ::std::string::String>,
            created_at_2: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            kind: ::std::result::Result<
                ::std::option::Option<super::Kind>,
                ::std::string::String,
            >,
            labels: ::std::result::Result<
                ::std::collections::BTreeMap<
                    ::std::string::String,
                    ::std::string::String,
                >,
                ::std::string::String,
            >,
            level: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            never: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            old: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            owner: ::std::result::Result<
                ::std::option::Option<super::Named>,
                ::std::string::String,
            >,
            parent: ::std::result::Result<
                ::std::option::Option<::std::boxed::Box<super::Thing>>,
                ::std::string::String,
            >,
            parts: ::std::result::Result<
                ::std::vec::Vec<super::Part>,
                ::std::string::String,
            >,
            removed_at: ::std::result::Result<
                ::std::option::Option<::jiff::Timestamp>,
                ::std::string::String,
            >,
            shape: ::std::result::Result<
                ::std::option::Option<::serde_json::Value>,
                ::std::string::String,
            >,
            size: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            state: ::std::result::Result<
                ::std::option::Option<super::ThingState2>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<super::ThingType>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Thing {
            fn default() -> Self {
                Self {
                    created_at: Err("no value supplied for created_at".to_string()),
                    created_at_2: Ok(Default::default()),
                    kind: Ok(Default::default()),
                    labels: Err("no value supplied for labels".to_string()),
                    level: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    never: Ok(Default::default()),
                    old: Ok(Default::default()),
                    owner: Ok(Default::default()),
                    parent: Ok(Default::default()),
                    parts: Err("no value supplied for parts".to_string()),
                    removed_at: Ok(Default::default()),
                    shape: Ok(Default::default()),
                    size: Ok(Default::default()),
                    state: Ok(Default::default()),
                    type_: Ok(Default::default()),
                }
            }
        }
        impl Thing {
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::jiff::Timestamp>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            pub fn created_at_2<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at_2 = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at_2: {e}")
                    });
                self
            }
            pub fn kind<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Kind>>,
                T::Error: ::std::fmt::Display,
            {
                self.kind = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for kind: {e}")
                    });
                self
            }
            pub fn labels<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        ::std::string::String,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.labels = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for labels: {e}")
                    });
                self
            }
            pub fn level<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.level = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for level: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn never<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.never = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for never: {e}")
                    });
                self
            }
            pub fn old<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.old = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for old: {e}")
                    });
                self
            }
            pub fn owner<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Named>>,
                T::Error: ::std::fmt::Display,
            {
                self.owner = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for owner: {e}")
                    });
                self
            }
            pub fn parent<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::boxed::Box<super::Thing>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.parent = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for parent: {e}")
                    });
                self
            }
            pub fn parts<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::Part>>,
                T::Error: ::std::fmt::Display,
            {
                self.parts = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for parts: {e}")
                    });
                self
            }
            pub fn removed_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::jiff::Timestamp>>,
                T::Error: ::std::fmt::Display,
            {
                self.removed_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for removed_at: {e}")
                    });
                self
            }
            pub fn shape<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::serde_json::Value>>,
                T::Error: ::std::fmt::Display,
            {
                self.shape = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for shape: {e}")
                    });
                self
            }
            pub fn size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.size = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for size: {e}")
                    });
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::ThingState2>>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for state: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::ThingType>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Thing> for super::Thing {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Thing,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    created_at: value.created_at?,
                    created_at_2: value.created_at_2?,
                    kind: value.kind?,
                    labels: value.labels?,
                    level: value.level?,
                    name: value.name?,
                    never: value.never?,
                    old: value.old?,
                    owner: value.owner?,
                    parent: value.parent?,
                    parts: value.parts?,
                    removed_at: value.removed_at?,
                    shape: value.shape?,
                    size: value.size?,
                    state: value.state?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::Thing> for Thing {
            fn from(value: super::Thing) -> Self {
                Self {
                    created_at: Ok(value.created_at),
                    created_at_2: Ok(value.created_at_2),
                    kind: Ok(value.kind),
                    labels: Ok(value.labels),
                    level: Ok(value.level),
                    name: Ok(value.name),
                    never: Ok(value.never),
                    old: Ok(value.old),
                    owner: Ok(value.owner),
                    parent: Ok(value.parent),
                    parts: Ok(value.parts),
                    removed_at: Ok(value.removed_at),
                    shape: Ok(value.shape),
                    size: Ok(value.size),
                    state: Ok(value.state),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ThingState {
            since: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ThingState {
            fn default() -> Self {
                Self {
                    since: Ok(Default::default()),
                }
            }
        }
        impl ThingState {
            pub fn since<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.since = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for since: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ThingState> for super::ThingState {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ThingState,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { since: value.since? })
            }
        }
        impl ::std::convert::From<super::ThingState> for ThingState {
            fn from(value: super::ThingState) -> Self {
                Self { since: Ok(value.since) }
            }
        }
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
/// Client for Odd service
///
/// Version: 1.5
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::RequestHeaders,
}
impl Client {}
impl ClientInfo<crate::RequestHeaders> for Client {
    fn api_version() -> &'static str {
        "1.5"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::RequestHeaders {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::RequestHeaders>,
    {}
};
impl Client {
    /// Sends a `GET` request to `/alias`
    #[deprecated = "the API calls this operation deprecated"]
    pub fn get_alias(&self) -> builder::GetAlias<'_> {
        builder::GetAlias::new(self)
    }
    /// Sends a `POST` request to `/login`
    ///
    /// Arguments:
    /// - `cookie`: The cookies, as `session=...; theme=...`.
    /// - `body`
    pub fn client_2(&self) -> builder::Client2<'_> {
        builder::Client2::new(self)
    }
    /// Sends a `GET` request to `/ready`
    #[deprecated = "the API calls this operation deprecated"]
    pub fn get_ready(&self) -> builder::GetReady<'_> {
        builder::GetReady::new(self)
    }
    /// Lists things
    ///
    /// Sends a `GET` request to `/things`
    ///
    /// Arguments:
    /// - `ids`
    /// - `kinds`
    /// - `min_size`
    /// - `name`
    /// - `page`
    /// - `send_2`: Deprecated.
    /// - `size`
    /// - `where_`
    /// - `words`
    pub fn list_things(&self) -> builder::ListThings<'_> {
        builder::ListThings::new(self)
    }
    /// Answers `Thing` with status 201, `Job` with status 202.
    ///
    /// Sends a `POST` request to `/things`
    pub fn create_thing(&self) -> builder::CreateThing<'_> {
        builder::CreateThing::new(self)
    }
    /// Sends a `GET` request to `/things/{id}`
    ///
    /// Arguments:
    /// - `id`
    /// - `id_2`
    /// - `x_depth_2`
    /// - `x_depth`
    /// - `x_fields`: Several are separated by commas.
    pub fn get_thing(&self) -> builder::GetThing<'_> {
        builder::GetThing::new(self)
    }
    /// Sends a `DELETE` request to `/things/{id}`
    pub fn delete_thing(&self) -> builder::DeleteThing<'_> {
        builder::DeleteThing::new(self)
    }
    /// Answers `Thing` with status 200, nothing with status 204.
    ///
    /// Sends a `PATCH` request to `/things/{id}`
    pub fn delete_thing_2(&self) -> builder::DeleteThing2<'_> {
        builder::DeleteThing2::new(self)
    }
    /// Sends a `GET` request to `/things/{id}/at/{version}/{kind}`
    pub fn get_thing_at(&self) -> builder::GetThingAt<'_> {
        builder::GetThingAt::new(self)
    }
    /// Sends a `GET` request to `/things/{id}/file`
    pub fn get_file(&self) -> builder::GetFile<'_> {
        builder::GetFile::new(self)
    }
    /// Sends a `PUT` request to `/things/{id}/file`
    pub fn upload_tar(&self) -> builder::UploadTar<'_> {
        builder::UploadTar::new(self)
    }
    /// Sends a `POST` request to `/things/{id}/file`
    pub fn upload_form(&self) -> builder::UploadForm<'_> {
        builder::UploadForm::new(self)
    }
    /// Sends a `GET` request to `/things/{id}/log`
    pub fn get_log(&self) -> builder::GetLog<'_> {
        builder::GetLog::new(self)
    }
    /// Sends a `GET` request to `/things/{id}/note`
    pub fn get_note(&self) -> builder::GetNote<'_> {
        builder::GetNote::new(self)
    }
    /// Sends a `PUT` request to `/things/{id}/note`
    pub fn set_note(&self) -> builder::SetNote<'_> {
        builder::SetNote::new(self)
    }
}
/// Types for composing operation parameters.
#[allow(clippy::all)]
pub mod builder {
    use super::types;
    #[allow(unused_imports)]
    use super::{
        encode_path, ByteStream, ClientInfo, ClientHooks, Error, OperationInfo,
        RequestBuilderExt, ResponseValue,
    };
    /// Builder for [`Client::get_alias`]
    ///
    /// [`Client::get_alias`]: super::Client::get_alias
    #[derive(Debug, Clone)]
    pub struct GetAlias<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetAlias<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/alias`
        pub async fn send(self) -> Result<ResponseValue<bool>, Error<()>> {
            let Self { client } = self;
            let url = format!("{}/alias", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_alias",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::answer::decode(response).await,
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::client_2`]
    ///
    /// [`Client::client_2`]: super::Client::client_2
    #[derive(Debug, Clone)]
    pub struct Client2<'a> {
        client: &'a super::Client,
        cookie: Result<::std::string::String, String>,
        body: Result<types::builder::Client2Body, String>,
    }
    impl<'a> Client2<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                cookie: Err("cookie was not initialized".to_string()),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn cookie<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cookie = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for cookie failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Client2Body>,
            <V as std::convert::TryInto<types::Client2Body>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `Client2Body` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::Client2Body,
            ) -> types::builder::Client2Body,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends a `POST` request to `/login`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<::std::string::String>, Error<()>> {
            let Self { client, cookie, body } = self;
            let cookie = cookie.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| types::Client2Body::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/login", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            header_map.append("Cookie", cookie.to_string().try_into()?);
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .form_urlencoded(
                    &crate::query::pairs("", &body, crate::query::Style::Fields)
                        .map_err(Error::InvalidRequest)?,
                )?
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "client_2",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::answer::decode(response).await,
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::get_ready`]
    ///
    /// [`Client::get_ready`]: super::Client::get_ready
    #[derive(Debug, Clone)]
    pub struct GetReady<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetReady<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/ready`
        pub async fn send(self) -> Result<ResponseValue<bool>, Error<()>> {
            let Self { client } = self;
            let url = format!("{}/ready", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_ready",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::answer::decode(response).await,
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::list_things`]
    ///
    /// [`Client::list_things`]: super::Client::list_things
    #[derive(Debug, Clone)]
    pub struct ListThings<'a> {
        client: &'a super::Client,
        ids: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        kinds: Result<Option<::std::vec::Vec<types::ListThingsKindsItem>>, String>,
        min_size: Result<Option<f64>, String>,
        name: Result<Option<types::Filter>, String>,
        page: Result<Option<u64>, String>,
        send_2: Result<Option<bool>, String>,
        size: Result<Option<types::Filter>, String>,
        where_: Result<
            Option<::serde_json::Map<::std::string::String, ::serde_json::Value>>,
            String,
        >,
        words: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
    }
    impl<'a> ListThings<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                ids: Ok(None),
                kinds: Ok(None),
                min_size: Ok(None),
                name: Ok(None),
                page: Ok(None),
                send_2: Ok(None),
                size: Ok(None),
                where_: Ok(None),
                words: Ok(None),
            }
        }
        pub fn ids<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.ids = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for ids failed"
                        .to_string()
                });
            self
        }
        pub fn kinds<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<types::ListThingsKindsItem>>,
        {
            self.kinds = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < ListThingsKindsItem >` for kinds failed"
                        .to_string()
                });
            self
        }
        pub fn min_size<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<f64>,
        {
            self.min_size = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `f64` for min_size failed".to_string());
            self
        }
        pub fn name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Filter>,
        {
            self.name = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `types :: Filter` for name failed".to_string()
                });
            self
        }
        pub fn page<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.page = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for page failed".to_string());
            self
        }
        pub fn send_2<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.send_2 = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for send_2 failed".to_string());
            self
        }
        pub fn size<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Filter>,
        {
            self.size = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `types :: Filter` for size failed".to_string()
                });
            self
        }
        pub fn where_<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
            >,
        {
            self.where_ = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: serde_json :: Map < :: std :: string :: String , :: serde_json :: Value >` for where_ failed"
                        .to_string()
                });
            self
        }
        pub fn words<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.words = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for words failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/things`
        pub async fn send(self) -> Result<ResponseValue<types::Page>, Error<()>> {
            let Self {
                client,
                ids,
                kinds,
                min_size,
                name,
                page,
                send_2,
                size,
                where_,
                words,
            } = self;
            let ids = ids.map_err(Error::InvalidRequest)?;
            let kinds = kinds.map_err(Error::InvalidRequest)?;
            let min_size = min_size.map_err(Error::InvalidRequest)?;
            let name = name.map_err(Error::InvalidRequest)?;
            let page = page.map_err(Error::InvalidRequest)?;
            let send_2 = send_2.map_err(Error::InvalidRequest)?;
            let size = size.map_err(Error::InvalidRequest)?;
            let where_ = where_.map_err(Error::InvalidRequest)?;
            let words = words.map_err(Error::InvalidRequest)?;
            let url = format!("{}/things", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(
                    &crate::query::pairs("ids", &ids, crate::query::Style::Commas)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("kinds", &kinds, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "minSize",
                            &min_size,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("name", &name, crate::query::Style::DeepObject)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("page", &page, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("send", &send_2, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("size", &size, crate::query::Style::Fields)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("where", &where_, crate::query::Style::Json)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("words", &words, crate::query::Style::Pipes)
                        .map_err(Error::InvalidRequest)?,
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_things",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::answer::decode(response).await,
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::create_thing`]
    ///
    /// [`Client::create_thing`]: super::Client::create_thing
    #[derive(Debug, Clone)]
    pub struct CreateThing<'a> {
        client: &'a super::Client,
        body: Result<types::builder::CreateThing, String>,
    }
    impl<'a> CreateThing<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateThing>,
            <V as std::convert::TryInto<types::CreateThing>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `CreateThing` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateThing,
            ) -> types::builder::CreateThing,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends a `POST` request to `/things`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<::serde_json::Value>, Error<()>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| types::CreateThing::try_from(v).map_err(|e| e.to_string()))
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/things", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_thing",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::answer::decode(response).await,
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::get_thing`]
    ///
    /// [`Client::get_thing`]: super::Client::get_thing
    #[derive(Debug, Clone)]
    pub struct GetThing<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
        id_2: Result<Option<::std::string::String>, String>,
        x_depth_2: Result<Option<i64>, String>,
        x_depth: Result<Option<i64>, String>,
        x_fields: Result<Option<::std::string::String>, String>,
    }
    impl<'a> GetThing<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                id_2: Ok(None),
                x_depth_2: Ok(None),
                x_depth: Ok(None),
                x_fields: Ok(None),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        pub fn id_2<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id_2 = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id_2 failed"
                        .to_string()
                });
            self
        }
        pub fn x_depth_2<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
        {
            self.x_depth_2 = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i64` for x_depth_2 failed".to_string());
            self
        }
        pub fn x_depth<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i64>,
        {
            self.x_depth = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i64` for x_depth failed".to_string());
            self
        }
        pub fn x_fields<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.x_fields = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for x_fields failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/things/{id}`
        pub async fn send(self) -> Result<ResponseValue<types::Thing>, Error<()>> {
            let Self { client, id, id_2, x_depth_2, x_depth, x_fields } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let id_2 = id_2.map_err(Error::InvalidRequest)?;
            let x_depth_2 = x_depth_2.map_err(Error::InvalidRequest)?;
            let x_depth = x_depth.map_err(Error::InvalidRequest)?;
            let x_fields = x_fields.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/things/{}", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(3usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            if let Some(value) = x_depth {
                header_map.append("X-Depth", value.to_string().try_into()?);
            }
            if let Some(value) = x_fields {
                header_map.append("X-Fields", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .query(
                    &crate::query::pairs("id", &id_2, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "x_depth",
                            &x_depth_2,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_thing",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::answer::decode(response).await,
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::delete_thing`]
    ///
    /// [`Client::delete_thing`]: super::Client::delete_thing
    #[derive(Debug, Clone)]
    pub struct DeleteThing<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
    }
    impl<'a> DeleteThing<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `DELETE` request to `/things/{id}`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<()>> {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/things/{}", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.delete(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "delete_thing",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_foreign(&response) => {
                    Ok(ResponseValue::empty(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::delete_thing_2`]
    ///
    /// [`Client::delete_thing_2`]: super::Client::delete_thing_2
    #[derive(Debug, Clone)]
    pub struct DeleteThing2<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
        body: Option<Result<types::builder::CreateThing, String>>,
    }
    impl<'a> DeleteThing2<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                body: None,
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateThing>,
            <V as std::convert::TryInto<types::CreateThing>>::Error: std::fmt::Display,
        {
            self.body = Some(
                value
                    .try_into()
                    .map(From::from)
                    .map_err(|s| {
                        format!("conversion to `CreateThing` for body failed: {}", s)
                    }),
            );
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateThing,
            ) -> types::builder::CreateThing,
        {
            self.body = Some(
                self
                    .body
                    .unwrap_or_else(|| Ok(::std::default::Default::default()))
                    .map(f),
            );
            self
        }
        /// Sends a `PATCH` request to `/things/{id}`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::option::Option<::std::boxed::Box<types::Thing>>>,
            Error<()>,
        > {
            let Self { client, id, body } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let body = match body {
                Some(body) => {
                    Some(
                        body
                            .and_then(|v| {
                                types::CreateThing::try_from(v).map_err(|e| e.to_string())
                            })
                            .map_err(Error::InvalidRequest)?,
                    )
                }
                None => None,
            };
            let url = format!(
                "{}/things/{}", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = {
                let request = client
                    .client
                    .patch(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .header(
                        ::reqwest::header::CONTENT_TYPE,
                        ::reqwest::header::HeaderValue::from_static(
                            "application/merge-patch+json",
                        ),
                    );
                match body {
                    Some(body) => request.json(&body),
                    None => request,
                }
            }
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "delete_thing_2",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::answer::decode(response).await,
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::get_thing_at`]
    ///
    /// [`Client::get_thing_at`]: super::Client::get_thing_at
    #[derive(Debug, Clone)]
    pub struct GetThingAt<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
        version: Result<f64, String>,
        kind: Result<types::Kind, String>,
    }
    impl<'a> GetThingAt<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                version: Err("version was not initialized".to_string()),
                kind: Err("kind was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        pub fn version<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<f64>,
        {
            self.version = value
                .try_into()
                .map_err(|_| "conversion to `f64` for version failed".to_string());
            self
        }
        pub fn kind<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::Kind>,
        {
            self.kind = value
                .try_into()
                .map_err(|_| "conversion to `Kind` for kind failed".to_string());
            self
        }
        /// Sends a `GET` request to `/things/{id}/at/{version}/{kind}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<::serde_json::Value>, Error<()>> {
            let Self { client, id, version, kind } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let version = version.map_err(Error::InvalidRequest)?;
            let kind = kind.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/things/{}/at/{}/{}", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?, crate
                ::path::segment("version", & version.to_string())
                .map_err(Error::InvalidRequest) ?, crate ::path::segment("kind", & kind
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_thing_at",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::answer::decode(response).await,
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::get_file`]
    ///
    /// [`Client::get_file`]: super::Client::get_file
    #[derive(Debug, Clone)]
    pub struct GetFile<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
    }
    impl<'a> GetFile<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/things/{id}/file`
        pub async fn send(self) -> Result<ResponseValue<ByteStream>, Error<()>> {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/things/{}/file", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "get_file",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_foreign(&response) => {
                    Ok(ResponseValue::stream(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::upload_tar`]
    ///
    /// [`Client::upload_tar`]: super::Client::upload_tar
    #[derive(Debug)]
    pub struct UploadTar<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
        body: Result<reqwest::Body, String>,
    }
    impl<'a> UploadTar<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                body: Err("body was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        pub fn body<B>(mut self, value: B) -> Self
        where
            B: std::convert::TryInto<reqwest::Body>,
        {
            self.body = value
                .try_into()
                .map_err(|_| {
                    "conversion to `reqwest::Body` for body failed".to_string()
                });
            self
        }
        /// Sends a `PUT` request to `/things/{id}/file`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<()>> {
            let Self { client, id, body } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let body = body.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/things/{}/file", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .put(url)
                .header(
                    ::reqwest::header::CONTENT_TYPE,
                    ::reqwest::header::HeaderValue::from_static("application/x-tar"),
                )
                .body(body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "upload_tar",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_foreign(&response) => {
                    Ok(ResponseValue::empty(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::upload_form`]
    ///
    /// [`Client::upload_form`]: super::Client::upload_form
    #[derive(Debug)]
    pub struct UploadForm<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
        body: Result<reqwest::multipart::Form, String>,
    }
    impl<'a> UploadForm<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                body: Err("body was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        pub fn body<B>(mut self, value: B) -> Self
        where
            B: std::convert::TryInto<reqwest::multipart::Form>,
        {
            self.body = value
                .try_into()
                .map_err(|_| {
                    "conversion to `reqwest::Body` for body failed".to_string()
                });
            self
        }
        /// Sends a `POST` request to `/things/{id}/file`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<()>> {
            let Self { client, id, body } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let body = body.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/things/{}/file", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(url)
                .multipart(body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "upload_form",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_foreign(&response) => {
                    Ok(ResponseValue::empty(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::get_log`]
    ///
    /// [`Client::get_log`]: super::Client::get_log
    #[derive(Debug, Clone)]
    pub struct GetLog<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
    }
    impl<'a> GetLog<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/things/{id}/log`
        pub async fn send(self) -> Result<ResponseValue<ByteStream>, Error<()>> {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/things/{}/log", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "get_log",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_foreign(&response) => {
                    Ok(ResponseValue::stream(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::get_note`]
    ///
    /// [`Client::get_note`]: super::Client::get_note
    #[derive(Debug, Clone)]
    pub struct GetNote<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
    }
    impl<'a> GetNote<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/things/{id}/note`
        pub async fn send(self) -> Result<ResponseValue<ByteStream>, Error<()>> {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/things/{}/note", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client.client.get(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "get_note",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_foreign(&response) => {
                    Ok(ResponseValue::stream(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::set_note`]
    ///
    /// [`Client::set_note`]: super::Client::set_note
    #[derive(Debug)]
    pub struct SetNote<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
        body: Result<reqwest::Body, String>,
    }
    impl<'a> SetNote<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                body: Err("body was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<String>,
        {
            self.body = value
                .try_into()
                .map_err(|_| "conversion to `String` for body failed".to_string())
                .map(|v| v.into());
            self
        }
        /// Sends a `PUT` request to `/things/{id}/note`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<()>> {
            let Self { client, id, body } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let body = body.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/things/{}/note", client.baseurl, crate ::path::segment("id", & id
                .to_string()).map_err(Error::InvalidRequest) ?,
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
            header_map
                .append(
                    ::reqwest::header::HeaderName::from_static("api-version"),
                    ::reqwest::header::HeaderValue::from_static(
                        super::Client::api_version(),
                    ),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .put(url)
                .header(
                    ::reqwest::header::CONTENT_TYPE,
                    ::reqwest::header::HeaderValue::from_static("text/plain"),
                )
                .body(body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "set_note",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_foreign(&response) => {
                    Ok(ResponseValue::empty(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    pub use self::super::Client;
}
