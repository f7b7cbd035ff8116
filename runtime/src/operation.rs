//! What the runtime knows of an operation: its generated description.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use crate::decode::ReadFields;
use crate::encode::Parameters;
use crate::error::OperationError;

/// A request type: one operation with its parameters.
pub trait Operation: Send + Sync + 'static {
    /// What the service answers.
    type Response: ReadFields + Default + Send + 'static;
    /// The error codes that the operation is documented to answer.
    type ErrorCode: ErrorCode;

    /// Description of the operation.
    const INFO: &'static OperationInfo;

    /// Hands over the parameters that are set.
    fn write_parameters(&self, parameters: &mut Parameters);
}

/// An open enum of error codes: any text is a value.
pub trait ErrorCode:
    for<'a> From<&'a str> + fmt::Display + fmt::Debug + Send + Sync + 'static
{
}

impl<T: for<'a> From<&'a str> + fmt::Display + fmt::Debug + Send + Sync + 'static> ErrorCode for T {}

/// A client as the builders of requests know it.
#[diagnostic::on_unimplemented(
    message = "this request has no client to send it with",
    note = "a request of `Request::builder()` is sent by `Client::send`"
)]
pub trait Caller {
    /// A call: a future of the answer, or the answer.
    type Call<R: Operation>;

    /// Sends a request.
    fn call<R: Operation>(self, request: R) -> Self::Call<R>;
}

/// A call under way. It resolves to what the service answers, and is abandoned when it is dropped.
pub type Sending<R> = Pin<
    Box<
        dyn Future<
                Output = Result<
                    <R as Operation>::Response,
                    OperationError<<R as Operation>::ErrorCode>,
                >,
            > + Send,
    >,
>;

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

/// Defines the request of an operation, its builder and what sends it.
///
/// The setters of the builder, the method of the client that starts a request, the response and the error codes are
/// defined beside it.
#[doc(hidden)]
#[expect(
    clippy::crate_in_macro_def,
    reason = "the clients are those of the generated crate"
)]
#[macro_export]
macro_rules! operation {
    (
        $(#[$meta:meta])*
        pub struct $Request:ident {
            $( $(#[$field_meta:meta])* pub $field:ident: $Type:ty = $encoding:ident($name:literal), )*
        }

        $(#[$method_meta:meta])*
        fn $method:ident() -> $Builder:ident<$($State:ident $(: $Parameter:ident)?),* $(,)?>;
        type Response = $Response:ident;
        type Error = $Error:ident<$ErrorCode:ident $(,)?>;
        const INFO = $http:ident($operation:literal) $(.$setting:ident($($value:literal)?))*;
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct $Request {
            $( $(#[$field_meta])* pub $field: $Type, )*
            /// Parameters beside the documented ones.
            pub extra_parameters: $crate::ExtraParameters,
        }

        impl $Request {
            /// Starts a request that is built without a client.
            #[inline]
            pub fn builder() -> $Builder<()> {
                $Builder::new(())
            }
        }

        #[allow(deprecated, reason = "what is deprecated is there all the same")]
        impl $crate::Operation for $Request {
            type Response = $Response;
            type ErrorCode = $ErrorCode;
            const INFO: &'static $crate::OperationInfo =
                &$crate::OperationInfo::$http($operation)$(.$setting($($value)?))*;

            #[inline]
            fn write_parameters(&self, parameters: &mut $crate::Parameters) {
                $( parameters.$encoding($name, &self.$field); )*
                parameters.extend(&self.extra_parameters);
            }
        }

        $crate::__serde_request!($Request { $( $field: $Type = $encoding($name), )* });

        /// A request in the making: a setter for each parameter, and `send` once the required ones are set.
        #[must_use = "a request does nothing until it is sent"]
        pub struct $Builder<C = crate::Client $(, $State = $crate::Unset)*>(
            $crate::Builder<$Request, C, ($($State,)*)>,
        );

        // Not derived, which would cost the compiler a bound for each state.
        impl<C $(, $State)*> ::std::fmt::Debug for $Builder<C $(, $State)*> {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0.request, f)
            }
        }

        impl<C> $Builder<C> {
            #[inline]
            #[allow(deprecated, reason = "what is deprecated is there all the same")]
            fn new(client: C) -> Self {
                // The builder's type lets the request out once the placeholders of required parameters are gone.
                let request = $Request {
                    $( $field: <$Type as $crate::Placeholder>::placeholder(), )*
                    extra_parameters: $crate::ExtraParameters::default(),
                };
                Self($crate::Builder::new(request, client))
            }
        }

        impl<C $(, $State)*> $Builder<C $(, $State)*> {
            /// Sets a parameter that this version of the crate does not know, by its name as sent.
            #[inline]
            pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.0.request.extra_parameters.set(name, value);
                self
            }

            /// The request, to be sent later with [`Client::send`](crate::Client::send).
            #[inline]
            pub fn build(self) -> $Request
            where
                $($State: $crate::IsSet<$crate::__required!($State $($Parameter)?)>,)*
            {
                self.0.request
            }

            /// Sends the request: gives a future of the answer, or, from a blocking client, the answer.
            ///
            /// # Errors
            ///
            /// What any call may end in, see [`ErrorKind`](crate::ErrorKind), and the error codes of the operation.
            #[inline]
            pub fn send(self) -> C::Call<$Request>
            where
                C: $crate::Caller,
                $($State: $crate::IsSet<$crate::__required!($State $($Parameter)?)>,)*
            {
                self.0.client.call(self.0.request)
            }
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            /// Starts a request of the operation that the method of this name of [`Client`](crate::Client) describes.
            $(#[$method_meta])*
            #[inline]
            pub fn $method(&self) -> $Builder<Self> {
                $Builder::new(self.clone())
            }
        }

        /// A failed call, with an error code of the operation if the service gave one.
        pub type $Error = $crate::OperationError<$ErrorCode>;
    };
}
