//! Requests of operations that are not signed.

use bytes::Bytes;
use http::{HeaderValue, Request};

use super::{ACTION, SignableRequest, VERSION, others, path};
use crate::auth::signing::SigningContext;
use crate::codec::encode::{Pair, push_pairs, sort};
use crate::support::box_error::BoxError;

impl SignableRequest<'_> {
    /// Returns the request without a signature. It is the same for both signature methods, and the
    /// one that the official SDKs send: the gateway finds the operation in the query.
    pub(super) fn unsigned(&self, context: &SigningContext) -> Result<Request<Bytes>, BoxError> {
        let mut common = vec![
            Pair::plain("Action", self.operation.name),
            Pair::plain("Format", "JSON"),
            Pair::plain("SignatureNonce", context.nonce()),
            Pair::plain("Timestamp", context.timestamp()),
            Pair::plain("Version", self.service.version),
        ];
        let [query, form] = self.parameters.sections();
        let mut in_query: Vec<_> = others(query, &common).collect();
        let mut in_form: Vec<_> = others(form, &common).collect();
        in_query.append(&mut common);
        sort(&mut in_query);
        sort(&mut in_form);
        let mut body = String::new();
        push_pairs(&mut body, &in_form);
        let mut request = self.form_request(path(&in_query), 6, body)?;
        let headers = request.headers_mut();
        headers.insert(ACTION, HeaderValue::from_str(self.operation.name)?);
        headers.insert(VERSION, HeaderValue::from_str(self.service.version)?);
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use crate::auth::Credentials;
    use crate::auth::request::SignableRequest;
    use crate::auth::signing::{SignatureMethod, SigningContext};
    use crate::codec::encode::Parameters;
    use crate::info::{OperationInfo, ServiceInfo};
    use crate::transport::endpoint::Endpoint;

    const SERVICE: ServiceInfo = ServiceInfo {
        product: "sts",
        version: "2015-04-01",
        client: "client/1",
        default_host: "sts.example.com",
        regions: &[],
        error_classes: &[],
        secret_names: &[],
    };

    #[test]
    fn request_names_the_operation_and_no_caller() {
        let mut parameters = Parameters::default();
        parameters.query("RoleArn", &"acs:ram::1:role/a".to_owned());
        parameters.query("Format", &"XML".to_owned());
        parameters.form("Text", &"a b".to_owned());
        let credentials = Credentials::with_security_token("id", "secret", "token");
        let context = SigningContext::from_parts(1, SystemTime::UNIX_EPOCH);
        let signable = SignableRequest {
            service: &SERVICE,
            operation: &OperationInfo::post("AssumeRoleWithOIDC").unsigned(),
            endpoint: &Endpoint::parse("sts.example.com").unwrap(),
            user_agent: &http::HeaderValue::from_static("client/1"),
            parameters: &parameters,
        };
        let [request, same] = [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1]
            .map(|method| signable.sign(method, &credentials, &context).unwrap());
        assert_eq!(request.uri(), same.uri());
        assert_eq!(request.headers(), same.headers());

        let nonce = context.nonce();
        let expected = format!(
            "https://sts.example.com/?Action=AssumeRoleWithOIDC&Format=JSON\
             &RoleArn=acs%3Aram%3A%3A1%3Arole%2Fa&SignatureNonce={nonce}\
             &Timestamp=1970-01-01T00%3A00%3A00Z&Version=2015-04-01"
        );
        assert_eq!(request.uri().to_string(), expected);
        assert_eq!(request.body(), "Text=a%20b");
        let headers: Vec<_> = request.headers().keys().map(|name| name.as_str()).collect();
        let expected = [
            "accept",
            "user-agent",
            "host",
            "content-type",
            "x-acs-action",
            "x-acs-version",
        ];
        assert_eq!(headers, expected);
    }
}
