//! Where a notification goes: an address of this machine, or none.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::Uri;

use super::error::{NotifyError, NotifyErrorKind};

/// The port of a URL without a port.
const HTTP_PORT: u16 = 80;

/// A receiver on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// Host and port as in the URL, for the header `Host`.
    pub(super) authority: String,
    /// Addresses to connect to, tried in order.
    pub(super) sockets: Vec<SocketAddr>,
    pub(super) path: String,
    pub(super) query: Option<String>,
}

impl Target {
    /// Reads a URL. Fails unless it is of this machine: a test must never call an address that is
    /// used in production.
    pub(super) fn parse(url: &str) -> Result<Self, NotifyError> {
        let refuse = |reason: &str| {
            let shown = shown(url);
            let text = format!("{shown}: {reason}; give `to` with the URL of a local listener");
            NotifyError::new(NotifyErrorKind::NotLocal, text)
        };
        let uri: Uri = url.parse().map_err(|_| refuse("is not a URL"))?;
        match uri.scheme_str() {
            Some("http") => {}
            Some("https") => {
                return Err(refuse("the emulator sends over plain HTTP, without TLS"));
            }
            _ => return Err(refuse("is not an HTTP URL")),
        }
        let authority = uri.authority().ok_or_else(|| refuse("has no host"))?;
        if authority.as_str().contains('@') {
            return Err(refuse("has a user name"));
        }
        let host = authority.host();
        let port = match authority.as_str().strip_prefix(host) {
            Some("") => HTTP_PORT,
            _ => (authority.port_u16()).ok_or_else(|| refuse("has no valid port"))?,
        };
        let addresses = loopback(host);
        if addresses.is_empty() {
            return Err(refuse(
                "is not an address of this machine, and the emulator calls no other",
            ));
        }
        let sockets = addresses.into_iter().map(|ip| SocketAddr::new(ip, port));
        Ok(Self {
            authority: authority.to_string(),
            sockets: sockets.collect(),
            path: uri.path().to_owned(),
            query: uri.query().map(str::to_owned),
        })
    }
}

/// Returns the loopback addresses of a host. No name is resolved, since names may lead elsewhere.
fn loopback(host: &str) -> Vec<IpAddr> {
    if host.eq_ignore_ascii_case("localhost") {
        return vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    }
    let bracketed = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let address = match bracketed {
        Some(host) => host.parse::<Ipv6Addr>().ok().map(IpAddr::from),
        None => host.parse::<Ipv4Addr>().ok().map(IpAddr::from),
    };
    let address = address.filter(|address| address.to_canonical().is_loopback());
    address.into_iter().collect()
}

/// Returns the host of any URL, without port.
pub(super) fn host(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    uri.host().map(str::to_owned)
}

/// Returns a URL as it may be printed. What may be secret, user names and the query, is masked.
pub(super) fn shown(url: &str) -> String {
    let (url, query) = match url.split_once(['?', '#']) {
        Some((url, _)) => (url, "?***"),
        None => (url, ""),
    };
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    match rest.rsplit_once('@') {
        Some((_, rest)) => format!("{scheme}***@{rest}{query}"),
        None => format!("{scheme}{rest}{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_machine_are_targets() {
        for (url, sockets) in [
            ("http://127.0.0.1:8000/a?b=c", &["127.0.0.1:8000"][..]),
            ("HTTP://127.9.8.7", &["127.9.8.7:80"]),
            ("http://LocalHost:8000?b", &["127.0.0.1:8000", "[::1]:8000"]),
            ("http://[::1]:8000/", &["[::1]:8000"]),
            ("http://[::ffff:127.0.0.1]/", &["[::ffff:127.0.0.1]:80"]),
        ] {
            let target = Target::parse(url).unwrap();
            let expected = sockets.iter().map(|socket| socket.parse().unwrap());
            assert_eq!(target.sockets, expected.collect::<Vec<_>>(), "{url}");
        }
        for (url, reason) in [
            ("https://127.0.0.1:8000/", "over plain HTTP"),
            ("http://example.com/", "not an address of this machine"),
            ("http://localhost.example.com/", "not an address of this"),
            ("http://a.localhost/", "not an address of this machine"),
            ("http://192.0.2.7/", "not an address of this machine"),
            ("http://0.0.0.0/", "not an address of this machine"),
            ("http://[::]/", "not an address of this machine"),
            ("http://127.1/", "not an address of this machine"),
            ("http://0x7f.0.0.1/", "not an address of this machine"),
            ("http://2130706433/", "not an address of this machine"),
            ("http://localhost@example.com/", "has a user name"),
            ("http://me@localhost/", "has a user name"),
            ("http://localhost:/", "has no valid port"),
            ("http://localhost:99999/", "has no valid port"),
            ("ftp://localhost/", "is not an HTTP URL"),
            ("localhost:8000", "is not an HTTP URL"),
            ("/path", "is not an HTTP URL"),
            ("http://", "is not a URL"),
            ("http://localhost/ä b", "is not a URL"),
            ("", "is not a URL"),
        ] {
            let error = Target::parse(url).unwrap_err();
            assert_eq!(error.kind(), NotifyErrorKind::NotLocal, "{url}");
            assert!(error.to_string().contains(reason), "{url}: {error}");
        }
    }

    #[test]
    fn what_may_be_secret_in_a_url_is_not_shown() {
        for (url, expected) in [
            ("http://a.example/b", "http://a.example/b"),
            ("http://a.example/b?token=s", "http://a.example/b?***"),
            ("https://u:s@a.example#s", "https://***@a.example?***"),
            ("u:s@a.example", "***@a.example"),
        ] {
            assert_eq!(shown(url), expected);
        }
    }
}
