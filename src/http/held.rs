//! An answer's body that holds something until it has been sent.
//!
//! hyper lets go of a body with its last frame, which it has then only taken over, not written. For one large frame that
//! is far too early: a client that reads nothing would keep the bytes and none of the place. So the end is told one poll
//! later, which hyper asks for when its buffer has room again.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};

pub struct Held<T> {
    body: Body,
    has_begun: bool,
    /// Dropped with the body.
    _until_sent: T,
}

impl<T: Send + Unpin + 'static> Held<T> {
    pub fn body(body: Body, held: T) -> Body {
        Body::new(Self { body, has_begun: false, _until_sent: held })
    }
}

impl<T: Unpin> HttpBody for Held<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.has_begun = true;
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        !self.has_begun && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
