//! Static descriptions of services and operations, filled in by generated crates.

use std::time::Duration;

/// The description of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationInfo {
    /// Name in requests, for example `StartLiveStreamMonitor`.
    pub name: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Whether the operation only reads.
    pub read_only: bool,
    /// Whether requests are signed. Otherwise a call needs no credentials.
    pub signed: bool,
    /// Documented rate limit per account, if any.
    pub limit: Option<RateLimit>,
    /// Classes of error codes of the operation. They take precedence over those of the service.
    pub error_classes: &'static [(&'static str, ErrorClass)],
}

impl OperationInfo {
    /// Describes a write operation that is signed, sent by POST and has no documented rate limit.
    #[must_use]
    pub const fn post(name: &'static str) -> Self {
        Self {
            name,
            method: Method::Post,
            read_only: false,
            signed: true,
            limit: None,
            error_classes: &[],
        }
    }

    /// Describes a write operation that is signed, sent by GET and has no documented rate limit.
    #[must_use]
    pub const fn get(name: &'static str) -> Self {
        Self {
            method: Method::Get,
            ..Self::post(name)
        }
    }

    /// Marks the operation as one that only reads.
    #[must_use]
    pub const fn read_only(self) -> Self {
        Self {
            read_only: true,
            ..self
        }
    }

    /// Marks the operation as one whose requests are not signed.
    #[must_use]
    pub const fn unsigned(self) -> Self {
        Self {
            signed: false,
            ..self
        }
    }

    /// Sets the classes of error codes of the operation.
    #[must_use]
    pub const fn error_classes(self, classes: &'static [(&'static str, ErrorClass)]) -> Self {
        Self {
            error_classes: classes,
            ..self
        }
    }

    /// Sets the documented rate limit.
    #[must_use]
    pub const fn limit(self, limit: RateLimit) -> Self {
        Self {
            limit: Some(limit),
            ..self
        }
    }

    /// Sets the documented rate limit to a number of calls per second.
    #[must_use]
    pub const fn per_second(self, calls: u32) -> Self {
        self.limit(RateLimit::per_second(calls))
    }

    /// Sets the documented rate limit to a number of calls per minute.
    #[must_use]
    pub const fn per_minute(self, calls: u32) -> Self {
        self.limit(RateLimit::per_minute(calls))
    }
}

/// The HTTP method of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
}

impl Method {
    /// Returns the name of the method, `GET` or `POST`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A limit on the number of calls in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Number of calls allowed in each period.
    pub calls: u32,
    /// Length of the period.
    pub per: Duration,
}

impl RateLimit {
    /// Allows a number of calls per second.
    #[must_use]
    pub const fn per_second(calls: u32) -> Self {
        Self {
            calls,
            per: Duration::from_secs(1),
        }
    }

    /// Allows a number of calls per minute.
    #[must_use]
    pub const fn per_minute(calls: u32) -> Self {
        Self {
            calls,
            per: Duration::from_secs(60),
        }
    }
}

/// The description of a service and its API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceInfo {
    /// Product code, for example `live`.
    pub product: &'static str,
    /// API version, for example `2016-11-01`.
    pub version: &'static str,
    /// Name and version of the client crate for the user agent, for example
    /// `alibabacloud-live/0.1.0`.
    pub client: &'static str,
    /// Host used when no region is set, and for regions that are not listed.
    pub default_host: &'static str,
    /// Hosts of the regions.
    pub regions: &'static [Region],
    /// Classes of the error codes that the gateway may return for every operation.
    pub error_classes: &'static [(&'static str, ErrorClass)],
    /// Names of fields with secret values, which are masked wherever responses are shown.
    pub secret_names: &'static [&'static str],
}

impl ServiceInfo {
    /// Returns the environment variable that overrides the endpoint of clients, for example
    /// `ALIBABA_CLOUD_LIVE_ENDPOINT`. It has underscores where the product code has dashes, since a
    /// shell can set no variable with a dash.
    #[must_use]
    pub fn endpoint_variable(&self) -> String {
        let product = self.product.to_ascii_uppercase().replace('-', "_");
        format!("ALIBABA_CLOUD_{product}_ENDPOINT")
    }
}

/// The hosts of one region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Region ID, for example `cn-shanghai`.
    pub id: &'static str,
    /// Host in the public network.
    pub public: &'static str,
    /// Host for access from a VPC of the region, if there is one.
    pub vpc: Option<&'static str>,
}

impl Region {
    /// Describes a region by its ID and hosts.
    #[must_use]
    pub const fn new(id: &'static str, public: &'static str, vpc: Option<&'static str>) -> Self {
        Self { id, public, vpc }
    }
}

/// The class of an error code, which decides about retries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The call was rejected without being executed because of its rate.
    Throttling,
    /// The service failed temporarily.
    Transient,
    /// The caller is unknown or lacks permission.
    Auth,
    /// The timestamp of the request differs too much from the service's clock.
    ClockSkew,
    /// A request with the same nonce was received before: it may have been executed.
    Replayed,
    /// The request is invalid.
    Request,
}
