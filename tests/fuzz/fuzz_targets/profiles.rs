//! Files of credentials with any text: each profile leads to a provider or to an error, what is asked of STS is a proper
//! session, and secrets are neither shown nor sent. Nothing leaves the process, no file is read and no program run.

#![no_main]

use std::fmt::Debug;

use alibabacloud_live::rpc::credentials::{
    CliProfileCredentials, IniProfileCredentials, ProvideCredentials,
};
use libfuzzer_sys::fuzz_target;
use live_fuzz::{Issuer, decoded, issued};
use serde_json::Value;

/// What secrets are told by. Where it stands in another field too, it may be shown.
const SECRET: &str = "s3cret";

fuzz_target!(|text: &str| {
    let issuer = Issuer::default();
    match CliProfileCredentials::providers(text, issuer.clone()) {
        Ok(providers) => {
            let check = Check {
                issuer: &issuer,
                secret: json_holds_it_as_secret_alone(text),
            };
            for provider in providers {
                match provider {
                    Ok(provider) => check.provider(&*provider),
                    Err(error) => check.shown(&error, &error),
                }
            }
        }
        Err(error) => assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}"),
    }

    let check = Check {
        issuer: &issuer,
        secret: ini_holds_it_as_secret_alone(text),
    };
    let titles = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix('[')?.split(']').next());
    for section in titles.map(str::trim).chain(["default"]) {
        match IniProfileCredentials::provider_in(text, section, issuer.clone()) {
            Ok(provider) => check.provider(&*provider),
            Err(error) => check.shown(&error, &error),
        }
    }
});

struct Check<'a> {
    issuer: &'a Issuer,
    /// Whether what holds the mark is a secret.
    secret: bool,
}

impl Check<'_> {
    fn provider(&self, provider: &dyn ProvideCredentials) {
        let shown = format!("{provider:?}");
        self.shown(&shown, &"");
        // Those, or what they assume a role with, would run a program or read a file.
        if shown.contains("ProcessCredentials") || shown.contains("OidcCredentials") {
            return;
        }
        let (outcome, sent) = issued(provider, self.issuer);
        match outcome {
            Ok(credentials) => {
                self.shown(&provider.name(), &credentials);
                assert!(!credentials.access_key_id().is_empty());
                assert!(!credentials.access_key_secret().is_empty());
            }
            Err(error) => self.shown(&error, &error),
        }
        for request in sent {
            self.request(&request);
        }
    }

    fn request(&self, request: &http::Request<bytes::Bytes>) {
        if request.headers().get("x-acs-action").is_none() {
            return;
        }
        let host = request.uri().host().unwrap_or_default();
        assert_eq!(request.uri().scheme_str(), Some("https"));
        assert!(
            host.starts_with("sts") && host.ends_with(".aliyuncs.com"),
            "{host}"
        );
        let body = std::str::from_utf8(request.body()).expect("a form");
        let mut sent = decoded(request.uri().query().unwrap_or_default());
        sent.extend(decoded(body));
        let find = |name| {
            let found = sent.iter().find(|(other, _)| other == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        let seconds: u64 = find("DurationSeconds").parse().expect("a number");
        assert!(seconds >= 900, "{seconds}");
        let name = find("RoleSessionName");
        assert!((2..=64).contains(&name.len()) && name.is_ascii(), "{name}");
        assert!(!find("RoleArn").is_empty());
        self.shown(&"", &sent);
    }

    /// Looks for the secret in what is shown to people.
    fn shown(&self, display: &dyn std::fmt::Display, debug: &dyn Debug) {
        let shown = format!("{display} {debug:?} {debug:#?}");
        assert!(!(self.secret && shown.contains(SECRET)), "{shown}");
    }
}

fn json_holds_it_as_secret_alone(text: &str) -> bool {
    let Ok(mut config) = serde_json::from_str::<Value>(text) else {
        return false;
    };
    let profiles = config.get_mut("profiles").and_then(Value::as_array_mut);
    for profile in profiles.into_iter().flatten() {
        for name in ["access_key_secret", "sts_token"] {
            if let Some(secret) = profile.get_mut(name) {
                *secret = Value::Null;
            }
        }
    }
    !config.to_string().contains(SECRET)
}

fn ini_holds_it_as_secret_alone(text: &str) -> bool {
    let is_secret = |line: &str| {
        line.split_once('=').is_some_and(|(name, _)| {
            ["access_key_secret", "security_token"]
                .iter()
                .any(|secret| name.trim().eq_ignore_ascii_case(secret))
        })
    };
    text.lines()
        .all(|line| !line.contains(SECRET) || is_secret(line))
}
