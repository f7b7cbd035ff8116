//! Credentials files with any text: each profile results in a provider or an error, requests to STS
//! are valid, and secrets are neither printed nor sent. The target uses no network, reads no files
//! and runs no programs.

#![no_main]

use std::fmt::Debug;

use alibabacloud_live::rpc::credentials::{
    CliProfileCredentials, IniProfileCredentials, ProvideCredentials,
};
use libfuzzer_sys::fuzz_target;
use live_fuzz::{Issuer, decoded, fetch_credentials};
use serde_json::Value;

/// Marks a secret. If it also occurs in another field, it may be printed.
const SECRET: &str = "s3cret";

fuzz_target!(|text: &str| {
    let issuer = Issuer::default();
    match CliProfileCredentials::providers(text, issuer.clone()) {
        Ok(providers) => {
            let check = Check {
                issuer: &issuer,
                secret: json_has_mark_only_in_secrets(text),
            };
            for provider in providers {
                match provider {
                    Ok(provider) => check.check_provider(&*provider),
                    Err(error) => check.check_printed(&error, &error),
                }
            }
        }
        Err(error) => assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}"),
    }

    let check = Check {
        issuer: &issuer,
        secret: ini_has_mark_only_in_secrets(text),
    };
    let titles = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix('[')?.split(']').next());
    for section in titles.map(str::trim).chain(["default"]) {
        match IniProfileCredentials::provider_in(text, section, issuer.clone()) {
            Ok(provider) => check.check_provider(&*provider),
            Err(error) => check.check_printed(&error, &error),
        }
    }
});

struct Check<'a> {
    issuer: &'a Issuer,
    /// Whether the mark occurs only in secret fields.
    secret: bool,
}

impl Check<'_> {
    fn check_provider(&self, provider: &dyn ProvideCredentials) {
        let shown = format!("{provider:?}");
        self.check_printed(&shown, &"");
        // These providers, or the source of a role, would run a program or read a file.
        if shown.contains("ProcessCredentials") || shown.contains("OidcCredentials") {
            return;
        }
        let (outcome, sent) = fetch_credentials(provider, self.issuer);
        match outcome {
            Ok(credentials) => {
                self.check_printed(&provider.name(), &credentials);
                assert!(!credentials.access_key_id().is_empty());
                assert!(!credentials.access_key_secret().is_empty());
            }
            Err(error) => self.check_printed(&error, &error),
        }
        for request in sent {
            self.check_request(&request);
        }
    }

    fn check_request(&self, request: &http::Request<bytes::Bytes>) {
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
        self.check_printed(&"", &sent);
    }

    /// Checks that printed text does not contain the secret.
    fn check_printed(&self, display: &dyn std::fmt::Display, debug: &dyn Debug) {
        let shown = format!("{display} {debug:?} {debug:#?}");
        assert!(!(self.secret && shown.contains(SECRET)), "{shown}");
    }
}

fn json_has_mark_only_in_secrets(text: &str) -> bool {
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

fn ini_has_mark_only_in_secrets(text: &str) -> bool {
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
