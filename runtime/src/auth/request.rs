//! Turns parameters into a signed HTTP request.

mod unsigned;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Request};

use crate::auth::Credentials;
use crate::auth::signing::{SignatureMethod, SigningContext, acs3, hmac_sha1};
use crate::codec::encode::{Pair, Parameters, Section, push_encoded, push_pairs, sort, sorted};
use crate::info::{Method, OperationInfo, ServiceInfo};
use crate::support::box_error::BoxError;
use crate::transport::endpoint::Endpoint;

const FORM: &str = "application/x-www-form-urlencoded";

/// Capacity for the path and query of most calls.
const USUAL_PATH_LEN: usize = 512;

const ACCESSKEY_ID: HeaderName = HeaderName::from_static("x-acs-accesskey-id");
const ACTION: HeaderName = HeaderName::from_static("x-acs-action");
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-acs-content-sha256");
const DATE: HeaderName = HeaderName::from_static("x-acs-date");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-acs-security-token");
const SIGNATURE_NONCE: HeaderName = HeaderName::from_static("x-acs-signature-nonce");
const VERSION: HeaderName = HeaderName::from_static("x-acs-version");

/// The signature that a request contains.
#[derive(Clone)]
pub(crate) struct Signature(String);

impl Signature {
    /// Returns the text of the signature, which must not be shown.
    pub(crate) fn expose(&self) -> &str {
        // The header also contains what is signed.
        let signature = self.0.rsplit_once("Signature=");
        signature.map_or(&*self.0, |(_, signature)| signature)
    }
}

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
    /// `HMAC-SHA1` sends the operation and the signature as common parameters (`Action`,
    /// `AccessKeyId`, `Signature` and so on; `SecurityToken` with temporary credentials). It omits
    /// parameters given here under these names.
    pub parameters: &'a Parameters,
}

impl SignableRequest<'_> {
    /// Signs the request, unless the [operation](OperationInfo::signed) is one that is not signed.
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
        let (request, _) = self.sign_and_tell(method, credentials, context)?;
        Ok(request)
    }

    /// Signs the request and returns the signature too.
    pub(crate) fn sign_and_tell(
        &self,
        method: SignatureMethod,
        credentials: &Credentials,
        context: &SigningContext,
    ) -> Result<(Request<Bytes>, Signature), BoxError> {
        if !self.operation.signed {
            return Ok((self.unsigned(context)?, Signature(String::new())));
        }
        match method {
            SignatureMethod::Acs3HmacSha256 => self.sign_acs3(credentials, context),
            SignatureMethod::HmacSha1 => self.sign_hmac_sha1(credentials, context),
        }
    }

    fn sign_acs3(
        &self,
        credentials: &Credentials,
        context: &SigningContext,
    ) -> Result<(Request<Bytes>, Signature), BoxError> {
        let [query, form] = self.parameters.sections();
        let path = path(&sorted([query]));
        let body = match form.is_empty() {
            true => String::new(),
            false => self.parameters.canonical_form(),
        };
        let payload_hash = acs3::payload_hash(body.as_bytes());
        let token = credentials.security_token();
        // The signature covers the headers in the order of their names.
        let headers = [
            (CONTENT_TYPE, (!body.is_empty()).then_some(FORM)),
            (HOST, Some(self.endpoint.host())),
            (ACCESSKEY_ID, token.map(|_| credentials.access_key_id())),
            (ACTION, Some(self.operation.name)),
            (CONTENT_SHA256, Some(&*payload_hash)),
            (DATE, Some(context.timestamp())),
            (SECURITY_TOKEN, token),
            (SIGNATURE_NONCE, Some(context.nonce())),
            (VERSION, Some(self.service.version)),
        ];
        let mut signed = Vec::with_capacity(headers.len());
        for (name, value) in &headers {
            if let Some(value) = value {
                signed.push((name.as_str(), *value));
            }
        }
        let authorization = acs3::Request {
            method: self.operation.method.as_str(),
            path: "/",
            query: path.strip_prefix("/?").unwrap_or_default(),
            headers: &signed,
            payload_hash: &payload_hash,
        }
        .authorization_with(credentials.access_key_id(), credentials.acs3_key());

        let mut request = self.request(path, 12, body)?;
        for (name, value) in headers {
            // Both methods send the host.
            if let Some(value) = value
                && name != HOST
            {
                let mut value = HeaderValue::from_bytes(value.trim_ascii().as_bytes())?;
                value.set_sensitive(name == SECURITY_TOKEN);
                request.headers_mut().insert(name, value);
            }
        }
        let mut header = HeaderValue::from_bytes(authorization.as_bytes())?;
        header.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, header);
        Ok((request, Signature(authorization)))
    }

    fn sign_hmac_sha1(
        &self,
        credentials: &Credentials,
        context: &SigningContext,
    ) -> Result<(Request<Bytes>, Signature), BoxError> {
        let mut common = vec![
            Pair::plain("AccessKeyId", credentials.access_key_id()),
            Pair::plain("Action", self.operation.name),
            Pair::plain("Format", "JSON"),
            Pair::plain("SignatureMethod", hmac_sha1::ALGORITHM),
            Pair::plain("SignatureNonce", context.nonce()),
            Pair::plain("SignatureVersion", "1.0"),
            Pair::plain("Timestamp", context.timestamp()),
            Pair::plain("Version", self.service.version),
        ];
        if let Some(token) = credentials.security_token() {
            common.push(Pair::plain("SecurityToken", token));
        }
        let [query, form] = self.parameters.sections();
        let mut signed = Vec::with_capacity(common.len() + query.len() + form.len());
        signed.extend(others(query, &common));
        let mut form: Vec<_> = others(form, &common).collect();
        signed.append(&mut common);
        sort(&mut signed);
        sort(&mut form);
        let mut path = path(&signed);
        let mut body = String::new();
        push_pairs(&mut body, &form);
        signed.append(&mut form);
        let method = self.operation.method.as_str();
        let string_to_sign = hmac_sha1::string_to_sign_of(method, signed);
        let signature = credentials.hmac_sha1_key().sign(&string_to_sign);
        path.push_str("&Signature=");
        push_encoded(&mut path, &signature);

        let request = self.form_request(path, 4, body)?;
        Ok((request, Signature(signature)))
    }

    /// Returns an unsigned request whose body, if it has one, is a form.
    fn form_request(
        &self,
        path: String,
        headers: usize,
        body: String,
    ) -> Result<Request<Bytes>, BoxError> {
        let mut request = self.request(path, headers, body)?;
        if !request.body().is_empty() {
            let form = HeaderValue::from_static(FORM);
            request.headers_mut().insert(CONTENT_TYPE, form);
        }
        Ok(request)
    }

    /// Returns an unsigned request with the headers that both methods send.
    fn request(
        &self,
        path: String,
        headers: usize,
        body: String,
    ) -> Result<Request<Bytes>, BoxError> {
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = match self.operation.method {
            Method::Get => http::Method::GET,
            Method::Post => http::Method::POST,
        };
        *request.uri_mut() = self.endpoint.uri(PathAndQuery::try_from(path)?)?;
        let mut map = HeaderMap::with_capacity(headers);
        map.insert(ACCEPT, HeaderValue::from_static("application/json"));
        map.insert(USER_AGENT, self.user_agent.clone());
        map.insert(HOST, self.endpoint.host_header());
        *request.headers_mut() = map;
        Ok(request)
    }
}

/// Returns the path and query of a URL.
fn path(query: &[Pair<'_>]) -> String {
    let mut path = String::with_capacity(USUAL_PATH_LEN);
    path.push('/');
    if !query.is_empty() {
        path.push('?');
        push_pairs(&mut path, query);
    }
    path
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
    const OPERATION: OperationInfo = OperationInfo::post("StartLiveStreamMonitor");

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
