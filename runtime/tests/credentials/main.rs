//! Credential providers against local servers, with their own clock and environment.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod cache;
mod chain;
mod cli_profile;
mod ecs_ram_role;
#[cfg(unix)]
mod process;
mod server;
mod sts;
mod uri;
mod warnings;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alibabacloud_rpc::credentials::{
    Credentials, CredentialsError, Environment, ProvideCredentials,
};

/// Must not appear in any error or `Debug` output.
const SECRET: &str = "s3cret";

/// A clock that only moves when a test moves it.
#[derive(Clone)]
struct Clock(Arc<AtomicU64>);

impl Clock {
    fn new() -> Self {
        Self(Arc::new(AtomicU64::new(1_800_000_000)))
    }

    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.0.load(Ordering::SeqCst))
    }

    fn pass(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    fn reader(&self) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let clock = self.clone();
        move || clock.now()
    }
}

/// A temporary folder, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("credentials-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn no_variables() -> Environment {
    Environment::of::<&str, &str>([])
}

/// Returns the messages of an error and its sources, and checks that neither they nor `Debug`
/// output contain the secret.
fn error_chain(error: &CredentialsError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    let all = format!("{text} {error:?}");
    assert!(!all.contains(SECRET), "{all}");
    text
}

/// Returns the AccessKey ID that a provider supplies, or the messages of its error.
async fn id(provider: &dyn ProvideCredentials) -> Result<String, String> {
    let access_key_id = |credentials: Credentials| credentials.access_key_id().to_owned();
    let found = provider.credentials().await;
    assert!(!format!("{provider:?} {found:?}").contains(SECRET));
    found
        .map(access_key_id)
        .map_err(|error| error_chain(&error))
}
