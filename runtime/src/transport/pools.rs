//! Connections, kept apart for each async runtime and endpoint.
//!
//! A connection is driven by a task of the runtime that made it. A client that is used in several
//! runtimes would otherwise wait for a runtime that is gone or not running.

use std::fmt;
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use http::Uri;
use reqwest::Url;
use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use super::error::{TransportError, TransportErrorKind};
use super::proxy::Proxies;
use super::tls::Tls;
use crate::support::box_error::BoxError;
use crate::support::defaults::MAX_RESPONSE_HEADERS;
use crate::support::lock::lock;

/// After this time without calls, a runtime may have missed that a connection was closed.
const QUIET: Duration = Duration::from_millis(10);

/// The HTTP clients of a transport.
pub(super) struct Pools {
    connect_timeout: Duration,
    idle_timeout: Option<Duration>,
    proxies: Proxies,
    tls: Tls,
    open: Mutex<Vec<Pool>>,
}

/// The HTTP client for one endpoint in one runtime.
struct Pool {
    runtime: Id,
    /// The URL of the endpoint. A call takes 3 % more CPU if each request parses its URL.
    root: Url,
    client: reqwest::Client,
    last_used: Instant,
    /// Ends the task that watches the runtime when the pool is dropped.
    _watched: oneshot::Sender<()>,
}

/// What a request is sent with.
pub(super) struct Way {
    pub(super) client: reqwest::Client,
    pub(super) url: Url,
    /// Whether a kept connection may have been closed unnoticed.
    pub(super) was_quiet: bool,
}

impl Pools {
    pub(super) fn new(
        connect_timeout: Duration,
        idle_timeout: Option<Duration>,
        proxies: Proxies,
        tls: Tls,
    ) -> Self {
        Self {
            connect_timeout,
            idle_timeout,
            proxies,
            tls,
            open: Mutex::default(),
        }
    }

    /// Returns the way to a URI in the current runtime.
    pub(super) fn way(self: &Arc<Self>, uri: &Uri) -> Result<Way, TransportError> {
        let handle = Handle::try_current().map_err(configuration)?;
        let runtime = handle.id();
        if let Some(way) = open_way(&mut lock(&self.open), runtime, uri) {
            return Ok(way);
        }
        let client = self.client(uri).map_err(configuration)?;
        let url = Url::parse(&uri.to_string()).map_err(configuration)?;
        let mut root = url.clone();
        root.set_path("/");
        root.set_query(None);
        let (watched, dropped) = oneshot::channel();
        let mut open = lock(&self.open);
        // Another thread may have been faster.
        if let Some(way) = open_way(&mut open, runtime, uri) {
            return Ok(way);
        }
        open.push(Pool {
            runtime,
            root,
            client: client.clone(),
            last_used: Instant::now(),
            _watched: watched,
        });
        drop(open);
        let watch = Watch {
            pools: Arc::downgrade(self),
            runtime,
        };
        // A runtime that ends already drops the task here, which needs the lock.
        handle.spawn(async move {
            let _watch = watch;
            // The sender sends nothing. Its end is that of the pool.
            let _ = dropped.await;
        });
        Ok(Way {
            client,
            url,
            was_quiet: false,
        })
    }

    /// Checks that requests to a URI can be sent, as far as that is known without sending one.
    pub(super) fn check(&self, uri: &Uri) -> Result<(), BoxError> {
        self.client(uri).map(drop)
    }

    fn client(&self, uri: &Uri) -> Result<reqwest::Client, BoxError> {
        let proxy = self.proxies.of(uri)?;
        let needs_tls =
            uri.scheme_str() == Some("https") || proxy.is_some_and(|proxy| proxy.is_https());
        // Servers and proxies send heads that are not quite valid, and browsers read them.
        let builder = reqwest::Client::builder()
            .http1_only()
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_max_headers(MAX_RESPONSE_HEADERS)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.idle_timeout)
            .no_proxy();
        let builder = match proxy {
            Some(proxy) => proxy.set_up(builder)?,
            None => builder,
        };
        Ok(self.tls.set_up(builder, needs_tls)?.build()?)
    }

    fn remove(&self, runtime: Id) {
        let removed: Vec<_> = lock(&self.open)
            .extract_if(.., |pool| pool.runtime == runtime)
            .collect();
        // Dropped after the lock is released.
        drop(removed);
    }
}

impl fmt::Debug for Pools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The HTTP client would print the passwords of its proxies.
        f.debug_struct("Pools").finish_non_exhaustive()
    }
}

/// Returns the way to a URI with kept connections.
fn open_way(open: &mut [Pool], runtime: Id, uri: &Uri) -> Option<Way> {
    let mut open = open.iter_mut();
    let pool = open.find(|pool| pool.runtime == runtime && has_endpoint(&pool.root, uri))?;
    let now = Instant::now();
    let was_quiet = now.duration_since(pool.last_used) >= QUIET;
    pool.last_used = now;
    let mut url = pool.root.clone();
    if uri.path() != "/" {
        url.set_path(uri.path());
    }
    url.set_query(uri.query());
    Some(Way {
        client: pool.client.clone(),
        url,
        was_quiet,
    })
}

/// Removes the pools of a runtime when it drops the task that holds this.
struct Watch {
    pools: Weak<Pools>,
    runtime: Id,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(pools) = self.pools.upgrade() {
            pools.remove(self.runtime);
        }
    }
}

/// Returns whether a URI has the endpoint of a root URL.
fn has_endpoint(root: &Url, uri: &Uri) -> bool {
    let authority = uri.authority().map(|authority| authority.as_str());
    uri.scheme_str() == Some(root.scheme()) && authority == Some(root.authority())
}

fn configuration(error: impl Into<BoxError>) -> TransportError {
    TransportError::new(TransportErrorKind::Configuration, error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::ReqwestTransport;

    #[test]
    fn url_does_not_depend_on_the_endpoint_called_first() {
        let transport = ReqwestTransport::builder().build().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(async {
            for url in [
                "http://127.0.0.1:8086/?Name=%E4%BD%A0%20%2B~",
                "http://127.0.0.1:8086/?Name=2",
                "http://127.0.0.1:8086/",
                "http://127.0.0.1:8086/other?Name=3",
                "http://127.0.0.1/?Name=4",
                "https://127.0.0.1:8086/?Name=5",
                "http://[::1]:8086/?Name=6",
                "http://127.0.0.1:8086/?Name=7",
            ] {
                let way = transport.pools().way(&url.parse().unwrap()).unwrap();
                assert_eq!(way.url.as_str(), url);
            }
        });
        assert_eq!(lock(&transport.pools().open).len(), 4);
        drop(runtime);
        assert_eq!(lock(&transport.pools().open).len(), 0);
    }

    #[test]
    fn first_calls_at_once_share_a_pool_and_leave_no_task_behind() {
        let transport = ReqwestTransport::builder().build().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        let uri: Uri = "http://127.0.0.1:8086/".parse().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    let _inside = runtime.enter();
                    transport.pools().way(&uri).unwrap();
                });
            }
        });
        assert_eq!(lock(&transport.pools().open).len(), 1);
        let tasks = || runtime.metrics().num_alive_tasks();
        assert_eq!(tasks(), 1);
        drop(transport);
        while tasks() > 0 {
            std::thread::yield_now();
        }
    }
}
