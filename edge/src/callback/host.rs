//! Hosts, as they are signed.

use super::error::HostProblem;

/// Checks the name of a host, which is a domain name or an IPv4 address.
pub(super) fn check(host: &str) -> Result<(), HostProblem> {
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
    if host.split('.').any(str::is_empty) {
        return Err(HostProblem::EmptyLabel);
    }
    Ok(())
}

/// Returns the host of a callback URL, and the same with the port if the URL has one.
pub(super) fn of_url(url: &str) -> Result<(&str, Option<&str>), HostProblem> {
    let scheme_and_rest = url.split_once("://");
    let (_, rest) = scheme_and_rest
        .filter(|(scheme, _)| {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        })
        .ok_or(HostProblem::NoScheme)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let Some((host, port)) = authority.split_once(':') else {
        check(authority)?;
        return Ok((authority, None));
    };
    check(host)?;
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if !is_port {
        // With a password, what follows the colon is no port either.
        let user = port.contains('@');
        return Err(if user {
            HostProblem::User
        } else {
            HostProblem::InvalidPort
        });
    }
    Ok((host, Some(authority)))
}
