//! The proxy for requests.
//!
//! One parser reads each setting. It decides about the route of a request and about errors, so what
//! is checked is what is used.

mod exceptions;

use std::ffi::OsString;
use std::fmt;

use http::Uri;
use reqwest::Url;

use self::exceptions::Exceptions;
use super::tls;

/// The route of requests: direct or through a proxy. `Debug` never shows the credentials of a
/// proxy.
#[derive(Clone, Default)]
pub(super) enum Route {
    /// The proxy set by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
    #[default]
    Environment,
    /// No proxy.
    Direct,
    /// The proxy with this URL.
    Through(String),
}

/// The proxies for requests, by the scheme of their URLs. A setting that is wrong is an error only
/// for a request that would use it.
pub(super) struct Proxies {
    http: Setting,
    https: Setting,
    exceptions: Exceptions,
}

type Setting = Result<Option<ProxyUrl>, String>;

/// The URL of a proxy. User name and password are percent-encoded.
#[derive(Clone)]
pub(super) struct ProxyUrl(Url);

impl ProxyUrl {
    /// Returns whether the connection to the proxy itself needs TLS.
    pub(super) fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    pub(super) fn set_up(
        &self,
        builder: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, &'static str> {
        let proxy = reqwest::Proxy::all(self.0.clone()).map_err(|_| NO_HOST)?;
        Ok(builder.proxy(proxy))
    }
}

impl Route {
    /// Returns the proxies that apply, given the environment variables.
    pub(super) fn resolve(
        &self,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Proxies, &'static str> {
        match self {
            Self::Environment => Ok(Proxies::from_environment(variable)),
            Self::Direct => Ok(Proxies {
                http: Ok(None),
                https: Ok(None),
                exceptions: Exceptions::default(),
            }),
            Self::Through(url) => {
                let url = parse(url)?;
                Ok(Proxies {
                    http: Ok(Some(ProxyUrl(url.clone()))),
                    https: Ok(Some(ProxyUrl(url))),
                    exceptions: Exceptions::default(),
                })
            }
        }
    }
}

impl Proxies {
    fn from_environment(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        // In a CGI program, a caller can set this variable by a header of the request.
        let is_cgi = variable("REQUEST_METHOD").is_some();
        let first = |names: &[&'static str]| {
            let mut set = names.iter().filter_map(|name| {
                let value = variable(name).filter(|value| !value.is_empty())?;
                Some((*name, value))
            });
            set.find(|(name, _)| !(is_cgi && *name == "HTTP_PROXY"))
        };
        let setting = |names: &[&'static str]| {
            let Some((name, value)) = first(names) else {
                return Ok(None);
            };
            let url = value.to_str().ok_or(NO_HOST).and_then(read);
            url.map(|url| Some(ProxyUrl(url))).map_err(|reason| {
                format!("the proxy in environment variable {name} is invalid: {reason}")
            })
        };
        let exceptions = first(&["NO_PROXY", "no_proxy"]);
        let exceptions = exceptions.map(|(_, value)| value.to_string_lossy().into_owned());
        Self {
            http: setting(&["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]),
            https: setting(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]),
            exceptions: Exceptions::parse(exceptions.as_deref().unwrap_or_default()),
        }
    }

    /// Returns the proxy for a request.
    pub(super) fn of(&self, uri: &Uri) -> Result<Option<&ProxyUrl>, &str> {
        let (setting, default_port) = match uri.scheme_str() {
            Some("https") => (&self.https, 443),
            _ => (&self.http, 80),
        };
        let port = uri.port_u16().unwrap_or(default_port);
        if self
            .exceptions
            .contain(uri.host().unwrap_or_default(), port)
        {
            return Ok(None);
        }
        match setting {
            Ok(proxy) => Ok(proxy.as_ref()),
            Err(reason) => Err(reason),
        }
    }
}

const NO_HOST: &str = "the proxy URL has no valid host and port";

/// Parses a proxy URL that was set on the client.
fn parse(text: &str) -> Result<Url, &'static str> {
    let url = read(text)?;
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err("the proxy URL has more than scheme, credentials, host and port");
    }
    Ok(url)
}

/// Parses a proxy URL. The errors do not contain it, because it may contain a password.
fn read(text: &str) -> Result<Url, &'static str> {
    let text = text.trim();
    if text.contains(char::is_control) {
        // The parser of URLs would leave them out.
        return Err(NO_HOST);
    }
    let with_scheme = match text.contains("://") {
        true => text.to_owned(),
        false => format!("http://{text}"),
    };
    let url = Url::parse(&with_scheme).map_err(|_| NO_HOST)?;
    match url.scheme() {
        "http" | "socks4" | "socks4a" | "socks5" | "socks5h" => {}
        "https" if tls::AVAILABLE => {}
        "https" => return Err("an https proxy needs a TLS feature of the crate"),
        _ => return Err("the scheme of the proxy URL is not http, https, socks4 or socks5"),
    }
    // The parser of URLs forgives a missing slash, other programs do not.
    let slashes = with_scheme.split_once("://").map(|(_, rest)| rest);
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    let is_misspelt = slashes.is_none_or(|rest| rest.starts_with(['/', '@']))
        || (!text.contains("://") && url.path() != "/");
    if !has_host || is_misspelt {
        return Err(NO_HOST);
    }
    Ok(url)
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment => f.write_str("Environment"),
            Self::Direct => f.write_str("Direct"),
            Self::Through(url) => {
                let host = parse(url).ok().map(|url| {
                    let port = url.port().map(|port| format!(":{port}"));
                    let host = url.host_str().unwrap_or_default();
                    format!("{}://{host}{}", url.scheme(), port.unwrap_or_default())
                });
                f.debug_tuple("Through")
                    .field(&host.as_deref().unwrap_or("invalid"))
                    .finish()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_masked_in_debug_output() {
        let route = Route::Through("http://user:s3cret@proxy.example.com:3128".to_owned());
        assert_eq!(
            format!("{route:?}"),
            "Through(\"http://proxy.example.com:3128\")"
        );
    }

    #[test]
    fn invalid_proxy_is_rejected_and_not_printed() {
        for (url, reason) in [
            ("", "host"),
            ("http://", "host"),
            ("http://user:s3cret@", "host"),
            ("http://user:s3cret@proxy:99999", "host"),
            ("ftp://user:s3cret@proxy", "scheme"),
            ("http://user:s3cret@proxy/s3cret", "more than"),
            ("http://proxy?s3cret", "more than"),
        ] {
            let route = Route::Through(url.to_owned());
            let Err(error) = route.resolve(|_| None) else {
                panic!("{url} is accepted");
            };
            assert!(error.contains(reason), "{url}: {error}");
            assert!(!format!("{route:?}").contains("s3cret"), "{route:?}");
        }
    }

    /// Returns the proxy of a request in an environment.
    fn proxy(variables: &[(&str, &str)], uri: &str) -> Result<Option<String>, String> {
        let proxies = Route::Environment.resolve(|name| {
            let mut variables = variables.iter();
            let (_, value) = variables.find(|(other, _)| *other == name)?;
            Some(value.into())
        });
        let uri = uri.parse().unwrap();
        let proxies = proxies.unwrap();
        let proxy = proxies.of(&uri)?;
        Ok(proxy.map(|proxy| proxy.0.to_string()))
    }

    const HTTP: &str = "http://live.test/";
    const HTTPS: &str = "https://live.test/";

    #[test]
    fn first_variable_that_is_not_empty_counts() {
        for (variables, http, https) in [
            (&[][..], None, None),
            (
                &[("HTTP_PROXY", ""), ("http_proxy", "a")],
                Some("http://a/"),
                None,
            ),
            (
                &[("HTTPS_PROXY", "b"), ("https_proxy", "?")],
                None,
                Some("http://b/"),
            ),
            (
                &[("ALL_PROXY", "c:1"), ("http_proxy", "a")],
                Some("http://a/"),
                Some("http://c:1/"),
            ),
            (
                &[("HTTPS_PROXY", ""), ("all_proxy", "socks5://d")],
                Some("socks5://d"),
                Some("socks5://d"),
            ),
            (
                &[("HTTP_PROXY", "http://[::1]:3128/path")],
                Some("http://[::1]:3128/path"),
                None,
            ),
            (
                &[("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "?")],
                None,
                None,
            ),
            (
                &[("REQUEST_METHOD", "GET"), ("http_proxy", "a")],
                Some("http://a/"),
                None,
            ),
        ] {
            for (uri, expected) in [(HTTP, http), (HTTPS, https)] {
                let expected = expected.map(str::to_owned);
                assert_eq!(proxy(variables, uri), Ok(expected), "{variables:?}");
            }
        }
    }

    #[test]
    fn last_at_sign_ends_the_password() {
        for (value, url) in [
            ("http://user:12@34@proxy:1", "http://user:12%4034@proxy:1/"),
            ("user:p%40ss@proxy", "http://user:p%40ss@proxy/"),
            (" http://user@proxy ", "http://user@proxy/"),
        ] {
            assert_eq!(
                proxy(&[("http_proxy", value)], HTTP),
                Ok(Some(url.to_owned()))
            );
        }
    }

    #[test]
    fn invalid_variable_is_an_error_only_where_it_is_used() {
        for (name, value, reason) in [
            ("HTTPS_PROXY", "http://user:s3cret@proxy:x", "host"),
            ("https_proxy", "http://user:s3cret@proxy:99999", "host"),
            ("HTTPS_PROXY", "http://user:s3cret@ proxy", "host"),
            ("HTTPS_PROXY", "http://user:s3cret@pro\nxy", "host"),
            ("HTTPS_PROXY", "ftp://user:s3cret@proxy", "scheme"),
            ("HTTPS_PROXY", "http:/s3cret", "host"),
            ("ALL_PROXY", "http://", "host"),
            ("https_proxy", "s3cret@@", "host"),
            ("all_proxy", "://s3cret", "host"),
        ] {
            let error = proxy(&[(name, value)], HTTPS).expect_err(value);
            assert!(error.contains(&format!("{name} ")), "{value}: {error}");
            assert!(error.contains(reason), "{value}: {error}");
            assert!(!error.contains("s3cret"), "{error}");
            let variables = [(name, value), ("NO_PROXY", "live.test")];
            assert_eq!(proxy(&variables, HTTPS), Ok(None));
            assert_eq!(proxy(&[(name, value)], "https://127.0.0.1/"), Ok(None));
        }
        let variables = [("HTTPS_PROXY", "?"), ("HTTP_PROXY", "a")];
        assert_eq!(proxy(&variables, HTTP), Ok(Some("http://a/".to_owned())));
    }
}
