//! Credentials printed by an external program.

use std::time::{Duration, Instant};

use alibabacloud_rpc::credentials::{ProcessBuilder, ProcessCredentials, ProvideCredentials};

use crate::{Folder, id};

fn shell(script: &str) -> ProcessBuilder {
    ProcessCredentials::builder("sh").args(["-c", script])
}

#[tokio::test]
async fn both_modes_are_read() {
    let script = r#"echo '{"mode":"StsToken","access_key_id":"i","access_key_secret":"s3cret",
        "sts_token":"t","expiration":"2099-01-01T00:00:00Z"}'; echo s3cret >&2"#;
    let found = shell(script).build().unwrap().credentials().await.unwrap();
    assert_eq!(
        (found.access_key_id(), found.security_token()),
        ("i", Some("t"))
    );
    assert!(found.expires_at().is_some());

    let script = r#"echo '{"mode":"AK","access_key_id":"i","access_key_secret":"s3cret"}'"#;
    let found = shell(script).build().unwrap().credentials().await.unwrap();
    assert_eq!((found.access_key_id(), found.security_token()), ("i", None));
    assert_eq!(found.expires_at(), None);
}

#[tokio::test]
async fn errors_do_not_quote_the_output() {
    for (script, reason) in [
        ("echo s3cret", "as JSON"),
        ("true", "as JSON"),
        ("echo s3cret; exit 3", "exited with status 3"),
        ("kill -9 $$", "terminated by a signal"),
        ("head -c 70000 /dev/zero", "too much output"),
        (
            r#"echo '{"mode":"s3cret","access_key_id":"i"}'"#,
            "neither AK nor StsToken",
        ),
        (
            r#"echo '{"mode":"StsToken","access_key_id":"i","access_key_secret":"s3cret"}'"#,
            "without a security token",
        ),
        (
            r#"echo '{"mode":"AK","access_key_id":"s3cret"}'"#,
            "without an AccessKey secret",
        ),
    ] {
        let error = id(&shell(script).build().unwrap()).await.unwrap_err();
        assert!(error.contains(reason), "{script}: {error}");
        assert!(error.contains("the program sh"), "{error}");
    }
    let provider = ProcessCredentials::builder("no-such-program")
        .build()
        .unwrap();
    let error = id(&provider).await.unwrap_err();
    assert!(error.contains("no-such-program cannot be run"), "{error}");
    ProcessCredentials::builder("").build().unwrap_err();
}

#[tokio::test]
async fn slow_program_is_killed() {
    let folder = Folder::new("process-slow");
    let script = format!("sleep 0.4; touch {}/lived", folder.path().display());
    let limit = Duration::from_millis(50);
    let started = Instant::now();
    let provider = shell(&script).time_limit(limit).build().unwrap();
    let error = id(&provider).await.unwrap_err();
    assert!(error.contains("longer than 50ms"), "{error}");
    assert!(started.elapsed() < Duration::from_millis(350));
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!(!folder.path().join("lived").exists());
}

#[tokio::test]
async fn cancelled_caller_kills_the_program() {
    let folder = Folder::new("process-dropped");
    let script = format!("sleep 0.4; touch {}/lived", folder.path().display());
    let provider = shell(&script).build().unwrap();
    let waited = tokio::time::timeout(Duration::from_millis(50), provider.credentials()).await;
    assert!(waited.is_err());
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert!(!folder.path().join("lived").exists());
}
