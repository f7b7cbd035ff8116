//! Verification of callbacks.
