//! `ACS3-HMAC-SHA256`: the signature is in the `Authorization` header.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::request::encoding::canonical_pairs;
use crate::request::received::Received;
use crate::support::hex::hex;

/// The name of the algorithm, and the scheme of the header.
pub(crate) const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// The parts of an `Authorization` header.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Authorization {
    pub(crate) access_key_id: String,
    /// The lower-case names of the signed headers, in the order of the client.
    pub(crate) signed_headers: Vec<String>,
    pub(crate) signature: String,
}

impl Authorization {
    /// Parses a header. The error states what is wrong with it.
    pub(crate) fn parse(header: &str) -> Result<Self, String> {
        let (scheme, rest) = header.trim().split_once(' ').unwrap_or((header, ""));
        if scheme != ALGORITHM {
            return Err(format!("The signature algorithm must be {ALGORITHM}."));
        }
        let part = |name: &str| {
            rest.split(',')
                .filter_map(|part| part.trim().split_once('='))
                .find(|(key, value)| *key == name && !value.is_empty())
                .map(|(_, value)| value.to_owned())
                .ok_or_else(|| format!("The Authorization header lacks {name}."))
        };
        Ok(Self {
            access_key_id: part("Credential")?,
            signed_headers: part("SignedHeaders")?
                .split(';')
                .map(str::to_ascii_lowercase)
                .collect(),
            signature: part("Signature")?,
        })
    }

    /// Returns the names of the headers that are present and must be signed, but are not.
    pub(crate) fn unsigned_headers(&self, received: &Received) -> Vec<String> {
        let mut names: Vec<_> = received
            .headers
            .keys()
            .map(axum::http::HeaderName::as_str)
            .filter(|name| *name == "host" || name.starts_with("x-acs-"))
            .filter(|name| !self.signed_headers.iter().any(|signed| signed == name))
            .map(str::to_owned)
            .collect();
        names.sort();
        names
    }
}

/// The canonical request and the string to sign.
#[derive(Debug)]
pub(crate) struct Canonical {
    pub(crate) request: String,
    pub(crate) string_to_sign: String,
}

impl Canonical {
    /// Computes both from the request and the list of signed headers.
    pub(crate) fn of(received: &Received, signed_headers: &[String]) -> Self {
        let mut names = signed_headers.to_vec();
        names.sort();
        names.dedup();
        let headers: String = names
            .iter()
            .map(|name| format!("{name}:{}\n", received.header(name).unwrap_or_default()))
            .collect();
        let request = [
            received.method.as_str(),
            received.target.path(),
            &canonical_pairs(&received.query()),
            &headers,
            &names.join(";"),
            &hex(&Sha256::digest(&received.body)),
        ]
        .join("\n");
        let hash = hex(&Sha256::digest(request.as_bytes()));
        Self {
            string_to_sign: format!("{ALGORITHM}\n{hash}"),
            request,
        }
    }
}

/// Signs a text. Returns `None` if the secret cannot be used as a key.
pub(crate) fn sign(secret: &str, string_to_sign: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(string_to_sign.as_bytes());
    Some(hex(&mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn incomplete_or_foreign_headers_are_rejected() {
        for header in [
            "",
            "ACS3-HMAC-SHA256",
            "Basic Zm9v",
            "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host",
            "ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=00",
            "ACS3-HMAC-SHA256 SignedHeaders=host,Signature=00",
        ] {
            assert!(Authorization::parse(header).is_err(), "{header}");
        }
    }

    #[test]
    fn spaces_after_commas_are_accepted() {
        let parsed = Authorization::parse(
            "ACS3-HMAC-SHA256 Credential=a, SignedHeaders=Host;x, Signature=0",
        )
        .unwrap();
        assert_eq!(parsed.signed_headers, ["host", "x"]);
        assert_eq!(parsed.signature, "0");
    }
}
