//! Names and values of variables that hold secrets.

/// Words that mean a secret.
const SECRETS: [&str; 10] = [
    "APIKEY",
    "CREDENTIAL",
    "CREDENTIALS",
    "PASSPHRASE",
    "PASSWD",
    "PASSWORD",
    "PASSWORDS",
    "SECRET",
    "SECRETS",
    "TOKEN",
];

/// Words that mean a secret before `KEY`.
const SECRET_KEYS: [&str; 7] =
    ["ACCESS", "API", "ENCRYPTION", "PRIVATE", "SIGNING", "SSH", "ACCOUNT"];

/// Last words of names that describe a secret but do not contain it.
const NOT_SECRET: [&str; 13] = [
    "DIR", "EXPIRY", "FILE", "HEADER", "ID", "LENGTH", "LIFETIME", "LIMIT", "NAME", "PATH", "TTL",
    "TYPE", "URL",
];

/// Returns `true` if a variable of that name probably holds a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let words = words(name);
    let key_of = |pair: &[String]| pair[1] == "KEY" && SECRET_KEYS.contains(&pair[0].as_str());
    let named = words.iter().any(|word| SECRETS.contains(&word.as_str()));
    let about = words.last().is_some_and(|last| NOT_SECRET.contains(&last.as_str()));
    (named || words.windows(2).any(key_of)) && !about
}

/// First characters of the tokens of well-known services.
const TOKEN_STARTS: [&str; 19] = [
    "AIza",
    "AKIA",
    "ASIA",
    "dckr_pat_",
    "dtn_",
    "gho_",
    "ghp_",
    "ghr_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "hf_",
    "npm_",
    "pypi-",
    "sk-",
    "sk_live_",
    "xoxb-",
    "xoxp-",
];

/// The minimum length of a token, in bytes.
const MIN_TOKEN: usize = 16;

/// Returns `true` if a value looks like a token, a private key, or a URL with a password.
pub(super) fn is_secret_value(value: &str) -> bool {
    let value = value.trim();
    let is_token = value.len() >= MIN_TOKEN
        && !value.contains(char::is_whitespace)
        && TOKEN_STARTS.iter().any(|start| value.starts_with(start));
    let is_web_token = value.starts_with("eyJ") && value.matches('.').count() == 2;
    is_token || is_web_token || value.contains("PRIVATE KEY-----") || has_password(value)
}

/// Returns `true` for a URL like `https://user:password@host`.
fn has_password(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or(rest);
    let user = authority.rsplit_once('@').map(|(user, _)| user);
    user.and_then(|user| user.split_once(':')).is_some_and(|(_, password)| !password.is_empty())
}

/// Splits a name at characters other than letters and digits, and at the capitals of `apiKey`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (after_small && c.is_uppercase()) {
            words.push(String::new());
        }
        after_small = c.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_uppercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_recognized() {
        for name in [
            "PASSWORD",
            "db_password",
            "GITHUB_TOKEN",
            "CLIENT_SECRET_2",
            "OPENAI_API_KEY",
            "openaiApiKey",
            "AWS_SECRET_ACCESS_KEY",
            "STRIPE_APIKEY",
            "PRIVATE_KEY",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "PATH",
            "TOKENIZERS_PARALLELISM",
            "MAX_TOKENS",
            "PASSWORD_FILE",
            "AWS_ACCESS_KEY_ID",
            "SECRET_NAME",
            "PUBLIC_KEY",
            "KEYBOARD",
            "MONKEY",
            "",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn values_that_look_like_secrets_are_recognized() {
        for value in [
            "ghp_0123456789abcdefghij",
            "AKIA0123456789ABCDEF",
            "eyJhbGciOi.eyJzdWIi.c2ln",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "http://user:pass@proxy:3128",
        ] {
            assert!(is_secret_value(value), "{value}");
        }
        for value in
            ["", "3.20", "sk-1", "https://a/b:c@d", "http://user@host", "eyJ", "npm_config"]
        {
            assert!(!is_secret_value(value), "{value}");
        }
    }
}
