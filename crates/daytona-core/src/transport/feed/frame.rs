//! The text frames of the feed: Engine.IO 4 with Socket.IO 5 inside. Pure functions, no I/O.

use std::time::Duration;

use serde_json::Value;

/// A frame from the server.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Frame {
    /// The session has begun. A ping comes after each `ping_interval`, at the latest
    /// `ping_timeout` later.
    Open { ping_interval: Duration, ping_timeout: Duration },
    /// The server checks the connection and expects [`PONG`].
    Ping,
    /// The server has accepted the token.
    Connected,
    /// The server has refused the token, with its reason.
    Refused(String),
    /// An event with its first argument.
    Event { name: String, data: Value },
    /// The server ends the session.
    Closed,
    /// A frame without a meaning for this client.
    Ignored,
}

/// A text that is no frame of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// The answer to [`Frame::Ping`].
pub(super) const PONG: &str = "3";

/// Returns the frame that presents a token.
pub(super) fn connect(token: &str) -> String {
    format!("40{}", serde_json::json!({ "token": token }))
}

/// Parses a frame.
pub(super) fn parse(text: &str) -> Result<Frame, Malformed> {
    let (kind, rest) = split_digit(text).ok_or(Malformed)?;
    match kind {
        '0' => open(rest),
        '1' => Ok(Frame::Closed),
        '2' => Ok(Frame::Ping),
        '4' => message(rest),
        '3' | '5' | '6' => Ok(Frame::Ignored),
        _ => Err(Malformed),
    }
}

fn open(json: &str) -> Result<Frame, Malformed> {
    let json: Value = serde_json::from_str(json).map_err(|_| Malformed)?;
    let milliseconds = |name: &str| json.get(name).and_then(Value::as_u64).ok_or(Malformed);
    Ok(Frame::Open {
        ping_interval: Duration::from_millis(milliseconds("pingInterval")?),
        ping_timeout: Duration::from_millis(milliseconds("pingTimeout")?),
    })
}

/// Parses a packet of Socket.IO. Packets of other namespaces are ignored.
fn message(packet: &str) -> Result<Frame, Malformed> {
    let (kind, rest) = split_digit(packet).ok_or(Malformed)?;
    if rest.starts_with('/') {
        return Ok(Frame::Ignored);
    }
    match kind {
        '0' => Ok(Frame::Connected),
        '1' => Ok(Frame::Closed),
        '2' => event(rest),
        '4' => Ok(Frame::Refused(refusal(rest))),
        '3' | '5' | '6' => Ok(Frame::Ignored),
        _ => Err(Malformed),
    }
}

/// Parses `[NAME, DATA, ...]`, after the number that asks for an acknowledgement.
fn event(rest: &str) -> Result<Frame, Malformed> {
    let json = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    let arguments: Vec<Value> = serde_json::from_str(json).map_err(|_| Malformed)?;
    let mut arguments = arguments.into_iter();
    let Some(Value::String(name)) = arguments.next() else { return Err(Malformed) };
    Ok(Frame::Event { name, data: arguments.next().unwrap_or_default() })
}

fn refusal(rest: &str) -> String {
    let json: Value = serde_json::from_str(rest).unwrap_or_default();
    match json.get("message").and_then(Value::as_str) {
        Some(message) => message.to_owned(),
        None => "no reason given".to_owned(),
    }
}

fn split_digit(text: &str) -> Option<(char, &str)> {
    let first = text.chars().next().filter(char::is_ascii_digit)?;
    Some((first, &text[1..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn recorded_frames_are_parsed() {
        let open = r#"0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#;
        let intervals = Frame::Open {
            ping_interval: Duration::from_secs(25),
            ping_timeout: Duration::from_secs(20),
        };
        assert_eq!(parse(open), Ok(intervals));
        assert_eq!(parse("2"), Ok(Frame::Ping));
        assert_eq!(parse(r#"40{"sid":"x"}"#), Ok(Frame::Connected));
        let unauthorized = Frame::Refused("Unauthorized".to_owned());
        assert_eq!(parse(r#"44{"message":"Unauthorized"}"#), Ok(unauthorized));
        let other_namespace = r#"44/admin,{"message":"Invalid namespace"}"#;
        assert_eq!(parse(other_namespace), Ok(Frame::Ignored));
        let event = Frame::Event { name: "snapshot.created".into(), data: json!({"id": "1"}) };
        assert_eq!(parse(r#"42["snapshot.created",{"id":"1"}]"#), Ok(event));
    }

    #[test]
    fn event_may_carry_an_acknowledgement_number_or_no_data() {
        let event = |data| Ok(Frame::Event { name: "x".into(), data });
        assert_eq!(parse(r#"4217["x",1,2]"#), event(json!(1)));
        assert_eq!(parse(r#"42["x"]"#), event(Value::Null));
    }

    #[test]
    fn what_is_no_frame_is_malformed() {
        for text in
            ["", "x", "9", "4", "4x", "42", "42{}", "42[1]", "42[", "0", "0{}", "<html>", "é0"]
        {
            assert_eq!(parse(text), Err(Malformed), "{text}");
        }
    }

    #[test]
    fn token_is_escaped() {
        assert_eq!(connect("a\"b"), r#"40{"token":"a\"b"}"#);
    }

    /// Frames that a server has sent.
    const RECORDED: [&str; 8] = [
        r#"0{"sid":"wvfF-luT5_43Ka_vAAAC","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#,
        r#"40{"sid":"CfDCE8ZFAVkQ6dg_AAAD"}"#,
        r#"44{"message":"Unauthorized"}"#,
        r#"42["snapshot.created",{"id":"e07fbaec-0a36-4c18-8c58-ad9dce15ac66","name":"raw-1","state":"pending"}]"#,
        r#"42["snapshot.state.updated",{"snapshot":{"name":"raw-1","state":"active"},"oldState":"building","newState":"active"}]"#,
        r#"42["snapshot.removed",{"name":"raw-1","createdAt":"2026-11-28T04:53:31.943Z"}]"#,
        "2",
        "41",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn no_text_panics(text in "[0-6]{0,3}.{0,64}") {
            let _ = parse(&text);
        }

        #[test]
        fn no_change_of_a_recorded_frame_panics(
            seed in proptest::sample::select(&RECORDED[..]),
            changes in proptest::collection::vec((0.0..1.0_f64, 0..4_usize, any::<char>()), 1..6),
        ) {
            let mut frame: Vec<char> = seed.chars().collect();
            for (place, kind, character) in changes {
                let place = (place * frame.len() as f64) as usize;
                match kind {
                    0 => frame.insert(place, character),
                    1 if !frame.is_empty() => frame[place] = character,
                    2 => frame.truncate(place),
                    _ => frame.extend_from_within(place..),
                }
            }
            let _ = parse(&String::from_iter(frame));
        }
    }
}
