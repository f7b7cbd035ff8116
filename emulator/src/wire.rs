//! Connections that can be made to end badly.
//!
//! A fault that concerns the connection itself cannot be expressed as an HTTP response. So every connection has a
//! handle by which the code that answers a request can take the wire from the HTTP server: from then on the server's
//! own bytes are dropped, other bytes are sent in their place, and the connection ends.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use bytes::{Buf as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep};

use crate::lock::lock;
use crate::service::Service;

/// The end of a connection.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    /// These bytes are sent, then the connection is closed.
    Close(Bytes),
    /// The connection is reset.
    Reset,
}

/// Handle of a connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection {
    ending: Arc<Mutex<Option<Ending>>>,
    close_idle: Arc<Mutex<Option<Duration>>>,
}

impl Connection {
    /// Has the connection end as soon as the HTTP server writes to it again.
    pub(crate) fn end(&self, ending: Ending) {
        *lock(&self.ending) = Some(ending);
    }

    /// Has the connection end this time after the answer, unless another request comes before.
    pub(crate) fn close_idle(&self, after: Duration) {
        *lock(&self.close_idle) = Some(after);
    }
}

/// A listener whose connections have handles, or end at once where a fault says so.
pub(crate) struct Wire {
    pub(crate) listener: TcpListener,
    pub(crate) service: Arc<Service>,
}

impl Listener for Wire {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        loop {
            match self.listener.accept().await {
                Ok((socket, _)) if self.is_to_be_reset() => {
                    // Closed like this, it is reset. It only fails on sockets that are dead already.
                    let _ = socket.set_zero_linger();
                }
                Ok((socket, address)) => {
                    // Without this, small answers wait for acknowledgements. It only fails on dead sockets.
                    let _ = socket.set_nodelay(true);
                    let stream = Stream {
                        socket,
                        connection: Connection::default(),
                        idle: None,
                    };
                    return (stream, address);
                }
                // The peer went away, or files ran out; neither is cured by trying again at once.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Wire {
    fn is_to_be_reset(&self) -> bool {
        lock(&self.service.faults).take_for_connection().is_some()
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
    /// Until when the connection may be idle, if it may not be for ever.
    idle: Option<Pin<Box<Sleep>>>,
}

impl Stream {
    /// Ends the connection. The error makes the HTTP server let go of the socket, which closes it.
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
            self.idle = None;
            *lock(&self.connection.close_idle) = None;
        } else if let Some(idle) = &mut self.idle {
            // Nothing read is the end of the connection to the HTTP server.
            return idle.as_mut().poll(cx).map(Ok);
        }
        read
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
                let close_idle = *lock(&self.connection.close_idle);
                if let Some(after) = close_idle {
                    // The HTTP server does not read after it wrote, unless it is woken.
                    let mut idle = Box::pin(sleep(after));
                    if idle.as_mut().poll(cx).is_ready() {
                        cx.waker().wake_by_ref();
                    }
                    self.idle = Some(idle);
                }
                written
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
