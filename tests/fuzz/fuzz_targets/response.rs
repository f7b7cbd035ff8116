//! A successful response with any body becomes a typed response, or an error that names the
//! position and keeps the body.

#![no_main]

use alibabacloud_live::ErrorKind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let plain = live_fuzz::call_with_response(200, body).err();
    let wrapped = live_fuzz::call_with_wrapped_lists(200, body).err();
    for error in plain.into_iter().chain(wrapped) {
        assert!(matches!(
            error.kind(),
            ErrorKind::InvalidResponse | ErrorKind::Service
        ));
        assert_eq!(error.status(), Some(200));
        assert!(error.raw_body().is_some());
        assert!(!error.to_string().contains('\n'), "{error}");
    }
});
