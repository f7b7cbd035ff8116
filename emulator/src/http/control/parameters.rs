//! The parameters of a control request, decoded to bytes.

use std::ops::RangeInclusive;

use percent_encoding::percent_decode;

/// The maximum number of characters of a value in a message.
const MAX_SHOWN: usize = 40;

/// The decoded parameters of a request. Values may be any bytes.
#[derive(Debug)]
pub(crate) struct Parameters(Vec<(String, Vec<u8>)>);

impl Parameters {
    /// Reads the parameters of the URL and of a form.
    pub(crate) fn read(query: Option<&str>, form: &[u8]) -> Self {
        let sources = [query.unwrap_or_default().as_bytes(), form];
        let parts = sources
            .iter()
            .flat_map(|text| text.split(|byte| *byte == b'&'));
        let pairs = parts.filter(|part| !part.is_empty()).map(|part| {
            let mut halves = part.splitn(2, |byte| *byte == b'=');
            let mut half = || decode(halves.next().unwrap_or_default());
            (String::from_utf8_lossy(&half()).into_owned(), half())
        });
        Self(pairs.collect())
    }

    /// Returns the names in the order received.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Returns all values of a parameter.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.0
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, value)| value.as_slice())
    }

    /// Returns the value of a parameter as bytes.
    pub(crate) fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.all(name).next()
    }

    /// Returns the value of a parameter as text.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, String> {
        let Some(value) = self.bytes(name) else {
            return Ok(None);
        };
        let text = std::str::from_utf8(value).map_err(|_| invalid(name, value, "UTF-8 text"))?;
        Ok(Some(text))
    }

    /// Returns the value of a parameter that must be present, as text that is not empty.
    pub(crate) fn required(&self, name: &str) -> Result<&str, String> {
        match self.text(name)? {
            Some("") => Err(invalid(name, b"", "text that is not empty")),
            Some(text) => Ok(text),
            None => Err(missing(name)),
        }
    }

    /// Returns the value of a parameter as a whole number in a range.
    pub(crate) fn number<T>(
        &self,
        name: &str,
        allowed: RangeInclusive<T>,
    ) -> Result<Option<T>, String>
    where
        T: std::str::FromStr + PartialOrd + std::fmt::Display,
    {
        let Some(text) = self.text(name)? else {
            return Ok(None);
        };
        let is_whole = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| is_whole);
        match number.filter(|number| allowed.contains(number)) {
            Some(number) => Ok(Some(number)),
            None => {
                let (min, max) = allowed.into_inner();
                let allowed = format!("a whole number from {min} to {max}");
                Err(invalid(name, text.as_bytes(), &allowed))
            }
        }
    }
}

/// States that a parameter is missing.
pub(crate) fn missing(name: &str) -> String {
    format!("The parameter {name} is missing.")
}

/// States that a value is invalid, and what is allowed.
pub(crate) fn invalid(name: &str, value: &[u8], allowed: &str) -> String {
    let shown = shown(&String::from_utf8_lossy(value));
    format!("Invalid value for {name}: {shown}. Allowed: {allowed}.")
}

/// Returns a text of a request as it may be repeated in a message.
pub(crate) fn shown(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text[..end].escape_debug()),
        None => text.escape_debug().to_string(),
    }
}

fn decode(text: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    for byte in text.iter_mut().filter(|byte| **byte == b'+') {
        *byte = b' ';
    }
    percent_decode(&text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_any_bytes() {
        let parameters = Parameters::read(Some("a=1%3d&&b"), b"a=x=y+z&c%C3%A9=%00%ff");
        let all: Vec<_> = parameters.all("a").collect();
        assert_eq!(all, [&b"1="[..], b"x=y z"]);
        assert_eq!(parameters.bytes("b"), Some(&b""[..]));
        assert_eq!(parameters.bytes("cé"), Some(&b"\0\xff"[..]));
        assert!(parameters.text("cé").is_err());
        assert_eq!(parameters.text("d"), Ok(None));
    }
}
