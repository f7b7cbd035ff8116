//! What to call, and how.

use std::path::PathBuf;

use serde::Deserialize;

/// What to call, and how. It has no `Debug`, since parameters may be secrets.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Order {
    /// Name of the operation.
    pub operation: String,
    /// The parameters, each as `Key=value`.
    pub parameters: Vec<String>,
    /// Folder of the specs.
    pub specs: PathBuf,
    /// Folder that paths after `@` are relative to.
    pub folder: PathBuf,
    /// Address to call instead of an emulator.
    pub endpoint: Option<String>,
    /// Whether to call the real service.
    pub live: bool,
    /// Region whose host is called.
    pub region: Option<String>,
    /// Profile of the vendor's command-line tool with the credentials.
    pub profile: Option<String>,
    /// The signature algorithm.
    pub signature: Signature,
    /// Whether to show what is signed and sent.
    pub explain: bool,
    /// Whether to show it without sending it.
    pub dry_run: bool,
    /// Whether to print a command for curl instead of sending the request.
    pub curl: bool,
    /// Whether to print the body of the response as it is.
    pub raw: bool,
    /// Whether to call a service that is not on this machine with an operation that writes.
    pub yes: bool,
    /// Whether to send what does not fit the spec.
    pub unchecked: bool,
}

/// A signature algorithm.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Signature {
    /// `ACS3-HMAC-SHA256`.
    #[default]
    Acs3,
    /// `HMAC-SHA1`.
    V1,
}
