//! TLS with the library that the crate's features select.
//!
//! Several features are on if crates of one program select different libraries. The order of
//! preference is then native-tls, rustls with aws-lc, rustls with ring, so that an explicit choice
//! overrides the default.

#[cfg(feature = "native-tls")]
#[path = "tls/native.rs"]
mod stack;
#[cfg(all(
    not(feature = "native-tls"),
    any(feature = "rustls-aws-lc", feature = "rustls-ring")
))]
#[path = "tls/rustls.rs"]
mod stack;
#[cfg(not(any(
    feature = "native-tls",
    feature = "rustls-aws-lc",
    feature = "rustls-ring"
)))]
#[path = "tls/none.rs"]
mod stack;

pub(crate) use stack::AVAILABLE;
pub(super) use stack::Tls;
