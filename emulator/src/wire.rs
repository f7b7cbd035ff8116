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

use crate::lock::lock;

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
}

impl Connection {
    /// Has the connection end as soon as the HTTP server writes to it again.
    pub(crate) fn end(&self, ending: Ending) {
        *lock(&self.ending) = Some(ending);
    }
}

/// A listener whose connections have handles.
#[derive(Debug)]
pub(crate) struct Wire(pub(crate) TcpListener);

impl Listener for Wire {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        loop {
            match self.0.accept().await {
                Ok((socket, address)) => {
                    // Without this, small answers wait for acknowledgements. It only fails on dead sockets.
                    let _ = socket.set_nodelay(true);
                    let connection = Connection::default();
                    return (Stream { socket, connection }, address);
                }
                // The peer went away, or files ran out; neither is cured by trying again at once.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
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
        Pin::new(&mut self.socket).poll_read(cx, buffer)
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
            None => Pin::new(&mut self.socket).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
