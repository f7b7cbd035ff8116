//! Helpers of the end-to-end tests.

pub mod python;

use alibabacloud_live::{Client, ClientBuilder};
use alibabacloud_live_emulator::Emulator;

/// The examples of the README, compiled as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// Returns a builder of clients that call the emulator with its main account.
pub fn client_of(emulator: &Emulator) -> ClientBuilder<Client> {
    Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
}
