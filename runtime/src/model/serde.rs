//! Serde support for requests, responses and their parts, with the feature `serde`.
//!
//! They are serialized with the names and in the structure that the service documents, and
//! deserialized as tolerantly as responses. A request can thus be stored, queued or logged, and a
//! stored response can be read again. Everything is converted by way of JSON text, so that the code
//! generic over a serde format is small and the same for all types.
//!
//! ```
//! #[derive(Debug, Default, alibabacloud_rpc::Object)]
//! struct Point {
//!     x: Option<f64>,
//! }
//!
//! let point: Point = serde_json::from_str(r#"{"X": "0.5"}"#).unwrap();
//! assert_eq!(point.x, Some(0.5));
//! assert_eq!(serde_json::to_string(&point).unwrap(), r#"{"X":0.5}"#);
//! ```

pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use serde_core::{de, ser};
use serde_json::Value;

use super::json_text::JsonText;
use super::operation::WriteParameters;
use super::timestamp::Timestamp;
use crate::codec::decode::{self, DecodeError, ReadFields, ReadValue, ValueReader};
use crate::codec::encode::{
    self, EXTRA_PARAMETERS, ExtraParameters, InvalidParameter, Parameters, WriteFields,
};
use crate::support::suggest::did_you_mean;

/// Serializes an object.
#[doc(hidden)]
pub fn serialize<S: Serializer>(
    object: &dyn WriteFields,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serialize_json(encode::json(object), serializer)
}

/// Serializes a request as an object of its parameters, including the extra ones.
#[doc(hidden)]
pub fn serialize_request<S: Serializer, R: WriteParameters>(
    request: &R,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut parameters = Parameters::for_document();
    request.write_parameters(&mut parameters);
    serialize_json(parameters.into_document(), serializer)
}

fn serialize_json<S: Serializer>(
    text: Result<String, InvalidParameter>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let text = text.map_err(ser::Error::custom)?;
    let value: Value = serde_json::from_str(&text).map_err(ser::Error::custom)?;
    value.serialize(serializer)
}

/// Deserializes an object, an enum or another part of an object.
#[doc(hidden)]
pub fn deserialize<'de, D: Deserializer<'de>, T: ReadValue>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    match decode::read_text(&value.to_string()) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(de::Error::custom("expected a value, found nothing")),
        Err(error) => Err(de::Error::custom(error)),
    }
}

/// Deserializes a notification of several kinds.
#[doc(hidden)]
pub fn deserialize_kinds<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    from_json: fn(&[u8]) -> Result<T, DecodeError>,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    from_json(value.to_string().as_bytes()).map_err(de::Error::custom)
}

/// Prefix of the name of what becomes an extra parameter, even if its name is documented.
const KEEP_TEXT: char = '\0';

/// Deserializes a request from its parameters. `documented` lists the name and encoding of each
/// documented parameter, and whether it is required. Undocumented parameters stand under
/// `extra_parameters`.
///
/// JSON text also becomes an extra parameter if the type of its parameter would send different
/// JSON, for example because the text has undocumented members. The text of a list that is sent
/// with commas is split at them, unless it is a JSON list, and thus sent as it is.
#[doc(hidden)]
pub fn deserialize_request<'de, D, R>(
    deserializer: D,
    mut request: R,
    documented: &[(&str, &str, bool)],
) -> Result<R, D::Error>
where
    D: Deserializer<'de>,
    R: WriteParameters + ReadFields + Clone,
{
    let Value::Object(mut parameters) = Value::deserialize(deserializer)? else {
        return Err(de::Error::custom("expected an object of parameters"));
    };
    parameters.retain(|_, value| !value.is_null());
    let extra = match parameters.remove(EXTRA_PARAMETERS) {
        None => serde_json::Map::new(),
        Some(Value::Object(extra)) => extra,
        Some(_) => return Err(de::Error::custom("`extra_parameters` must be an object")),
    };
    let names = || documented.iter().map(|(name, ..)| *name);
    if let Some(name) = parameters
        .keys()
        .find(|name| !names().any(|known| known == *name))
    {
        let meant = did_you_mean(name, names());
        return Err(de::Error::custom(format!(
            "`{name}` is not documented (undocumented parameters stand under `{EXTRA_PARAMETERS}`){meant}"
        )));
    }
    for (name, encoding, required) in documented {
        match parameters.get(*name) {
            None if *required => {
                let message = format!("the required parameter `{name}` is missing");
                return Err(de::Error::custom(message));
            }
            Some(Value::String(text))
                if encoding.ends_with("_json") && !round_trips(name, text, request.clone()) =>
            {
                let text = parameters.remove(*name).unwrap_or_default();
                parameters.insert(format!("{KEEP_TEXT}{name}"), text);
            }
            Some(Value::String(text)) if encoding.ends_with("_comma") && !text.starts_with('[') => {
                let items = text.split(',').map(Value::from).collect();
                parameters.insert((*name).to_owned(), items);
            }
            None | Some(_) => {}
        }
    }
    for (name, value) in extra {
        parameters.insert(format!("{KEEP_TEXT}{name}"), value);
    }
    let text = Value::Object(parameters).to_string();
    decode::read_exactly(text.as_bytes(), &mut request).map_err(de::Error::custom)?;
    Ok(request)
}

/// Returns whether a request that read a parameter from JSON text sends the same JSON.
fn round_trips<R: WriteParameters + ReadFields>(name: &str, text: &str, mut request: R) -> bool {
    let parameter = serde_json::json!({ name: text }).to_string();
    if decode::read_exactly(parameter.as_bytes(), &mut request).is_err() {
        return false;
    }
    let mut parameters = Parameters::default();
    request.write_parameters(&mut parameters);
    let mut pairs = parameters.query_pairs().chain(parameters.form_pairs());
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    pairs.any(|(sent, value)| {
        sent == name && json(&value).is_some_and(|value| Some(value) == json(text))
    })
}

/// Reads an undocumented parameter.
#[doc(hidden)]
pub fn read_extra(
    name: &str,
    value: ValueReader<'_>,
    extra: &mut ExtraParameters,
) -> decode::ReadResult {
    if let Some(text) = value.text()? {
        extra.set(name.strip_prefix(KEEP_TEXT).unwrap_or(name), text);
    }
    Ok(())
}

impl<T> Serialize for JsonText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, T> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
