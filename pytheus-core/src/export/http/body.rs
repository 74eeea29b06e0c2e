use std::convert::Infallible;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Context;
use std::task::Poll;

use hyper::body::Body as HyperBody;
use hyper::body::Bytes;
use hyper::body::Frame;
use hyper::body::SizeHint;

use super::phase::Phase;

/// An answer's body, in one piece, which says when the connection has taken it.
pub(super) struct Body {
    bytes: Bytes,
    phase: Rc<Phase>,
}

impl Body {
    pub(super) fn new(bytes: Vec<u8>, phase: Rc<Phase>) -> Self {
        Self { bytes: bytes.into(), phase }
    }
}

impl HyperBody for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let bytes = std::mem::take(&mut self.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.len() as u64)
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.phase.has_body();
    }
}
