//! The ports of EXPOSE.

/// Returns an error for a port that BuildKit refuses: `[[IP:]HOST_PORT:]PORT[/PROTOCOL]`, with
/// `FIRST-LAST` for a range. The error continues after the port.
pub(crate) fn check(port: &str) -> Result<(), String> {
    let (host, container) = port.rsplit_once(':').unwrap_or(("", port));
    let (address, host_port) = host.rsplit_once(':').unwrap_or(("", host));
    let (number, protocol) = container.split_once('/').unwrap_or((container, ""));
    if !["", "tcp", "udp", "sctp"].contains(&protocol.to_lowercase().as_str()) {
        return Err("has another protocol than `tcp`, `udp` and `sctp`".to_owned());
    }
    let ports = range(number).ok_or_else(no_port)?;
    if !host_port.is_empty() {
        let host_ports = range(host_port).ok_or_else(no_port)?;
        if ports > 1 && ports != host_ports {
            return Err("has two ranges of different lengths".to_owned());
        }
    }
    let bare = address.strip_prefix('[').and_then(|address| address.strip_suffix(']'));
    match address.is_empty()
        || bare == Some("")
        || bare.unwrap_or(address).parse::<std::net::IpAddr>().is_ok()
    {
        true => Ok(()),
        false => Err("begins with something that is no IP address".to_owned()),
    }
}

/// Returns the number of ports of a port or a range.
fn range(ports: &str) -> Option<u32> {
    let number = |port: &str| {
        let digits = port.strip_prefix('+').unwrap_or(port);
        digits.bytes().all(|c| c.is_ascii_digit()).then(|| digits.parse::<u16>().ok()).flatten()
    };
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    let (first, last) = (number(first)?, number(last)?);
    (first <= last).then(|| u32::from(last - first) + 1)
}

fn no_port() -> String {
    "is neither a port from 0 to 65535 nor a range such as `8000-8010`".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_have_the_grammar_of_the_builder() {
        for port in [
            "80",
            "80/tcp",
            "53/UDP",
            "80/",
            "8000-8010/sctp",
            "8080:80",
            "127.0.0.1:8080:80",
            "127.0.0.1::80",
            "[::1]:8080:80",
            "8000-8010:80",
            "0",
            "+80",
            "[]:8080:80",
        ] {
            assert_eq!(check(port), Ok(()), "{port}");
        }
        for port in [
            "abc", "", "/tcp", "80/http", "65536", "-1", "++1", "9-8", "1-2-3", "x:1:2", "1-2:3-5",
            "a:80",
        ] {
            assert!(check(port).is_err(), "{port}");
        }
    }
}
