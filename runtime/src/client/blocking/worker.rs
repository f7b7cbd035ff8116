//! The thread that runs the calls of a blocking client.

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::{self, ThreadId};

use tokio::runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::support::box_error::BoxError;
use crate::support::lock::lock;

/// A running call, which passes its result to its caller.
pub(super) type Job = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A thread that runs jobs concurrently. It starts with the first job and ends when the worker is
/// dropped.
#[derive(Default)]
pub(super) struct Worker {
    started: Mutex<Option<Running>>,
    /// ID of the process that started the thread; 0 before.
    process: AtomicU32,
}

#[derive(Clone)]
struct Running {
    jobs: UnboundedSender<Job>,
    thread: ThreadId,
}

impl Worker {
    /// Starts a job.
    pub(super) fn run(&self, job: Job) -> Result<(), BoxError> {
        self.check_process(std::process::id())?;
        let running = self
            .running()
            .map_err(|error| format!("the thread of the client could not be started: {error}"))?;
        if thread::current().id() == running.thread {
            return Err(
                "a blocking call inside another call of the same client would deadlock".into(),
            );
        }
        running
            .jobs
            .send(job)
            .map_err(|_| "the thread of the client has ended".into())
    }

    /// Fails if the thread was started by a process that this one was forked from. It exists only
    /// there, and a lock that it held stays locked here.
    fn check_process(&self, id: u32) -> Result<(), &'static str> {
        match self.process.load(Ordering::Relaxed) {
            0 => Ok(()),
            process if process == id => Ok(()),
            _ => Err(
                "the process was forked after the first call of this client, and the thread \
                      of the client does not exist in the new process; make a new client there",
            ),
        }
    }

    /// Returns the thread, starting it if necessary. If starting fails, the next call tries again.
    fn running(&self) -> std::io::Result<Running> {
        let mut started = lock(&self.started);
        let running = match started.take() {
            Some(running) => running,
            None => {
                let running = start()?;
                self.process.store(std::process::id(), Ordering::Relaxed);
                running
            }
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
            runtime.block_on(run_jobs(queue));
            // Do not wait for abandoned host name lookups.
            runtime.shutdown_background();
        })?;
    Ok(Running {
        jobs,
        thread: thread.thread().id(),
    })
}

async fn run_jobs(mut queue: UnboundedReceiver<Job>) {
    while let Some(job) = queue.recv().await {
        tokio::spawn(job);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forked_process_gets_an_error() {
        let worker = Worker::default();
        let here = std::process::id();
        worker.check_process(here + 1).unwrap();
        worker.run(Box::pin(async {})).unwrap();
        worker.check_process(here).unwrap();
        let error = worker.check_process(here + 1).unwrap_err();
        assert!(error.contains("forked"), "{error}");
    }
}
