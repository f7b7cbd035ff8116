use super::*;

fn source() -> IniProfileCredentials {
    IniProfileCredentials {
        paths: Vec::new(),
        missing_file_state: SetupState::NotSetUp,
        section: "default".to_owned(),
        missing_section_state: SetupState::NotSetUp,
        environment: Environment::of([("ALIBABA_CLOUD_STS_REGION", "cn-beijing")]),
        connections: Connections::default(),
    }
}

fn provider(keys: &str) -> Result<AnyProvider, CredentialsError> {
    let text = format!("[default]\n{}", keys.replace(", ", "\r\n"));
    let section = Section::find(&text, "default").unwrap_or_default();
    source().provider_of(&section, section.get("type").unwrap_or_default())
}

#[tokio::test]
async fn keys_of_a_section_are_read() {
    for (kind, token) in [
        ("\"access_key\" ; usual", None),
        ("access_key", None),
        ("sts, security_token = t0k#en==", Some("t0k#en==")),
    ] {
        let keys = format!("type = {kind}, access_key_id = id, access_key_secret = s3#cret=");
        let found = provider(&keys).unwrap().credentials().await.unwrap();
        assert_eq!(
            (
                found.access_key_id(),
                found.access_key_secret(),
                found.security_token()
            ),
            ("id", "s3#cret=", token)
        );
    }
}

#[test]
fn types_select_their_providers() {
    for (keys, shown) in [
        (
            "type = ram_role_arn, access_key_id = id, access_key_secret = s3cret, role_arn = acs:r, role_session_name = session",
            &[
                "AssumeRole",
                "acs:r",
                "\"session\"",
                "sts.cn-beijing.aliyuncs.com",
            ][..],
        ),
        (
            "type = ecs_ram_role, role_name = ecs",
            &["EcsRamRole", "Some(\"ecs\")"],
        ),
        ("type = ecs_ram_role", &["EcsRamRole", "role: None"]),
        (
            "type = oidc_role_arn, role_arn = acs:r, oidc_provider_arn = acs:o, oidc_token_file_path = /t",
            &["Oidc", "acs:r", "acs:o", "\"/t\""],
        ),
    ] {
        let text = format!("{:?}", provider(keys).unwrap());
        for part in shown {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("s3cret"), "{text}");
    }
}

#[test]
fn missing_keys_and_unsupported_types_are_named() {
    for (keys, reason) in [
        ("access_key_id = s3cret", "type is not set"),
        ("type = access_key, access_key_id = id", "access_key_secret"),
        (
            "type = sts, access_key_id = id, access_key_secret = s3cret",
            "security_token",
        ),
        (
            "type = ram_role_arn, access_key_id = id, access_key_secret = s3cret",
            "role_arn",
        ),
        ("type = oidc_role_arn, role_arn = r", "oidc_provider_arn"),
        ("type = rsa_key_pair", "not supported"),
        (
            "type = access_key, access_key_id = \" id\", access_key_secret = s3cret",
            "its access_key_id has white space",
        ),
        (
            "type = sts, access_key_id = id, access_key_secret = s3cret, security_token = 's3cret\t'",
            "its security_token has white space",
        ),
    ] {
        let error = provider(keys).unwrap_err().chain();
        assert!(error.contains(reason), "{keys}: {error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
}
