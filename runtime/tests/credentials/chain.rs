//! The default chain.

use alibabacloud_rpc::credentials::{Cached, DefaultChain, Environment};
use tracing::subscriber::NoSubscriber;

use crate::server::{RecordedRequest, Server, key};
use crate::warnings::Warnings;
use crate::{Clock, Folder, SECRET, id};

const EXPIRY: &str = "2027-01-15T14:00:00Z";

/// All sources of credentials on a machine.
struct World {
    server: Server,
    home: Folder,
    clock: Clock,
}

impl World {
    async fn new(name: &str) -> Self {
        Self::with_handler(name, all_services).await
    }

    async fn with_handler(
        name: &str,
        respond: impl Fn(&RecordedRequest) -> (u16, String) + Send + Sync + 'static,
    ) -> Self {
        Self {
            server: Server::start(respond).await,
            home: Folder::new(name),
            clock: Clock::new(),
        }
    }

    fn chain(&self, variables: &[(&str, &str)]) -> Cached<DefaultChain> {
        let home = [("HOME", self.home.path().to_str().unwrap())];
        DefaultChain::builder()
            .environment(Environment::of(home.iter().chain(variables).copied()))
            .transport(self.server.transport())
            .build()
            .clock(self.clock.reader())
    }

    fn write_cli(&self) {
        self.home.write(
            ".aliyun/config.json",
            "\u{feff}{\"current\": \"mine\", \"profiles\": [\r\n\
             {\"name\": \"other\", \"mode\": \"AK\", \"access_key_id\": \"cli-other\", \"access_key_secret\": \"s3cret\"},\r\n\
             {\"name\": \"mine\", \"mode\": \"AK\", \"access_key_id\": \"cli\", \"access_key_secret\": \"s3cret\"}]}",
        );
    }

    fn write_ini(&self, name: &str) {
        let text = "\u{feff}[default]\r\ntype = access_key # usual\r\naccess_key_id = ini\r\n\
            access_key_secret = s3cret#1\r\n[other]\r\ntype = access_key\r\naccess_key_id = ini-other\r\n\
            access_key_secret = s3cret\r\n";
        self.home.write(name, text);
    }
}

/// Responds as STS, the metadata service and a credentials URI.
fn all_services(request: &RecordedRequest) -> (u16, String) {
    match request.line().as_str() {
        "PUT /latest/api/token" => (200, "t".to_owned()),
        "GET /latest/meta-data/ram/security-credentials/" => (200, "role".to_owned()),
        "GET /latest/meta-data/ram/security-credentials/role" => (200, key("ecs", EXPIRY)),
        "GET /helper" => (200, key("uri", EXPIRY)),
        "POST /" => (200, format!(r#"{{"Credentials":{}}}"#, key("oidc", EXPIRY))),
        _ => (404, String::new()),
    }
}

fn unavailable(_: &RecordedRequest) -> (u16, String) {
    (500, "s3cret".to_owned())
}

#[tokio::test]
async fn first_provider_with_credentials_is_used() {
    let world = World::new("order").await;
    let token = world.home.write("token", "s3cret");
    world.write_cli();
    world.write_ini(".alibabacloud/credentials");
    let mut variables = vec![
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "env"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "s3cret"),
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:r"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:p"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", token.to_str().unwrap()),
        ("ALIBABA_CLOUD_CREDENTIALS_URI", "http://localhost:1/helper"),
    ];
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "env");
    assert!(world.server.take_requests().is_empty());

    variables.retain(|(name, _)| !name.contains("ACCESS_KEY"));
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "oidc");
    assert_eq!(world.server.lines(), ["POST /"]);

    variables.retain(|(name, _)| *name != "ALIBABA_CLOUD_ROLE_ARN");
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "cli");
    variables.push(("ALIBABA_CLOUD_PROFILE", "other"));
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "cli-other");

    variables.push(("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "1"));
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "ini-other");
    variables.retain(|(name, _)| *name != "ALIBABA_CLOUD_PROFILE");
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "ini");
    assert!(world.server.take_requests().is_empty());

    variables.push(("ALIBABA_CLOUD_CREDENTIALS_FILE", "/no/such/file"));
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "ecs");

    variables.push(("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"));
    world.server.take_requests();
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "uri");
    assert_eq!(world.server.lines(), ["GET /helper"]);
}

#[tokio::test]
async fn both_names_of_the_ini_file_and_variables_for_the_files_work() {
    let world = World::new("files").await;
    world.write_ini(".alibabacloud/credentials.ini");
    assert_eq!(id(&world.chain(&[])).await.unwrap(), "ini");
    world.write_ini("elsewhere");
    let path = world.home.path().join("elsewhere");
    let variables = [
        ("ALIBABA_CLOUD_CREDENTIALS_FILE", path.to_str().unwrap()),
        ("ALIBABA_CLOUD_PROFILE", "other"),
    ];
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "ini-other");
    world.write_cli();
    let path = world.home.path().join(".aliyun/config.json");
    std::fs::rename(&path, world.home.path().join("cli")).unwrap();
    let path = world.home.path().join("cli");
    let variables = [("ALIBABA_CLOUD_CONFIG_FILE", path.to_str().unwrap())];
    assert_eq!(id(&world.chain(&variables)).await.unwrap(), "cli");
}

#[tokio::test]
async fn total_failure_lists_each_reason_and_the_next_call_retries_all() {
    let world = World::with_handler("failure", unavailable).await;
    let chain = world.chain(&[(
        "ALIBABA_CLOUD_CREDENTIALS_URI",
        "http://localhost:1/?s3cret",
    )]);
    let error = id(&chain).await.unwrap_err();
    let home = world.home.path().display();
    assert_eq!(
        error.split("; ").collect::<Vec<_>>(),
        [
            "environment: ALIBABA_CLOUD_ACCESS_KEY_ID is not set".to_owned(),
            "OIDC: ALIBABA_CLOUD_ROLE_ARN is not set".to_owned(),
            format!("CLI profile: the CLI configuration {home}/.aliyun/config.json does not exist"),
            format!(
                "ini profile: the credentials file {home}/.alibabacloud/credentials does not exist"
            ),
            "ECS RAM role: the metadata service returned status 500".to_owned(),
            "credentials URI: the credentials URI (host localhost:1) returned status 500"
                .to_owned(),
        ]
    );
    world.write_ini(".alibabacloud/credentials");
    assert_eq!(id(&chain).await.unwrap(), "ini");
}

#[tokio::test]
async fn chosen_provider_does_not_change() {
    let world = World::new("chosen").await;
    let chain = world.chain(&[]);
    assert_eq!(id(&chain).await.unwrap(), "ecs");
    // A file that appears later does not change the identity of the program.
    world.write_cli();
    world.clock.pass(24 * 3600);
    world.server.take_requests();
    assert_eq!(id(&chain).await.unwrap(), "ecs");
    assert_eq!(world.server.take_requests().len(), 3);
}

#[tokio::test]
async fn error_of_the_chosen_provider_names_it() {
    let world = World::new("failing").await;
    let token = world.home.write("token", "s3cret");
    let chain = world.chain(&[
        ("ALIBABA_CLOUD_ROLE_ARN", "acs:r"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:p"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", token.to_str().unwrap()),
    ]);
    assert_eq!(id(&chain).await.unwrap(), "oidc");
    std::fs::remove_file(&token).unwrap();
    world.clock.pass(24 * 3600);
    world.server.take_requests();
    let error = id(&chain).await.unwrap_err();
    assert!(error.starts_with("OIDC: the OIDC token file"), "{error}");
    assert!(
        world.server.take_requests().is_empty(),
        "another provider was used"
    );
}

#[tokio::test]
async fn change_of_identity_is_logged_once() {
    const CLI: &str = ".aliyun/config.json";
    const INI: &str = ".alibabacloud/credentials";
    const CLOUD_SSO: &str = r#"{"current":"sso","profiles":[{"name":"sso","mode":"CloudSSO","access_token":"s3cret"}]}"#;
    const KEY: &str = "[default]\ntype = access_key\naccess_key_id = ini\naccess_key_secret = s3cret\n\
        [named]\ntype = access_key\naccess_key_id = named\naccess_key_secret = s3cret\n";
    const EMPTY: &str = r#"{"profiles":[]}"#;

    type Files = &'static [(&'static str, &'static str)];
    type Variables = &'static [(&'static str, &'static str)];
    type ExpectedWarnings = &'static [&'static [&'static str]];
    let cases: &[(Files, Variables, &str, ExpectedWarnings)] = &[
        // No configured source is skipped, so there is no warning.
        (&[], &[], "ecs", &[]),
        (&[(CLI, EMPTY), (INI, "[other]")], &[], "ecs", &[]),
        (
            &[(INI, KEY)],
            &[("ALIBABA_CLOUD_ROLE_ARN", "acs:r")],
            "ini",
            &[],
        ),
        (
            &[(CLI, CLOUD_SSO), (INI, KEY)],
            &[("ALIBABA_CLOUD_PROFILE", "named")],
            "named",
            &[],
        ),
        (
            &[(CLI, CLOUD_SSO), (INI, KEY)],
            &[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")],
            "ini",
            &[],
        ),
        // An ID without its secret, and two of the three OIDC variables.
        (
            &[(INI, KEY)],
            &[
                ("ALIBABA_CLOUD_ACCESS_KEY_ID", "id"),
                ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", ""),
                ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:p"),
                ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/t"),
            ],
            "ini",
            &[
                &[
                    "\"environment\"",
                    "ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set",
                    "used=\"ini profile\"",
                ],
                &[
                    "\"OIDC\"",
                    "ALIBABA_CLOUD_ROLE_ARN is not set",
                    "used=\"ini profile\"",
                ],
            ],
        ),
        // Files that are invalid, have an unsupported mode or do not exist.
        (
            &[(CLI, "{s3cret"), (INI, "[default]\ntype = s3cret!")],
            &[],
            "ecs",
            &[
                &[
                    "\"CLI profile\"",
                    "is not JSON (line 1",
                    "used=\"ECS RAM role\"",
                ],
                &["\"ini profile\"", "not supported", "used=\"ECS RAM role\""],
            ],
        ),
        (
            &[(CLI, CLOUD_SSO)],
            &[],
            "ecs",
            &[&["\"CLI profile\"", "CloudSSO"]],
        ),
        (
            &[(INI, KEY)],
            &[("ALIBABA_CLOUD_CREDENTIALS_FILE", "/no/such/file")],
            "ecs",
            &[&["\"ini profile\"", "/no/such/file does not exist"]],
        ),
        // An unknown profile name.
        (
            &[(CLI, EMPTY), (INI, KEY)],
            &[("ALIBABA_CLOUD_PROFILE", "nobody")],
            "ecs",
            &[
                &["\"CLI profile\"", "no profile \\\"nobody\\\""],
                &["\"ini profile\"", "no section \\\"nobody\\\""],
            ],
        ),
        // A variable with an invalid boolean.
        (
            &[(INI, KEY)],
            &[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "maybe")],
            "ini",
            &[&[
                "\"CLI profile\"",
                "ALIBABA_CLOUD_CLI_PROFILE_DISABLED is",
                "true, 1",
            ]],
        ),
    ];
    // With a single subscriber, a callsite first reached by a thread without one stays off for all
    // threads.
    let _other = tracing::Dispatch::new(NoSubscriber::new());
    let warnings = Warnings::default();
    let _collecting = tracing::subscriber::set_default(warnings.clone());
    for (index, (files, variables, expected, expected_warnings)) in cases.iter().enumerate() {
        let world = World::new(&format!("warnings-{index}")).await;
        for (path, text) in *files {
            world.home.write(path, text);
        }
        let chain = world.chain(variables);
        assert_eq!(&id(&chain).await.unwrap(), expected, "{index}");
        let taken = warnings.take();
        assert_eq!(taken.len(), expected_warnings.len(), "{index}: {taken:?}");
        for (warning, parts) in taken.iter().zip(*expected_warnings) {
            assert!(!warning.contains(SECRET), "{index}: {warning}");
            for part in *parts {
                assert!(
                    warning.contains(part),
                    "{index}: {part} is not in {warning}"
                );
            }
        }
        world.clock.pass(24 * 3600);
        id(&chain).await.unwrap();
        assert!(warnings.take().is_empty(), "{index}");
    }
}
