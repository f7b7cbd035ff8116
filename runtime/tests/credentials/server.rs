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

/// A request that the server received.
#[derive(Clone, Debug)]
pub(crate) struct RecordedRequest {
    pub(crate) method: String,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl RecordedRequest {
    /// Returns method and path, for example `GET /latest/`.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.uri.path())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

type Handler = dyn Fn(&RecordedRequest) -> (u16, String) + Send + Sync;

#[derive(Clone)]
struct Service {
    respond: Arc<Handler>,
    requests: Arc<Mutex<Vec<RecordedRequest>>>,
    /// How far the clock is ahead of this machine's.
    ahead: Duration,
}

pub(crate) struct Server {
    address: SocketAddr,
    service: Service,
}

impl Server {
    pub(crate) async fn start(
        respond: impl Fn(&RecordedRequest) -> (u16, String) + Send + Sync + 'static,
    ) -> Self {
        Self::start_ahead(Duration::ZERO, respond).await
    }

    /// Starts a server whose clock is ahead of this machine's.
    pub(crate) async fn start_ahead(
        ahead: Duration,
        respond: impl Fn(&RecordedRequest) -> (u16, String) + Send + Sync + 'static,
    ) -> Self {
        let service = Service {
            respond: Arc::new(respond),
            requests: Arc::default(),
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

    /// Returns the requests since the last call of this method.
    pub(crate) fn take_requests(&self) -> Vec<RecordedRequest> {
        std::mem::take(&mut *self.service.requests.lock().unwrap())
    }

    /// Returns method and path of the requests since the last call of this method.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.take_requests()
            .iter()
            .map(RecordedRequest::line)
            .collect()
    }

    /// Returns a transport that sends every request to this server, whatever its URL.
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
    let request = RecordedRequest {
        method: head.method.to_string(),
        uri: head.uri,
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    service.requests.lock().unwrap().push(request.clone());
    let (status, body) = (service.respond)(&request);
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

/// Returns credentials in the JSON format of the services.
pub(crate) fn key(id: &str, expiration: &str) -> String {
    format!(
        r#"{{"Code":"Success","AccessKeyId":"{id}","AccessKeySecret":"s3cret-{id}","SecurityToken":"s3cret-token","Expiration":"{expiration}"}}"#
    )
}
