//! The proxy for requests.

use std::ffi::OsString;
use std::fmt;

use super::tls;

/// The route of requests: direct or through a proxy. `Debug` never shows the credentials of a
/// proxy.
#[derive(Clone, Default)]
pub(super) enum Route {
    /// The proxy set by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
    #[default]
    Environment,
    /// No proxy.
    Direct,
    /// The proxy with this URL.
    Through(String),
}

impl Route {
    pub(super) fn set_up(
        &self,
        builder: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, String> {
        match self {
            Self::Environment => {
                check_environment(|name| std::env::var_os(name))?;
                Ok(builder)
            }
            Self::Direct => Ok(builder.no_proxy()),
            Self::Through(url) => {
                let proxy =
                    reqwest::Proxy::all(parse(url)?).map_err(|_| "the proxy URL is invalid")?;
                Ok(builder.proxy(proxy))
            }
        }
    }
}

/// Checks that the proxies in the environment are valid. The HTTP client ignores invalid ones, and
/// would bypass the proxy.
fn check_environment(variable: impl Fn(&str) -> Option<OsString>) -> Result<(), String> {
    // In a CGI program, a caller can set HTTP_PROXY. The HTTP client then ignores all proxy
    // variables.
    if variable("REQUEST_METHOD").is_some() {
        return Ok(());
    }
    let first = |names: [&'static str; 2]| {
        let set = names
            .into_iter()
            .find_map(|name| Some((name, variable(name)?)));
        set.filter(|(_, value)| !value.is_empty())
    };
    let https = first(["HTTPS_PROXY", "https_proxy"]).or_else(|| first(["ALL_PROXY", "all_proxy"]));
    let http = first(["HTTP_PROXY", "http_proxy"]);
    for (name, value) in https.into_iter().chain(http) {
        let read = value.to_str().ok_or(NO_HOST).and_then(read_variable);
        read.map_err(|reason| {
            format!("the proxy in environment variable {name} is invalid: {reason}")
        })?;
    }
    Ok(())
}

/// Checks a proxy URL from the environment in the same way as the HTTP client.
fn read_variable(text: &str) -> Result<(), &'static str> {
    read(text)?;
    let uri: http::Uri = text.parse().map_err(|_| NO_HOST)?;
    uri.authority().map(|_| ()).ok_or(NO_HOST)
}

const NO_HOST: &str = "the proxy URL has no valid host and port";

/// Parses a proxy URL that was set on the client.
fn parse(text: &str) -> Result<reqwest::Url, &'static str> {
    let url = read(text)?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("the proxy URL has more than scheme, credentials, host and port");
    }
    Ok(url)
}

/// Parses a proxy URL. The errors do not contain it, because it may contain a password.
fn read(text: &str) -> Result<reqwest::Url, &'static str> {
    let with_scheme = match text.contains("://") {
        true => text.to_owned(),
        false => format!("http://{text}"),
    };
    let url = reqwest::Url::parse(&with_scheme).map_err(|_| NO_HOST)?;
    match url.scheme() {
        "http" => {}
        "https" if tls::AVAILABLE => {}
        "https" => return Err("an https proxy needs a TLS feature of the crate"),
        _ => return Err("the scheme of the proxy URL is neither http nor https"),
    }
    if url.host_str().is_none_or(str::is_empty) {
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
        drop(route.set_up(reqwest::Client::builder()).unwrap());
    }

    #[test]
    fn invalid_proxy_is_rejected_and_not_printed() {
        for (url, reason) in [
            ("", "host"),
            ("http://", "host"),
            ("http://user:s3cret@", "host"),
            ("http://user:s3cret@proxy:99999", "host"),
            ("socks5://user:s3cret@proxy", "scheme"),
            ("http://user:s3cret@proxy/s3cret", "more than"),
            ("http://proxy?s3cret", "more than"),
        ] {
            let route = Route::Through(url.to_owned());
            let error = route.set_up(reqwest::Client::builder()).unwrap_err();
            assert!(error.contains(reason), "{url}: {error}");
            assert!(!format!("{route:?}").contains("s3cret"), "{route:?}");
        }
        for url in [
            "proxy:3128",
            "HTTP://proxy.example.com/",
            "http://[::1]:3128",
        ] {
            let route = Route::Through(url.to_owned());
            drop(route.set_up(reqwest::Client::builder()).unwrap());
        }
    }

    fn check(variables: &[(&str, &str)]) -> Result<(), String> {
        check_environment(|name| {
            let mut variables = variables.iter();
            let (_, value) = variables.find(|(other, _)| *other == name)?;
            Some(value.into())
        })
    }

    #[test]
    fn error_names_an_invalid_variable_but_not_its_value() {
        for (name, value, reason) in [
            ("HTTPS_PROXY", "http://user:s3cret@proxy:x", "host"),
            ("https_proxy", "http://user:s3cret@proxy:99999", "host"),
            ("HTTPS_PROXY", "http://user:s3cret@ proxy", "host"),
            ("HTTPS_PROXY", "socks5://user:s3cret@proxy", "scheme"),
            ("HTTPS_PROXY", "http:/s3cret", "host"),
            ("HTTP_PROXY", "http://", "host"),
            ("http_proxy", "s3cret@@", "host"),
            ("ALL_PROXY", "socks5://user:s3cret@proxy", "scheme"),
            ("all_proxy", "://s3cret", "host"),
        ] {
            let error = check(&[(name, value)]).expect_err(value);
            assert!(error.contains(&format!("{name} ")), "{value}: {error}");
            assert!(error.contains(reason), "{value}: {error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn unused_variables_are_not_checked() {
        let good = "http://user:pass@proxy.example.com:3128";
        for variables in [
            &[][..],
            &[("HTTPS_PROXY", "")],
            &[("HTTPS_PROXY", "HTTP://proxy")],
            &[("HTTPS_PROXY", good), ("https_proxy", "?")],
            &[("https_proxy", good), ("all_proxy", "socks5://proxy")],
            &[
                ("HTTPS_PROXY", "proxy:3128"),
                ("HTTP_PROXY", "http://[::1]:3128/path"),
            ],
            &[("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "?")],
        ] {
            assert_eq!(check(variables), Ok(()), "{variables:?}");
        }
    }
}
