//! A failed response with any body (JSON, XML, HTML or other) becomes an error that keeps status
//! and body.

#![no_main]

use alibabacloud_live::ErrorKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &[u8])| {
    let (status, body) = input;
    let status = 300 + status % 300;
    let error = live_fuzz::call_with_response(status, body).expect_err("an error status");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.status(), Some(status));
    assert!(error.raw_body().is_some());
    assert!(!error.to_string().contains('\n'), "{error}");
});
