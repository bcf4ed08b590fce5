//! The description of a fault.

use std::{fmt, time::Duration};

use super::{
    change::{Change, CutPoint},
    feed_fault::FeedFault,
    response::FaultResponse,
    route::Route,
};

/// A fault in the requests of one [`Route`].
///
/// A fault applies to every request of its route until it is removed, or as often as [`times`](Self::times) says. If
/// several faults match a request, the one that was injected first applies.
///
/// Faults that change the server's own response apply to successful responses only. Therefore
/// [`cut_in_line(2)`](FaultBuilder::cut_in_line) ignores the 404 of a log that does not exist yet.
///
/// ```
/// use daytona_testkit::{Emulator, Fault, FaultResponse, Route};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let daytona = Emulator::start().await?;
/// let bad_gateway = Fault::on(Route::GetAllSnapshots).respond(FaultResponse::html(502)).times(1);
/// let fault = daytona.inject(bad_gateway);
///
/// let http = daytona_api::http_client_builder()?.build()?;
/// let list = || http.get(format!("{}/snapshots", daytona.api_url())).bearer_auth(daytona.api_key()).send();
/// assert_eq!(list().await?.status(), 502);
/// assert_eq!(list().await?.status(), 200);
///
/// assert_eq!(fault.hits(), 1);
/// assert_eq!(daytona.requests()[0].fault().as_deref(), Some("response 502"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a fault does nothing until it is passed to `Emulator::inject`"]
pub struct Fault {
    pub(super) route: Route,
    pub(super) effect: Effect,
    pub(super) skip: u64,
    pub(super) times: Option<u64>,
}

/// The effect of a fault.
#[derive(Debug, Clone)]
pub(super) enum Effect {
    /// Does not handle the request.
    Before(Replacement),
    /// Handles the request, and replaces the response.
    After(Replacement),
    /// Handles the request, and changes the response.
    Change(Change),
    /// Handles a delete, and overwrites its effect later.
    LoseDelete,
    /// Opens the feed, and changes its frames.
    Feed(FeedFault),
}

/// The replacement of a response.
#[derive(Debug, Clone)]
pub(super) enum Replacement {
    /// A reset of the connection.
    Reset,
    /// No response.
    Silence,
    Response(FaultResponse),
}

impl Fault {
    /// Returns a builder for a fault of a route.
    pub fn on(route: Route) -> FaultBuilder {
        FaultBuilder(route)
    }

    /// Returns a fault that loses a delete.
    ///
    /// The response is 200. The snapshot is `removing` for the
    /// [`removal_time`](crate::EmulatorBuilder::removal_time). Then a step of its build or pull overwrites the state.
    ///
    /// A snapshot that was `pending`, `pulling` or `building` returns to that state, and its build or pull continues.
    /// The real server does the same. Any other snapshot returns to its previous state. A delete of a snapshot in the
    /// state `removing` has no effect.
    ///
    /// ```
    /// use daytona_testkit::{Emulator, Fault};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let daytona = Emulator::start().await?;
    /// // The first two deletes are lost. The third removes the snapshot.
    /// let fault = daytona.inject(Fault::lose_delete().times(2));
    /// # assert_eq!(fault.hits(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn lose_delete() -> Self {
        FaultBuilder(Route::RemoveSnapshot).build(Effect::LoseDelete)
    }

    /// Returns a fault in the frames of the notification feed. It applies to connections that are opened later.
    ///
    /// Faults of the request that opens a connection are on [`Route::ConnectFeed`], for example
    /// [`respond`](FaultBuilder::respond).
    ///
    /// ```
    /// use daytona_testkit::{Emulator, Fault, FaultResponse, FeedFault, Route};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let daytona = Emulator::start().await?;
    /// // The first connection is refused, and the second one ends in its third frame.
    /// daytona.inject(Fault::on(Route::ConnectFeed).respond(FaultResponse::html(403)).times(1));
    /// let cut = daytona.inject(Fault::on_feed(FeedFault::CutIn { frame: 3 }).times(1));
    /// # assert_eq!(cut.hits(), 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_feed(fault: FeedFault) -> Self {
        FaultBuilder(Route::ConnectFeed).build(Effect::Feed(fault))
    }

    /// Sets the maximum number of requests that the fault applies to. Default: no limit.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Sets the number of requests that pass before the fault applies. Default: 0.
    pub fn skip(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    pub(super) fn is_for(&self, route: Route) -> bool {
        self.route == route || (self.route == Route::Any && route != Route::ConnectFeed)
    }
}

/// Builds a [`Fault`] of one route. Created by [`Fault::on`].
#[derive(Debug, Clone, Copy)]
#[must_use = "a fault needs an effect"]
pub struct FaultBuilder(Route);

impl FaultBuilder {
    /// Resets the connection (RST) as soon as the request is recognized. The request has no effect.
    ///
    /// For a server that cannot be reached, see
    /// [`Emulator::refuse_connections`](crate::Emulator::refuse_connections).
    pub fn reset_before_effect(self) -> Fault {
        self.build(Effect::Before(Replacement::Reset))
    }

    /// Handles the request, and resets the connection (RST) instead of sending a response.
    pub fn reset_after_effect(self) -> Fault {
        self.build(Effect::After(Replacement::Reset))
    }

    /// Does not handle the request, and sends no response until the client closes the connection.
    pub fn ignore(self) -> Fault {
        self.build(Effect::Before(Replacement::Silence))
    }

    /// Handles the request, and sends no response until the client closes the connection.
    pub fn lose_response(self) -> Fault {
        self.build(Effect::After(Replacement::Silence))
    }

    /// Reads the request, does not handle it, and sends the given response.
    pub fn respond(self, response: FaultResponse) -> Fault {
        self.build(Effect::Before(Replacement::Response(response)))
    }

    /// Handles the request and sends the given response instead of the server's own, like a gateway that times out.
    pub fn respond_after_effect(self, response: FaultResponse) -> Fault {
        self.build(Effect::After(Replacement::Response(response)))
    }

    /// Handles the request, and delays the response.
    pub fn delay(self, duration: Duration) -> Fault {
        self.build(Effect::Change(Change::Delay(duration)))
    }

    /// Closes the connection after a number of bytes of the body. The HTTP message is incomplete.
    pub fn cut(self, after_bytes: u64) -> Fault {
        self.build(Effect::Change(Change::Cut(CutPoint::Bytes(after_bytes))))
    }

    /// Closes the connection within a line of the body. The first line is 1.
    ///
    /// A body with fewer lines is not changed.
    pub fn cut_in_line(self, line: u64) -> Fault {
        self.build(Effect::Change(Change::Cut(CutPoint::Line(line))))
    }

    /// Closes the connection after the first byte of the first multi-byte UTF-8 character.
    ///
    /// A body without such a character is not changed.
    pub fn cut_in_character(self) -> Fault {
        self.build(Effect::Change(Change::Cut(CutPoint::Character)))
    }

    /// Resets the connection (RST) at a given time after the start of the response.
    ///
    /// Some gateways do this to a log that is followed for more than two minutes. A body that ends earlier is not
    /// changed.
    pub fn reset_after(self, duration: Duration) -> Fault {
        self.build(Effect::Change(Change::ResetAfter(duration)))
    }

    /// Ends the body after a number of bytes. The HTTP message is complete.
    pub fn truncate(self, after_bytes: u64) -> Fault {
        self.build(Effect::Change(Change::Truncate(after_bytes)))
    }

    /// Sends the whole body, and never ends it.
    pub fn never_end(self) -> Fault {
        self.build(Effect::Change(Change::NeverEnd))
    }

    /// Inverts every eighth byte of the body, starting with the first.
    pub fn corrupt(self) -> Fault {
        self.build(Effect::Change(Change::Corrupt))
    }

    /// Replaces the content type of the response. The body is not changed.
    pub fn content_type(self, content_type: impl Into<String>) -> Fault {
        self.build(Effect::Change(Change::ContentType(content_type.into())))
    }

    /// Sends the body in pieces of `piece_bytes`, with a pause before each.
    pub fn trickle(self, piece_bytes: usize, pause: Duration) -> Fault {
        self.build(Effect::Change(Change::Trickle { piece_bytes: piece_bytes.max(1), pause }))
    }

    fn build(self, effect: Effect) -> Fault {
        Fault { route: self.0, effect, skip: 0, times: None }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(Replacement::Reset) => f.write_str("reset before the effect"),
            Self::After(Replacement::Reset) => f.write_str("reset after the effect"),
            Self::Before(Replacement::Silence) => f.write_str("request ignored"),
            Self::After(Replacement::Silence) => f.write_str("response lost"),
            Self::Before(Replacement::Response(response)) => {
                write!(f, "response {}", response.status())
            }
            Self::After(Replacement::Response(response)) => {
                write!(f, "response {} after the effect", response.status())
            }
            Self::Change(change) => change.fmt(f),
            Self::LoseDelete => f.write_str("delete lost"),
            Self::Feed(fault) => fault.fmt(f),
        }
    }
}
