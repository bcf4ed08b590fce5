//! What a fault is, and how it is written down.

use std::{fmt, time::Duration};

use super::{
    act::Instead,
    answer::Answer,
    body::{Change, CutPlace},
    route::Route,
};

/// Something that goes wrong with requests of one [`Route`].
///
/// A fault strikes every request of its route until it is removed, unless [`times`](Self::times) limits it. Where
/// several are for the same request, the one that was injected first strikes.
///
/// Faults that change the server's own answer (late, cut, reset after a time, ended early, never ended, corrupt, slow, of another content
/// type) leave refusals alone: a log that is not there yet is not what "cut in line 2" waits for.
///
/// ```
/// use daytona_testkit::{Answer, Emulator, Fault, Route};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let daytona = Emulator::start().await?;
/// let fault = daytona.inject(Fault::on(Route::GetAllSnapshots).answer(Answer::html(502)).times(1));
///
/// let http = daytona_api::http_client_builder()?.build()?;
/// let list = || http.get(format!("{}/snapshots", daytona.api_url())).bearer_auth(daytona.api_key()).send();
/// assert_eq!(list().await?.status(), 502);
/// assert_eq!(list().await?.status(), 200);
///
/// assert_eq!(fault.hits(), 1);
/// assert_eq!(daytona.requests()[0].fault().as_deref(), Some("answered 502"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a fault does nothing until it is handed to `Emulator::inject`"]
pub struct Fault {
    pub(super) route: Route,
    pub(super) effect: Effect,
    pub(super) skip: u64,
    pub(super) times: Option<u64>,
}

/// What a fault does.
#[derive(Debug, Clone)]
pub(super) enum Effect {
    /// The request is not handled.
    Instead(Instead),
    /// The request is handled, and its answer replaced.
    Afterwards(Instead),
    /// The request is handled, and its answer changed.
    Change(Change),
    /// The delete is handled, and its effect overwritten later.
    LoseDelete,
}

impl Fault {
    /// Says where something goes wrong; the next method says what.
    pub fn on(route: Route) -> FaultPoint {
        FaultPoint(route)
    }

    /// Loses a delete: the answer is 200, the snapshot is `removing` for the
    /// [`removal_time`](crate::EmulatorBuilder::removal_time), and then a step of its build or pull overwrites the
    /// state.
    ///
    /// A snapshot that was `pending`, `pulling` or `building` returns to that state, and its build or pull goes on
    /// to its end, as in the real server. Any other snapshot returns to the state that it had. A delete of a
    /// snapshot that is `removing` already has no effect.
    ///
    /// ```
    /// use daytona_testkit::{Emulator, Fault};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let daytona = Emulator::start().await?;
    /// // The first two deletes are lost, the third removes the snapshot.
    /// let fault = daytona.inject(Fault::lose_delete().times(2));
    /// # assert_eq!(fault.hits(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn lose_delete() -> Self {
        FaultPoint(Route::RemoveSnapshot).fault(Effect::LoseDelete)
    }

    /// Limits how many requests are struck.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Lets so many requests of the route through before the first one is struck.
    pub fn skip(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    pub(super) fn is_for(&self, route: Route) -> bool {
        matches!(self.route, Route::Any) || self.route == route
    }
}

/// Where a fault strikes, before it is said how; made by [`Fault::on`].
#[derive(Debug, Clone, Copy)]
#[must_use = "a fault needs an effect"]
pub struct FaultPoint(Route);

impl FaultPoint {
    /// Resets the connection (RST) as soon as the request is recognized: nothing happens at the server.
    ///
    /// A server that cannot be reached at all is
    /// [`Emulator::refuse_connections`](crate::Emulator::refuse_connections).
    pub fn reset_before_effect(self) -> Fault {
        self.fault(Effect::Instead(Instead::Reset))
    }

    /// Handles the request and resets the connection (RST) in place of an answer.
    pub fn reset_after_effect(self) -> Fault {
        self.fault(Effect::Afterwards(Instead::Reset))
    }

    /// Neither handles the request nor answers it, for as long as the client keeps the connection.
    pub fn ignore(self) -> Fault {
        self.fault(Effect::Instead(Instead::Silence))
    }

    /// Handles the request and never answers, for as long as the client keeps the connection.
    pub fn lose_answer(self) -> Fault {
        self.fault(Effect::Afterwards(Instead::Silence))
    }

    /// Answers without handling the request, after having read it.
    pub fn answer(self, answer: Answer) -> Fault {
        self.fault(Effect::Instead(Instead::Answer(answer)))
    }

    /// Handles the request and gives another answer, as a gateway does whose patience has ended.
    pub fn answer_after_effect(self, answer: Answer) -> Fault {
        self.fault(Effect::Afterwards(Instead::Answer(answer)))
    }

    /// Handles the request and answers only after a time.
    pub fn delay(self, duration: Duration) -> Fault {
        self.fault(Effect::Change(Change::Delay(duration)))
    }

    /// Sends so many bytes of the body and closes the connection, in the middle of the message as HTTP sees it.
    pub fn cut(self, after_bytes: u64) -> Fault {
        self.fault(Effect::Change(Change::Cut(CutPlace::Bytes(after_bytes))))
    }

    /// Closes the connection in the middle of a line of the body; the first line is 1.
    ///
    /// A body that ends before is left whole.
    pub fn cut_in_line(self, line: u64) -> Fault {
        self.fault(Effect::Change(Change::Cut(CutPlace::Line(line))))
    }

    /// Closes the connection after the first byte of the first character that has several in UTF-8.
    ///
    /// A body without one is left whole.
    pub fn cut_in_character(self) -> Fault {
        self.fault(Effect::Change(Change::Cut(CutPlace::Character)))
    }

    /// Resets the connection (RST) so long after the answer has begun, as gateways do with a log that is followed for
    /// more than two minutes.
    ///
    /// A body that ends before is left whole.
    pub fn reset_after(self, duration: Duration) -> Fault {
        self.fault(Effect::Change(Change::ResetAfter(duration)))
    }

    /// Ends the body after so many bytes, as if that were all: HTTP sees a whole message.
    pub fn truncate(self, after_bytes: u64) -> Fault {
        self.fault(Effect::Change(Change::Truncate(after_bytes)))
    }

    /// Sends the whole body and never ends it.
    pub fn never_end(self) -> Fault {
        self.fault(Effect::Change(Change::NeverEnd))
    }

    /// Inverts every eighth byte of the body, beginning with the first.
    pub fn corrupt(self) -> Fault {
        self.fault(Effect::Change(Change::Corrupt))
    }

    /// Gives the answer another content type and leaves its body alone.
    pub fn content_type(self, content_type: impl Into<String>) -> Fault {
        self.fault(Effect::Change(Change::ContentType(content_type.into())))
    }

    /// Sends the body in pieces of so many bytes, with a pause before each.
    pub fn trickle(self, piece_bytes: usize, pause: Duration) -> Fault {
        self.fault(Effect::Change(Change::Trickle { piece_bytes: piece_bytes.max(1), pause }))
    }

    fn fault(self, effect: Effect) -> Fault {
        Fault { route: self.0, effect, skip: 0, times: None }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instead(Instead::Reset) => f.write_str("reset before the effect"),
            Self::Afterwards(Instead::Reset) => f.write_str("reset after the effect"),
            Self::Instead(Instead::Silence) => f.write_str("request ignored"),
            Self::Afterwards(Instead::Silence) => f.write_str("answer lost"),
            Self::Instead(Instead::Answer(answer)) => write!(f, "answered {}", answer.status()),
            Self::Afterwards(Instead::Answer(answer)) => {
                write!(f, "answered {} after the effect", answer.status())
            }
            Self::Change(change) => change.fmt(f),
            Self::LoseDelete => f.write_str("delete lost"),
        }
    }
}
