//! The address of a service.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use http::uri::{self, Authority, PathAndQuery, Scheme};
use http::{HeaderValue, Uri};

use crate::info::ServiceInfo;
use crate::support::environment::flag;
use crate::support::mask::MASK;

/// Scheme, host and port of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    url: String,
    host: usize,
    loopback: bool,
    /// Parts of the URL that every request needs, parsed once.
    parts: Parts,
}

/// The start of a URL, and the `host` header.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    scheme: Scheme,
    authority: Authority,
    host: HeaderValue,
}

impl Endpoint {
    /// Parses an address: `live.aliyuncs.com`, `https://live.aliyuncs.com` or
    /// `http://127.0.0.1:8086`. The scheme defaults to HTTPS.
    ///
    /// # Errors
    ///
    /// Fails if the text is not such an address, or contains a path, query or user name.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let invalid = |reason| EndpointError {
            text: without_user(text).into_owned(),
            reason,
        };
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
        let scheme = scheme.to_ascii_lowercase();
        let default_port = match scheme.as_str() {
            "https" => 443,
            "http" => 80,
            _ => return Err(invalid("its scheme is neither https nor http")),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains('@') {
            return Err(invalid(
                "it contains a user name; set credentials separately",
            ));
        }
        if rest.contains(['/', '?', '#']) {
            return Err(invalid("it has a path or query; specify only the host"));
        }
        let authority: Authority = rest
            .to_ascii_lowercase()
            .parse()
            .map_err(|_| invalid("it has no valid host and port"))?;
        let host = authority.host();
        if host.is_empty() {
            return Err(invalid("it has no host"));
        }
        if authority.port_u16().is_none() && authority.as_str() != host {
            return Err(invalid("its port is not a number up to 65535"));
        }
        let mut url = format!("{scheme}://{host}");
        if let Some(port) = authority.port_u16().filter(|port| *port != default_port) {
            url.push_str(&format!(":{port}"));
        }
        let address = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<IpAddr>();
        let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
        let host = scheme.len() + 3;
        let address = url.get(host..).unwrap_or_default();
        let (Ok(scheme), Ok(authority), Ok(header)) =
            (scheme.parse(), address.parse(), address.parse())
        else {
            return Err(invalid("it has no valid host and port"));
        };
        let parts = Parts {
            scheme,
            authority,
            host: header,
        };
        Ok(Self {
            url,
            host,
            loopback,
            parts,
        })
    }

    /// Returns the endpoint of a region, or the default endpoint of the service if no region is
    /// set.
    ///
    /// # Errors
    ///
    /// Fails if the name of the region is invalid, or if the region has no host in the network.
    pub fn for_region(
        service: &ServiceInfo,
        region: Option<&str>,
        network: Network,
    ) -> Result<Self, EndpointError> {
        let invalid = |reason| EndpointError {
            text: region.unwrap_or_default().to_owned(),
            reason,
        };
        if let Some(region) = region {
            check_region(region)?;
        }
        let known =
            region.and_then(|region| service.regions.iter().find(|known| known.id == region));
        let host = match (network, known) {
            (Network::Public, known) => known.map_or(service.default_host, |known| known.public),
            (Network::Vpc, Some(known)) => known.vpc.ok_or_else(|| {
                invalid("the region has no VPC host; set the endpoint explicitly")
            })?,
            (Network::Vpc, None) if region.is_none() => {
                return Err(invalid(
                    "VPC hosts depend on the region; set the region too",
                ));
            }
            (Network::Vpc, None) => {
                return Err(invalid(
                    "no VPC host is known for it; set the endpoint explicitly",
                ));
            }
        };
        Self::parse(host)
    }

    /// Returns scheme and host, with the port unless it is the scheme's default:
    /// `https://live.aliyuncs.com`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the value of the `host` header: the host, with the port unless it is the scheme's
    /// default.
    #[must_use]
    pub fn host(&self) -> &str {
        self.url.get(self.host..).unwrap_or_default()
    }

    /// Returns the URL of a path and query at this address.
    pub(crate) fn uri(&self, path_and_query: PathAndQuery) -> Result<Uri, http::Error> {
        let mut parts = uri::Parts::default();
        parts.scheme = Some(self.parts.scheme.clone());
        parts.authority = Some(self.parts.authority.clone());
        parts.path_and_query = Some(path_and_query);
        Ok(Uri::from_parts(parts)?)
    }

    /// Returns the value of the `host` header.
    pub(crate) fn host_header(&self) -> HeaderValue {
        self.parts.host.clone()
    }

    /// Returns whether requests are encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.starts_with("https:")
    }

    /// Returns whether the host is this machine.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }
}

/// Returns an address with the part before its host masked, which may contain a password.
pub(crate) fn without_user(address: &str) -> Cow<'_, str> {
    let at = address.rsplit_once('@').or(address.rsplit_once("%40"));
    let Some((user, host)) = at else {
        return address.into();
    };
    let is_scheme = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric());
    match user.split_once("://") {
        Some((scheme, _)) if is_scheme(scheme) => format!("{scheme}://{MASK}@{host}").into(),
        _ => format!("{MASK}@{host}").into(),
    }
}

/// Checks that the name of a region can be part of a host name.
pub(crate) fn check_region(region: &str) -> Result<(), EndpointError> {
    let valid = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if region.is_empty() || !region.chars().all(valid) {
        return Err(EndpointError {
            text: region.to_owned(),
            reason: "a region may contain only letters, digits, hyphens and underscores",
        });
    }
    Ok(())
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url)
    }
}

/// The network over which the service is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Network {
    /// The internet.
    #[default]
    Public,
    /// A VPC of the region.
    Vpc,
}

impl Network {
    /// Returns the network that the variable `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` selects.
    pub(crate) fn from_flag(value: Option<&str>) -> Result<Self, String> {
        match flag("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED", value)? {
            true => Ok(Self::Vpc),
            false => Ok(Self::Public),
        }
    }
}

/// The reason why an address or a region is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError {
    text: String,
    reason: &'static str,
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} cannot be used: {}", self.text, self.reason)
    }
}

impl std::error::Error for EndpointError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::info::Region;

    #[test]
    fn addresses_are_parsed_and_normalized() {
        for (text, url, host, loopback) in [
            (
                "live.aliyuncs.com",
                "https://live.aliyuncs.com",
                "live.aliyuncs.com",
                false,
            ),
            (
                "HTTPS://Live.aliyuncs.com:443/",
                "https://live.aliyuncs.com",
                "live.aliyuncs.com",
                false,
            ),
            (
                "http://127.0.0.1:8086",
                "http://127.0.0.1:8086",
                "127.0.0.1:8086",
                true,
            ),
            ("http://localhost:80", "http://localhost", "localhost", true),
            ("http://[::1]:8086", "http://[::1]:8086", "[::1]:8086", true),
            (
                "http://localhost.example.com",
                "http://localhost.example.com",
                "localhost.example.com",
                false,
            ),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            assert_eq!(
                (endpoint.url(), endpoint.host(), endpoint.is_loopback()),
                (url, host, loopback),
                "{text}"
            );
        }
    }

    #[test]
    fn invalid_addresses_are_rejected_with_a_reason() {
        for (text, reason) in [
            ("", "host"),
            ("https://", "host"),
            ("ftp://live.aliyuncs.com", "scheme"),
            ("https://live.aliyuncs.com/path", "path"),
            ("https://id:secret@live.aliyuncs.com", "user"),
            ("id:secret@live.aliyuncs.com", "user"),
            ("ftp://id:secret@live.aliyuncs.com", "scheme"),
            ("live.aliyuncs.com:99999", "port"),
            ("live.aliyuncs.com:", "port"),
            ("live aliyuncs com", "host"),
            ("https://user:sec@ret@live.aliyuncs.com", "user name"),
            ("ftp://user:@secret@live.aliyuncs.com", "scheme"),
            ("user:secret@secret://x@live.aliyuncs.com", "scheme"),
            ("https://user:secret%40live.aliyuncs.com", "host"),
        ] {
            let error = Endpoint::parse(text).unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
            let shown = ["secret", "sec@", "ret@"]
                .iter()
                .any(|part| error.contains(part));
            assert!(!shown, "{error}");
        }
    }

    const SERVICE: ServiceInfo = ServiceInfo {
        product: "live",
        version: "2016-11-01",
        client: "test",
        default_host: "live.example.com",
        regions: &[
            Region::new("near", "near.example.com", Some("vpc.near.example.com")),
            Region::new("far", "far.example.com", None),
        ],
        error_classes: &[],
        secret_names: &[],
    };

    fn host(region: Option<&str>, network: Network) -> Result<String, String> {
        Endpoint::for_region(&SERVICE, region, network)
            .map(|endpoint| endpoint.host().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn regions_map_to_hosts() {
        for (region, network, expected) in [
            (None, Network::Public, "live.example.com"),
            (Some("near"), Network::Public, "near.example.com"),
            (Some("near"), Network::Vpc, "vpc.near.example.com"),
            (Some("far"), Network::Public, "far.example.com"),
            (Some("unlisted-1"), Network::Public, "live.example.com"),
        ] {
            assert_eq!(host(region, network).unwrap(), expected, "{region:?}");
        }
    }

    #[test]
    fn region_without_host_in_the_network_is_rejected_with_a_reason() {
        for (region, network, reason) in [
            (None, Network::Vpc, "set the region too"),
            (Some("far"), Network::Vpc, "no VPC host"),
            (Some("unlisted-1"), Network::Vpc, "no VPC host is known"),
            (Some(""), Network::Public, "letters, digits"),
            (Some("evil.com/"), Network::Public, "letters, digits"),
            (Some("a@b"), Network::Vpc, "letters, digits"),
        ] {
            let error = host(region, network).unwrap_err();
            assert!(error.contains(reason), "{region:?}: {error}");
        }
    }

    #[test]
    fn environment_variable_selects_the_network() {
        for (value, expected) in [
            (None, Network::Public),
            (Some("false"), Network::Public),
            (Some("true"), Network::Vpc),
            (Some("1"), Network::Vpc),
        ] {
            assert_eq!(Network::from_flag(value), Ok(expected), "{value:?}");
        }
        let error = Network::from_flag(Some("vpc")).unwrap_err();
        assert!(error.contains("\"vpc\""), "{error}");
    }
}
