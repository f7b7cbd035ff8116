//! STS, the service that hands out the credentials of roles.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderValue, Request, Response};
use zeroize::Zeroizing;

use super::connections::{Connections, Place};
use super::issued::{IssuedKey, plain};
use super::{Credentials, CredentialsError, Environment};
use crate::decode::{self, ReadFields, Reading, ValueReader};
use crate::encode::Parameters;
use crate::endpoint::Endpoint;
use crate::operation::{Method, OperationInfo, ServiceInfo};
use crate::request::Unsigned;
use crate::signing::{SignatureMethod, Stamp};

const VPC_ENDPOINT_ENABLED: &str = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";
const CLIENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
const DEFAULT_HOST: &str = "sts.aliyuncs.com";
/// Time from sending a request to the end of its answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
const DEFAULT_DURATION: Duration = Duration::from_secs(3600);
const SHORTEST_DURATION: Duration = Duration::from_secs(900);

const SERVICE: &ServiceInfo = &ServiceInfo {
    product: "sts",
    version: "2015-04-01",
    client: CLIENT,
    default_host: DEFAULT_HOST,
    regions: &[],
    error_classes: &[],
};

const ASSUME_ROLE: &OperationInfo = &OperationInfo {
    name: "AssumeRole",
    method: Method::Post,
    read_only: true,
    limit: None,
};

/// What a role is assumed with, as far as it was said.
#[derive(Clone, Default)]
pub(super) struct SessionOptions {
    pub(super) session_name: Option<String>,
    pub(super) duration: Option<Duration>,
    pub(super) policy: Option<String>,
    pub(super) endpoint: Option<String>,
    pub(super) region: Option<String>,
    pub(super) vpc: Option<bool>,
    pub(super) environment: Environment,
    pub(super) connections: Connections,
}

/// Setters for the `session` field that the builders of roles have in common.
macro_rules! session_setters {
    () => {
        /// Name of the session, as the audit log shows it: 2 to 64 letters, digits and `.@-_`. By default
        /// `ALIBABA_CLOUD_ROLE_SESSION_NAME`, or a name with the time at which the provider was built.
        pub fn session_name(mut self, name: impl Into<String>) -> Self {
            self.session.session_name = Some(name.into());
            self
        }

        /// How long the credentials last: at least 15 minutes, by default an hour, at most what the role permits.
        pub fn duration(mut self, duration: std::time::Duration) -> Self {
            self.session.duration = Some(duration);
            self
        }

        /// Policy in JSON that narrows what the credentials permit.
        pub fn policy(mut self, policy: impl Into<String>) -> Self {
            self.session.policy = Some(policy.into());
            self
        }

        /// Region whose STS is called. By default `ALIBABA_CLOUD_STS_REGION`, or the central STS.
        pub fn sts_region(mut self, region: impl Into<String>) -> Self {
            self.session.region = Some(region.into());
            self
        }

        /// Whether the region's STS is called inside its VPC. By default `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED`,
        /// which without a region is passed over.
        pub fn sts_vpc(mut self, vpc: bool) -> Self {
            self.session.vpc = Some(vpc);
            self
        }

        /// Address of STS in place of that of a region: `sts.aliyuncs.com`.
        pub fn sts_endpoint(mut self, address: impl Into<String>) -> Self {
            self.session.endpoint = Some(address.into());
            self
        }

        /// What sends the requests. By default a [`ReqwestTransport`](crate::transport::ReqwestTransport) that
        /// connects within 5 seconds; an answer may take 10 seconds in any case.
        pub fn transport(mut self, transport: impl crate::transport::Transport + 'static) -> Self {
            self.session.connections = Connections::by(std::sync::Arc::new(transport));
            self
        }

        /// Where variables are looked up, by default in the environment of the process.
        pub fn environment(mut self, environment: Environment) -> Self {
            self.session.environment = environment;
            self
        }
    };
}
pub(super) use session_setters;

/// A session of a role, ready to be asked of STS.
#[derive(Clone)]
pub(super) struct Session {
    role_arn: String,
    session_name: String,
    duration: Duration,
    policy: Option<String>,
    endpoint: Endpoint,
    connections: Connections,
}

impl SessionOptions {
    /// Checks the options.
    pub(super) fn session(self, role_arn: String) -> Result<Session, CredentialsError> {
        if role_arn.is_empty() {
            return Err(CredentialsError::new("the ARN of the role is not set"));
        }
        let duration = self.duration.unwrap_or(DEFAULT_DURATION);
        if duration < SHORTEST_DURATION {
            return Err(CredentialsError::new(format!(
                "the duration of the session is {} s, and has to be at least {} s",
                duration.as_secs(),
                SHORTEST_DURATION.as_secs()
            )));
        }
        let session_name = self
            .session_name
            .or_else(|| self.environment.variable("ALIBABA_CLOUD_ROLE_SESSION_NAME"))
            .unwrap_or_else(default_session_name);
        let valid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '@' | '-' | '_');
        if !(2..=64).contains(&session_name.len()) || !session_name.chars().all(valid) {
            return Err(CredentialsError::new(
                "the name of the session is not made of 2 to 64 letters, digits and .@-_",
            ));
        }
        let endpoint = endpoint(self.endpoint, self.region, self.vpc, &self.environment)?;
        Ok(Session {
            role_arn,
            session_name,
            duration,
            policy: self.policy,
            endpoint,
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
    let region = region.or_else(|| environment.variable("ALIBABA_CLOUD_STS_REGION"));
    let address = match (address, region) {
        (Some(address), _) => address,
        (None, None) if vpc == Some(true) => {
            return Err(CredentialsError::new(
                "STS is to be called inside a VPC, but its region is not set",
            ));
        }
        (None, None) => DEFAULT_HOST.to_owned(),
        (None, Some(region)) => {
            let valid = |c: char| c.is_ascii_alphanumeric() || c == '-';
            if region.is_empty() || !region.chars().all(valid) {
                return Err(CredentialsError::new(
                    "the region of STS holds more than letters, digits and hyphens",
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
    let endpoint = Endpoint::parse(&address).map_err(|error| {
        CredentialsError::new("the endpoint of STS is wrong").with_source(error)
    })?;
    if !endpoint.is_https() && !endpoint.is_loopback() {
        return Err(CredentialsError::new(
            "the endpoint of STS is not encrypted; use https",
        ));
    }
    Ok(endpoint)
}

impl Session {
    /// `AssumeRole`, signed with credentials that may.
    pub(super) async fn assume(
        &self,
        source: &Credentials,
        external_id: Option<&str>,
    ) -> Result<Credentials, CredentialsError> {
        let mut parameters = self.parameters();
        if let Some(external_id) = external_id {
            parameters.form("ExternalId", &external_id.to_owned());
        }
        let unsigned = Unsigned {
            service: SERVICE,
            operation: ASSUME_ROLE,
            endpoint: &self.endpoint,
            user_agent: CLIENT,
            parameters: &parameters,
        };
        let request = unsigned
            .sign(SignatureMethod::default(), source, &stamp()?)
            .map_err(unsendable)?;
        self.ask(request).await
    }

    /// `AssumeRoleWithOIDC`, which proves itself by its token and is not signed.
    pub(super) async fn assume_with_oidc(
        &self,
        provider_arn: &str,
        token: &Zeroizing<String>,
    ) -> Result<Credentials, CredentialsError> {
        let mut parameters = self.parameters();
        parameters.form("OIDCProviderArn", &provider_arn.to_owned());
        parameters.form("OIDCToken", &**token);
        let stamp = stamp()?;
        for (name, value) in [
            ("Action", "AssumeRoleWithOIDC"),
            ("Format", "JSON"),
            ("SignatureNonce", stamp.nonce()),
            ("Timestamp", stamp.timestamp()),
            ("Version", SERVICE.version),
        ] {
            parameters.set_query(name, value);
        }
        let host = HeaderValue::from_str(self.endpoint.host()).map_err(unsendable)?;
        let request = Request::post(format!(
            "{}/?{}",
            self.endpoint.url(),
            parameters.canonical_query()
        ))
        .header(HOST, host)
        .header(ACCEPT, "application/json")
        .header(USER_AGENT, CLIENT)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Bytes::from(parameters.canonical_form()))
        .map_err(unsendable)?;
        self.ask(request).await
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

    async fn ask(&self, request: Request<Bytes>) -> Result<Credentials, CredentialsError> {
        let issuer = format!("STS ({})", self.endpoint.host());
        let answer = self
            .connections
            .send(Place::Remote, &issuer, ANSWER_TIMEOUT, request)
            .await?;
        if !answer.status().is_success() {
            return Err(refusal(&issuer, &answer));
        }
        let mut assumed = Assumed::default();
        decode::read_body(answer.body(), &mut assumed)
            .map_err(|_| CredentialsError::new(format!("{issuer} gave no JSON of credentials")))?;
        assumed.credentials.into_temporary(&issuer)
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

fn stamp() -> Result<Stamp, CredentialsError> {
    Stamp::new(SystemTime::now()).map_err(unsendable)
}

fn unsendable(error: impl Into<crate::error::BoxError>) -> CredentialsError {
    CredentialsError::new("the request to STS cannot be sent").with_source(error)
}

/// An error answer, by its code and request ID. Its message may quote what was signed, so it is left out.
fn refusal(issuer: &str, answer: &Response<Bytes>) -> CredentialsError {
    let mut said = Refusal::default();
    // What is not JSON has a status at least.
    let _ = decode::read_body(answer.body(), &mut said);
    let code = plain(&said.code).unwrap_or("an error");
    let mut reason = format!(
        "{issuer} answered {code} (status {}",
        answer.status().as_u16()
    );
    if let Some(id) = plain(&said.request_id) {
        reason.push_str(", request id ");
        reason.push_str(id);
    }
    reason.push(')');
    CredentialsError::new(reason)
}

#[derive(Default)]
struct Assumed {
    credentials: IssuedKey,
}

impl ReadFields for Assumed {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Reading {
        match name {
            "Credentials" => value.read(&mut self.credentials),
            _ => value.unknown(name),
        }
    }
}

#[derive(Default)]
struct Refusal {
    code: String,
    request_id: String,
}

impl ReadFields for Refusal {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> Reading {
        match name {
            "Code" => value.read(&mut self.code),
            "RequestId" => value.read(&mut self.request_id),
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
        .map_err(|error| error.in_full())
    }

    #[test]
    fn the_host_follows_region_and_network() {
        const REGION: (&str, &str) = ("ALIBABA_CLOUD_STS_REGION", "cn-beijing");
        const VPC: (&str, &str) = (VPC_ENDPOINT_ENABLED, "1");
        let region = || SessionOptions {
            region: Some("cn-shanghai".to_owned()),
            ..SessionOptions::default()
        };
        let none = SessionOptions::default;
        for (options, variables, expected) in [
            (none(), &[][..], "sts.aliyuncs.com"),
            (none(), &[VPC], "sts.aliyuncs.com"),
            (none(), &[REGION], "sts.cn-beijing.aliyuncs.com"),
            (none(), &[REGION, VPC], "sts-vpc.cn-beijing.aliyuncs.com"),
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
    fn a_network_that_is_neither_one_nor_the_other_is_refused() {
        let options = SessionOptions {
            region: Some("cn-shanghai".to_owned()),
            ..SessionOptions::default()
        };
        let error = host(options, &[(VPC_ENDPOINT_ENABLED, "vpc")]).unwrap_err();
        assert!(error.contains("true, 1, yes or on"), "{error}");
    }

    #[test]
    fn wrong_options_are_refused_when_they_are_given() {
        let none = SessionOptions::default;
        for (options, reason) in [
            (
                SessionOptions {
                    duration: Some(Duration::from_secs(899)),
                    ..none()
                },
                "at least 900 s",
            ),
            (
                SessionOptions {
                    session_name: Some("a b".to_owned()),
                    ..none()
                },
                "name of the session",
            ),
            (
                SessionOptions {
                    vpc: Some(true),
                    ..none()
                },
                "region is not set",
            ),
            (
                SessionOptions {
                    region: Some("x/../y".to_owned()),
                    ..none()
                },
                "region of STS",
            ),
            (
                SessionOptions {
                    endpoint: Some("http://sts.aliyuncs.com".to_owned()),
                    ..none()
                },
                "not encrypted",
            ),
            (
                SessionOptions {
                    endpoint: Some("https://sts.aliyuncs.com/x".to_owned()),
                    ..none()
                },
                "path",
            ),
        ] {
            let error = host(options, &[]).unwrap_err();
            assert!(error.contains(reason), "{reason}: {error}");
        }
        let error = none().session(String::new()).unwrap_err();
        assert!(error.to_string().contains("ARN"), "{error}");
        none().session("acs:ram::1:role/r".to_owned()).unwrap();
    }
}
