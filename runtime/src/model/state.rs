//! Type states, with which the compiler checks that required parameters are set.

/// State of a required parameter that has a value.
#[derive(Debug)]
pub enum Set {}

/// State of a required parameter that has no value yet.
#[derive(Debug)]
pub enum Unset {}
