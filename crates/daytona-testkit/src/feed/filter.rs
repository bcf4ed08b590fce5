//! The faults of one connection to the feed.

use std::time::Duration;

use super::frame::Frame;
use crate::faults::FeedFault;

/// The packet that accepts a token.
const CONNECTED: &[u8] = b"40";
/// The packet that refuses a token.
const UNAUTHORIZED: &[u8] = b"44{\"message\":\"Unauthorized\"}";
/// The start of an event.
const EVENT: &[u8] = b"42";
/// Packets that are not valid: in UTF-8, Engine.IO, Socket.IO, JSON, or as an event.
const GARBAGE: [&[u8]; 8] = [
    b"\xFF\xFE",
    b"",
    b"9",
    b"4",
    b"42[\"snapshot.state.updated\",{\"snapshot\":",
    b"42{\"name\":\"snapshot.created\"}",
    b"42[\"snapshot.created\",null]",
    b"42[\"snapshot.state.updated\",{\"snapshot\":{\"id\":1,\"state\":[]}}]",
];

/// The action of a connection on a frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Action {
    Send(Vec<Frame>),
    SendAfter(Duration, Frame),
    /// Sends the bytes and closes the connection.
    Close(Vec<u8>),
    /// Sends nothing more.
    Silence,
}

/// The fault of one connection, and the number of its frames.
#[derive(Debug)]
pub(super) struct FrameFilter {
    fault: Option<FeedFault>,
    /// The number of text frames so far.
    frames: u64,
    /// The events so far, for a fault that repeats them.
    events: Vec<Frame>,
}

impl FrameFilter {
    pub(super) fn new(fault: Option<FeedFault>) -> Self {
        Self { fault, frames: 0, events: Vec::new() }
    }

    /// Returns the action before the first frame.
    pub(super) fn start(&self) -> Action {
        match self.fault {
            Some(FeedFault::CloseAfter { frames: 0 }) => Action::Close(Vec::new()),
            Some(FeedFault::SilentAfter { frames: 0 }) => Action::Silence,
            _ => Action::Send(Vec::new()),
        }
    }

    /// Returns the action on the next frame.
    pub(super) fn apply(&mut self, frame: Frame) -> Action {
        let (Some(fault), Some(content)) = (&self.fault, frame.content()) else {
            return Action::Send(vec![frame]);
        };
        self.frames += 1;
        let is_event = content.starts_with(EVENT);
        match fault {
            FeedFault::CloseAfter { frames } if self.frames >= *frames => {
                Action::Close(frame.bytes().to_vec())
            }
            FeedFault::CutIn { frame: number } if self.frames >= *number => {
                Action::Close(frame.first_half().to_vec())
            }
            FeedFault::SilentAfter { frames } if self.frames > *frames => Action::Silence,
            FeedFault::Garbage { from_frame } if self.frames >= *from_frame => {
                Action::Send(vec![Frame::text(garbage(self.frames - from_frame))])
            }
            FeedFault::Unauthorized if content.starts_with(CONNECTED) => {
                self.fault = Some(FeedFault::SilentAfter { frames: self.frames });
                Action::Send(vec![Frame::text(UNAUTHORIZED)])
            }
            FeedFault::LoseEvents { containing } if is_event && contains(content, containing) => {
                Action::Send(Vec::new())
            }
            FeedFault::DelayEvents(duration) if is_event => Action::SendAfter(*duration, frame),
            FeedFault::RepeatEvents if is_event => {
                self.events.insert(0, frame.clone());
                let all = std::iter::once(&frame).chain(&self.events);
                Action::Send(all.cloned().collect())
            }
            _ => Action::Send(vec![frame]),
        }
    }
}

fn garbage(number: u64) -> &'static [u8] {
    let kinds = GARBAGE.len() as u64;
    usize::try_from(number % kinds)
        .ok()
        .and_then(|kind| GARBAGE.get(kind))
        .copied()
        .unwrap_or_default()
}

fn contains(content: &[u8], part: &str) -> bool {
    part.is_empty() || content.windows(part.len()).any(|window| window == part.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(fault: FeedFault, packets: &[&str]) -> Vec<String> {
        let mut filter = FrameFilter::new(Some(fault));
        let mut sent = Vec::new();
        for packet in packets {
            match filter.apply(Frame::text(packet.as_bytes())) {
                Action::Send(frames) => {
                    sent.extend(frames.iter().map(|frame| {
                        String::from_utf8_lossy(frame.content().unwrap()).into_owned()
                    }))
                }
                Action::Silence => sent.push("silence".to_owned()),
                Action::Close(bytes) => sent.push(format!("close after {} bytes", bytes.len())),
                Action::SendAfter(duration, _) => sent.push(format!("after {duration:?}")),
            }
        }
        sent
    }

    #[test]
    fn frames_pass_up_to_the_fault() {
        let packets = ["0{}", "40{}", "42[1]"];
        assert_eq!(
            sent(FeedFault::CloseAfter { frames: 2 }, &packets[..2]),
            ["0{}", "close after 6 bytes"]
        );
        assert_eq!(
            sent(FeedFault::CutIn { frame: 2 }, &packets[..2]),
            ["0{}", "close after 3 bytes"]
        );
        assert_eq!(
            sent(FeedFault::SilentAfter { frames: 2 }, &packets),
            ["0{}", "40{}", "silence"]
        );
        assert_eq!(
            sent(FeedFault::Unauthorized, &packets),
            ["0{}", "44{\"message\":\"Unauthorized\"}", "silence"]
        );
        assert_eq!(sent(FeedFault::Garbage { from_frame: 3 }, &packets)[..2], packets[..2]);
    }

    #[test]
    fn only_matching_events_are_lost() {
        let lost = FeedFault::LoseEvents { containing: "b".to_owned() };
        assert_eq!(sent(lost, &["40b", "42[a]", "42[b]", "2"]), ["40b", "42[a]", "2"]);
        let lost = FeedFault::LoseEvents { containing: String::new() };
        assert_eq!(sent(lost, &["42[a]", "2"]), ["2"]);
    }

    #[test]
    fn events_are_repeated_latest_first() {
        assert_eq!(
            sent(FeedFault::RepeatEvents, &["42[a]", "2", "42[b]"]),
            ["42[a]", "42[a]", "2", "42[b]", "42[b]", "42[a]"]
        );
    }

    #[test]
    fn pings_are_not_delayed() {
        let delayed = FeedFault::DelayEvents(Duration::from_secs(1));
        assert_eq!(sent(delayed, &["2", "42[a]"]), ["2", "after 1s"]);
    }
}
