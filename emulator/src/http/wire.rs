//! Connections that can be broken on demand.
//!
//! A fault of the connection itself cannot be expressed as an HTTP response. Every connection
//! therefore has a handle that takes the socket away from the HTTP server: the bytes of the server
//! are dropped, other bytes are sent instead, and the connection ends.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use bytes::{Buf as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep};

use crate::fault::queue::Faults;
use crate::support::lock::lock;

/// How a connection ends.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    /// Sends these bytes, then closes the connection.
    Close(Bytes),
    /// Resets the connection.
    Reset,
}

/// What happens to a connection that is idle for too long after a response.
#[derive(Clone, Copy, Debug)]
pub(crate) enum IdleLimit {
    /// It closes after this time.
    Close(Duration),
    /// It is reset by a request that arrives later than this time.
    Reset(Duration),
}

/// The handle of a connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection {
    ending: Arc<Mutex<Option<Ending>>>,
    idle_limit: Arc<Mutex<Option<IdleLimit>>>,
}

impl Connection {
    /// Ends the connection on the next write of the HTTP server.
    pub(crate) fn end(&self, ending: Ending) {
        *lock(&self.ending) = Some(ending);
    }

    /// Limits how long the connection may be idle after the next response.
    pub(crate) fn limit_idle(&self, limit: IdleLimit) {
        *lock(&self.idle_limit) = Some(limit);
    }
}

/// A listener that gives every connection a handle, and resets connections on which a fault is
/// injected.
pub(crate) struct Wire {
    pub(crate) listener: TcpListener,
    pub(crate) faults: Arc<Mutex<Faults>>,
}

impl Listener for Wire {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((socket, _)) if self.takes_reset() => {
                    // Closing with zero linger sends a reset. It fails only on dead sockets.
                    let _ = socket.set_zero_linger();
                }
                Ok((socket, address)) => {
                    // Keeps small responses from waiting for acknowledgements. It fails only on
                    // dead sockets.
                    let _ = socket.set_nodelay(true);
                    let stream = Stream {
                        socket,
                        connection: Connection::default(),
                        idle: None,
                    };
                    return (stream, address);
                }
                // The peer is gone, or the process is out of file descriptors: an immediate retry
                // helps neither.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Wire {
    /// Takes the next fault for connections. Returns whether there was one.
    fn takes_reset(&self) -> bool {
        lock(&self.faults).take_for_connection().is_some()
    }
}

impl Connected<IncomingStream<'_, Wire>> for Connection {
    fn connect_info(stream: IncomingStream<'_, Wire>) -> Self {
        stream.io().connection.clone()
    }
}

/// The socket of a connection.
#[derive(Debug)]
pub(crate) struct Stream {
    socket: TcpStream,
    connection: Connection,
    /// Set between a response after which idle time is limited and the next request.
    idle: Option<Idle>,
}

/// The remaining idle time of a connection.
#[derive(Debug)]
enum Idle {
    /// Fires when the connection closes.
    Close(Pin<Box<Sleep>>),
    /// A request that arrives later than this resets the connection.
    Reset(Instant),
}

impl Stream {
    /// Ends the connection. The returned error makes the HTTP server drop the socket, which closes
    /// it.
    fn poll_end(&mut self, ending: Ending, cx: &mut Context<'_>) -> Poll<io::Error> {
        match ending {
            Ending::Close(mut bytes) => {
                while !bytes.is_empty() {
                    match Pin::new(&mut self.socket).poll_write(cx, &bytes) {
                        Poll::Ready(Ok(written)) => bytes.advance(written),
                        Poll::Ready(Err(error)) => return Poll::Ready(error),
                        Poll::Pending => {
                            self.connection.end(Ending::Close(bytes));
                            return Poll::Pending;
                        }
                    }
                }
                self.connection.end(Ending::Close(bytes));
                if let Err(error) = ready!(Pin::new(&mut self.socket).poll_shutdown(cx)) {
                    return Poll::Ready(error);
                }
            }
            Ending::Reset => {
                if let Err(error) = self.socket.set_zero_linger() {
                    return Poll::Ready(error);
                }
            }
        }
        Poll::Ready(io::ErrorKind::ConnectionAborted.into())
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.socket).poll_read(cx, buffer);
        if read.is_ready() {
            *lock(&self.connection.idle_limit) = None;
            match self.idle.take() {
                Some(Idle::Reset(limit)) if Instant::now() > limit => {
                    // It fails only on dead sockets.
                    let _ = self.socket.set_zero_linger();
                    self.connection.end(Ending::Reset);
                    return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
                }
                _ => return read,
            }
        }
        match &mut self.idle {
            // The HTTP server takes an empty read for the end of the connection.
            Some(Idle::Close(timer)) => timer.as_mut().poll(cx).map(Ok),
            _ => Poll::Pending,
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let ending = lock(&self.connection.ending).clone();
        match ending {
            Some(ending) => self.poll_end(ending, cx).map(Err),
            None => {
                let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
                let limit = *lock(&self.connection.idle_limit);
                self.idle = limit.map(|limit| match limit {
                    IdleLimit::Close(after) => {
                        // After a write the HTTP server reads only when it is woken.
                        let mut timer = Box::pin(sleep(after));
                        if timer.as_mut().poll(cx).is_ready() {
                            cx.waker().wake_by_ref();
                        }
                        Idle::Close(timer)
                    }
                    IdleLimit::Reset(after) => Idle::Reset(Instant::now() + after),
                });
                written
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // A connection that is shut down ends properly, so it is no longer reset.
        if matches!(*lock(&self.connection.ending), Some(Ending::Reset)) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
