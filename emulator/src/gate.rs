//! What the gateway checks before an operation sees a request.

use std::collections::HashMap;
use std::sync::{Mutex, RwLock};
use std::time::Duration;

use live_spec::Method;

use crate::call::{Call, HmacSha1, Proof};
use crate::catalog::{Catalog, Known};
use crate::clock::{self, Clock};
use crate::credential::{Credential, CredentialState};
use crate::lock::{lock, read, write};
use crate::nonces::Nonces;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::signature::acs3::{self, Authorization, Canonical};
use crate::signature::hmac_sha1;

/// The gateway: it knows the keys, the time and the nonces used.
#[derive(Debug)]
pub(crate) struct Gate {
    credentials: RwLock<HashMap<String, Credential>>,
    nonces: Mutex<Nonces>,
    tolerance: Duration,
}

impl Gate {
    pub(crate) fn new(credentials: Vec<Credential>, tolerance: Duration) -> Self {
        let credentials = credentials
            .into_iter()
            .map(|key| (key.access_key_id.clone(), key));
        Self {
            credentials: RwLock::new(credentials.collect()),
            nonces: Mutex::default(),
            tolerance,
        }
    }

    /// Adds a credential, or replaces the one with the same AccessKey ID.
    pub(crate) fn set_credential(&self, credential: Credential) {
        write(&self.credentials).insert(credential.access_key_id.clone(), credential);
    }

    /// Account of the key that a request names, whether or not the request is good.
    pub(crate) fn account(&self, call: &Call) -> Option<String> {
        let credentials = read(&self.credentials);
        Some(
            credentials
                .get(call.access_key_id.as_deref()?)?
                .account
                .clone(),
        )
    }

    /// Finds the operation of a request and checks its version, key, date, signature and nonce, in this order.
    ///
    /// Takes the token of a temporary credential out of the parameters on the way.
    pub(crate) fn admit(
        &self,
        received: &Received,
        call: &mut Call,
        catalog: &Catalog,
        clock: &Clock,
    ) -> Result<Known, Refusal> {
        let known = find_operation(received, call, catalog)?.clone();
        let credential = self.identify(call)?;
        if credential.security_token.is_some() {
            call.drop_security_token();
        }
        let now = clock.now();
        let date = Call::require(call.date.as_ref(), "Timestamp")?;
        let date = clock::parse(date).ok_or_else(|| {
            let message = "Specified time stamp or date value is not well formatted.";
            Refusal::new(400, "InvalidTimeStamp.Format", message)
        })?;
        if clock::distance(date, now) > self.tolerance {
            let message = "Specified time stamp or date value is expired.";
            return Err(Refusal::new(400, "InvalidTimeStamp.Expired", message));
        }
        check_signature(received, call, &credential)?;
        let nonce = Call::require(call.nonce.as_ref(), "SignatureNonce")?;
        // A date may be off by the tolerance in either direction, so a request is good for twice as long.
        if !lock(&self.nonces).note(&credential.account, nonce, now, self.tolerance * 2) {
            let message = "Specified signature nonce was used already.";
            return Err(Refusal::new(400, "SignatureNonceUsed", message));
        }
        Ok(known)
    }

    /// Finds the credential and checks the token that goes with it.
    fn identify(&self, call: &Call) -> Result<Credential, Refusal> {
        if let Some(Proof::Acs3(Err(reason))) = &call.proof {
            return Err(incomplete(reason));
        }
        let id = Call::require(call.access_key_id.as_ref(), "AccessKeyId")?;
        let Some(credential) = read(&self.credentials).get(id).cloned() else {
            let message = "Specified access key is not found.";
            return Err(Refusal::new(404, "InvalidAccessKeyId.NotFound", message));
        };
        let token_problem = |problem: &str, message: &str| {
            Err(Refusal::new(
                400,
                format!("InvalidSecurityToken.{problem}"),
                message,
            ))
        };
        match credential.state {
            CredentialState::Active => {}
            CredentialState::Inactive => {
                let message = "Specified access key is disabled.";
                return Err(Refusal::new(400, "InvalidAccessKeyId.Inactive", message));
            }
            CredentialState::Expired => {
                return token_problem("Expired", "Specified SecurityToken is expired.");
            }
        }
        let in_headers = matches!(call.proof, Some(Proof::Acs3(_)));
        match (&credential.security_token, &call.security_token) {
            (Some(expected), Some(sent)) if expected == sent => {}
            (Some(_), Some(_)) => {
                return token_problem("Malformed", "Specified SecurityToken is malformed.");
            }
            (Some(_), None) => return Err(Refusal::missing_common("SecurityToken")),
            (None, Some(_)) if in_headers => {
                let message = "Specified SecurityToken does not belong to the access key.";
                return token_problem("MismatchWithAccessKey", message);
            }
            (None, _) => {}
        }
        Ok(credential)
    }
}

fn find_operation<'c>(
    received: &Received,
    call: &Call,
    catalog: &'c Catalog,
) -> Result<&'c Known, Refusal> {
    let unsupported = || {
        let message = "This http method is not supported.";
        Err(Refusal::new(400, "UnsupportedHTTPMethod", message))
    };
    let method = match received.method.as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        _ => return unsupported(),
    };
    let known = match &call.operation {
        Some(operation) if received.target.path() == "/" => catalog.operation(operation),
        _ => None,
    };
    let Some(known) = known else {
        let message = "Specified api is not found, please check your url and method.";
        return Err(Refusal::new(404, "InvalidAction.NotFound", message));
    };
    let version = Call::require(call.version.as_ref(), "Version")?;
    if version != catalog.version() {
        let message = "Specified parameter Version is not valid.";
        return Err(Refusal::new(400, "InvalidVersion", message));
    }
    if !known.operation.takes(method) {
        return unsupported();
    }
    Ok(known)
}

fn incomplete(reason: &str) -> Refusal {
    let message = format!("The request signature does not conform to the standards. {reason}");
    Refusal::new(400, "IncompleteSignature", message)
}

fn check_signature(
    received: &Received,
    call: &Call,
    credential: &Credential,
) -> Result<(), Refusal> {
    match &call.proof {
        Some(Proof::Acs3(Ok(authorization))) => check_acs3(received, authorization, credential),
        Some(Proof::Acs3(Err(reason))) => Err(incomplete(reason)),
        Some(Proof::HmacSha1(proof)) => check_hmac_sha1(received, proof, credential),
        None => Err(incomplete("The request carries no signature.")),
    }
}

fn check_acs3(
    received: &Received,
    authorization: &Authorization,
    credential: &Credential,
) -> Result<(), Refusal> {
    if received.header("x-acs-content-sha256").is_none() {
        return Err(incomplete("The header x-acs-content-sha256 is missing."));
    }
    let named = received.header("x-acs-accesskey-id");
    if named.is_some_and(|id| id != authorization.access_key_id) {
        return Err(incomplete(
            "x-acs-accesskey-id is not the key of the Authorization header.",
        ));
    }
    let unsigned = authorization.unsigned_headers(received);
    if !unsigned.is_empty() {
        let reason = format!("These headers must be signed: {}.", unsigned.join(", "));
        return Err(incomplete(&reason));
    }
    let canonical = Canonical::of(received, &authorization.signed_headers);
    let signature = acs3::sign(&credential.access_key_secret, &canonical.string_to_sign)
        .ok_or_else(|| Refusal::internal("The secret cannot sign."))?;
    if signature == authorization.signature {
        return Ok(());
    }
    let message = format!(
        "Specified signature is not matched with our calculation. server canonical request is \
         [{}], server string to sign is:{}",
        canonical.request, canonical.string_to_sign
    );
    Err(Refusal::new(400, "SignatureDoesNotMatch", message))
}

fn check_hmac_sha1(
    received: &Received,
    proof: &HmacSha1,
    credential: &Credential,
) -> Result<(), Refusal> {
    if proof.method.as_deref() != Some("HMAC-SHA1") || proof.version.as_deref() != Some("1.0") {
        let message = "Specified signature method is not valid.";
        return Err(Refusal::new(400, "InvalidSignatureMethod", message));
    }
    let (query, form) = (received.query(), received.form());
    let text = hmac_sha1::string_to_sign(received.method.as_str(), query.iter().chain(&form));
    let signature = hmac_sha1::sign(&credential.access_key_secret, &text)
        .ok_or_else(|| Refusal::internal("The secret cannot sign."))?;
    if signature == proof.signature {
        return Ok(());
    }
    let message = format!(
        "Specified signature is not matched with our calculation. server string to sign is:{text}"
    );
    Err(Refusal::new(400, "SignatureDoesNotMatch", message))
}

#[cfg(test)]
mod vectors;
