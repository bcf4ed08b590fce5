//! Files that hold secrets, by their names and their content.

use std::path::Path;

use super::secret::{is_secret, is_secret_value};

/// The number of bytes that are read of a file.
const HEAD_BYTES: usize = 16 * 1024;

/// The kind of a file with secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SecretFile {
    Environment,
    PrivateKey,
    Cloud,
    Login,
}

impl SecretFile {
    /// Returns the noun for messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Environment => "environment files with secrets",
            Self::PrivateKey => "private keys",
            Self::Cloud => "credentials of a cloud or a cluster",
            Self::Login => "logins or tokens",
        }
    }
}

/// How a file is recognized.
enum Rule {
    /// By its name.
    Named(SecretFile),
    /// By its content.
    Content(fn(&str) -> Option<SecretFile>),
}

/// Returns the kind of a file. `head` returns the first bytes of its content, up to a limit.
pub(super) fn kind(path: &Path, head: impl FnOnce(usize) -> Vec<u8>) -> Option<SecretFile> {
    match rule(path)? {
        Rule::Named(kind) => Some(kind),
        Rule::Content(check) => check(&String::from_utf8_lossy(&head(HEAD_BYTES))),
    }
}

/// Returns `true` if the name of a file does not tell what it contains, so that it is read.
pub(super) fn is_unnamed(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let in_repository = path.components().any(|part| part.as_os_str() == ".git");
    !name.contains('.') && !in_repository
}

/// Names of files with secrets, in small letters.
const NAMED: [(&str, SecretFile); 24] = [
    (".boto", SecretFile::Cloud),
    (".dockercfg", SecretFile::Login),
    (".env", SecretFile::Environment),
    (".env.keys", SecretFile::Environment),
    (".git-credentials", SecretFile::Login),
    (".pgpass", SecretFile::Login),
    (".s3cfg", SecretFile::Cloud),
    (".vault-token", SecretFile::Login),
    ("access_tokens.db", SecretFile::Cloud),
    ("accesstokens.json", SecretFile::Cloud),
    ("application_default_credentials.json", SecretFile::Cloud),
    ("credentials.db", SecretFile::Cloud),
    ("credentials.tfrc.json", SecretFile::Cloud),
    ("id_dsa", SecretFile::PrivateKey),
    ("id_ecdsa", SecretFile::PrivateKey),
    ("id_ecdsa_sk", SecretFile::PrivateKey),
    ("id_ed25519", SecretFile::PrivateKey),
    ("id_ed25519_sk", SecretFile::PrivateKey),
    ("id_rsa", SecretFile::PrivateKey),
    ("msal_token_cache.bin", SecretFile::Cloud),
    ("msal_token_cache.json", SecretFile::Cloud),
    ("rootkey.csv", SecretFile::Cloud),
    ("service_principal_entries.json", SecretFile::Cloud),
    ("_netrc", SecretFile::Login),
];

/// Directories and names of files with secrets, in small letters.
const NAMED_IN: [(&str, &str, SecretFile); 6] = [
    (".aws", "credentials", SecretFile::Cloud),
    (".cargo", "credentials", SecretFile::Login),
    (".cargo", "credentials.toml", SecretFile::Login),
    (".gem", "credentials", SecretFile::Login),
    (".kube", "config", SecretFile::Cloud),
    ("config", "master.key", SecretFile::PrivateKey),
];

/// Endings of files with a private key or a certificate.
const KEY_ENDINGS: [&str; 11] =
    ["asc", "cer", "cert", "crt", "key", "p8", "pem", "pk8", "ppk", "priv", "private"];

/// Words in the names of JSON files with the key of an account.
const ACCOUNT_WORDS: [&str; 9] =
    ["adminsdk", "auth", "cred", "firebase", "gcloud", "gcp", "key", "secret", "service"];

fn rule(path: &Path) -> Option<Rule> {
    let lower = |part: Option<&std::ffi::OsStr>| {
        part.map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default()
    };
    let name = lower(path.file_name());
    let parent = lower(path.parent().and_then(Path::file_name));
    let (name, parent) = (name.as_str(), parent.as_str());
    let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    let named_in = NAMED_IN.iter().find(|(dir, known, _)| (*dir, *known) == (parent, name));
    if let Some(kind) = named.or(named_in.map(|(_, _, kind)| *kind)) {
        return Some(Rule::Named(kind));
    }
    if let Some(suffix) = name.strip_prefix(".env.") {
        return environment(suffix);
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match (parent, name) {
        (_, ".npmrc" | ".yarnrc" | ".yarnrc.yml") => return Some(Rule::Content(package_token)),
        (_, ".netrc" | ".pypirc" | ".my.cnf") => return Some(Rule::Content(password)),
        (".docker" | "containers", "config.json" | "auth.json") | (_, ".dockerconfigjson") => {
            return Some(Rule::Content(registry_login));
        }
        (".git", "config") => return Some(Rule::Content(repository_login)),
        ("gh", "hosts.yml") | ("doctl", "config.yaml") => return Some(Rule::Content(cli_token)),
        _ => {}
    }
    match ending {
        "p12" | "pfx" => Some(Rule::Named(SecretFile::PrivateKey)),
        "csv" if name.ends_with("accesskeys.csv") => Some(Rule::Named(SecretFile::Cloud)),
        "env" => Some(Rule::Content(variables)),
        _ if name.contains("kubeconfig") => Some(Rule::Content(cluster)),
        _ if KEY_ENDINGS.contains(&ending) => Some(Rule::Content(private_key)),
        "json" if ACCOUNT_WORDS.iter().any(|word| name.contains(word)) => {
            Some(Rule::Content(account_key))
        }
        _ if is_unnamed(path) => Some(Rule::Content(unnamed)),
        _ => None,
    }
}

/// Returns the rule for `.env.SUFFIX`.
fn environment(suffix: &str) -> Option<Rule> {
    const EXAMPLES: [&str; 10] = [
        "default", "defaults", "dist", "example", "examples", "sample", "schema", "template",
        "tpl", "vault",
    ];
    let mut parts = suffix.split(['.', '-', '_']);
    match suffix {
        _ if parts.clone().any(|part| EXAMPLES.contains(&part)) => None,
        _ if parts.any(|part| part == "local") => Some(Rule::Named(SecretFile::Environment)),
        _ => Some(Rule::Content(variables)),
    }
}

/// Finds a secret in lines of the form `NAME=value`.
fn variables(text: &str) -> Option<SecretFile> {
    let is_secret_line = |line: &str| {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
            return false;
        };
        let value = value.trim().trim_matches(['"', '\'']);
        is_secret_value(value) || (is_secret(name.trim()) && !is_placeholder(value))
    };
    text.lines().any(is_secret_line).then_some(SecretFile::Environment)
}

/// Returns `true` for a placeholder of a secret.
fn is_placeholder(value: &str) -> bool {
    let lower = value.to_lowercase();
    value.is_empty()
        || value.starts_with(['$', '<', '{', '%', '#'])
        || ["change", "example", "placeholder", "replace", "todo", "xxx", "your"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Finds a private key, which begins a line. So a text about keys is not one.
fn private_key(text: &str) -> Option<SecretFile> {
    let begins_key = |line: &str| {
        (line.starts_with("-----BEGIN ") && line.contains("PRIVATE KEY"))
            || line.starts_with("PuTTY-User-Key-File-")
            || line.starts_with("AGE-SECRET-KEY-")
    };
    text.lines().any(begins_key).then_some(SecretFile::PrivateKey)
}

/// Finds the key of a service account in JSON.
fn account_key(text: &str) -> Option<SecretFile> {
    (text.contains("\"private_key\"") && text.contains("PRIVATE KEY-----"))
        .then_some(SecretFile::Cloud)
}

fn cluster(text: &str) -> Option<SecretFile> {
    let names = ["client-key-data:", "token:", "password:"];
    has_value(text, ':', |name| names.contains(&format!("{name}:").as_str()))
        .then_some(SecretFile::Cloud)
}

fn unnamed(text: &str) -> Option<SecretFile> {
    let cloud = || {
        has_value(text, '=', |name| name.eq_ignore_ascii_case("aws_secret_access_key"))
            .then_some(SecretFile::Cloud)
    };
    private_key(text).or_else(cloud)
}

/// Finds a token for a registry of packages. A reference such as `${NPM_TOKEN}` is none.
fn package_token(text: &str) -> Option<SecretFile> {
    let is_token = |name: &str| {
        ["_authToken", "_auth", "_password"].iter().any(|end| name.ends_with(end))
            || ["npmAuthToken", "npmAuthIdent"].contains(&name)
    };
    (has_value(text, '=', is_token) || has_value(text, ':', is_token)).then_some(SecretFile::Login)
}

fn cli_token(text: &str) -> Option<SecretFile> {
    has_value(text, ':', |name| ["oauth_token", "access-token"].contains(&name))
        .then_some(SecretFile::Login)
}

fn password(text: &str) -> Option<SecretFile> {
    let words: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .flat_map(|line| line.split(|c: char| c.is_whitespace() || c == '='))
        .filter(|word| !word.is_empty())
        .collect();
    let is_password =
        |pair: &[&str]| pair[0].eq_ignore_ascii_case("password") && !pair[1].starts_with('$');
    words.windows(2).any(is_password).then_some(SecretFile::Login)
}

/// Finds a login in the JSON configuration of a container engine. A credential helper is none.
fn registry_login(text: &str) -> Option<SecretFile> {
    let names = ["auth", "identitytoken", "registrytoken"];
    let has_login = |name: &&str| {
        let quoted = format!("\"{name}\"");
        text.split(&quoted).skip(1).any(|after| {
            let value = after.trim_start().strip_prefix(':').map(str::trim_start);
            value.is_some_and(|value| value.starts_with('"') && !value.starts_with("\"\""))
        })
    };
    names.iter().any(has_login).then_some(SecretFile::Login)
}

/// Finds a password in the URLs of a repository, and the header of a CI service.
fn repository_login(text: &str) -> Option<SecretFile> {
    let is_login = |line: &str| {
        let Some((name, value)) = line.split_once('=') else { return false };
        let (name, value) = (name.trim(), value.trim());
        (name.eq_ignore_ascii_case("url") && is_secret_value(value))
            || (name.eq_ignore_ascii_case("extraheader")
                && value.to_lowercase().contains("authorization"))
    };
    text.lines().any(is_login).then_some(SecretFile::Login)
}

/// Returns `true` if a line sets a matching name to a value other than a reference.
fn has_value(text: &str, separator: char, matches: impl Fn(&str) -> bool) -> bool {
    text.lines().any(|line| {
        let line = line.trim().trim_start_matches("- ");
        // The name of an npm setting has colons in it.
        let found = match separator {
            '=' => line.split_once('='),
            _ => line.split_once(": "),
        };
        found.is_some_and(|(name, value)| {
            let value = value.trim().trim_matches(['"', '\'']);
            !line.starts_with(['#', ';']) && matches(name.trim()) && !is_placeholder(value)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, content: &str) -> Option<SecretFile> {
        kind(Path::new(path), |limit| content.bytes().take(limit).collect())
    }

    const KEY: &str = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n";

    #[test]
    fn secrets_are_recognized() {
        use SecretFile::*;
        for (path, content, expected) in [
            ("app/.env", "", Environment),
            (".env.local", "", Environment),
            (".env.production.local", "", Environment),
            (".env.production", "A=1\nexport DB_PASSWORD='hush'\n", Environment),
            ("prod.env", "X=ghp_0123456789abcdefghij\n", Environment),
            (".ssh/id_ed25519", "", PrivateKey),
            ("tls/server.key", KEY, PrivateKey),
            (
                "tls/both.pem",
                "-----BEGIN CERTIFICATE-----\nM\n-----BEGIN PRIVATE KEY-----\n",
                PrivateKey,
            ),
            ("deploy", "-----BEGIN OPENSSH PRIVATE KEY-----\n", PrivateKey),
            ("k.asc", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n", PrivateKey),
            ("a.ppk", "PuTTY-User-Key-File-3: ssh-rsa\n", PrivateKey),
            ("a.p12", "", PrivateKey),
            ("rails/config/master.key", "0123", PrivateKey),
            ("home/.aws/credentials", "", Cloud),
            ("credentials", "[default]\naws_secret_access_key = x\n", Cloud),
            ("gcloud/application_default_credentials.json", "{}", Cloud),
            (
                "service-account.json",
                "{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\n\"}",
                Cloud,
            ),
            (".kube/config", "", Cloud),
            ("kubeconfig.yaml", "users:\n- user:\n    token: abc\n", Cloud),
            (".npmrc", "//registry.npmjs.org/:_authToken=npm_x\n", Login),
            (".yarnrc.yml", "npmAuthToken: abc\n", Login),
            (".netrc", "machine a login b password c\n", Login),
            (".pypirc", "[pypi]\npassword = c\n", Login),
            (".docker/config.json", "{\"auths\": {\"a\": {\"auth\": \"YTpi\"}}}", Login),
            (".git-credentials", "", Login),
            (".git/config", "[remote \"origin\"]\n\turl = https://a:b@host/c\n", Login),
            (".cargo/credentials.toml", "", Login),
        ] {
            assert_eq!(found(path, content), Some(expected), "{path}");
        }
    }

    #[test]
    fn other_files_are_passed_over() {
        for (path, content) in [
            (".env.example", "API_KEY=abc\n"),
            (".env.production.sample", "API_KEY=abc\n"),
            (".env.production", "VITE_API_URL=https://a\nPASSWORD=changeme\nTOKEN=${TOKEN}\n"),
            ("test.env", "PORT=80\nTOKEN_FILE=/run/x\n"),
            ("cacert.pem", "-----BEGIN CERTIFICATE-----\n"),
            ("id_rsa.pub", "ssh-rsa AAAA"),
            ("public.key", "-----BEGIN PUBLIC KEY-----\n"),
            ("src/keys.rs", KEY),
            ("README", "Begin with `-----BEGIN PRIVATE KEY-----`\n"),
            ("LICENSE", "MIT"),
            ("aws/credentials", "[default]\nregion = x\n"),
            ("package.json", "{}"),
            ("keys.json", "{\"keys\": []}"),
            (".npmrc", "save-exact=true\n//a/:_authToken=${NPM_TOKEN}\n# _authToken=x\n"),
            (".yarnrc.yml", "npmAuthToken: \"${TOKEN:-}\"\n"),
            (".docker/config.json", "{\"auths\": {}, \"credsStore\": \"desktop\"}"),
            ("src/config.json", "{\"auth\": \"x\"}"),
            (".git/config", "[remote \"origin\"]\n\turl = git@github.com:a/b\n"),
            (".netrc", "machine a\n"),
            ("environment.ts", "export const apiKey = 'x';\n"),
            ("kubeconfig.yaml", "users: []\n"),
        ] {
            assert_eq!(found(path, content), None, "{path}");
        }
    }
}
