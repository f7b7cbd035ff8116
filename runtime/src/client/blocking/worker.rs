//! The thread that calls are made on.

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::thread::{self, ThreadId};

use tokio::runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::support::box_error::BoxError;
use crate::support::lock::lock;

/// A call under way, which reports to its caller itself.
pub(super) type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A thread that runs jobs side by side. It starts with the first job, and ends when this is dropped.
#[derive(Default)]
pub(super) struct Worker {
    started: Mutex<Option<Running>>,
}

#[derive(Clone)]
struct Running {
    jobs: UnboundedSender<Job>,
    thread: ThreadId,
}

impl Worker {
    /// Starts a job.
    pub(super) fn run(&self, job: Job) -> Result<(), BoxError> {
        let running = self
            .running()
            .map_err(|error| format!("the thread of the client did not start: {error}"))?;
        if thread::current().id() == running.thread {
            return Err("a call inside a call of the same client would wait for itself".into());
        }
        running
            .jobs
            .send(job)
            .map_err(|_| "the thread of the client is gone".into())
    }

    /// The thread, started if it does not run. If it cannot start now, it may at the next call.
    fn running(&self) -> std::io::Result<Running> {
        let mut started = lock(&self.started);
        let running = match started.take() {
            Some(running) => running,
            None => start()?,
        };
        Ok(started.insert(running).clone())
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
