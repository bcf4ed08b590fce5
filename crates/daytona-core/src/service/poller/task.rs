//! The task that asks.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep_until, timeout};

use super::Shared;
use super::book::{Answer, Question};
use super::sweep::page_params;
use crate::error::Kind;
use crate::stub::Snapshots as _;
use crate::{Error, Result};

/// How long one question may take: a lost answer is not to hold those who wait for longer.
const QUESTION_LIMIT: Duration = Duration::from_secs(15);

type UnderWay = FuturesUnordered<Pin<Box<dyn Future<Output = Answer> + Send>>>;

/// Asks for as long as anybody waits. A panic of `on_retry` is held for one who waits.
pub(super) async fn run(shared: Arc<Shared>) {
    let panic = shared.panic.clone();
    panic.of(poll(shared)).await;
}

async fn poll(shared: Arc<Shared>) {
    let mut presence = Presence(Some(shared.clone()));
    let mut under_way = UnderWay::new();
    loop {
        let plan = shared.book().plan(Instant::now());
        if plan.is_over {
            presence.leave();
            return;
        }
        for question in plan.questions {
            under_way.push(Box::pin(ask(shared.clone(), question)));
        }
        tokio::select! {
            Some(answer) = under_way.next() => {
                let repeated = shared.book().take(answer, Instant::now());
                if let Some(event) = repeated {
                    shared.snapshots.tell(&event);
                }
            }
            () = shared.changed.notified() => {}
            () = until(plan.next) => {}
        }
    }
}

async fn ask(shared: Arc<Shared>, question: Question) -> Answer {
    match question {
        Question::Snapshot(id) => {
            let answer = in_time(shared.snapshots.get(&id)).await;
            Answer::Snapshot(id, answer.map(Box::new))
        }
        Question::Page(page) => {
            Answer::Page(in_time(shared.snapshots.list(page_params(page))).await)
        }
    }
}

async fn in_time<T>(question: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(QUESTION_LIMIT, question).await.unwrap_or_else(|_| {
        let message = format!("the server did not answer within {QUESTION_LIMIT:?}");
        Err(Error::new(Kind::Transport, message))
    })
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// Lets those who wait know when the task goes while there is still something to ask: with its
/// runtime, or by a panic of the stub.
struct Presence(Option<Arc<Shared>>);

impl Presence {
    fn leave(&mut self) {
        self.0 = None;
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let Some(shared) = self.0.take() else { return };
        let mut book = shared.book();
        book.end_task();
        if std::thread::panicking() {
            book.end_all(&Error::new(
                Kind::Internal,
                "the task that polls for the snapshot panicked",
            ));
        }
        drop(book);
        shared.stopped.notify_waiters();
    }
}
