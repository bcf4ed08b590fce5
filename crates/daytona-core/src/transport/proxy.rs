//! Checks of the proxy settings in the environment.

use std::ffi::OsString;

use url::Url;

use crate::error::Kind;
use crate::{Error, Result};

const VARIABLES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// The accepted schemes. A SOCKS proxy fails the first call, with an error that names it.
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// Checks the proxies of the environment. The HTTP client would ignore a malformed one and send the
/// token directly.
pub(super) fn check(variable: impl Fn(&str) -> Option<OsString>) -> Result<()> {
    for name in VARIABLES {
        let Some(value) = variable(name).filter(|value| !value.is_empty()) else { continue };
        if !value.to_str().is_some_and(is_usable) {
            return Err(refusal(name));
        }
    }
    Ok(())
}

/// Returns `true` for a URL of an accepted scheme. `http://` may be left out.
fn is_usable(value: &str) -> bool {
    let url = match value.contains("://") {
        true => Url::parse(value),
        false => Url::parse(&format!("http://{value}")),
    };
    url.is_ok_and(|url| url.has_host() && SCHEMES.contains(&url.scheme()))
}

/// Returns the error. It does not contain the value, which may contain a password.
fn refusal(name: &str) -> Error {
    Error::new(Kind::Config, format!("the proxy that {name} sets cannot be used"))
        .with_hint(format!("set {name} to a URL such as `http://proxy.example:3128`, or unset it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(name: &str, value: &str) -> Result<()> {
        check(|requested| (requested == name).then(|| value.into()))
    }

    #[test]
    fn unusable_proxy_is_refused() {
        for name in VARIABLES {
            for value in
                ["ftp://proxy:21", "::bad", "http://", "host:99999", "u:s3cret", "ftp://u:s3cret@p"]
            {
                let error = checked(name, value).unwrap_err();
                assert!(error.is_config(), "{error:?}");
                let text = error.to_string();
                assert!(text.contains(&format!("{name} sets cannot be used")), "{text}");
                assert!(!format!("{text} {error:?}").contains("s3cret"), "{text}");
            }
        }
    }

    #[test]
    fn usable_proxy_is_accepted() {
        for value in ["", "host:3128", "host", "http://u:p@host:1", "https://host", "socks5://h:1"]
        {
            assert!(checked("HTTPS_PROXY", value).is_ok(), "{value}");
        }
        assert!(checked("NO_PROXY", "::bad").is_ok());
    }
}
