//! Credentials and the providers that supply them.
//!
//! A client requests credentials from its provider, a [`ProvideCredentials`], before each call. The
//! default provider is the [`DefaultChain`]. It tries these providers in order and stays with the
//! first that has credentials:
//!
//! | provider | credentials |
//! | --- | --- |
//! | [`EnvironmentCredentials`] | an AccessKey pair in environment variables |
//! | [`OidcCredentials`] | of a role, in exchange for the OIDC token of a Kubernetes service account |
//! | [`CliProfileCredentials`] | from the configuration of the Alibaba Cloud CLI |
//! | [`IniProfileCredentials`] | from the ini file shared by the official SDKs |
//! | [`EcsRamRoleCredentials`] | of the role of the ECS instance |
//! | [`UriCredentials`] | from a URI, usually served by a helper on the same machine |
//!
//! Outside the chain there are three more: fixed [`Credentials`]; [`AssumeRoleCredentials`], which
//! exchange the credentials of any provider for those of a role; and [`ProcessCredentials`], which
//! run a program. Builders of providers that fetch something return a [`Cached`] provider, which
//! caches the credentials and refreshes them before they expire.
//!
//! # Timeouts and limits
//!
//! [`defaults`](crate::defaults) lists all timeouts, limits and numbers of attempts. Transient
//! failures are retried: connections that fail or break, statuses of 500 and above, and throttling.
//! No attempt starts after half of the response timeout has passed. If STS rejects the timestamp of
//! a request, the request is sent again with the time of the clock of STS.
//!
//! # Network
//!
//! Requests for credentials take the same way as the calls of the client that uses the provider:
//!
//! | setting of the client | STS and credentials URI | metadata service |
//! | --- | --- | --- |
//! | `proxy`, `no_proxy` | apply | never uses a proxy |
//! | proxy of the environment | used, except for hosts on this machine | never uses a proxy |
//! | `root_certificate` | applies | does not matter |
//! | `connect_timeout` | applies | applies if it is shorter than the default |
//! | `attempt_timeout` | is the response timeout | applies if it is shorter than the default |
//! | `transport` | sends the requests | is not used |
//! | `observer` | sees the requests, with secrets masked | sees them too |
//!
//! The time for connecting to a host on this machine is never longer than the default. A timeout or
//! transport set on a provider overrides the client's; the observer sees its requests nevertheless.
//! A provider that several clients share uses the settings of the client that was built first, and
//! without a client the defaults.
//!
//! # Booleans
//!
//! Variables such as `ALIBABA_CLOUD_IMDSV1_DISABLED` are true if set to `true`, `1`, `yes` or `on`,
//! and false if unset, empty or set to `false`, `0`, `no` or `off`, in upper or lower case. With
//! any other value, the provider that reads the variable fails.
//!
//! # Secrets
//!
//! Secrets are wiped from memory when the last copy of their credentials is dropped. `Debug`,
//! `Display` and log events never show them. Responses that contain secrets are wiped after use,
//! provided that the HTTP client has released the buffer.
//!
//! A security token is a secret too. But each request carries a copy of it, in a header or in the
//! query, and the copies in requests and in the buffers of the HTTP client are not wiped. Neither
//! are environment variables.

mod chain;
mod environment;
mod oidc;
mod cli_profile;
mod ini_profile;
mod ecs_ram_role;
mod uri;
mod assume_role;
mod process;
mod sts;
mod cached;
mod connections;
mod issued;
mod file;
mod zeroizing_bytes;

pub use self::assume_role::{AssumeRoleBuilder, AssumeRoleCredentials};
pub use self::cached::Cached;
pub use self::chain::{DefaultChain, DefaultChainBuilder};
pub use self::cli_profile::{CliProfileBuilder, CliProfileCredentials};
pub use self::ecs_ram_role::{EcsRamRoleBuilder, EcsRamRoleCredentials};
pub use self::environment::EnvironmentCredentials;
pub use self::ini_profile::{IniProfileBuilder, IniProfileCredentials};
pub use self::oidc::{OidcBuilder, OidcCredentials};
pub use self::process::{ProcessBuilder, ProcessCredentials};
pub use self::uri::{UriBuilder, UriCredentials};
pub use crate::auth::{
    Credentials, CredentialsError, CredentialsFuture, NetworkSettings, ProvideCredentials,
};
pub use crate::support::environment::Environment;
