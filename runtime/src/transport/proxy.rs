//! Which proxy requests pass.

use std::fmt;

use super::tls;

/// Which proxy requests pass. Never shows the credentials of one.
#[derive(Clone, Default)]
pub(super) enum Route {
    /// What `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say.
    #[default]
    Environment,
    /// None.
    Direct,
    /// The proxy with this URL.
    Through(String),
}

impl Route {
    pub(super) fn set_up(
        &self,
        builder: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, &'static str> {
        match self {
            Self::Environment => Ok(builder),
            Self::Direct => Ok(builder.no_proxy()),
            Self::Through(url) => {
                let proxy = reqwest::Proxy::all(parse(url)?)
                    .map_err(|_| "the proxy's URL cannot be used")?;
                Ok(builder.proxy(proxy))
            }
        }
    }
}

/// Reads a proxy's URL. The reasons do not repeat it, since it may hold a password.
fn parse(text: &str) -> Result<reqwest::Url, &'static str> {
    const NO_HOST: &str = "the proxy's URL has no valid host and port";
    let with_scheme = match text.contains("://") {
        true => text.to_owned(),
        false => format!("http://{text}"),
    };
    let url = reqwest::Url::parse(&with_scheme).map_err(|_| NO_HOST)?;
    match url.scheme() {
        "http" => {}
        "https" if tls::AVAILABLE => {}
        "https" => return Err("a proxy that is reached by https needs a TLS feature of the crate"),
        _ => return Err("the scheme of the proxy's URL is neither http nor https"),
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(NO_HOST);
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("the proxy's URL has more than scheme, credentials, host and port");
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
    fn credentials_are_not_shown() {
        let route = Route::Through("http://user:s3cret@proxy.example.com:3128".to_owned());
        assert_eq!(
            format!("{route:?}"),
            "Through(\"http://proxy.example.com:3128\")"
        );
        drop(route.set_up(reqwest::Client::builder()).unwrap());
    }

    #[test]
    fn what_is_no_proxy_is_refused_without_being_repeated() {
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
}
