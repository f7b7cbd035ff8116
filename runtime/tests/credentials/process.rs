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
        (
            "echo 'login has expired' >&2; echo 'run login' >&2; exit 3",
            "exited with status 3; its standard error says: login has expired run login",
        ),
        (
            "echo 'secret: s3cret' >&2; exit 1",
            "standard error says: secret: ***",
        ),
        (
            "echo 'not today' >&2; echo {}",
            "an AccessKey ID; its standard error says: not today",
        ),
        (
            "echo oops >&2; kill -9 $$",
            "by a signal; its standard error says: oops",
        ),
        (
            "head -c 100000 /dev/zero | tr '\\0' x >&2; exit 4",
            "exited with status 4",
        ),
        ("kill -9 $$", "terminated by a signal"),
        ("head -c 70000 /dev/zero", "too much output"),
        ("yes", "too much output"),
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
async fn child_that_holds_the_output_delays_only_briefly() {
    let json = r#"{"mode":"AK","access_key_id":"i","access_key_secret":"s3cret"}"#;
    for (script, outcome) in [
        (
            format!("echo '{json}'; sleep 25 & exit 0"),
            Ok("i".to_owned()),
        ),
        // What the child writes soon is read.
        (
            format!("(sleep 0.1; echo '{json}') & exit 0"),
            Ok("i".to_owned()),
        ),
        (
            "echo why >&2; sleep 25 & exit 3".to_owned(),
            Err("status 3; its standard error says: why"),
        ),
    ] {
        let threads = threads();
        let started = Instant::now();
        let found = id(&shell(&script).build().unwrap()).await;
        assert!(started.elapsed() < Duration::from_secs(5), "{script}");
        match outcome {
            Ok(id) => assert_eq!(found.unwrap(), id),
            Err(reason) => assert!(found.unwrap_err().contains(reason)),
        }
        assert_eq!(self::threads(), threads);
    }
}

/// Returns how many threads are named like those of the provider.
fn threads() -> usize {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else {
        return 0;
    };
    let names =
        tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names
        .filter(|name| name.starts_with("credentials-pro"))
        .count()
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
