//! Files of credentials with any text. Nothing is done with what is read: a profile may name a program to run.

#![no_main]

use alibabacloud_live::rpc::credentials::{CliProfileCredentials, IniProfileCredentials};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = CliProfileCredentials::can_read(text);
    for profile in ["default", ""] {
        let _ = IniProfileCredentials::can_read(text, profile);
    }
});
