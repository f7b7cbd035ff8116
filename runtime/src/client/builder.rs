//! The builder of clients.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use http::uri::PathAndQuery;

use super::generated_client::GeneratedClient;
#[cfg(feature = "mock")]
use super::mock::{Mock, NoTransport};
use super::rpc_client::RpcClient;
use super::timeouts::{Limit, Timeouts};
use crate::auth::signing::SignatureMethod;
use crate::auth::{Credentials, NetworkSettings, ProvideCredentials};
use crate::call::config::Config;
use crate::call::observe::{ObserveProviders, Observer};
use crate::credentials::DefaultChain;
use crate::error::Error;
use crate::info::ServiceInfo;
use crate::policy::rate_limit::RateLimits;
use crate::policy::retry::RetryPolicy;
use crate::support::box_error::BoxError;
use crate::support::defaults::{DECODED_SIZE_FACTOR, MAX_RESPONSE_BYTES};
use crate::support::environment::variable;
use crate::support::suggest::did_you_mean;
use crate::transport::endpoint::{Endpoint, Network, check_region, without_user};
use crate::transport::{ReqwestTransport, ReqwestTransportBuilder, Transport, tls};

/// Environment variable that selects the VPC hosts.
const VPC_ENDPOINT_ENABLED: &str = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";

/// Builds a client `C`.
///
/// [`defaults`](crate::defaults) lists the defaults of all settings.
///
/// If settings contradict each other, [`build`](Self::build) fails.
#[must_use = "a builder has no effect until `build` is called"]
pub struct ClientBuilder<C> {
    service: &'static ServiceInfo,
    /// Makes the client of the one that is built.
    wrap: fn(RpcClient) -> C,
    region: Option<String>,
    network: Option<Network>,
    endpoint: Option<String>,
    allow_http: bool,
    credentials: Option<Arc<dyn ProvideCredentials>>,
    signature_method: SignatureMethod,
    transport: Option<Arc<dyn Transport>>,
    http: ReqwestTransportBuilder,
    /// Name of a setting that only [`ReqwestTransport`] honours, if one was set.
    http_setting: Option<&'static str>,
    timeouts: Timeouts,
    max_response_bytes: usize,
    retry: RetryPolicy,
    rate_limits: RateLimits,
    strict: bool,
    observer: Option<Arc<dyn Observer>>,
    app_name: Option<String>,
    #[cfg(feature = "mock")]
    mock: Option<Mock>,
}

impl<C: GeneratedClient> ClientBuilder<C> {
    /// Creates a builder with the defaults.
    pub fn new() -> Self {
        Self::of(C::INFO, C::from_rpc)
    }
}

impl RpcClient {
    /// Returns a builder of clients of a service that is described at run time. Generated clients
    /// have builders of their own.
    pub fn builder(service: &'static ServiceInfo) -> ClientBuilder<Self> {
        ClientBuilder::of(service, |client| client)
    }
}

impl<C> ClientBuilder<C> {
    /// Creates a builder of clients of a service with the defaults.
    fn of(service: &'static ServiceInfo, wrap: fn(RpcClient) -> C) -> Self {
        Self {
            service,
            wrap,
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
            strict: false,
            observer: None,
            app_name: None,
            #[cfg(feature = "mock")]
            mock: None,
        }
    }

    /// Sets the region whose host receives the requests, for example `cn-shanghai`.
    ///
    /// The region only selects the host. To set the `RegionId` parameter of an operation, use its
    /// request.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Refuses what the documentation lacks, before anything is sent: parameters and values of
    /// enums with names that it does not contain, and regions that are not listed. Off by default,
    /// so that a program can use what the service adds before this crate knows it.
    ///
    /// Use it where requests come from files or from users, whose typing errors the service may
    /// ignore. The errors have the kind [`ErrorKind::InvalidRequest`], and say what was probably
    /// meant.
    ///
    /// [`ErrorKind::InvalidRequest`]: crate::ErrorKind::InvalidRequest
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Sets the network from which the service is called.
    pub fn network(mut self, network: Network) -> Self {
        self.network = Some(network);
        self
    }

    /// Sets the address of the service instead of selecting it by region, for example
    /// `live.aliyuncs.com` or `http://127.0.0.1:8086`.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Permits unencrypted requests to hosts other than this machine. Anyone on the network path
    /// can read them.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Sets the credentials, or a provider of credentials.
    ///
    /// The network settings of this builder (transport, proxy, certificates, connect and attempt
    /// timeout, observer) apply to the requests of the provider too, unless it has its own; see
    /// [`credentials`](crate::credentials#network).
    pub fn credentials(mut self, credentials: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// Sets a long-lived AccessKey pair as credentials.
    pub fn access_key(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.credentials(Credentials::new(id, secret))
    }

    /// Sets the method that signs the requests.
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.signature_method = method;
        self
    }

    /// Sets the transport that sends the requests, instead of [`ReqwestTransport`]. It also sends
    /// the requests of the provider of credentials, except those to the metadata service. Connect
    /// timeout, idle timeout, response limit, proxy and certificates must then be configured on the
    /// transport; if they are set here, [`build`](Self::build) fails.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        #[cfg(feature = "mock")]
        {
            self.mock = None;
        }
        self
    }

    /// Makes the mock respond to every call in place of the service. No credentials are needed.
    #[cfg(feature = "mock")]
    pub fn mock(mut self, mock: &Mock) -> Self {
        self.mock = Some(mock.clone());
        self.access_key("mock", "mock")
    }

    /// Sends all requests through a proxy, for example
    /// `http://user:password@proxy.example.com:3128`. Overrides the environment variables.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.http = self.http.proxy(url);
        self.http_setting = Some("proxy");
        self
    }

    /// Sends all requests without a proxy. Overrides the environment variables.
    pub fn no_proxy(mut self) -> Self {
        self.http = self.http.no_proxy();
        self.http_setting = Some("no_proxy");
        self
    }

    /// Trusts additional certificate authorities besides those of the platform. Takes one or more
    /// certificates in PEM.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http = self.http.root_certificate(pem);
        self.http_setting = Some("root_certificate");
        self
    }

    /// Sets the timeout for connecting. It must not be longer than the other timeouts.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.connect = Some(limit);
        self.http_setting = Some("connect_timeout");
        self
    }

    /// Sets how long an idle connection is kept for the next call; `None` for as long as the
    /// service keeps it.
    ///
    /// A write that is sent while the service closes the connection fails and is not retried, since
    /// it may have been executed. Choose a time shorter than the idle timeouts of the service and
    /// of proxies in front of it. A time that the service announces (`Keep-Alive: timeout=25`) is
    /// not read, since the HTTP library has one time for all connections.
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.http = self.http.idle_timeout(limit);
        self.http_setting = Some("idle_timeout");
        self
    }

    /// Sets the timeout of an attempt, from signing the request to the end of the response; `None`
    /// for no limit. It must not be longer than the operation timeout.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.attempt = limit.into().into();
        self
    }

    /// Sets the timeout of a whole call, including getting credentials, waiting for the rate limit,
    /// all attempts and the waits between them; `None` for no limit.
    pub fn operation_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.timeouts.operation = limit.into().into();
        self
    }

    /// Sets the policy for retries of failed calls.
    pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the client-side rate limits.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }

    /// Sets an observer, which receives every request and its outcome with secrets masked.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Sets the maximum size of a response in bytes. Its decoded values may take 16 times as much
    /// memory.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self.http_setting = Some("max_response_bytes");
        self
    }

    /// Sets the name of the program, which is added to the user agent. It must be printable ASCII.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails if a setting is invalid or contradicts another. Credentials are not checked, since
    /// they are fetched at the first call.
    pub fn build(self) -> Result<C, Error> {
        self.build_client().map_err(Error::configuration)
    }

    fn build_client(self) -> Result<C, BoxError> {
        let service = self.service;
        self.check_network()?;
        let region = self.find_region()?;
        if let (true, Some(region)) = (self.strict, &region) {
            check_listed(service, region)?;
        }
        let endpoint = self.find_endpoint(service, region.as_deref())?;
        let timeouts = self.timeouts.resolve()?;
        self.retry.validate()?;
        self.rate_limits.validate()?;
        let transport = self.make_transport(&endpoint, timeouts.connect)?;
        let user_agent = user_agent(service, self.app_name.as_deref())?;
        let network_settings = self.network_settings();
        let credentials = self
            .credentials
            .unwrap_or_else(|| Arc::new(DefaultChain::builder().build()));
        credentials.use_network(&network_settings);
        let client = RpcClient::new(
            service,
            Config {
                region,
                endpoint,
                credentials,
                signature_method: self.signature_method,
                transport,
                max_decoded_bytes: self.max_response_bytes.saturating_mul(DECODED_SIZE_FACTOR),
                attempt_timeout: timeouts.attempt,
                operation_timeout: timeouts.operation,
                retry: self.retry,
                rate_limits: self.rate_limits,
                strict: self.strict,
                observer: self.observer,
                user_agent,
            },
        );
        #[cfg(feature = "mock")]
        let client = client.with_mock(self.mock);
        Ok((self.wrap)(client))
    }

    /// Fails if both a network and an endpoint are set, since the network would have no effect.
    fn check_network(&self) -> Result<(), BoxError> {
        match (&self.endpoint, self.network) {
            (Some(_), Some(network)) => Err(format!(
                "the network {network:?} has no effect when an endpoint is set; remove one of the two settings"
            )
            .into()),
            _ => Ok(()),
        }
    }

    /// Returns the configured region, or else that of the environment.
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

    /// Returns the configured endpoint, or else that of the environment, or else that of the
    /// region.
    fn find_endpoint(
        &self,
        service: &ServiceInfo,
        region: Option<&str>,
    ) -> Result<Endpoint, BoxError> {
        let address = self
            .endpoint
            .clone()
            .or_else(|| variable(&service.endpoint_variable()));
        let endpoint = match address {
            Some(address) => Endpoint::parse(&address)?,
            None => Endpoint::for_region(service, region, self.find_network()?)?,
        };
        if !endpoint.is_https() && !endpoint.is_loopback() && !self.allow_http {
            return Err(format!(
                "{endpoint} is not encrypted; use https, or permit http with `allow_http`"
            )
            .into());
        }
        Ok(endpoint)
    }

    /// Returns the configured network, or else that of the environment.
    fn find_network(&self) -> Result<Network, BoxError> {
        match self.network {
            Some(network) => Ok(network),
            None => Ok(Network::from_flag(
                variable(VPC_ENDPOINT_ENABLED).as_deref(),
            )?),
        }
    }

    /// Returns what applies to requests of the provider of credentials too.
    fn network_settings(&self) -> NetworkSettings {
        let observer = self.observer.clone().map(ObserveProviders);
        NetworkSettings {
            transport: self.transport.clone(),
            http: self.http.clone(),
            connect_timeout: self.timeouts.connect,
            attempt_timeout: match self.timeouts.attempt {
                Limit::After(limit) => Some(limit),
                Limit::Default | Limit::None => None,
            },
            observer: observer.map(|observer| Arc::new(observer) as _),
        }
    }

    /// Returns the configured transport, or else an HTTP transport with the settings of this
    /// builder.
    fn make_transport(
        &self,
        endpoint: &Endpoint,
        connect_timeout: Duration,
    ) -> Result<Arc<dyn Transport>, BoxError> {
        if self.max_response_bytes == 0 {
            return Err("max_response_bytes is zero".into());
        }
        // With a mock, transport settings are ignored, so that any client configuration can be
        // mocked.
        #[cfg(feature = "mock")]
        if self.mock.is_some() {
            return Ok(Arc::new(NoTransport));
        }
        match (&self.transport, self.http_setting) {
            (Some(transport), None) => Ok(Arc::clone(transport)),
            (Some(_), Some(setting)) => Err(format!(
                "{setting} has no effect when a transport is set; configure it on the transport"
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
                "{endpoint} requires TLS; enable a TLS feature of the crate, such as `rustls-ring`"
            )
            .into());
        }
        let http = self
            .http
            .clone()
            .connect_timeout(connect_timeout)
            .max_response_bytes(self.max_response_bytes);
        let transport = http.build()?;
        // So that what is missing is known now rather than at the first call.
        transport.check(&endpoint.uri(PathAndQuery::from_static("/"))?)?;
        Ok(Arc::new(transport))
    }
}

/// Fails if a region is not one of those that the service lists.
fn check_listed(service: &ServiceInfo, region: &str) -> Result<(), BoxError> {
    let mut listed = service.regions.iter().map(|listed| listed.id);
    if listed.any(|id| id == region) {
        return Ok(());
    }
    let listed = service.regions.iter().map(|listed| listed.id);
    let meant = did_you_mean(region, listed);
    Err(format!("the region `{region}` is not listed{meant}").into())
}

/// Returns the user agent: client crate, operating system, architecture, and the name of the
/// program if set.
fn user_agent(service: &ServiceInfo, app_name: Option<&str>) -> Result<HeaderValue, BoxError> {
    let mut user_agent = format!(
        "{} ({}; {})",
        service.client,
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    if let Some(name) = app_name {
        if name.chars().any(|c| c.is_control() || !c.is_ascii()) {
            return Err("the app name contains characters other than printable ASCII".into());
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
            .field("strict", &self.strict)
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
