//! The lock that lets only one command at a time write to the project.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;

/// A lock that is held. The system releases it with the process, also if that is killed.
#[derive(Debug)]
#[must_use = "the lock is released when this is dropped"]
pub(crate) struct Lock(#[expect(dead_code, reason = "closing the file releases the lock")] File);

impl Lock {
    /// Locks a file, and writes into it who does. While another holder has it, tells `report` so
    /// once, and waits.
    pub(super) fn acquire(
        path: &Path,
        holder: &str,
        report: impl FnOnce(&str),
    ) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // Truncated only when the lock is held, since the text tells others who holds it.
        let mut options = OpenOptions::new();
        let mut file = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                report(&fs::read_to_string(path).unwrap_or_default());
                file.lock()?;
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        file.set_len(0)?;
        file.write_all(holder.as_bytes())?;
        Ok(Self(file))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn of_three_at_once_one_works_and_the_others_wait_for_it() {
        let folder = tempfile::tempdir().unwrap();
        // Also the folder is made, by whoever comes first.
        let path = folder.path().join("target/lock");
        let at_work = AtomicUsize::new(0);
        let start = Barrier::new(3);
        std::thread::scope(|scope| {
            for name in ["one", "two", "three"] {
                let (path, start, at_work) = (&path, &start, &at_work);
                scope.spawn(move || {
                    start.wait();
                    let lock = Lock::acquire(path, name, |_| ()).unwrap();
                    assert_eq!(at_work.fetch_add(1, Ordering::SeqCst), 0);
                    std::thread::sleep(std::time::Duration::from_millis(100));
                    at_work.fetch_sub(1, Ordering::SeqCst);
                    drop(lock);
                });
            }
        });
    }

    #[test]
    fn a_waiting_command_is_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        drop(Lock::acquire(&path, "an earlier one, with a longer name", |_| ()).unwrap());
        let held = Lock::acquire(&path, "the first", |_| panic!("nobody holds it")).unwrap();
        let (send, told) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let path = &path;
            scope.spawn(move || {
                let report = |holder: &str| send.send(holder.to_owned()).unwrap();
                Lock::acquire(path, "the second", report).unwrap()
            });
            assert_eq!(told.recv().unwrap(), "the first");
            drop(held);
        });
        assert_eq!(fs::read_to_string(&path).unwrap(), "the second");
    }
}
