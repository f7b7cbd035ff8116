//! Requests to STS, the service that issues the credentials of roles.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderValue, Request, Response};
use zeroize::Zeroizing;

use super::connections::{Connections, ErrorBody, Limit, Scope, Sending};
use super::issued::{IssuedKey, plain};
use super::zeroizing_bytes::ZeroizingBytes;
use crate::auth::request::SignableRequest;
use crate::auth::signing::{SignatureMethod, SigningContext};
use crate::auth::{Credentials, CredentialsError, NetworkSettings};
use crate::codec::decode::{self, ReadFields, ReadResult, ValueReader};
use crate::codec::encode::{Parameters, push_encoded};
use crate::error::classify::refuses_credentials;
use crate::info::{OperationInfo, ServiceInfo};
use crate::support::clock::service_time;
use crate::support::defaults::{MIN_ROLE_DURATION, ROLE_DURATION, STS_RESPONSE_TIMEOUT};
use crate::support::environment::Environment;
use crate::support::mask::MASK;
use crate::transport::endpoint::Endpoint;

/// The variable for the address of STS.
pub(super) const STS_ENDPOINT: &str = "ALIBABA_CLOUD_STS_ENDPOINT";
const VPC_ENDPOINT_ENABLED: &str = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";
const CLIENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
const DEFAULT_HOST: &str = "sts.aliyuncs.com";

/// The error code of STS for a timestamp that is too far from its own clock.
const TIMESTAMP_REJECTED: &str = "InvalidTimeStamp.Expired";

const SERVICE: &ServiceInfo = &ServiceInfo {
    product: "sts",
    version: "2015-04-01",
    client: CLIENT,
    default_host: DEFAULT_HOST,
    regions: &[],
    error_classes: &[],
    secret_names: &[],
};

const ASSUME_ROLE: &OperationInfo = &OperationInfo::post("AssumeRole").read_only();

const ASSUME_ROLE_WITH_OIDC: &str = "AssumeRoleWithOIDC";

/// Options for assuming a role. `None` stands for the default.
#[derive(Clone, Default)]
pub(super) struct SessionOptions {
    pub(super) session_name: Option<String>,
    pub(super) duration: Option<Duration>,
    pub(super) policy: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) region: Option<String>,
    pub(super) vpc: Option<bool>,
    pub(super) timeout: Option<Duration>,
    pub(super) environment: Environment,
    pub(super) connections: Connections,
}

/// Setters for the `session` field that the builders of role providers share.
macro_rules! session_setters {
    () => {
        /// Sets the session name that the audit log shows: 2 to 64 letters, digits and `.@-_`. By
        /// default `ALIBABA_CLOUD_ROLE_SESSION_NAME`, or else a name with the time at which the
        /// provider was built.
        pub fn session_name(mut self, name: impl Into<String>) -> Self {
            self.session.session_name = Some(name.into());
            self
        }

        /// Sets the lifetime of the credentials: at least 15 minutes, 1 hour by default, at most
        /// what the role permits.
        pub fn duration(mut self, duration: std::time::Duration) -> Self {
            self.session.duration = Some(duration);
            self
        }

        /// Sets a policy in JSON that restricts what the credentials permit.
        pub fn policy(mut self, policy: impl Into<String>) -> Self {
            self.session.policy = Some(policy.into());
            self
        }

        /// Sets the region of STS. By default `ALIBABA_CLOUD_STS_REGION`, or else the central STS.
        /// It overrides `ALIBABA_CLOUD_STS_ENDPOINT`.
        pub fn sts_region(mut self, region: impl Into<String>) -> Self {
            self.session.region = Some(region.into());
            self
        }

        /// Sets whether to use the VPC endpoint of STS in the region. By default
        /// `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED`, which is ignored without a region.
        pub fn sts_vpc(mut self, vpc: bool) -> Self {
            self.session.vpc = Some(vpc);
            self
        }

        /// Sets the address of STS, such as `sts.aliyuncs.com`. By default
        /// `ALIBABA_CLOUD_STS_ENDPOINT`, or else that of the region. It overrides the region.
        pub fn sts_endpoint(mut self, address: impl Into<String>) -> Self {
            self.session.endpoint = Some(address.into());
            self
        }

        /// Sets the response timeout of STS, 10 seconds by default.
        pub fn sts_timeout(mut self, limit: std::time::Duration) -> Self {
            self.session.timeout = Some(limit);
            self
        }

        /// Sets the transport. By default a
        /// [`ReqwestTransport`](crate::transport::ReqwestTransport) with the network settings of
        /// the client.
        pub fn transport(mut self, transport: impl crate::transport::Transport + 'static) -> Self {
            self.session.connections = Connections::with_transport(std::sync::Arc::new(transport));
            self
        }

        /// Sets where variables are looked up, by default in the environment of the process.
        pub fn environment(mut self, environment: Environment) -> Self {
            self.session.environment = environment;
            self
        }
    };
}
pub(super) use session_setters;

/// The checked options of a role session.
#[derive(Clone)]
pub(super) struct Session {
    role_arn: String,
    session_name: String,
    duration: Duration,
    policy: Option<String>,
    endpoint: Endpoint,
    timeout: Option<Duration>,
    connections: Connections,
}

/// The reason why a role was not assumed.
pub(super) struct AssumeRoleError {
    error: CredentialsError,
    /// Whether STS refused the source credentials.
    pub(super) source_refused: bool,
}

impl From<CredentialsError> for AssumeRoleError {
    fn from(error: CredentialsError) -> Self {
        Self {
            error,
            source_refused: false,
        }
    }
}

impl From<AssumeRoleError> for CredentialsError {
    fn from(error: AssumeRoleError) -> Self {
        error.error
    }
}

impl SessionOptions {
    /// Checks the options and fills in the defaults.
    pub(super) fn session(self, role_arn: String) -> Result<Session, CredentialsError> {
        if role_arn.is_empty() {
            return Err(CredentialsError::new("the ARN of the role is not set"));
        }
        let duration = self.duration.unwrap_or(ROLE_DURATION);
        if duration < MIN_ROLE_DURATION {
            return Err(CredentialsError::new(format!(
                "the session duration is {} s; it must be at least {} s",
                duration.as_secs(),
                MIN_ROLE_DURATION.as_secs()
            )));
        }
        let session_name = self
            .session_name
            .or_else(|| self.environment.variable("ALIBABA_CLOUD_ROLE_SESSION_NAME"))
            .unwrap_or_else(default_session_name);
        let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '@' | '-' | '_');
        if !(2..=64).contains(&session_name.len()) || !session_name.chars().all(valid) {
            return Err(CredentialsError::new(
                "the session name must be 2 to 64 letters, digits or .@-_",
            ));
        }
        let endpoint = endpoint(self.endpoint, self.region, self.vpc, &self.environment)?;
        Ok(Session {
            role_arn,
            session_name,
            duration,
            policy: self.policy,
            endpoint,
            timeout: self.timeout,
            connections: self.connections,
        })
    }
}

fn default_session_name() -> String {
    let time = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    format!("alibabacloud-rust-{}", time.as_millis())
}

fn endpoint(
    address: Option<String>,
    region: Option<String>,
    vpc: Option<bool>,
    environment: &Environment,
) -> Result<Endpoint, CredentialsError> {
    // What is set on a builder overrides all variables.
    let address = address.or_else(|| match (&region, vpc) {
        (None, None) => environment.variable(STS_ENDPOINT),
        _ => None,
    });
    let region = region.or_else(|| environment.variable("ALIBABA_CLOUD_STS_REGION"));
    let address = match (address, region) {
        (Some(address), _) => address,
        (None, None) if vpc == Some(true) => {
            return Err(CredentialsError::new(
                "the VPC endpoint of STS is enabled, but its region is not set",
            ));
        }
        (None, None) => DEFAULT_HOST.to_owned(),
        (None, Some(region)) => {
            let valid = |c: char| c.is_ascii_alphanumeric() || c == '-';
            if region.is_empty() || !region.chars().all(valid) {
                return Err(CredentialsError::new(
                    "the STS region must consist of letters, digits and hyphens",
                ));
            }
            let vpc = match vpc {
                Some(vpc) => vpc,
                None => environment
                    .flag(VPC_ENDPOINT_ENABLED)
                    .map_err(CredentialsError::new)?,
            };
            let host = if vpc { "sts-vpc" } else { "sts" };
            format!("{host}.{region}.aliyuncs.com")
        }
    };
    let endpoint = Endpoint::parse(address.trim())
        .map_err(|error| CredentialsError::new("the STS endpoint is invalid").with_source(error))?;
    if !endpoint.is_https() && !endpoint.is_loopback() {
        return Err(CredentialsError::new(
            "the STS endpoint is not encrypted; use https",
        ));
    }
    Ok(endpoint)
}

impl Session {
    pub(super) fn use_network(&self, settings: &NetworkSettings) {
        self.connections.use_network(settings);
    }

    /// Calls `AssumeRole`, signed with the source credentials.
    pub(super) async fn assume(
        &self,
        source: &Credentials,
        external_id: Option<&str>,
    ) -> Result<Credentials, AssumeRoleError> {
        let mut parameters = self.parameters();
        if let Some(external_id) = external_id {
            parameters.form("ExternalId", &external_id.to_owned());
        }
        let signable = SignableRequest {
            service: SERVICE,
            operation: ASSUME_ROLE,
            endpoint: &self.endpoint,
            user_agent: &HeaderValue::from_static(CLIENT),
            parameters: &parameters,
        };
        let method = SignatureMethod::default();
        let request =
            |context: &SigningContext| signable.sign(method, source, context).map_err(cannot_send);
        self.request_credentials(ASSUME_ROLE.name, &parameters, Some(source), &request)
            .await
    }

    /// Calls `AssumeRoleWithOIDC`, which is authenticated by the token and not signed.
    pub(super) async fn assume_with_oidc(
        &self,
        provider_arn: &str,
        token: &Zeroizing<String>,
    ) -> Result<Credentials, CredentialsError> {
        let mut parameters = self.parameters();
        parameters.form("OIDCProviderArn", &provider_arn.to_owned());
        let form = parameters.canonical_form();
        let request = |context: &SigningContext| {
            let mut query = Parameters::default();
            for (name, value) in [
                ("Action", ASSUME_ROLE_WITH_OIDC),
                ("Format", "JSON"),
                ("SignatureNonce", context.nonce()),
                ("Timestamp", context.timestamp()),
                ("Version", SERVICE.version),
            ] {
                query.set_query(name, value);
            }
            // The request is not signed, so parameters need no order. Push the token last, with
            // capacity reserved, so that the buffer does not grow and leave copies of it.
            let mut body = String::with_capacity(form.len() + 11 + 3 * token.len());
            body.push_str(&form);
            body.push_str("&OIDCToken=");
            push_encoded(&mut body, token);
            let host = HeaderValue::from_str(self.endpoint.host()).map_err(cannot_send)?;
            Request::post(format!(
                "{}/?{}",
                self.endpoint.url(),
                query.canonical_query()
            ))
            .header(HOST, host)
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, CLIENT)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(body))
            .map_err(cannot_send)
        };
        let mut shown = self.parameters();
        shown.form("OIDCProviderArn", &provider_arn.to_owned());
        shown.form("OIDCToken", &MASK.to_owned());
        Ok(self
            .request_credentials(ASSUME_ROLE_WITH_OIDC, &shown, None, &request)
            .await?)
    }

    fn parameters(&self) -> Parameters {
        let mut parameters = Parameters::default();
        let seconds = i64::try_from(self.duration.as_secs()).unwrap_or(i64::MAX);
        parameters.form("DurationSeconds", &seconds);
        parameters.form("Policy", &self.policy);
        parameters.form("RoleArn", &self.role_arn);
        parameters.form("RoleSessionName", &self.session_name);
        parameters
    }

    /// Sends a request made for a signing context, and a second one if STS rejects the timestamp of
    /// the first. An observer sees the parameters `shown`.
    async fn request_credentials(
        &self,
        operation: &'static str,
        shown: &Parameters,
        signer: Option<&Credentials>,
        request: &(dyn Fn(&SigningContext) -> Result<Request<Bytes>, CredentialsError> + Sync),
    ) -> Result<Credentials, AssumeRoleError> {
        let issuer = format!("STS ({})", self.endpoint.host());
        let clock = self.connections.clock();
        let signed = || request(&SigningContext::new(clock.now()).map_err(cannot_send)?);
        let send = || {
            self.connections.send(Sending {
                scope: Scope::of(self.endpoint.is_loopback()),
                service: &issuer,
                operation,
                parameters: shown,
                signer,
                is_response_secret: false,
                limit: Limit {
                    set: self.timeout,
                    default: STS_RESPONSE_TIMEOUT,
                },
                request: &signed,
            })
        };
        let mut response = send().await.map_err(CredentialsError::from)?;
        if is_timestamp_rejected(&response) && self.correct_clock(&response) {
            response = send().await.map_err(CredentialsError::from)?;
        }
        if !response.status().is_success() {
            return Err(rejection(&issuer, &response));
        }
        let mut assumed = Assumed::default();
        decode::read_body(response.body(), &mut assumed).map_err(|_| {
            CredentialsError::new(format!("{issuer} did not return credentials as JSON"))
        })?;
        Ok(assumed.credentials.into_temporary(&issuer)?)
    }

    /// Sets the clock to the time of STS. Returns false if the response has no time.
    fn correct_clock(&self, response: &Response<ZeroizingBytes>) -> bool {
        let Some(time) = service_time(response.headers()) else {
            return false;
        };
        let offset_ms = self.connections.clock().set(time);
        tracing::warn!(
            offset_ms,
            "the local clock is wrong; requests to STS use the time of STS"
        );
        true
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("role_arn", &self.role_arn)
            .field("session_name", &self.session_name)
            .field("duration", &self.duration)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

fn cannot_send(error: impl Into<crate::support::box_error::BoxError>) -> CredentialsError {
    CredentialsError::new("the request to STS cannot be sent").with_source(error)
}

fn is_timestamp_rejected(response: &Response<ZeroizingBytes>) -> bool {
    !response.status().is_success() && ErrorBody::read(response.body()).code == TIMESTAMP_REJECTED
}

/// Returns the error of a response, with its code and request ID. The message may quote the signed
/// text, so it is omitted.
fn rejection(issuer: &str, response: &Response<ZeroizingBytes>) -> AssumeRoleError {
    let error = ErrorBody::read(response.body());
    let code = plain(&error.code).unwrap_or("an error");
    let mut reason = format!(
        "{issuer} returned {code} (status {}",
        response.status().as_u16()
    );
    if let Some(id) = plain(&error.request_id) {
        reason.push_str(", request id ");
        reason.push_str(id);
    }
    reason.push(')');
    AssumeRoleError {
        error: CredentialsError::new(reason),
        source_refused: refuses_credentials(&error.code),
    }
}

#[derive(Default)]
struct Assumed {
    credentials: IssuedKey,
}

impl ReadFields for Assumed {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "Credentials" => value.read(&mut self.credentials),
            _ => value.unknown(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(options: SessionOptions, variables: &[(&str, &str)]) -> Result<String, String> {
        let environment = Environment::of(variables.iter().copied());
        SessionOptions {
            environment,
            ..options
        }
        .session("acs:ram::1:role/r".to_owned())
        .map(|session| session.endpoint.host().to_owned())
        .map_err(|error| error.chain())
    }

    #[test]
    fn host_follows_region_and_network() {
        const REGION: (&str, &str) = ("ALIBABA_CLOUD_STS_REGION", "cn-beijing");
        const ADDRESS: (&str, &str) = (STS_ENDPOINT, " http://127.0.0.1:1/ ");
        const VPC: (&str, &str) = (VPC_ENDPOINT_ENABLED, "1");
        let region = || SessionOptions {
            region: Some("cn-shanghai".to_owned()),
            ..SessionOptions::default()
        };
        let options = SessionOptions::default;
        for (options, variables, expected) in [
            (options(), &[][..], "sts.aliyuncs.com"),
            (options(), &[VPC], "sts.aliyuncs.com"),
            (options(), &[REGION], "sts.cn-beijing.aliyuncs.com"),
            (options(), &[REGION, VPC], "sts-vpc.cn-beijing.aliyuncs.com"),
            (options(), &[ADDRESS, REGION, VPC], "127.0.0.1:1"),
            (region(), &[ADDRESS], "sts.cn-shanghai.aliyuncs.com"),
            (region(), &[REGION], "sts.cn-shanghai.aliyuncs.com"),
            (region(), &[VPC], "sts-vpc.cn-shanghai.aliyuncs.com"),
        ] {
            assert_eq!(host(options, variables).unwrap(), expected);
        }
        let public = SessionOptions {
            vpc: Some(false),
            ..region()
        };
        assert_eq!(
            host(public, &[VPC]).unwrap(),
            "sts.cn-shanghai.aliyuncs.com"
        );
        let explicit = SessionOptions {
            endpoint: Some("sts.example.com".to_owned()),
            ..region()
        };
        assert_eq!(host(explicit, &[VPC]).unwrap(), "sts.example.com");
    }

    #[test]
    fn invalid_vpc_variable_is_rejected() {
        let options = SessionOptions {
            region: Some("cn-shanghai".to_owned()),
            ..SessionOptions::default()
        };
        let error = host(options, &[(VPC_ENDPOINT_ENABLED, "vpc")]).unwrap_err();
        assert!(error.contains("true, 1, yes or on"), "{error}");
    }

    #[test]
    fn invalid_options_are_rejected_when_built() {
        let options = SessionOptions::default;
        for (options, reason) in [
            (
                SessionOptions {
                    duration: Some(Duration::from_secs(899)),
                    ..options()
                },
                "at least 900 s",
            ),
            (
                SessionOptions {
                    session_name: Some("a b".to_owned()),
                    ..options()
                },
                "session name",
            ),
            (
                SessionOptions {
                    vpc: Some(true),
                    ..options()
                },
                "region is not set",
            ),
            (
                SessionOptions {
                    region: Some("x/../y".to_owned()),
                    ..options()
                },
                "STS region",
            ),
            (
                SessionOptions {
                    endpoint: Some("http://sts.aliyuncs.com".to_owned()),
                    ..options()
                },
                "not encrypted",
            ),
            (
                SessionOptions {
                    endpoint: Some("https://sts.aliyuncs.com/x".to_owned()),
                    ..options()
                },
                "path",
            ),
        ] {
            let error = host(options, &[]).unwrap_err();
            assert!(error.contains(reason), "{reason}: {error}");
        }
        let error = options().session(String::new()).unwrap_err();
        assert!(error.to_string().contains("ARN"), "{error}");
        options().session("acs:ram::1:role/r".to_owned()).unwrap();
    }
}
