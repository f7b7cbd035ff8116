//! Writes the spec of an operation from its help page.

mod errors;
mod head;
mod html;
mod kinds;
mod known;
mod layout;
mod line;
mod markdown;
mod new;
mod rows;
mod sample;
mod spec;
mod tables;
mod transcript;
mod tree;
mod values;
mod words;

pub use new::{Skeleton, skeleton};
pub use transcript::{PageError, Transcript, transcribe};
