//! Answers: success and error, as JSON or XML.

use std::time::SystemTime;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::refusal::Refusal;

/// Fields of a successful answer.
pub(crate) type Fields = Map<String, Value>;

/// What an answer is written for.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    pub(crate) request_id: String,
    pub(crate) operation: String,
    pub(crate) host: String,
    pub(crate) now: SystemTime,
    pub(crate) xml: bool,
}

/// A complete answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A new request ID.
pub(crate) fn new_request_id() -> String {
    Uuid::new_v4().hyphenated().to_string().to_ascii_uppercase()
}

impl Envelope {
    /// Writes what an operation answered.
    pub(crate) fn success(&self, fields: Fields) -> Answer {
        let mut fields = fields;
        fields.insert("RequestId".into(), self.request_id.clone().into());
        self.write(
            StatusCode::OK,
            &format!("{}Response", self.operation),
            fields,
        )
    }

    /// Writes an error.
    pub(crate) fn refusal(&self, refusal: &Refusal) -> Answer {
        let Refusal {
            status,
            code,
            message,
            retry_after,
        } = refusal;
        let recommend = format!(
            "https://api.aliyun.com/troubleshoot?q={}&product=live&requestId={}",
            crate::encoding::encode(code),
            self.request_id
        );
        let error = json!({
            "RequestId": self.request_id,
            "HostId": self.host,
            "Code": code,
            "Message": message,
            "Recommend": recommend,
        });
        let fields = match error {
            Value::Object(fields) => fields,
            _ => Fields::new(),
        };
        let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = self.write(status, "Error", fields);
        if let Some(pause) = retry_after {
            let milliseconds = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            let name = HeaderName::from_static("x-acs-retry-after");
            answer.headers.insert(name, HeaderValue::from(milliseconds));
        }
        answer
    }

    /// Headers that every answer of the service carries.
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

    fn write(&self, status: StatusCode, root: &str, fields: Fields) -> Answer {
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
        Answer {
            status,
            headers,
            body: body.into(),
        }
    }
}

/// Writes a value as an element; a list as one element per item.
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

fn escape(text: &str) -> String {
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
