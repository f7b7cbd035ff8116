//! Signed URLs and verified callbacks of ApsaraVideo Live, without network.

pub mod url;
pub mod callback;

#[doc(inline)]
pub use alibabacloud_secret::Secret;
