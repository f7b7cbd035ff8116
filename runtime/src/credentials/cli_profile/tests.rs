use super::*;

const KEY: &str = r#""access_key_id": "id", "access_key_secret": "s3cret""#;
const ROLE: &str = r#""ram_role_arn": "acs:ram::1:role/r", "ram_session_name": "session""#;

fn provider(json: &str, name: Option<&str>) -> Result<AnyProvider, CredentialsError> {
    let source = CliProfileCredentials {
        path: PathBuf::from("/home/me/.aliyun/config.json"),
        missing_file_state: SetupState::NotSetUp,
        profile: None,
        environment: Environment::of::<&str, &str>([]),
        connections: Connections::default(),
    };
    let config = Config::parse(&source.path, json)?;
    let name = name.unwrap_or(&config.current).to_owned();
    source.provider_of(&config, &name, &mut Vec::new())
}

/// Returns the provider of a profile `p` with these fields.
fn one(fields: &str) -> Result<AnyProvider, CredentialsError> {
    provider(
        &format!(r#"{{"current": "p", "profiles": [{{"name": "p", {fields}}}]}}"#),
        None,
    )
}

fn failure(outcome: Result<AnyProvider, CredentialsError>) -> String {
    outcome.unwrap_err().chain()
}

#[tokio::test]
async fn keys_of_a_profile_are_read() {
    // A token left over from an earlier mode does not belong to the key.
    for (mode, token) in [("AK", None), ("StsToken", Some("t0ken"))] {
        let fields = format!(r#""mode": "{mode}", {KEY}, "sts_token": "t0ken""#);
        let found = one(&fields).unwrap().credentials().await.unwrap();
        assert_eq!(
            (
                found.access_key_id(),
                found.access_key_secret(),
                found.security_token()
            ),
            ("id", "s3cret", token)
        );
    }
}

#[tokio::test]
async fn key_of_the_last_login_is_used_until_it_expires() {
    for mode in ["CloudSSO", "OAuth"] {
        let found = one(&format!(
            r#""mode": "{mode}", {KEY}, "sts_token": "t0ken", "sts_expiration": 4102444800"#
        ))
        .unwrap()
        .credentials()
        .await
        .unwrap();
        let expires_at = SystemTime::UNIX_EPOCH + Duration::from_secs(4_102_444_800);
        assert_eq!(found.expires_at(), Some(expires_at));
        assert_eq!(
            (found.access_key_id(), found.security_token()),
            ("id", Some("t0ken"))
        );
    }
}

#[test]
fn role_options_are_honoured() {
    for (fields, shown) in [
        (
            format!(
                r#""mode": "RamRoleArn", {KEY}, {ROLE}, "expired_seconds": 1200, "sts_region": "cn-hangzhou", "enable_vpc": true"#
            ),
            &["\"session\"", "1200s", "https://sts-vpc.cn-hangzhou.aliyuncs.com"][..],
        ),
        (
            format!(
                r#""mode": "RamRoleArn", {KEY}, {ROLE}, "sts_region": "cn-hangzhou", "sts_endpoint": "http://127.0.0.1:9/""#
            ),
            &["\"http://127.0.0.1:9\""],
        ),
        (
            r#""mode": "OIDC", "ram_role_arn": "r", "role_session_name": "as-sdks", "oidc_provider_arn": "a", "oidc_token_file": "/t""#
                .to_owned(),
            &["as-sdks", "3600s"],
        ),
        (
            r#""mode": "External", "process_command": "tool --key 's3cret'""#.to_owned(),
            &["Process", "tool"],
        ),
    ] {
        let text = format!("{:?}", one(&fields).unwrap());
        for part in shown {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("s3cret"), "{text}");
    }
}

#[test]
fn missing_fields_and_unsupported_modes_are_named() {
    for (fields, reason) in [
        (
            r#""mode": "AK", "access_key_id": "id""#.to_owned(),
            "access_key_secret",
        ),
        (
            r#""mode": "AK", "access_key_secret": "s3cret""#.to_owned(),
            "access_key_id",
        ),
        (format!(r#""mode": "StsToken", {KEY}"#), "sts_token"),
        (format!(r#""mode": "RamRoleArn", {KEY}"#), "ram_role_arn"),
        (format!(r#""mode": "RamRoleArn", {ROLE}"#), "access_key_id"),
        (
            format!(r#""mode": "RamRoleArn", {KEY}, {ROLE}, "expired_seconds": 60"#),
            "at least 900 s",
        ),
        (
            format!(r#""mode": "ChainableRamRoleArn", {ROLE}"#),
            "source_profile",
        ),
        (format!(r#""mode": "OIDC", {ROLE}"#), "oidc_provider_arn"),
        (r#""mode": "CredentialsURI""#.to_owned(), "credentials_uri"),
        (r#""mode": "External""#.to_owned(), "process_command"),
        (
            r#""mode": "External", "process_command": "a 's3cret""#.to_owned(),
            "quote",
        ),
        (r#""mode": "CloudSSO""#.to_owned(), "has no STS key; log in"),
        (
            format!(r#""mode": "OAuth", {KEY}, "sts_expiration": 4102444800"#),
            "has no STS key; log in again with the CLI: aliyun configure --profile p --mode OAuth",
        ),
        (
            format!(r#""mode": "CloudSSO", {KEY}, "sts_token": "s3cret""#),
            "STS key has expired; log in again with the CLI",
        ),
        (
            format!(
                r#""mode": "OAuth", {KEY}, "sts_token": "s3cret", "sts_expiration": 1700000000"#
            ),
            "STS key has expired; log in",
        ),
        (
            format!(r#""mode": "OAuth", {KEY}, "sts_token": "s3cret", "sts_expiration": -1"#),
            "STS key has expired; log in",
        ),
        (r#""mode": "BearerToken""#.to_owned(), "only the CLI"),
        (
            r#""mode": "AK", "access_key_id": " id", "access_key_secret": "s3cret""#.to_owned(),
            "in /home/me/.aliyun/config.json: its access_key_id has white space",
        ),
        (
            r#""mode": "AK", "access_key_id": "id", "access_key_secret": "s3cret\n""#.to_owned(),
            "its access_key_secret has white space",
        ),
        (
            format!(r#""mode": "StsToken", {KEY}, "sts_token": "\ufeffs3cret""#),
            "its sts_token has white space",
        ),
        (KEY.to_owned(), "mode is not set"),
    ] {
        let error = failure(one(&fields));
        assert!(error.contains(reason), "{fields}: {error}");
        assert!(error.contains("profile \"p\" (mode "), "{fields}: {error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
}

#[test]
fn role_chains_work_and_cycles_are_detected() {
    let chain = |last: &str| {
        format!(
            r#"{{"profiles": [
                {{"name": "a", "mode": "ChainableRamRoleArn", {ROLE}, "source_profile": "b"}},
                {{"name": "b", "mode": "ChainableRamRoleArn", {ROLE}, "source_profile": "{last}"}},
                {{"name": "c", "mode": "AK", {KEY}}}]}}"#
        )
    };
    let text = format!("{:?}", provider(&chain("c"), Some("a")).unwrap());
    assert_eq!(text.matches("AssumeRoleCredentials").count(), 2, "{text}");
    assert!(text.contains("access_key_id: \"id\""), "{text}");

    let error = failure(provider(&chain("a"), Some("a")));
    assert!(error.contains("cycle: a -> b -> a"), "{error}");
    let error = failure(provider(&chain("b"), Some("b")));
    assert!(error.contains("cycle: b -> b"), "{error}");
    let error = failure(provider(&chain("d"), Some("a")));
    assert!(error.contains("no profile \"d\""), "{error}");
}

#[test]
fn long_chain_is_rejected() {
    let chain = |length: usize| {
        let link = |number| {
            format!(
                r#"{{"name": "{number}", "mode": "ChainableRamRoleArn", {ROLE}, "source_profile": "{}"}},"#,
                number + 1
            )
        };
        let links: String = (1..length).map(link).collect();
        format!(r#"{{"profiles": [{links} {{"name": "{length}", "mode": "AK", {KEY}}}]}}"#)
    };
    provider(&chain(16), Some("1")).unwrap();
    let error = failure(provider(&chain(17), Some("1")));
    assert!(error.contains("more than 16 profiles"), "{error}");
}

#[test]
fn invalid_files_are_not_quoted() {
    for (text, reason) in [
        ("", "line 1"),
        ("s3cret", "not JSON (line 1, column 1)"),
        ("{\"profiles\": [{\"x\": \"s3cret\"", "not JSON"),
        (r#"{"profiles": "s3cret"}"#, "does not contain profiles"),
        (
            r#"{"profiles": [{"expired_seconds": "s3cret"}]}"#,
            "does not contain profiles",
        ),
        (
            r#"{"profiles": [{"name": "other", "x": "s3cret"}]}"#,
            "no profile \"p\"",
        ),
    ] {
        let error = provider(text, Some("p")).unwrap_err();
        let text = format!("{} {error:?}", error.chain());
        assert!(text.contains(reason), "{text}");
        assert!(text.contains("config.json"), "{text}");
        assert!(!text.contains("s3cret"), "{text}");
    }
}
