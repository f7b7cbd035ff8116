//! TLS by the library that the crate's features choose.
//!
//! Where several are on, which happens when crates of one program disagree, one is used: native-tls before rustls with
//! aws-lc before rustls with ring, so that a choice beats the default.

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
pub(super) use stack::set_up;
