//! What a generated crate states about its API and operations.

use std::time::Duration;

/// Error code of every service of the cloud for a security token that is past its lifetime.
pub(crate) const EXPIRED_TOKEN: &str = "InvalidSecurityToken.Expired";

/// Description of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationInfo {
    /// Name as sent, `StartLiveStreamMonitor`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Whether the operation only reads.
    pub read_only: bool,
    /// Documented rate limit per account.
    pub limit: Option<RateLimit>,
}

impl OperationInfo {
    /// An operation that is sent by POST, changes something, and has no documented limit.
    #[must_use]
    pub const fn post(name: &'static str) -> Self {
        Self {
            name,
            method: Method::Post,
            read_only: false,
            limit: None,
        }
    }

    /// An operation that is sent by GET, changes something, and has no documented limit.
    #[must_use]
    pub const fn get(name: &'static str) -> Self {
        Self {
            method: Method::Get,
            ..Self::post(name)
        }
    }

    /// The operation only reads.
    #[must_use]
    pub const fn read_only(self) -> Self {
        Self {
            read_only: true,
            ..self
        }
    }

    /// The operation may be called this often.
    #[must_use]
    pub const fn limit(self, limit: RateLimit) -> Self {
        Self {
            limit: Some(limit),
            ..self
        }
    }

    /// The operation may be called this often in every second.
    #[must_use]
    pub const fn per_second(self, calls: u32) -> Self {
        self.limit(RateLimit::per_second(calls))
    }

    /// The operation may be called this often in every minute.
    #[must_use]
    pub const fn per_minute(self, calls: u32) -> Self {
        self.limit(RateLimit::per_minute(calls))
    }
}

/// HTTP method of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
}

impl Method {
    /// The method as sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A documented limit on calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls allowed in a period.
    pub calls: u32,
    /// The period.
    pub per: Duration,
}

impl RateLimit {
    /// A number of calls in every second.
    #[must_use]
    pub const fn per_second(calls: u32) -> Self {
        Self {
            calls,
            per: Duration::from_secs(1),
        }
    }

    /// A number of calls in every minute.
    #[must_use]
    pub const fn per_minute(calls: u32) -> Self {
        Self {
            calls,
            per: Duration::from_secs(60),
        }
    }
}

/// Description of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceInfo {
    /// Product code, `live`.
    pub product: &'static str,
    /// API version, `2016-11-01`.
    pub version: &'static str,
    /// Name and version of the client crate, for the user agent: `alibabacloud-live/0.1.0`.
    pub client: &'static str,
    /// Host used when no region is set, and for regions that are not listed.
    pub default_host: &'static str,
    /// Hosts of the regions.
    pub regions: &'static [Region],
    /// What to make of error codes that the gateway may answer to every operation.
    pub error_classes: &'static [(&'static str, ErrorClass)],
    /// Names of fields whose values are secret, and masked where answers are shown.
    pub secret_names: &'static [&'static str],
}

/// Hosts of one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Region ID, `cn-shanghai`.
    pub id: &'static str,
    /// Host reached over the public network.
    pub public: &'static str,
    /// Host reached from inside a VPC of the region, where there is one.
    pub vpc: Option<&'static str>,
}

impl Region {
    /// The hosts of a region.
    #[must_use]
    pub const fn new(id: &'static str, public: &'static str, vpc: Option<&'static str>) -> Self {
        Self { id, public, vpc }
    }
}

/// What to make of an error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The call was refused unexecuted because of its rate; try later.
    Throttling,
    /// The service failed for a moment.
    Transient,
    /// The caller is not known or not permitted.
    Auth,
    /// The timestamp is too far from the service's clock.
    ClockSkew,
    /// The request itself is wrong.
    Request,
}
