//! A test server with configurable responses that records its requests.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use alibabacloud_rpc::transport::{ReqwestTransport, Transport, TransportFuture};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Uri};
use bytes::Bytes;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Asked {
    /// Method and path, `GET /latest/`.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.uri.path())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

type Answer = dyn Fn(&Asked) -> (u16, String) + Send + Sync;

#[derive(Clone)]
struct Service {
    answer: Arc<Answer>,
    asked: Arc<Mutex<Vec<Asked>>>,
    ahead: Duration,
}

pub(crate) struct Server {
    address: SocketAddr,
    service: Service,
}

impl Server {
    pub(crate) async fn start(
        answer: impl Fn(&Asked) -> (u16, String) + Send + Sync + 'static,
    ) -> Self {
        Self::start_ahead(Duration::ZERO, answer).await
    }

    /// One whose clock is ahead of this machine's.
    pub(crate) async fn start_ahead(
        ahead: Duration,
        answer: impl Fn(&Asked) -> (u16, String) + Send + Sync + 'static,
    ) -> Self {
        let service = Service {
            answer: Arc::new(answer),
            asked: Arc::default(),
            ahead,
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(serve).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, service }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked since the last look.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.service.asked.lock().unwrap())
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.asked().iter().map(Asked::line).collect()
    }

    /// A transport by which every request ends up here, wherever it goes.
    pub(crate) fn transport(&self) -> impl Transport + 'static {
        Detour {
            address: self.address,
            http: ReqwestTransport::builder().no_proxy().build().unwrap(),
        }
    }
}

async fn serve(State(service): State<Service>, request: Request) -> http::Response<Body> {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let asked = Asked {
        method: head.method.to_string(),
        uri: head.uri,
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    service.asked.lock().unwrap().push(asked.clone());
    let (status, body) = (service.answer)(&asked);
    let mut response = http::Response::new(Body::from(body));
    *response.status_mut() = status.try_into().unwrap();
    let now = httpdate::fmt_http_date(SystemTime::now() + service.ahead);
    response.headers_mut().insert("date", now.parse().unwrap());
    response
}

#[derive(Debug)]
struct Detour {
    address: SocketAddr,
    http: ReqwestTransport,
}

impl Transport for Detour {
    fn send(&self, mut request: http::Request<Bytes>) -> TransportFuture<'_> {
        let path = request.uri().path_and_query().unwrap().as_str();
        *request.uri_mut() = format!("http://{}{path}", self.address).parse().unwrap();
        self.http.send(request)
    }
}

/// A key pair as services write it.
pub(crate) fn key(id: &str, expiration: &str) -> String {
    format!(
        r#"{{"Code":"Success","AccessKeyId":"{id}","AccessKeySecret":"s3cret-{id}","SecurityToken":"s3cret-token","Expiration":"{expiration}"}}"#
    )
}
