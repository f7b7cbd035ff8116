//! Building blocks of generated requests and responses.

pub(crate) mod caller;
pub(crate) mod operation;
pub(crate) mod paged;
pub(crate) mod builder;
pub(crate) mod if_some;
pub(crate) mod into_list;
pub(crate) mod into_option;
pub(crate) mod into_value;
pub(crate) mod state;
pub(crate) mod wait;
pub(crate) mod waiter;
pub(crate) mod placeholder;
pub(crate) mod open_enum;
pub(crate) mod derive;
pub(crate) mod json_text;
pub(crate) mod secret;
pub(crate) mod timestamp;
#[cfg(feature = "serde")]
pub mod serde;
mod serde_macros;
