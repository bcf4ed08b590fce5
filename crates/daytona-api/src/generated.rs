// Generated from openapi/daytona.yaml by `cargo xtask generate`. Not to be edited: change the description, or the
// passes in xtask.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    /// A message from the operators of the installation.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Announcement {
        /// A page with the details.
        #[serde(
            rename = "learnMoreUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub learn_more_url: ::std::option::Option<::std::string::String>,
        /// The message.
        pub text: ::std::string::String,
    }
    impl Announcement {
        pub fn builder() -> builder::Announcement {
            Default::default()
        }
    }
    /// What a snapshot was built from.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct BuildInfo {
        /// The hashes of the context archives that the build received, in the order in which they were merged.
        /// Servers answer `null` when the build had no context.
        #[serde(
            rename = "contextHashes",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub context_hashes: ::std::vec::Vec<::std::string::String>,
        /// When the build was first asked for.
        #[serde(rename = "createdAt")]
        pub created_at: ::jiff::Timestamp,
        /// The text of the Dockerfile.
        #[serde(
            rename = "dockerfileContent",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub dockerfile_content: ::std::option::Option<::std::string::String>,
        /// The reference of the image in the installation's registry. It depends on the Dockerfile and the context
        /// hashes only, so that identical builds share it.
        #[serde(
            rename = "snapshotRef",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub snapshot_ref: ::std::option::Option<::std::string::String>,
        /// When the build last changed.
        #[serde(rename = "updatedAt")]
        pub updated_at: ::jiff::Timestamp,
    }
    impl BuildInfo {
        pub fn builder() -> builder::BuildInfo {
            Default::default()
        }
    }
    /// The state of the services that the API depends on.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct CheckReadinessResponse {
        /// All services, by name.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub details: ::std::collections::BTreeMap<
            ::std::string::String,
            CheckReadinessResponseDetailsValue,
        >,
        /// The services that are down, by name; usually with a `message` that says why.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<
            ::std::collections::BTreeMap<
                ::std::string::String,
                CheckReadinessResponseErrorValue,
            >,
        >,
        /// The services that are up, by name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub info: ::std::option::Option<
            ::std::collections::BTreeMap<
                ::std::string::String,
                CheckReadinessResponseInfoValue,
            >,
        >,
        /// The overall result; `ok` when every service is up, `error` otherwise.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
    }
    impl CheckReadinessResponse {
        pub fn builder() -> builder::CheckReadinessResponse {
            Default::default()
        }
    }
    /// The state of one service.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CheckReadinessResponseDetailsValue {
        /// `up` or `down`.
        pub status: ::std::string::String,
    }
    impl CheckReadinessResponseDetailsValue {
        pub fn builder() -> builder::CheckReadinessResponseDetailsValue {
            Default::default()
        }
    }
    /// The state of one service.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CheckReadinessResponseErrorValue {
        /// `up` or `down`.
        pub status: ::std::string::String,
    }
    impl CheckReadinessResponseErrorValue {
        pub fn builder() -> builder::CheckReadinessResponseErrorValue {
            Default::default()
        }
    }
    /// The state of one service.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CheckReadinessResponseInfoValue {
        /// `up` or `down`.
        pub status: ::std::string::String,
    }
    impl CheckReadinessResponseInfoValue {
        pub fn builder() -> builder::CheckReadinessResponseInfoValue {
            Default::default()
        }
    }
    /// What to build a snapshot from.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CreateBuildInfo {
        /// The hashes under which the context archives were uploaded. The server treats them as opaque text. The
        /// builder merges the archives in this order; a later file replaces an earlier one of the same name.
        #[serde(
            rename = "contextHashes",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub context_hashes: ::std::vec::Vec<::std::string::String>,
        /// The text of the Dockerfile. The server takes the snapshot's entrypoint from the last `ENTRYPOINT` that it
        /// finds in this text; without one it is `sleep infinity`. `CMD` is not looked at.
        #[serde(rename = "dockerfileContent")]
        pub dockerfile_content: ::std::string::String,
    }
    impl CreateBuildInfo {
        pub fn builder() -> builder::CreateBuildInfo {
            Default::default()
        }
    }
    /// A snapshot to create, either from an image (`imageName`) or from a Dockerfile (`buildInfo`).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CreateSnapshot {
        /// What to build. Not together with `imageName`.
        #[serde(
            rename = "buildInfo",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub build_info: ::std::option::Option<CreateBuildInfo>,
        /// The CPU cores of a sandbox, 0 or more.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cpu: ::std::option::Option<i64>,
        /// The disk of a sandbox in GiB, 0 or more.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub disk: ::std::option::Option<i64>,
        /// The command that sandboxes start, in place of the image's own. Not together with `buildInfo`, not even
        /// empty: there the Dockerfile says it.
        #[serde(
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub entrypoint: ::std::vec::Vec<::std::string::String>,
        /// The GPUs of a sandbox, 0 or 1.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub gpu: ::std::option::Option<i64>,
        /// The wanted type of GPU. At most one is accepted.
        #[serde(
            rename = "gpuType",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub gpu_type: ::std::vec::Vec<GpuType>,
        /// The image to pull. It needs a tag other than `latest`, or a digest. Not together with `buildInfo`.
        #[serde(
            rename = "imageName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub image_name: ::std::option::Option<::std::string::String>,
        /// The memory of a sandbox in GiB, 0 or more.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub memory: ::std::option::Option<i64>,
        /// The name, unique within the organization. Letters, digits and `_ . - :`, in parts separated by slashes,
        /// optionally followed by `@sha256:` and a digest.
        pub name: ::std::string::String,
        /// The ID of the region to place the snapshot in; the organization's default region if not given.
        #[serde(
            rename = "regionId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub region_id: ::std::option::Option<::std::string::String>,
        /// The class of the sandboxes that will start from the snapshot; it decides which runners qualify.
        #[serde(
            rename = "sandboxClass",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_class: ::std::option::Option<SandboxClass>,
    }
    impl CreateSnapshot {
        pub fn builder() -> builder::CreateSnapshot {
            Default::default()
        }
    }
    /// The public configuration of an installation, mostly for its dashboard.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct DaytonaConfiguration {
        /// The URL of the analytics service.
        #[serde(
            rename = "analyticsApiUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub analytics_api_url: ::std::option::Option<::std::string::String>,
        /// The current messages from the operators, by key.
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub announcements: ::std::collections::BTreeMap<
            ::std::string::String,
            Announcement,
        >,
        /// The URL of the billing service; absent when nothing is billed.
        #[serde(
            rename = "billingApiUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub billing_api_url: ::std::option::Option<::std::string::String>,
        /// The commit that the release was built from.
        #[serde(
            rename = "buildSha",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub build_sha: ::std::option::Option<::std::string::String>,
        /// The URL of the dashboard.
        #[serde(rename = "dashboardUrl")]
        pub dashboard_url: ::std::string::String,
        /// The snapshot that sandboxes start from when none is named.
        #[serde(rename = "defaultSnapshot")]
        pub default_snapshot: ::std::string::String,
        /// The kind of installation.
        pub environment: ::std::string::String,
        /// The feature flags that are on for everybody.
        #[serde(
            rename = "forcedFeatureFlags",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub forced_feature_flags: ::std::vec::Vec<::std::string::String>,
        /// Whether users can link accounts of other sign-in providers.
        #[serde(rename = "linkedAccountsEnabled")]
        pub linked_accounts_enabled: bool,
        /// Whether the installation is closed for maintenance. (The service spells the name this way.)
        #[serde(rename = "maintananceMode")]
        pub maintanance_mode: bool,
        /// The longest time, in minutes, after which a stopped sandbox can be set to be archived.
        #[serde(
            rename = "maxAutoArchiveInterval",
            serialize_with = "crate::number::whole"
        )]
        pub max_auto_archive_interval: f64,
        /// Where users sign in.
        pub oidc: OidcConfig,
        /// Where usage statistics go; absent when none are collected.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub posthog: ::std::option::Option<PosthogConfig>,
        /// The pattern of the URLs under which ports of sandboxes are reached, with the placeholders `{{PORT}}` and
        /// `{{sandboxId}}`.
        #[serde(rename = "proxyTemplateUrl")]
        pub proxy_template_url: ::std::string::String,
        /// The URL under which the toolbox of sandboxes is reached.
        #[serde(rename = "proxyToolboxUrl")]
        pub proxy_toolbox_url: ::std::string::String,
        /// The ID of the support chat.
        #[serde(
            rename = "pylonAppId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub pylon_app_id: ::std::option::Option<::std::string::String>,
        /// How many requests are allowed.
        #[serde(
            rename = "rateLimit",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub rate_limit: ::std::option::Option<RateLimitConfig>,
        /// The command that connects to a sandbox by SSH, with the placeholder `{{TOKEN}}`.
        #[serde(
            rename = "sshGatewayCommand",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub ssh_gateway_command: ::std::option::Option<::std::string::String>,
        /// The public key of the SSH gateway, in Base64.
        #[serde(
            rename = "sshGatewayPublicKey",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub ssh_gateway_public_key: ::std::option::Option<::std::string::String>,
        /// Where the users of organizations with single sign-on sign in; absent when it is not set up.
        #[serde(
            rename = "ssoOidc",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sso_oidc: ::std::option::Option<SsoOidcConfig>,
        /// The public key of the payment forms.
        #[serde(
            rename = "stripePublishableKey",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub stripe_publishable_key: ::std::option::Option<::std::string::String>,
        /// The release that the installation runs.
        pub version: ::std::string::String,
    }
    impl DaytonaConfiguration {
        pub fn builder() -> builder::DaytonaConfiguration {
            Default::default()
        }
    }
    /// A direction to sort in, ascending or descending.
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
    pub enum GetAllSnapshotsOrder {
        #[serde(rename = "asc")]
        Asc,
        #[serde(rename = "desc")]
        Desc,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    impl ::std::fmt::Display for GetAllSnapshotsOrder {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Asc => f.write_str("asc"),
                Self::Desc => f.write_str("desc"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for GetAllSnapshotsOrder {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "asc" => Ok(Self::Asc),
                "desc" => Ok(Self::Desc),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for GetAllSnapshotsOrder {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for GetAllSnapshotsOrder {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A field that snapshots can be sorted by.
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
    pub enum GetAllSnapshotsSort {
        #[serde(rename = "name")]
        Name,
        #[serde(rename = "state")]
        State,
        #[serde(rename = "lastUsedAt")]
        LastUsedAt,
        #[serde(rename = "createdAt")]
        CreatedAt,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    impl ::std::fmt::Display for GetAllSnapshotsSort {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Name => f.write_str("name"),
                Self::State => f.write_str("state"),
                Self::LastUsedAt => f.write_str("lastUsedAt"),
                Self::CreatedAt => f.write_str("createdAt"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for GetAllSnapshotsSort {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "name" => Ok(Self::Name),
                "state" => Ok(Self::State),
                "lastUsedAt" => Ok(Self::LastUsedAt),
                "createdAt" => Ok(Self::CreatedAt),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for GetAllSnapshotsSort {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for GetAllSnapshotsSort {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A type of GPU.
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
    pub enum GpuType {
        H100,
        H200,
        B200,
        B300,
        #[serde(rename = "RTX-PRO-6000")]
        RtxPro6000,
        #[serde(rename = "RTX-4090")]
        Rtx4090,
        #[serde(rename = "RTX-5090")]
        Rtx5090,
        #[serde(rename = "MI355X")]
        Mi355x,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    impl ::std::fmt::Display for GpuType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::H100 => f.write_str("H100"),
                Self::H200 => f.write_str("H200"),
                Self::B200 => f.write_str("B200"),
                Self::B300 => f.write_str("B300"),
                Self::RtxPro6000 => f.write_str("RTX-PRO-6000"),
                Self::Rtx4090 => f.write_str("RTX-4090"),
                Self::Rtx5090 => f.write_str("RTX-5090"),
                Self::Mi355x => f.write_str("MI355X"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for GpuType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "H100" => Ok(Self::H100),
                "H200" => Ok(Self::H200),
                "B200" => Ok(Self::B200),
                "B300" => Ok(Self::B300),
                "RTX-PRO-6000" => Ok(Self::RtxPro6000),
                "RTX-4090" => Ok(Self::Rtx4090),
                "RTX-5090" => Ok(Self::Rtx5090),
                "MI355X" => Ok(Self::Mi355x),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for GpuType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for GpuType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// An OpenID Connect provider.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct OidcConfig {
        /// The audience that tokens must be issued for.
        pub audience: ::std::string::String,
        /// The client ID of the dashboard at the provider.
        #[serde(rename = "clientId")]
        pub client_id: ::std::string::String,
        /// The URL of the provider.
        pub issuer: ::std::string::String,
    }
    impl OidcConfig {
        pub fn builder() -> builder::OidcConfig {
            Default::default()
        }
    }
    /// One page of a list of snapshots.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct PaginatedSnapshots {
        /// The snapshots of this page.
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub items: ::std::vec::Vec<SnapshotDto>,
        /// The number of this page, counted from 1.
        pub page: u64,
        /// The number of snapshots on all pages.
        pub total: u64,
        /// The number of pages; 0 when there is no snapshot.
        #[serde(rename = "totalPages")]
        pub total_pages: u64,
    }
    impl PaginatedSnapshots {
        pub fn builder() -> builder::PaginatedSnapshots {
            Default::default()
        }
    }
    /// Where usage statistics of the dashboard go.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct PosthogConfig {
        /// The public key of the project.
        #[serde(rename = "apiKey")]
        pub api_key: ::std::string::String,
        /// The URL of the service.
        pub host: ::std::string::String,
    }
    impl PosthogConfig {
        pub fn builder() -> builder::PosthogConfig {
            Default::default()
        }
    }
    /// How many requests are allowed, by kind of request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct RateLimitConfig {
        /// Requests with right credentials.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub authenticated: ::std::option::Option<RateLimitEntry>,
        /// Requests with wrong credentials.
        #[serde(
            rename = "failedAuth",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub failed_auth: ::std::option::Option<RateLimitEntry>,
        /// Requests that create a sandbox.
        #[serde(
            rename = "sandboxCreate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_create: ::std::option::Option<RateLimitEntry>,
        /// Requests that start, stop or otherwise change a sandbox.
        #[serde(
            rename = "sandboxLifecycle",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_lifecycle: ::std::option::Option<RateLimitEntry>,
        /// Requests that list sandboxes.
        #[serde(
            rename = "sandboxList",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_list: ::std::option::Option<RateLimitEntry>,
    }
    impl RateLimitConfig {
        pub fn builder() -> builder::RateLimitConfig {
            Default::default()
        }
    }
    /// A number of requests per length of time.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct RateLimitEntry {
        /// The number of requests.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub limit: ::std::option::Option<f64>,
        /// The length of time, in seconds.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub ttl: ::std::option::Option<f64>,
    }
    impl RateLimitEntry {
        pub fn builder() -> builder::RateLimitEntry {
            Default::default()
        }
    }
    /// A place that snapshots and sandboxes can live in.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Region {
        /// When the region was created, in RFC 3339.
        #[serde(rename = "createdAt")]
        pub created_at: ::std::string::String,
        /// The ID, as `regionId` and `regionIds` use it.
        pub id: ::std::string::String,
        /// The name to show.
        pub name: ::std::string::String,
        /// The organization that the region belongs to; `null` for a shared one.
        #[serde(
            rename = "organizationId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub organization_id: ::std::option::Option<::std::string::String>,
        /// The OpenTelemetry collector that sandboxes in the region report to, in place of Daytona's; what goes there
        /// is not seen by Daytona's dashboard.
        #[serde(
            rename = "otelEndpoint",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub otel_endpoint: ::std::option::Option<::std::string::String>,
        /// The URL of the region's own proxy.
        #[serde(
            rename = "proxyUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub proxy_url: ::std::option::Option<::std::string::String>,
        /// Who can use the region and who runs it.
        #[serde(rename = "regionType")]
        pub region_type: RegionType,
        /// The URL of the region's own snapshot manager.
        #[serde(
            rename = "snapshotManagerUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub snapshot_manager_url: ::std::option::Option<::std::string::String>,
        /// The URL of the region's own SSH gateway.
        #[serde(
            rename = "sshGatewayUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub ssh_gateway_url: ::std::option::Option<::std::string::String>,
        /// When the region last changed, in RFC 3339.
        #[serde(rename = "updatedAt")]
        pub updated_at: ::std::string::String,
    }
    impl Region {
        pub fn builder() -> builder::Region {
            Default::default()
        }
    }
    /// Who can use a region and who runs it: open to everybody (`shared`), run by Daytona for one organization
    /// (`dedicated`), or run by the organization itself (`custom`).
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
    pub enum RegionType {
        #[serde(rename = "shared")]
        Shared,
        #[serde(rename = "dedicated")]
        Dedicated,
        #[serde(rename = "custom")]
        Custom,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    impl ::std::fmt::Display for RegionType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Shared => f.write_str("shared"),
                Self::Dedicated => f.write_str("dedicated"),
                Self::Custom => f.write_str("custom"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for RegionType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "shared" => Ok(Self::Shared),
                "dedicated" => Ok(Self::Dedicated),
                "custom" => Ok(Self::Custom),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for RegionType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for RegionType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A kind of sandbox: a container, or a virtual machine with Linux or Windows. Windows snapshots cannot be
    /// created directly; they are taken from a sandbox.
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
    pub enum SandboxClass {
        #[serde(rename = "linux-vm")]
        LinuxVm,
        #[serde(rename = "container")]
        Container,
        #[serde(rename = "windows")]
        Windows,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    impl ::std::fmt::Display for SandboxClass {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::LinuxVm => f.write_str("linux-vm"),
                Self::Container => f.write_str("container"),
                Self::Windows => f.write_str("windows"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for SandboxClass {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "linux-vm" => Ok(Self::LinuxVm),
                "container" => Ok(Self::Container),
                "windows" => Ok(Self::Windows),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for SandboxClass {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for SandboxClass {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A snapshot, an image that sandboxes start from.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SnapshotDto {
        /// What the snapshot was built from; absent for one pulled from an image.
        #[serde(
            rename = "buildInfo",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub build_info: ::std::option::Option<BuildInfo>,
        /// The CPU cores of a sandbox.
        #[serde(serialize_with = "crate::number::whole")]
        pub cpu: f64,
        /// When the snapshot was created.
        #[serde(rename = "createdAt")]
        pub created_at: ::jiff::Timestamp,
        /// The disk of a sandbox in GiB.
        #[serde(serialize_with = "crate::number::whole")]
        pub disk: f64,
        /// The command that sandboxes start; `null` for the image's own.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub entrypoint: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// Why the snapshot failed; `null` unless it did.
        #[serde(
            rename = "errorReason",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub error_reason: ::std::option::Option<::std::string::String>,
        /// Whether every organization can use the snapshot.
        pub general: bool,
        /// The GPUs of a sandbox.
        #[serde(serialize_with = "crate::number::whole")]
        pub gpu: f64,
        /// The type of GPU of a sandbox.
        #[serde(
            rename = "gpuType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub gpu_type: ::std::option::Option<GpuType>,
        /// The ID, a UUID.
        pub id: ::std::string::String,
        /// The image that the snapshot was pulled from; empty for one built from a Dockerfile.
        #[serde(
            rename = "imageName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub image_name: ::std::option::Option<::std::string::String>,
        /// The ID of the runner that pulled or built the snapshot.
        #[serde(
            rename = "initialRunnerId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub initial_runner_id: ::std::option::Option<::std::string::String>,
        /// When a sandbox last started from the snapshot; `null` if none has.
        #[serde(
            rename = "lastUsedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub last_used_at: ::std::option::Option<::jiff::Timestamp>,
        /// The memory of a sandbox in GiB.
        #[serde(serialize_with = "crate::number::whole")]
        pub mem: f64,
        /// The name, unique within the organization.
        pub name: ::std::string::String,
        /// The organization that owns the snapshot.
        #[serde(
            rename = "organizationId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub organization_id: ::std::option::Option<::std::string::String>,
        /// The reference of the finished image in the installation's registry.
        #[serde(rename = "ref", skip_serializing_if = "::std::option::Option::is_none")]
        pub ref_: ::std::option::Option<::std::string::String>,
        /// The IDs of the regions that the snapshot is available in.
        #[serde(
            rename = "regionIds",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub region_ids: ::std::vec::Vec<::std::string::String>,
        /// The class of the sandboxes that start from the snapshot.
        #[serde(
            rename = "sandboxClass",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_class: ::std::option::Option<SandboxClass>,
        /// The size of the image in GiB; `null` while it is not known.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub size: ::std::option::Option<f64>,
        /// The ID of the sandbox that the snapshot was taken from; `null` for one pulled or built.
        #[serde(
            rename = "sourceSandboxId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub source_sandbox_id: ::std::option::Option<::std::string::String>,
        /// How far the snapshot is.
        pub state: SnapshotState,
        /// When the snapshot last changed.
        #[serde(rename = "updatedAt")]
        pub updated_at: ::jiff::Timestamp,
    }
    impl SnapshotDto {
        pub fn builder() -> builder::SnapshotDto {
            Default::default()
        }
    }
    /// How far a snapshot is: waiting for a runner (`pending`), being made (`building`, `pulling`, `snapshotting`),
    /// usable (`active`), set aside (`inactive`), failed (`error`, or less often `build_failed`), or on its way out
    /// (`removing`). Servers have added states over time.
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
    pub enum SnapshotState {
        #[serde(rename = "building")]
        Building,
        #[serde(rename = "pending")]
        Pending,
        #[serde(rename = "pulling")]
        Pulling,
        #[serde(rename = "snapshotting")]
        Snapshotting,
        #[serde(rename = "active")]
        Active,
        #[serde(rename = "inactive")]
        Inactive,
        #[serde(rename = "error")]
        Error,
        #[serde(rename = "build_failed")]
        BuildFailed,
        #[serde(rename = "removing")]
        Removing,
        /// A value that is not among those known today, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    impl ::std::fmt::Display for SnapshotState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Building => f.write_str("building"),
                Self::Pending => f.write_str("pending"),
                Self::Pulling => f.write_str("pulling"),
                Self::Snapshotting => f.write_str("snapshotting"),
                Self::Active => f.write_str("active"),
                Self::Inactive => f.write_str("inactive"),
                Self::Error => f.write_str("error"),
                Self::BuildFailed => f.write_str("build_failed"),
                Self::Removing => f.write_str("removing"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    impl ::std::str::FromStr for SnapshotState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "building" => Ok(Self::Building),
                "pending" => Ok(Self::Pending),
                "pulling" => Ok(Self::Pulling),
                "snapshotting" => Ok(Self::Snapshotting),
                "active" => Ok(Self::Active),
                "inactive" => Ok(Self::Inactive),
                "error" => Ok(Self::Error),
                "build_failed" => Ok(Self::BuildFailed),
                "removing" => Ok(Self::Removing),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for SnapshotState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for SnapshotState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// The OpenID Connect provider of organizations with single sign-on.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SsoOidcConfig {
        /// The client ID of the dashboard at the provider.
        #[serde(rename = "clientId")]
        pub client_id: ::std::string::String,
        /// The URL of the provider.
        pub issuer: ::std::string::String,
    }
    impl SsoOidcConfig {
        pub fn builder() -> builder::SsoOidcConfig {
            Default::default()
        }
    }
    /// Temporary S3 credentials, and the place that they are for.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, PartialEq)]
    pub struct StorageAccessDto {
        /// The access key ID.
        #[serde(rename = "accessKey")]
        pub access_key: ::std::string::String,
        /// The bucket, addressed in path style.
        pub bucket: ::std::string::String,
        /// The organization, which is the first part of every object key.
        #[serde(rename = "organizationId")]
        pub organization_id: ::std::string::String,
        /// The region to sign requests for. Servers before mid-2026 leave it out.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub region: ::std::option::Option<::std::string::String>,
        /// The secret access key.
        pub secret: ::std::string::String,
        /// The session token, to be sent with every request.
        #[serde(rename = "sessionToken")]
        pub session_token: ::std::string::String,
        /// The endpoint. Should it carry no scheme, `https` is meant.
        #[serde(rename = "storageUrl")]
        pub storage_url: ::std::string::String,
    }
    impl StorageAccessDto {
        pub fn builder() -> builder::StorageAccessDto {
            Default::default()
        }
    }
    /// A URL.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Url {
        /// The URL.
        pub url: ::std::string::String,
    }
    impl Url {
        pub fn builder() -> builder::Url {
            Default::default()
        }
    }
    /// Types for composing complex structures.
    pub mod builder {
        #[derive(Clone, Debug)]
        pub struct Announcement {
            learn_more_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            text: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Announcement {
            fn default() -> Self {
                Self {
                    learn_more_url: Ok(Default::default()),
                    text: Err("no value supplied for text".to_string()),
                }
            }
        }
        impl Announcement {
            pub fn learn_more_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.learn_more_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for learn_more_url: {e}"
                        )
                    });
                self
            }
            pub fn text<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.text = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for text: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Announcement> for super::Announcement {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Announcement,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    learn_more_url: value.learn_more_url?,
                    text: value.text?,
                })
            }
        }
        impl ::std::convert::From<super::Announcement> for Announcement {
            fn from(value: super::Announcement) -> Self {
                Self {
                    learn_more_url: Ok(value.learn_more_url),
                    text: Ok(value.text),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct BuildInfo {
            context_hashes: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            created_at: ::std::result::Result<::jiff::Timestamp, ::std::string::String>,
            dockerfile_content: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            snapshot_ref: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            updated_at: ::std::result::Result<::jiff::Timestamp, ::std::string::String>,
        }
        impl ::std::default::Default for BuildInfo {
            fn default() -> Self {
                Self {
                    context_hashes: Ok(Default::default()),
                    created_at: Err("no value supplied for created_at".to_string()),
                    dockerfile_content: Ok(Default::default()),
                    snapshot_ref: Ok(Default::default()),
                    updated_at: Err("no value supplied for updated_at".to_string()),
                }
            }
        }
        impl BuildInfo {
            pub fn context_hashes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.context_hashes = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for context_hashes: {e}"
                        )
                    });
                self
            }
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
            pub fn dockerfile_content<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.dockerfile_content = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for dockerfile_content: {e}"
                        )
                    });
                self
            }
            pub fn snapshot_ref<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.snapshot_ref = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for snapshot_ref: {e}")
                    });
                self
            }
            pub fn updated_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::jiff::Timestamp>,
                T::Error: ::std::fmt::Display,
            {
                self.updated_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for updated_at: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<BuildInfo> for super::BuildInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: BuildInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    context_hashes: value.context_hashes?,
                    created_at: value.created_at?,
                    dockerfile_content: value.dockerfile_content?,
                    snapshot_ref: value.snapshot_ref?,
                    updated_at: value.updated_at?,
                })
            }
        }
        impl ::std::convert::From<super::BuildInfo> for BuildInfo {
            fn from(value: super::BuildInfo) -> Self {
                Self {
                    context_hashes: Ok(value.context_hashes),
                    created_at: Ok(value.created_at),
                    dockerfile_content: Ok(value.dockerfile_content),
                    snapshot_ref: Ok(value.snapshot_ref),
                    updated_at: Ok(value.updated_at),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CheckReadinessResponse {
            details: ::std::result::Result<
                ::std::collections::BTreeMap<
                    ::std::string::String,
                    super::CheckReadinessResponseDetailsValue,
                >,
                ::std::string::String,
            >,
            error: ::std::result::Result<
                ::std::option::Option<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        super::CheckReadinessResponseErrorValue,
                    >,
                >,
                ::std::string::String,
            >,
            info: ::std::result::Result<
                ::std::option::Option<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        super::CheckReadinessResponseInfoValue,
                    >,
                >,
                ::std::string::String,
            >,
            status: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CheckReadinessResponse {
            fn default() -> Self {
                Self {
                    details: Ok(Default::default()),
                    error: Ok(Default::default()),
                    info: Ok(Default::default()),
                    status: Ok(Default::default()),
                }
            }
        }
        impl CheckReadinessResponse {
            pub fn details<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        super::CheckReadinessResponseDetailsValue,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.details = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for details: {e}")
                    });
                self
            }
            pub fn error<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<
                        ::std::collections::BTreeMap<
                            ::std::string::String,
                            super::CheckReadinessResponseErrorValue,
                        >,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.error = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error: {e}")
                    });
                self
            }
            pub fn info<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<
                        ::std::collections::BTreeMap<
                            ::std::string::String,
                            super::CheckReadinessResponseInfoValue,
                        >,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.info = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for info: {e}")
                    });
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CheckReadinessResponse>
        for super::CheckReadinessResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CheckReadinessResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    details: value.details?,
                    error: value.error?,
                    info: value.info?,
                    status: value.status?,
                })
            }
        }
        impl ::std::convert::From<super::CheckReadinessResponse>
        for CheckReadinessResponse {
            fn from(value: super::CheckReadinessResponse) -> Self {
                Self {
                    details: Ok(value.details),
                    error: Ok(value.error),
                    info: Ok(value.info),
                    status: Ok(value.status),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CheckReadinessResponseDetailsValue {
            status: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for CheckReadinessResponseDetailsValue {
            fn default() -> Self {
                Self {
                    status: Err("no value supplied for status".to_string()),
                }
            }
        }
        impl CheckReadinessResponseDetailsValue {
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CheckReadinessResponseDetailsValue>
        for super::CheckReadinessResponseDetailsValue {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CheckReadinessResponseDetailsValue,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { status: value.status? })
            }
        }
        impl ::std::convert::From<super::CheckReadinessResponseDetailsValue>
        for CheckReadinessResponseDetailsValue {
            fn from(value: super::CheckReadinessResponseDetailsValue) -> Self {
                Self { status: Ok(value.status) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CheckReadinessResponseErrorValue {
            status: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for CheckReadinessResponseErrorValue {
            fn default() -> Self {
                Self {
                    status: Err("no value supplied for status".to_string()),
                }
            }
        }
        impl CheckReadinessResponseErrorValue {
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CheckReadinessResponseErrorValue>
        for super::CheckReadinessResponseErrorValue {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CheckReadinessResponseErrorValue,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { status: value.status? })
            }
        }
        impl ::std::convert::From<super::CheckReadinessResponseErrorValue>
        for CheckReadinessResponseErrorValue {
            fn from(value: super::CheckReadinessResponseErrorValue) -> Self {
                Self { status: Ok(value.status) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CheckReadinessResponseInfoValue {
            status: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for CheckReadinessResponseInfoValue {
            fn default() -> Self {
                Self {
                    status: Err("no value supplied for status".to_string()),
                }
            }
        }
        impl CheckReadinessResponseInfoValue {
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CheckReadinessResponseInfoValue>
        for super::CheckReadinessResponseInfoValue {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CheckReadinessResponseInfoValue,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { status: value.status? })
            }
        }
        impl ::std::convert::From<super::CheckReadinessResponseInfoValue>
        for CheckReadinessResponseInfoValue {
            fn from(value: super::CheckReadinessResponseInfoValue) -> Self {
                Self { status: Ok(value.status) }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreateBuildInfo {
            context_hashes: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            dockerfile_content: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CreateBuildInfo {
            fn default() -> Self {
                Self {
                    context_hashes: Ok(Default::default()),
                    dockerfile_content: Err(
                        "no value supplied for dockerfile_content".to_string(),
                    ),
                }
            }
        }
        impl CreateBuildInfo {
            pub fn context_hashes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.context_hashes = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for context_hashes: {e}"
                        )
                    });
                self
            }
            pub fn dockerfile_content<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.dockerfile_content = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for dockerfile_content: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CreateBuildInfo> for super::CreateBuildInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateBuildInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    context_hashes: value.context_hashes?,
                    dockerfile_content: value.dockerfile_content?,
                })
            }
        }
        impl ::std::convert::From<super::CreateBuildInfo> for CreateBuildInfo {
            fn from(value: super::CreateBuildInfo) -> Self {
                Self {
                    context_hashes: Ok(value.context_hashes),
                    dockerfile_content: Ok(value.dockerfile_content),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct CreateSnapshot {
            build_info: ::std::result::Result<
                ::std::option::Option<super::CreateBuildInfo>,
                ::std::string::String,
            >,
            cpu: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            disk: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            entrypoint: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            gpu: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            gpu_type: ::std::result::Result<
                ::std::vec::Vec<super::GpuType>,
                ::std::string::String,
            >,
            image_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            memory: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            region_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            sandbox_class: ::std::result::Result<
                ::std::option::Option<super::SandboxClass>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for CreateSnapshot {
            fn default() -> Self {
                Self {
                    build_info: Ok(Default::default()),
                    cpu: Ok(Default::default()),
                    disk: Ok(Default::default()),
                    entrypoint: Ok(Default::default()),
                    gpu: Ok(Default::default()),
                    gpu_type: Ok(Default::default()),
                    image_name: Ok(Default::default()),
                    memory: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    region_id: Ok(Default::default()),
                    sandbox_class: Ok(Default::default()),
                }
            }
        }
        impl CreateSnapshot {
            pub fn build_info<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::CreateBuildInfo>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.build_info = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for build_info: {e}")
                    });
                self
            }
            pub fn cpu<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.cpu = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cpu: {e}")
                    });
                self
            }
            pub fn disk<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.disk = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for disk: {e}")
                    });
                self
            }
            pub fn entrypoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.entrypoint = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for entrypoint: {e}")
                    });
                self
            }
            pub fn gpu<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.gpu = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for gpu: {e}")
                    });
                self
            }
            pub fn gpu_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::GpuType>>,
                T::Error: ::std::fmt::Display,
            {
                self.gpu_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for gpu_type: {e}")
                    });
                self
            }
            pub fn image_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.image_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for image_name: {e}")
                    });
                self
            }
            pub fn memory<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.memory = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for memory: {e}")
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
            pub fn region_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.region_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for region_id: {e}")
                    });
                self
            }
            pub fn sandbox_class<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::SandboxClass>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_class = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for sandbox_class: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<CreateSnapshot> for super::CreateSnapshot {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateSnapshot,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    build_info: value.build_info?,
                    cpu: value.cpu?,
                    disk: value.disk?,
                    entrypoint: value.entrypoint?,
                    gpu: value.gpu?,
                    gpu_type: value.gpu_type?,
                    image_name: value.image_name?,
                    memory: value.memory?,
                    name: value.name?,
                    region_id: value.region_id?,
                    sandbox_class: value.sandbox_class?,
                })
            }
        }
        impl ::std::convert::From<super::CreateSnapshot> for CreateSnapshot {
            fn from(value: super::CreateSnapshot) -> Self {
                Self {
                    build_info: Ok(value.build_info),
                    cpu: Ok(value.cpu),
                    disk: Ok(value.disk),
                    entrypoint: Ok(value.entrypoint),
                    gpu: Ok(value.gpu),
                    gpu_type: Ok(value.gpu_type),
                    image_name: Ok(value.image_name),
                    memory: Ok(value.memory),
                    name: Ok(value.name),
                    region_id: Ok(value.region_id),
                    sandbox_class: Ok(value.sandbox_class),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct DaytonaConfiguration {
            analytics_api_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            announcements: ::std::result::Result<
                ::std::collections::BTreeMap<::std::string::String, super::Announcement>,
                ::std::string::String,
            >,
            billing_api_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            build_sha: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            dashboard_url: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            default_snapshot: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            environment: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            forced_feature_flags: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            linked_accounts_enabled: ::std::result::Result<bool, ::std::string::String>,
            maintanance_mode: ::std::result::Result<bool, ::std::string::String>,
            max_auto_archive_interval: ::std::result::Result<f64, ::std::string::String>,
            oidc: ::std::result::Result<super::OidcConfig, ::std::string::String>,
            posthog: ::std::result::Result<
                ::std::option::Option<super::PosthogConfig>,
                ::std::string::String,
            >,
            proxy_template_url: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            proxy_toolbox_url: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            pylon_app_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            rate_limit: ::std::result::Result<
                ::std::option::Option<super::RateLimitConfig>,
                ::std::string::String,
            >,
            ssh_gateway_command: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            ssh_gateway_public_key: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            sso_oidc: ::std::result::Result<
                ::std::option::Option<super::SsoOidcConfig>,
                ::std::string::String,
            >,
            stripe_publishable_key: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            version: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for DaytonaConfiguration {
            fn default() -> Self {
                Self {
                    analytics_api_url: Ok(Default::default()),
                    announcements: Err(
                        "no value supplied for announcements".to_string(),
                    ),
                    billing_api_url: Ok(Default::default()),
                    build_sha: Ok(Default::default()),
                    dashboard_url: Err(
                        "no value supplied for dashboard_url".to_string(),
                    ),
                    default_snapshot: Err(
                        "no value supplied for default_snapshot".to_string(),
                    ),
                    environment: Err("no value supplied for environment".to_string()),
                    forced_feature_flags: Ok(Default::default()),
                    linked_accounts_enabled: Err(
                        "no value supplied for linked_accounts_enabled".to_string(),
                    ),
                    maintanance_mode: Err(
                        "no value supplied for maintanance_mode".to_string(),
                    ),
                    max_auto_archive_interval: Err(
                        "no value supplied for max_auto_archive_interval".to_string(),
                    ),
                    oidc: Err("no value supplied for oidc".to_string()),
                    posthog: Ok(Default::default()),
                    proxy_template_url: Err(
                        "no value supplied for proxy_template_url".to_string(),
                    ),
                    proxy_toolbox_url: Err(
                        "no value supplied for proxy_toolbox_url".to_string(),
                    ),
                    pylon_app_id: Ok(Default::default()),
                    rate_limit: Ok(Default::default()),
                    ssh_gateway_command: Ok(Default::default()),
                    ssh_gateway_public_key: Ok(Default::default()),
                    sso_oidc: Ok(Default::default()),
                    stripe_publishable_key: Ok(Default::default()),
                    version: Err("no value supplied for version".to_string()),
                }
            }
        }
        impl DaytonaConfiguration {
            pub fn analytics_api_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.analytics_api_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for analytics_api_url: {e}"
                        )
                    });
                self
            }
            pub fn announcements<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        super::Announcement,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.announcements = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for announcements: {e}")
                    });
                self
            }
            pub fn billing_api_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.billing_api_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for billing_api_url: {e}"
                        )
                    });
                self
            }
            pub fn build_sha<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.build_sha = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for build_sha: {e}")
                    });
                self
            }
            pub fn dashboard_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.dashboard_url = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for dashboard_url: {e}")
                    });
                self
            }
            pub fn default_snapshot<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.default_snapshot = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for default_snapshot: {e}"
                        )
                    });
                self
            }
            pub fn environment<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.environment = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for environment: {e}")
                    });
                self
            }
            pub fn forced_feature_flags<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.forced_feature_flags = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for forced_feature_flags: {e}"
                        )
                    });
                self
            }
            pub fn linked_accounts_enabled<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.linked_accounts_enabled = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for linked_accounts_enabled: {e}"
                        )
                    });
                self
            }
            pub fn maintanance_mode<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.maintanance_mode = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for maintanance_mode: {e}"
                        )
                    });
                self
            }
            pub fn max_auto_archive_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.max_auto_archive_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_auto_archive_interval: {e}"
                        )
                    });
                self
            }
            pub fn oidc<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::OidcConfig>,
                T::Error: ::std::fmt::Display,
            {
                self.oidc = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for oidc: {e}")
                    });
                self
            }
            pub fn posthog<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::PosthogConfig>>,
                T::Error: ::std::fmt::Display,
            {
                self.posthog = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for posthog: {e}")
                    });
                self
            }
            pub fn proxy_template_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.proxy_template_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for proxy_template_url: {e}"
                        )
                    });
                self
            }
            pub fn proxy_toolbox_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.proxy_toolbox_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for proxy_toolbox_url: {e}"
                        )
                    });
                self
            }
            pub fn pylon_app_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.pylon_app_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for pylon_app_id: {e}")
                    });
                self
            }
            pub fn rate_limit<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::RateLimitConfig>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.rate_limit = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for rate_limit: {e}")
                    });
                self
            }
            pub fn ssh_gateway_command<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.ssh_gateway_command = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for ssh_gateway_command: {e}"
                        )
                    });
                self
            }
            pub fn ssh_gateway_public_key<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.ssh_gateway_public_key = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for ssh_gateway_public_key: {e}"
                        )
                    });
                self
            }
            pub fn sso_oidc<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::SsoOidcConfig>>,
                T::Error: ::std::fmt::Display,
            {
                self.sso_oidc = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for sso_oidc: {e}")
                    });
                self
            }
            pub fn stripe_publishable_key<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.stripe_publishable_key = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for stripe_publishable_key: {e}"
                        )
                    });
                self
            }
            pub fn version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.version = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for version: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<DaytonaConfiguration>
        for super::DaytonaConfiguration {
            type Error = super::error::ConversionError;
            fn try_from(
                value: DaytonaConfiguration,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    analytics_api_url: value.analytics_api_url?,
                    announcements: value.announcements?,
                    billing_api_url: value.billing_api_url?,
                    build_sha: value.build_sha?,
                    dashboard_url: value.dashboard_url?,
                    default_snapshot: value.default_snapshot?,
                    environment: value.environment?,
                    forced_feature_flags: value.forced_feature_flags?,
                    linked_accounts_enabled: value.linked_accounts_enabled?,
                    maintanance_mode: value.maintanance_mode?,
                    max_auto_archive_interval: value.max_auto_archive_interval?,
                    oidc: value.oidc?,
                    posthog: value.posthog?,
                    proxy_template_url: value.proxy_template_url?,
                    proxy_toolbox_url: value.proxy_toolbox_url?,
                    pylon_app_id: value.pylon_app_id?,
                    rate_limit: value.rate_limit?,
                    ssh_gateway_command: value.ssh_gateway_command?,
                    ssh_gateway_public_key: value.ssh_gateway_public_key?,
                    sso_oidc: value.sso_oidc?,
                    stripe_publishable_key: value.stripe_publishable_key?,
                    version: value.version?,
                })
            }
        }
        impl ::std::convert::From<super::DaytonaConfiguration> for DaytonaConfiguration {
            fn from(value: super::DaytonaConfiguration) -> Self {
                Self {
                    analytics_api_url: Ok(value.analytics_api_url),
                    announcements: Ok(value.announcements),
                    billing_api_url: Ok(value.billing_api_url),
                    build_sha: Ok(value.build_sha),
                    dashboard_url: Ok(value.dashboard_url),
                    default_snapshot: Ok(value.default_snapshot),
                    environment: Ok(value.environment),
                    forced_feature_flags: Ok(value.forced_feature_flags),
                    linked_accounts_enabled: Ok(value.linked_accounts_enabled),
                    maintanance_mode: Ok(value.maintanance_mode),
                    max_auto_archive_interval: Ok(value.max_auto_archive_interval),
                    oidc: Ok(value.oidc),
                    posthog: Ok(value.posthog),
                    proxy_template_url: Ok(value.proxy_template_url),
                    proxy_toolbox_url: Ok(value.proxy_toolbox_url),
                    pylon_app_id: Ok(value.pylon_app_id),
                    rate_limit: Ok(value.rate_limit),
                    ssh_gateway_command: Ok(value.ssh_gateway_command),
                    ssh_gateway_public_key: Ok(value.ssh_gateway_public_key),
                    sso_oidc: Ok(value.sso_oidc),
                    stripe_publishable_key: Ok(value.stripe_publishable_key),
                    version: Ok(value.version),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct OidcConfig {
            audience: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            client_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            issuer: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for OidcConfig {
            fn default() -> Self {
                Self {
                    audience: Err("no value supplied for audience".to_string()),
                    client_id: Err("no value supplied for client_id".to_string()),
                    issuer: Err("no value supplied for issuer".to_string()),
                }
            }
        }
        impl OidcConfig {
            pub fn audience<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.audience = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for audience: {e}")
                    });
                self
            }
            pub fn client_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.client_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for client_id: {e}")
                    });
                self
            }
            pub fn issuer<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.issuer = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for issuer: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<OidcConfig> for super::OidcConfig {
            type Error = super::error::ConversionError;
            fn try_from(
                value: OidcConfig,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    audience: value.audience?,
                    client_id: value.client_id?,
                    issuer: value.issuer?,
                })
            }
        }
        impl ::std::convert::From<super::OidcConfig> for OidcConfig {
            fn from(value: super::OidcConfig) -> Self {
                Self {
                    audience: Ok(value.audience),
                    client_id: Ok(value.client_id),
                    issuer: Ok(value.issuer),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PaginatedSnapshots {
            items: ::std::result::Result<
                ::std::vec::Vec<super::SnapshotDto>,
                ::std::string::String,
            >,
            page: ::std::result::Result<u64, ::std::string::String>,
            total: ::std::result::Result<u64, ::std::string::String>,
            total_pages: ::std::result::Result<u64, ::std::string::String>,
        }
        impl ::std::default::Default for PaginatedSnapshots {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    page: Err("no value supplied for page".to_string()),
                    total: Err("no value supplied for total".to_string()),
                    total_pages: Err("no value supplied for total_pages".to_string()),
                }
            }
        }
        impl PaginatedSnapshots {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::SnapshotDto>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for items: {e}")
                    });
                self
            }
            pub fn page<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.page = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for page: {e}")
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
            pub fn total_pages<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<u64>,
                T::Error: ::std::fmt::Display,
            {
                self.total_pages = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for total_pages: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<PaginatedSnapshots> for super::PaginatedSnapshots {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PaginatedSnapshots,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    page: value.page?,
                    total: value.total?,
                    total_pages: value.total_pages?,
                })
            }
        }
        impl ::std::convert::From<super::PaginatedSnapshots> for PaginatedSnapshots {
            fn from(value: super::PaginatedSnapshots) -> Self {
                Self {
                    items: Ok(value.items),
                    page: Ok(value.page),
                    total: Ok(value.total),
                    total_pages: Ok(value.total_pages),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PosthogConfig {
            api_key: ::std::result::Result<::std::string::String, ::std::string::String>,
            host: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for PosthogConfig {
            fn default() -> Self {
                Self {
                    api_key: Err("no value supplied for api_key".to_string()),
                    host: Err("no value supplied for host".to_string()),
                }
            }
        }
        impl PosthogConfig {
            pub fn api_key<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.api_key = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for api_key: {e}")
                    });
                self
            }
            pub fn host<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.host = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for host: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<PosthogConfig> for super::PosthogConfig {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PosthogConfig,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    api_key: value.api_key?,
                    host: value.host?,
                })
            }
        }
        impl ::std::convert::From<super::PosthogConfig> for PosthogConfig {
            fn from(value: super::PosthogConfig) -> Self {
                Self {
                    api_key: Ok(value.api_key),
                    host: Ok(value.host),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RateLimitConfig {
            authenticated: ::std::result::Result<
                ::std::option::Option<super::RateLimitEntry>,
                ::std::string::String,
            >,
            failed_auth: ::std::result::Result<
                ::std::option::Option<super::RateLimitEntry>,
                ::std::string::String,
            >,
            sandbox_create: ::std::result::Result<
                ::std::option::Option<super::RateLimitEntry>,
                ::std::string::String,
            >,
            sandbox_lifecycle: ::std::result::Result<
                ::std::option::Option<super::RateLimitEntry>,
                ::std::string::String,
            >,
            sandbox_list: ::std::result::Result<
                ::std::option::Option<super::RateLimitEntry>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for RateLimitConfig {
            fn default() -> Self {
                Self {
                    authenticated: Ok(Default::default()),
                    failed_auth: Ok(Default::default()),
                    sandbox_create: Ok(Default::default()),
                    sandbox_lifecycle: Ok(Default::default()),
                    sandbox_list: Ok(Default::default()),
                }
            }
        }
        impl RateLimitConfig {
            pub fn authenticated<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::RateLimitEntry>>,
                T::Error: ::std::fmt::Display,
            {
                self.authenticated = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for authenticated: {e}")
                    });
                self
            }
            pub fn failed_auth<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::RateLimitEntry>>,
                T::Error: ::std::fmt::Display,
            {
                self.failed_auth = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for failed_auth: {e}")
                    });
                self
            }
            pub fn sandbox_create<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::RateLimitEntry>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_create = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for sandbox_create: {e}"
                        )
                    });
                self
            }
            pub fn sandbox_lifecycle<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::RateLimitEntry>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_lifecycle = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for sandbox_lifecycle: {e}"
                        )
                    });
                self
            }
            pub fn sandbox_list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::RateLimitEntry>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_list = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for sandbox_list: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<RateLimitConfig> for super::RateLimitConfig {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RateLimitConfig,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    authenticated: value.authenticated?,
                    failed_auth: value.failed_auth?,
                    sandbox_create: value.sandbox_create?,
                    sandbox_lifecycle: value.sandbox_lifecycle?,
                    sandbox_list: value.sandbox_list?,
                })
            }
        }
        impl ::std::convert::From<super::RateLimitConfig> for RateLimitConfig {
            fn from(value: super::RateLimitConfig) -> Self {
                Self {
                    authenticated: Ok(value.authenticated),
                    failed_auth: Ok(value.failed_auth),
                    sandbox_create: Ok(value.sandbox_create),
                    sandbox_lifecycle: Ok(value.sandbox_lifecycle),
                    sandbox_list: Ok(value.sandbox_list),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct RateLimitEntry {
            limit: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            ttl: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for RateLimitEntry {
            fn default() -> Self {
                Self {
                    limit: Ok(Default::default()),
                    ttl: Ok(Default::default()),
                }
            }
        }
        impl RateLimitEntry {
            pub fn limit<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.limit = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for limit: {e}")
                    });
                self
            }
            pub fn ttl<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.ttl = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for ttl: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<RateLimitEntry> for super::RateLimitEntry {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RateLimitEntry,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    limit: value.limit?,
                    ttl: value.ttl?,
                })
            }
        }
        impl ::std::convert::From<super::RateLimitEntry> for RateLimitEntry {
            fn from(value: super::RateLimitEntry) -> Self {
                Self {
                    limit: Ok(value.limit),
                    ttl: Ok(value.ttl),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Region {
            created_at: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            organization_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            otel_endpoint: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            proxy_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            region_type: ::std::result::Result<super::RegionType, ::std::string::String>,
            snapshot_manager_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            ssh_gateway_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            updated_at: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Region {
            fn default() -> Self {
                Self {
                    created_at: Err("no value supplied for created_at".to_string()),
                    id: Err("no value supplied for id".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    organization_id: Ok(Default::default()),
                    otel_endpoint: Ok(Default::default()),
                    proxy_url: Ok(Default::default()),
                    region_type: Err("no value supplied for region_type".to_string()),
                    snapshot_manager_url: Ok(Default::default()),
                    ssh_gateway_url: Ok(Default::default()),
                    updated_at: Err("no value supplied for updated_at".to_string()),
                }
            }
        }
        impl Region {
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
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
            pub fn organization_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.organization_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for organization_id: {e}"
                        )
                    });
                self
            }
            pub fn otel_endpoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.otel_endpoint = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for otel_endpoint: {e}")
                    });
                self
            }
            pub fn proxy_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.proxy_url = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for proxy_url: {e}")
                    });
                self
            }
            pub fn region_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::RegionType>,
                T::Error: ::std::fmt::Display,
            {
                self.region_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for region_type: {e}")
                    });
                self
            }
            pub fn snapshot_manager_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.snapshot_manager_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for snapshot_manager_url: {e}"
                        )
                    });
                self
            }
            pub fn ssh_gateway_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.ssh_gateway_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for ssh_gateway_url: {e}"
                        )
                    });
                self
            }
            pub fn updated_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.updated_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for updated_at: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Region> for super::Region {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Region,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    created_at: value.created_at?,
                    id: value.id?,
                    name: value.name?,
                    organization_id: value.organization_id?,
                    otel_endpoint: value.otel_endpoint?,
                    proxy_url: value.proxy_url?,
                    region_type: value.region_type?,
                    snapshot_manager_url: value.snapshot_manager_url?,
                    ssh_gateway_url: value.ssh_gateway_url?,
                    updated_at: value.updated_at?,
                })
            }
        }
        impl ::std::convert::From<super::Region> for Region {
            fn from(value: super::Region) -> Self {
                Self {
                    created_at: Ok(value.created_at),
                    id: Ok(value.id),
                    name: Ok(value.name),
                    organization_id: Ok(value.organization_id),
                    otel_endpoint: Ok(value.otel_endpoint),
                    proxy_url: Ok(value.proxy_url),
                    region_type: Ok(value.region_type),
                    snapshot_manager_url: Ok(value.snapshot_manager_url),
                    ssh_gateway_url: Ok(value.ssh_gateway_url),
                    updated_at: Ok(value.updated_at),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct SnapshotDto {
            build_info: ::std::result::Result<
                ::std::option::Option<super::BuildInfo>,
                ::std::string::String,
            >,
            cpu: ::std::result::Result<f64, ::std::string::String>,
            created_at: ::std::result::Result<::jiff::Timestamp, ::std::string::String>,
            disk: ::std::result::Result<f64, ::std::string::String>,
            entrypoint: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<::std::string::String>>,
                ::std::string::String,
            >,
            error_reason: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            general: ::std::result::Result<bool, ::std::string::String>,
            gpu: ::std::result::Result<f64, ::std::string::String>,
            gpu_type: ::std::result::Result<
                ::std::option::Option<super::GpuType>,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            image_name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            initial_runner_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            last_used_at: ::std::result::Result<
                ::std::option::Option<::jiff::Timestamp>,
                ::std::string::String,
            >,
            mem: ::std::result::Result<f64, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            organization_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            ref_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            region_ids: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            sandbox_class: ::std::result::Result<
                ::std::option::Option<super::SandboxClass>,
                ::std::string::String,
            >,
            size: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            source_sandbox_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            state: ::std::result::Result<super::SnapshotState, ::std::string::String>,
            updated_at: ::std::result::Result<::jiff::Timestamp, ::std::string::String>,
        }
        impl ::std::default::Default for SnapshotDto {
            fn default() -> Self {
                Self {
                    build_info: Ok(Default::default()),
                    cpu: Err("no value supplied for cpu".to_string()),
                    created_at: Err("no value supplied for created_at".to_string()),
                    disk: Err("no value supplied for disk".to_string()),
                    entrypoint: Ok(Default::default()),
                    error_reason: Ok(Default::default()),
                    general: Err("no value supplied for general".to_string()),
                    gpu: Err("no value supplied for gpu".to_string()),
                    gpu_type: Ok(Default::default()),
                    id: Err("no value supplied for id".to_string()),
                    image_name: Ok(Default::default()),
                    initial_runner_id: Ok(Default::default()),
                    last_used_at: Ok(Default::default()),
                    mem: Err("no value supplied for mem".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    organization_id: Ok(Default::default()),
                    ref_: Ok(Default::default()),
                    region_ids: Ok(Default::default()),
                    sandbox_class: Ok(Default::default()),
                    size: Ok(Default::default()),
                    source_sandbox_id: Ok(Default::default()),
                    state: Err("no value supplied for state".to_string()),
                    updated_at: Err("no value supplied for updated_at".to_string()),
                }
            }
        }
        impl SnapshotDto {
            pub fn build_info<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::BuildInfo>>,
                T::Error: ::std::fmt::Display,
            {
                self.build_info = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for build_info: {e}")
                    });
                self
            }
            pub fn cpu<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.cpu = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for cpu: {e}")
                    });
                self
            }
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
            pub fn disk<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.disk = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for disk: {e}")
                    });
                self
            }
            pub fn entrypoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<::std::string::String>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.entrypoint = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for entrypoint: {e}")
                    });
                self
            }
            pub fn error_reason<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.error_reason = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error_reason: {e}")
                    });
                self
            }
            pub fn general<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.general = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for general: {e}")
                    });
                self
            }
            pub fn gpu<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.gpu = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for gpu: {e}")
                    });
                self
            }
            pub fn gpu_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::GpuType>>,
                T::Error: ::std::fmt::Display,
            {
                self.gpu_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for gpu_type: {e}")
                    });
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn image_name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.image_name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for image_name: {e}")
                    });
                self
            }
            pub fn initial_runner_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.initial_runner_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for initial_runner_id: {e}"
                        )
                    });
                self
            }
            pub fn last_used_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::jiff::Timestamp>>,
                T::Error: ::std::fmt::Display,
            {
                self.last_used_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for last_used_at: {e}")
                    });
                self
            }
            pub fn mem<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.mem = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for mem: {e}")
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
            pub fn organization_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.organization_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for organization_id: {e}"
                        )
                    });
                self
            }
            pub fn ref_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.ref_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for ref_: {e}")
                    });
                self
            }
            pub fn region_ids<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.region_ids = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for region_ids: {e}")
                    });
                self
            }
            pub fn sandbox_class<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::SandboxClass>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_class = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for sandbox_class: {e}")
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
            pub fn source_sandbox_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.source_sandbox_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for source_sandbox_id: {e}"
                        )
                    });
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::SnapshotState>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for state: {e}")
                    });
                self
            }
            pub fn updated_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::jiff::Timestamp>,
                T::Error: ::std::fmt::Display,
            {
                self.updated_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for updated_at: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<SnapshotDto> for super::SnapshotDto {
            type Error = super::error::ConversionError;
            fn try_from(
                value: SnapshotDto,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    build_info: value.build_info?,
                    cpu: value.cpu?,
                    created_at: value.created_at?,
                    disk: value.disk?,
                    entrypoint: value.entrypoint?,
                    error_reason: value.error_reason?,
                    general: value.general?,
                    gpu: value.gpu?,
                    gpu_type: value.gpu_type?,
                    id: value.id?,
                    image_name: value.image_name?,
                    initial_runner_id: value.initial_runner_id?,
                    last_used_at: value.last_used_at?,
                    mem: value.mem?,
                    name: value.name?,
                    organization_id: value.organization_id?,
                    ref_: value.ref_?,
                    region_ids: value.region_ids?,
                    sandbox_class: value.sandbox_class?,
                    size: value.size?,
                    source_sandbox_id: value.source_sandbox_id?,
                    state: value.state?,
                    updated_at: value.updated_at?,
                })
            }
        }
        impl ::std::convert::From<super::SnapshotDto> for SnapshotDto {
            fn from(value: super::SnapshotDto) -> Self {
                Self {
                    build_info: Ok(value.build_info),
                    cpu: Ok(value.cpu),
                    created_at: Ok(value.created_at),
                    disk: Ok(value.disk),
                    entrypoint: Ok(value.entrypoint),
                    error_reason: Ok(value.error_reason),
                    general: Ok(value.general),
                    gpu: Ok(value.gpu),
                    gpu_type: Ok(value.gpu_type),
                    id: Ok(value.id),
                    image_name: Ok(value.image_name),
                    initial_runner_id: Ok(value.initial_runner_id),
                    last_used_at: Ok(value.last_used_at),
                    mem: Ok(value.mem),
                    name: Ok(value.name),
                    organization_id: Ok(value.organization_id),
                    ref_: Ok(value.ref_),
                    region_ids: Ok(value.region_ids),
                    sandbox_class: Ok(value.sandbox_class),
                    size: Ok(value.size),
                    source_sandbox_id: Ok(value.source_sandbox_id),
                    state: Ok(value.state),
                    updated_at: Ok(value.updated_at),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct SsoOidcConfig {
            client_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            issuer: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for SsoOidcConfig {
            fn default() -> Self {
                Self {
                    client_id: Err("no value supplied for client_id".to_string()),
                    issuer: Err("no value supplied for issuer".to_string()),
                }
            }
        }
        impl SsoOidcConfig {
            pub fn client_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.client_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for client_id: {e}")
                    });
                self
            }
            pub fn issuer<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.issuer = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for issuer: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<SsoOidcConfig> for super::SsoOidcConfig {
            type Error = super::error::ConversionError;
            fn try_from(
                value: SsoOidcConfig,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    client_id: value.client_id?,
                    issuer: value.issuer?,
                })
            }
        }
        impl ::std::convert::From<super::SsoOidcConfig> for SsoOidcConfig {
            fn from(value: super::SsoOidcConfig) -> Self {
                Self {
                    client_id: Ok(value.client_id),
                    issuer: Ok(value.issuer),
                }
            }
        }
        #[derive(Clone)]
        pub struct StorageAccessDto {
            access_key: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            bucket: ::std::result::Result<::std::string::String, ::std::string::String>,
            organization_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            region: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            secret: ::std::result::Result<::std::string::String, ::std::string::String>,
            session_token: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            storage_url: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for StorageAccessDto {
            fn default() -> Self {
                Self {
                    access_key: Err("no value supplied for access_key".to_string()),
                    bucket: Err("no value supplied for bucket".to_string()),
                    organization_id: Err(
                        "no value supplied for organization_id".to_string(),
                    ),
                    region: Ok(Default::default()),
                    secret: Err("no value supplied for secret".to_string()),
                    session_token: Err(
                        "no value supplied for session_token".to_string(),
                    ),
                    storage_url: Err("no value supplied for storage_url".to_string()),
                }
            }
        }
        impl StorageAccessDto {
            pub fn access_key<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.access_key = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for access_key: {e}")
                    });
                self
            }
            pub fn bucket<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.bucket = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for bucket: {e}")
                    });
                self
            }
            pub fn organization_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.organization_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for organization_id: {e}"
                        )
                    });
                self
            }
            pub fn region<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.region = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for region: {e}")
                    });
                self
            }
            pub fn secret<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.secret = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for secret: {e}")
                    });
                self
            }
            pub fn session_token<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.session_token = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for session_token: {e}")
                    });
                self
            }
            pub fn storage_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.storage_url = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for storage_url: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<StorageAccessDto> for super::StorageAccessDto {
            type Error = super::error::ConversionError;
            fn try_from(
                value: StorageAccessDto,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    access_key: value.access_key?,
                    bucket: value.bucket?,
                    organization_id: value.organization_id?,
                    region: value.region?,
                    secret: value.secret?,
                    session_token: value.session_token?,
                    storage_url: value.storage_url?,
                })
            }
        }
        impl ::std::convert::From<super::StorageAccessDto> for StorageAccessDto {
            fn from(value: super::StorageAccessDto) -> Self {
                Self {
                    access_key: Ok(value.access_key),
                    bucket: Ok(value.bucket),
                    organization_id: Ok(value.organization_id),
                    region: Ok(value.region),
                    secret: Ok(value.secret),
                    session_token: Ok(value.session_token),
                    storage_url: Ok(value.storage_url),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Url {
            url: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        impl ::std::default::Default for Url {
            fn default() -> Self {
                Self {
                    url: Err("no value supplied for url".to_string()),
                }
            }
        }
        impl Url {
            pub fn url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.url = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for url: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Url> for super::Url {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Url,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { url: value.url? })
            }
        }
        impl ::std::convert::From<super::Url> for Url {
            fn from(value: super::Url) -> Self {
                Self { url: Ok(value.url) }
            }
        }
        impl ::std::fmt::Debug for StorageAccessDto {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("StorageAccessDto")
                    .field("bucket", &self.bucket)
                    .field("organization_id", &self.organization_id)
                    .field("region", &self.region)
                    .field("storage_url", &self.storage_url)
                    .finish_non_exhaustive()
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
    impl ::std::fmt::Debug for StorageAccessDto {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("StorageAccessDto")
                .field("bucket", &self.bucket)
                .field("organization_id", &self.organization_id)
                .field("region", &self.region)
                .field("storage_url", &self.storage_url)
                .finish_non_exhaustive()
        }
    }
}
#[derive(Clone, Debug)]
/// Client for Daytona
///
/// Snapshots, and what is needed to create them, in Daytona's REST API.
///
/// Version: 1.0
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::RequestHeaders,
}
impl Client {}
impl ClientInfo<crate::RequestHeaders> for Client {
    fn api_version() -> &'static str {
        "1.0"
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
    /// Reads the public configuration of the installation
    ///
    /// Needs no credentials.
    ///
    /// Sends a `GET` request to `/config`
    pub fn get_config(&self) -> builder::GetConfig<'_> {
        builder::GetConfig::new(self)
    }
    /// Tells whether the API process is alive
    ///
    /// Needs no credentials and looks at no other service. The body can be ignored.
    ///
    /// Sends a `GET` request to `/health`
    pub fn check_health(&self) -> builder::CheckHealth<'_> {
        builder::CheckHealth::new(self)
    }
    /// Tells whether the API and the services that it depends on are ready
    ///
    /// Meant for the operators of an installation: an ordinary API key is refused with status 403. While a service
    /// is down the answer has status 503 and a body of the same shape.
    ///
    /// Sends a `GET` request to `/health/ready`
    pub fn check_readiness(&self) -> builder::CheckReadiness<'_> {
        builder::CheckReadiness::new(self)
    }
    /// Hands out temporary credentials for uploading build contexts
    ///
    /// The credentials are good for one hour and for objects below the organization's own prefix only. A context is
    /// stored under the key `{organizationId}/{hash}/context.tar`. Installations without object storage answer
    /// with status 503.
    ///
    /// Sends a `GET` request to `/object-storage/push-access`
    pub fn get_push_access(&self) -> builder::GetPushAccess<'_> {
        builder::GetPushAccess::new(self)
    }
    /// Lists the regions that the organization can use
    ///
    /// Shared regions, and the organization's own ones.
    ///
    /// Sends a `GET` request to `/regions`
    pub fn list_available_regions(&self) -> builder::ListAvailableRegions<'_> {
        builder::ListAvailableRegions::new(self)
    }
    /// Lists the regions that every organization can use
    ///
    /// Needs no credentials.
    ///
    /// Sends a `GET` request to `/shared-regions`
    pub fn list_shared_regions(&self) -> builder::ListSharedRegions<'_> {
        builder::ListSharedRegions::new(self)
    }
    /// Lists snapshots, one page at a time
    ///
    /// General snapshots come after the organization's own ones, snapshots without a value for the sort field come
    /// last, and ties are ordered by creation time, newest first. Snapshots that are being removed are still
    /// listed. A page past the end is empty and no error.
    ///
    /// Sends a `GET` request to `/snapshots`
    ///
    /// Arguments:
    /// - `limit`: How many snapshots a page holds, from 1 to 200; 100 by default.
    /// - `name`: Keeps the snapshots whose name contains this text, in upper or lower case.
    /// - `order`: The direction to sort in; `desc` by default.
    /// - `page`: The page to return, counted from 1, which is the default.
    /// - `sort`: The field to sort by; `lastUsedAt` by default.
    /// - `source_sandbox_id`: Keeps the snapshots that were taken from the sandbox with this ID.
    pub fn get_all_snapshots(&self) -> builder::GetAllSnapshots<'_> {
        builder::GetAllSnapshots::new(self)
    }
    /// Creates a snapshot from an image or from a Dockerfile
    ///
    /// Exactly one of `imageName` and `buildInfo` must be given, and `entrypoint` only together with `imageName`.
    /// The server answers before the image is pulled or built: read the snapshot again until its state has
    /// settled. When an identical build exists, the snapshot may be `active` at once.
    ///
    /// Status 400 means that a value was refused or a quota is used up, 403 that the organization is suspended or
    /// the permission is missing, 404 that the region is unknown or that the request is larger than about 100 kB,
    /// 409 that the name is taken.
    ///
    /// Sends a `POST` request to `/snapshots`
    ///
    /// Arguments:
    /// - `body`: The snapshot to create.
    pub fn create_snapshot(&self) -> builder::CreateSnapshot<'_> {
        builder::CreateSnapshot::new(self)
    }
    /// Reads one snapshot, by ID or by name
    ///
    /// The organization's own snapshot wins over a general one of the same name.
    ///
    /// Sends a `GET` request to `/snapshots/{id}`
    ///
    /// Arguments:
    /// - `id`: The ID or the name of the snapshot.
    pub fn get_snapshot(&self) -> builder::GetSnapshot<'_> {
        builder::GetSnapshot::new(self)
    }
    /// Removes a snapshot
    ///
    /// The state becomes `removing`, and the snapshot disappears within about 10 seconds; until then its name stays
    /// taken. Repeating the call in that time is no error. An organization's own general snapshot cannot be removed
    /// (status 403).
    ///
    /// Sends a `DELETE` request to `/snapshots/{id}`
    ///
    /// Arguments:
    /// - `id`: The ID of the snapshot. Its name is refused with status 400.
    pub fn remove_snapshot(&self) -> builder::RemoveSnapshot<'_> {
        builder::RemoveSnapshot::new(self)
    }
    /// Makes an inactive snapshot usable again
    ///
    /// The snapshot starts over in the state `pending`. Refused with status 400 unless it is `inactive`, and for 10
    /// minutes after its last change.
    ///
    /// Sends a `POST` request to `/snapshots/{id}/activate`
    ///
    /// Arguments:
    /// - `id`: The ID of the snapshot. Its name is refused with status 400.
    pub fn activate_snapshot(&self) -> builder::ActivateSnapshot<'_> {
        builder::ActivateSnapshot::new(self)
    }
    /// Streams the build log of a snapshot through the API
    ///
    /// Deprecated in favour of `getSnapshotBuildLogsUrl`.
    ///
    /// Sends a `GET` request to `/snapshots/{id}/build-logs`
    ///
    /// Arguments:
    /// - `id`: The ID of the snapshot. Its name is refused with status 400.
    /// - `follow`: Whether to wait for lines that are still to come.
    #[deprecated = "the API calls this operation deprecated"]
    pub fn get_snapshot_build_logs(&self) -> builder::GetSnapshotBuildLogs<'_> {
        builder::GetSnapshotBuildLogs::new(self)
    }
    /// Tells where the build log of a snapshot can be read
    ///
    /// Blocks for up to 30 seconds until a runner has taken the build on, then answers with status 404; snapshots
    /// that were not built from a Dockerfile have no log either. The URL lies on another host and takes the same
    /// bearer token. With the query parameter `follow=true` it streams the lines still to come.
    ///
    /// Sends a `GET` request to `/snapshots/{id}/build-logs-url`
    ///
    /// Arguments:
    /// - `id`: The ID of the snapshot. Its name is refused with status 400.
    pub fn get_snapshot_build_logs_url(&self) -> builder::GetSnapshotBuildLogsUrl<'_> {
        builder::GetSnapshotBuildLogsUrl::new(self)
    }
    /// Takes a snapshot out of use without removing it
    ///
    /// Works in any state, and again on a snapshot that is inactive already.
    ///
    /// Sends a `POST` request to `/snapshots/{id}/deactivate`
    ///
    /// Arguments:
    /// - `id`: The ID of the snapshot. Its name is refused with status 400.
    pub fn deactivate_snapshot(&self) -> builder::DeactivateSnapshot<'_> {
        builder::DeactivateSnapshot::new(self)
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
    /// Builder for [`Client::get_config`]
    ///
    /// [`Client::get_config`]: super::Client::get_config
    #[derive(Debug, Clone)]
    pub struct GetConfig<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetConfig<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/config`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::DaytonaConfiguration>, Error<()>> {
            let Self { client } = self;
            let url = format!("{}/config", client.baseurl,);
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
                operation_id: "get_config",
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
    /// Builder for [`Client::check_health`]
    ///
    /// [`Client::check_health`]: super::Client::check_health
    #[derive(Debug, Clone)]
    pub struct CheckHealth<'a> {
        client: &'a super::Client,
    }
    impl<'a> CheckHealth<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/health`
        pub async fn send(self) -> Result<ResponseValue<ByteStream>, Error<()>> {
            let Self { client } = self;
            let url = format!("{}/health", client.baseurl,);
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
                operation_id: "check_health",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_html(&response) => {
                    Ok(ResponseValue::stream(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::check_readiness`]
    ///
    /// [`Client::check_readiness`]: super::Client::check_readiness
    #[derive(Debug, Clone)]
    pub struct CheckReadiness<'a> {
        client: &'a super::Client,
    }
    impl<'a> CheckReadiness<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/health/ready`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::CheckReadinessResponse>, Error<()>> {
            let Self { client } = self;
            let url = format!("{}/health/ready", client.baseurl,);
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
                operation_id: "check_readiness",
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
    /// Builder for [`Client::get_push_access`]
    ///
    /// [`Client::get_push_access`]: super::Client::get_push_access
    #[derive(Debug, Clone)]
    pub struct GetPushAccess<'a> {
        client: &'a super::Client,
    }
    impl<'a> GetPushAccess<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/object-storage/push-access`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::StorageAccessDto>, Error<()>> {
            let Self { client } = self;
            let url = format!("{}/object-storage/push-access", client.baseurl,);
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
                operation_id: "get_push_access",
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
    /// Builder for [`Client::list_available_regions`]
    ///
    /// [`Client::list_available_regions`]: super::Client::list_available_regions
    #[derive(Debug, Clone)]
    pub struct ListAvailableRegions<'a> {
        client: &'a super::Client,
    }
    impl<'a> ListAvailableRegions<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/regions`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<::std::vec::Vec<types::Region>>, Error<()>> {
            let Self { client } = self;
            let url = format!("{}/regions", client.baseurl,);
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
                operation_id: "list_available_regions",
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
    /// Builder for [`Client::list_shared_regions`]
    ///
    /// [`Client::list_shared_regions`]: super::Client::list_shared_regions
    #[derive(Debug, Clone)]
    pub struct ListSharedRegions<'a> {
        client: &'a super::Client,
    }
    impl<'a> ListSharedRegions<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/shared-regions`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<::std::vec::Vec<types::Region>>, Error<()>> {
            let Self { client } = self;
            let url = format!("{}/shared-regions", client.baseurl,);
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
                operation_id: "list_shared_regions",
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
    /// Builder for [`Client::get_all_snapshots`]
    ///
    /// [`Client::get_all_snapshots`]: super::Client::get_all_snapshots
    #[derive(Debug, Clone)]
    pub struct GetAllSnapshots<'a> {
        client: &'a super::Client,
        limit: Result<Option<u64>, String>,
        name: Result<Option<::std::string::String>, String>,
        order: Result<Option<types::GetAllSnapshotsOrder>, String>,
        page: Result<Option<u64>, String>,
        sort: Result<Option<types::GetAllSnapshotsSort>, String>,
        source_sandbox_id: Result<Option<::std::string::String>, String>,
    }
    impl<'a> GetAllSnapshots<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                limit: Ok(None),
                name: Ok(None),
                order: Ok(None),
                page: Ok(None),
                sort: Ok(None),
                source_sandbox_id: Ok(None),
            }
        }
        pub fn limit<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<u64>,
        {
            self.limit = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `u64` for limit failed".to_string());
            self
        }
        pub fn name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.name = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for name failed"
                        .to_string()
                });
            self
        }
        pub fn order<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::GetAllSnapshotsOrder>,
        {
            self.order = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `GetAllSnapshotsOrder` for order failed".to_string()
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
        pub fn sort<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::GetAllSnapshotsSort>,
        {
            self.sort = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `GetAllSnapshotsSort` for sort failed".to_string()
                });
            self
        }
        pub fn source_sandbox_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.source_sandbox_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for source_sandbox_id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/snapshots`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::PaginatedSnapshots>, Error<()>> {
            let Self { client, limit, name, order, page, sort, source_sandbox_id } = self;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let name = name.map_err(Error::InvalidRequest)?;
            let order = order.map_err(Error::InvalidRequest)?;
            let page = page.map_err(Error::InvalidRequest)?;
            let sort = sort.map_err(Error::InvalidRequest)?;
            let source_sandbox_id = source_sandbox_id.map_err(Error::InvalidRequest)?;
            let url = format!("{}/snapshots", client.baseurl,);
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
                    &crate::query::pairs("limit", &limit, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("name", &name, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("order", &order, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("page", &page, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("sort", &sort, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "sourceSandboxId",
                            &source_sandbox_id,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_all_snapshots",
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
    /// Builder for [`Client::create_snapshot`]
    ///
    /// [`Client::create_snapshot`]: super::Client::create_snapshot
    #[derive(Debug, Clone)]
    pub struct CreateSnapshot<'a> {
        client: &'a super::Client,
        body: Result<types::builder::CreateSnapshot, String>,
    }
    impl<'a> CreateSnapshot<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateSnapshot>,
            <V as std::convert::TryInto<
                types::CreateSnapshot,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `CreateSnapshot` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateSnapshot,
            ) -> types::builder::CreateSnapshot,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends a `POST` request to `/snapshots`
        pub async fn send(self) -> Result<ResponseValue<types::SnapshotDto>, Error<()>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::CreateSnapshot::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/snapshots", client.baseurl,);
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
                operation_id: "create_snapshot",
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
    /// Builder for [`Client::get_snapshot`]
    ///
    /// [`Client::get_snapshot`]: super::Client::get_snapshot
    #[derive(Debug, Clone)]
    pub struct GetSnapshot<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
    }
    impl<'a> GetSnapshot<'a> {
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
        /// Sends a `GET` request to `/snapshots/{id}`
        pub async fn send(self) -> Result<ResponseValue<types::SnapshotDto>, Error<()>> {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/snapshots/{}", client.baseurl, crate ::path::segment("id", & id
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
                operation_id: "get_snapshot",
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
    /// Builder for [`Client::remove_snapshot`]
    ///
    /// [`Client::remove_snapshot`]: super::Client::remove_snapshot
    #[derive(Debug, Clone)]
    pub struct RemoveSnapshot<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
    }
    impl<'a> RemoveSnapshot<'a> {
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
        /// Sends a `DELETE` request to `/snapshots/{id}`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<()>> {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/snapshots/{}", client.baseurl, crate ::path::segment("id", & id
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
                operation_id: "remove_snapshot",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_html(&response) => {
                    Ok(ResponseValue::empty(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::activate_snapshot`]
    ///
    /// [`Client::activate_snapshot`]: super::Client::activate_snapshot
    #[derive(Debug, Clone)]
    pub struct ActivateSnapshot<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
    }
    impl<'a> ActivateSnapshot<'a> {
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
        /// Sends a `POST` request to `/snapshots/{id}/activate`
        pub async fn send(self) -> Result<ResponseValue<types::SnapshotDto>, Error<()>> {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/snapshots/{}/activate", client.baseurl, crate ::path::segment("id", &
                id.to_string()).map_err(Error::InvalidRequest) ?,
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
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "activate_snapshot",
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
    /// Builder for [`Client::get_snapshot_build_logs`]
    ///
    /// [`Client::get_snapshot_build_logs`]: super::Client::get_snapshot_build_logs
    #[derive(Debug, Clone)]
    pub struct GetSnapshotBuildLogs<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
        follow: Result<Option<bool>, String>,
    }
    impl<'a> GetSnapshotBuildLogs<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                follow: Ok(None),
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
        pub fn follow<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.follow = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for follow failed".to_string());
            self
        }
        /// Sends a `GET` request to `/snapshots/{id}/build-logs`
        pub async fn send(self) -> Result<ResponseValue<ByteStream>, Error<()>> {
            let Self { client, id, follow } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let follow = follow.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/snapshots/{}/build-logs", client.baseurl, crate ::path::segment("id",
                & id.to_string()).map_err(Error::InvalidRequest) ?,
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
                .query(
                    &crate::query::pairs(
                            "follow",
                            &follow,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_snapshot_build_logs",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_html(&response) => {
                    Ok(ResponseValue::stream(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::get_snapshot_build_logs_url`]
    ///
    /// [`Client::get_snapshot_build_logs_url`]: super::Client::get_snapshot_build_logs_url
    #[derive(Debug, Clone)]
    pub struct GetSnapshotBuildLogsUrl<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
    }
    impl<'a> GetSnapshotBuildLogsUrl<'a> {
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
        /// Sends a `GET` request to `/snapshots/{id}/build-logs-url`
        pub async fn send(self) -> Result<ResponseValue<types::Url>, Error<()>> {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/snapshots/{}/build-logs-url", client.baseurl, crate
                ::path::segment("id", & id.to_string()).map_err(Error::InvalidRequest) ?,
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
                operation_id: "get_snapshot_build_logs_url",
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
    /// Builder for [`Client::deactivate_snapshot`]
    ///
    /// [`Client::deactivate_snapshot`]: super::Client::deactivate_snapshot
    #[derive(Debug, Clone)]
    pub struct DeactivateSnapshot<'a> {
        client: &'a super::Client,
        id: Result<::std::string::String, String>,
    }
    impl<'a> DeactivateSnapshot<'a> {
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
        /// Sends a `POST` request to `/snapshots/{id}/deactivate`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<()>> {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/snapshots/{}/deactivate", client.baseurl, crate ::path::segment("id",
                & id.to_string()).map_err(Error::InvalidRequest) ?,
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
            let mut request = client.client.post(url).headers(header_map).build()?;
            let info = OperationInfo {
                operation_id: "deactivate_snapshot",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 if !crate::answer::is_html(&response) => {
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
