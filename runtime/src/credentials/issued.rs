//! Key pairs as services and programs issue them, in JSON.

use std::time::SystemTime;

use zeroize::Zeroizing;

use crate::auth::{Credentials, CredentialsError};
use crate::codec::decode::{self, ReadFields, ReadResult, ValueReader};

/// A key pair as STS, the metadata service, credentials URIs and programs write it.
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
    /// Reads a body of `issuer`, which is how errors name it.
    pub(super) fn read(issuer: &str, body: &[u8]) -> Result<Self, CredentialsError> {
        let mut key = Self::default();
        // The reason of a decoding error may quote the body.
        decode::read_body(body, &mut key)
            .map_err(|_| CredentialsError::new(format!("{issuer} gave no JSON of credentials")))?;
        Ok(key)
    }

    /// The same, where a `Code` must say `Success` if there is one.
    pub(super) fn read_successful(issuer: &str, body: &[u8]) -> Result<Self, CredentialsError> {
        let key = Self::read(issuer, body)?;
        if key.code.is_empty() || key.code == "Success" {
            return Ok(key);
        }
        let code = plain(&key.code).unwrap_or("a code that is not Success");
        Err(CredentialsError::new(format!("{issuer} answered {code}")))
    }

    /// What the `mode` field says the key is.
    pub(super) fn mode(&self) -> &str {
        &self.mode
    }

    pub(super) fn has_token(&self) -> bool {
        !self.security_token.is_empty()
    }

    /// The credentials; those without a token do not need an expiry.
    pub(super) fn into_credentials(self, issuer: &str) -> Result<Credentials, CredentialsError> {
        let lacking =
            |name: &str| CredentialsError::new(format!("{issuer} gave credentials without {name}"));
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
        if self.expiration.is_empty() {
            return Ok(credentials);
        }
        let expires_at = expiry(&self.expiration).ok_or_else(|| {
            CredentialsError::new(format!(
                "{issuer} gave credentials whose expiry is no UTC time"
            ))
        })?;
        Ok(credentials.expiring_at(expires_at))
    }

    /// The credentials, which must be temporary ones.
    pub(super) fn into_temporary(self, issuer: &str) -> Result<Credentials, CredentialsError> {
        let lacking = match (self.security_token.is_empty(), self.expiration.is_empty()) {
            (true, _) => Some("a security token"),
            (_, true) => Some("an expiry"),
            _ => None,
        };
        match lacking {
            Some(name) => Err(CredentialsError::new(format!(
                "{issuer} gave credentials without {name}"
            ))),
            None => self.into_credentials(issuer),
        }
    }
}

/// Credentials of wiped strings. An empty token is none.
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

/// Reads a secret into a string that is wiped.
pub(super) fn secret(value: ValueReader<'_>, field: &mut Zeroizing<String>) -> ReadResult {
    if let Some(text) = value.text()? {
        *field = Zeroizing::new(text);
    }
    Ok(())
}

/// Text that can be nothing but a code or ID, and so may stand in an error.
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
    fn what_is_missing_is_named_and_nothing_is_quoted() {
        for (body, reason) in [
            ("s3cret", "no JSON"),
            ("\"s3cret\"", "no JSON"),
            (r#"{"AccessKeyId":["s3cret"]}"#, "no JSON"),
            (
                r#"{"AccessKeyId":"i","AccessKeySecret":"s3cret""#,
                "no JSON",
            ),
            (
                r#"{"Code":"NotFound","AccessKeySecret":"s3cret"}"#,
                "answered NotFound",
            ),
            (r#"{"Code":"it is s3cret"}"#, "not Success"),
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
                "no UTC time",
            ),
        ] {
            let error = read(body).unwrap_err();
            let text = format!("{} {error:?}", error.chain());
            assert!(text.contains(reason), "{body}: {text}");
            assert!(!text.contains("s3cret"), "{body}: {text}");
        }
    }
}
