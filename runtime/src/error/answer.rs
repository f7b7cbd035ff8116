//! What the service says in an error answer, whatever its format.

use bytes::Bytes;

use crate::credentials::Credentials;
use crate::decode::{self, ReadFields, Unreadable, ValueReader};
use crate::mask::mask_body;

/// How much of a body an error keeps.
const LONGEST_BODY: usize = 64 * 1024;

#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) host_id: Option<String>,
    pub(crate) recommend: Option<String>,
    pub(crate) access_denied_detail: Option<serde_json::Value>,
    pub(crate) raw_body: Option<Bytes>,
}

impl Answer {
    /// Reads an error body: JSON or XML; of any other only the text is kept. The header's request ID serves where
    /// the body has none.
    pub(crate) fn read(body: &Bytes, request_id: Option<&str>, credentials: &Credentials) -> Self {
        let body = mask_body(body, credentials);
        let mut answer = Self::default();
        if decode::read_body(&body, &mut answer).is_err() {
            answer = String::from_utf8_lossy(&body)
                .trim_start()
                .strip_prefix('<')
                .map(Self::from_xml)
                .unwrap_or_default();
        }
        if answer.request_id.as_deref().is_none_or(str::is_empty) {
            answer.request_id = request_id.map(str::to_owned);
        }
        answer.raw_body = Some(body.slice(..body.len().min(LONGEST_BODY)));
        answer
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

impl ReadFields for Answer {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Result<(), Unreadable> {
        match name {
            "Code" | "code" => value.read(&mut self.code),
            "Message" | "message" => value.read(&mut self.message),
            "RequestId" | "requestId" => value.read(&mut self.request_id),
            "HostId" | "hostId" => value.read(&mut self.host_id),
            "Recommend" | "recommend" => value.read(&mut self.recommend),
            "AccessDeniedDetail" | "accessDeniedDetail" => {
                value.read(&mut self.access_denied_detail)
            }
            _ => value.unknown(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_token_is_masked_in_every_encoding() {
        let credentials = Credentials::with_security_token("id", "secret", "to+ken/=");
        let body = Bytes::from_static(
            br#"{"Code":"SignatureDoesNotMatch","Message":"sign: to+ken/= to%2Bken%2F%3D to%252Bken%252F%253D"}"#,
        );
        let answer = Answer::read(&body, None, &credentials);
        assert_eq!(answer.message.as_deref(), Some("sign: **** **** ****"));
        assert!(!String::from_utf8_lossy(&answer.raw_body.unwrap()).contains("ken"));
    }
}
