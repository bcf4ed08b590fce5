//! The URL and the credentials, from arguments, the environment, `.env.local` and `.env`.

mod dotenv;
mod environment;

use std::fmt;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

pub(crate) use environment::Environment;

use crate::error::Kind;
use crate::model::params::check_text;
use crate::transport::Endpoint;
use crate::{Error, Result};

/// The URL of the hosted service.
const DEFAULT_API_URL: &str = "https://app.daytona.io/api";

const API_KEY: &str = "DAYTONA_API_KEY";
const JWT_TOKEN: &str = "DAYTONA_JWT_TOKEN";
const ORGANIZATION_ID: &str = "DAYTONA_ORGANIZATION_ID";
const API_URL: &str = "DAYTONA_API_URL";
/// The former name of `DAYTONA_API_URL`.
const SERVER_URL: &str = "DAYTONA_SERVER_URL";
pub(crate) const TARGET: &str = "DAYTONA_TARGET";

/// The maximum number of unreadable lines in a message.
const MAX_NAMED_LINES: usize = 5;

/// The settings of the caller and the environment, before the check.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) api_key: Option<SecretString>,
    pub(crate) jwt_token: Option<SecretString>,
    pub(crate) organization_id: Option<String>,
    pub(crate) api_url: Option<String>,
    pub(crate) default_region: Option<String>,
    /// The unreadable lines of `.env` files, as `FILE:LINE`.
    pub(crate) unreadable_lines: Vec<String>,
}

/// The checked settings.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) endpoint: Endpoint,
    pub(crate) default_region: Option<String>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("api_key", &self.api_key)
            .field("jwt_token", &self.jwt_token)
            .field("organization_id", &self.organization_id)
            .field("api_url", &self.api_url.as_deref().map(without_secrets))
            .field("default_region", &self.default_region)
            .finish()
    }
}

impl Settings {
    /// Reads unset settings from the environment. If a JWT is set, the API key of the environment is
    /// ignored.
    pub(crate) fn or(mut self, environment: &Environment) -> Result<Self> {
        let value = |name| Ok::<_, Error>(environment.get(name)?.map(|found| found.value));
        let credential_given = self.api_key.is_some() || self.jwt_token.is_some();
        if !credential_given {
            self.api_key = value(API_KEY)?.map(SecretString::from);
        }
        if self.api_key.is_none() && self.jwt_token.is_none() {
            self.jwt_token = value(JWT_TOKEN)?.map(SecretString::from);
        }
        if self.api_url.is_none() {
            self.api_url = api_url_of(environment, credential_given)?;
        }
        if self.organization_id.is_none() {
            self.organization_id = value(ORGANIZATION_ID)?;
        }
        if self.default_region.is_none() {
            self.default_region = value(TARGET)?;
        }
        self.unreadable_lines = environment.unreadable_lines().map(location).collect();
        Ok(self)
    }

    /// Checks the settings. The error names the one that is missing or malformed.
    pub(crate) fn check(self) -> Result<Config> {
        let by_jwt = self.api_key.is_none();
        let Some(token) = self.api_key.or(self.jwt_token) else {
            let message = format!("there are no credentials{}", unreadable(&self.unreadable_lines));
            return Err(Error::new(Kind::Config, message)
                .with_hint(format!("set {API_KEY}, or both {JWT_TOKEN} and {ORGANIZATION_ID}")));
        };
        check_token(&token)?;
        let organization_id = self.organization_id.filter(|_| by_jwt);
        if by_jwt && organization_id.is_none() {
            let unreadable = unreadable(&self.unreadable_lines);
            let message = format!("a JWT was given without an organization id{unreadable}");
            return Err(
                Error::new(Kind::Config, message).with_hint(format!("set {ORGANIZATION_ID}"))
            );
        }
        if organization_id.as_deref().is_some_and(|id| !is_header_text(id)) {
            return Err(Error::new(
                Kind::Config,
                "the organization id has characters that no HTTP header takes",
            ));
        }
        if let Some(region) = &self.default_region {
            check_text("the default region", region)
                .map_err(|error| Error::new(Kind::Config, error.to_string()))?;
        }
        let api_url = check_api_url(self.api_url.as_deref().unwrap_or(DEFAULT_API_URL))?;
        let endpoint = Endpoint { api_url, token, organization_id };
        Ok(Config { endpoint, default_region: self.default_region })
    }
}

/// Returns `FILE:LINE` of an unreadable line.
fn location((file, line): (&Path, &dotenv::UnreadableLine)) -> String {
    format!("{}:{}", file.display(), line.number)
}

/// Returns the part of a sentence that names the unreadable lines.
fn unreadable(lines: &[String]) -> String {
    let named = lines.iter().take(MAX_NAMED_LINES).map(|line| format!("`{line}`"));
    let named: Vec<String> = named.collect();
    match lines.len().saturating_sub(MAX_NAMED_LINES) {
        _ if lines.is_empty() => String::new(),
        0 => format!(", and {} cannot be read", named.join(", ")),
        more => format!(", and {} and {more} more lines cannot be read", named.join(", ")),
    }
}

/// Returns the API URL of the environment.
///
/// A `.env` file of a cloned repository could send the key of the user to another host. So the URL
/// in a file is used only with credentials of the same file, and only if none of its settings
/// contains a variable of the process.
fn api_url_of(environment: &Environment, credential_given: bool) -> Result<Option<String>> {
    let mut found = None;
    for name in [API_URL, SERVER_URL] {
        if found.is_none() {
            found = environment.get(name)?.map(|found| (name, found));
        }
    }
    let from_file = found.as_ref().is_none_or(|(_, found)| found.file.is_some());
    let mut unreadable = environment.unreadable_lines();
    let url_line = unreadable.find(|(_, line)| [API_URL, SERVER_URL].contains(&&*line.name));
    if let Some((file, line)) = url_line.filter(|_| from_file) {
        let message = format!("`{}` sets {} and cannot be read", location((file, line)), line.name);
        return Err(Error::new(Kind::Config, message)
            .with_hint("correct the line; look for a quote that is not closed"));
    }
    let Some((name, found)) = found else { return Ok(None) };
    if name == SERVER_URL {
        tracing::warn!("{SERVER_URL} is deprecated, use {API_URL}");
    }
    let Some(file) = found.file else { return Ok(Some(found.value)) };
    let refuse = |why: &str| {
        let message = format!("`{}` sets {name}, but {why}", file.display());
        Err(Error::new(Kind::Config, message).with_hint(format!(
            "set {name} in the environment of the process, so that no file of the working directory decides where secrets go"
        )))
    };
    let credential = match environment.get(API_KEY)? {
        None => environment.get(JWT_TOKEN)?,
        found => found,
    };
    let same_file = credential.is_some_and(|credential| credential.file.as_ref() == Some(&file));
    if credential_given || !same_file {
        return refuse("the credentials do not come from that file");
    }
    for name in [API_URL, SERVER_URL, API_KEY, JWT_TOKEN, ORGANIZATION_ID, TARGET] {
        if environment.get(name)?.is_some_and(|found| found.file.is_some() && found.from_process) {
            return refuse(&format!("{name} contains variables of the process"));
        }
    }
    Ok(Some(found.value))
}

fn check_token(token: &SecretString) -> Result<()> {
    if is_header_text(token.expose_secret()) {
        return Ok(());
    }
    Err(Error::new(
        Kind::Config,
        "the API key or JWT is empty or has characters that no HTTP header takes",
    )
    .with_hint("copy it again, without quotes, spaces or line ends"))
}

fn is_header_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Returns a URL, well formed or not, without its credentials, query and fragment.
fn without_secrets(url: &str) -> String {
    let (start, rest) = match url.rsplit_once('@') {
        Some((credentials, rest)) => {
            let scheme = credentials.split_once("://").map(|(scheme, _)| format!("{scheme}://"));
            (format!("{}[redacted]@", scheme.unwrap_or_default()), rest)
        }
        None => (String::new(), url),
    };
    match rest.find(['?', '#']).map(|end| rest.split_at(end)) {
        Some((path, query)) => {
            format!("{start}{path}{}[redacted]", query.get(..1).unwrap_or_default())
        }
        None => format!("{start}{rest}"),
    }
}

fn check_api_url(text: &str) -> Result<String> {
    let malformed = |why: String| {
        Error::new(Kind::Config, format!("the API URL {why}"))
            .with_hint(format!("give it as `{DEFAULT_API_URL}`"))
    };
    let shown = without_secrets(text);
    let url = Url::parse(text)
        .map_err(|error| malformed(format!("`{}` is malformed: {error}", shown.escape_debug())))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(malformed("has credentials in it".to_owned()));
    }
    if !matches!(url.scheme(), "http" | "https") {
        return Err(malformed(format!("`{shown}` is neither http nor https")));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(malformed(format!("`{shown}` has a query or a fragment")));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(process: &[(&str, &str)], local: &str, shared: &str) -> Environment {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(".env.local"), local).unwrap();
        std::fs::write(folder.path().join(".env"), shared).unwrap();
        let process = process.iter().map(|&(name, value)| (name.into(), value.into()));
        Environment::read(process, folder.path()).unwrap()
    }

    fn config(settings: Settings, environment: &Environment) -> Result<Config> {
        settings.or(environment)?.check()
    }

    fn token(config: &Config) -> &str {
        config.endpoint.token.expose_secret()
    }

    #[test]
    fn urls_are_shown_without_secrets() {
        for (url, shown) in [
            ("https://app.daytona.io/api", "https://app.daytona.io/api"),
            ("http://me:s3cret@host:1/api", "http://[redacted]@host:1/api"),
            ("http://me:s3@cret@host:x/api", "http://[redacted]@host:x/api"),
            ("me:s3cret@host", "[redacted]@host"),
            ("http://host/api?token=s3cret", "http://host/api?[redacted]"),
            ("http://host/#s3cret?s3cret", "http://host/#[redacted]"),
        ] {
            assert_eq!(without_secrets(url), shown);
            let error = check_api_url(url).err().map(|error| format!("{error} {error:?}"));
            assert!(!error.unwrap_or_default().contains("cret"), "{url}");
        }
    }

    #[test]
    fn precedence_is_argument_process_local_file_shared_file() {
        let all =
            environment(&[(API_KEY, "process")], "DAYTONA_API_KEY=local", "DAYTONA_API_KEY=shared");
        let argument = Settings { api_key: Some("argument".into()), ..Settings::default() };
        assert_eq!(token(&config(argument, &all).unwrap()), "argument");
        assert_eq!(token(&config(Settings::default(), &all).unwrap()), "process");
        let files = environment(&[], "DAYTONA_API_KEY=local", "DAYTONA_API_KEY=shared");
        assert_eq!(token(&config(Settings::default(), &files).unwrap()), "local");
        let shared = environment(&[], "", "DAYTONA_API_KEY=shared");
        assert_eq!(token(&config(Settings::default(), &shared).unwrap()), "shared");
    }

    #[test]
    fn explicit_jwt_hides_the_api_key_of_the_environment() {
        let environment = environment(&[(API_KEY, "key"), (ORGANIZATION_ID, "org-1")], "", "");
        let jwt = Settings { jwt_token: Some("jwt".into()), ..Settings::default() };
        let config = config(jwt, &environment).unwrap();
        assert_eq!(token(&config), "jwt");
        assert_eq!(config.endpoint.organization_id.as_deref(), Some("org-1"));
    }

    #[test]
    fn missing_credentials_are_named() {
        let error = config(Settings::default(), &environment(&[], "", "")).unwrap_err();
        assert!(error.is_config());
        assert_eq!(
            error.to_string(),
            "there are no credentials; set DAYTONA_API_KEY, or both DAYTONA_JWT_TOKEN and DAYTONA_ORGANIZATION_ID"
        );
        let empty = config(Settings::default(), &environment(&[(API_KEY, "")], "", ""));
        assert!(empty.unwrap_err().to_string().starts_with("there are no credentials"));
    }

    #[test]
    fn jwt_without_organization_is_refused() {
        let error =
            config(Settings::default(), &environment(&[(JWT_TOKEN, "jwt")], "", "")).unwrap_err();
        assert!(error.to_string().contains("DAYTONA_ORGANIZATION_ID"));
    }

    #[test]
    fn malformed_urls_are_refused_without_their_passwords() {
        for url in [
            "",
            "app.daytona.io",
            "ftp://host",
            "https://user:hunter2@host",
            "https://host/api?x=1",
        ] {
            let settings = Settings {
                api_key: Some("key".into()),
                api_url: Some(url.to_owned()),
                ..Settings::default()
            };
            let error = settings.check().unwrap_err();
            assert!(
                error.is_config() && !format!("{error} {error:?}").contains("hunter2"),
                "{url}"
            );
        }
    }

    #[test]
    fn last_slash_of_the_url_is_removed() {
        let settings = Settings {
            api_key: Some("key".into()),
            api_url: Some("http://127.0.0.1:3000/api/".to_owned()),
            ..Settings::default()
        };
        assert_eq!(settings.check().unwrap().endpoint.api_url, "http://127.0.0.1:3000/api");
    }

    #[test]
    fn url_of_a_file_is_used_only_with_credentials_of_that_file() {
        let same = environment(&[], "", "DAYTONA_API_KEY=key\nDAYTONA_API_URL=http://host/api");
        assert_eq!(config(Settings::default(), &same).unwrap().endpoint.api_url, "http://host/api");
        let lure = environment(&[(API_KEY, "key")], "", "DAYTONA_API_URL=http://evil/api");
        assert!(config(Settings::default(), &lure).unwrap_err().to_string().contains(".env"));
    }

    #[test]
    fn file_with_a_url_may_not_use_variables_of_the_process() {
        let process = [("GITHUB_TOKEN", "hunter2"), ("HOST", "evil")];
        for file in [
            "DAYTONA_API_KEY=${GITHUB_TOKEN}\nDAYTONA_API_URL=http://evil/api",
            "DAYTONA_API_KEY=key\nDAYTONA_API_URL=http://evil/${GITHUB_TOKEN}",
            "DAYTONA_API_KEY=key\nDAYTONA_API_URL=http://evil/\nDAYTONA_TARGET=${GITHUB_TOKEN}",
            "A=${GITHUB_TOKEN}\nDAYTONA_API_KEY=x${A}\nDAYTONA_SERVER_URL=http://evil/api",
        ] {
            let error = config(Settings::default(), &environment(&process, "", file)).unwrap_err();
            let message = error.to_string();
            assert!(message.contains("contains variables of the process"), "{message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
        // Without a URL, the key is sent to the default host. A default is a part of the file.
        let file = "DAYTONA_API_KEY=${GITHUB_TOKEN}";
        let found = config(Settings::default(), &environment(&process, "", file)).unwrap();
        assert_eq!(token(&found), "hunter2");
        let file = "DAYTONA_API_KEY=key\nDAYTONA_API_URL=http://${NONE:-host}/api";
        let found = config(Settings::default(), &environment(&process, "", file)).unwrap();
        assert_eq!(found.endpoint.api_url, "http://host/api");
    }

    #[test]
    fn unreadable_line_hides_no_other_line() {
        for bad in ["OTHER='open", "OTHER=\"open", "'tis text", "A B=1", "=", "OTHER='it's'"] {
            let file = format!("{bad}\nDAYTONA_API_KEY='key'\nB=\"2\"\n");
            let found = config(Settings::default(), &environment(&[], "", &file)).unwrap();
            assert_eq!(token(&found), "key", "{bad}");
        }
    }

    #[test]
    fn missing_credentials_name_the_unreadable_lines() {
        let local = "# text\nDAYTONA_API_KEY='hunter2\n";
        let environment = environment(&[], local, "\n\nA B=hunter2\n");
        let message = config(Settings::default(), &environment).unwrap_err().to_string();
        let places =
            message.contains(".env.local:2`, `") && message.contains(".env:3` cannot be read");
        assert!(message.starts_with("there are no credentials, and `") && places, "{message}");
        assert!(!message.contains("hunter2"), "{message}");
    }

    #[test]
    fn unreadable_url_is_not_replaced_by_the_default() {
        let file = "DAYTONA_API_KEY=key\nDAYTONA_API_URL='http://host/api\n";
        let lost = environment(&[], "", file);
        let message = config(Settings::default(), &lost).unwrap_err().to_string();
        assert!(message.contains(".env:2` sets DAYTONA_API_URL and cannot be read"), "{message}");
        let given = environment(&[(API_URL, "http://other/api")], "", file);
        assert_eq!(
            config(Settings::default(), &given).unwrap().endpoint.api_url,
            "http://other/api"
        );
    }

    #[test]
    fn debug_shows_no_secrets() {
        let settings = Settings { api_key: Some("hunter2".into()), ..Settings::default() };
        let shown = format!("{settings:?} {:?}", settings.clone().check().unwrap());
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn key_with_a_line_end_is_refused_without_being_shown() {
        let settings = Settings { api_key: Some("hunter2\n".into()), ..Settings::default() };
        let error = settings.check().unwrap_err();
        assert!(error.is_config() && !format!("{error:?}").contains("hunter2"));
    }
}
