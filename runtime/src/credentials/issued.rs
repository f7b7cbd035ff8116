//! AccessKey pairs in the JSON of services and programs.

use std::time::SystemTime;

use zeroize::Zeroizing;

use crate::auth::{Credentials, CredentialsError};
use crate::codec::decode::{self, ReadFields, ReadResult, ValueReader};

/// An AccessKey pair from STS, the metadata service, a credentials URI or a program.
#[derive(Default)]
pub(super) struct IssuedKey {
    code: String,
    mode: String,
    access_key_id: String,
    access_key_secret: Zeroizing<String>,
    security_token: Zeroizing<String>,
    expiration: String,
}

impl ReadFields for IssuedKey {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "Code" => value.read(&mut self.code),
            "mode" => value.read(&mut self.mode),
            "AccessKeyId" | "access_key_id" => value.read(&mut self.access_key_id),
            "AccessKeySecret" | "access_key_secret" => secret(value, &mut self.access_key_secret),
            "SecurityToken" | "sts_token" => secret(value, &mut self.security_token),
            "Expiration" | "expiration" => value.read(&mut self.expiration),
            _ => value.unknown(name),
        }
    }
}

impl IssuedKey {
    /// Reads a response body. Errors call the service `issuer`.
    pub(super) fn read(issuer: &str, body: &[u8]) -> Result<Self, CredentialsError> {
        let mut key = Self::default();
        // Drop the decoding error, since it may quote the body.
        decode::read_body(body, &mut key).map_err(|_| {
            CredentialsError::new(format!("{issuer} did not return credentials as JSON"))
        })?;
        Ok(key)
    }

    /// Reads a response body whose `Code`, if present, must be `Success`.
    pub(super) fn read_successful(issuer: &str, body: &[u8]) -> Result<Self, CredentialsError> {
        let key = Self::read(issuer, body)?;
        if key.code.is_empty() || key.code == "Success" {
            return Ok(key);
        }
        let code = plain(&key.code).unwrap_or("a code other than Success");
        Err(CredentialsError::new(format!("{issuer} returned {code}")))
    }

    /// Returns the `mode` field.
    pub(super) fn mode(&self) -> &str {
        &self.mode
    }

    /// Returns the AccessKey secret and the security token.
    pub(super) fn into_secrets(self) -> [Zeroizing<String>; 2] {
        [self.access_key_secret, self.security_token]
    }

    pub(super) fn has_token(&self) -> bool {
        !self.security_token.is_empty()
    }

    /// Converts the key into credentials. The token and the expiry are optional.
    pub(super) fn into_credentials(self, issuer: &str) -> Result<Credentials, CredentialsError> {
        let lacking = |name: &str| {
            CredentialsError::new(format!("{issuer} returned credentials without {name}"))
        };
        if self.access_key_id.is_empty() {
            return Err(lacking("an AccessKey ID"));
        }
        if self.access_key_secret.is_empty() {
            return Err(lacking("an AccessKey secret"));
        }
        let credentials = credentials(
            self.access_key_id,
            self.access_key_secret,
            self.security_token,
        );
        let parts = ["AccessKey ID", "AccessKey secret", "security token"];
        let names = parts.map(|part| format!("{issuer} returned credentials whose {part}"));
        let credentials = credentials.checked(names.each_ref().map(String::as_str))?;
        if self.expiration.is_empty() {
            return Ok(credentials);
        }
        let expires_at = expiry(&self.expiration).ok_or_else(|| {
            CredentialsError::new(format!(
                "{issuer} returned credentials whose expiry is not a UTC time"
            ))
        })?;
        Ok(credentials.expiring_at(expires_at))
    }

    /// Converts the key into temporary credentials. Fails without a token or an expiry.
    pub(super) fn into_temporary(self, issuer: &str) -> Result<Credentials, CredentialsError> {
        let lacking = match (self.security_token.is_empty(), self.expiration.is_empty()) {
            (true, _) => Some("a security token"),
            (_, true) => Some("an expiry"),
            _ => None,
        };
        match lacking {
            Some(name) => Err(CredentialsError::new(format!(
                "{issuer} returned credentials without {name}"
            ))),
            None => self.into_credentials(issuer),
        }
    }
}

/// Moves zeroizing strings into credentials. An empty token counts as missing.
pub(super) fn credentials(
    access_key_id: String,
    mut access_key_secret: Zeroizing<String>,
    mut security_token: Zeroizing<String>,
) -> Credentials {
    let token = std::mem::take(&mut *security_token);
    Credentials::from_parts(
        access_key_id,
        std::mem::take(&mut *access_key_secret),
        (!token.is_empty()).then_some(token),
    )
}

/// Reads a secret into a zeroizing string.
pub(super) fn secret(value: ValueReader<'_>, field: &mut Zeroizing<String>) -> ReadResult {
    if let Some(text) = value.text()? {
        *field = Zeroizing::new(text);
    }
    Ok(())
}

/// Returns the text if it can only be a code or an ID and is therefore safe to show in an error.
pub(super) fn plain(text: &str) -> Option<&str> {
    let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (!text.is_empty() && text.len() <= 80 && text.chars().all(valid)).then_some(text)
}

fn expiry(text: &str) -> Option<SystemTime> {
    humantime::parse_rfc3339(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    fn read(body: &str) -> Result<Credentials, CredentialsError> {
        IssuedKey::read_successful("the issuer", body.as_bytes())?.into_temporary("the issuer")
    }

    #[test]
    fn all_fields_are_read() {
        let read = read(
            r#"{"Code":"Success","AccessKeyId":"id","AccessKeySecret":"s3","SecurityToken":"t0",
                "Expiration":"1970-01-01T01:00:00Z","LastUpdated":"x","New":[{"a":1}]}"#,
        )
        .unwrap();
        assert_eq!(
            (read.access_key_id(), read.access_key_secret()),
            ("id", "s3")
        );
        assert_eq!(read.security_token(), Some("t0"));
        assert_eq!(
            read.expires_at(),
            Some(UNIX_EPOCH + Duration::from_secs(3600))
        );
    }

    #[test]
    fn missing_fields_are_named_and_values_are_not_quoted() {
        for (body, reason) in [
            ("s3cret", "as JSON"),
            ("\"s3cret\"", "as JSON"),
            (r#"["AccessKeyId","s3cret"]"#, "as JSON"),
            (
                r#"{"AccessKeyId":"i","AccessKeySecret":"s3cret""#,
                "as JSON",
            ),
            (
                r#"{"Code":"NotFound","AccessKeySecret":"s3cret"}"#,
                "returned NotFound",
            ),
            (r#"{"Code":"it is s3cret"}"#, "other than Success"),
            (
                r#"{"AccessKeySecret":"s3cret"}"#,
                "without a security token",
            ),
            (
                r#"{"AccessKeySecret":"s3cret","SecurityToken":"s3cret"}"#,
                "without an expiry",
            ),
            (
                r#"{"AccessKeySecret":"s3cret","SecurityToken":"s3cret","Expiration":"s3cret"}"#,
                "without an AccessKey ID",
            ),
            (
                r#"{"AccessKeyId":"i","SecurityToken":"s3cret","Expiration":"s3cret"}"#,
                "without an AccessKey secret",
            ),
            (
                r#"{"AccessKeyId":"i","AccessKeySecret":"s3cret","SecurityToken":"s3cret","Expiration":"s3cret"}"#,
                "not a UTC time",
            ),
        ] {
            let error = read(body).unwrap_err();
            let text = format!("{} {error:?}", error.chain());
            assert!(text.contains(reason), "{body}: {text}");
            assert!(!text.contains("s3cret"), "{body}: {text}");
        }
    }
}
