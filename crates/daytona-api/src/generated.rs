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
    /// A class of sandboxes that an organization can create in a region.
    #[cfg(feature = "organizations")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct AvailableSandboxClass {
        /// The types of GPU that such sandboxes can have.
        #[serde(
            rename = "allowedGpuTypes",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub allowed_gpu_types: ::std::vec::Vec<GpuType>,
        /// `true` if such sandboxes can have a GPU.
        #[serde(rename = "gpuAvailable")]
        pub gpu_available: bool,
        /// The ID of the region.
        #[serde(rename = "regionId")]
        pub region_id: ::std::string::String,
        /// The class.
        #[serde(rename = "sandboxClass")]
        pub sandbox_class: SandboxClass,
    }
    #[cfg(feature = "organizations")]
    impl AvailableSandboxClass {
        pub fn builder() -> builder::AvailableSandboxClass {
            Default::default()
        }
    }
    /// The Dockerfile and the build context of a snapshot.
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
        /// The time of the first request for the build.
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
        /// The time of the last change.
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
        /// The services that are down, by name; usually with the reason in `message`.
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
    /// The Dockerfile and the build context for a new snapshot.
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
        /// finds in this text. Default: `sleep infinity`. `CMD` is ignored.
        #[serde(rename = "dockerfileContent")]
        pub dockerfile_content: ::std::string::String,
    }
    impl CreateBuildInfo {
        pub fn builder() -> builder::CreateBuildInfo {
            Default::default()
        }
    }
    /// A sandbox to create. Every field is optional. Missing values come from the snapshot (`snapshot`), or from the
    /// defaults of the installation.
    #[cfg(feature = "sandboxes")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Default, PartialEq)]
    pub struct CreateSandbox {
        /// The time in minutes from the stop of the sandbox to its archiving; 0 for the longest time allowed.
        #[serde(
            rename = "autoArchiveInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub auto_archive_interval: ::std::option::Option<i64>,
        /// The time in minutes from the stop of the sandbox to its deletion; 0 for at once, which makes it an ephemeral
        /// sandbox, and a negative number for never.
        #[serde(
            rename = "autoDeleteInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub auto_delete_interval: ::std::option::Option<i64>,
        /// The idle time in minutes until the sandbox is paused; 0 for never. Default: 60. Only for classes that can be
        /// paused, and not together with `autoStopInterval`.
        #[serde(
            rename = "autoPauseInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub auto_pause_interval: ::std::option::Option<i64>,
        /// The idle time in minutes until the sandbox is stopped; 0 for never.
        #[serde(
            rename = "autoStopInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub auto_stop_interval: ::std::option::Option<i64>,
        /// The Dockerfile and the build context of an image for this sandbox. Not together with `snapshot`.
        #[serde(
            rename = "buildInfo",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub build_info: ::std::option::Option<CreateBuildInfo>,
        /// The CPU cores.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub cpu: ::std::option::Option<i64>,
        /// The disk in GiB.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub disk: ::std::option::Option<i64>,
        /// The domains that the sandbox can reach, separated by commas; `*.` matches any subdomain.
        #[serde(
            rename = "domainAllowList",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub domain_allow_list: ::std::option::Option<::std::string::String>,
        /// Environment variables of the sandbox, by name. They can be read back; see `secrets` for others.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub env: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        /// The GPUs.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub gpu: ::std::option::Option<i64>,
        /// The types of GPU in order of preference. The first free one is used.
        #[serde(
            rename = "gpuType",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub gpu_type: ::std::vec::Vec<GpuType>,
        /// Labels to find the sandbox by, by name.
        #[serde(
            default,
            skip_serializing_if = ":: std :: collections :: BTreeMap::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub labels: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        /// The ID or the name of a sandbox to share a network with. Linked sandboxes are ephemeral and have no GPU.
        /// The other sandbox must not be linked itself.
        #[serde(
            rename = "linkedSandbox",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub linked_sandbox: ::std::option::Option<::std::string::String>,
        /// The memory in GiB.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub memory: ::std::option::Option<i64>,
        /// The name; the ID of the sandbox if not given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        /// The networks that the sandbox can reach, in CIDR notation, separated by commas.
        #[serde(
            rename = "networkAllowList",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub network_allow_list: ::std::option::Option<::std::string::String>,
        /// `true` if the sandbox has no network.
        #[serde(
            rename = "networkBlockAll",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub network_block_all: ::std::option::Option<bool>,
        /// The OpenTelemetry collector that the sandbox reports to, in place of the region's or Daytona's. Daytona's
        /// dashboard does not show this data.
        #[serde(
            rename = "otelEndpointOverride",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub otel_endpoint_override: ::std::option::Option<::std::string::String>,
        /// The HTTP or HTTPS proxy for requests of the sandbox, with optional credentials. Processes get it in
        /// environment variables, which they can ignore. Together with `domainAllowList`, the network sends all web
        /// traffic through it.
        #[serde(
            rename = "outboundProxyUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub outbound_proxy_url: ::std::option::Option<::std::string::String>,
        /// `true` if the sandbox's ports are public over HTTP.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub public: ::std::option::Option<bool>,
        /// Secrets of the organization's vault for the sandbox: each entry has the name of an environment
        /// variable and, as its value, the name of the secret.
        #[serde(
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub secrets: ::std::vec::Vec<
            ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        >,
        /// The ID or the name of the snapshot to start from. Not together with `buildInfo`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub snapshot: ::std::option::Option<::std::string::String>,
        /// `true` for a spot sandbox, which the server can evict at any time without notice. Only for sandboxes with
        /// a GPU. Default: `false`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub spot: ::std::option::Option<bool>,
        /// The ID of the region to place the sandbox in; the organization's default region if not given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub target: ::std::option::Option<::std::string::String>,
        /// The time in minutes from the creation of the sandbox to its destruction in any state; 0 for never. Regions
        /// can set a maximum, which is then also the default.
        #[serde(
            rename = "ttlMinutes",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub ttl_minutes: ::std::option::Option<i64>,
        /// The user that processes run as.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub user: ::std::option::Option<::std::string::String>,
        /// The volumes to mount.
        #[serde(
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub volumes: ::std::vec::Vec<SandboxVolume>,
    }
    #[cfg(feature = "sandboxes")]
    impl CreateSandbox {
        pub fn builder() -> builder::CreateSandbox {
            Default::default()
        }
    }
    /// A snapshot to take of a sandbox.
    #[cfg(feature = "sandboxes")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CreateSandboxSnapshot {
        /// `true` to include the memory in the snapshot, for virtual machines only. The machine must be running with
        /// `true` and stopped with `false`. Default: `false`.
        #[serde(
            rename = "includeMemory",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub include_memory: ::std::option::Option<bool>,
        /// The name, unique within the organization, as for any snapshot.
        pub name: ::std::string::String,
    }
    #[cfg(feature = "sandboxes")]
    impl CreateSandboxSnapshot {
        pub fn builder() -> builder::CreateSandboxSnapshot {
            Default::default()
        }
    }
    /// A snapshot to create, either from an image (`imageName`) or from a Dockerfile (`buildInfo`).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CreateSnapshot {
        /// The Dockerfile and its build context. Not together with `imageName`.
        #[serde(
            rename = "buildInfo",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub build_info: ::std::option::Option<CreateBuildInfo>,
        /// The CPU cores of a sandbox, 0 or more.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub cpu: ::std::option::Option<i64>,
        /// The disk of a sandbox in GiB, 0 or more.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
        pub disk: ::std::option::Option<i64>,
        /// The command that sandboxes start, in place of the image's own. Not together with `buildInfo`, not even
        /// empty: the Dockerfile has the command there.
        #[serde(
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub entrypoint: ::std::vec::Vec<::std::string::String>,
        /// The GPUs of a sandbox, 0 or 1.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
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
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any"
        )]
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
        /// The class of the sandboxes that will start from the snapshot; it selects the runners.
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
    /// A volume to create.
    #[cfg(feature = "volumes")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct CreateVolume {
        /// The name, unique within the organization.
        pub name: ::std::string::String,
    }
    #[cfg(feature = "volumes")]
    impl CreateVolume {
        pub fn builder() -> builder::CreateVolume {
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
        /// `true` if users can link accounts of other sign-in providers.
        #[serde(rename = "linkedAccountsEnabled")]
        pub linked_accounts_enabled: bool,
        /// `true` if the installation is closed for maintenance. (The service spells the name this way.)
        #[serde(rename = "maintananceMode")]
        pub maintanance_mode: bool,
        /// The longest time, in minutes, after which a stopped sandbox can be set to be archived.
        #[serde(
            rename = "maxAutoArchiveInterval",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub max_auto_archive_interval: f64,
        /// The sign-in provider of users.
        pub oidc: OidcConfig,
        /// The service that receives usage statistics; absent when none are collected.
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
        /// The limits on requests.
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
        /// The sign-in provider of organizations with single sign-on; absent when it is not set up.
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
        /// An unknown value, as its text.
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
        /// An unknown value, as its text.
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
        /// An unknown value, as its text.
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
    /// One page of a list of sandboxes.
    #[cfg(feature = "sandboxes")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ListSandboxesResponse {
        /// The sandboxes of this page.
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub items: ::std::vec::Vec<SandboxListItem>,
        /// The cursor of the next page; `null` on the last one.
        #[serde(
            rename = "nextCursor",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub next_cursor: ::std::option::Option<::std::string::String>,
    }
    #[cfg(feature = "sandboxes")]
    impl ListSandboxesResponse {
        pub fn builder() -> builder::ListSandboxesResponse {
            Default::default()
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
    /// An organization, which owns snapshots, sandboxes and volumes.
    #[cfg(feature = "organizations")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Organization {
        /// The number of requests per interval; `null` for the installation's limit.
        #[serde(
            rename = "authenticatedRateLimit",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub authenticated_rate_limit: ::std::option::Option<f64>,
        /// The interval of `authenticatedRateLimit`, in seconds.
        #[serde(
            rename = "authenticatedRateLimitTtlSeconds",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub authenticated_rate_limit_ttl_seconds: ::std::option::Option<f64>,
        /// The time at which the organization was created.
        #[serde(rename = "createdAt")]
        pub created_at: ::jiff::Timestamp,
        /// The ID of the user that created the organization.
        #[serde(rename = "createdBy")]
        pub created_by: ::std::string::String,
        /// The ID of the region for what is created without one.
        #[serde(
            rename = "defaultRegionId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub default_region_id: ::std::option::Option<::std::string::String>,
        /// Experimental settings.
        #[serde(
            rename = "experimentalConfig",
            default,
            skip_serializing_if = "::serde_json::Map::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub experimental_config: ::serde_json::Map<
            ::std::string::String,
            ::serde_json::Value,
        >,
        /// The ID, a UUID.
        pub id: ::std::string::String,
        /// The most CPU cores that a sandbox can have.
        #[serde(
            rename = "maxCpuPerSandbox",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub max_cpu_per_sandbox: f64,
        /// The largest disk that a sandbox can have, in GiB.
        #[serde(
            rename = "maxDiskPerSandbox",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub max_disk_per_sandbox: f64,
        /// The most memory that a sandbox can have, in GiB.
        #[serde(
            rename = "maxMemoryPerSandbox",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub max_memory_per_sandbox: f64,
        /// The maximum number of secrets for one sandbox.
        #[serde(
            rename = "maxSecretsPerSandbox",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub max_secrets_per_sandbox: ::std::option::Option<f64>,
        /// The name to show.
        pub name: ::std::string::String,
        /// The collector that sandboxes report to; `null` for Daytona's collector.
        #[serde(
            rename = "otelConfig",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub otel_config: ::std::option::Option<OtelConfig>,
        /// `true` for the personal organization of a user.
        pub personal: bool,
        /// `true` if browsers show a warning before they open a port of a sandbox.
        #[serde(
            rename = "previewWarningEnabled",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub preview_warning_enabled: ::std::option::Option<bool>,
        /// The number of sandboxes that can be created per interval; `null` for the installation's limit.
        #[serde(
            rename = "sandboxCreateRateLimit",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub sandbox_create_rate_limit: ::std::option::Option<f64>,
        /// The interval of `sandboxCreateRateLimit`, in seconds.
        #[serde(
            rename = "sandboxCreateRateLimitTtlSeconds",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub sandbox_create_rate_limit_ttl_seconds: ::std::option::Option<f64>,
        /// The number of sandboxes that can be started, stopped or otherwise changed per interval; `null` for the
        /// installation's limit.
        #[serde(
            rename = "sandboxLifecycleRateLimit",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub sandbox_lifecycle_rate_limit: ::std::option::Option<f64>,
        /// The interval of `sandboxLifecycleRateLimit`, in seconds.
        #[serde(
            rename = "sandboxLifecycleRateLimitTtlSeconds",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub sandbox_lifecycle_rate_limit_ttl_seconds: ::std::option::Option<f64>,
        /// `true` if new sandboxes can reach only a limited part of the network.
        #[serde(
            rename = "sandboxLimitedNetworkEgress",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_limited_network_egress: ::std::option::Option<bool>,
        /// The maximum number of secrets in the vault.
        #[serde(
            rename = "secretQuota",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub secret_quota: ::std::option::Option<f64>,
        /// The time in minutes until an unused snapshot becomes `inactive`. Default: 20160, which is 14 days.
        #[serde(
            rename = "snapshotDeactivationTimeoutMinutes",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub snapshot_deactivation_timeout_minutes: ::std::option::Option<f64>,
        /// `true` if the organization can set up single sign-on.
        #[serde(
            rename = "ssoEnabled",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sso_enabled: ::std::option::Option<bool>,
        /// `true` if the organization is suspended.
        pub suspended: bool,
        /// The time at which the organization was suspended.
        #[serde(
            rename = "suspendedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub suspended_at: ::std::option::Option<::jiff::Timestamp>,
        /// The time at which the suspension ends by itself.
        #[serde(
            rename = "suspendedUntil",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub suspended_until: ::std::option::Option<::jiff::Timestamp>,
        /// The time in hours from a suspension to the removal of the organization's resources.
        #[serde(
            rename = "suspensionCleanupGracePeriodHours",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub suspension_cleanup_grace_period_hours: ::std::option::Option<f64>,
        /// The reason of the suspension.
        #[serde(
            rename = "suspensionReason",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub suspension_reason: ::std::option::Option<::std::string::String>,
        /// The time of the last change.
        #[serde(rename = "updatedAt")]
        pub updated_at: ::jiff::Timestamp,
    }
    #[cfg(feature = "organizations")]
    impl Organization {
        pub fn builder() -> builder::Organization {
            Default::default()
        }
    }
    /// The quotas of an organization and their usage.
    #[cfg(feature = "organizations")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct OrganizationUsageOverview {
        /// The current number of snapshots.
        #[serde(
            rename = "currentSnapshotUsage",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub current_snapshot_usage: f64,
        /// The current number of volumes.
        #[serde(
            rename = "currentVolumeUsage",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub current_volume_usage: f64,
        /// The quotas of sandboxes and their usage, one entry for each class in each region.
        #[serde(
            rename = "regionUsage",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub region_usage: ::std::vec::Vec<RegionUsageOverview>,
        /// The maximum number of snapshots.
        #[serde(
            rename = "totalSnapshotQuota",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub total_snapshot_quota: f64,
        /// The maximum number of volumes.
        #[serde(
            rename = "totalVolumeQuota",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub total_volume_quota: f64,
    }
    #[cfg(feature = "organizations")]
    impl OrganizationUsageOverview {
        pub fn builder() -> builder::OrganizationUsageOverview {
            Default::default()
        }
    }
    /// An OpenTelemetry collector.
    #[cfg(feature = "organizations")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, PartialEq)]
    pub struct OtelConfig {
        /// The URL of the collector.
        pub endpoint: ::std::string::String,
        /// The headers for the collector, by name. They often contain credentials.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub headers: ::std::option::Option<
            ::std::collections::BTreeMap<::std::string::String, ::std::string::String>,
        >,
        /// The ID of the organization that the collector belongs to.
        #[serde(
            rename = "organizationId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub organization_id: ::std::option::Option<::std::string::String>,
    }
    #[cfg(feature = "organizations")]
    impl OtelConfig {
        pub fn builder() -> builder::OtelConfig {
            Default::default()
        }
    }
    /// One page of a list of snapshots.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct PaginatedSnapshots {
        /// The snapshots of this page.
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub items: crate::items::Items<SnapshotDto>,
        /// The number of this page. The first page is 1.
        #[serde(deserialize_with = "crate::number::read")]
        pub page: u64,
        /// The number of snapshots on all pages.
        #[serde(deserialize_with = "crate::number::read")]
        pub total: u64,
        /// The number of pages; 0 when there is no snapshot.
        #[serde(rename = "totalPages", deserialize_with = "crate::number::read")]
        pub total_pages: u64,
    }
    impl PaginatedSnapshots {
        pub fn builder() -> builder::PaginatedSnapshots {
            Default::default()
        }
    }
    /// The service that receives usage statistics of the dashboard.
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
    /// The limits on requests, by kind of request.
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
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub limit: ::std::option::Option<f64>,
        /// The interval in seconds.
        #[serde(
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
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
        /// The time at which the region was created, in RFC 3339.
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
        /// The OpenTelemetry collector that sandboxes in the region report to, in place of Daytona's. Daytona's dashboard does
        /// not show this data.
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
        /// The owner and the audience of the region.
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
        /// The time of the last change, in RFC 3339.
        #[serde(rename = "updatedAt")]
        pub updated_at: ::std::string::String,
    }
    impl Region {
        pub fn builder() -> builder::Region {
            Default::default()
        }
    }
    /// The owner and the audience of a region: public (`shared`), operated by Daytona for one organization
    /// (`dedicated`), or operated by the organization itself (`custom`).
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
        /// An unknown value, as its text.
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
    /// The quotas of an organization for one class of sandboxes in one region, and their usage.
    #[cfg(feature = "organizations")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct RegionUsageOverview {
        /// The types of GPU that the sandboxes can have.
        #[serde(
            rename = "allowedGpuTypes",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub allowed_gpu_types: ::std::vec::Vec<GpuType>,
        /// The current number of CPU cores.
        #[serde(
            rename = "currentCpuUsage",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub current_cpu_usage: f64,
        /// The current disk in GiB.
        #[serde(
            rename = "currentDiskUsage",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub current_disk_usage: f64,
        /// The current number of GPUs.
        #[serde(
            rename = "currentGpuUsage",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub current_gpu_usage: ::std::option::Option<f64>,
        /// The current memory in GiB.
        #[serde(
            rename = "currentMemoryUsage",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub current_memory_usage: f64,
        /// The most CPU cores that a sandbox can have for each of its GPUs.
        #[serde(
            rename = "maxCpuPerGpu",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub max_cpu_per_gpu: ::std::option::Option<f64>,
        /// The most CPU cores that one sandbox can have; `null` for the organization's limit.
        #[serde(
            rename = "maxCpuPerSandbox",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub max_cpu_per_sandbox: ::std::option::Option<f64>,
        /// The largest disk that a sandbox can have for each of its GPUs, in GiB.
        #[serde(
            rename = "maxDiskPerGpu",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub max_disk_per_gpu: ::std::option::Option<f64>,
        /// The largest disk of a sandbox that is not deleted as soon as it stops, in GiB; `null` for the limit of any
        /// sandbox.
        #[serde(
            rename = "maxDiskPerNonEphemeralSandbox",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub max_disk_per_non_ephemeral_sandbox: ::std::option::Option<f64>,
        /// The largest disk that one sandbox can have, in GiB; `null` for the organization's limit.
        #[serde(
            rename = "maxDiskPerSandbox",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub max_disk_per_sandbox: ::std::option::Option<f64>,
        /// The most memory that a sandbox can have for each of its GPUs, in GiB.
        #[serde(
            rename = "maxMemoryPerGpu",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub max_memory_per_gpu: ::std::option::Option<f64>,
        /// The most memory that one sandbox can have, in GiB; `null` for the organization's limit.
        #[serde(
            rename = "maxMemoryPerSandbox",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub max_memory_per_sandbox: ::std::option::Option<f64>,
        /// The ID of the region.
        #[serde(rename = "regionId")]
        pub region_id: ::std::string::String,
        /// The class of the sandboxes.
        #[serde(
            rename = "sandboxClass",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_class: ::std::option::Option<SandboxClass>,
        /// The maximum number of CPU cores of all sandboxes together.
        #[serde(
            rename = "totalCpuQuota",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub total_cpu_quota: f64,
        /// The maximum disk of all sandboxes together, in GiB.
        #[serde(
            rename = "totalDiskQuota",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub total_disk_quota: f64,
        /// The maximum number of GPUs of all sandboxes together.
        #[serde(
            rename = "totalGpuQuota",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub total_gpu_quota: ::std::option::Option<f64>,
        /// The maximum memory of all sandboxes together, in GiB.
        #[serde(
            rename = "totalMemoryQuota",
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub total_memory_quota: f64,
    }
    #[cfg(feature = "organizations")]
    impl RegionUsageOverview {
        pub fn builder() -> builder::RegionUsageOverview {
            Default::default()
        }
    }
    /// Temporary credentials for pushing images to one project of a registry.
    #[cfg(feature = "docker-registry")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, PartialEq)]
    pub struct RegistryPushAccessDto {
        /// The time at which the credentials expire, in RFC 3339.
        #[serde(rename = "expiresAt")]
        pub expires_at: ::std::string::String,
        /// The project, which is the first part of an image's path in the registry.
        pub project: ::std::string::String,
        /// The ID of the registry.
        #[serde(rename = "registryId")]
        pub registry_id: ::std::string::String,
        /// The registry, without a scheme.
        #[serde(rename = "registryUrl")]
        pub registry_url: ::std::string::String,
        /// The password.
        pub secret: ::std::string::String,
        /// The user name.
        pub username: ::std::string::String,
    }
    #[cfg(feature = "docker-registry")]
    impl RegistryPushAccessDto {
        pub fn builder() -> builder::RegistryPushAccessDto {
            Default::default()
        }
    }
    /// A sandbox.
    #[cfg(feature = "sandboxes")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, PartialEq)]
    pub struct Sandbox {
        /// The time in minutes from the stop of the sandbox to its archiving.
        #[serde(
            rename = "autoArchiveInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub auto_archive_interval: ::std::option::Option<f64>,
        /// The time in minutes from the stop of the sandbox to its deletion; 0 for at once, a negative number for never.
        #[serde(
            rename = "autoDeleteInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub auto_delete_interval: ::std::option::Option<f64>,
        /// The end of the sandbox's time to live, in RFC 3339; absent without one.
        #[serde(
            rename = "autoDestroyAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub auto_destroy_at: ::std::option::Option<::std::string::String>,
        /// The idle time in minutes until the sandbox is paused; 0 for never.
        #[serde(
            rename = "autoPauseInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub auto_pause_interval: ::std::option::Option<f64>,
        /// The idle time in minutes until the sandbox is stopped; 0 for never.
        #[serde(
            rename = "autoStopInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub auto_stop_interval: ::std::option::Option<f64>,
        /// Deprecated. The time of the last backup, in RFC 3339.
        #[serde(
            rename = "backupCreatedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub backup_created_at: ::std::option::Option<::std::string::String>,
        /// Deprecated. The state of the last backup.
        #[serde(
            rename = "backupState",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub backup_state: ::std::option::Option<SandboxBackupState>,
        /// The Dockerfile and the build context of the image; absent for a sandbox that started from a snapshot.
        #[serde(
            rename = "buildInfo",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub build_info: ::std::option::Option<BuildInfo>,
        /// The CPU cores.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub cpu: f64,
        /// The time at which the sandbox was created, in RFC 3339.
        #[serde(
            rename = "createdAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub created_at: ::std::option::Option<::std::string::String>,
        /// The version of Daytona's daemon in the sandbox.
        #[serde(
            rename = "daemonVersion",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub daemon_version: ::std::option::Option<::std::string::String>,
        /// The state that the server works towards.
        #[serde(
            rename = "desiredState",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub desired_state: ::std::option::Option<SandboxDesiredState>,
        /// The disk in GiB.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub disk: f64,
        /// The domains that the sandbox can reach, separated by commas.
        #[serde(
            rename = "domainAllowList",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub domain_allow_list: ::std::option::Option<::std::string::String>,
        /// The environment variables that the sandbox was created with, by name.
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub env: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        /// The reason of the failure; absent without one.
        #[serde(
            rename = "errorReason",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub error_reason: ::std::option::Option<::std::string::String>,
        /// The GPUs.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub gpu: f64,
        /// The type of GPU; absent without one.
        #[serde(
            rename = "gpuType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub gpu_type: ::std::option::Option<GpuType>,
        /// The ID, a UUID.
        pub id: ::std::string::String,
        /// The labels, by name.
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub labels: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        /// The time of the last use, in RFC 3339.
        #[serde(
            rename = "lastActivityAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub last_activity_at: ::std::option::Option<::std::string::String>,
        /// The ID of the sandbox that this one was placed next to.
        #[serde(
            rename = "linkedSandboxId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub linked_sandbox_id: ::std::option::Option<::std::string::String>,
        /// The memory in GiB.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub memory: f64,
        /// The name; the ID if none was given.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        /// The networks that the sandbox can reach, in CIDR notation, separated by commas.
        #[serde(
            rename = "networkAllowList",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub network_allow_list: ::std::option::Option<::std::string::String>,
        /// `true` if the sandbox has no network.
        #[serde(
            rename = "networkBlockAll",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub network_block_all: ::std::option::Option<bool>,
        /// The organization that owns the sandbox.
        #[serde(rename = "organizationId")]
        pub organization_id: ::std::string::String,
        /// The OpenTelemetry collector that the sandbox reports to, in place of the region's or Daytona's.
        #[serde(
            rename = "otelEndpointOverride",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub otel_endpoint_override: ::std::option::Option<::std::string::String>,
        /// The proxy for requests of the sandbox, with its credentials.
        #[serde(
            rename = "outboundProxyUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub outbound_proxy_url: ::std::option::Option<::std::string::String>,
        /// `true` if the sandbox's ports are public over HTTP.
        pub public: bool,
        /// `true` if the sandbox can be recovered from its failure.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub recoverable: ::std::option::Option<bool>,
        /// The ID of the runner that the sandbox is on.
        #[serde(
            rename = "runnerId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub runner_id: ::std::option::Option<::std::string::String>,
        /// The class.
        #[serde(
            rename = "sandboxClass",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_class: ::std::option::Option<SandboxClass>,
        /// The snapshot that the sandbox started from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub snapshot: ::std::option::Option<::std::string::String>,
        /// `true` for a spot sandbox, which the server can evict at any time. Servers before mid-2026 omit the field and
        /// have no spot sandboxes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub spot: ::std::option::Option<bool>,
        /// The time at which the sandbox was evicted, in RFC 3339; absent if it was not.
        #[serde(
            rename = "spotEvictedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub spot_evicted_at: ::std::option::Option<::std::string::String>,
        /// The current state of the sandbox.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub state: ::std::option::Option<SandboxState>,
        /// The ID of the region that the sandbox is in.
        pub target: ::std::string::String,
        /// The URL under which the toolbox of the sandbox is reached.
        #[serde(
            rename = "toolboxProxyUrl",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub toolbox_proxy_url: ::std::option::Option<::std::string::String>,
        /// The time of the last change, in RFC 3339.
        #[serde(
            rename = "updatedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub updated_at: ::std::option::Option<::std::string::String>,
        /// The user that processes run as.
        pub user: ::std::string::String,
        /// The volumes that are mounted.
        #[serde(
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty",
            deserialize_with = "crate::answer::null_as_default"
        )]
        pub volumes: ::std::vec::Vec<SandboxVolume>,
        /// The ID of the warm pool that the sandbox waits in for a user; absent once it has one.
        #[serde(
            rename = "warmPoolId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub warm_pool_id: ::std::option::Option<::std::string::String>,
    }
    #[cfg(feature = "sandboxes")]
    impl Sandbox {
        pub fn builder() -> builder::Sandbox {
            Default::default()
        }
    }
    /// Deprecated. The state of the last backup.
    #[cfg(feature = "sandboxes")]
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
    pub enum SandboxBackupState {
        None,
        Pending,
        InProgress,
        Completed,
        Error,
        /// An unknown value, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::fmt::Display for SandboxBackupState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::None => f.write_str("None"),
                Self::Pending => f.write_str("Pending"),
                Self::InProgress => f.write_str("InProgress"),
                Self::Completed => f.write_str("Completed"),
                Self::Error => f.write_str("Error"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::str::FromStr for SandboxBackupState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "None" => Ok(Self::None),
                "Pending" => Ok(Self::Pending),
                "InProgress" => Ok(Self::InProgress),
                "Completed" => Ok(Self::Completed),
                "Error" => Ok(Self::Error),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<&str> for SandboxBackupState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<::std::string::String> for SandboxBackupState {
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
        /// An unknown value, as its text.
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
    /// The state that the server works towards. The work is done when the state of the sandbox is the same.
    #[cfg(feature = "sandboxes")]
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
    pub enum SandboxDesiredState {
        #[serde(rename = "destroyed")]
        Destroyed,
        #[serde(rename = "started")]
        Started,
        #[serde(rename = "stopped")]
        Stopped,
        #[serde(rename = "resized")]
        Resized,
        #[serde(rename = "archived")]
        Archived,
        #[serde(rename = "paused")]
        Paused,
        /// An unknown value, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::fmt::Display for SandboxDesiredState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Destroyed => f.write_str("destroyed"),
                Self::Started => f.write_str("started"),
                Self::Stopped => f.write_str("stopped"),
                Self::Resized => f.write_str("resized"),
                Self::Archived => f.write_str("archived"),
                Self::Paused => f.write_str("paused"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::str::FromStr for SandboxDesiredState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "destroyed" => Ok(Self::Destroyed),
                "started" => Ok(Self::Started),
                "stopped" => Ok(Self::Stopped),
                "resized" => Ok(Self::Resized),
                "archived" => Ok(Self::Archived),
                "paused" => Ok(Self::Paused),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<&str> for SandboxDesiredState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<::std::string::String> for SandboxDesiredState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A sandbox, as lists show it.
    #[cfg(feature = "sandboxes")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SandboxListItem {
        /// The time in minutes from the stop of the sandbox to its archiving.
        #[serde(
            rename = "autoArchiveInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub auto_archive_interval: ::std::option::Option<f64>,
        /// The time in minutes from the stop of the sandbox to its deletion; 0 for at once, a negative number for never.
        #[serde(
            rename = "autoDeleteInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub auto_delete_interval: ::std::option::Option<f64>,
        /// The end of the sandbox's time to live, in RFC 3339; absent without one.
        #[serde(
            rename = "autoDestroyAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub auto_destroy_at: ::std::option::Option<::std::string::String>,
        /// The idle time in minutes until the sandbox is paused; 0 for never.
        #[serde(
            rename = "autoPauseInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub auto_pause_interval: ::std::option::Option<f64>,
        /// The idle time in minutes until the sandbox is stopped; 0 for never.
        #[serde(
            rename = "autoStopInterval",
            skip_serializing_if = "::std::option::Option::is_none",
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub auto_stop_interval: ::std::option::Option<f64>,
        /// The state of the last backup.
        #[serde(
            rename = "backupState",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub backup_state: ::std::option::Option<SandboxListItemBackupState>,
        /// The CPU cores.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub cpu: f64,
        /// The time at which the sandbox was created, in RFC 3339.
        #[serde(
            rename = "createdAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub created_at: ::std::option::Option<::std::string::String>,
        /// The version of Daytona's daemon in the sandbox.
        #[serde(
            rename = "daemonVersion",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub daemon_version: ::std::option::Option<::std::string::String>,
        /// The state that the server works towards.
        #[serde(
            rename = "desiredState",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub desired_state: ::std::option::Option<SandboxDesiredState>,
        /// The disk in GiB.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub disk: f64,
        /// The domains that the sandbox can reach, separated by commas.
        #[serde(
            rename = "domainAllowList",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub domain_allow_list: ::std::option::Option<::std::string::String>,
        /// The reason of the failure; absent without one.
        #[serde(
            rename = "errorReason",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub error_reason: ::std::option::Option<::std::string::String>,
        /// The GPUs.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub gpu: f64,
        /// The type of GPU; absent without one.
        #[serde(
            rename = "gpuType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub gpu_type: ::std::option::Option<GpuType>,
        /// The ID, a UUID.
        pub id: ::std::string::String,
        /// The labels, by name.
        #[serde(deserialize_with = "crate::answer::null_as_default")]
        pub labels: ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::string::String,
        >,
        /// The time of the last use, in RFC 3339.
        #[serde(
            rename = "lastActivityAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub last_activity_at: ::std::option::Option<::std::string::String>,
        /// The memory in GiB.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub memory: f64,
        /// The name; the ID if none was given.
        pub name: ::std::string::String,
        /// The networks that the sandbox can reach, in CIDR notation, separated by commas.
        #[serde(
            rename = "networkAllowList",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub network_allow_list: ::std::option::Option<::std::string::String>,
        /// `true` if the sandbox has no network.
        #[serde(rename = "networkBlockAll")]
        pub network_block_all: bool,
        /// The organization that owns the sandbox.
        #[serde(rename = "organizationId")]
        pub organization_id: ::std::string::String,
        /// `true` if the sandbox's ports are public over HTTP.
        pub public: bool,
        /// `true` if the sandbox can be recovered from its failure.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub recoverable: ::std::option::Option<bool>,
        /// The ID of the runner that the sandbox is on.
        #[serde(
            rename = "runnerId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub runner_id: ::std::option::Option<::std::string::String>,
        /// The class.
        #[serde(
            rename = "sandboxClass",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sandbox_class: ::std::option::Option<SandboxClass>,
        /// The snapshot that the sandbox started from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub snapshot: ::std::option::Option<::std::string::String>,
        /// `true` for a spot sandbox, which the server can evict at any time. Servers before mid-2026 omit the field and
        /// have no spot sandboxes.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub spot: ::std::option::Option<bool>,
        /// The time at which the sandbox was evicted, in RFC 3339; absent if it was not.
        #[serde(
            rename = "spotEvictedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub spot_evicted_at: ::std::option::Option<::std::string::String>,
        /// The current state of the sandbox.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub state: ::std::option::Option<SandboxState>,
        /// The ID of the region that the sandbox is in.
        pub target: ::std::string::String,
        /// The URL under which the toolbox of the sandbox is reached.
        #[serde(rename = "toolboxProxyUrl")]
        pub toolbox_proxy_url: ::std::string::String,
        /// The time of the last change, in RFC 3339.
        #[serde(
            rename = "updatedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub updated_at: ::std::option::Option<::std::string::String>,
        /// The user that processes run as.
        pub user: ::std::string::String,
        /// The ID of the warm pool that the sandbox waits in for a user; absent once it has one.
        #[serde(
            rename = "warmPoolId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub warm_pool_id: ::std::option::Option<::std::string::String>,
    }
    #[cfg(feature = "sandboxes")]
    impl SandboxListItem {
        pub fn builder() -> builder::SandboxListItem {
            Default::default()
        }
    }
    /// The state of the last backup.
    #[cfg(feature = "sandboxes")]
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
    pub enum SandboxListItemBackupState {
        None,
        Pending,
        InProgress,
        Completed,
        Error,
        /// An unknown value, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::fmt::Display for SandboxListItemBackupState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::None => f.write_str("None"),
                Self::Pending => f.write_str("Pending"),
                Self::InProgress => f.write_str("InProgress"),
                Self::Completed => f.write_str("Completed"),
                Self::Error => f.write_str("Error"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::str::FromStr for SandboxListItemBackupState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "None" => Ok(Self::None),
                "Pending" => Ok(Self::Pending),
                "InProgress" => Ok(Self::InProgress),
                "Completed" => Ok(Self::Completed),
                "Error" => Ok(Self::Error),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<&str> for SandboxListItemBackupState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<::std::string::String> for SandboxListItemBackupState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A direction to sort sandboxes in, ascending or descending.
    #[cfg(feature = "sandboxes")]
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
    pub enum SandboxListSortDirection {
        #[serde(rename = "asc")]
        Asc,
        #[serde(rename = "desc")]
        Desc,
        /// An unknown value, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::fmt::Display for SandboxListSortDirection {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Asc => f.write_str("asc"),
                Self::Desc => f.write_str("desc"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::str::FromStr for SandboxListSortDirection {
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
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<&str> for SandboxListSortDirection {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<::std::string::String> for SandboxListSortDirection {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A field that sandboxes can be sorted by.
    #[cfg(feature = "sandboxes")]
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
    pub enum SandboxListSortField {
        #[serde(rename = "name")]
        Name,
        #[serde(rename = "cpu")]
        Cpu,
        #[serde(rename = "memoryGib")]
        MemoryGib,
        #[serde(rename = "diskGib")]
        DiskGib,
        #[serde(rename = "lastActivityAt")]
        LastActivityAt,
        #[serde(rename = "createdAt")]
        CreatedAt,
        /// An unknown value, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::fmt::Display for SandboxListSortField {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Name => f.write_str("name"),
                Self::Cpu => f.write_str("cpu"),
                Self::MemoryGib => f.write_str("memoryGib"),
                Self::DiskGib => f.write_str("diskGib"),
                Self::LastActivityAt => f.write_str("lastActivityAt"),
                Self::CreatedAt => f.write_str("createdAt"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::str::FromStr for SandboxListSortField {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "name" => Ok(Self::Name),
                "cpu" => Ok(Self::Cpu),
                "memoryGib" => Ok(Self::MemoryGib),
                "diskGib" => Ok(Self::DiskGib),
                "lastActivityAt" => Ok(Self::LastActivityAt),
                "createdAt" => Ok(Self::CreatedAt),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<&str> for SandboxListSortField {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<::std::string::String> for SandboxListSortField {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// The state of a sandbox. It runs only in the state `started`. A sandbox in `stopped`, `archived` or `paused` can be
    /// started, `error` and `build_failed` are failures, and `destroyed` is final. The other states are transitions.
    /// Servers have added states over time.
    #[cfg(feature = "sandboxes")]
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
    pub enum SandboxState {
        #[serde(rename = "creating")]
        Creating,
        #[serde(rename = "restoring")]
        Restoring,
        #[serde(rename = "destroyed")]
        Destroyed,
        #[serde(rename = "destroying")]
        Destroying,
        #[serde(rename = "started")]
        Started,
        #[serde(rename = "stopped")]
        Stopped,
        #[serde(rename = "starting")]
        Starting,
        #[serde(rename = "stopping")]
        Stopping,
        #[serde(rename = "error")]
        Error,
        #[serde(rename = "build_failed")]
        BuildFailed,
        #[serde(rename = "pending_build")]
        PendingBuild,
        #[serde(rename = "building_snapshot")]
        BuildingSnapshot,
        #[serde(rename = "unknown")]
        Unknown,
        #[serde(rename = "pulling_snapshot")]
        PullingSnapshot,
        #[serde(rename = "archived")]
        Archived,
        #[serde(rename = "archiving")]
        Archiving,
        #[serde(rename = "resizing")]
        Resizing,
        #[serde(rename = "snapshotting")]
        Snapshotting,
        #[serde(rename = "forking")]
        Forking,
        #[serde(rename = "pausing")]
        Pausing,
        #[serde(rename = "paused")]
        Paused,
        #[serde(rename = "resuming")]
        Resuming,
        /// An unknown value, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::fmt::Display for SandboxState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Creating => f.write_str("creating"),
                Self::Restoring => f.write_str("restoring"),
                Self::Destroyed => f.write_str("destroyed"),
                Self::Destroying => f.write_str("destroying"),
                Self::Started => f.write_str("started"),
                Self::Stopped => f.write_str("stopped"),
                Self::Starting => f.write_str("starting"),
                Self::Stopping => f.write_str("stopping"),
                Self::Error => f.write_str("error"),
                Self::BuildFailed => f.write_str("build_failed"),
                Self::PendingBuild => f.write_str("pending_build"),
                Self::BuildingSnapshot => f.write_str("building_snapshot"),
                Self::Unknown => f.write_str("unknown"),
                Self::PullingSnapshot => f.write_str("pulling_snapshot"),
                Self::Archived => f.write_str("archived"),
                Self::Archiving => f.write_str("archiving"),
                Self::Resizing => f.write_str("resizing"),
                Self::Snapshotting => f.write_str("snapshotting"),
                Self::Forking => f.write_str("forking"),
                Self::Pausing => f.write_str("pausing"),
                Self::Paused => f.write_str("paused"),
                Self::Resuming => f.write_str("resuming"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::str::FromStr for SandboxState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "creating" => Ok(Self::Creating),
                "restoring" => Ok(Self::Restoring),
                "destroyed" => Ok(Self::Destroyed),
                "destroying" => Ok(Self::Destroying),
                "started" => Ok(Self::Started),
                "stopped" => Ok(Self::Stopped),
                "starting" => Ok(Self::Starting),
                "stopping" => Ok(Self::Stopping),
                "error" => Ok(Self::Error),
                "build_failed" => Ok(Self::BuildFailed),
                "pending_build" => Ok(Self::PendingBuild),
                "building_snapshot" => Ok(Self::BuildingSnapshot),
                "unknown" => Ok(Self::Unknown),
                "pulling_snapshot" => Ok(Self::PullingSnapshot),
                "archived" => Ok(Self::Archived),
                "archiving" => Ok(Self::Archiving),
                "resizing" => Ok(Self::Resizing),
                "snapshotting" => Ok(Self::Snapshotting),
                "forking" => Ok(Self::Forking),
                "pausing" => Ok(Self::Pausing),
                "paused" => Ok(Self::Paused),
                "resuming" => Ok(Self::Resuming),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<&str> for SandboxState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::convert::TryFrom<::std::string::String> for SandboxState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    /// A volume, or a part of one, in a sandbox.
    #[cfg(feature = "sandboxes")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SandboxVolume {
        /// The path in the sandbox at which the volume is mounted.
        #[serde(rename = "mountPath")]
        pub mount_path: ::std::string::String,
        /// The folder of the volume to mount. Default: the whole volume.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub subpath: ::std::option::Option<::std::string::String>,
        /// The ID of the volume. When a sandbox is created, the name is accepted too.
        #[serde(rename = "volumeId")]
        pub volume_id: ::std::string::String,
    }
    #[cfg(feature = "sandboxes")]
    impl SandboxVolume {
        pub fn builder() -> builder::SandboxVolume {
            Default::default()
        }
    }
    /// A snapshot, an image that sandboxes start from.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct SnapshotDto {
        /// The Dockerfile and the build context; absent for a snapshot of an image.
        #[serde(
            rename = "buildInfo",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub build_info: ::std::option::Option<BuildInfo>,
        /// The CPU cores of a sandbox.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub cpu: f64,
        /// The time at which the snapshot was created.
        #[serde(rename = "createdAt")]
        pub created_at: ::jiff::Timestamp,
        /// The disk of a sandbox in GiB.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
        pub disk: f64,
        /// The command that sandboxes start; `null` for the image's own.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub entrypoint: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// The reason of the failure; `null` without one.
        #[serde(
            rename = "errorReason",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub error_reason: ::std::option::Option<::std::string::String>,
        /// `true` if every organization can use the snapshot.
        pub general: bool,
        /// The GPUs of a sandbox.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
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
        /// The time at which a sandbox last started from the snapshot; `null` if none has.
        #[serde(
            rename = "lastUsedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub last_used_at: ::std::option::Option<::jiff::Timestamp>,
        /// The memory of a sandbox in GiB.
        #[serde(
            deserialize_with = "crate::number::read",
            serialize_with = "crate::number::whole"
        )]
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
            default,
            deserialize_with = "crate::number::read_if_any",
            serialize_with = "crate::number::whole_if_any"
        )]
        pub size: ::std::option::Option<f64>,
        /// The ID of the sandbox that the snapshot was taken from; `null` for one pulled or built.
        #[serde(
            rename = "sourceSandboxId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub source_sandbox_id: ::std::option::Option<::std::string::String>,
        /// The state of the snapshot.
        pub state: SnapshotState,
        /// The time of the last change.
        #[serde(rename = "updatedAt")]
        pub updated_at: ::jiff::Timestamp,
    }
    impl SnapshotDto {
        pub fn builder() -> builder::SnapshotDto {
            Default::default()
        }
    }
    /// The state of a snapshot: waiting for a runner (`pending`), in creation (`building`, `pulling`, `snapshotting`),
    /// usable (`active`), deactivated (`inactive`), failed (`error`, or less often `build_failed`), or in removal
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
        /// An unknown value, as its text.
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
    /// Temporary S3 credentials for one bucket.
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
        /// The region to sign requests for. Servers before mid-2026 omit it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub region: ::std::option::Option<::std::string::String>,
        /// The secret access key.
        pub secret: ::std::string::String,
        /// The session token, to be sent with every request.
        #[serde(rename = "sessionToken")]
        pub session_token: ::std::string::String,
        /// The endpoint. Without a scheme it is an `https` URL.
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
    /// A volume, storage that sandboxes share and that outlives them.
    #[cfg(feature = "volumes")]
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct VolumeDto {
        /// The time at which the volume was created, in RFC 3339.
        #[serde(rename = "createdAt")]
        pub created_at: ::std::string::String,
        /// The reason of the failure; `null` without one.
        #[serde(
            rename = "errorReason",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub error_reason: ::std::option::Option<::std::string::String>,
        /// The ID, a UUID.
        pub id: ::std::string::String,
        /// The time at which a sandbox last used the volume, in RFC 3339; `null` if none has.
        #[serde(
            rename = "lastUsedAt",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub last_used_at: ::std::option::Option<::std::string::String>,
        /// The name, unique within the organization.
        pub name: ::std::string::String,
        /// The organization that owns the volume.
        #[serde(rename = "organizationId")]
        pub organization_id: ::std::string::String,
        /// The state of the volume.
        pub state: VolumeState,
        /// The time of the last change, in RFC 3339.
        #[serde(rename = "updatedAt")]
        pub updated_at: ::std::string::String,
    }
    #[cfg(feature = "volumes")]
    impl VolumeDto {
        pub fn builder() -> builder::VolumeDto {
            Default::default()
        }
    }
    /// The state of a volume: in creation (`pending_create`, `creating`), usable (`ready`), failed (`error`), in
    /// deletion (`pending_delete`, `deleting`) or deleted (`deleted`).
    #[cfg(feature = "volumes")]
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
    pub enum VolumeState {
        #[serde(rename = "creating")]
        Creating,
        #[serde(rename = "ready")]
        Ready,
        #[serde(rename = "pending_create")]
        PendingCreate,
        #[serde(rename = "pending_delete")]
        PendingDelete,
        #[serde(rename = "deleting")]
        Deleting,
        #[serde(rename = "deleted")]
        Deleted,
        #[serde(rename = "error")]
        Error,
        /// An unknown value, as its text.
        #[serde(untagged)]
        Other(::std::string::String),
    }
    #[cfg(feature = "volumes")]
    impl ::std::fmt::Display for VolumeState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::Creating => f.write_str("creating"),
                Self::Ready => f.write_str("ready"),
                Self::PendingCreate => f.write_str("pending_create"),
                Self::PendingDelete => f.write_str("pending_delete"),
                Self::Deleting => f.write_str("deleting"),
                Self::Deleted => f.write_str("deleted"),
                Self::Error => f.write_str("error"),
                Self::Other(ref other) => f.write_str(other),
            }
        }
    }
    #[cfg(feature = "volumes")]
    impl ::std::str::FromStr for VolumeState {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "creating" => Ok(Self::Creating),
                "ready" => Ok(Self::Ready),
                "pending_create" => Ok(Self::PendingCreate),
                "pending_delete" => Ok(Self::PendingDelete),
                "deleting" => Ok(Self::Deleting),
                "deleted" => Ok(Self::Deleted),
                "error" => Ok(Self::Error),
                other => Ok(Self::Other(other.to_owned())),
            }
        }
    }
    #[cfg(feature = "volumes")]
    impl ::std::convert::TryFrom<&str> for VolumeState {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    #[cfg(feature = "volumes")]
    impl ::std::convert::TryFrom<::std::string::String> for VolumeState {
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
        #[cfg(feature = "organizations")]
        #[derive(Clone, Debug)]
        pub struct AvailableSandboxClass {
            allowed_gpu_types: ::std::result::Result<
                ::std::vec::Vec<super::GpuType>,
                ::std::string::String,
            >,
            gpu_available: ::std::result::Result<bool, ::std::string::String>,
            region_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            sandbox_class: ::std::result::Result<
                super::SandboxClass,
                ::std::string::String,
            >,
        }
        #[cfg(feature = "organizations")]
        impl ::std::default::Default for AvailableSandboxClass {
            fn default() -> Self {
                Self {
                    allowed_gpu_types: Ok(Default::default()),
                    gpu_available: Err(
                        "no value supplied for gpu_available".to_string(),
                    ),
                    region_id: Err("no value supplied for region_id".to_string()),
                    sandbox_class: Err("no value supplied for sandbox_class".to_string()),
                }
            }
        }
        #[cfg(feature = "organizations")]
        impl AvailableSandboxClass {
            pub fn allowed_gpu_types<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::GpuType>>,
                T::Error: ::std::fmt::Display,
            {
                self.allowed_gpu_types = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for allowed_gpu_types: {e}"
                        )
                    });
                self
            }
            pub fn gpu_available<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.gpu_available = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for gpu_available: {e}")
                    });
                self
            }
            pub fn region_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
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
                T: ::std::convert::TryInto<super::SandboxClass>,
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
        #[cfg(feature = "organizations")]
        impl ::std::convert::TryFrom<AvailableSandboxClass>
        for super::AvailableSandboxClass {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AvailableSandboxClass,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    allowed_gpu_types: value.allowed_gpu_types?,
                    gpu_available: value.gpu_available?,
                    region_id: value.region_id?,
                    sandbox_class: value.sandbox_class?,
                })
            }
        }
        #[cfg(feature = "organizations")]
        impl ::std::convert::From<super::AvailableSandboxClass>
        for AvailableSandboxClass {
            fn from(value: super::AvailableSandboxClass) -> Self {
                Self {
                    allowed_gpu_types: Ok(value.allowed_gpu_types),
                    gpu_available: Ok(value.gpu_available),
                    region_id: Ok(value.region_id),
                    sandbox_class: Ok(value.sandbox_class),
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
        #[cfg(feature = "sandboxes")]
        #[derive(Clone)]
        pub struct CreateSandbox {
            auto_archive_interval: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            auto_delete_interval: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            auto_pause_interval: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            auto_stop_interval: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
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
            domain_allow_list: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            env: ::std::result::Result<
                ::std::collections::BTreeMap<
                    ::std::string::String,
                    ::std::string::String,
                >,
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
            labels: ::std::result::Result<
                ::std::collections::BTreeMap<
                    ::std::string::String,
                    ::std::string::String,
                >,
                ::std::string::String,
            >,
            linked_sandbox: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            memory: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            network_allow_list: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            network_block_all: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            otel_endpoint_override: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            outbound_proxy_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            public: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            secrets: ::std::result::Result<
                ::std::vec::Vec<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        ::std::string::String,
                    >,
                >,
                ::std::string::String,
            >,
            snapshot: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            spot: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            target: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            ttl_minutes: ::std::result::Result<
                ::std::option::Option<i64>,
                ::std::string::String,
            >,
            user: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            volumes: ::std::result::Result<
                ::std::vec::Vec<super::SandboxVolume>,
                ::std::string::String,
            >,
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::default::Default for CreateSandbox {
            fn default() -> Self {
                Self {
                    auto_archive_interval: Ok(Default::default()),
                    auto_delete_interval: Ok(Default::default()),
                    auto_pause_interval: Ok(Default::default()),
                    auto_stop_interval: Ok(Default::default()),
                    build_info: Ok(Default::default()),
                    cpu: Ok(Default::default()),
                    disk: Ok(Default::default()),
                    domain_allow_list: Ok(Default::default()),
                    env: Ok(Default::default()),
                    gpu: Ok(Default::default()),
                    gpu_type: Ok(Default::default()),
                    labels: Ok(Default::default()),
                    linked_sandbox: Ok(Default::default()),
                    memory: Ok(Default::default()),
                    name: Ok(Default::default()),
                    network_allow_list: Ok(Default::default()),
                    network_block_all: Ok(Default::default()),
                    otel_endpoint_override: Ok(Default::default()),
                    outbound_proxy_url: Ok(Default::default()),
                    public: Ok(Default::default()),
                    secrets: Ok(Default::default()),
                    snapshot: Ok(Default::default()),
                    spot: Ok(Default::default()),
                    target: Ok(Default::default()),
                    ttl_minutes: Ok(Default::default()),
                    user: Ok(Default::default()),
                    volumes: Ok(Default::default()),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        impl CreateSandbox {
            pub fn auto_archive_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_archive_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_archive_interval: {e}"
                        )
                    });
                self
            }
            pub fn auto_delete_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_delete_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_delete_interval: {e}"
                        )
                    });
                self
            }
            pub fn auto_pause_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_pause_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_pause_interval: {e}"
                        )
                    });
                self
            }
            pub fn auto_stop_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_stop_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_stop_interval: {e}"
                        )
                    });
                self
            }
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
            pub fn domain_allow_list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.domain_allow_list = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for domain_allow_list: {e}"
                        )
                    });
                self
            }
            pub fn env<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        ::std::string::String,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.env = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for env: {e}")
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
            pub fn linked_sandbox<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.linked_sandbox = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for linked_sandbox: {e}"
                        )
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
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn network_allow_list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.network_allow_list = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for network_allow_list: {e}"
                        )
                    });
                self
            }
            pub fn network_block_all<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.network_block_all = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for network_block_all: {e}"
                        )
                    });
                self
            }
            pub fn otel_endpoint_override<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.otel_endpoint_override = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for otel_endpoint_override: {e}"
                        )
                    });
                self
            }
            pub fn outbound_proxy_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.outbound_proxy_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for outbound_proxy_url: {e}"
                        )
                    });
                self
            }
            pub fn public<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.public = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for public: {e}")
                    });
                self
            }
            pub fn secrets<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::vec::Vec<
                        ::std::collections::BTreeMap<
                            ::std::string::String,
                            ::std::string::String,
                        >,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.secrets = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for secrets: {e}")
                    });
                self
            }
            pub fn snapshot<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.snapshot = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for snapshot: {e}")
                    });
                self
            }
            pub fn spot<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.spot = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for spot: {e}")
                    });
                self
            }
            pub fn target<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.target = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for target: {e}")
                    });
                self
            }
            pub fn ttl_minutes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i64>>,
                T::Error: ::std::fmt::Display,
            {
                self.ttl_minutes = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for ttl_minutes: {e}")
                    });
                self
            }
            pub fn user<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.user = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for user: {e}")
                    });
                self
            }
            pub fn volumes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::SandboxVolume>>,
                T::Error: ::std::fmt::Display,
            {
                self.volumes = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for volumes: {e}")
                    });
                self
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::TryFrom<CreateSandbox> for super::CreateSandbox {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateSandbox,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    auto_archive_interval: value.auto_archive_interval?,
                    auto_delete_interval: value.auto_delete_interval?,
                    auto_pause_interval: value.auto_pause_interval?,
                    auto_stop_interval: value.auto_stop_interval?,
                    build_info: value.build_info?,
                    cpu: value.cpu?,
                    disk: value.disk?,
                    domain_allow_list: value.domain_allow_list?,
                    env: value.env?,
                    gpu: value.gpu?,
                    gpu_type: value.gpu_type?,
                    labels: value.labels?,
                    linked_sandbox: value.linked_sandbox?,
                    memory: value.memory?,
                    name: value.name?,
                    network_allow_list: value.network_allow_list?,
                    network_block_all: value.network_block_all?,
                    otel_endpoint_override: value.otel_endpoint_override?,
                    outbound_proxy_url: value.outbound_proxy_url?,
                    public: value.public?,
                    secrets: value.secrets?,
                    snapshot: value.snapshot?,
                    spot: value.spot?,
                    target: value.target?,
                    ttl_minutes: value.ttl_minutes?,
                    user: value.user?,
                    volumes: value.volumes?,
                })
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::From<super::CreateSandbox> for CreateSandbox {
            fn from(value: super::CreateSandbox) -> Self {
                Self {
                    auto_archive_interval: Ok(value.auto_archive_interval),
                    auto_delete_interval: Ok(value.auto_delete_interval),
                    auto_pause_interval: Ok(value.auto_pause_interval),
                    auto_stop_interval: Ok(value.auto_stop_interval),
                    build_info: Ok(value.build_info),
                    cpu: Ok(value.cpu),
                    disk: Ok(value.disk),
                    domain_allow_list: Ok(value.domain_allow_list),
                    env: Ok(value.env),
                    gpu: Ok(value.gpu),
                    gpu_type: Ok(value.gpu_type),
                    labels: Ok(value.labels),
                    linked_sandbox: Ok(value.linked_sandbox),
                    memory: Ok(value.memory),
                    name: Ok(value.name),
                    network_allow_list: Ok(value.network_allow_list),
                    network_block_all: Ok(value.network_block_all),
                    otel_endpoint_override: Ok(value.otel_endpoint_override),
                    outbound_proxy_url: Ok(value.outbound_proxy_url),
                    public: Ok(value.public),
                    secrets: Ok(value.secrets),
                    snapshot: Ok(value.snapshot),
                    spot: Ok(value.spot),
                    target: Ok(value.target),
                    ttl_minutes: Ok(value.ttl_minutes),
                    user: Ok(value.user),
                    volumes: Ok(value.volumes),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        #[derive(Clone, Debug)]
        pub struct CreateSandboxSnapshot {
            include_memory: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::default::Default for CreateSandboxSnapshot {
            fn default() -> Self {
                Self {
                    include_memory: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        impl CreateSandboxSnapshot {
            pub fn include_memory<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.include_memory = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for include_memory: {e}"
                        )
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
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::TryFrom<CreateSandboxSnapshot>
        for super::CreateSandboxSnapshot {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateSandboxSnapshot,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    include_memory: value.include_memory?,
                    name: value.name?,
                })
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::From<super::CreateSandboxSnapshot>
        for CreateSandboxSnapshot {
            fn from(value: super::CreateSandboxSnapshot) -> Self {
                Self {
                    include_memory: Ok(value.include_memory),
                    name: Ok(value.name),
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
        #[cfg(feature = "volumes")]
        #[derive(Clone, Debug)]
        pub struct CreateVolume {
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
        }
        #[cfg(feature = "volumes")]
        impl ::std::default::Default for CreateVolume {
            fn default() -> Self {
                Self {
                    name: Err("no value supplied for name".to_string()),
                }
            }
        }
        #[cfg(feature = "volumes")]
        impl CreateVolume {
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
        #[cfg(feature = "volumes")]
        impl ::std::convert::TryFrom<CreateVolume> for super::CreateVolume {
            type Error = super::error::ConversionError;
            fn try_from(
                value: CreateVolume,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self { name: value.name? })
            }
        }
        #[cfg(feature = "volumes")]
        impl ::std::convert::From<super::CreateVolume> for CreateVolume {
            fn from(value: super::CreateVolume) -> Self {
                Self { name: Ok(value.name) }
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
        #[cfg(feature = "sandboxes")]
        #[derive(Clone, Debug)]
        pub struct ListSandboxesResponse {
            items: ::std::result::Result<
                ::std::vec::Vec<super::SandboxListItem>,
                ::std::string::String,
            >,
            next_cursor: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::default::Default for ListSandboxesResponse {
            fn default() -> Self {
                Self {
                    items: Err("no value supplied for items".to_string()),
                    next_cursor: Ok(Default::default()),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ListSandboxesResponse {
            pub fn items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::SandboxListItem>>,
                T::Error: ::std::fmt::Display,
            {
                self.items = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for items: {e}")
                    });
                self
            }
            pub fn next_cursor<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.next_cursor = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for next_cursor: {e}")
                    });
                self
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::TryFrom<ListSandboxesResponse>
        for super::ListSandboxesResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ListSandboxesResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    items: value.items?,
                    next_cursor: value.next_cursor?,
                })
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::From<super::ListSandboxesResponse>
        for ListSandboxesResponse {
            fn from(value: super::ListSandboxesResponse) -> Self {
                Self {
                    items: Ok(value.items),
                    next_cursor: Ok(value.next_cursor),
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
        #[cfg(feature = "organizations")]
        #[derive(Clone, Debug)]
        pub struct Organization {
            authenticated_rate_limit: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            authenticated_rate_limit_ttl_seconds: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            created_at: ::std::result::Result<::jiff::Timestamp, ::std::string::String>,
            created_by: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            default_region_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            experimental_config: ::std::result::Result<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            max_cpu_per_sandbox: ::std::result::Result<f64, ::std::string::String>,
            max_disk_per_sandbox: ::std::result::Result<f64, ::std::string::String>,
            max_memory_per_sandbox: ::std::result::Result<f64, ::std::string::String>,
            max_secrets_per_sandbox: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            otel_config: ::std::result::Result<
                ::std::option::Option<super::OtelConfig>,
                ::std::string::String,
            >,
            personal: ::std::result::Result<bool, ::std::string::String>,
            preview_warning_enabled: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            sandbox_create_rate_limit: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            sandbox_create_rate_limit_ttl_seconds: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            sandbox_lifecycle_rate_limit: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            sandbox_lifecycle_rate_limit_ttl_seconds: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            sandbox_limited_network_egress: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            secret_quota: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            snapshot_deactivation_timeout_minutes: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            sso_enabled: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            suspended: ::std::result::Result<bool, ::std::string::String>,
            suspended_at: ::std::result::Result<
                ::std::option::Option<::jiff::Timestamp>,
                ::std::string::String,
            >,
            suspended_until: ::std::result::Result<
                ::std::option::Option<::jiff::Timestamp>,
                ::std::string::String,
            >,
            suspension_cleanup_grace_period_hours: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            suspension_reason: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            updated_at: ::std::result::Result<::jiff::Timestamp, ::std::string::String>,
        }
        #[cfg(feature = "organizations")]
        impl ::std::default::Default for Organization {
            fn default() -> Self {
                Self {
                    authenticated_rate_limit: Ok(Default::default()),
                    authenticated_rate_limit_ttl_seconds: Ok(Default::default()),
                    created_at: Err("no value supplied for created_at".to_string()),
                    created_by: Err("no value supplied for created_by".to_string()),
                    default_region_id: Ok(Default::default()),
                    experimental_config: Ok(Default::default()),
                    id: Err("no value supplied for id".to_string()),
                    max_cpu_per_sandbox: Err(
                        "no value supplied for max_cpu_per_sandbox".to_string(),
                    ),
                    max_disk_per_sandbox: Err(
                        "no value supplied for max_disk_per_sandbox".to_string(),
                    ),
                    max_memory_per_sandbox: Err(
                        "no value supplied for max_memory_per_sandbox".to_string(),
                    ),
                    max_secrets_per_sandbox: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    otel_config: Ok(Default::default()),
                    personal: Err("no value supplied for personal".to_string()),
                    preview_warning_enabled: Ok(Default::default()),
                    sandbox_create_rate_limit: Ok(Default::default()),
                    sandbox_create_rate_limit_ttl_seconds: Ok(Default::default()),
                    sandbox_lifecycle_rate_limit: Ok(Default::default()),
                    sandbox_lifecycle_rate_limit_ttl_seconds: Ok(Default::default()),
                    sandbox_limited_network_egress: Ok(Default::default()),
                    secret_quota: Ok(Default::default()),
                    snapshot_deactivation_timeout_minutes: Ok(Default::default()),
                    sso_enabled: Ok(Default::default()),
                    suspended: Err("no value supplied for suspended".to_string()),
                    suspended_at: Ok(Default::default()),
                    suspended_until: Ok(Default::default()),
                    suspension_cleanup_grace_period_hours: Ok(Default::default()),
                    suspension_reason: Ok(Default::default()),
                    updated_at: Err("no value supplied for updated_at".to_string()),
                }
            }
        }
        #[cfg(feature = "organizations")]
        impl Organization {
            pub fn authenticated_rate_limit<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.authenticated_rate_limit = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for authenticated_rate_limit: {e}"
                        )
                    });
                self
            }
            pub fn authenticated_rate_limit_ttl_seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.authenticated_rate_limit_ttl_seconds = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for authenticated_rate_limit_ttl_seconds: {e}"
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
            pub fn created_by<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.created_by = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_by: {e}")
                    });
                self
            }
            pub fn default_region_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.default_region_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for default_region_id: {e}"
                        )
                    });
                self
            }
            pub fn experimental_config<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.experimental_config = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for experimental_config: {e}"
                        )
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
            pub fn max_cpu_per_sandbox<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.max_cpu_per_sandbox = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_cpu_per_sandbox: {e}"
                        )
                    });
                self
            }
            pub fn max_disk_per_sandbox<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.max_disk_per_sandbox = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_disk_per_sandbox: {e}"
                        )
                    });
                self
            }
            pub fn max_memory_per_sandbox<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.max_memory_per_sandbox = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_memory_per_sandbox: {e}"
                        )
                    });
                self
            }
            pub fn max_secrets_per_sandbox<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_secrets_per_sandbox = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_secrets_per_sandbox: {e}"
                        )
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
            pub fn otel_config<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::OtelConfig>>,
                T::Error: ::std::fmt::Display,
            {
                self.otel_config = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for otel_config: {e}")
                    });
                self
            }
            pub fn personal<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.personal = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for personal: {e}")
                    });
                self
            }
            pub fn preview_warning_enabled<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.preview_warning_enabled = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for preview_warning_enabled: {e}"
                        )
                    });
                self
            }
            pub fn sandbox_create_rate_limit<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_create_rate_limit = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for sandbox_create_rate_limit: {e}"
                        )
                    });
                self
            }
            pub fn sandbox_create_rate_limit_ttl_seconds<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_create_rate_limit_ttl_seconds = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for sandbox_create_rate_limit_ttl_seconds: {e}"
                        )
                    });
                self
            }
            pub fn sandbox_lifecycle_rate_limit<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_lifecycle_rate_limit = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for sandbox_lifecycle_rate_limit: {e}"
                        )
                    });
                self
            }
            pub fn sandbox_lifecycle_rate_limit_ttl_seconds<T>(
                mut self,
                value: T,
            ) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_lifecycle_rate_limit_ttl_seconds = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for sandbox_lifecycle_rate_limit_ttl_seconds: {e}"
                        )
                    });
                self
            }
            pub fn sandbox_limited_network_egress<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.sandbox_limited_network_egress = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for sandbox_limited_network_egress: {e}"
                        )
                    });
                self
            }
            pub fn secret_quota<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.secret_quota = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for secret_quota: {e}")
                    });
                self
            }
            pub fn snapshot_deactivation_timeout_minutes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.snapshot_deactivation_timeout_minutes = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for snapshot_deactivation_timeout_minutes: {e}"
                        )
                    });
                self
            }
            pub fn sso_enabled<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.sso_enabled = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for sso_enabled: {e}")
                    });
                self
            }
            pub fn suspended<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.suspended = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for suspended: {e}")
                    });
                self
            }
            pub fn suspended_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::jiff::Timestamp>>,
                T::Error: ::std::fmt::Display,
            {
                self.suspended_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for suspended_at: {e}")
                    });
                self
            }
            pub fn suspended_until<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::jiff::Timestamp>>,
                T::Error: ::std::fmt::Display,
            {
                self.suspended_until = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for suspended_until: {e}"
                        )
                    });
                self
            }
            pub fn suspension_cleanup_grace_period_hours<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.suspension_cleanup_grace_period_hours = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for suspension_cleanup_grace_period_hours: {e}"
                        )
                    });
                self
            }
            pub fn suspension_reason<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.suspension_reason = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for suspension_reason: {e}"
                        )
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
        #[cfg(feature = "organizations")]
        impl ::std::convert::TryFrom<Organization> for super::Organization {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Organization,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    authenticated_rate_limit: value.authenticated_rate_limit?,
                    authenticated_rate_limit_ttl_seconds: value
                        .authenticated_rate_limit_ttl_seconds?,
                    created_at: value.created_at?,
                    created_by: value.created_by?,
                    default_region_id: value.default_region_id?,
                    experimental_config: value.experimental_config?,
                    id: value.id?,
                    max_cpu_per_sandbox: value.max_cpu_per_sandbox?,
                    max_disk_per_sandbox: value.max_disk_per_sandbox?,
                    max_memory_per_sandbox: value.max_memory_per_sandbox?,
                    max_secrets_per_sandbox: value.max_secrets_per_sandbox?,
                    name: value.name?,
                    otel_config: value.otel_config?,
                    personal: value.personal?,
                    preview_warning_enabled: value.preview_warning_enabled?,
                    sandbox_create_rate_limit: value.sandbox_create_rate_limit?,
                    sandbox_create_rate_limit_ttl_seconds: value
                        .sandbox_create_rate_limit_ttl_seconds?,
                    sandbox_lifecycle_rate_limit: value.sandbox_lifecycle_rate_limit?,
                    sandbox_lifecycle_rate_limit_ttl_seconds: value
                        .sandbox_lifecycle_rate_limit_ttl_seconds?,
                    sandbox_limited_network_egress: value
                        .sandbox_limited_network_egress?,
                    secret_quota: value.secret_quota?,
                    snapshot_deactivation_timeout_minutes: value
                        .snapshot_deactivation_timeout_minutes?,
                    sso_enabled: value.sso_enabled?,
                    suspended: value.suspended?,
                    suspended_at: value.suspended_at?,
                    suspended_until: value.suspended_until?,
                    suspension_cleanup_grace_period_hours: value
                        .suspension_cleanup_grace_period_hours?,
                    suspension_reason: value.suspension_reason?,
                    updated_at: value.updated_at?,
                })
            }
        }
        #[cfg(feature = "organizations")]
        impl ::std::convert::From<super::Organization> for Organization {
            fn from(value: super::Organization) -> Self {
                Self {
                    authenticated_rate_limit: Ok(value.authenticated_rate_limit),
                    authenticated_rate_limit_ttl_seconds: Ok(
                        value.authenticated_rate_limit_ttl_seconds,
                    ),
                    created_at: Ok(value.created_at),
                    created_by: Ok(value.created_by),
                    default_region_id: Ok(value.default_region_id),
                    experimental_config: Ok(value.experimental_config),
                    id: Ok(value.id),
                    max_cpu_per_sandbox: Ok(value.max_cpu_per_sandbox),
                    max_disk_per_sandbox: Ok(value.max_disk_per_sandbox),
                    max_memory_per_sandbox: Ok(value.max_memory_per_sandbox),
                    max_secrets_per_sandbox: Ok(value.max_secrets_per_sandbox),
                    name: Ok(value.name),
                    otel_config: Ok(value.otel_config),
                    personal: Ok(value.personal),
                    preview_warning_enabled: Ok(value.preview_warning_enabled),
                    sandbox_create_rate_limit: Ok(value.sandbox_create_rate_limit),
                    sandbox_create_rate_limit_ttl_seconds: Ok(
                        value.sandbox_create_rate_limit_ttl_seconds,
                    ),
                    sandbox_lifecycle_rate_limit: Ok(value.sandbox_lifecycle_rate_limit),
                    sandbox_lifecycle_rate_limit_ttl_seconds: Ok(
                        value.sandbox_lifecycle_rate_limit_ttl_seconds,
                    ),
                    sandbox_limited_network_egress: Ok(
                        value.sandbox_limited_network_egress,
                    ),
                    secret_quota: Ok(value.secret_quota),
                    snapshot_deactivation_timeout_minutes: Ok(
                        value.snapshot_deactivation_timeout_minutes,
                    ),
                    sso_enabled: Ok(value.sso_enabled),
                    suspended: Ok(value.suspended),
                    suspended_at: Ok(value.suspended_at),
                    suspended_until: Ok(value.suspended_until),
                    suspension_cleanup_grace_period_hours: Ok(
                        value.suspension_cleanup_grace_period_hours,
                    ),
                    suspension_reason: Ok(value.suspension_reason),
                    updated_at: Ok(value.updated_at),
                }
            }
        }
        #[cfg(feature = "organizations")]
        #[derive(Clone, Debug)]
        pub struct OrganizationUsageOverview {
            current_snapshot_usage: ::std::result::Result<f64, ::std::string::String>,
            current_volume_usage: ::std::result::Result<f64, ::std::string::String>,
            region_usage: ::std::result::Result<
                ::std::vec::Vec<super::RegionUsageOverview>,
                ::std::string::String,
            >,
            total_snapshot_quota: ::std::result::Result<f64, ::std::string::String>,
            total_volume_quota: ::std::result::Result<f64, ::std::string::String>,
        }
        #[cfg(feature = "organizations")]
        impl ::std::default::Default for OrganizationUsageOverview {
            fn default() -> Self {
                Self {
                    current_snapshot_usage: Err(
                        "no value supplied for current_snapshot_usage".to_string(),
                    ),
                    current_volume_usage: Err(
                        "no value supplied for current_volume_usage".to_string(),
                    ),
                    region_usage: Err("no value supplied for region_usage".to_string()),
                    total_snapshot_quota: Err(
                        "no value supplied for total_snapshot_quota".to_string(),
                    ),
                    total_volume_quota: Err(
                        "no value supplied for total_volume_quota".to_string(),
                    ),
                }
            }
        }
        #[cfg(feature = "organizations")]
        impl OrganizationUsageOverview {
            pub fn current_snapshot_usage<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.current_snapshot_usage = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for current_snapshot_usage: {e}"
                        )
                    });
                self
            }
            pub fn current_volume_usage<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.current_volume_usage = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for current_volume_usage: {e}"
                        )
                    });
                self
            }
            pub fn region_usage<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::RegionUsageOverview>>,
                T::Error: ::std::fmt::Display,
            {
                self.region_usage = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for region_usage: {e}")
                    });
                self
            }
            pub fn total_snapshot_quota<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.total_snapshot_quota = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for total_snapshot_quota: {e}"
                        )
                    });
                self
            }
            pub fn total_volume_quota<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.total_volume_quota = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for total_volume_quota: {e}"
                        )
                    });
                self
            }
        }
        #[cfg(feature = "organizations")]
        impl ::std::convert::TryFrom<OrganizationUsageOverview>
        for super::OrganizationUsageOverview {
            type Error = super::error::ConversionError;
            fn try_from(
                value: OrganizationUsageOverview,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    current_snapshot_usage: value.current_snapshot_usage?,
                    current_volume_usage: value.current_volume_usage?,
                    region_usage: value.region_usage?,
                    total_snapshot_quota: value.total_snapshot_quota?,
                    total_volume_quota: value.total_volume_quota?,
                })
            }
        }
        #[cfg(feature = "organizations")]
        impl ::std::convert::From<super::OrganizationUsageOverview>
        for OrganizationUsageOverview {
            fn from(value: super::OrganizationUsageOverview) -> Self {
                Self {
                    current_snapshot_usage: Ok(value.current_snapshot_usage),
                    current_volume_usage: Ok(value.current_volume_usage),
                    region_usage: Ok(value.region_usage),
                    total_snapshot_quota: Ok(value.total_snapshot_quota),
                    total_volume_quota: Ok(value.total_volume_quota),
                }
            }
        }
        #[cfg(feature = "organizations")]
        #[derive(Clone)]
        pub struct OtelConfig {
            endpoint: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            headers: ::std::result::Result<
                ::std::option::Option<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        ::std::string::String,
                    >,
                >,
                ::std::string::String,
            >,
            organization_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        #[cfg(feature = "organizations")]
        impl ::std::default::Default for OtelConfig {
            fn default() -> Self {
                Self {
                    endpoint: Err("no value supplied for endpoint".to_string()),
                    headers: Ok(Default::default()),
                    organization_id: Ok(Default::default()),
                }
            }
        }
        #[cfg(feature = "organizations")]
        impl OtelConfig {
            pub fn endpoint<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.endpoint = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for endpoint: {e}")
                    });
                self
            }
            pub fn headers<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<
                        ::std::collections::BTreeMap<
                            ::std::string::String,
                            ::std::string::String,
                        >,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.headers = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for headers: {e}")
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
        }
        #[cfg(feature = "organizations")]
        impl ::std::convert::TryFrom<OtelConfig> for super::OtelConfig {
            type Error = super::error::ConversionError;
            fn try_from(
                value: OtelConfig,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    endpoint: value.endpoint?,
                    headers: value.headers?,
                    organization_id: value.organization_id?,
                })
            }
        }
        #[cfg(feature = "organizations")]
        impl ::std::convert::From<super::OtelConfig> for OtelConfig {
            fn from(value: super::OtelConfig) -> Self {
                Self {
                    endpoint: Ok(value.endpoint),
                    headers: Ok(value.headers),
                    organization_id: Ok(value.organization_id),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PaginatedSnapshots {
            items: ::std::result::Result<
                crate::items::Items<super::SnapshotDto>,
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
                T: ::std::convert::TryInto<crate::items::Items<super::SnapshotDto>>,
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
        #[cfg(feature = "organizations")]
        #[derive(Clone, Debug)]
        pub struct RegionUsageOverview {
            allowed_gpu_types: ::std::result::Result<
                ::std::vec::Vec<super::GpuType>,
                ::std::string::String,
            >,
            current_cpu_usage: ::std::result::Result<f64, ::std::string::String>,
            current_disk_usage: ::std::result::Result<f64, ::std::string::String>,
            current_gpu_usage: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            current_memory_usage: ::std::result::Result<f64, ::std::string::String>,
            max_cpu_per_gpu: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            max_cpu_per_sandbox: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            max_disk_per_gpu: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            max_disk_per_non_ephemeral_sandbox: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            max_disk_per_sandbox: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            max_memory_per_gpu: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            max_memory_per_sandbox: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            region_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            sandbox_class: ::std::result::Result<
                ::std::option::Option<super::SandboxClass>,
                ::std::string::String,
            >,
            total_cpu_quota: ::std::result::Result<f64, ::std::string::String>,
            total_disk_quota: ::std::result::Result<f64, ::std::string::String>,
            total_gpu_quota: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            total_memory_quota: ::std::result::Result<f64, ::std::string::String>,
        }
        #[cfg(feature = "organizations")]
        impl ::std::default::Default for RegionUsageOverview {
            fn default() -> Self {
                Self {
                    allowed_gpu_types: Ok(Default::default()),
                    current_cpu_usage: Err(
                        "no value supplied for current_cpu_usage".to_string(),
                    ),
                    current_disk_usage: Err(
                        "no value supplied for current_disk_usage".to_string(),
                    ),
                    current_gpu_usage: Ok(Default::default()),
                    current_memory_usage: Err(
                        "no value supplied for current_memory_usage".to_string(),
                    ),
                    max_cpu_per_gpu: Ok(Default::default()),
                    max_cpu_per_sandbox: Ok(Default::default()),
                    max_disk_per_gpu: Ok(Default::default()),
                    max_disk_per_non_ephemeral_sandbox: Ok(Default::default()),
                    max_disk_per_sandbox: Ok(Default::default()),
                    max_memory_per_gpu: Ok(Default::default()),
                    max_memory_per_sandbox: Ok(Default::default()),
                    region_id: Err("no value supplied for region_id".to_string()),
                    sandbox_class: Ok(Default::default()),
                    total_cpu_quota: Err(
                        "no value supplied for total_cpu_quota".to_string(),
                    ),
                    total_disk_quota: Err(
                        "no value supplied for total_disk_quota".to_string(),
                    ),
                    total_gpu_quota: Ok(Default::default()),
                    total_memory_quota: Err(
                        "no value supplied for total_memory_quota".to_string(),
                    ),
                }
            }
        }
        #[cfg(feature = "organizations")]
        impl RegionUsageOverview {
            pub fn allowed_gpu_types<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::GpuType>>,
                T::Error: ::std::fmt::Display,
            {
                self.allowed_gpu_types = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for allowed_gpu_types: {e}"
                        )
                    });
                self
            }
            pub fn current_cpu_usage<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.current_cpu_usage = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for current_cpu_usage: {e}"
                        )
                    });
                self
            }
            pub fn current_disk_usage<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.current_disk_usage = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for current_disk_usage: {e}"
                        )
                    });
                self
            }
            pub fn current_gpu_usage<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.current_gpu_usage = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for current_gpu_usage: {e}"
                        )
                    });
                self
            }
            pub fn current_memory_usage<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.current_memory_usage = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for current_memory_usage: {e}"
                        )
                    });
                self
            }
            pub fn max_cpu_per_gpu<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_cpu_per_gpu = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_cpu_per_gpu: {e}"
                        )
                    });
                self
            }
            pub fn max_cpu_per_sandbox<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_cpu_per_sandbox = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_cpu_per_sandbox: {e}"
                        )
                    });
                self
            }
            pub fn max_disk_per_gpu<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_disk_per_gpu = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_disk_per_gpu: {e}"
                        )
                    });
                self
            }
            pub fn max_disk_per_non_ephemeral_sandbox<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_disk_per_non_ephemeral_sandbox = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_disk_per_non_ephemeral_sandbox: {e}"
                        )
                    });
                self
            }
            pub fn max_disk_per_sandbox<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_disk_per_sandbox = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_disk_per_sandbox: {e}"
                        )
                    });
                self
            }
            pub fn max_memory_per_gpu<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_memory_per_gpu = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_memory_per_gpu: {e}"
                        )
                    });
                self
            }
            pub fn max_memory_per_sandbox<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.max_memory_per_sandbox = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for max_memory_per_sandbox: {e}"
                        )
                    });
                self
            }
            pub fn region_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
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
            pub fn total_cpu_quota<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.total_cpu_quota = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for total_cpu_quota: {e}"
                        )
                    });
                self
            }
            pub fn total_disk_quota<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.total_disk_quota = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for total_disk_quota: {e}"
                        )
                    });
                self
            }
            pub fn total_gpu_quota<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.total_gpu_quota = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for total_gpu_quota: {e}"
                        )
                    });
                self
            }
            pub fn total_memory_quota<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
                T::Error: ::std::fmt::Display,
            {
                self.total_memory_quota = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for total_memory_quota: {e}"
                        )
                    });
                self
            }
        }
        #[cfg(feature = "organizations")]
        impl ::std::convert::TryFrom<RegionUsageOverview>
        for super::RegionUsageOverview {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RegionUsageOverview,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    allowed_gpu_types: value.allowed_gpu_types?,
                    current_cpu_usage: value.current_cpu_usage?,
                    current_disk_usage: value.current_disk_usage?,
                    current_gpu_usage: value.current_gpu_usage?,
                    current_memory_usage: value.current_memory_usage?,
                    max_cpu_per_gpu: value.max_cpu_per_gpu?,
                    max_cpu_per_sandbox: value.max_cpu_per_sandbox?,
                    max_disk_per_gpu: value.max_disk_per_gpu?,
                    max_disk_per_non_ephemeral_sandbox: value
                        .max_disk_per_non_ephemeral_sandbox?,
                    max_disk_per_sandbox: value.max_disk_per_sandbox?,
                    max_memory_per_gpu: value.max_memory_per_gpu?,
                    max_memory_per_sandbox: value.max_memory_per_sandbox?,
                    region_id: value.region_id?,
                    sandbox_class: value.sandbox_class?,
                    total_cpu_quota: value.total_cpu_quota?,
                    total_disk_quota: value.total_disk_quota?,
                    total_gpu_quota: value.total_gpu_quota?,
                    total_memory_quota: value.total_memory_quota?,
                })
            }
        }
        #[cfg(feature = "organizations")]
        impl ::std::convert::From<super::RegionUsageOverview> for RegionUsageOverview {
            fn from(value: super::RegionUsageOverview) -> Self {
                Self {
                    allowed_gpu_types: Ok(value.allowed_gpu_types),
                    current_cpu_usage: Ok(value.current_cpu_usage),
                    current_disk_usage: Ok(value.current_disk_usage),
                    current_gpu_usage: Ok(value.current_gpu_usage),
                    current_memory_usage: Ok(value.current_memory_usage),
                    max_cpu_per_gpu: Ok(value.max_cpu_per_gpu),
                    max_cpu_per_sandbox: Ok(value.max_cpu_per_sandbox),
                    max_disk_per_gpu: Ok(value.max_disk_per_gpu),
                    max_disk_per_non_ephemeral_sandbox: Ok(
                        value.max_disk_per_non_ephemeral_sandbox,
                    ),
                    max_disk_per_sandbox: Ok(value.max_disk_per_sandbox),
                    max_memory_per_gpu: Ok(value.max_memory_per_gpu),
                    max_memory_per_sandbox: Ok(value.max_memory_per_sandbox),
                    region_id: Ok(value.region_id),
                    sandbox_class: Ok(value.sandbox_class),
                    total_cpu_quota: Ok(value.total_cpu_quota),
                    total_disk_quota: Ok(value.total_disk_quota),
                    total_gpu_quota: Ok(value.total_gpu_quota),
                    total_memory_quota: Ok(value.total_memory_quota),
                }
            }
        }
        #[cfg(feature = "docker-registry")]
        #[derive(Clone)]
        pub struct RegistryPushAccessDto {
            expires_at: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            project: ::std::result::Result<::std::string::String, ::std::string::String>,
            registry_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            registry_url: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            secret: ::std::result::Result<::std::string::String, ::std::string::String>,
            username: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
        }
        #[cfg(feature = "docker-registry")]
        impl ::std::default::Default for RegistryPushAccessDto {
            fn default() -> Self {
                Self {
                    expires_at: Err("no value supplied for expires_at".to_string()),
                    project: Err("no value supplied for project".to_string()),
                    registry_id: Err("no value supplied for registry_id".to_string()),
                    registry_url: Err("no value supplied for registry_url".to_string()),
                    secret: Err("no value supplied for secret".to_string()),
                    username: Err("no value supplied for username".to_string()),
                }
            }
        }
        #[cfg(feature = "docker-registry")]
        impl RegistryPushAccessDto {
            pub fn expires_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.expires_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for expires_at: {e}")
                    });
                self
            }
            pub fn project<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.project = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for project: {e}")
                    });
                self
            }
            pub fn registry_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.registry_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for registry_id: {e}")
                    });
                self
            }
            pub fn registry_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.registry_url = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for registry_url: {e}")
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
            pub fn username<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.username = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for username: {e}")
                    });
                self
            }
        }
        #[cfg(feature = "docker-registry")]
        impl ::std::convert::TryFrom<RegistryPushAccessDto>
        for super::RegistryPushAccessDto {
            type Error = super::error::ConversionError;
            fn try_from(
                value: RegistryPushAccessDto,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    expires_at: value.expires_at?,
                    project: value.project?,
                    registry_id: value.registry_id?,
                    registry_url: value.registry_url?,
                    secret: value.secret?,
                    username: value.username?,
                })
            }
        }
        #[cfg(feature = "docker-registry")]
        impl ::std::convert::From<super::RegistryPushAccessDto>
        for RegistryPushAccessDto {
            fn from(value: super::RegistryPushAccessDto) -> Self {
                Self {
                    expires_at: Ok(value.expires_at),
                    project: Ok(value.project),
                    registry_id: Ok(value.registry_id),
                    registry_url: Ok(value.registry_url),
                    secret: Ok(value.secret),
                    username: Ok(value.username),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        #[derive(Clone)]
        pub struct Sandbox {
            auto_archive_interval: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            auto_delete_interval: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            auto_destroy_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            auto_pause_interval: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            auto_stop_interval: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            backup_created_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            backup_state: ::std::result::Result<
                ::std::option::Option<super::SandboxBackupState>,
                ::std::string::String,
            >,
            build_info: ::std::result::Result<
                ::std::option::Option<super::BuildInfo>,
                ::std::string::String,
            >,
            cpu: ::std::result::Result<f64, ::std::string::String>,
            created_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            daemon_version: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            desired_state: ::std::result::Result<
                ::std::option::Option<super::SandboxDesiredState>,
                ::std::string::String,
            >,
            disk: ::std::result::Result<f64, ::std::string::String>,
            domain_allow_list: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            env: ::std::result::Result<
                ::std::collections::BTreeMap<
                    ::std::string::String,
                    ::std::string::String,
                >,
                ::std::string::String,
            >,
            error_reason: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            gpu: ::std::result::Result<f64, ::std::string::String>,
            gpu_type: ::std::result::Result<
                ::std::option::Option<super::GpuType>,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            labels: ::std::result::Result<
                ::std::collections::BTreeMap<
                    ::std::string::String,
                    ::std::string::String,
                >,
                ::std::string::String,
            >,
            last_activity_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            linked_sandbox_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            memory: ::std::result::Result<f64, ::std::string::String>,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            network_allow_list: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            network_block_all: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            organization_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            otel_endpoint_override: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            outbound_proxy_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            public: ::std::result::Result<bool, ::std::string::String>,
            recoverable: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            runner_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            sandbox_class: ::std::result::Result<
                ::std::option::Option<super::SandboxClass>,
                ::std::string::String,
            >,
            snapshot: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            spot: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            spot_evicted_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            state: ::std::result::Result<
                ::std::option::Option<super::SandboxState>,
                ::std::string::String,
            >,
            target: ::std::result::Result<::std::string::String, ::std::string::String>,
            toolbox_proxy_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            updated_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            user: ::std::result::Result<::std::string::String, ::std::string::String>,
            volumes: ::std::result::Result<
                ::std::vec::Vec<super::SandboxVolume>,
                ::std::string::String,
            >,
            warm_pool_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::default::Default for Sandbox {
            fn default() -> Self {
                Self {
                    auto_archive_interval: Ok(Default::default()),
                    auto_delete_interval: Ok(Default::default()),
                    auto_destroy_at: Ok(Default::default()),
                    auto_pause_interval: Ok(Default::default()),
                    auto_stop_interval: Ok(Default::default()),
                    backup_created_at: Ok(Default::default()),
                    backup_state: Ok(Default::default()),
                    build_info: Ok(Default::default()),
                    cpu: Err("no value supplied for cpu".to_string()),
                    created_at: Ok(Default::default()),
                    daemon_version: Ok(Default::default()),
                    desired_state: Ok(Default::default()),
                    disk: Err("no value supplied for disk".to_string()),
                    domain_allow_list: Ok(Default::default()),
                    env: Err("no value supplied for env".to_string()),
                    error_reason: Ok(Default::default()),
                    gpu: Err("no value supplied for gpu".to_string()),
                    gpu_type: Ok(Default::default()),
                    id: Err("no value supplied for id".to_string()),
                    labels: Err("no value supplied for labels".to_string()),
                    last_activity_at: Ok(Default::default()),
                    linked_sandbox_id: Ok(Default::default()),
                    memory: Err("no value supplied for memory".to_string()),
                    name: Ok(Default::default()),
                    network_allow_list: Ok(Default::default()),
                    network_block_all: Ok(Default::default()),
                    organization_id: Err(
                        "no value supplied for organization_id".to_string(),
                    ),
                    otel_endpoint_override: Ok(Default::default()),
                    outbound_proxy_url: Ok(Default::default()),
                    public: Err("no value supplied for public".to_string()),
                    recoverable: Ok(Default::default()),
                    runner_id: Ok(Default::default()),
                    sandbox_class: Ok(Default::default()),
                    snapshot: Ok(Default::default()),
                    spot: Ok(Default::default()),
                    spot_evicted_at: Ok(Default::default()),
                    state: Ok(Default::default()),
                    target: Err("no value supplied for target".to_string()),
                    toolbox_proxy_url: Ok(Default::default()),
                    updated_at: Ok(Default::default()),
                    user: Err("no value supplied for user".to_string()),
                    volumes: Ok(Default::default()),
                    warm_pool_id: Ok(Default::default()),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        impl Sandbox {
            pub fn auto_archive_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_archive_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_archive_interval: {e}"
                        )
                    });
                self
            }
            pub fn auto_delete_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_delete_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_delete_interval: {e}"
                        )
                    });
                self
            }
            pub fn auto_destroy_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_destroy_at = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_destroy_at: {e}"
                        )
                    });
                self
            }
            pub fn auto_pause_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_pause_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_pause_interval: {e}"
                        )
                    });
                self
            }
            pub fn auto_stop_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_stop_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_stop_interval: {e}"
                        )
                    });
                self
            }
            pub fn backup_created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.backup_created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for backup_created_at: {e}"
                        )
                    });
                self
            }
            pub fn backup_state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::SandboxBackupState>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.backup_state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_state: {e}")
                    });
                self
            }
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
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            pub fn daemon_version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.daemon_version = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for daemon_version: {e}"
                        )
                    });
                self
            }
            pub fn desired_state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::SandboxDesiredState>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.desired_state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for desired_state: {e}")
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
            pub fn domain_allow_list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.domain_allow_list = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for domain_allow_list: {e}"
                        )
                    });
                self
            }
            pub fn env<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::collections::BTreeMap<
                        ::std::string::String,
                        ::std::string::String,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.env = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for env: {e}")
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
            pub fn last_activity_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.last_activity_at = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for last_activity_at: {e}"
                        )
                    });
                self
            }
            pub fn linked_sandbox_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.linked_sandbox_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for linked_sandbox_id: {e}"
                        )
                    });
                self
            }
            pub fn memory<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
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
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn network_allow_list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.network_allow_list = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for network_allow_list: {e}"
                        )
                    });
                self
            }
            pub fn network_block_all<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.network_block_all = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for network_block_all: {e}"
                        )
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
            pub fn otel_endpoint_override<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.otel_endpoint_override = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for otel_endpoint_override: {e}"
                        )
                    });
                self
            }
            pub fn outbound_proxy_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.outbound_proxy_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for outbound_proxy_url: {e}"
                        )
                    });
                self
            }
            pub fn public<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.public = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for public: {e}")
                    });
                self
            }
            pub fn recoverable<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.recoverable = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for recoverable: {e}")
                    });
                self
            }
            pub fn runner_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.runner_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for runner_id: {e}")
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
            pub fn snapshot<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.snapshot = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for snapshot: {e}")
                    });
                self
            }
            pub fn spot<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.spot = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for spot: {e}")
                    });
                self
            }
            pub fn spot_evicted_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.spot_evicted_at = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for spot_evicted_at: {e}"
                        )
                    });
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::SandboxState>>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for state: {e}")
                    });
                self
            }
            pub fn target<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.target = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for target: {e}")
                    });
                self
            }
            pub fn toolbox_proxy_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.toolbox_proxy_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for toolbox_proxy_url: {e}"
                        )
                    });
                self
            }
            pub fn updated_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.updated_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for updated_at: {e}")
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
            pub fn volumes<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<super::SandboxVolume>>,
                T::Error: ::std::fmt::Display,
            {
                self.volumes = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for volumes: {e}")
                    });
                self
            }
            pub fn warm_pool_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.warm_pool_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for warm_pool_id: {e}")
                    });
                self
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::TryFrom<Sandbox> for super::Sandbox {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Sandbox,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    auto_archive_interval: value.auto_archive_interval?,
                    auto_delete_interval: value.auto_delete_interval?,
                    auto_destroy_at: value.auto_destroy_at?,
                    auto_pause_interval: value.auto_pause_interval?,
                    auto_stop_interval: value.auto_stop_interval?,
                    backup_created_at: value.backup_created_at?,
                    backup_state: value.backup_state?,
                    build_info: value.build_info?,
                    cpu: value.cpu?,
                    created_at: value.created_at?,
                    daemon_version: value.daemon_version?,
                    desired_state: value.desired_state?,
                    disk: value.disk?,
                    domain_allow_list: value.domain_allow_list?,
                    env: value.env?,
                    error_reason: value.error_reason?,
                    gpu: value.gpu?,
                    gpu_type: value.gpu_type?,
                    id: value.id?,
                    labels: value.labels?,
                    last_activity_at: value.last_activity_at?,
                    linked_sandbox_id: value.linked_sandbox_id?,
                    memory: value.memory?,
                    name: value.name?,
                    network_allow_list: value.network_allow_list?,
                    network_block_all: value.network_block_all?,
                    organization_id: value.organization_id?,
                    otel_endpoint_override: value.otel_endpoint_override?,
                    outbound_proxy_url: value.outbound_proxy_url?,
                    public: value.public?,
                    recoverable: value.recoverable?,
                    runner_id: value.runner_id?,
                    sandbox_class: value.sandbox_class?,
                    snapshot: value.snapshot?,
                    spot: value.spot?,
                    spot_evicted_at: value.spot_evicted_at?,
                    state: value.state?,
                    target: value.target?,
                    toolbox_proxy_url: value.toolbox_proxy_url?,
                    updated_at: value.updated_at?,
                    user: value.user?,
                    volumes: value.volumes?,
                    warm_pool_id: value.warm_pool_id?,
                })
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::From<super::Sandbox> for Sandbox {
            fn from(value: super::Sandbox) -> Self {
                Self {
                    auto_archive_interval: Ok(value.auto_archive_interval),
                    auto_delete_interval: Ok(value.auto_delete_interval),
                    auto_destroy_at: Ok(value.auto_destroy_at),
                    auto_pause_interval: Ok(value.auto_pause_interval),
                    auto_stop_interval: Ok(value.auto_stop_interval),
                    backup_created_at: Ok(value.backup_created_at),
                    backup_state: Ok(value.backup_state),
                    build_info: Ok(value.build_info),
                    cpu: Ok(value.cpu),
                    created_at: Ok(value.created_at),
                    daemon_version: Ok(value.daemon_version),
                    desired_state: Ok(value.desired_state),
                    disk: Ok(value.disk),
                    domain_allow_list: Ok(value.domain_allow_list),
                    env: Ok(value.env),
                    error_reason: Ok(value.error_reason),
                    gpu: Ok(value.gpu),
                    gpu_type: Ok(value.gpu_type),
                    id: Ok(value.id),
                    labels: Ok(value.labels),
                    last_activity_at: Ok(value.last_activity_at),
                    linked_sandbox_id: Ok(value.linked_sandbox_id),
                    memory: Ok(value.memory),
                    name: Ok(value.name),
                    network_allow_list: Ok(value.network_allow_list),
                    network_block_all: Ok(value.network_block_all),
                    organization_id: Ok(value.organization_id),
                    otel_endpoint_override: Ok(value.otel_endpoint_override),
                    outbound_proxy_url: Ok(value.outbound_proxy_url),
                    public: Ok(value.public),
                    recoverable: Ok(value.recoverable),
                    runner_id: Ok(value.runner_id),
                    sandbox_class: Ok(value.sandbox_class),
                    snapshot: Ok(value.snapshot),
                    spot: Ok(value.spot),
                    spot_evicted_at: Ok(value.spot_evicted_at),
                    state: Ok(value.state),
                    target: Ok(value.target),
                    toolbox_proxy_url: Ok(value.toolbox_proxy_url),
                    updated_at: Ok(value.updated_at),
                    user: Ok(value.user),
                    volumes: Ok(value.volumes),
                    warm_pool_id: Ok(value.warm_pool_id),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        #[derive(Clone, Debug)]
        pub struct SandboxListItem {
            auto_archive_interval: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            auto_delete_interval: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            auto_destroy_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            auto_pause_interval: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            auto_stop_interval: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            backup_state: ::std::result::Result<
                ::std::option::Option<super::SandboxListItemBackupState>,
                ::std::string::String,
            >,
            cpu: ::std::result::Result<f64, ::std::string::String>,
            created_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            daemon_version: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            desired_state: ::std::result::Result<
                ::std::option::Option<super::SandboxDesiredState>,
                ::std::string::String,
            >,
            disk: ::std::result::Result<f64, ::std::string::String>,
            domain_allow_list: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            error_reason: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            gpu: ::std::result::Result<f64, ::std::string::String>,
            gpu_type: ::std::result::Result<
                ::std::option::Option<super::GpuType>,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            labels: ::std::result::Result<
                ::std::collections::BTreeMap<
                    ::std::string::String,
                    ::std::string::String,
                >,
                ::std::string::String,
            >,
            last_activity_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            memory: ::std::result::Result<f64, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            network_allow_list: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            network_block_all: ::std::result::Result<bool, ::std::string::String>,
            organization_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            public: ::std::result::Result<bool, ::std::string::String>,
            recoverable: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            runner_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            sandbox_class: ::std::result::Result<
                ::std::option::Option<super::SandboxClass>,
                ::std::string::String,
            >,
            snapshot: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            spot: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            spot_evicted_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            state: ::std::result::Result<
                ::std::option::Option<super::SandboxState>,
                ::std::string::String,
            >,
            target: ::std::result::Result<::std::string::String, ::std::string::String>,
            toolbox_proxy_url: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            updated_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            user: ::std::result::Result<::std::string::String, ::std::string::String>,
            warm_pool_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::default::Default for SandboxListItem {
            fn default() -> Self {
                Self {
                    auto_archive_interval: Ok(Default::default()),
                    auto_delete_interval: Ok(Default::default()),
                    auto_destroy_at: Ok(Default::default()),
                    auto_pause_interval: Ok(Default::default()),
                    auto_stop_interval: Ok(Default::default()),
                    backup_state: Ok(Default::default()),
                    cpu: Err("no value supplied for cpu".to_string()),
                    created_at: Ok(Default::default()),
                    daemon_version: Ok(Default::default()),
                    desired_state: Ok(Default::default()),
                    disk: Err("no value supplied for disk".to_string()),
                    domain_allow_list: Ok(Default::default()),
                    error_reason: Ok(Default::default()),
                    gpu: Err("no value supplied for gpu".to_string()),
                    gpu_type: Ok(Default::default()),
                    id: Err("no value supplied for id".to_string()),
                    labels: Err("no value supplied for labels".to_string()),
                    last_activity_at: Ok(Default::default()),
                    memory: Err("no value supplied for memory".to_string()),
                    name: Err("no value supplied for name".to_string()),
                    network_allow_list: Ok(Default::default()),
                    network_block_all: Err(
                        "no value supplied for network_block_all".to_string(),
                    ),
                    organization_id: Err(
                        "no value supplied for organization_id".to_string(),
                    ),
                    public: Err("no value supplied for public".to_string()),
                    recoverable: Ok(Default::default()),
                    runner_id: Ok(Default::default()),
                    sandbox_class: Ok(Default::default()),
                    snapshot: Ok(Default::default()),
                    spot: Ok(Default::default()),
                    spot_evicted_at: Ok(Default::default()),
                    state: Ok(Default::default()),
                    target: Err("no value supplied for target".to_string()),
                    toolbox_proxy_url: Err(
                        "no value supplied for toolbox_proxy_url".to_string(),
                    ),
                    updated_at: Ok(Default::default()),
                    user: Err("no value supplied for user".to_string()),
                    warm_pool_id: Ok(Default::default()),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        impl SandboxListItem {
            pub fn auto_archive_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_archive_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_archive_interval: {e}"
                        )
                    });
                self
            }
            pub fn auto_delete_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_delete_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_delete_interval: {e}"
                        )
                    });
                self
            }
            pub fn auto_destroy_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_destroy_at = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_destroy_at: {e}"
                        )
                    });
                self
            }
            pub fn auto_pause_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_pause_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_pause_interval: {e}"
                        )
                    });
                self
            }
            pub fn auto_stop_interval<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.auto_stop_interval = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for auto_stop_interval: {e}"
                        )
                    });
                self
            }
            pub fn backup_state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::SandboxListItemBackupState>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.backup_state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for backup_state: {e}")
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
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            pub fn daemon_version<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.daemon_version = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for daemon_version: {e}"
                        )
                    });
                self
            }
            pub fn desired_state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::SandboxDesiredState>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.desired_state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for desired_state: {e}")
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
            pub fn domain_allow_list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.domain_allow_list = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for domain_allow_list: {e}"
                        )
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
            pub fn last_activity_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.last_activity_at = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for last_activity_at: {e}"
                        )
                    });
                self
            }
            pub fn memory<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<f64>,
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
            pub fn network_allow_list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.network_allow_list = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for network_allow_list: {e}"
                        )
                    });
                self
            }
            pub fn network_block_all<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.network_block_all = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for network_block_all: {e}"
                        )
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
            pub fn public<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<bool>,
                T::Error: ::std::fmt::Display,
            {
                self.public = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for public: {e}")
                    });
                self
            }
            pub fn recoverable<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.recoverable = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for recoverable: {e}")
                    });
                self
            }
            pub fn runner_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.runner_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for runner_id: {e}")
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
            pub fn snapshot<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.snapshot = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for snapshot: {e}")
                    });
                self
            }
            pub fn spot<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.spot = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for spot: {e}")
                    });
                self
            }
            pub fn spot_evicted_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.spot_evicted_at = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for spot_evicted_at: {e}"
                        )
                    });
                self
            }
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::SandboxState>>,
                T::Error: ::std::fmt::Display,
            {
                self.state = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for state: {e}")
                    });
                self
            }
            pub fn target<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.target = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for target: {e}")
                    });
                self
            }
            pub fn toolbox_proxy_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.toolbox_proxy_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for toolbox_proxy_url: {e}"
                        )
                    });
                self
            }
            pub fn updated_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.updated_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for updated_at: {e}")
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
            pub fn warm_pool_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.warm_pool_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for warm_pool_id: {e}")
                    });
                self
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::TryFrom<SandboxListItem> for super::SandboxListItem {
            type Error = super::error::ConversionError;
            fn try_from(
                value: SandboxListItem,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    auto_archive_interval: value.auto_archive_interval?,
                    auto_delete_interval: value.auto_delete_interval?,
                    auto_destroy_at: value.auto_destroy_at?,
                    auto_pause_interval: value.auto_pause_interval?,
                    auto_stop_interval: value.auto_stop_interval?,
                    backup_state: value.backup_state?,
                    cpu: value.cpu?,
                    created_at: value.created_at?,
                    daemon_version: value.daemon_version?,
                    desired_state: value.desired_state?,
                    disk: value.disk?,
                    domain_allow_list: value.domain_allow_list?,
                    error_reason: value.error_reason?,
                    gpu: value.gpu?,
                    gpu_type: value.gpu_type?,
                    id: value.id?,
                    labels: value.labels?,
                    last_activity_at: value.last_activity_at?,
                    memory: value.memory?,
                    name: value.name?,
                    network_allow_list: value.network_allow_list?,
                    network_block_all: value.network_block_all?,
                    organization_id: value.organization_id?,
                    public: value.public?,
                    recoverable: value.recoverable?,
                    runner_id: value.runner_id?,
                    sandbox_class: value.sandbox_class?,
                    snapshot: value.snapshot?,
                    spot: value.spot?,
                    spot_evicted_at: value.spot_evicted_at?,
                    state: value.state?,
                    target: value.target?,
                    toolbox_proxy_url: value.toolbox_proxy_url?,
                    updated_at: value.updated_at?,
                    user: value.user?,
                    warm_pool_id: value.warm_pool_id?,
                })
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::From<super::SandboxListItem> for SandboxListItem {
            fn from(value: super::SandboxListItem) -> Self {
                Self {
                    auto_archive_interval: Ok(value.auto_archive_interval),
                    auto_delete_interval: Ok(value.auto_delete_interval),
                    auto_destroy_at: Ok(value.auto_destroy_at),
                    auto_pause_interval: Ok(value.auto_pause_interval),
                    auto_stop_interval: Ok(value.auto_stop_interval),
                    backup_state: Ok(value.backup_state),
                    cpu: Ok(value.cpu),
                    created_at: Ok(value.created_at),
                    daemon_version: Ok(value.daemon_version),
                    desired_state: Ok(value.desired_state),
                    disk: Ok(value.disk),
                    domain_allow_list: Ok(value.domain_allow_list),
                    error_reason: Ok(value.error_reason),
                    gpu: Ok(value.gpu),
                    gpu_type: Ok(value.gpu_type),
                    id: Ok(value.id),
                    labels: Ok(value.labels),
                    last_activity_at: Ok(value.last_activity_at),
                    memory: Ok(value.memory),
                    name: Ok(value.name),
                    network_allow_list: Ok(value.network_allow_list),
                    network_block_all: Ok(value.network_block_all),
                    organization_id: Ok(value.organization_id),
                    public: Ok(value.public),
                    recoverable: Ok(value.recoverable),
                    runner_id: Ok(value.runner_id),
                    sandbox_class: Ok(value.sandbox_class),
                    snapshot: Ok(value.snapshot),
                    spot: Ok(value.spot),
                    spot_evicted_at: Ok(value.spot_evicted_at),
                    state: Ok(value.state),
                    target: Ok(value.target),
                    toolbox_proxy_url: Ok(value.toolbox_proxy_url),
                    updated_at: Ok(value.updated_at),
                    user: Ok(value.user),
                    warm_pool_id: Ok(value.warm_pool_id),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        #[derive(Clone, Debug)]
        pub struct SandboxVolume {
            mount_path: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            subpath: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            volume_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::default::Default for SandboxVolume {
            fn default() -> Self {
                Self {
                    mount_path: Err("no value supplied for mount_path".to_string()),
                    subpath: Ok(Default::default()),
                    volume_id: Err("no value supplied for volume_id".to_string()),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        impl SandboxVolume {
            pub fn mount_path<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.mount_path = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for mount_path: {e}")
                    });
                self
            }
            pub fn subpath<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.subpath = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for subpath: {e}")
                    });
                self
            }
            pub fn volume_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.volume_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for volume_id: {e}")
                    });
                self
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::TryFrom<SandboxVolume> for super::SandboxVolume {
            type Error = super::error::ConversionError;
            fn try_from(
                value: SandboxVolume,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    mount_path: value.mount_path?,
                    subpath: value.subpath?,
                    volume_id: value.volume_id?,
                })
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::convert::From<super::SandboxVolume> for SandboxVolume {
            fn from(value: super::SandboxVolume) -> Self {
                Self {
                    mount_path: Ok(value.mount_path),
                    subpath: Ok(value.subpath),
                    volume_id: Ok(value.volume_id),
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
        #[cfg(feature = "volumes")]
        #[derive(Clone, Debug)]
        pub struct VolumeDto {
            created_at: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            error_reason: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            id: ::std::result::Result<::std::string::String, ::std::string::String>,
            last_used_at: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            organization_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            state: ::std::result::Result<super::VolumeState, ::std::string::String>,
            updated_at: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
        }
        #[cfg(feature = "volumes")]
        impl ::std::default::Default for VolumeDto {
            fn default() -> Self {
                Self {
                    created_at: Err("no value supplied for created_at".to_string()),
                    error_reason: Ok(Default::default()),
                    id: Err("no value supplied for id".to_string()),
                    last_used_at: Ok(Default::default()),
                    name: Err("no value supplied for name".to_string()),
                    organization_id: Err(
                        "no value supplied for organization_id".to_string(),
                    ),
                    state: Err("no value supplied for state".to_string()),
                    updated_at: Err("no value supplied for updated_at".to_string()),
                }
            }
        }
        #[cfg(feature = "volumes")]
        impl VolumeDto {
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
            pub fn last_used_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.last_used_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for last_used_at: {e}")
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
            pub fn state<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::VolumeState>,
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
        #[cfg(feature = "volumes")]
        impl ::std::convert::TryFrom<VolumeDto> for super::VolumeDto {
            type Error = super::error::ConversionError;
            fn try_from(
                value: VolumeDto,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    created_at: value.created_at?,
                    error_reason: value.error_reason?,
                    id: value.id?,
                    last_used_at: value.last_used_at?,
                    name: value.name?,
                    organization_id: value.organization_id?,
                    state: value.state?,
                    updated_at: value.updated_at?,
                })
            }
        }
        #[cfg(feature = "volumes")]
        impl ::std::convert::From<super::VolumeDto> for VolumeDto {
            fn from(value: super::VolumeDto) -> Self {
                Self {
                    created_at: Ok(value.created_at),
                    error_reason: Ok(value.error_reason),
                    id: Ok(value.id),
                    last_used_at: Ok(value.last_used_at),
                    name: Ok(value.name),
                    organization_id: Ok(value.organization_id),
                    state: Ok(value.state),
                    updated_at: Ok(value.updated_at),
                }
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::fmt::Debug for CreateSandbox {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("CreateSandbox")
                    .field("auto_archive_interval", &self.auto_archive_interval)
                    .field("auto_delete_interval", &self.auto_delete_interval)
                    .field("auto_pause_interval", &self.auto_pause_interval)
                    .field("auto_stop_interval", &self.auto_stop_interval)
                    .field("build_info", &self.build_info)
                    .field("cpu", &self.cpu)
                    .field("disk", &self.disk)
                    .field("domain_allow_list", &self.domain_allow_list)
                    .field("gpu", &self.gpu)
                    .field("gpu_type", &self.gpu_type)
                    .field("labels", &self.labels)
                    .field("linked_sandbox", &self.linked_sandbox)
                    .field("memory", &self.memory)
                    .field("name", &self.name)
                    .field("network_allow_list", &self.network_allow_list)
                    .field("network_block_all", &self.network_block_all)
                    .field("otel_endpoint_override", &self.otel_endpoint_override)
                    .field("public", &self.public)
                    .field("secrets", &self.secrets)
                    .field("snapshot", &self.snapshot)
                    .field("spot", &self.spot)
                    .field("target", &self.target)
                    .field("ttl_minutes", &self.ttl_minutes)
                    .field("user", &self.user)
                    .field("volumes", &self.volumes)
                    .finish_non_exhaustive()
            }
        }
        #[cfg(feature = "organizations")]
        impl ::std::fmt::Debug for OtelConfig {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("OtelConfig")
                    .field("endpoint", &self.endpoint)
                    .field("organization_id", &self.organization_id)
                    .finish_non_exhaustive()
            }
        }
        #[cfg(feature = "docker-registry")]
        impl ::std::fmt::Debug for RegistryPushAccessDto {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("RegistryPushAccessDto")
                    .field("expires_at", &self.expires_at)
                    .field("project", &self.project)
                    .field("registry_id", &self.registry_id)
                    .field("registry_url", &self.registry_url)
                    .finish_non_exhaustive()
            }
        }
        #[cfg(feature = "sandboxes")]
        impl ::std::fmt::Debug for Sandbox {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("Sandbox")
                    .field("auto_archive_interval", &self.auto_archive_interval)
                    .field("auto_delete_interval", &self.auto_delete_interval)
                    .field("auto_destroy_at", &self.auto_destroy_at)
                    .field("auto_pause_interval", &self.auto_pause_interval)
                    .field("auto_stop_interval", &self.auto_stop_interval)
                    .field("backup_created_at", &self.backup_created_at)
                    .field("backup_state", &self.backup_state)
                    .field("build_info", &self.build_info)
                    .field("cpu", &self.cpu)
                    .field("created_at", &self.created_at)
                    .field("daemon_version", &self.daemon_version)
                    .field("desired_state", &self.desired_state)
                    .field("disk", &self.disk)
                    .field("domain_allow_list", &self.domain_allow_list)
                    .field("error_reason", &self.error_reason)
                    .field("gpu", &self.gpu)
                    .field("gpu_type", &self.gpu_type)
                    .field("id", &self.id)
                    .field("labels", &self.labels)
                    .field("last_activity_at", &self.last_activity_at)
                    .field("linked_sandbox_id", &self.linked_sandbox_id)
                    .field("memory", &self.memory)
                    .field("name", &self.name)
                    .field("network_allow_list", &self.network_allow_list)
                    .field("network_block_all", &self.network_block_all)
                    .field("organization_id", &self.organization_id)
                    .field("otel_endpoint_override", &self.otel_endpoint_override)
                    .field("public", &self.public)
                    .field("recoverable", &self.recoverable)
                    .field("runner_id", &self.runner_id)
                    .field("sandbox_class", &self.sandbox_class)
                    .field("snapshot", &self.snapshot)
                    .field("spot", &self.spot)
                    .field("spot_evicted_at", &self.spot_evicted_at)
                    .field("state", &self.state)
                    .field("target", &self.target)
                    .field("toolbox_proxy_url", &self.toolbox_proxy_url)
                    .field("updated_at", &self.updated_at)
                    .field("user", &self.user)
                    .field("volumes", &self.volumes)
                    .field("warm_pool_id", &self.warm_pool_id)
                    .finish_non_exhaustive()
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
    #[cfg(feature = "sandboxes")]
    impl ::std::fmt::Debug for CreateSandbox {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("CreateSandbox")
                .field("auto_archive_interval", &self.auto_archive_interval)
                .field("auto_delete_interval", &self.auto_delete_interval)
                .field("auto_pause_interval", &self.auto_pause_interval)
                .field("auto_stop_interval", &self.auto_stop_interval)
                .field("build_info", &self.build_info)
                .field("cpu", &self.cpu)
                .field("disk", &self.disk)
                .field("domain_allow_list", &self.domain_allow_list)
                .field("gpu", &self.gpu)
                .field("gpu_type", &self.gpu_type)
                .field("labels", &self.labels)
                .field("linked_sandbox", &self.linked_sandbox)
                .field("memory", &self.memory)
                .field("name", &self.name)
                .field("network_allow_list", &self.network_allow_list)
                .field("network_block_all", &self.network_block_all)
                .field("otel_endpoint_override", &self.otel_endpoint_override)
                .field("public", &self.public)
                .field("secrets", &self.secrets)
                .field("snapshot", &self.snapshot)
                .field("spot", &self.spot)
                .field("target", &self.target)
                .field("ttl_minutes", &self.ttl_minutes)
                .field("user", &self.user)
                .field("volumes", &self.volumes)
                .finish_non_exhaustive()
        }
    }
    #[cfg(feature = "organizations")]
    impl ::std::fmt::Debug for OtelConfig {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("OtelConfig")
                .field("endpoint", &self.endpoint)
                .field("organization_id", &self.organization_id)
                .finish_non_exhaustive()
        }
    }
    #[cfg(feature = "docker-registry")]
    impl ::std::fmt::Debug for RegistryPushAccessDto {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("RegistryPushAccessDto")
                .field("expires_at", &self.expires_at)
                .field("project", &self.project)
                .field("registry_id", &self.registry_id)
                .field("registry_url", &self.registry_url)
                .finish_non_exhaustive()
        }
    }
    #[cfg(feature = "sandboxes")]
    impl ::std::fmt::Debug for Sandbox {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.debug_struct("Sandbox")
                .field("auto_archive_interval", &self.auto_archive_interval)
                .field("auto_delete_interval", &self.auto_delete_interval)
                .field("auto_destroy_at", &self.auto_destroy_at)
                .field("auto_pause_interval", &self.auto_pause_interval)
                .field("auto_stop_interval", &self.auto_stop_interval)
                .field("backup_created_at", &self.backup_created_at)
                .field("backup_state", &self.backup_state)
                .field("build_info", &self.build_info)
                .field("cpu", &self.cpu)
                .field("created_at", &self.created_at)
                .field("daemon_version", &self.daemon_version)
                .field("desired_state", &self.desired_state)
                .field("disk", &self.disk)
                .field("domain_allow_list", &self.domain_allow_list)
                .field("error_reason", &self.error_reason)
                .field("gpu", &self.gpu)
                .field("gpu_type", &self.gpu_type)
                .field("id", &self.id)
                .field("labels", &self.labels)
                .field("last_activity_at", &self.last_activity_at)
                .field("linked_sandbox_id", &self.linked_sandbox_id)
                .field("memory", &self.memory)
                .field("name", &self.name)
                .field("network_allow_list", &self.network_allow_list)
                .field("network_block_all", &self.network_block_all)
                .field("organization_id", &self.organization_id)
                .field("otel_endpoint_override", &self.otel_endpoint_override)
                .field("public", &self.public)
                .field("recoverable", &self.recoverable)
                .field("runner_id", &self.runner_id)
                .field("sandbox_class", &self.sandbox_class)
                .field("snapshot", &self.snapshot)
                .field("spot", &self.spot)
                .field("spot_evicted_at", &self.spot_evicted_at)
                .field("state", &self.state)
                .field("target", &self.target)
                .field("toolbox_proxy_url", &self.toolbox_proxy_url)
                .field("updated_at", &self.updated_at)
                .field("user", &self.user)
                .field("volumes", &self.volumes)
                .field("warm_pool_id", &self.warm_pool_id)
                .finish_non_exhaustive()
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
/// The part of Daytona's REST API for snapshots, for their creation, and for the sandboxes that start from them.
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
    /// Returns temporary credentials for pushing images to the installation's registry
    ///
    /// An image that was pushed with them can become a snapshot without a detour over a public registry. The
    /// credentials are good until `expiresAt`.
    ///
    /// Sends a `GET` request to `/docker-registry/registry-push-access`
    ///
    /// Arguments:
    /// - `region_id`: The ID of the region in which the image will be used; the organization's default region if not given.
    #[cfg(feature = "docker-registry")]
    pub fn get_transient_push_access(&self) -> builder::GetTransientPushAccess<'_> {
        builder::GetTransientPushAccess::new(self)
    }
    /// Checks that the API process is alive
    ///
    /// Needs no credentials and checks no other service. The body can be ignored.
    ///
    /// Sends a `GET` request to `/health`
    pub fn check_health(&self) -> builder::CheckHealth<'_> {
        builder::CheckHealth::new(self)
    }
    /// Checks that the API and the services that it depends on are ready
    ///
    /// For the operators of an installation: an ordinary API key is refused with status 403. While a service
    /// is down, the answer has status 503 and a body of the same shape.
    ///
    /// Sends a `GET` request to `/health/ready`
    pub fn check_readiness(&self) -> builder::CheckReadiness<'_> {
        builder::CheckReadiness::new(self)
    }
    /// Returns temporary credentials for uploading build contexts
    ///
    /// The credentials are good for one hour and for objects below the organization's own prefix only. A context is
    /// stored under the key `{organizationId}/{hash}/context.tar`. Installations without object storage answer
    /// with status 503.
    ///
    /// Sends a `GET` request to `/object-storage/push-access`
    pub fn get_push_access(&self) -> builder::GetPushAccess<'_> {
        builder::GetPushAccess::new(self)
    }
    /// Lists the organizations of the user
    ///
    /// The IDs among them are those that the organization header takes.
    ///
    /// Sends a `GET` request to `/organizations`
    #[cfg(feature = "organizations")]
    pub fn list_organizations(&self) -> builder::ListOrganizations<'_> {
        builder::ListOrganizations::new(self)
    }
    /// Reads one organization, with its limits per sandbox
    ///
    /// Sends a `GET` request to `/organizations/{organizationId}`
    ///
    /// Arguments:
    /// - `organization_id`: The ID of the organization.
    #[cfg(feature = "organizations")]
    pub fn get_organization(&self) -> builder::GetOrganization<'_> {
        builder::GetOrganization::new(self)
    }
    /// Lists the classes of sandboxes that the organization can create in each region
    ///
    /// Sends a `GET` request to `/organizations/{organizationId}/available-sandbox-classes`
    ///
    /// Arguments:
    /// - `organization_id`: The ID of the organization.
    #[cfg(feature = "organizations")]
    pub fn list_available_sandbox_classes(
        &self,
    ) -> builder::ListAvailableSandboxClasses<'_> {
        builder::ListAvailableSandboxClasses::new(self)
    }
    /// Returns the quotas of the organization and their usage
    ///
    /// Snapshots and volumes are counted for the whole organization, other resources for each region.
    ///
    /// Sends a `GET` request to `/organizations/{organizationId}/usage`
    ///
    /// Arguments:
    /// - `organization_id`: The ID of the organization.
    #[cfg(feature = "organizations")]
    pub fn get_organization_usage_overview(
        &self,
    ) -> builder::GetOrganizationUsageOverview<'_> {
        builder::GetOrganizationUsageOverview::new(self)
    }
    /// Lists the regions that the organization can use
    ///
    /// Shared regions, and the organization's own ones.
    ///
    /// Sends a `GET` request to `/regions`
    pub fn list_available_regions(&self) -> builder::ListAvailableRegions<'_> {
        builder::ListAvailableRegions::new(self)
    }
    /// Lists sandboxes, one page at a time
    ///
    /// Pages are chained: each names the cursor of the next one. The list lags behind a little, so that a sandbox
    /// which was just created or changed can be missing or have its former state; reading it by ID does not.
    ///
    /// Sends a `GET` request to `/sandbox`
    ///
    /// Arguments:
    /// - `auto_destroy_at_after`: Keeps the sandboxes whose time to live ends after this time.
    /// - `auto_destroy_at_before`: Keeps the sandboxes whose time to live ends before this time.
    /// - `created_at_after`: Keeps the sandboxes that were created after this time.
    /// - `created_at_before`: Keeps the sandboxes that were created before this time.
    /// - `cursor`: The `nextCursor` of the previous page. Default: the first page.
    /// - `id`: Keeps the sandboxes whose ID begins with this text, ignoring case.
    /// - `include_errored_deleted`: `true` to list sandboxes that failed while they were being deleted. Default: `false`.
    /// - `include_warm`: `true` to list sandboxes that wait in a warm pool for a user. Default: `false`.
    /// - `is_public`: Keeps the sandboxes whose ports are public, or those whose ports are not.
    /// - `is_recoverable`: Keeps the failed sandboxes that can be recovered, or those that cannot.
    /// - `labels`: Keeps the sandboxes that have these labels, written as a JSON object.
    /// - `last_event_after`: Keeps the sandboxes whose last event is after this time.
    /// - `last_event_before`: Keeps the sandboxes whose last event is before this time.
    /// - `limit`: The number of sandboxes on a page, from 1 to 200. Default: 100.
    /// - `max_cpu`: Keeps the sandboxes with at most this many CPU cores.
    /// - `max_disk_gi_b`: Keeps the sandboxes with at most this much disk, in GiB.
    /// - `max_memory_gi_b`: Keeps the sandboxes with at most this much memory, in GiB.
    /// - `min_cpu`: Keeps the sandboxes with at least this many CPU cores.
    /// - `min_disk_gi_b`: Keeps the sandboxes with at least this much disk, in GiB.
    /// - `min_memory_gi_b`: Keeps the sandboxes with at least this much memory, in GiB.
    /// - `name`: Keeps the sandboxes whose name begins with this text, ignoring case.
    /// - `order`: The direction to sort in.
    /// - `region_ids`: Keeps the sandboxes in one of the regions with these IDs.
    /// - `sandbox_classes`: Keeps the sandboxes of one of these classes.
    /// - `snapshots`: Keeps the sandboxes that started from one of the snapshots with these names.
    /// - `sort`: The field to sort by.
    /// - `states`: Keeps the sandboxes in one of these states.
    #[cfg(feature = "sandboxes")]
    pub fn list_sandboxes(&self) -> builder::ListSandboxes<'_> {
        builder::ListSandboxes::new(self)
    }
    /// Creates a sandbox, usually from a snapshot
    ///
    /// The server may answer before the sandbox runs. Poll it until its state is `started` or final, such as
    /// `error`. Without `snapshot` and `buildInfo` the sandbox starts from the default
    /// snapshot of the installation.
    ///
    /// Sends a `POST` request to `/sandbox`
    ///
    /// Arguments:
    /// - `body`: The sandbox to create.
    #[cfg(feature = "sandboxes")]
    pub fn create_sandbox(&self) -> builder::CreateSandbox<'_> {
        builder::CreateSandbox::new(self)
    }
    /// Reads one sandbox, by ID or by name
    ///
    /// An evicted spot sandbox can still be read for 24 hours; `spotEvictedAt` is the time of its eviction.
    ///
    /// Sends a `GET` request to `/sandbox/{sandboxIdOrName}`
    ///
    /// Arguments:
    /// - `sandbox_id_or_name`: The ID or the name of the sandbox.
    /// - `verbose`: `true` for more details in the answer.
    #[cfg(feature = "sandboxes")]
    pub fn get_sandbox(&self) -> builder::GetSandbox<'_> {
        builder::GetSandbox::new(self)
    }
    /// Deletes a sandbox, whatever its state
    ///
    /// Sends a `DELETE` request to `/sandbox/{sandboxIdOrName}`
    ///
    /// Arguments:
    /// - `sandbox_id_or_name`: The ID or the name of the sandbox.
    #[cfg(feature = "sandboxes")]
    pub fn delete_sandbox(&self) -> builder::DeleteSandbox<'_> {
        builder::DeleteSandbox::new(self)
    }
    /// Takes a snapshot of a sandbox
    ///
    /// The answer is the sandbox, not the snapshot, which does not exist yet. Poll the snapshot by its name until its
    /// state is final.
    ///
    /// Sends a `POST` request to `/sandbox/{sandboxIdOrName}/snapshot`
    ///
    /// Arguments:
    /// - `sandbox_id_or_name`: The ID or the name of the sandbox.
    /// - `body`: The snapshot to take.
    #[cfg(feature = "sandboxes")]
    pub fn create_sandbox_snapshot(&self) -> builder::CreateSandboxSnapshot<'_> {
        builder::CreateSandboxSnapshot::new(self)
    }
    /// Starts a stopped or archived sandbox, or resumes a paused one
    ///
    /// The server may answer before the sandbox runs. Poll it until its state is `started`.
    ///
    /// Sends a `POST` request to `/sandbox/{sandboxIdOrName}/start`
    ///
    /// Arguments:
    /// - `sandbox_id_or_name`: The ID or the name of the sandbox.
    #[cfg(feature = "sandboxes")]
    pub fn start_sandbox(&self) -> builder::StartSandbox<'_> {
        builder::StartSandbox::new(self)
    }
    /// Stops a sandbox; its disk is kept
    ///
    /// Sends a `POST` request to `/sandbox/{sandboxIdOrName}/stop`
    ///
    /// Arguments:
    /// - `sandbox_id_or_name`: The ID or the name of the sandbox.
    /// - `force`: `true` to stop processes with `SIGKILL`, `false` with `SIGTERM`.
    #[cfg(feature = "sandboxes")]
    pub fn stop_sandbox(&self) -> builder::StopSandbox<'_> {
        builder::StopSandbox::new(self)
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
    /// listed. A page past the end is empty, not an error.
    ///
    /// Sends a `GET` request to `/snapshots`
    ///
    /// Arguments:
    /// - `limit`: The number of snapshots on a page, from 1 to 200. Default: 100.
    /// - `name`: Keeps the snapshots whose name contains this text, ignoring case.
    /// - `order`: The direction to sort in. Default: `desc`.
    /// - `page`: The page to return. The first page is 1. Default: 1.
    /// - `sort`: The field to sort by. Default: `lastUsedAt`.
    /// - `source_sandbox_id`: Keeps the snapshots that were taken from the sandbox with this ID.
    pub fn get_all_snapshots(&self) -> builder::GetAllSnapshots<'_> {
        builder::GetAllSnapshots::new(self)
    }
    /// Creates a snapshot from an image or from a Dockerfile
    ///
    /// Exactly one of `imageName` and `buildInfo` must be given, and `entrypoint` only together with `imageName`.
    /// The server answers before the image is pulled or built. Poll the snapshot until its state is final. If an
    /// identical build exists, the snapshot may be `active` at once.
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
    /// taken. Repeating the call in that time is not an error. An organization's own general snapshot cannot be removed
    /// (status 403).
    ///
    /// Sends a `DELETE` request to `/snapshots/{id}`
    ///
    /// Arguments:
    /// - `id`: The ID of the snapshot. Its name is refused with status 400.
    pub fn remove_snapshot(&self) -> builder::RemoveSnapshot<'_> {
        builder::RemoveSnapshot::new(self)
    }
    /// Activates an inactive snapshot
    ///
    /// The snapshot returns to the state `pending`. The call is refused with status 400 unless the snapshot is
    /// `inactive`, and for 10 minutes after its last change.
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
    /// - `follow`: `true` to wait for new lines.
    #[deprecated = "the API calls this operation deprecated"]
    pub fn get_snapshot_build_logs(&self) -> builder::GetSnapshotBuildLogs<'_> {
        builder::GetSnapshotBuildLogs::new(self)
    }
    /// Returns the URL of the build log of a snapshot
    ///
    /// Blocks for up to 30 seconds until a runner has accepted the build, then answers with status 404. Snapshots
    /// that were not built from a Dockerfile have no log either. The URL is on another host and takes the same
    /// bearer token. With the query parameter `follow=true` it streams new lines.
    ///
    /// Sends a `GET` request to `/snapshots/{id}/build-logs-url`
    ///
    /// Arguments:
    /// - `id`: The ID of the snapshot. Its name is refused with status 400.
    pub fn get_snapshot_build_logs_url(&self) -> builder::GetSnapshotBuildLogsUrl<'_> {
        builder::GetSnapshotBuildLogsUrl::new(self)
    }
    /// Deactivates a snapshot without removing it
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
    /// Lists the volumes of the organization
    ///
    /// Sends a `GET` request to `/volumes`
    ///
    /// Arguments:
    /// - `include_deleted`: `true` to list deleted volumes too.
    #[cfg(feature = "volumes")]
    pub fn list_volumes(&self) -> builder::ListVolumes<'_> {
        builder::ListVolumes::new(self)
    }
    /// Creates a volume
    ///
    /// The server answers before the volume exists. Poll it until its state is `ready`.
    ///
    /// Sends a `POST` request to `/volumes`
    ///
    /// Arguments:
    /// - `body`: The volume to create.
    #[cfg(feature = "volumes")]
    pub fn create_volume(&self) -> builder::CreateVolume<'_> {
        builder::CreateVolume::new(self)
    }
    /// Reads one volume, by name
    ///
    /// Sends a `GET` request to `/volumes/by-name/{name}`
    ///
    /// Arguments:
    /// - `name`: The name of the volume.
    #[cfg(feature = "volumes")]
    pub fn get_volume_by_name(&self) -> builder::GetVolumeByName<'_> {
        builder::GetVolumeByName::new(self)
    }
    /// Reads one volume, by ID
    ///
    /// Sends a `GET` request to `/volumes/{volumeId}`
    ///
    /// Arguments:
    /// - `volume_id`: The ID of the volume.
    #[cfg(feature = "volumes")]
    pub fn get_volume(&self) -> builder::GetVolume<'_> {
        builder::GetVolume::new(self)
    }
    /// Deletes a volume and its content
    ///
    /// Refused with status 409 while a sandbox uses the volume.
    ///
    /// Sends a `DELETE` request to `/volumes/{volumeId}`
    ///
    /// Arguments:
    /// - `volume_id`: The ID of the volume.
    #[cfg(feature = "volumes")]
    pub fn delete_volume(&self) -> builder::DeleteVolume<'_> {
        builder::DeleteVolume::new(self)
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
    /// Builder for [`Client::get_transient_push_access`]
    ///
    /// [`Client::get_transient_push_access`]: super::Client::get_transient_push_access
    #[cfg(feature = "docker-registry")]
    #[derive(Debug, Clone)]
    pub struct GetTransientPushAccess<'a> {
        client: &'a super::Client,
        region_id: Result<Option<::std::string::String>, String>,
    }
    #[cfg(feature = "docker-registry")]
    impl<'a> GetTransientPushAccess<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                region_id: Ok(None),
            }
        }
        pub fn region_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.region_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for region_id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/docker-registry/registry-push-access`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::RegistryPushAccessDto>, Error<()>> {
            let Self { client, region_id } = self;
            let region_id = region_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/docker-registry/registry-push-access", client.baseurl,
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
                .query(
                    &crate::query::pairs(
                            "regionId",
                            &region_id,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_transient_push_access",
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
                200..=299 if !crate::answer::is_foreign(&response) => {
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
    /// Builder for [`Client::list_organizations`]
    ///
    /// [`Client::list_organizations`]: super::Client::list_organizations
    #[cfg(feature = "organizations")]
    #[derive(Debug, Clone)]
    pub struct ListOrganizations<'a> {
        client: &'a super::Client,
    }
    #[cfg(feature = "organizations")]
    impl<'a> ListOrganizations<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/organizations`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<::std::vec::Vec<types::Organization>>, Error<()>> {
            let Self { client } = self;
            let url = format!("{}/organizations", client.baseurl,);
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
                operation_id: "list_organizations",
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
    /// Builder for [`Client::get_organization`]
    ///
    /// [`Client::get_organization`]: super::Client::get_organization
    #[cfg(feature = "organizations")]
    #[derive(Debug, Clone)]
    pub struct GetOrganization<'a> {
        client: &'a super::Client,
        organization_id: Result<::std::string::String, String>,
    }
    #[cfg(feature = "organizations")]
    impl<'a> GetOrganization<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                organization_id: Err("organization_id was not initialized".to_string()),
            }
        }
        pub fn organization_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.organization_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for organization_id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/organizations/{organizationId}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::Organization>, Error<()>> {
            let Self { client, organization_id } = self;
            let organization_id = organization_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/organizations/{}", client.baseurl, crate
                ::path::segment("organization_id", & organization_id.to_string())
                .map_err(Error::InvalidRequest) ?,
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
                operation_id: "get_organization",
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
    /// Builder for [`Client::list_available_sandbox_classes`]
    ///
    /// [`Client::list_available_sandbox_classes`]: super::Client::list_available_sandbox_classes
    #[cfg(feature = "organizations")]
    #[derive(Debug, Clone)]
    pub struct ListAvailableSandboxClasses<'a> {
        client: &'a super::Client,
        organization_id: Result<::std::string::String, String>,
    }
    #[cfg(feature = "organizations")]
    impl<'a> ListAvailableSandboxClasses<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                organization_id: Err("organization_id was not initialized".to_string()),
            }
        }
        pub fn organization_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.organization_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for organization_id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/organizations/{organizationId}/available-sandbox-classes`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::AvailableSandboxClass>>,
            Error<()>,
        > {
            let Self { client, organization_id } = self;
            let organization_id = organization_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/organizations/{}/available-sandbox-classes", client.baseurl, crate
                ::path::segment("organization_id", & organization_id.to_string())
                .map_err(Error::InvalidRequest) ?,
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
                operation_id: "list_available_sandbox_classes",
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
    /// Builder for [`Client::get_organization_usage_overview`]
    ///
    /// [`Client::get_organization_usage_overview`]: super::Client::get_organization_usage_overview
    #[cfg(feature = "organizations")]
    #[derive(Debug, Clone)]
    pub struct GetOrganizationUsageOverview<'a> {
        client: &'a super::Client,
        organization_id: Result<::std::string::String, String>,
    }
    #[cfg(feature = "organizations")]
    impl<'a> GetOrganizationUsageOverview<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                organization_id: Err("organization_id was not initialized".to_string()),
            }
        }
        pub fn organization_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.organization_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for organization_id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/organizations/{organizationId}/usage`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::OrganizationUsageOverview>, Error<()>> {
            let Self { client, organization_id } = self;
            let organization_id = organization_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/organizations/{}/usage", client.baseurl, crate
                ::path::segment("organization_id", & organization_id.to_string())
                .map_err(Error::InvalidRequest) ?,
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
                operation_id: "get_organization_usage_overview",
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
    /// Builder for [`Client::list_sandboxes`]
    ///
    /// [`Client::list_sandboxes`]: super::Client::list_sandboxes
    #[cfg(feature = "sandboxes")]
    #[derive(Debug, Clone)]
    pub struct ListSandboxes<'a> {
        client: &'a super::Client,
        auto_destroy_at_after: Result<Option<::jiff::Timestamp>, String>,
        auto_destroy_at_before: Result<Option<::jiff::Timestamp>, String>,
        created_at_after: Result<Option<::jiff::Timestamp>, String>,
        created_at_before: Result<Option<::jiff::Timestamp>, String>,
        cursor: Result<Option<::std::string::String>, String>,
        id: Result<Option<::std::string::String>, String>,
        include_errored_deleted: Result<Option<bool>, String>,
        include_warm: Result<Option<bool>, String>,
        is_public: Result<Option<bool>, String>,
        is_recoverable: Result<Option<bool>, String>,
        labels: Result<Option<::std::string::String>, String>,
        last_event_after: Result<Option<::jiff::Timestamp>, String>,
        last_event_before: Result<Option<::jiff::Timestamp>, String>,
        limit: Result<Option<u64>, String>,
        max_cpu: Result<Option<f64>, String>,
        max_disk_gi_b: Result<Option<f64>, String>,
        max_memory_gi_b: Result<Option<f64>, String>,
        min_cpu: Result<Option<f64>, String>,
        min_disk_gi_b: Result<Option<f64>, String>,
        min_memory_gi_b: Result<Option<f64>, String>,
        name: Result<Option<::std::string::String>, String>,
        order: Result<Option<types::SandboxListSortDirection>, String>,
        region_ids: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        sandbox_classes: Result<Option<::std::vec::Vec<types::SandboxClass>>, String>,
        snapshots: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
        sort: Result<Option<types::SandboxListSortField>, String>,
        states: Result<Option<::std::vec::Vec<types::SandboxState>>, String>,
    }
    #[cfg(feature = "sandboxes")]
    impl<'a> ListSandboxes<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                auto_destroy_at_after: Ok(None),
                auto_destroy_at_before: Ok(None),
                created_at_after: Ok(None),
                created_at_before: Ok(None),
                cursor: Ok(None),
                id: Ok(None),
                include_errored_deleted: Ok(None),
                include_warm: Ok(None),
                is_public: Ok(None),
                is_recoverable: Ok(None),
                labels: Ok(None),
                last_event_after: Ok(None),
                last_event_before: Ok(None),
                limit: Ok(None),
                max_cpu: Ok(None),
                max_disk_gi_b: Ok(None),
                max_memory_gi_b: Ok(None),
                min_cpu: Ok(None),
                min_disk_gi_b: Ok(None),
                min_memory_gi_b: Ok(None),
                name: Ok(None),
                order: Ok(None),
                region_ids: Ok(None),
                sandbox_classes: Ok(None),
                snapshots: Ok(None),
                sort: Ok(None),
                states: Ok(None),
            }
        }
        pub fn auto_destroy_at_after<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::jiff::Timestamp>,
        {
            self.auto_destroy_at_after = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: jiff :: Timestamp` for auto_destroy_at_after failed"
                        .to_string()
                });
            self
        }
        pub fn auto_destroy_at_before<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::jiff::Timestamp>,
        {
            self.auto_destroy_at_before = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: jiff :: Timestamp` for auto_destroy_at_before failed"
                        .to_string()
                });
            self
        }
        pub fn created_at_after<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::jiff::Timestamp>,
        {
            self.created_at_after = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: jiff :: Timestamp` for created_at_after failed"
                        .to_string()
                });
            self
        }
        pub fn created_at_before<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::jiff::Timestamp>,
        {
            self.created_at_before = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: jiff :: Timestamp` for created_at_before failed"
                        .to_string()
                });
            self
        }
        pub fn cursor<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.cursor = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for cursor failed"
                        .to_string()
                });
            self
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for id failed"
                        .to_string()
                });
            self
        }
        pub fn include_errored_deleted<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.include_errored_deleted = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `bool` for include_errored_deleted failed".to_string()
                });
            self
        }
        pub fn include_warm<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.include_warm = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for include_warm failed".to_string());
            self
        }
        pub fn is_public<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.is_public = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for is_public failed".to_string());
            self
        }
        pub fn is_recoverable<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.is_recoverable = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `bool` for is_recoverable failed".to_string()
                });
            self
        }
        pub fn labels<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.labels = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for labels failed"
                        .to_string()
                });
            self
        }
        pub fn last_event_after<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::jiff::Timestamp>,
        {
            self.last_event_after = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: jiff :: Timestamp` for last_event_after failed"
                        .to_string()
                });
            self
        }
        pub fn last_event_before<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::jiff::Timestamp>,
        {
            self.last_event_before = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: jiff :: Timestamp` for last_event_before failed"
                        .to_string()
                });
            self
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
        pub fn max_cpu<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<f64>,
        {
            self.max_cpu = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `f64` for max_cpu failed".to_string());
            self
        }
        pub fn max_disk_gi_b<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<f64>,
        {
            self.max_disk_gi_b = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `f64` for max_disk_gi_b failed".to_string());
            self
        }
        pub fn max_memory_gi_b<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<f64>,
        {
            self.max_memory_gi_b = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `f64` for max_memory_gi_b failed".to_string()
                });
            self
        }
        pub fn min_cpu<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<f64>,
        {
            self.min_cpu = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `f64` for min_cpu failed".to_string());
            self
        }
        pub fn min_disk_gi_b<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<f64>,
        {
            self.min_disk_gi_b = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `f64` for min_disk_gi_b failed".to_string());
            self
        }
        pub fn min_memory_gi_b<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<f64>,
        {
            self.min_memory_gi_b = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `f64` for min_memory_gi_b failed".to_string()
                });
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
            V: std::convert::TryInto<types::SandboxListSortDirection>,
        {
            self.order = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `SandboxListSortDirection` for order failed"
                        .to_string()
                });
            self
        }
        pub fn region_ids<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.region_ids = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for region_ids failed"
                        .to_string()
                });
            self
        }
        pub fn sandbox_classes<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<types::SandboxClass>>,
        {
            self.sandbox_classes = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < SandboxClass >` for sandbox_classes failed"
                        .to_string()
                });
            self
        }
        pub fn snapshots<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.snapshots = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for snapshots failed"
                        .to_string()
                });
            self
        }
        pub fn sort<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::SandboxListSortField>,
        {
            self.sort = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `SandboxListSortField` for sort failed".to_string()
                });
            self
        }
        pub fn states<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<types::SandboxState>>,
        {
            self.states = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < SandboxState >` for states failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/sandbox`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<types::ListSandboxesResponse>, Error<()>> {
            let Self {
                client,
                auto_destroy_at_after,
                auto_destroy_at_before,
                created_at_after,
                created_at_before,
                cursor,
                id,
                include_errored_deleted,
                include_warm,
                is_public,
                is_recoverable,
                labels,
                last_event_after,
                last_event_before,
                limit,
                max_cpu,
                max_disk_gi_b,
                max_memory_gi_b,
                min_cpu,
                min_disk_gi_b,
                min_memory_gi_b,
                name,
                order,
                region_ids,
                sandbox_classes,
                snapshots,
                sort,
                states,
            } = self;
            let auto_destroy_at_after = auto_destroy_at_after
                .map_err(Error::InvalidRequest)?;
            let auto_destroy_at_before = auto_destroy_at_before
                .map_err(Error::InvalidRequest)?;
            let created_at_after = created_at_after.map_err(Error::InvalidRequest)?;
            let created_at_before = created_at_before.map_err(Error::InvalidRequest)?;
            let cursor = cursor.map_err(Error::InvalidRequest)?;
            let id = id.map_err(Error::InvalidRequest)?;
            let include_errored_deleted = include_errored_deleted
                .map_err(Error::InvalidRequest)?;
            let include_warm = include_warm.map_err(Error::InvalidRequest)?;
            let is_public = is_public.map_err(Error::InvalidRequest)?;
            let is_recoverable = is_recoverable.map_err(Error::InvalidRequest)?;
            let labels = labels.map_err(Error::InvalidRequest)?;
            let last_event_after = last_event_after.map_err(Error::InvalidRequest)?;
            let last_event_before = last_event_before.map_err(Error::InvalidRequest)?;
            let limit = limit.map_err(Error::InvalidRequest)?;
            let max_cpu = max_cpu.map_err(Error::InvalidRequest)?;
            let max_disk_gi_b = max_disk_gi_b.map_err(Error::InvalidRequest)?;
            let max_memory_gi_b = max_memory_gi_b.map_err(Error::InvalidRequest)?;
            let min_cpu = min_cpu.map_err(Error::InvalidRequest)?;
            let min_disk_gi_b = min_disk_gi_b.map_err(Error::InvalidRequest)?;
            let min_memory_gi_b = min_memory_gi_b.map_err(Error::InvalidRequest)?;
            let name = name.map_err(Error::InvalidRequest)?;
            let order = order.map_err(Error::InvalidRequest)?;
            let region_ids = region_ids.map_err(Error::InvalidRequest)?;
            let sandbox_classes = sandbox_classes.map_err(Error::InvalidRequest)?;
            let snapshots = snapshots.map_err(Error::InvalidRequest)?;
            let sort = sort.map_err(Error::InvalidRequest)?;
            let states = states.map_err(Error::InvalidRequest)?;
            let url = format!("{}/sandbox", client.baseurl,);
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
                    &crate::query::pairs(
                            "autoDestroyAtAfter",
                            &auto_destroy_at_after,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "autoDestroyAtBefore",
                            &auto_destroy_at_before,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "createdAtAfter",
                            &created_at_after,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "createdAtBefore",
                            &created_at_before,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "cursor",
                            &cursor,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("id", &id, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "includeErroredDeleted",
                            &include_errored_deleted,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "includeWarm",
                            &include_warm,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "isPublic",
                            &is_public,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "isRecoverable",
                            &is_recoverable,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "labels",
                            &labels,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "lastEventAfter",
                            &last_event_after,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "lastEventBefore",
                            &last_event_before,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("limit", &limit, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "maxCpu",
                            &max_cpu,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "maxDiskGiB",
                            &max_disk_gi_b,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "maxMemoryGiB",
                            &max_memory_gi_b,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "minCpu",
                            &min_cpu,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "minDiskGiB",
                            &min_disk_gi_b,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "minMemoryGiB",
                            &min_memory_gi_b,
                            crate::query::Style::Repeated,
                        )
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
                    &crate::query::pairs(
                            "regionIds",
                            &region_ids,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "sandboxClasses",
                            &sandbox_classes,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "snapshots",
                            &snapshots,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs("sort", &sort, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .query(
                    &crate::query::pairs(
                            "states",
                            &states,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_sandboxes",
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
    /// Builder for [`Client::create_sandbox`]
    ///
    /// [`Client::create_sandbox`]: super::Client::create_sandbox
    #[cfg(feature = "sandboxes")]
    #[derive(Debug, Clone)]
    pub struct CreateSandbox<'a> {
        client: &'a super::Client,
        body: Result<types::builder::CreateSandbox, String>,
    }
    #[cfg(feature = "sandboxes")]
    impl<'a> CreateSandbox<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateSandbox>,
            <V as std::convert::TryInto<types::CreateSandbox>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `CreateSandbox` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateSandbox,
            ) -> types::builder::CreateSandbox,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends a `POST` request to `/sandbox`
        pub async fn send(self) -> Result<ResponseValue<types::Sandbox>, Error<()>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::CreateSandbox::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/sandbox", client.baseurl,);
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
                operation_id: "create_sandbox",
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
    /// Builder for [`Client::get_sandbox`]
    ///
    /// [`Client::get_sandbox`]: super::Client::get_sandbox
    #[cfg(feature = "sandboxes")]
    #[derive(Debug, Clone)]
    pub struct GetSandbox<'a> {
        client: &'a super::Client,
        sandbox_id_or_name: Result<::std::string::String, String>,
        verbose: Result<Option<bool>, String>,
    }
    #[cfg(feature = "sandboxes")]
    impl<'a> GetSandbox<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                sandbox_id_or_name: Err(
                    "sandbox_id_or_name was not initialized".to_string(),
                ),
                verbose: Ok(None),
            }
        }
        pub fn sandbox_id_or_name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.sandbox_id_or_name = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for sandbox_id_or_name failed"
                        .to_string()
                });
            self
        }
        pub fn verbose<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.verbose = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for verbose failed".to_string());
            self
        }
        /// Sends a `GET` request to `/sandbox/{sandboxIdOrName}`
        pub async fn send(self) -> Result<ResponseValue<types::Sandbox>, Error<()>> {
            let Self { client, sandbox_id_or_name, verbose } = self;
            let sandbox_id_or_name = sandbox_id_or_name.map_err(Error::InvalidRequest)?;
            let verbose = verbose.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/sandbox/{}", client.baseurl, crate
                ::path::segment("sandbox_id_or_name", & sandbox_id_or_name.to_string())
                .map_err(Error::InvalidRequest) ?,
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
                .query(
                    &crate::query::pairs(
                            "verbose",
                            &verbose,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "get_sandbox",
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
    /// Builder for [`Client::delete_sandbox`]
    ///
    /// [`Client::delete_sandbox`]: super::Client::delete_sandbox
    #[cfg(feature = "sandboxes")]
    #[derive(Debug, Clone)]
    pub struct DeleteSandbox<'a> {
        client: &'a super::Client,
        sandbox_id_or_name: Result<::std::string::String, String>,
    }
    #[cfg(feature = "sandboxes")]
    impl<'a> DeleteSandbox<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                sandbox_id_or_name: Err(
                    "sandbox_id_or_name was not initialized".to_string(),
                ),
            }
        }
        pub fn sandbox_id_or_name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.sandbox_id_or_name = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for sandbox_id_or_name failed"
                        .to_string()
                });
            self
        }
        /// Sends a `DELETE` request to `/sandbox/{sandboxIdOrName}`
        pub async fn send(self) -> Result<ResponseValue<types::Sandbox>, Error<()>> {
            let Self { client, sandbox_id_or_name } = self;
            let sandbox_id_or_name = sandbox_id_or_name.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/sandbox/{}", client.baseurl, crate
                ::path::segment("sandbox_id_or_name", & sandbox_id_or_name.to_string())
                .map_err(Error::InvalidRequest) ?,
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
                .delete(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "delete_sandbox",
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
    /// Builder for [`Client::create_sandbox_snapshot`]
    ///
    /// [`Client::create_sandbox_snapshot`]: super::Client::create_sandbox_snapshot
    #[cfg(feature = "sandboxes")]
    #[derive(Debug, Clone)]
    pub struct CreateSandboxSnapshot<'a> {
        client: &'a super::Client,
        sandbox_id_or_name: Result<::std::string::String, String>,
        body: Result<types::builder::CreateSandboxSnapshot, String>,
    }
    #[cfg(feature = "sandboxes")]
    impl<'a> CreateSandboxSnapshot<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                sandbox_id_or_name: Err(
                    "sandbox_id_or_name was not initialized".to_string(),
                ),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn sandbox_id_or_name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.sandbox_id_or_name = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for sandbox_id_or_name failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateSandboxSnapshot>,
            <V as std::convert::TryInto<
                types::CreateSandboxSnapshot,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!(
                        "conversion to `CreateSandboxSnapshot` for body failed: {}", s
                    )
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateSandboxSnapshot,
            ) -> types::builder::CreateSandboxSnapshot,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends a `POST` request to `/sandbox/{sandboxIdOrName}/snapshot`
        pub async fn send(self) -> Result<ResponseValue<types::Sandbox>, Error<()>> {
            let Self { client, sandbox_id_or_name, body } = self;
            let sandbox_id_or_name = sandbox_id_or_name.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::CreateSandboxSnapshot::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/sandbox/{}/snapshot", client.baseurl, crate
                ::path::segment("sandbox_id_or_name", & sandbox_id_or_name.to_string())
                .map_err(Error::InvalidRequest) ?,
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
                .json(&body)
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "create_sandbox_snapshot",
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
    /// Builder for [`Client::start_sandbox`]
    ///
    /// [`Client::start_sandbox`]: super::Client::start_sandbox
    #[cfg(feature = "sandboxes")]
    #[derive(Debug, Clone)]
    pub struct StartSandbox<'a> {
        client: &'a super::Client,
        sandbox_id_or_name: Result<::std::string::String, String>,
    }
    #[cfg(feature = "sandboxes")]
    impl<'a> StartSandbox<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                sandbox_id_or_name: Err(
                    "sandbox_id_or_name was not initialized".to_string(),
                ),
            }
        }
        pub fn sandbox_id_or_name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.sandbox_id_or_name = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for sandbox_id_or_name failed"
                        .to_string()
                });
            self
        }
        /// Sends a `POST` request to `/sandbox/{sandboxIdOrName}/start`
        pub async fn send(self) -> Result<ResponseValue<types::Sandbox>, Error<()>> {
            let Self { client, sandbox_id_or_name } = self;
            let sandbox_id_or_name = sandbox_id_or_name.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/sandbox/{}/start", client.baseurl, crate
                ::path::segment("sandbox_id_or_name", & sandbox_id_or_name.to_string())
                .map_err(Error::InvalidRequest) ?,
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
                operation_id: "start_sandbox",
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
    /// Builder for [`Client::stop_sandbox`]
    ///
    /// [`Client::stop_sandbox`]: super::Client::stop_sandbox
    #[cfg(feature = "sandboxes")]
    #[derive(Debug, Clone)]
    pub struct StopSandbox<'a> {
        client: &'a super::Client,
        sandbox_id_or_name: Result<::std::string::String, String>,
        force: Result<Option<bool>, String>,
    }
    #[cfg(feature = "sandboxes")]
    impl<'a> StopSandbox<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                sandbox_id_or_name: Err(
                    "sandbox_id_or_name was not initialized".to_string(),
                ),
                force: Ok(None),
            }
        }
        pub fn sandbox_id_or_name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.sandbox_id_or_name = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for sandbox_id_or_name failed"
                        .to_string()
                });
            self
        }
        pub fn force<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.force = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `bool` for force failed".to_string());
            self
        }
        /// Sends a `POST` request to `/sandbox/{sandboxIdOrName}/stop`
        pub async fn send(self) -> Result<ResponseValue<types::Sandbox>, Error<()>> {
            let Self { client, sandbox_id_or_name, force } = self;
            let sandbox_id_or_name = sandbox_id_or_name.map_err(Error::InvalidRequest)?;
            let force = force.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/sandbox/{}/stop", client.baseurl, crate
                ::path::segment("sandbox_id_or_name", & sandbox_id_or_name.to_string())
                .map_err(Error::InvalidRequest) ?,
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
                .query(
                    &crate::query::pairs("force", &force, crate::query::Style::Repeated)
                        .map_err(Error::InvalidRequest)?,
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "stop_sandbox",
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
                200..=299 if !crate::answer::is_foreign(&response) => {
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
                200..=299 if !crate::answer::is_foreign(&response) => {
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
                200..=299 if !crate::answer::is_foreign(&response) => {
                    Ok(ResponseValue::empty(response))
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::list_volumes`]
    ///
    /// [`Client::list_volumes`]: super::Client::list_volumes
    #[cfg(feature = "volumes")]
    #[derive(Debug, Clone)]
    pub struct ListVolumes<'a> {
        client: &'a super::Client,
        include_deleted: Result<Option<bool>, String>,
    }
    #[cfg(feature = "volumes")]
    impl<'a> ListVolumes<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                include_deleted: Ok(None),
            }
        }
        pub fn include_deleted<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<bool>,
        {
            self.include_deleted = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `bool` for include_deleted failed".to_string()
                });
            self
        }
        /// Sends a `GET` request to `/volumes`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<::std::vec::Vec<types::VolumeDto>>, Error<()>> {
            let Self { client, include_deleted } = self;
            let include_deleted = include_deleted.map_err(Error::InvalidRequest)?;
            let url = format!("{}/volumes", client.baseurl,);
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
                    &crate::query::pairs(
                            "includeDeleted",
                            &include_deleted,
                            crate::query::Style::Repeated,
                        )
                        .map_err(Error::InvalidRequest)?,
                )
                .headers(header_map)
                .build()?;
            let info = OperationInfo {
                operation_id: "list_volumes",
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
    /// Builder for [`Client::create_volume`]
    ///
    /// [`Client::create_volume`]: super::Client::create_volume
    #[cfg(feature = "volumes")]
    #[derive(Debug, Clone)]
    pub struct CreateVolume<'a> {
        client: &'a super::Client,
        body: Result<types::builder::CreateVolume, String>,
    }
    #[cfg(feature = "volumes")]
    impl<'a> CreateVolume<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::CreateVolume>,
            <V as std::convert::TryInto<types::CreateVolume>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `CreateVolume` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::CreateVolume,
            ) -> types::builder::CreateVolume,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends a `POST` request to `/volumes`
        pub async fn send(self) -> Result<ResponseValue<types::VolumeDto>, Error<()>> {
            let Self { client, body } = self;
            let body = body
                .and_then(|v| {
                    types::CreateVolume::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/volumes", client.baseurl,);
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
                operation_id: "create_volume",
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
    /// Builder for [`Client::get_volume_by_name`]
    ///
    /// [`Client::get_volume_by_name`]: super::Client::get_volume_by_name
    #[cfg(feature = "volumes")]
    #[derive(Debug, Clone)]
    pub struct GetVolumeByName<'a> {
        client: &'a super::Client,
        name: Result<::std::string::String, String>,
    }
    #[cfg(feature = "volumes")]
    impl<'a> GetVolumeByName<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                name: Err("name was not initialized".to_string()),
            }
        }
        pub fn name<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.name = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for name failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/volumes/by-name/{name}`
        pub async fn send(self) -> Result<ResponseValue<types::VolumeDto>, Error<()>> {
            let Self { client, name } = self;
            let name = name.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/volumes/by-name/{}", client.baseurl, crate ::path::segment("name", &
                name.to_string()).map_err(Error::InvalidRequest) ?,
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
                operation_id: "get_volume_by_name",
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
    /// Builder for [`Client::get_volume`]
    ///
    /// [`Client::get_volume`]: super::Client::get_volume
    #[cfg(feature = "volumes")]
    #[derive(Debug, Clone)]
    pub struct GetVolume<'a> {
        client: &'a super::Client,
        volume_id: Result<::std::string::String, String>,
    }
    #[cfg(feature = "volumes")]
    impl<'a> GetVolume<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                volume_id: Err("volume_id was not initialized".to_string()),
            }
        }
        pub fn volume_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.volume_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for volume_id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/volumes/{volumeId}`
        pub async fn send(self) -> Result<ResponseValue<types::VolumeDto>, Error<()>> {
            let Self { client, volume_id } = self;
            let volume_id = volume_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/volumes/{}", client.baseurl, crate ::path::segment("volume_id", &
                volume_id.to_string()).map_err(Error::InvalidRequest) ?,
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
                operation_id: "get_volume",
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
    /// Builder for [`Client::delete_volume`]
    ///
    /// [`Client::delete_volume`]: super::Client::delete_volume
    #[cfg(feature = "volumes")]
    #[derive(Debug, Clone)]
    pub struct DeleteVolume<'a> {
        client: &'a super::Client,
        volume_id: Result<::std::string::String, String>,
    }
    #[cfg(feature = "volumes")]
    impl<'a> DeleteVolume<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                volume_id: Err("volume_id was not initialized".to_string()),
            }
        }
        pub fn volume_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.volume_id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for volume_id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `DELETE` request to `/volumes/{volumeId}`
        pub async fn send(self) -> Result<ResponseValue<()>, Error<()>> {
            let Self { client, volume_id } = self;
            let volume_id = volume_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/volumes/{}", client.baseurl, crate ::path::segment("volume_id", &
                volume_id.to_string()).map_err(Error::InvalidRequest) ?,
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
                operation_id: "delete_volume",
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
