//! How a client is set up and built.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::generated_client::GeneratedClient;
#[cfg(feature = "mock")]
use super::mock::{Mock, NoTransport};
use super::rpc_client::RpcClient;
use super::timeouts::Timeouts;
use crate::auth::signing::SignatureMethod;
use crate::auth::{Credentials, ProvideCredentials};
use crate::call::config::Config;
use crate::call::observe::Observer;
use crate::credentials::DefaultChain;
use crate::error::Error;
use crate::info::ServiceInfo;
use crate::policy::rate_limit::RateLimits;
use crate::policy::retry::RetryPolicy;
use crate::support::box_error::BoxError;
use crate::support::defaults::MAX_RESPONSE_BYTES;
use crate::support::environment::variable;
use crate::transport::endpoint::{Endpoint, Network, check_region, without_user};
use crate::transport::{ReqwestTransport, ReqwestTransportBuilder, Transport, tls};

/// Variable that asks for the VPC hosts.
const VPC_ENDPOINT_ENABLED: &str = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";

/// Builds a client `C`.
///
/// What is not set is as [`defaults`](crate::defaults) lists it.
///
/// Settings that contradict each other are an error of [`build`](Self::build), not a client that does something else.
#[must_use = "a builder does nothing until it builds"]
pub struct ClientBuilder<C> {
    region: Option<String>,
    network: Option<Network>,
    endpoint: Option<String>,
    allow_http: bool,
    credentials: Option<Arc<dyn ProvideCredentials>>,
    signature_method: SignatureMethod,
    transport: Option<Arc<dyn Transport>>,
    http: ReqwestTransportBuilder,
    /// Name of a setting that only [`ReqwestTransport`] heeds, if one was made.
    http_setting: Option<&'static str>,
    timeouts: Timeouts,
    max_response_bytes: usize,
    retry: RetryPolicy,
    rate_limits: RateLimits,
    observer: Option<Arc<dyn Observer>>,
    app_name: Option<String>,
    #[cfg(feature = "mock")]
    mock: Option<Mock>,
    client: PhantomData<fn() -> C>,
}

impl<C: GeneratedClient> ClientBuilder<C> {
    /// Starts with the defaults.
    pub fn new() -> Self {
        Self {
            region: None,
            network: None,
            endpoint: None,
            allow_http: false,
            credentials: None,
            signature_method: SignatureMethod::default(),
            transport: None,
            http: ReqwestTransport::builder(),
            http_setting: None,
            timeouts: Timeouts::default(),
            max_response_bytes: MAX_RESPONSE_BYTES,
            retry: RetryPolicy::standard(),
            rate_limits: RateLimits::documented(),
            observer: None,
            app_name: None,
            #[cfg(feature = "mock")]
            mock: None,
            client: PhantomData,
        }
    }

    /// Region whose host is called, `cn-shanghai`.
    ///
    /// It chooses the host alone; an operation's own `RegionId` parameter is set on its request.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Network from which the service is reached.
    pub fn network(mut self, network: Network) -> Self {
        self.network = Some(network);
        self
    }

    /// Address that is called in place of the region's: `live.aliyuncs.com`, `http://127.0.0.1:8086`.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Permits unencrypted requests to hosts other than this machine. Everyone on the way can then read them.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Credentials, or what provides them.
    pub fn credentials(mut self, credentials: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// A long-lived AccessKey pair as credentials.
    pub fn access_key(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.credentials(Credentials::new(id, secret))
    }

    /// How requests are signed.
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.signature_method = method;
        self
    }

    /// What sends the requests, in place of [`ReqwestTransport`]. Connect timeout, response limit, proxy and
    /// certificates are then its own affair, and an error if they are set here.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        #[cfg(feature = "mock")]
        {
            self.mock = None;
        }
        self
    }

    /// Answers every call from the mock, in place of the service. Credentials are not needed.
    #[cfg(feature = "mock")]
    pub fn mock(mut self, mock: &Mock) -> Self {
        self.mock = Some(mock.clone());
        self.access_key("mock", "mock")
    }

    /// Proxy that all requests pass, whatever the environment says: `http://user:password@proxy.example.com:3128`.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.http = self.http.proxy(url);
        self.http_setting = Some("proxy");
        self
    }

    /// Sends requests without a proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.http = self.http.no_proxy();
        self.http_setting = Some("no_proxy");
        self
    }

    /// Trusts further certificate authorities, one or more certificates in PEM, beside those of the platform.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http = self.http.root_certificate(pem);
        self.http_setting = Some("root_certificate");
        self
    }

    /// Time to make a connection. May not be longer than the other timeouts.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.connect = Some(limit);
        self.http_setting = Some("connect_timeout");
        self
    }

    /// Time that an unused connection is kept for the next call; `None` for as long as the service keeps it.
    ///
    /// A write that is sent while the service closes the connection fails and is not repeated, since it may have been
    /// executed. So this is to be shorter than what the service and what lies before it allow.
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.http = self.http.idle_timeout(limit);
        self.http_setting = Some("idle_timeout");
        self
    }

    /// Time of an attempt, from signing the request to the end of its answer; `None` for no limit. May not be longer
    /// than the operation timeout.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.attempt = limit.into().into();
        self
    }

    /// Time for a whole call with all it involves: credentials, waits for the rate limit, attempts and the waits
    /// between them; `None` for no limit.
    pub fn operation_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.operation = limit.into().into();
        self
    }

    /// How failed calls are repeated.
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Which rates are kept to.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }

    /// Shows every request and what comes of it, with secrets masked.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Largest answer that is accepted, in bytes.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self.http_setting = Some("max_response_bytes");
        self
    }

    /// Name of the program, added to the user agent.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// When a setting is wrong. Credentials are looked up at the first call.
    pub fn build(self) -> Result<C, Error> {
        self.build_client().map_err(Error::configuration)
    }

    fn build_client(self) -> Result<C, BoxError> {
        let service = C::INFO;
        self.check_network()?;
        let region = self.find_region()?;
        let endpoint = self.find_endpoint(service, region.as_deref())?;
        let timeouts = self.timeouts.resolve()?;
        self.retry.validate()?;
        self.rate_limits.validate()?;
        let transport = self.make_transport(&endpoint, timeouts.connect)?;
        let user_agent = user_agent(service, self.app_name.as_deref())?;
        let credentials = self
            .credentials
            .unwrap_or_else(|| Arc::new(DefaultChain::builder().build()));
        let client = RpcClient::new(
            service,
            Config {
                region,
                endpoint,
                credentials,
                signature_method: self.signature_method,
                transport,
                attempt_timeout: timeouts.attempt,
                operation_timeout: timeouts.operation,
                retry: self.retry,
                rate_limits: self.rate_limits,
                observer: self.observer,
                user_agent,
            },
        );
        #[cfg(feature = "mock")]
        let client = client.with_mock(self.mock);
        Ok(C::from_rpc(client))
    }

    /// Refuses a network beside an endpoint, which it would not change.
    fn check_network(&self) -> Result<(), BoxError> {
        match (&self.endpoint, self.network) {
            (Some(_), Some(network)) => Err(format!(
                "the network {network:?} has no effect on the endpoint that is set; leave one of them out"
            )
            .into()),
            _ => Ok(()),
        }
    }

    /// The region that is set, or that of the environment.
    fn find_region(&self) -> Result<Option<String>, BoxError> {
        let region = self
            .region
            .clone()
            .or_else(|| variable("ALIBABA_CLOUD_REGION_ID"));
        if let Some(region) = &region {
            check_region(region)?;
        }
        Ok(region)
    }

    /// The endpoint that is set, or that of the environment, or that of the region.
    fn find_endpoint(
        &self,
        service: &ServiceInfo,
        region: Option<&str>,
    ) -> Result<Endpoint, BoxError> {
        let product = service.product.to_ascii_uppercase();
        let address = self
            .endpoint
            .clone()
            .or_else(|| variable(&format!("ALIBABA_CLOUD_{product}_ENDPOINT")));
        let endpoint = match address {
            Some(address) => Endpoint::parse(&address)?,
            None => Endpoint::for_region(service, region, self.find_network()?)?,
        };
        if !endpoint.is_https() && !endpoint.is_loopback() && !self.allow_http {
            return Err(format!(
                "{endpoint} is not encrypted; use https, or permit it with `allow_http`"
            )
            .into());
        }
        Ok(endpoint)
    }

    /// The network that is set, or that of the environment.
    fn find_network(&self) -> Result<Network, BoxError> {
        match self.network {
            Some(network) => Ok(network),
            None => Ok(Network::from_flag(
                variable(VPC_ENDPOINT_ENABLED).as_deref(),
            )?),
        }
    }

    /// The transport that is set, or one over HTTP with the settings made here.
    fn make_transport(
        &self,
        endpoint: &Endpoint,
        connect_timeout: Duration,
    ) -> Result<Arc<dyn Transport>, BoxError> {
        if self.max_response_bytes == 0 {
            return Err("max_response_bytes is zero".into());
        }
        // A mock honours no setting of a transport, so that any client can be mocked as it is set up.
        #[cfg(feature = "mock")]
        if self.mock.is_some() {
            return Ok(Arc::new(NoTransport));
        }
        match (&self.transport, self.http_setting) {
            (Some(transport), None) => Ok(Arc::clone(transport)),
            (Some(_), Some(setting)) => Err(format!(
                "{setting} has no effect on the transport that is set; give it to the transport itself"
            )
            .into()),
            (None, _) => self.make_http_transport(endpoint, connect_timeout),
        }
    }

    fn make_http_transport(
        &self,
        endpoint: &Endpoint,
        connect_timeout: Duration,
    ) -> Result<Arc<dyn Transport>, BoxError> {
        if endpoint.is_https() && !tls::AVAILABLE {
            return Err(format!(
                "{endpoint} needs TLS; turn on a TLS feature of the crate, such as `rustls-ring`"
            )
            .into());
        }
        let mut http = self.http.clone();
        if endpoint.is_loopback() {
            // What may be unencrypted because it stays on this machine must not leave it.
            http = http.no_environment_proxy();
        }
        let http = http
            .connect_timeout(connect_timeout)
            .max_response_bytes(self.max_response_bytes);
        Ok(Arc::new(http.build()?))
    }
}

/// Client crate, system and architecture, and the name of the program if it has one.
fn user_agent(service: &ServiceInfo, app_name: Option<&str>) -> Result<HeaderValue, BoxError> {
    let mut user_agent = format!(
        "{} ({}; {})",
        service.client,
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    if let Some(name) = app_name {
        if name.chars().any(|c| c.is_control() || !c.is_ascii()) {
            return Err("the app name holds more than printable ASCII".into());
        }
        user_agent.push(' ');
        user_agent.push_str(name);
    }
    Ok(HeaderValue::try_from(user_agent)?)
}

impl<C: GeneratedClient> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("region", &self.region)
            .field("network", &self.network)
            .field("endpoint", &self.endpoint.as_deref().map(without_user))
            .field("credentials", &self.credentials)
            .field("signature_method", &self.signature_method)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .field("rate_limits", &self.rate_limits)
            .finish_non_exhaustive()
    }
}
