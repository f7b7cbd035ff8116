//! Requests that lack a required parameter do not compile, and the message names it.

#[test]
fn missing_parameters_are_named() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
