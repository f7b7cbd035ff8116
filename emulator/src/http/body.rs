//! Response bodies for fault injection: slow and oversized.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// The number of pieces in which a slow body is sent.
const PIECES: u32 = 10;

/// A body that is sent in pieces over a time.
pub(crate) struct SlowBody {
    rest: Bytes,
    piece: usize,
    pause: Duration,
    sleeping: Pin<Box<Sleep>>,
}

impl SlowBody {
    /// Spreads a body over a duration.
    pub(crate) fn new(body: Bytes, duration: Duration) -> Self {
        let pieces = usize::try_from(PIECES).unwrap_or(1);
        let pause = duration / PIECES;
        Self {
            piece: body.len().div_ceil(pieces),
            rest: body,
            pause,
            sleeping: Box::pin(sleep(pause)),
        }
    }
}

impl Body for SlowBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        ready!(self.sleeping.as_mut().poll(cx));
        let length = self.piece.min(self.rest.len());
        let piece = self.rest.split_to(length);
        self.sleeping = Box::pin(sleep(self.pause));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

/// A JSON object that consists mostly of padding.
pub(crate) struct PaddedBody {
    state: PaddingState,
    left: u64,
}

enum PaddingState {
    Head,
    Padding,
    Tail,
    Done,
}

impl PaddedBody {
    /// Creates an object of at least this many bytes.
    pub(crate) fn new(bytes: u64) -> Self {
        Self {
            state: PaddingState::Head,
            left: bytes,
        }
    }
}

impl Body for PaddedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        const PADDING: &[u8] = &[b'x'; 64 * 1024];
        let piece: &'static [u8] = match self.state {
            PaddingState::Head => {
                self.state = PaddingState::Padding;
                b"{\"RequestId\":\"00000000-0000-4000-8000-000000000000\",\"Padding\":\""
            }
            PaddingState::Padding => {
                let length = PADDING
                    .len()
                    .min(usize::try_from(self.left).unwrap_or(usize::MAX));
                self.left -= length as u64;
                if self.left == 0 {
                    self.state = PaddingState::Tail;
                }
                &PADDING[..length]
            }
            PaddingState::Tail => {
                self.state = PaddingState::Done;
                b"\"}"
            }
            PaddingState::Done => return Poll::Ready(None),
        };
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(piece)))))
    }
}
