//! Turns parameters into a signed HTTP request.

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Request};

use crate::auth::Credentials;
use crate::auth::signing::{SignatureMethod, SigningContext, acs3, hmac_sha1};
use crate::codec::encode::{Pair, Parameters, Section, push_pairs, sort, sorted};
use crate::info::{Method, OperationInfo, ServiceInfo};
use crate::support::box_error::BoxError;
use crate::transport::endpoint::Endpoint;

const FORM: &str = "application/x-www-form-urlencoded";

/// Length of the parameter names that `HMAC-SHA1` adds to a query, plus the signature.
const COMMON_LEN: usize = 160;

const ACCESSKEY_ID: HeaderName = HeaderName::from_static("x-acs-accesskey-id");
const ACTION: HeaderName = HeaderName::from_static("x-acs-action");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-acs-content-sha256");
const DATE: HeaderName = HeaderName::from_static("x-acs-date");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-acs-security-token");
const SIGNATURE_NONCE: HeaderName = HeaderName::from_static("x-acs-signature-nonce");
const VERSION: HeaderName = HeaderName::from_static("x-acs-version");

/// The parts of a request to sign.
#[derive(Clone, Copy, Debug)]
pub struct SignableRequest<'a> {
    /// The service to call.
    pub service: &'a ServiceInfo,
    /// The operation to call.
    pub operation: &'a OperationInfo,
    /// The endpoint that receives the request.
    pub endpoint: &'a Endpoint,
    /// The value of the `user-agent` header.
    pub user_agent: &'a HeaderValue,
    /// The parameters of the operation.
    ///
    /// `HMAC-SHA1` sends the operation and the signature as common parameters (`Action`, `AccessKeyId`, `Signature`
    /// and so on; `SecurityToken` with temporary credentials). It omits parameters given here under these names.
    pub parameters: &'a Parameters,
}

impl SignableRequest<'_> {
    /// Signs the request.
    ///
    /// # Errors
    ///
    /// Fails if a part is not valid in an HTTP request, such as an AccessKey ID with a line break.
    pub fn sign(
        &self,
        method: SignatureMethod,
        credentials: &Credentials,
        context: &SigningContext,
    ) -> Result<Request<Bytes>, BoxError> {
        match method {
            SignatureMethod::Acs3HmacSha256 => self.sign_acs3(credentials, context),
            SignatureMethod::HmacSha1 => self.sign_hmac_sha1(credentials, context),
        }
    }

    fn sign_acs3(
        &self,
        credentials: &Credentials,
        context: &SigningContext,
    ) -> Result<Request<Bytes>, BoxError> {
        let [query, form] = self.parameters.sections();
        let mut head = path(query.usual_len());
        let start = head.len();
        push_pairs(&mut head, &sorted([query]));
        let body = match form.is_empty() {
            true => String::new(),
            false => self.parameters.canonical_form(),
        };
        let payload_hash = acs3::payload_hash(body.as_bytes());
        let token = credentials.security_token();
        let id = token.map(|_| credentials.access_key_id());
        let form = (!body.is_empty()).then_some(FORM);
        let payload_hash_text = match &payload_hash {
            Cow::Borrowed(hash) => Text::Fixed(hash),
            Cow::Owned(hash) => Text::Varying(hash),
        };
        // Sorted by name, as the signature requires.
        let headers = [
            (CONTENT_TYPE, form.map(Text::Fixed)),
            (HOST, Some(Text::Varying(self.endpoint.host()))),
            (ACCESSKEY_ID, id.map(Text::Varying)),
            (ACTION, Some(Text::Fixed(self.operation.name))),
            (CONTENT_SHA256, Some(payload_hash_text)),
            (DATE, Some(Text::Varying(context.timestamp()))),
            (SECURITY_TOKEN, token.map(Text::Varying)),
            (SIGNATURE_NONCE, Some(Text::Varying(context.nonce()))),
            (VERSION, Some(Text::Fixed(self.service.version))),
        ];
        let mut signed = [("", ""); 9];
        let mut count = 0;
        for (name, value) in &headers {
            if let Some(value) = value {
                signed[count] = (name.as_str(), value.as_str());
                count += 1;
            }
        }
        let signable = acs3::Request {
            method: self.operation.method.as_str(),
            path: "/",
            query: &head[start..],
            headers: &signed[..count],
            payload_hash: &payload_hash,
        };

        // Header values that vary are slices of the canonical request and share its memory.
        let access_key_id = credentials.access_key_id();
        let length = signable.canonical_len() + signable.authorization_len(access_key_id);
        let mut text = String::with_capacity(length);
        let mut places: [Range<usize>; 9] = Default::default();
        let mut next = places.iter_mut();
        signable.push_canonical(&mut text, |place| {
            if let Some(next) = next.next() {
                *next = place;
            }
        });
        let signature = credentials.acs3_key().sign(&text);
        let canonical = text.len();
        signable.push_authorization(&mut text, access_key_id, &signature);
        let text = Bytes::from(text);

        let mut request = self.request(head, 12, body)?;
        let sent = headers
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        for ((name, value), place) in sent.zip(places) {
            if name == HOST {
                // `request` sets it for both signature methods.
                continue;
            }
            let value = match value {
                Text::Fixed(value) => Bytes::from_static(value.as_bytes()),
                Text::Varying(_) => text.slice(place),
            };
            let mut value = HeaderValue::from_maybe_shared(value)?;
            value.set_sensitive(name == SECURITY_TOKEN);
            request.headers_mut().insert(name, value);
        }
        let mut authorization = HeaderValue::from_maybe_shared(text.slice(canonical..))?;
        authorization.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, authorization);
        Ok(request)
    }

    fn sign_hmac_sha1(
        &self,
        credentials: &Credentials,
        context: &SigningContext,
    ) -> Result<Request<Bytes>, BoxError> {
        let token = credentials.security_token();
        let common = [
            Pair::plain("AccessKeyId", credentials.access_key_id()),
            Pair::plain("Action", self.operation.name),
            Pair::unreserved("Format", "JSON"),
            Pair::unreserved("SignatureMethod", hmac_sha1::ALGORITHM),
            Pair::unreserved("SignatureNonce", context.nonce()),
            Pair::unreserved("SignatureVersion", "1.0"),
            Pair::plain("Timestamp", context.timestamp()),
            Pair::plain("Version", self.service.version),
            Pair::plain("SecurityToken", token.unwrap_or_default()),
        ];
        let common = &common[..8 + usize::from(token.is_some())];
        let [query, form] = self.parameters.sections();
        let values: usize = common.iter().map(|pair| pair.value().len()).sum();
        let usual = COMMON_LEN + values + values / 2;
        let mut head = path(usual + query.usual_len());
        let mut signed = Vec::with_capacity(common.len() + query.len() + form.len());
        signed.extend_from_slice(common);
        signed.extend(others(query, common));
        sort(&mut signed);
        push_pairs(&mut head, &signed);

        let mut body = String::new();
        if !form.is_empty() {
            let mut form: Vec<_> = others(form, common).collect();
            sort(&mut form);
            push_pairs(&mut body, &form);
            signed.append(&mut form);
            sort(&mut signed);
        }
        let method = self.operation.method.as_str();
        let length = head.len() + body.len();
        let string_to_sign = hmac_sha1::string_to_sign_of(method, &signed, length);
        head.push_str("&Signature=");
        let key = credentials.hmac_sha1_key();
        key.push_signature(&mut head, &string_to_sign);

        let form = !body.is_empty();
        let mut request = self.request(head, 4, body)?;
        if form {
            let form = HeaderValue::from_static(FORM);
            request.headers_mut().insert(CONTENT_TYPE, form);
        }
        Ok(request)
    }

    /// Returns a request with the headers that both signature methods share.
    fn request(
        &self,
        mut path: String,
        headers: usize,
        body: String,
    ) -> Result<Request<Bytes>, BoxError> {
        if path.ends_with('?') {
            path.pop();
        }
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = match self.operation.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
        };
        let path = PathAndQuery::from_maybe_shared(Bytes::from(path))?;
        *request.uri_mut() = self.endpoint.uri(path)?;
        let mut map = HeaderMap::with_capacity(headers);
        map.insert(ACCEPT, HeaderValue::from_static("application/json"));
        map.insert(USER_AGENT, self.user_agent.clone());
        map.insert(HOST, self.endpoint.host_header());
        *request.headers_mut() = map;
        Ok(request)
    }
}

/// Returns the start of path and query, with capacity for a query.
fn path(query: usize) -> String {
    let mut out = String::with_capacity(2 + query);
    out.push_str("/?");
    out
}

/// The text of a header.
enum Text<'a> {
    /// The same in every request; needs no allocation.
    Fixed(&'static str),
    Varying(&'a str),
}

impl<'a> Text<'a> {
    fn as_str(&self) -> &'a str {
        match *self {
            Self::Fixed(text) => text,
            Self::Varying(text) => text,
        }
    }
}

/// Returns the parameters of a section, without those that have the name of a common one.
fn others<'a>(section: &'a Section, common: &[Pair<'_>]) -> impl Iterator<Item = Pair<'a>> {
    section.pairs().filter(|pair| {
        let mut names = common.iter().map(Pair::name).chain(["Signature"]);
        names.all(|name| name != pair.name())
    })
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use percent_encoding::percent_decode_str;

    use super::*;
    use crate::codec::encode::ExtraParameters;

    const SERVICE: ServiceInfo = ServiceInfo {
        product: "live",
        version: "2016-11-01",
        client: "client/1",
        default_host: "live.aliyuncs.com",
        regions: &[],
        error_classes: &[],
        secret_names: &[],
    };
    const OPERATION: OperationInfo = OperationInfo {
        name: "StartLiveStreamMonitor",
        method: Method::Post,
        read_only: false,
        limit: None,
    };

    fn sign(
        method: SignatureMethod,
        credentials: &Credentials,
        parameters: &Parameters,
    ) -> Result<Request<Bytes>, BoxError> {
        SignableRequest {
            service: &SERVICE,
            operation: &OPERATION,
            endpoint: &Endpoint::parse("live.aliyuncs.com").unwrap(),
            user_agent: &HeaderValue::from_static("client/1"),
            parameters,
        }
        .sign(
            method,
            credentials,
            &SigningContext::from_parts(1, SystemTime::now()),
        )
    }

    #[test]
    fn parameters_do_not_override_common_ones() {
        let mut parameters = Parameters::default();
        parameters.form("Version", &"1".to_owned());
        parameters.form("Text", &"a b".to_owned());
        let mut extra = ExtraParameters::default();
        for name in ["Action", "AccessKeyId", "Signature", "SecurityToken", "Own"] {
            extra.set(name, "mine");
        }
        parameters.extend(&extra);
        let credentials = Credentials::with_security_token("id", "secret", "token");
        let request = sign(SignatureMethod::HmacSha1, &credentials, &parameters).unwrap();

        assert_eq!(request.body(), "Text=a%20b");
        let query = request.uri().query().unwrap();
        let (signed, signature) = query.split_once("&Signature=").unwrap();
        let names: Vec<_> = signed
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .filter(|(name, _)| !["SignatureNonce", "Timestamp"].contains(name))
            .collect();
        let expected = [
            ("AccessKeyId", "id"),
            ("Action", "StartLiveStreamMonitor"),
            ("Format", "JSON"),
            ("Own", "mine"),
            ("SecurityToken", "token"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "1.0"),
            ("Version", "2016-11-01"),
        ];
        assert_eq!(names, expected);

        let mut again = Parameters::default();
        for pair in signed.split('&').chain(["Text=a%20b"]) {
            let (name, value) = pair.split_once('=').unwrap();
            again.query(
                name,
                &percent_decode_str(value)
                    .decode_utf8()
                    .unwrap()
                    .into_owned(),
            );
        }
        let text = hmac_sha1::string_to_sign("POST", &again);
        let expected = crate::codec::encode::encode(&hmac_sha1::signature("secret", &text));
        assert_eq!(signature, expected);
    }

    #[test]
    fn security_token_parameter_is_kept_for_permanent_credentials() {
        let mut parameters = Parameters::default();
        parameters.query("SecurityToken", &"mine".to_owned());
        let credentials = Credentials::new("id", "secret");
        let request = sign(SignatureMethod::HmacSha1, &credentials, &parameters).unwrap();
        assert!(
            request
                .uri()
                .query()
                .unwrap()
                .contains("&SecurityToken=mine&")
        );
    }

    #[test]
    fn invalid_header_value_is_an_error() {
        for credentials in [
            Credentials::new("a\nb", "secret"),
            Credentials::with_security_token("id", "secret", "a\nb"),
        ] {
            let outcome = sign(
                SignatureMethod::Acs3HmacSha256,
                &credentials,
                &Parameters::default(),
            );
            assert!(outcome.is_err());
        }
    }

    #[test]
    fn headers_are_set_and_an_empty_query_is_omitted() {
        let credentials = Credentials::with_security_token("id", "secret", "token");
        let method = SignatureMethod::Acs3HmacSha256;
        let request = sign(method, &credentials, &Parameters::default()).unwrap();
        assert_eq!(request.uri(), "https://live.aliyuncs.com/");
        let headers = request.headers();
        assert_eq!(headers["host"], "live.aliyuncs.com");
        assert_eq!(headers["user-agent"], "client/1");
        assert_eq!(headers["x-acs-security-token"], "token");
        assert!(headers["x-acs-security-token"].is_sensitive());
        assert!(headers["authorization"].is_sensitive());
        assert!(!headers.contains_key("content-type"));
    }
}
