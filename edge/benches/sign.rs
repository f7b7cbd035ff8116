//! Compares signing a URL and verifying with the bare MD5 of the same text.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alibabacloud_live_edge::callback::CallbackVerifier;
use alibabacloud_live_edge::url::{IngestUrl, UrlSigner};
use divan::{AllocProfiler, Bencher, black_box};
use md5::{Digest, Md5};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn url() -> IngestUrl {
    let builder = IngestUrl::builder().domain("push.example.com");
    builder.app("live").stream("camera-1").build().unwrap()
}

/// What the token of the URL is computed over. A text of this length is one block of MD5 and a
/// second for its end.
const SIGNED: &str = "/live/camera-1-1740562218-0-0-exampleKeyOf30Characters123456";

#[divan::bench]
fn bare_md5(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Md5::digest(black_box(SIGNED)));
}

/// Signs a URL that is built already.
#[divan::bench]
fn sign(bencher: Bencher<'_, '_>) {
    let signer = UrlSigner::new("exampleKeyOf30Characters123456").unwrap();
    let (url, time) = (url(), UNIX_EPOCH + Duration::from_secs(1_740_562_218));
    bencher.bench_local(|| signer.sign_at(black_box(&url), time).unwrap());
}

/// Builds and signs a URL, with a look at the clock.
#[divan::bench]
fn build_and_sign(bencher: Bencher<'_, '_>) {
    let signer = UrlSigner::new("exampleKeyOf30Characters123456").unwrap();
    bencher.bench_local(|| signer.sign(&black_box(url())).unwrap());
}

#[divan::bench]
fn verify(bencher: Bencher<'_, '_>) {
    let signer = UrlSigner::new("exampleKeyOf30Characters123456").unwrap();
    let signed = signer.sign(&url()).unwrap();
    let now = SystemTime::now();
    bencher.bench_local(|| signer.verify_at(black_box(signed.as_str()), now).unwrap());
}

/// Verifies a callback, whose signature is an MD5 of fewer blocks than that of a URL.
#[divan::bench]
fn verify_callback(bencher: Bencher<'_, '_>) {
    let verifier = CallbackVerifier::for_ingest_domain("push.example.com", "exampleKey123456");
    let verifier = verifier.unwrap();
    let now = SystemTime::now();
    let signed = verifier.sign_at(now);
    let [timestamp, signature] = [signed.timestamp(), signed.signature()];
    bencher.bench_local(|| {
        verifier
            .verify_at(black_box(timestamp), signature, now)
            .unwrap()
    });
}
