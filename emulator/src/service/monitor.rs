//! Monitoring sessions: the only family of operations with emulated state.
//!
//! A session belongs to an account and is idle or running. Where the documentation is silent, the
//! emulator fails with:
//! - `StreamMonitorExist` for a second session of an account with the same `MonitorName`;
//! - `IllegalOperation` for a session of another account;
//! - `InvalidMonitorId.Malformed` for an ID that does not look like a UUID, except when listing;
//! - `InvalidParameter.Malformed` for deleting a running session, which must be stopped first;
//! - `InvalidDomainName.NotFound` for a domain that ends in `.invalid`; any other domain is
//!   accepted;
//! - `InvalidUserId.Malformed` for an `OwnerId` that is not a positive number;
//! - `UserQuotaExceed` for starting more sessions than the quota allows.

use std::time::SystemTime;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::catalog::CatalogEntry;
use crate::catalog::validate::Arguments;
use crate::response::Fields;
use crate::response::service_error::ServiceError;
use crate::support::clock;

/// The default number of sessions per page.
const PAGE_SIZE: i64 = 10;

/// A call of an operation of the family.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MonitorCall<'a> {
    pub(crate) entry: &'a CatalogEntry,
    pub(crate) account: &'a str,
    /// The undocumented parameter `OwnerId`, which all operations accept.
    pub(crate) owner_id: Option<&'a str>,
    pub(crate) arguments: &'a Arguments,
    pub(crate) now: SystemTime,
}

/// The sessions of all accounts, in the order of their creation.
#[derive(Debug, Default)]
pub(crate) struct Monitors {
    quota: Option<usize>,
    sessions: Vec<Session>,
}

#[derive(Debug)]
struct Session {
    id: String,
    account: String,
    region: String,
    settings: Settings,
    running: bool,
    started: Option<SystemTime>,
    stopped: Option<SystemTime>,
}

/// The settings of a session that the client chooses.
#[derive(Debug, Default)]
struct Settings {
    name: String,
    template: String,
    domain: String,
    app: Option<String>,
    stream: Option<String>,
    inputs: Value,
    thresholds: Option<String>,
    callback_url: Option<String>,
    webhook_url: Option<String>,
}

impl Settings {
    /// Replaces the settings that the client sent and keeps the others.
    fn change(&mut self, arguments: &Arguments) {
        let text = |name: &str| arguments.text(name).map(str::to_owned);
        let replace = |old: &mut Option<String>, new: Option<String>| {
            if new.is_some() {
                *old = new;
            }
        };
        for (setting, name) in [
            (&mut self.name, "MonitorName"),
            (&mut self.template, "OutputTemplate"),
            (&mut self.domain, "Domain"),
        ] {
            if let Some(value) = text(name) {
                *setting = value;
            }
        }
        replace(&mut self.app, text("App"));
        replace(&mut self.stream, text("Stream"));
        replace(&mut self.thresholds, text("MonitorConfig"));
        replace(&mut self.callback_url, text("CallbackUrl"));
        replace(&mut self.webhook_url, text("DingTalkWebHookUrl"));
        if let Some(inputs) = arguments.value("InputList") {
            self.inputs = inputs.clone();
        }
    }
}

impl Monitors {
    pub(crate) fn new(quota: Option<usize>) -> Self {
        Self {
            quota,
            sessions: Vec::new(),
        }
    }

    /// Runs a call. Returns `None` if the operation does not belong to the family.
    pub(crate) fn respond(
        &mut self,
        call: MonitorCall<'_>,
    ) -> Option<Result<Fields, ServiceError>> {
        let handler = handler(&call.entry.operation.name)?;
        Some(call.check_owner().and_then(|()| handler(self, call)))
    }

    fn create(&mut self, call: MonitorCall<'_>) -> Result<Fields, ServiceError> {
        call.check_domain()?;
        let mut settings = Settings::default();
        settings.change(call.arguments);
        let is_twin = |session: &&Session| {
            session.account == call.account && session.settings.name == settings.name
        };
        if let Some(twin) = self.sessions.iter().find(is_twin) {
            let detail = format!("A session named {} exists: {}", settings.name, twin.id);
            return Err(call.error("StreamMonitorExist", 400, &detail));
        }
        let id = Uuid::new_v4().hyphenated().to_string();
        self.sessions.push(Session {
            id: id.clone(),
            account: call.account.to_owned(),
            region: call
                .arguments
                .text("RegionId")
                .unwrap_or("cn-shanghai")
                .to_owned(),
            settings,
            running: false,
            started: None,
            stopped: None,
        });
        Ok(Fields::from_iter([("MonitorId".into(), id.into())]))
    }

    fn update(&mut self, call: MonitorCall<'_>) -> Result<Fields, ServiceError> {
        call.check_domain()?;
        let index = self.find(call)?;
        self.sessions[index].settings.change(call.arguments);
        Ok(Fields::new())
    }

    fn start(&mut self, call: MonitorCall<'_>) -> Result<Fields, ServiceError> {
        let index = self.find(call)?;
        if self.sessions[index].running {
            let detail = "The monitoring session is already running";
            return Err(call.error("StreamMonitorAlreadyStarted", 400, detail));
        }
        let of_account = |session: &&Session| session.account == call.account && session.running;
        let running = self.sessions.iter().filter(of_account).count();
        if self.quota.is_some_and(|quota| running >= quota) {
            let detail = format!("{running} sessions are running");
            return Err(call.error("UserQuotaExceed", 403, &detail));
        }
        self.sessions[index].running = true;
        self.sessions[index].started = Some(call.now);
        Ok(Fields::new())
    }

    fn stop(&mut self, call: MonitorCall<'_>) -> Result<Fields, ServiceError> {
        let index = self.find(call)?;
        if !self.sessions[index].running {
            let detail = "The monitoring session is not running";
            return Err(call.error("StreamMonitorAlreadyStop", 400, detail));
        }
        self.sessions[index].running = false;
        self.sessions[index].stopped = Some(call.now);
        Ok(Fields::new())
    }

    fn delete(&mut self, call: MonitorCall<'_>) -> Result<Fields, ServiceError> {
        let index = self.find(call)?;
        if self.sessions[index].running {
            let detail = "the monitoring session is running, stop it first";
            return Err(call.error("InvalidParameter.Malformed", 400, detail));
        }
        self.sessions.remove(index);
        Ok(Fields::new())
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "all operations of the family share one signature"
    )]
    fn list(&mut self, call: MonitorCall<'_>) -> Result<Fields, ServiceError> {
        let arguments = call.arguments;
        let id = arguments.text("MonitorId").filter(|id| !id.is_empty());
        let status = arguments.integer("Status");
        let mut found: Vec<_> = self
            .sessions
            .iter()
            .filter(|session| session.account == call.account)
            .filter(|session| id.is_none_or(|id| session.id.eq_ignore_ascii_case(id)))
            .filter(|session| status.is_none_or(|status| session.status() == status))
            .collect();
        // Sessions that were never started come last.
        match arguments.integer("OrderRule") {
            Some(1) => found.sort_by_key(|session| std::cmp::Reverse(session.started)),
            Some(2) => found.sort_by_key(|session| (session.started.is_none(), session.started)),
            _ => found.sort_by_key(|session| !session.running),
        }
        let positive = |name: &str| arguments.integer(name).filter(|number| *number > 0);
        let size = positive("PageSize").unwrap_or(PAGE_SIZE);
        let skipped = (positive("PageNum").unwrap_or(1) - 1).saturating_mul(size);
        let page: Vec<_> = found
            .iter()
            .skip(usize::try_from(skipped).unwrap_or(usize::MAX))
            .take(usize::try_from(size).unwrap_or(usize::MAX))
            .map(|session| session.describe())
            .collect();
        Ok(Fields::from_iter([
            ("Total".into(), found.len().into()),
            ("LiveStreamMonitorList".into(), page.into()),
        ]))
    }

    /// Finds the index of the session named by a call.
    fn find(&self, call: MonitorCall<'_>) -> Result<usize, ServiceError> {
        let id = call.arguments.text("MonitorId").unwrap_or_default();
        if !is_well_formed(id) {
            let detail = format!("The session ID {id} is not well formed");
            return Err(call.error("InvalidMonitorId.Malformed", 400, &detail));
        }
        let position = self
            .sessions
            .iter()
            .position(|session| session.id.eq_ignore_ascii_case(id));
        let Some(index) = position else {
            let detail = format!("The monitoring session {id} does not exist");
            return Err(call.error("StreamMonitorNotExist", 404, &detail));
        };
        if self.sessions[index].account != call.account {
            let detail = "The monitoring session belongs to another account";
            return Err(call.error("IllegalOperation", 401, detail));
        }
        Ok(index)
    }
}

/// Runs a call of one operation.
type Handler = fn(&mut Monitors, MonitorCall<'_>) -> Result<Fields, ServiceError>;

fn handler(operation: &str) -> Option<Handler> {
    Some(match operation {
        "CreateLiveStreamMonitor" => Monitors::create,
        "UpdateLiveStreamMonitor" => Monitors::update,
        "StartLiveStreamMonitor" => Monitors::start,
        "StopLiveStreamMonitor" => Monitors::stop,
        "DeleteLiveStreamMonitor" => Monitors::delete,
        "DescribeLiveStreamMonitorList" => Monitors::list,
        _ => return None,
    })
}

/// Returns whether an operation belongs to the family.
pub(crate) fn models(operation: &str) -> bool {
    handler(operation).is_some()
}

impl Session {
    fn status(&self) -> i64 {
        i64::from(self.running)
    }

    /// Returns the session as the list operation does.
    fn describe(&self) -> Value {
        let settings = &self.settings;
        let app = settings
            .app
            .as_deref()
            .filter(|app| !app.is_empty())
            .unwrap_or("monitor");
        let stream = settings
            .stream
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or(&self.id);
        let address = format!("{}/{app}/{stream}", settings.domain);
        let mut described = Fields::from_iter([
            ("MonitorId".into(), self.id.clone().into()),
            ("MonitorName".into(), settings.name.clone().into()),
            ("Status".into(), self.status().into()),
            ("Region".into(), self.region.clone().into()),
            ("Domain".into(), settings.domain.clone().into()),
            ("OutputTemplate".into(), settings.template.clone().into()),
            ("AudioFrom".into(), 1.into()),
            ("InputList".into(), settings.inputs.clone()),
        ]);
        described.insert(
            "OutputUrls".into(),
            json!({
                "FlvUrl": format!("http://{address}.flv"),
                "RtmpUrl": format!("rtmp://{address}"),
            }),
        );
        for (name, value) in [
            ("MonitorConfig", settings.thresholds.clone()),
            ("CallbackUrl", settings.callback_url.clone()),
            ("DingTalkWebHookUrl", settings.webhook_url.clone()),
            ("StartTime", self.started.map(clock::format)),
            ("StopTime", self.stopped.map(clock::format)),
        ] {
            if let Some(value) = value {
                described.insert(name.into(), value.into());
            }
        }
        Value::Object(described)
    }
}

impl MonitorCall<'_> {
    fn error(&self, code: &str, status: u16, detail: &str) -> ServiceError {
        self.entry.error(code, status, detail)
    }

    fn check_owner(&self) -> Result<(), ServiceError> {
        match self.owner_id {
            Some(owner) if owner.parse::<u64>().map_or(true, |owner| owner == 0) => {
                let detail = format!("The user ID {owner} is not well formed");
                Err(self.error("InvalidUserId.Malformed", 400, &detail))
            }
            _ => Ok(()),
        }
    }

    fn check_domain(&self) -> Result<(), ServiceError> {
        match self.arguments.text("Domain") {
            Some(domain) if domain.ends_with(".invalid") => {
                let detail = format!("The domain {domain} does not exist");
                Err(self.error("InvalidDomainName.NotFound", 404, &detail))
            }
            _ => Ok(()),
        }
    }
}

/// Returns whether an ID consists of hexadecimal groups of 8, 4, 4, 4 and 12 digits.
fn is_well_formed(id: &str) -> bool {
    let groups: Vec<_> = id.split('-').collect();
    groups.len() == 5
        && groups.iter().zip([8, 4, 4, 4, 12]).all(|(group, length)| {
            group.len() == length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}
