//! The thread that calls are made on.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::thread::{self, ThreadId};

use tokio::runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::error::BoxError;

/// A call under way, which reports to its caller itself.
pub(super) type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A thread that runs jobs side by side. It starts with the first job, and ends when this is dropped.
#[derive(Default)]
pub(super) struct Worker {
    started: OnceLock<Result<Running, String>>,
}

struct Running {
    jobs: UnboundedSender<Job>,
    thread: ThreadId,
}

impl Worker {
    /// Starts a job.
    pub(super) fn run(&self, job: Job) -> Result<(), BoxError> {
        let running = self.started.get_or_init(|| {
            start().map_err(|error| format!("the thread of the client did not start: {error}"))
        });
        let running = running.as_ref().map_err(|reason| reason.as_str())?;
        if thread::current().id() == running.thread {
            return Err("a call inside a call of the same client would wait for itself".into());
        }
        running
            .jobs
            .send(job)
            .map_err(|_| "the thread of the client is gone".into())
    }
}

fn start() -> std::io::Result<Running> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (jobs, queue) = unbounded_channel();
    let thread = thread::Builder::new()
        .name("blocking-client".to_owned())
        .spawn(move || {
            runtime.block_on(work(queue));
            // A look-up of a host that nobody waits for any more does not keep the thread.
            runtime.shutdown_background();
        })?;
    Ok(Running {
        jobs,
        thread: thread.thread().id(),
    })
}

async fn work(mut queue: UnboundedReceiver<Job>) {
    while let Some(job) = queue.recv().await {
        tokio::spawn(job);
    }
}
