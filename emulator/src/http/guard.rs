//! Keeps web pages from controlling the emulator.
//!
//! Any page that is open in a browser on this machine can send requests here. Browsers name the
//! page's site in `Origin` and `Sec-Fetch-Site`, and a page whose name leads here (DNS rebinding)
//! sends that name as `Host`. Programs such as curl send `Host` alone, with the address they use.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderValue, Uri, header};

/// The port of a `Host` without a port.
const HTTP_PORT: u16 = 80;

/// Returns why a request may come from a web page, or `None` if it does not.
pub(crate) fn refusal(target: &Uri, headers: &HeaderMap, bound: SocketAddr) -> Option<String> {
    let Some(host) = host(target, headers).filter(|host| host.leads_to(bound)) else {
        return Some(format!(
            "the header Host must be the address of the emulator, {bound}, or localhost with its port"
        ));
    };
    let values = |name: &str| headers.get_all(name).iter();
    if values("origin").any(|origin| !is_origin(origin, &host)) {
        return Some("the header Origin names another site than the emulator".into());
    }
    if values("sec-fetch-site").any(|site| site != "same-origin" && site != "none") {
        return Some("the header Sec-Fetch-Site states that another site sent the request".into());
    }
    None
}

/// A host and its port.
#[derive(Debug, PartialEq, Eq)]
struct Host {
    /// `None` for `localhost` and the names below it, which always mean this machine.
    address: Option<IpAddr>,
    port: u16,
}

impl Host {
    fn parse(text: &str) -> Option<Self> {
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            _ => (text, None),
        };
        let port = match port {
            Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => port.parse().ok()?,
            Some(_) => return None,
            None => HTTP_PORT,
        };
        let bracketed = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        let address = match bracketed {
            Some(host) => Some(IpAddr::from(host.parse::<Ipv6Addr>().ok()?).to_canonical()),
            None if is_localhost(host) => None,
            None => Some(host.parse::<Ipv4Addr>().ok()?.into()),
        };
        Some(Self { address, port })
    }

    /// Returns whether this can be the address of an emulator that listens on `bound`. One that
    /// listens on every address has many; none of them is a name, which could be rebound.
    fn leads_to(&self, bound: SocketAddr) -> bool {
        let ip = bound.ip().to_canonical();
        let is_own = match self.address {
            Some(address) => ip.is_unspecified() || ip == address,
            None => ip.is_unspecified() || ip.is_loopback(),
        };
        is_own && self.port == bound.port()
    }
}

/// Returns the host that a request states, if it states one, and only one.
fn host(target: &Uri, headers: &HeaderMap) -> Option<Host> {
    let in_target = target.authority().map(|authority| authority.as_str());
    let in_headers = headers.get_all(header::HOST).iter();
    let mut hosts = in_headers
        .map(|host| host.to_str().ok())
        .chain(in_target.map(Some))
        .map(|host| Host::parse(host?));
    let first = hosts.next()??;
    hosts
        .all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

fn is_origin(origin: &HeaderValue, host: &Host) -> bool {
    let host_of = |text: &str| {
        let (scheme, authority) = text.split_once("://")?;
        scheme
            .eq_ignore_ascii_case("http")
            .then(|| Host::parse(authority))?
    };
    origin.to_str().ok().and_then(host_of).as_ref() == Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bound: &str, target: &str, headers: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                let name = axum::http::HeaderName::from_static(name);
                (name, HeaderValue::from_bytes(value.as_bytes()).unwrap())
            })
            .collect();
        refusal(&target.parse().unwrap(), &headers, bound.parse().unwrap()).is_some()
    }

    #[test]
    fn host_is_the_bound_address_or_localhost() {
        for (bound, host, accepted) in [
            ("127.0.0.1:8086", "127.0.0.1:8086", true),
            ("127.0.0.1:8086", "localhost:8086", true),
            ("127.0.0.1:8086", "LocalHost:8086", true),
            ("127.0.0.1:8086", "localhost.:8086", true),
            ("127.0.0.1:8086", "live.localhost:8086", true),
            ("127.0.0.1:8086", "[::ffff:127.0.0.1]:8086", true),
            ("127.0.0.1:80", "127.0.0.1", true),
            ("[::1]:8086", "[::1]:8086", true),
            ("[::1]:8086", "[0:0:0:0:0:0:0:1]:8086", true),
            ("[::1]:80", "[::1]", true),
            ("0.0.0.0:8086", "192.0.2.7:8086", true),
            ("[::]:8086", "[2001:db8::7]:8086", true),
            ("192.0.2.7:8086", "192.0.2.7:8086", true),
            ("192.0.2.7:8086", "localhost:8086", false),
            ("0.0.0.0:8086", "elsewhere.example:8086", false),
            ("127.0.0.1:8086", "elsewhere.example", false),
            ("127.0.0.1:8086", "elsewhere.example:8086", false),
            ("127.0.0.1:8086", "elsewhere.example.:8086", false),
            ("127.0.0.1:8086", "localhost.elsewhere.example:8086", false),
            ("127.0.0.1:8086", "elsewherelocalhost:8086", false),
            ("127.0.0.1:8086", "127.0.0.1.elsewhere.example:8086", false),
            ("127.0.0.1:8086", "localhost..:8086", false),
            ("127.0.0.1:8086", "127.0.0.1", false),
            ("127.0.0.1:8086", "127.0.0.1:8087", false),
            ("127.0.0.1:8086", "127.0.0.1:+8086", false),
            ("127.0.0.1:8086", "127.0.0.1:", false),
            ("127.0.0.1:8086", "127.0.0.1:8086:8086", false),
            ("127.0.0.1:8086", "127.0.0.2:8086", false),
            ("127.0.0.1:8086", "127%2E0.0.1:8086", false),
            ("127.0.0.1:8086", "%6cocalhost:8086", false),
            ("127.0.0.1:8086", "user@localhost:8086", false),
            ("127.0.0.1:8086", "localhost:8086@elsewhere.example", false),
            ("127.0.0.1:8086", "localhost:8086/", false),
            ("127.0.0.1:8086", "[::1%25lo]:8086", false),
            ("[::1]:8086", "::1:8086", false),
            ("[::1]:8086", "[::1]8086", false),
            ("127.0.0.1:8086", "", false),
            ("127.0.0.1:8086", "löcalhost:8086", false),
        ] {
            assert_eq!(refused(bound, "/", &[("host", host)]), !accepted, "{host}");
        }
    }

    #[test]
    fn a_request_states_one_host() {
        let bound = "127.0.0.1:8086";
        let own = ("host", bound);
        assert!(refused(bound, "/", &[]));
        assert!(refused(bound, "/", &[own, ("host", "elsewhere.example")]));
        assert!(refused(bound, "http://elsewhere.example/", &[own]));
        assert!(!refused(bound, "http://127.0.0.1:8086/", &[own]));
        assert!(!refused(bound, "http://127.0.0.1:8086/", &[]));
    }

    #[test]
    fn another_site_is_refused() {
        let bound = "0.0.0.0:8086";
        for (name, value, accepted) in [
            ("origin", "http://127.0.0.1:8086", true),
            ("origin", "HTTP://127.0.0.1:8086", true),
            ("origin", "https://127.0.0.1:8086", false),
            ("origin", "http://127.0.0.1", false),
            ("origin", "http://127.0.0.1:3000", false),
            ("origin", "http://127.0.0.1:8086.elsewhere.example", false),
            ("origin", "http://192.0.2.7:8086", false),
            ("origin", "http://localhost:8086", false),
            ("origin", "https://elsewhere.example", false),
            ("origin", "null", false),
            ("origin", "", false),
            ("origin", "file://", false),
            ("sec-fetch-site", "same-origin", true),
            ("sec-fetch-site", "none", true),
            ("sec-fetch-site", "same-site", false),
            ("sec-fetch-site", "cross-site", false),
            ("sec-fetch-site", "", false),
        ] {
            let headers = [("host", "127.0.0.1:8086"), (name, value)];
            assert_eq!(refused(bound, "/", &headers), !accepted, "{name}: {value}");
        }
        let twice = [
            ("host", "127.0.0.1:8086"),
            ("origin", "http://127.0.0.1:8086"),
            ("origin", "https://elsewhere.example"),
        ];
        assert!(refused(bound, "/", &twice));
    }
}
