//! Who signs the requests.
//!
//! A client asks its provider, a [`ProvideCredentials`], before each call. The one it has by default is the
//! [`DefaultChain`], which tries these in turn and stays with the first that has credentials:
//!
//! | provider | credentials |
//! | --- | --- |
//! | [`EnvironmentCredentials`] | an AccessKey pair in environment variables |
//! | [`OidcCredentials`] | of a role, against the OIDC token of a Kubernetes service account |
//! | [`CliProfileCredentials`] | as the Alibaba Cloud CLI is configured to have them |
//! | [`IniProfileCredentials`] | from the file that official SDKs share |
//! | [`EcsRamRoleCredentials`] | of the role of the ECS instance |
//! | [`UriCredentials`] | from a URI, usually of a helper on the same machine |
//!
//! Beside them there are fixed [`Credentials`], [`AssumeRoleCredentials`], which swap the credentials of any
//! provider for those of a role, and [`ProcessCredentials`], which run a program. Builders of providers that fetch
//! something give a [`Cached`] one: it keeps what was fetched and fetches anew ahead of its expiry.
//!
//! # Times and sizes
//!
//! How long all of this takes and how often it is tried is listed in [`defaults`](crate::defaults), beside the other
//! defaults. What is repeated is what may pass: connections that are not made or break, statuses of 500 and above, and throttling.
//! No attempt begins when half of the time for the answer is gone. A request to STS that is dated wrongly is repeated by
//! the clock of STS.
//!
//! # Booleans
//!
//! Variables such as `ALIBABA_CLOUD_IMDSV1_DISABLED` say yes by `true`, `1`, `yes` or `on`, and no by `false`, `0`,
//! `no`, `off` or nothing, in upper or lower case. Anything else is an error of the provider that reads it.
//!
//! # Secrets
//!
//! Secrets are wiped from memory when the last copy of their credentials goes, and are shown by no `Debug`,
//! `Display` or log event. Answers that hold them are wiped after use where the HTTP client lets go of them.

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
pub use crate::auth::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
pub use crate::support::environment::Environment;
