//! Which strings hold secrets.
//!
//! A secret must never be printed, and whoever adds a field may not think of it. A string whose
//! name says that it holds a secret therefore needs a decision.

use crate::diagnostics::Diagnostic;
use crate::model::Type;
use crate::place::Place;
use crate::reader::{Mapping, Value};

/// How the names of secrets end, in lower case and without separators. Names that only refer to a
/// secret end otherwise: `SecretName`, `PasswordType`, `ClientToken`, `NextToken`.
const ENDINGS: &[&str] = &[
    "secret",
    "secretkey",
    "password",
    "passwd",
    "passphrase",
    "privatekey",
    "sslpri",
    "authkey",
    "authtoken",
    "accesstoken",
    "refreshtoken",
    "securitytoken",
    "sessiontoken",
];

/// Returns whether a parameter or field holds a secret, judging by its name.
///
/// ```
/// assert!(live_spec::looks_secret("AccessKeySecret"));
/// assert!(!live_spec::looks_secret("ClientToken"));
/// ```
#[must_use]
pub fn looks_secret(name: &str) -> bool {
    // `AuthKey1` and `AuthKey2` are two of the same.
    let name: String = name
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Reads `secret` and checks it against the name and the type of its field.
pub(crate) fn secret(mapping: &Mapping<'_>, name: &str, at: &Place, ty: Option<&Type>) -> bool {
    let Some(value) = mapping.optional("secret") else {
        if matches!(ty, Some(Type::String)) && looks_secret(name) {
            let message = format!("`{name}` holds a secret, judging by its name");
            let undecided = Diagnostic::new(at.clone(), message);
            mapping.report().add(undecided.help(
                "decide: `secret: true` keeps the value out of all output, `secret: false` does not",
            ));
        }
        return false;
    };
    if !matches!(ty, Some(Type::String) | None) {
        value
            .report()
            .error(&value.label, "`secret` applies only to plain strings");
    }
    Value::boolean(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::looks_secret;

    #[test]
    fn names_of_secrets_are_told_from_names_of_what_refers_to_them() {
        for name in [
            "AccessKeySecret",
            "Password",
            "AuthKey1",
            "ssl_pri",
            "SSLPri",
            "SecurityToken",
            "NotifyAuthKey",
            "Server.PrivateKey",
        ] {
            assert!(looks_secret(name), "{name}");
        }
        for name in [
            "ClientToken",
            "NextToken",
            "PageToken",
            "SecretName",
            "SecretId",
            "PasswordType",
            "PasswordEnable",
            "SSLPub",
            "PublicKey",
            "AuthKeyId",
            "NotifyReqAuth",
        ] {
            assert!(!looks_secret(name), "{name}");
        }
    }
}
