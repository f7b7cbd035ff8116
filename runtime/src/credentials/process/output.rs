//! The output of a running program, read without waiting for it.

use std::io::{self, ErrorKind};

use zeroize::Zeroizing;

/// The size of one read.
const CHUNK: usize = 4096;
/// How many reads are made before other work gets its turn.
const READS: usize = 32;

/// Collects a stream of output.
pub(super) struct Output {
    source: Option<Source>,
    bytes: Zeroizing<Vec<u8>>,
    /// How many bytes to keep.
    limit: usize,
    /// Whether there were more.
    pub(super) is_cut: bool,
}

impl Output {
    pub(super) fn new(source: io::Result<Source>, limit: usize) -> io::Result<Self> {
        Ok(Self {
            source: Some(source?),
            // Allocate the full size, since a growing buffer leaves copies behind.
            bytes: Zeroizing::new(Vec::with_capacity(limit + CHUNK)),
            limit,
            is_cut: false,
        })
    }

    /// Reads what the program has written by now. Keeps the last bytes of it.
    pub(super) fn read(&mut self) -> io::Result<()> {
        let mut chunk = Zeroizing::new([0; CHUNK]);
        for _ in 0..READS {
            let Some(source) = &self.source else { break };
            match source.read(&mut *chunk) {
                Ok(0) => self.source = None,
                Ok(length) => {
                    self.bytes.extend_from_slice(&chunk[..length]);
                    let excess = self.bytes.len().saturating_sub(self.limit);
                    self.is_cut |= excess > 0;
                    self.bytes.drain(..excess);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Returns whether all processes that could write more have ended.
    pub(super) fn has_ended(&self) -> bool {
        self.source.is_none()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The end of a pipe from which output is read.
#[cfg(unix)]
pub(super) struct Source(tokio::net::unix::pipe::Receiver);

#[cfg(unix)]
impl Source {
    pub(super) fn new(pipe: impl Into<std::os::fd::OwnedFd>) -> io::Result<Self> {
        tokio::net::unix::pipe::Receiver::from_owned_fd(pipe.into()).map(Self)
    }

    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(buffer)
    }
}

/// The end of a pipe from which output is read. A thread reads it, and ends with the last process
/// that holds the other end.
#[cfg(not(unix))]
pub(super) struct Source(std::sync::mpsc::Receiver<Zeroizing<Vec<u8>>>);

#[cfg(not(unix))]
impl Source {
    pub(super) fn new(mut pipe: impl io::Read + Send + 'static) -> io::Result<Self> {
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        std::thread::Builder::new()
            .name("credentials-process".to_owned())
            .spawn(move || {
                loop {
                    let mut chunk = Zeroizing::new(vec![0; CHUNK]);
                    match pipe.read(&mut chunk) {
                        Ok(0) | Err(_) => return,
                        Ok(length) => chunk.truncate(length),
                    }
                    if sender.send(chunk).is_err() {
                        return;
                    }
                }
            })?;
        Ok(Self(receiver))
    }

    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        use std::sync::mpsc::TryRecvError;
        match self.0.try_recv() {
            Ok(chunk) => {
                buffer[..chunk.len()].copy_from_slice(&chunk);
                Ok(chunk.len())
            }
            Err(TryRecvError::Empty) => Err(ErrorKind::WouldBlock.into()),
            Err(TryRecvError::Disconnected) => Ok(0),
        }
    }
}
