//! Sets up an ingest domain and a streaming domain, and where the service reports their streams.
//!
//! It shows a waiter, error codes of several operations in one function, and how such a program is
//! made safe to run again: each step first looks, or accepts that it was done before. Run it
//! against the emulator, which prints the variables to export first, such as
//! `ALIBABA_CLOUD_LIVE_ENDPOINT=http://127.0.0.1:8086`. Without them, it calls the service.
//!
//! ```text
//! cargo run -p alibabacloud-live-emulator -- --port 8086 --answers examples/domain-set-up/answers.json
//! cargo run -p live-examples --bin domain-set-up -- push.example.com play.example.com
//! ```

#![expect(clippy::print_stdout, reason = "the program prints what it does")]

use std::process::ExitCode;
use std::time::Duration;

use alibabacloud_live::callbacks::SetLiveStreamsNotifyUrlConfigErrorCode as NotifyCode;
use alibabacloud_live::domains::{
    AddLiveDomainErrorCode as AddCode, AddLiveDomainMappingErrorCode as MappingCode,
    DescribeLiveUserDomainsDomainSearchType as Search, LiveDomainType,
};
use alibabacloud_live::{Client, Error};
use clap::Parser;

/// Set up the domains of a live streaming site. May be run again.
#[derive(Parser)]
#[command(after_help = "\
Examples:
  domain-set-up push.example.com play.example.com
  domain-set-up push.example.com play.example.com --notify https://example.com/streams")]
struct Arguments {
    /// Domain that streams are pushed to.
    ingest: String,
    /// Domain that streams are played from.
    streaming: String,
    /// Region of the live centre.
    #[arg(long, default_value = "cn-shanghai")]
    region: String,
    /// URL that is notified when streams start and end.
    #[arg(long)]
    notify: Option<String>,
    /// First pause between two looks at a domain that is being set up.
    #[arg(long, default_value = "10s", value_parser = humantime::parse_duration)]
    interval: Duration,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", explain(&error));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Error> {
    let client = Client::from_env()?;
    set_up(&client, arguments, |step| println!("{step}")).await
}

/// Adds to the codes that people can do something about what that is.
fn explain(error: &Error) -> String {
    let advice = match error.code_as() {
        Some(AddCode::DomainOwnerVerifyFail) => "prove first that the domain is yours",
        Some(AddCode::DomainNotRecordedAliyun) => "the domain needs an ICP filing",
        _ if error.is(MappingCode::InvalidPushDomain) => "the first domain is not for ingest",
        _ if error.is_timeout() => "run the program again to continue",
        _ => return error.to_string(),
    };
    format!("{error}; {advice}")
}

/// Does what is still to be done, and reports each step.
async fn set_up(
    client: &Client,
    arguments: &Arguments,
    mut report: impl FnMut(String),
) -> Result<(), Error> {
    let (ingest, streaming) = (&arguments.ingest, &arguments.streaming);
    let domains = [
        (ingest, LiveDomainType::Ingest),
        (streaming, LiveDomainType::Streaming),
    ];
    for (domain, kind) in domains.clone() {
        // The documentation has no code for a domain that was added before, so look for it.
        let listed = client.describe_live_user_domains().domain_name(domain);
        let listed = listed.domain_search_type(Search::Exact).send().await?;
        if listed.domains.is_empty() {
            let add = client.add_live_domain().domain_name(domain);
            let add = add.live_domain_type(kind).region(&arguments.region);
            add.await?;
            report(format!("added {domain}"));
        }
    }
    // Only now, so that the service sets up both at the same time.
    for (domain, _) in domains {
        let listed = client.describe_live_user_domains().domain_name(domain);
        let listed = listed.until_online().interval(arguments.interval).await?;
        for cname in listed.domains.into_iter().filter_map(|domain| domain.cname) {
            report(format!("{domain} is online; its CNAME record is {cname}"));
        }
    }

    let mapped = client.describe_live_domain_mapping();
    let mapped = mapped.domain_name(streaming).await?.live_domain_models;
    if mapped
        .iter()
        .all(|it| it.domain_name.as_ref() != Some(ingest))
    {
        let map = client.add_live_domain_mapping();
        map.push_domain(ingest).pull_domain(streaming).await?;
        report(format!("mapped {streaming} to {ingest}"));
    }

    if let Some(url) = &arguments.notify {
        let notify = client.set_live_streams_notify_url_config();
        match notify.domain_name(ingest).notify_url(url).await {
            Ok(_) => report(format!("set the notifications of {ingest}")),
            Err(error) if error.is(NotifyCode::ConfigAlreadyExists) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
