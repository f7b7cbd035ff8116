//! The checks of the gateway before a request reaches an operation.

pub(crate) mod credential;
mod nonces;

use std::collections::HashMap;
use std::sync::{Mutex, RwLock};
use std::time::Duration;

use axum::http::Method;

use self::credential::{Credential, CredentialState};
use self::nonces::Nonces;
use crate::catalog::{Catalog, CatalogEntry};
use crate::request::call::{Call, Format, HmacSha1, Signature};
use crate::request::received::Received;
use crate::request::signature::acs3::{self, Authorization, Canonical};
use crate::request::signature::hmac_sha1;
use crate::response::service_error::ServiceError;
use crate::support::clock::{self, Clock};
use crate::support::lock::{lock, read, write};

/// The gateway: its credentials, used nonces and time tolerance.
#[derive(Debug)]
pub(crate) struct Gate {
    credentials: RwLock<HashMap<String, Credential>>,
    nonces: Mutex<Nonces>,
    tolerance: Duration,
}

/// The account of calls that name no caller.
pub(crate) const NO_ACCOUNT: &str = "";

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

    /// Returns the account of the AccessKey ID in a request, whether or not the request is valid.
    pub(crate) fn account(&self, call: &Call) -> Option<String> {
        let credentials = read(&self.credentials);
        Some(
            credentials
                .get(call.access_key_id.as_deref()?)?
                .account
                .clone(),
        )
    }

    /// Finds the operation of a request and checks its version, method, format, AccessKey, security
    /// token, date, signature and nonce, in this order. That an AccessKey needs no token is checked
    /// after the signature. A request without a caller passes if its operation needs no signature.
    ///
    /// Also removes the security token of a temporary credential from the parameters.
    pub(crate) fn admit(
        &self,
        received: &Received,
        call: &mut Call,
        catalog: &Catalog,
        clock: &Clock,
    ) -> Result<CatalogEntry, ServiceError> {
        let entry = find_operation(received, call, catalog)?.clone();
        let credential = match entry.operation.signed || call.names_caller() {
            true => Some(self.identify(call)?),
            false => None,
        };
        let is_temporary = |credential: &Credential| credential.security_token.is_some();
        if credential.as_ref().is_some_and(is_temporary) {
            call.drop_security_token();
        }
        let now = clock.now();
        let date = require(call.date.as_ref(), "Timestamp")?;
        let date = clock::parse(date).ok_or_else(|| {
            let message = "Specified time stamp or date value is not well formatted.";
            ServiceError::new(400, "InvalidTimeStamp.Format", message)
        })?;
        if clock::distance(date, now) > self.tolerance {
            let message = "Specified time stamp or date value is expired.";
            return Err(ServiceError::new(400, "InvalidTimeStamp.Expired", message));
        }
        if let Some(credential) = &credential {
            check_signature(received, call, credential)?;
            if !is_temporary(credential) {
                refuse_token(call, &entry)?;
            }
        }
        let nonce = require(call.nonce.as_ref(), "SignatureNonce")?;
        // A date may deviate by the tolerance in either direction, so a request is valid for twice
        // as long.
        let account = credential.map_or(NO_ACCOUNT.to_owned(), |credential| credential.account);
        if !lock(&self.nonces).record(&account, nonce, now, self.tolerance * 2) {
            let message = "Specified signature nonce was used already.";
            return Err(ServiceError::new(400, "SignatureNonceUsed", message));
        }
        Ok(entry)
    }

    /// Finds the credential and checks its state and security token.
    fn identify(&self, call: &Call) -> Result<Credential, ServiceError> {
        if let Some(Signature::Acs3(Err(reason))) = &call.signature {
            return Err(incomplete(reason));
        }
        let id = require(call.access_key_id.as_ref(), "AccessKeyId")?;
        let Some(credential) = read(&self.credentials).get(id).cloned() else {
            let message = "Specified access key is not found.";
            return Err(ServiceError::new(
                404,
                "InvalidAccessKeyId.NotFound",
                message,
            ));
        };
        let token_problem = |problem: &str, message: &str| {
            Err(ServiceError::new(
                400,
                format!("InvalidSecurityToken.{problem}"),
                message,
            ))
        };
        match credential.state {
            CredentialState::Active => {}
            CredentialState::Inactive => {
                let message = "Specified access key is disabled.";
                return Err(ServiceError::new(
                    400,
                    "InvalidAccessKeyId.Inactive",
                    message,
                ));
            }
            CredentialState::Expired => {
                return token_problem("Expired", "Specified SecurityToken is expired.");
            }
        }
        match (&credential.security_token, &call.security_token) {
            (Some(expected), Some(sent)) if expected == sent => {}
            (Some(_), Some(_)) => {
                return token_problem("Malformed", "Specified SecurityToken is malformed.");
            }
            (Some(_), None) => return Err(ServiceError::missing_common("SecurityToken")),
            (None, _) => {}
        }
        Ok(credential)
    }
}

fn find_operation<'c>(
    received: &Received,
    call: &Call,
    catalog: &'c Catalog,
) -> Result<&'c CatalogEntry, ServiceError> {
    let unsupported = || {
        let message = "This http method is not supported.";
        Err(ServiceError::new(400, "UnsupportedHTTPMethod", message))
    };
    if !matches!(received.method, Method::GET | Method::POST) {
        return unsupported();
    }
    let entry = match &call.operation {
        Some(operation) if received.target.path() == "/" => catalog.operation(operation),
        _ => None,
    };
    let Some(entry) = entry else {
        let message = "Specified api is not found, please check your url and method.";
        return Err(ServiceError::new(404, "InvalidAction.NotFound", message));
    };
    let version = require(call.version.as_ref(), "Version")?;
    if version != catalog.version() {
        let message = "Specified parameter Version is not valid.";
        return Err(ServiceError::new(400, "InvalidVersion", message));
    }
    if !entry.accepts(&received.method) {
        return unsupported();
    }
    if call.format == Format::Unknown {
        let message = "Specified parameter Format is not valid.";
        return Err(ServiceError::new(400, "InvalidParameter.Format", message));
    }
    Ok(entry)
}

/// Returns a value that the protocol requires, or the error that reports it as missing.
fn require<'a>(value: Option<&'a String>, name: &str) -> Result<&'a str, ServiceError> {
    match value {
        Some(value) if !value.is_empty() => Ok(value),
        _ => Err(ServiceError::missing_common(name)),
    }
}

fn incomplete(reason: &str) -> ServiceError {
    let message = format!("The request signature does not conform to the standards. {reason}");
    ServiceError::new(400, "IncompleteSignature", message)
}

fn check_signature(
    received: &Received,
    call: &Call,
    credential: &Credential,
) -> Result<(), ServiceError> {
    match &call.signature {
        Some(Signature::Acs3(Ok(authorization))) => check_acs3(received, authorization, credential),
        Some(Signature::Acs3(Err(reason))) => Err(incomplete(reason)),
        Some(Signature::HmacSha1(claimed)) => check_hmac_sha1(received, claimed, credential),
        None => Err(incomplete("The request carries no signature.")),
    }
}

/// Refuses a security token that is sent with a permanent AccessKey. The service documents the
/// error, but is not seen to answer with it.
fn refuse_token(call: &Call, entry: &CatalogEntry) -> Result<(), ServiceError> {
    // With HMAC-SHA1, a parameter of the operation may have the same name.
    let mut parameters = entry.operation.request.iter();
    let is_parameter = matches!(call.signature, Some(Signature::HmacSha1(_)))
        && parameters.any(|field| field.name == "SecurityToken");
    match call.security_token.as_deref() {
        None | Some("") => Ok(()),
        Some(_) if is_parameter => Ok(()),
        Some(_) => {
            let message = "Specified SecurityToken does not belong to the access key.";
            let code = "InvalidSecurityToken.MismatchWithAccessKey";
            Err(ServiceError::new(400, code, message))
        }
    }
}

fn check_acs3(
    received: &Received,
    authorization: &Authorization,
    credential: &Credential,
) -> Result<(), ServiceError> {
    if received.header("x-acs-content-sha256").is_none() {
        return Err(incomplete("The header x-acs-content-sha256 is missing."));
    }
    let id = received.header("x-acs-accesskey-id");
    if id.is_some_and(|id| id != authorization.access_key_id) {
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
        .ok_or_else(|| ServiceError::internal("The secret cannot be used as a key."))?;
    if signature == authorization.signature {
        return Ok(());
    }
    let message = format!(
        "Specified signature does not match our calculation. server StringToSign is [{}] server \
         CanonicalRequest is [{}]",
        canonical.string_to_sign, canonical.request
    );
    Err(ServiceError::new(400, "SignatureDoesNotMatch", message))
}

fn check_hmac_sha1(
    received: &Received,
    claimed: &HmacSha1,
    credential: &Credential,
) -> Result<(), ServiceError> {
    let sent = require(claimed.signature.as_ref(), "Signature")?;
    if claimed.method.as_deref() != Some("HMAC-SHA1") || claimed.version.as_deref() != Some("1.0") {
        let message = "Specified signature method is not valid.";
        return Err(ServiceError::new(400, "InvalidSignatureMethod", message));
    }
    let (query, form) = (received.query(), received.form());
    let text = hmac_sha1::string_to_sign(received.method.as_str(), query.iter().chain(&form));
    let signature = hmac_sha1::sign(&credential.access_key_secret, &text)
        .ok_or_else(|| ServiceError::internal("The secret cannot be used as a key."))?;
    if signature == sent {
        return Ok(());
    }
    let message = format!(
        "Specified signature is not matched with our calculation. server string to sign is:{text}"
    );
    Err(ServiceError::new(400, "SignatureDoesNotMatch", message))
}

#[cfg(test)]
mod vectors;
