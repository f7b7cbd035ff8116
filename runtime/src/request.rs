//! From parameters to a signed HTTP request.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderName, HeaderValue, Request};

use crate::credentials::Credentials;
use crate::encode::Parameters;
use crate::endpoint::Endpoint;
use crate::error::BoxError;
use crate::operation::{OperationInfo, ServiceInfo};
use crate::signing::{SignatureMethod, Stamp, acs3, hmac_sha1};

const FORM: &str = "application/x-www-form-urlencoded";

/// Everything a signed request is made of.
#[derive(Clone, Copy, Debug)]
pub struct Unsigned<'a> {
    /// The API that is called.
    pub service: &'a ServiceInfo,
    /// The operation that is called.
    pub operation: &'a OperationInfo,
    /// Where the request goes.
    pub endpoint: &'a Endpoint,
    /// Value of the `user-agent` header.
    pub user_agent: &'a str,
    /// What the operation is called with.
    pub parameters: &'a Parameters,
}

impl Unsigned<'_> {
    /// Signs the request.
    ///
    /// # Errors
    ///
    /// When part of it cannot stand in an HTTP request: an AccessKey ID with a line break, say.
    pub fn sign(
        &self,
        method: SignatureMethod,
        credentials: &Credentials,
        stamp: &Stamp,
    ) -> Result<Request<Bytes>, BoxError> {
        match method {
            SignatureMethod::Acs3HmacSha256 => self.sign_acs3(credentials, stamp),
            SignatureMethod::HmacSha1 => self.sign_hmac_sha1(credentials, stamp),
        }
    }

    fn sign_acs3(
        &self,
        credentials: &Credentials,
        stamp: &Stamp,
    ) -> Result<Request<Bytes>, BoxError> {
        let query = self.parameters.canonical_query();
        let body = self.parameters.canonical_form();
        let payload_hash = acs3::payload_hash(body.as_bytes());

        // In the order of the names, as the signature wants them.
        let mut headers: [(&str, &str); 9] = [("", ""); 9];
        let mut count = 0;
        let mut push = |name, value| {
            if let Some(slot) = headers.get_mut(count) {
                *slot = (name, value);
                count += 1;
            }
        };
        if !body.is_empty() {
            push(CONTENT_TYPE.as_str(), FORM);
        }
        push(HOST.as_str(), self.endpoint.host());
        if credentials.security_token().is_some() {
            push("x-acs-accesskey-id", credentials.access_key_id());
        }
        push("x-acs-action", self.operation.name);
        push("x-acs-content-sha256", &payload_hash);
        push("x-acs-date", &stamp.timestamp);
        if let Some(token) = credentials.security_token() {
            push("x-acs-security-token", token);
        }
        push("x-acs-signature-nonce", &stamp.nonce);
        push("x-acs-version", self.service.version);
        let headers = headers.get(..count).unwrap_or_default();

        let signable = acs3::Request {
            method: self.operation.method.as_str(),
            path: "/",
            query: &query,
            headers,
            payload_hash: &payload_hash,
        };
        let authorization =
            signable.authorization(credentials.access_key_id(), credentials.access_key_secret());

        let mut request = self.request(&query, body)?;
        for (name, value) in headers {
            let mut value = HeaderValue::from_str(value)?;
            value.set_sensitive(*name == "x-acs-security-token");
            request
                .headers_mut()
                .insert(HeaderName::from_bytes(name.as_bytes())?, value);
        }
        let mut authorization = HeaderValue::try_from(authorization)?;
        authorization.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, authorization);
        Ok(request)
    }

    fn sign_hmac_sha1(
        &self,
        credentials: &Credentials,
        stamp: &Stamp,
    ) -> Result<Request<Bytes>, BoxError> {
        let mut parameters = self.parameters.clone();
        for (name, value) in [
            ("AccessKeyId", credentials.access_key_id()),
            ("Action", self.operation.name),
            ("Format", "JSON"),
            ("SignatureMethod", hmac_sha1::ALGORITHM),
            ("SignatureNonce", &stamp.nonce),
            ("SignatureVersion", "1.0"),
            ("Timestamp", &stamp.timestamp),
            ("Version", self.service.version),
        ] {
            parameters.set_query(name, value);
        }
        if let Some(token) = credentials.security_token() {
            parameters.set_query("SecurityToken", token);
        }
        let text =
            hmac_sha1::string_to_sign(self.operation.method.as_str(), &parameters.canonical());
        let signature = hmac_sha1::signature(credentials.access_key_secret(), &text);
        parameters.set_query("Signature", &signature);

        let body = parameters.canonical_form();
        let form = !body.is_empty();
        let mut request = self.request(&parameters.canonical_query(), body)?;
        request
            .headers_mut()
            .insert(HOST, HeaderValue::from_str(self.endpoint.host())?);
        if form {
            request
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
        }
        Ok(request)
    }

    fn request(&self, query: &str, body: String) -> Result<Request<Bytes>, BoxError> {
        let mut uri = String::with_capacity(self.endpoint.url().len() + 2 + query.len());
        uri.push_str(self.endpoint.url());
        uri.push('/');
        if !query.is_empty() {
            uri.push('?');
            uri.push_str(query);
        }
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = self.operation.method.as_str().parse()?;
        *request.uri_mut() = uri.try_into()?;
        request
            .headers_mut()
            .insert(ACCEPT, HeaderValue::from_static("application/json"));
        request
            .headers_mut()
            .insert(USER_AGENT, HeaderValue::from_str(self.user_agent)?);
        Ok(request)
    }
}
