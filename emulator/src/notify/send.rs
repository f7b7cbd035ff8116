//! Sends a notification and reads the response.

use std::time::{Instant, SystemTime};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::error::{NotifyError, NotifyErrorKind};
use super::outgoing::Outgoing;
use super::sent::SentNotification;
use super::{Delivered, response};
use crate::support::clock::Clock;

/// The maximum size of a response in bytes.
const MAX_RESPONSE: usize = 64 * 1024;

impl Outgoing {
    /// Sends until the response has the status that is expected, or until no retry is left. Returns
    /// the outcome, and what to say of it.
    pub(crate) async fn deliver(
        &self,
        clock: &Clock,
    ) -> (Result<Delivered, NotifyError>, SentNotification) {
        let (time, started) = (clock.now(), Instant::now());
        let mut attempts = 0_u32;
        let outcome = loop {
            attempts = attempts.saturating_add(1);
            let outcome = self.attempt(clock.now()).await;
            let is_taken = matches!(outcome, Ok((response::TAKEN, _)));
            if is_taken || attempts > self.retries {
                break outcome;
            }
            sleep(self.pause).await;
        };
        let outcome = outcome.map(|(status, body)| Delivered {
            status,
            problem: response::problem(&self.entry, status, &body),
            body: body.into(),
            signed: self.signer.is_some(),
            attempts,
        });
        let problem = match &outcome {
            Ok(delivered) => delivered.problem.clone(),
            Err(error) => Some(error.to_string()),
        };
        let sent = SentNotification {
            time,
            notification: self.entry.name().to_owned(),
            domain: self.domain.clone(),
            method: self.method_name(),
            address: self.address.clone(),
            signed: self.signer.is_some(),
            status: outcome.as_ref().ok().map(|delivered| delivered.status),
            problem,
            duration: started.elapsed(),
        };
        (outcome, sent)
    }

    async fn attempt(&self, now: SystemTime) -> Result<(u16, Bytes), NotifyError> {
        let address = &self.address;
        match timeout(self.timeout, self.exchange(now)).await {
            Ok(responded) => responded,
            Err(_) => {
                let after = humantime::format_duration(self.timeout);
                let text = format!("{address} did not respond within {after}");
                Err(NotifyError::new(NotifyErrorKind::Timeout, text))
            }
        }
    }

    /// Sends the request on a connection of its own. Redirects are not followed, so that no other
    /// address is called.
    async fn exchange(&self, now: SystemTime) -> Result<(u16, Bytes), NotifyError> {
        let failed = |what: &str, error: &dyn std::error::Error| {
            let mut text = format!("{}: {what}: {error}", self.address);
            let mut source = error.source();
            while let Some(cause) = source {
                text.push_str(&format!(": {cause}"));
                source = cause.source();
            }
            NotifyError::new(NotifyErrorKind::Connection, text)
        };
        let request = self
            .request::<Full<Bytes>>(now)
            .map_err(|error| failed("no request", &error))?;
        let socket = TcpStream::connect(self.target.sockets.as_slice())
            .await
            .map_err(|error| failed("no connection", &error))?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(socket))
            .await
            .map_err(|error| failed("no connection", &error))?;
        // The connection ends with the exchange.
        let mut driver = JoinSet::new();
        driver.spawn(connection);
        let response = sender
            .send_request(request)
            .await
            .map_err(|error| failed("no response", &error))?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), MAX_RESPONSE);
        match body.collect().await {
            Ok(body) => Ok((status, body.to_bytes())),
            Err(error) if error.is::<LengthLimitError>() => {
                let text = format!(
                    "{}: the response is larger than {MAX_RESPONSE} bytes",
                    self.address
                );
                Err(NotifyError::new(NotifyErrorKind::TooLarge, text))
            }
            Err(error) => Err(failed("the response is incomplete", error.as_ref())),
        }
    }
}
