//! Responses: success and error, as JSON or XML.

pub(crate) mod delivery;
pub(crate) mod service_error;

use std::sync::Arc;
use std::time::SystemTime;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::service_error::ServiceError;
use crate::request::encoding::encode;

/// The fields of a successful response.
pub(crate) type Fields = Map<String, Value>;

/// The properties of a request that its response depends on.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    pub(crate) request_id: String,
    pub(crate) product: Arc<str>,
    pub(crate) operation: String,
    pub(crate) host: String,
    pub(crate) now: SystemTime,
    pub(crate) xml: bool,
}

/// A complete response.
#[derive(Clone, Debug)]
pub(crate) struct ServiceResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl ServiceResponse {
    /// Returns the response as HTTP sends it.
    pub(crate) fn into_http<B: From<Bytes>>(self) -> Response<B> {
        let mut response = Response::new(self.body.into());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// Creates a request ID.
pub(crate) fn new_request_id() -> String {
    Uuid::new_v4().hyphenated().to_string().to_ascii_uppercase()
}

impl Envelope {
    /// Serializes the result of an operation.
    pub(crate) fn success(&self, fields: Fields) -> ServiceResponse {
        let mut fields = fields;
        fields.insert("RequestId".into(), self.request_id.clone().into());
        self.write(
            StatusCode::OK,
            &format!("{}Response", self.operation),
            fields,
        )
    }

    /// Serializes an error.
    pub(crate) fn error(&self, error: &ServiceError) -> ServiceResponse {
        let ServiceError {
            status,
            code,
            message,
            retry_after,
        } = error;
        let recommend = format!(
            "https://api.aliyun.com/troubleshoot?q={}&product={}&requestId={}",
            encode(code),
            self.product,
            self.request_id
        );
        let fields = json!({
            "RequestId": self.request_id,
            "HostId": self.host,
            "Code": code,
            "Message": message,
            "Recommend": recommend,
        });
        let fields = match fields {
            Value::Object(fields) => fields,
            _ => Fields::new(),
        };
        let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = self.write(status, "Error", fields);
        if let Some(pause) = retry_after {
            let milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            let name = HeaderName::from_static("x-acs-retry-after");
            response
                .headers
                .insert(name, HeaderValue::from(milliseconds));
        }
        response
    }

    /// Returns the headers that every response of the service carries.
    pub(crate) fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(header::DATE, &httpdate::fmt_http_date(self.now));
        set(
            HeaderName::from_static("x-acs-request-id"),
            &self.request_id,
        );
        headers
    }

    fn write(&self, status: StatusCode, root: &str, fields: Fields) -> ServiceResponse {
        let mut headers = self.headers();
        let (content_type, body) = if self.xml {
            let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
            write_xml(&mut text, root, &Value::Object(fields));
            ("text/xml;charset=utf-8", text)
        } else {
            (
                "application/json;charset=utf-8",
                Value::Object(fields).to_string(),
            )
        };
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        ServiceResponse {
            status,
            headers,
            body: body.into(),
        }
    }
}

/// Writes a value as an element, and a list as one element per item.
fn write_xml(text: &mut String, name: &str, value: &Value) {
    match value {
        Value::Array(items) => {
            for item in items {
                write_xml(text, name, item);
            }
            return;
        }
        Value::Null => return,
        _ => {}
    }
    text.push_str(&format!("<{name}>"));
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                write_xml(text, name, value);
            }
        }
        Value::String(string) => text.push_str(&escape(string)),
        other => text.push_str(&other.to_string()),
    }
    text.push_str(&format!("</{name}>"));
}

/// Escapes a text for the content of an XML element.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_special_characters_are_written_as_xml() {
        let mut text = String::new();
        write_xml(
            &mut text,
            "R",
            &json!({"A": ["x<&", 1], "B": {"C": true}, "D": null}),
        );
        assert_eq!(text, "<R><A>x&lt;&amp;</A><A>1</A><B><C>true</C></B></R>");
    }
}
