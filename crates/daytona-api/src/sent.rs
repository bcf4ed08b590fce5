//! Detects whether the body of a request was sent.

use std::{
    error::Error,
    io,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use reqwest::Request;

tokio::task_local! {
    static CALL: Arc<Call>;
}

/// Runs a call, and sets `sent` before the first byte of its request's body is written to a connection.
///
/// If `sent` is not set after the returned future has ended or was dropped, no byte of the body was written and none
/// will be: the server cannot act on the request. If it is set, the server may have received the request. A call
/// without a body does not set it.
pub async fn with_sent_flag<F: Future>(sent: Arc<AtomicBool>, call: F) -> F::Output {
    let state = Arc::new(Call { sent, is_over: Mutex::new(false) });
    let _end = EndOfCall(state.clone());
    CALL.scope(state, call).await
}

/// Wraps the body of a request that is made within [`with_sent_flag`].
pub(crate) fn watch_body(request: &mut Request) {
    let Ok(call) = CALL.try_with(Clone::clone) else { return };
    if let Some(body) = request.body_mut().take() {
        *request.body_mut() = Some(reqwest::Body::wrap(WatchedBody { body, call }));
    }
}

struct Call {
    sent: Arc<AtomicBool>,
    is_over: Mutex<bool>,
}

impl Call {
    /// Returns `true` if the body may be written, and notes that it is.
    fn begin_body(&self) -> bool {
        let is_over = self.is_over.lock().unwrap_or_else(PoisonError::into_inner);
        if !*is_over {
            self.sent.store(true, Ordering::Relaxed);
        }
        self.sent.load(Ordering::Relaxed)
    }
}

/// Ends a call when its future is dropped. The connection runs in another task, which may be about to write.
struct EndOfCall(Arc<Call>);

impl Drop for EndOfCall {
    fn drop(&mut self) {
        *self.0.is_over.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }
}

struct WatchedBody {
    body: reqwest::Body,
    call: Arc<Call>,
}

impl Body for WatchedBody {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if !self.call.begin_body() {
            return Poll::Ready(Some(Err(io::Error::other("the call was dropped").into())));
        }
        Pin::new(&mut self.body).poll_frame(context).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
