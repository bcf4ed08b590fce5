//! What is said about settings that cannot be used.

use daytona_core::Daytona;
use daytona_tests::canary;

use crate::{WATCH, assert_shows_none, assert_tells_none};

#[test]
fn settings_that_cannot_be_used_are_refused_without_showing_them() {
    let _ = WATCH.sightings("");
    let secret = canary::secret("Settings");
    let urls = [
        format!("http://me:{secret}@127.0.0.1/api"),
        format!("http://me:{secret}@127.0.0.1:port/api"),
        format!("ftp://{secret}@127.0.0.1/api"),
        format!("me:{secret}@127.0.0.1"),
        format!("http://127.0.0.1/api?token={secret}"),
        format!("http://127.0.0.1/api#{secret}"),
    ];
    let mut builders: Vec<_> =
        urls.iter().map(|url| Daytona::builder().api_key("key").api_url(url)).collect();
    let builder = Daytona::builder;
    builders.extend([
        builder().api_key(format!("{secret}\n")),
        builder().api_key(format!("{secret} ")),
        builder().jwt_token(secret.clone()),
        builder().jwt_token(format!("{secret}\r\n")).organization_id("org"),
    ]);
    for settings in builders {
        assert_shows_none("the builder", &settings);
        assert_tells_none("the refusal", &settings.build().unwrap_err());
    }
    assert!(WATCH.sightings(&secret).is_empty());
}
