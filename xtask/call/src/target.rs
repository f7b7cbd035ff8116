//! Where the call goes, and with which credentials.

use std::error::Error;
use std::sync::Arc;

use alibabacloud_live_emulator::Emulator;
use alibabacloud_rpc::credentials::{
    CliProfileCredentials, Credentials, DefaultChain, ProvideCredentials,
};
use alibabacloud_rpc::endpoint::Endpoint;

use crate::order::Order;

/// Where an emulator is expected that the program does not start itself.
pub(crate) const LOCAL: &str = "http://127.0.0.1:8086";

/// How to start an emulator there.
pub(crate) const START_LOCAL: &str =
    "`cargo run -p alibabacloud-live-emulator -- --port 8086` starts an emulator";

/// Where the call goes.
pub(crate) struct Target {
    /// The address, unless the region decides it.
    pub(crate) endpoint: Option<String>,
    /// The emulator that runs for this call.
    pub(crate) emulator: Option<Emulator>,
}

impl Target {
    /// Decides where the call goes, and starts an emulator if it goes there.
    pub(crate) async fn of(order: &Order) -> Result<Self, Box<dyn Error>> {
        if order.endpoint.is_some() || order.live {
            return Ok(Self {
                endpoint: order.endpoint.clone(),
                emulator: None,
            });
        }
        if order.profile.is_some() {
            return Err("an emulator needs no profile: add `--live` or `--endpoint`".into());
        }
        if order.dry_run || order.curl {
            return Ok(Self {
                endpoint: Some(LOCAL.to_owned()),
                emulator: None,
            });
        }
        let emulator = Emulator::builder()
            .specs(&order.specs)
            .start()
            .await
            .map_err(|error| format!("cannot start an emulator: {error}"))?;
        Ok(Self {
            endpoint: Some(emulator.url()),
            emulator: Some(emulator),
        })
    }

    /// Says where the call goes.
    pub(crate) fn describe(&self, endpoint: &Endpoint) -> String {
        match (&self.emulator, endpoint.is_loopback()) {
            (Some(_), _) => "an emulator of its own".to_owned(),
            (None, true) => format!("{endpoint} on this machine"),
            (None, false) => format!("{endpoint}, the REAL service"),
        }
    }
}

/// Returns the credentials: those of the emulator on this machine, unless others are asked for. A
/// request that is not signed needs none.
pub(crate) async fn credentials(
    order: &Order,
    endpoint: &Endpoint,
    is_signed: bool,
) -> Result<Credentials, Box<dyn Error>> {
    if !is_signed {
        return Ok(Credentials::new("", ""));
    }
    let provider: Arc<dyn ProvideCredentials> = match &order.profile {
        Some(profile) => Arc::new(CliProfileCredentials::builder().profile(profile).build()?),
        None if endpoint.is_loopback() && !order.live => {
            return Ok(Credentials::new(
                Emulator::ACCESS_KEY_ID,
                Emulator::ACCESS_KEY_SECRET,
            ));
        }
        None => Arc::new(DefaultChain::builder().build()),
    };
    let found = provider.credentials().await;
    found.map_err(|error| format!("found no credentials: {error}").into())
}
