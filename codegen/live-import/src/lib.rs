//! Turns machine-readable metadata of an API into specs.
//!
//! Four formats are recognized by their structure: the vendor's metadata (`apis`, or a single
//! operation), the metadata of its command-line tool, the classes of its SDK for Python, and facts
//! merged from several sources (`operations`). All become one description of an operation, from
//! which the tree of a spec is built. The tree is merged into an existing spec or written as a new
//! one. What a format does not say is unknown, not empty.
//!
//! Nothing is read from metadata of another product, version or style. Prose is never imported. A
//! new spec therefore lacks its summary and the docs that no glossary has; loading it reports
//! where.

// The layers, top first. Each imports only from the layers below it.
mod page;
mod news;
mod import;
mod report;
mod found;
mod input;
mod specs;
mod python;
mod cli;
mod facts;
mod api_docs;
mod json_types;
mod hosts;
mod merge;
mod label;
mod build;
mod samples;
mod values;
mod scalars;
mod metadata;
mod keys;
mod json;
mod writer;

pub use import::{Import, Selection, import};
pub use input::Metadata;
pub use json::MetadataError;
pub use merge::{Conflict, Difference, Entry};
pub use news::News;
pub use page::{PageError, Skeleton, Transcript, skeleton, transcribe};
pub use report::{Outcome, Report};
