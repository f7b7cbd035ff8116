//! Reads error responses in any format.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

use crate::codec::decode::{self, Bounds, ReadFields, ReadResult, ValueReader};
use crate::error::redact::Secrets;
use crate::support::defaults::MAX_ERROR_TEXT_BYTES;

/// The content of an error response. All texts are masked and limited to [`MAX_ERROR_TEXT_BYTES`].
#[derive(Clone, Debug, Default)]
pub(crate) struct ErrorResponse {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) host_id: Option<String>,
    pub(crate) recommend: Option<String>,
    pub(crate) access_denied_detail: Option<Value>,
    pub(crate) raw_body: Option<Bytes>,
}

/// An error response as received. What it means is decided before it is masked, since a mask may
/// hide a part of the code.
pub(crate) struct ReceivedError<'b> {
    fields: Fields,
    body: &'b [u8],
}

/// The fields of an error response.
#[derive(Default)]
struct Fields {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    host_id: Option<String>,
    recommend: Option<String>,
    access_denied_detail: Option<Value>,
    has_others: bool,
}

impl<'b> ReceivedError<'b> {
    /// Reads an error body as JSON or XML. For other formats, only the body is kept. The request ID
    /// of the header is used if the body has none.
    pub(crate) fn read(body: &'b [u8], request_id: Option<&str>, bounds: Bounds) -> Self {
        let mut fields = Fields::default();
        // For truncated JSON, keep the fields that were read.
        if decode::read_body_within(bounds, body, &mut fields).is_err() {
            // No error in XML is larger than what is kept of it.
            let start = &body[..body.len().min(MAX_ERROR_TEXT_BYTES)];
            let text = String::from_utf8_lossy(start);
            if let Some(xml) = text
                .trim_start_matches('\u{feff}')
                .trim_start()
                .strip_prefix('<')
            {
                fields = Fields::from_xml(xml);
            }
        }
        if fields.request_id.as_deref().is_none_or(str::is_empty) {
            fields.request_id = request_id.map(str::to_owned);
        }
        Self { fields, body }
    }

    pub(crate) fn code(&self) -> Option<&str> {
        self.fields.code.as_deref()
    }

    pub(crate) fn denies_access(&self) -> bool {
        self.fields.access_denied_detail.is_some()
    }

    /// Returns whether the response has fields that errors do not have.
    pub(crate) fn has_other_fields(&self) -> bool {
        self.fields.has_others
    }

    /// Returns the response with its secrets masked.
    pub(crate) fn mask(self, secrets: &Secrets<'_>) -> ErrorResponse {
        let Self { fields, body } = self;
        let mask = |text: Option<String>| {
            text.map(|text| secrets.mask_start(&text, MAX_ERROR_TEXT_BYTES).into_owned())
        };
        let code = fields.code;
        let code = code.map(|code| secrets.mask_code(&code, MAX_ERROR_TEXT_BYTES).into_owned());
        // A cut detail would not parse, so a large one is dropped.
        let detail = fields.access_denied_detail.map(|detail| detail.to_string());
        let detail = detail.filter(|text| text.len() <= MAX_ERROR_TEXT_BYTES);
        let detail = detail.and_then(|text| serde_json::from_str(&secrets.mask(&text)).ok());
        let start = &body[..body.len().min(2 * MAX_ERROR_TEXT_BYTES)];
        let start = String::from_utf8_lossy(start);
        let masked = secrets.mask_start(&start, MAX_ERROR_TEXT_BYTES);
        let raw_body = match &masked {
            Cow::Borrowed(_) => &body[..body.len().min(MAX_ERROR_TEXT_BYTES)],
            Cow::Owned(masked) => masked.as_bytes(),
        };
        ErrorResponse {
            code,
            message: mask(fields.message),
            request_id: mask(fields.request_id),
            host_id: mask(fields.host_id),
            recommend: mask(fields.recommend),
            access_denied_detail: detail,
            raw_body: Some(Bytes::copy_from_slice(raw_body)),
        }
    }
}

impl Fields {
    fn from_xml(text: &str) -> Self {
        let element = |name: &str| {
            let (_, rest) = text.split_once(&format!("<{name}>"))?;
            let (value, _) = rest.split_once(&format!("</{name}>"))?;
            let value = value
                .trim()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"");
            Some(value.replace("&apos;", "'").replace("&amp;", "&"))
        };
        Self {
            code: element("Code"),
            message: element("Message"),
            request_id: element("RequestId"),
            host_id: element("HostId"),
            recommend: element("Recommend"),
            ..Self::default()
        }
    }
}

impl ReadFields for Fields {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "Code" | "code" => read_loosely(value, &mut self.code),
            "Message" | "message" => read_loosely(value, &mut self.message),
            "RequestId" | "requestId" => read_loosely(value, &mut self.request_id),
            "HostId" | "hostId" => read_loosely(value, &mut self.host_id),
            "Recommend" | "recommend" => read_loosely(value, &mut self.recommend),
            "AccessDeniedDetail" | "accessDeniedDetail" => {
                value.read(&mut self.access_denied_detail)
            }
            _ => {
                // The decoder asks by an empty name.
                self.has_others |= !name.is_empty();
                value.unknown(name)
            }
        }
    }
}

/// Reads a string, or any other value as JSON text, so that an unexpected type does not prevent
/// reading other fields.
fn read_loosely(value: ValueReader<'_>, text: &mut Option<String>) -> ReadResult {
    match value.any()? {
        None | Some(Value::Null) => {}
        Some(Value::String(found)) => *text = Some(found),
        Some(other) => *text = Some(other.to_string()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::Credentials;

    const TOKEN: &str = "to+ken/=";

    fn read(body: &[u8]) -> ErrorResponse {
        let credentials = Credentials::with_security_token("id", "secret", TOKEN);
        let secrets = Secrets::new(&credentials, None, &["AppKey"]);
        ReceivedError::read(body, None, Bounds::NONE).mask(&secrets)
    }

    #[test]
    fn secrets_are_masked_in_fields_and_body() {
        let body = br#"{"Code":"SignatureDoesNotMatch","Message":"sign: to+ken/= to%2Bken%2F%3D to\u002bken\/=",
            "AccessDeniedDetail":{"AppKey":"k3y","Said":["to+ken\/="]}}"#;
        let response = read(body);
        assert_eq!(response.message.as_deref(), Some("sign: *** *** ***"));
        let detail = serde_json::json!({"AppKey": "***", "Said": ["***"]});
        assert_eq!(response.access_denied_detail, Some(detail));
        let body = String::from_utf8(response.raw_body.unwrap().to_vec()).unwrap();
        assert!(!body.contains("ken") && !body.contains("k3y"), "{body}");
    }

    #[test]
    fn unexpected_field_types_do_not_hide_other_fields() {
        for (body, code, message) in [
            (
                r#"{"Code":"Throttling","Message":{"x":1}}"#,
                "Throttling",
                Some(r#"{"x":1}"#),
            ),
            (
                r#"{"Message":["a"],"Code":7,"HostId":null}"#,
                "7",
                Some(r#"["a"]"#),
            ),
            (
                r#"{"Code":"Throttling","Message":"cut o"#,
                "Throttling",
                None,
            ),
            (
                " <Error><Code>Throttling</Code></Error>",
                "Throttling",
                None,
            ),
        ] {
            let response = read(body.as_bytes());
            assert_eq!(response.code.as_deref(), Some(code), "{body}");
            assert_eq!(response.message.as_deref(), message, "{body}");
        }
    }

    #[test]
    fn kept_texts_are_limited() {
        let long = "é".repeat(MAX_ERROR_TEXT_BYTES);
        let body = format!(
            r#"{{"Code":"{long}","Message":"a{long}","AccessDeniedDetail":{{"x":"{long}"}}}}"#
        );
        let response = read(body.as_bytes());
        assert_eq!(response.code.unwrap().len(), MAX_ERROR_TEXT_BYTES);
        assert_eq!(response.message.unwrap().len(), MAX_ERROR_TEXT_BYTES - 1);
        assert_eq!(response.access_denied_detail, None);
        assert_eq!(
            response.raw_body.unwrap(),
            body.as_bytes()[..MAX_ERROR_TEXT_BYTES]
        );
    }
}
