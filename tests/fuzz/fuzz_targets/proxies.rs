//! Proxy URLs and lists of exceptions with any text: nothing panics, and no error shows a password.

#![no_main]

#[path = "../../../runtime/src/transport/proxy/exceptions.rs"]
mod exceptions;

use alibabacloud_live::rpc::transport::ReqwestTransport;
use exceptions::Exceptions;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str, &str, u16)| {
    let (url, list, host, port) = input;
    let exceptions = Exceptions::parse(list);
    let contained = exceptions.contain(host, port);
    // Case, brackets and the dot at the end do not matter.
    let same = exceptions.contain(&format!("{}.", host.to_ascii_uppercase()), port);
    assert_eq!(contained, same, "{list:?} {host:?}");
    assert!(Exceptions::parse(&format!("{list},*")).contain(host, port));

    let with_password = format!("http://user:s3cret@{url}");
    for url in [url, &with_password] {
        let builder = ReqwestTransport::builder().proxy(url);
        let shown = format!("{builder:?}");
        let built = builder.build();
        let rest = url.to_ascii_lowercase().replace("user:s3cret@", "");
        // The parser of hosts could make the mark of other text.
        let could_be_made = !rest.is_ascii() || rest.contains('%');
        if !could_be_made && !rest.contains("s3cret") {
            let error = built.err().map(|error| error.to_string());
            let texts = [Some(shown), error];
            assert!(
                !texts.iter().flatten().any(|text| text.contains("s3cret")),
                "{texts:?}"
            );
        }
    }
});
