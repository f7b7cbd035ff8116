//! Writes the spec of an operation from its help page.

mod choices;
mod dates;
mod dotted;
mod entities;
mod entry;
mod errors;
mod head;
mod html;
mod kinds;
mod known;
mod layout;
mod limits;
mod line;
mod lists;
mod loose;
mod markdown;
mod new;
mod numbers;
mod row;
mod rows;
mod run_together;
mod sample;
mod shapes;
mod spec;
mod tables;
mod transcript;
mod tree;
mod values;
mod words;
mod wrappers;

pub use choices::PageError;
pub use new::{Skeleton, skeleton};
pub use transcript::{Transcript, transcribe};
