//! Calls an HTTPS endpoint once, trusting the authority in a PEM file: `live-tls ENDPOINT [FILE]`.
//! `.ci/run` builds it once for each TLS library.

use std::error::Error;

use alibabacloud_live::blocking::Client;
use alibabacloud_live::rpc::RetryPolicy;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let endpoint = arguments.next().ok_or("the endpoint is missing")?;
    let mut client = Client::builder()
        .endpoint(endpoint)
        .access_key("id", "secret")
        .retry_policy(RetryPolicy::off());
    if let Some(file) = arguments.next() {
        client = client.root_certificate(std::fs::read(file)?);
    }
    client.build()?.describe_live_stream_monitor_list().send()?;
    println!("success");
    Ok(())
}
