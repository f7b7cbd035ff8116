//! Hosts: domains of URLs, and hosts of callbacks.

use std::fmt;

/// What is wrong with a domain or with the host of a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostProblem {
    /// It has no host.
    Empty,
    /// It is not a domain alone: it has a scheme, such as `https://`.
    Scheme,
    /// It is a URL that begins with neither `http://` nor `https://`.
    NoScheme,
    /// It has a user name or a password.
    User,
    /// It is not a domain alone: it has a path or a query.
    Path,
    /// It is not a domain alone: it has a port.
    Port,
    /// It is a URL whose port is not a number up to 65535.
    InvalidPort,
    /// Its dots are not between labels of 1 to 63 characters that begin and end with a letter or
    /// digit, or it has more than 253 characters.
    Label,
    /// It contains a character that names of hosts do not have, such as a space.
    Character(char),
}

impl fmt::Display for HostProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "has no host; expected one such as `example.com`",
            Self::Scheme => "has a scheme; pass the host alone, such as `push.example.com`",
            Self::NoScheme => "does not begin with `http://` or `https://`",
            Self::User => "has a user name; leave out everything up to `@`",
            Self::Path => "has a path or a query; pass the host alone, such as `push.example.com`",
            Self::Port => "has a port; pass the host alone, such as `push.example.com`",
            Self::InvalidPort => "has a port that is not a number up to 65535",
            Self::Label => {
                "is no host name; between its dots are 1 to 63 characters, of which the first and \
                 the last are letters or digits"
            }
            Self::Character(c) => {
                let remedy = if c.is_ascii() {
                    "use letters, digits, `-` and `.`"
                } else {
                    "write it in ASCII, as in `xn--…`"
                };
                return write!(f, "contains `{}`; {remedy}", c.escape_debug());
            }
        })
    }
}

/// Checks a domain, which stands alone, without scheme, port and path. It may be an IPv4 address.
pub(crate) fn check_domain(domain: &str) -> Result<(), HostProblem> {
    check(domain)?;
    // Hosts of a network of one's own may have underscores, domains of the service do not.
    if domain.contains('_') {
        return Err(HostProblem::Character('_'));
    }
    Ok(())
}

/// Checks a host.
fn check(host: &str) -> Result<(), HostProblem> {
    if host.contains("://") {
        return Err(HostProblem::Scheme);
    }
    if host.contains(['/', '?', '#']) {
        return Err(HostProblem::Path);
    }
    if host.contains('@') {
        return Err(HostProblem::User);
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    // IPv6 addresses are refused by their brackets, since no page shows one.
    if let Some(character) = host.chars().find(|&c| c != ':' && !allowed(c)) {
        return Err(HostProblem::Character(character));
    }
    if host.contains(':') {
        return Err(HostProblem::Port);
    }
    if host.is_empty() {
        return Err(HostProblem::Empty);
    }
    // The limits of DNS.
    let is_label = |label: &str| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    if host.len() > 253 || !host.split('.').all(is_label) {
        return Err(HostProblem::Label);
    }
    Ok(())
}

/// Splits `{host}:{port}`, and checks both.
pub(crate) fn with_port(authority: &str) -> Result<(&str, Option<u16>), HostProblem> {
    let Some((host, port)) = authority.split_once(':') else {
        check(authority)?;
        return Ok((authority, None));
    };
    if port.contains('@') {
        // What follows the first colon is a password.
        return Err(HostProblem::User);
    }
    check(host)?;
    // `parse` alone would take a sign.
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    match port.parse() {
        Ok(port) if digits => Ok((host, Some(port))),
        _ => Err(HostProblem::InvalidPort),
    }
}

/// Returns the host of a URL of HTTP, and the same with the port if the URL has one.
pub(crate) fn of_http_url(url: &str) -> Result<(&str, Option<&str>), HostProblem> {
    let scheme_and_rest = url.split_once("://");
    let (_, rest) = scheme_and_rest
        .filter(|(scheme, _)| {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        })
        .ok_or(HostProblem::NoScheme)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = rest.get(..end).unwrap_or_default();
    let (host, port) = with_port(authority)?;
    Ok((host, port.map(|_| authority)))
}
