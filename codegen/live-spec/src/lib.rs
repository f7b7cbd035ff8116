//! Reads and checks YAML specs of an RPC API.
//!
//! [`load`] turns [`Sources`] into a [`Service`], or fails with [`Diagnostics`] that point at every
//! mistake. [`Draft`] serves callers that add checks of their own. [`schemas`] returns JSON Schemas
//! for editors.

// The layers, top first. Each imports only from the layers below it.
mod load;
mod check;
mod waiters;
mod notifications;
mod service;
mod companions;
mod operation;
mod pages;
mod paths;
mod fields;
mod secrets;
mod enums;
mod rust_names;
mod doubts;
mod homes;
mod reader;
mod schema;
mod diagnostics;
mod sources;
pub mod yaml;
mod model;
mod kind;
mod format;
mod terminal;
mod missing;
mod words;
mod synonyms;
mod characters;
mod shapes;
mod names;
mod product;
mod place;

pub use characters::without_invisible;
pub use diagnostics::{Diagnostic, Diagnostics};
pub use format::Format;
pub use load::{Checked, Draft, load};
pub use model::{
    Absent, Access, Array, Companion, Content, Endpoints, Enum, EnumValue, ErrorClass, Family,
    Field, FieldPath, GatewayError, Glossary, Limit, Located, Location, Meaning, Method, NamedType,
    Notification, NotificationKind, Operation, OperationError, PageBy, Pages, Period, Ram, Range,
    RegionEndpoints, Sent, Service, SetBy, SignedHost, Style, Type, Waiter,
};
pub use names::{is_family_name, is_pascal_case, split_parameter};
pub use place::{Place, Step};
pub use schema::schemas;
pub use secrets::looks_secret;
pub use sources::{Files, ReadError, Sources};
pub use terminal::Terminal;
pub use waiters::{item_member, state_path};
pub use words::{Word, help};
