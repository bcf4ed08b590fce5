//! Faults in the frames of the notification feed.

use std::{fmt, time::Duration};

/// A fault in the frames of a connection to the notification feed. See [`Fault::on_feed`](crate::Fault::on_feed).
///
/// Only text frames of the server count, and the first frame is 1. Without faults, frame 1 opens the session, frame 2
/// accepts the token, and each later frame is an event or a ping.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FeedFault {
    /// Closes the connection after a number of frames, without a close frame.
    CloseAfter {
        /// The number of frames that the client gets.
        frames: u64,
    },
    /// Closes the connection in the middle of a frame.
    CutIn {
        /// The number of the frame.
        frame: u64,
    },
    /// Sends nothing after a number of frames: no events, no pings, and no end.
    SilentAfter {
        /// The number of frames that the client gets.
        frames: u64,
    },
    /// Replaces frames by text that is not valid in Engine.IO or Socket.IO, or not UTF-8.
    Garbage {
        /// The number of the first frame that is replaced.
        from_frame: u64,
    },
    /// Refuses the token, and sends nothing more.
    Unauthorized,
    /// Loses events. Pings stay.
    LoseEvents {
        /// A part of the text of each lost event, for example `"newState":"active"`. An empty text is a part of every
        /// event.
        containing: String,
    },
    /// Delays each event.
    DelayEvents(Duration),
    /// Repeats all events of the connection after each new one, latest first. So events are repeated and out of order.
    RepeatEvents,
}

impl fmt::Display for FeedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CloseAfter { frames } => write!(f, "feed closed after {frames} frames"),
            Self::CutIn { frame } => write!(f, "feed cut in frame {frame}"),
            Self::SilentAfter { frames } => write!(f, "feed silent after {frames} frames"),
            Self::Garbage { from_frame } => write!(f, "feed with garbage from frame {from_frame}"),
            Self::Unauthorized => f.write_str("feed unauthorized"),
            Self::LoseEvents { .. } => f.write_str("events lost"),
            Self::DelayEvents(duration) => write!(f, "events delayed by {duration:?}"),
            Self::RepeatEvents => f.write_str("events repeated"),
        }
    }
}
