//! Errors about invalid settings.

use daytona_core::Daytona;
use daytona_tests::canary;

use crate::assertions::{LOGS, assert_debug_has_no_secret, assert_error_has_no_secret};

#[test]
fn errors_about_invalid_settings_show_no_secret() {
    let _ = LOGS.leaks("");
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
        assert_debug_has_no_secret("the builder", &settings);
        assert_error_has_no_secret("the error", &settings.build().unwrap_err());
    }
    assert!(LOGS.leaks(&secret).is_empty());
}
