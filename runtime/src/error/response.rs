//! Reads error responses in any format.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

use crate::codec::decode::{self, ReadFields, ReadResult, ValueReader};
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
    pub(crate) access_denied_detail: Option<serde_json::Value>,
    pub(crate) raw_body: Option<Bytes>,
    /// Whether the response has fields that errors do not have.
    pub(crate) has_other_fields: bool,
}

impl ErrorResponse {
    /// Reads an error body as JSON or XML. For other formats, only the raw body is kept. The
    /// request ID of the header is used if the body has none.
    pub(crate) fn read(body: &[u8], request_id: Option<&str>, secrets: &Secrets<'_>) -> Self {
        let mut response = Self::default();
        // For truncated JSON, keep the fields that were read.
        if decode::read_body(body, &mut response).is_err()
            && let Some(xml) = String::from_utf8_lossy(body).trim_start().strip_prefix('<')
        {
            response = Self::from_xml(xml);
        }
        // Mask after decoding, because escapes could hide a secret.
        response.mask(secrets);
        if response.request_id.as_deref().is_none_or(str::is_empty) {
            response.request_id = request_id.map(str::to_owned);
        }
        let body = secrets.mask_bytes(body);
        // A copy, since a slice would keep the whole body in memory.
        response.raw_body = Some(Bytes::copy_from_slice(
            &body[..body.len().min(MAX_ERROR_TEXT_BYTES)],
        ));
        response
    }

    fn mask(&mut self, secrets: &Secrets<'_>) {
        let texts = [
            &mut self.code,
            &mut self.message,
            &mut self.request_id,
            &mut self.host_id,
            &mut self.recommend,
        ];
        for text in texts.into_iter().flatten() {
            let mut masked = secrets.mask(text).into_owned();
            masked.truncate(last_boundary(&masked, MAX_ERROR_TEXT_BYTES));
            masked.shrink_to_fit();
            *text = masked;
        }
        self.access_denied_detail = self.access_denied_detail.take().and_then(|detail| {
            let text = detail.to_string();
            match secrets.mask(&text) {
                // A truncated detail would not parse, so drop it.
                _ if text.len() > MAX_ERROR_TEXT_BYTES => None,
                Cow::Borrowed(_) => Some(detail),
                Cow::Owned(masked) => serde_json::from_str(&masked).ok(),
            }
        });
    }

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

/// Returns where to truncate a text to at most this many bytes.
fn last_boundary(text: &str, max_bytes: usize) -> usize {
    let mut ends = (0..=max_bytes.min(text.len())).rev();
    ends.find(|end| text.is_char_boundary(*end)).unwrap_or(0)
}

impl ReadFields for ErrorResponse {
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
                self.has_other_fields = true;
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
        ErrorResponse::read(body, None, &Secrets::new(&credentials, &["AppKey"]))
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
