//! The macro that generated requests are defined with.

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
