//! The value of STOPSIGNAL.

/// The signals of Linux that the builder knows, without `SIG`.
const NAMES: [&str; 36] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL",
    "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP",
    "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
];

/// Returns an error for a signal that BuildKit refuses. The error continues after the signal.
pub(crate) fn check(signal: &str) -> Result<(), String> {
    let is_number = signal.parse::<i64>().is_ok_and(|number| number != 0);
    let name = signal.to_ascii_uppercase();
    let name = name.strip_prefix("SIG").unwrap_or(&name);
    match is_number || NAMES.contains(&name) || is_real_time(name) {
        true => Ok(()),
        false => Err("is neither a signal of Linux such as `SIGTERM` nor a number".to_owned()),
    }
}

fn is_real_time(name: &str) -> bool {
    let offset =
        |number: &str| number.parse::<u8>().ok().filter(|_| !number.starts_with(['+', '0']));
    let from = |start: &str| name.strip_prefix(start).and_then(offset);
    from("RTMIN+").is_some_and(|offset| offset <= 15)
        || from("RTMAX-").is_some_and(|offset| offset <= 14)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_names_or_numbers() {
        for signal in [
            "SIGTERM",
            "TERM",
            "sigterm",
            "9",
            "-1",
            "+9",
            "100",
            "SIGCLD",
            "RTMIN",
            "SIGRTMIN+15",
            "RTMAX-14",
        ] {
            assert_eq!(check(signal), Ok(()), "{signal}");
        }
        for signal in [
            "",
            "0",
            "SIGNOPE",
            "SIGEMT",
            "9.5",
            "SIGTERM # why",
            "RTMIN+16",
            "RTMAX-15",
            "RTMIN+0",
            "RTMIN+01",
        ] {
            assert!(check(signal).is_err(), "{signal}");
        }
    }
}
