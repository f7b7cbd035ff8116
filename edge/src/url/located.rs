//! Where the parts of a URL are.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::error::{Part, Problem, UrlError};
use super::name;
use crate::host::{self, HostProblem};

/// The parts of a URL of any protocol, as they stand in it. In SRT they are within `streamid`.
pub(crate) struct Located<'a> {
    pub(crate) scheme: Scheme,
    pub(crate) domain: Cow<'a, str>,
    pub(crate) port: Option<u16>,
    pub(crate) path: Cow<'a, str>,
    pub(crate) query: Cow<'a, str>,
}

/// A scheme of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Rtmp,
    Artc,
    Srt,
    Http,
    Https,
}

impl Scheme {
    const ALL: [Self; 5] = [Self::Rtmp, Self::Artc, Self::Srt, Self::Http, Self::Https];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Rtmp => "rtmp",
            Self::Artc => "artc",
            Self::Srt => "srt",
            Self::Http => "http",
            Self::Https => "https",
        }
    }
}

impl<'a> Located<'a> {
    /// Takes a URL apart. Of path and query it checks only the characters.
    pub(crate) fn find(url: &'a str) -> Result<Self, UrlError> {
        if let Some(character) = url.chars().find(|it| !it.is_ascii_graphic()) {
            return Err(UrlError::new(Part::Url, Problem::Character(character)));
        }
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(UrlError::new(Part::Url, Problem::Malformed));
        };
        let known = |it: &Scheme| it.as_str().eq_ignore_ascii_case(scheme);
        let unsupported = UrlError::new(Part::Protocol, Problem::Unsupported);
        match Scheme::ALL.into_iter().find(known).ok_or(unsupported)? {
            Scheme::Srt => srt(rest),
            scheme => {
                if rest.contains('#') {
                    return Err(UrlError::new(Part::Url, Problem::Character('#')));
                }
                let ((domain, port), path, query) = resource(rest)?;
                Ok(Self {
                    scheme,
                    domain: Cow::Borrowed(domain),
                    port,
                    path: Cow::Borrowed(path),
                    query: Cow::Borrowed(query),
                })
            }
        }
    }
}

/// Reads what follows `srt://`.
fn srt(rest: &str) -> Result<Located<'_>, UrlError> {
    let malformed = || UrlError::new(Part::Url, Problem::Malformed);
    let (host, options) = rest.split_once('?').ok_or_else(malformed)?;
    let (host, port) = authority(host.strip_suffix('/').unwrap_or(host))?;
    let stream_id = one(options.split('&'), "streamid=")?.ok_or_else(malformed)?;
    let stream_id = percent_decode_str(stream_id).decode_utf8();
    let stream_id = stream_id.map_err(|_| malformed())?;
    let (domain, path, query) = if let Some(entries) = stream_id.strip_prefix("#!::") {
        let resource = one(entries.split(','), "r=")?.ok_or_else(malformed)?;
        let domain = match one(entries.split(','), "h=")? {
            Some(domain) => authority(domain)?.0,
            None => host,
        };
        let (path, query) = path_and_query(resource)?;
        (domain, path, query)
    } else if let Some(rest) = stream_id.strip_prefix("push://") {
        let ((domain, _), path, query) = resource(rest)?;
        (domain, path, query)
    } else {
        return Err(malformed());
    };
    Ok(Located {
        scheme: Scheme::Srt,
        port,
        domain: Cow::Owned(domain.to_owned()),
        path: Cow::Owned(path.to_owned()),
        query: Cow::Owned(query.to_owned()),
    })
}

/// Returns the rest of the only entry with a prefix.
fn one<'a>(
    entries: impl Iterator<Item = &'a str>,
    prefix: &str,
) -> Result<Option<&'a str>, UrlError> {
    let mut found = entries.filter_map(|entry| entry.strip_prefix(prefix));
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(UrlError::new(Part::Url, Problem::Repeated)),
        (found, None) => Ok(found),
    }
}

type Resource<'a> = ((&'a str, Option<u16>), &'a str, &'a str);

/// Splits `{domain}:{port}/{path}?{query}`.
fn resource(text: &str) -> Result<Resource<'_>, UrlError> {
    let slash = text.find(['/', '?']).unwrap_or(text.len());
    let (host, rest) = text.split_at_checked(slash).unwrap_or((text, ""));
    let host = authority(host)?;
    let (path, query) = path_and_query(rest)?;
    Ok((host, path, query))
}

/// Splits `{domain}:{port}`.
fn authority(text: &str) -> Result<(&str, Option<u16>), UrlError> {
    host::with_port(text).map_err(|problem| match problem {
        HostProblem::InvalidPort => UrlError::new(Part::Url, Problem::Malformed),
        problem => UrlError::new(Part::Domain, problem.into()),
    })
}

fn path_and_query(text: &str) -> Result<(&str, &str), UrlError> {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    name::path(path)?;
    Ok((path, query))
}
