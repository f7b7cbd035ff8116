//! Profiles of the CLI: the requests they send and the credentials they return.

use alibabacloud_rpc::credentials::{Cached, CliProfileCredentials, ProvideCredentials};

use crate::server::{RecordedRequest, Server, key};
use crate::{Folder, id, no_variables};

const EXPIRY: &str = "2099-01-01T00:00:00Z";
const ROLE: &str =
    r#""ram_role_arn": "acs:r", "ram_session_name": "session", "external_id": "outside""#;

/// Responds as STS, the metadata service and a credentials URI. STS names a key after the AccessKey
/// ID that signed the request.
fn all_services(request: &RecordedRequest) -> (u16, String) {
    match request.line().as_str() {
        "PUT /latest/api/token" => (200, "t".to_owned()),
        "GET /latest/meta-data/ram/security-credentials/ecs-role" => (200, key("ecs", EXPIRY)),
        "GET /helper" => (200, key("uri", EXPIRY)),
        "POST /" => {
            let signer = signer(request).unwrap_or("oidc");
            let key = key(&format!("role-of-{signer}"), EXPIRY);
            (200, format!(r#"{{"Credentials":{key}}}"#))
        }
        _ => (404, String::new()),
    }
}

fn signer(request: &RecordedRequest) -> Option<&str> {
    let (_, rest) = request.header("authorization")?.split_once("Credential=")?;
    Some(rest.split_once(',')?.0)
}

struct World {
    server: Server,
    folder: Folder,
}

impl World {
    async fn new(name: &str) -> Self {
        Self {
            server: Server::start(all_services).await,
            folder: Folder::new(name),
        }
    }

    /// Returns the provider of profile `p`, which has the given fields, in a file with other
    /// profiles.
    fn provider(&self, fields: &str) -> Cached<CliProfileCredentials> {
        let text = format!(
            r#"{{"current": "p", "profiles": [{{"name": "p", {fields}}},
                {{"name": "key", "mode": "AK", "access_key_id": "long", "access_key_secret": "s3cret"}},
                {{"name": "middle", "mode": "ChainableRamRoleArn", {ROLE}, "source_profile": "key"}}]}}"#
        );
        CliProfileCredentials::builder()
            .file(self.folder.write("config.json", &text))
            .environment(no_variables())
            .transport(self.server.transport())
            .build()
            .unwrap()
    }
}

#[tokio::test]
async fn roles_are_assumed_with_the_key_of_the_profile() {
    let world = World::new("cli-role").await;
    for (key_id, sent) in [("long", None), ("STS.short", Some("t0ken"))] {
        // Only a key issued by STS has a token; that of the other key is left over from an earlier
        // mode.
        let provider = world.provider(&format!(
            r#""mode": "RamRoleArn", {ROLE}, "access_key_id": "{key_id}", "access_key_secret": "s3cret",
                "sts_token": "t0ken", "sts_region": "cn-hangzhou", "expired_seconds": 900, "policy": "{{}}""#
        ));
        assert_eq!(id(&provider).await.unwrap(), format!("role-of-{key_id}"));
        let requests = world.server.take_requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(
            requests[0].header("host"),
            Some("sts.cn-hangzhou.aliyuncs.com")
        );
        assert_eq!(requests[0].header("x-acs-security-token"), sent);
        assert_eq!(
            requests[0].body,
            "DurationSeconds=900&ExternalId=outside&Policy=%7B%7D&RoleArn=acs%3Ar&RoleSessionName=session"
        );
    }
}

#[tokio::test]
async fn source_profiles_can_be_chained() {
    let world = World::new("cli-chain").await;
    let provider = world.provider(&format!(
        r#""mode": "ChainableRamRoleArn", {ROLE}, "source_profile": "middle""#
    ));
    assert_eq!(id(&provider).await.unwrap(), "role-of-role-of-long");
    let requests = world.server.take_requests();
    let signers: Vec<_> = requests.iter().filter_map(signer).collect();
    assert_eq!(signers, ["long", "role-of-long"]);
    assert_eq!(
        requests[1].header("x-acs-security-token"),
        Some("s3cret-token")
    );
}

#[tokio::test]
async fn other_modes_use_the_provider_they_name() {
    let world = World::new("cli-modes").await;
    let token = world.folder.write("token", "s3cret");
    for (fields, found, lines) in [
        (
            r#""mode": "EcsRamRole", "ram_role_name": "ecs-role""#.to_owned(),
            "ecs",
            &[
                "PUT /latest/api/token",
                "GET /latest/meta-data/ram/security-credentials/ecs-role",
            ][..],
        ),
        (
            r#""mode": "CredentialsURI", "credentials_uri": "http://localhost:1/helper""#
                .to_owned(),
            "uri",
            &["GET /helper"],
        ),
        (
            format!(
                r#""mode": "OIDC", {ROLE}, "oidc_provider_arn": "acs:p", "oidc_token_file": {:?}"#,
                token.to_str().unwrap()
            ),
            "role-of-oidc",
            &["POST /"],
        ),
    ] {
        assert_eq!(id(&world.provider(&fields)).await.unwrap(), found);
        assert_eq!(world.server.lines(), lines);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn external_command_is_run() {
    let world = World::new("cli-external").await;
    let script = world.folder.write(
        "tool",
        r#"echo "{\"mode\":\"AK\",\"access_key_id\":\"$1\",\"access_key_secret\":\"s3cret\"}""#,
    );
    let provider = world.provider(&format!(
        r#""mode": "External", "process_command": "sh {} 'of the tool'""#,
        script.display()
    ));
    let found = provider.credentials().await.unwrap();
    assert_eq!(found.access_key_id(), "of the tool");
    assert!(world.server.take_requests().is_empty());
}
