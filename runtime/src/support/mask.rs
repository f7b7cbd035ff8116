//! Masking of secrets.

pub(crate) mod members;

use std::borrow::Cow;

/// The text shown in place of a secret.
pub(crate) const MASK: &str = "***";

/// Returns the value of a header for display; secrets are masked.
pub(crate) fn mask_header<'a>(
    name: &http::HeaderName,
    value: &'a http::HeaderValue,
) -> Cow<'a, str> {
    const SECRET: [&str; 5] = [
        "authorization",
        "cookie",
        "proxy-authorization",
        "set-cookie",
        "x-acs-security-token",
    ];
    if value.is_sensitive() || SECRET.contains(&name.as_str()) {
        MASK.into()
    } else {
        String::from_utf8_lossy(value.as_bytes())
    }
}

/// Returns whether the value of a parameter with this name is a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    const SECRET: [&str; 7] = [
        "authkey",
        "passwd",
        "password",
        "privatekey",
        "secret",
        "securitytoken",
        "sslpri",
    ];
    // Also `auth_key` and `x-auth-key`.
    let name = name.replace(['_', '-'], "").to_ascii_lowercase();
    SECRET.iter().any(|part| name.contains(part))
}

/// Returns whether the value of a response member with this name is a secret: the service documents
/// it as one, or its name indicates one.
pub(crate) fn is_secret_member(name: &str, documented: &[&str]) -> bool {
    documented.contains(&name) || is_secret_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_names_are_recognized() {
        for (name, secret) in [
            ("MonitorId", false),
            ("ClientToken", false),
            ("SecurityToken", true),
            ("SSLPri", true),
            ("Keys.1.AuthKey", true),
            ("auth_key", true),
        ] {
            assert_eq!(is_secret_name(name), secret, "{name}");
        }
    }
}
