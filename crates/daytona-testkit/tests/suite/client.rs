//! HTTP clients of the API and of the object storage.

use daytona_testkit::Emulator;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub struct Client {
    pub http: reqwest::Client,
    api_url: String,
    pub token: String,
}

impl Client {
    pub fn of(daytona: &Emulator) -> Self {
        Self::new(daytona.api_url(), daytona.api_key())
    }

    pub fn new(api_url: &str, token: &str) -> Self {
        Self {
            http: daytona_api::http_client_builder().unwrap().build().unwrap(),
            api_url: api_url.to_owned(),
            token: token.to_owned(),
        }
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.api_url)).bearer_auth(&self.token)
    }

    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        self.send(method, path, body).await.unwrap()
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> reqwest::Result<(StatusCode, Value)> {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await?;
        let status = response.status();
        let text = response.text().await?;
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }

    /// Calls a server that may have been killed. Returns `None` if it does not respond.
    pub async fn try_call(&self, method: Method, path: &str, body: Option<Value>) -> Option<Value> {
        let (status, body) = self.send(method, path, body).await.ok()?;
        assert!(status.is_success(), "{body}");
        Some(body)
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.call(Method::GET, path, None).await
    }

    /// Creates a snapshot from a Dockerfile and returns it.
    pub async fn build(&self, name: &str, dockerfile: &str, hashes: &[&str]) -> Value {
        let build = json!({ "dockerfileContent": dockerfile, "contextHashes": hashes });
        let body = json!({ "name": name, "buildInfo": build });
        let (status, snapshot) = self.call(Method::POST, "/snapshots", Some(body)).await;
        assert_eq!(status, StatusCode::OK, "{snapshot}");
        snapshot
    }

    /// Creates a snapshot from an image and returns it.
    pub async fn pull(&self, name: &str) -> Value {
        let body = json!({ "name": name, "imageName": "alpine:3.20" });
        let (status, snapshot) = self.call(Method::POST, "/snapshots", Some(body)).await;
        assert_eq!(status, StatusCode::OK, "{snapshot}");
        snapshot
    }

    /// Requests the build log of a snapshot.
    pub async fn log(&self, id: &str, query: &str) -> reqwest::Response {
        let (status, body) = self.get(&format!("/snapshots/{id}/build-logs-url")).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let url = format!("{}{query}", body["url"].as_str().unwrap());
        self.http.get(url).bearer_auth(&self.token).send().await.unwrap()
    }

    pub async fn storage(&self) -> Storage {
        let (status, access) = self.get("/object-storage/push-access").await;
        assert_eq!(status, StatusCode::OK, "{access}");
        let field = |name: &str| access[name].as_str().unwrap().to_owned();
        Storage {
            http: self.http.clone(),
            url: field("storageUrl"),
            bucket: field("bucket"),
            organization: field("organizationId"),
            access_key: field("accessKey"),
            secret: field("secret"),
            session_token: Some(field("sessionToken")),
        }
    }
}

/// A client of the object storage, with AWS Signature Version 4.
pub struct Storage {
    http: reqwest::Client,
    url: String,
    bucket: String,
    pub organization: String,
    pub access_key: String,
    pub secret: String,
    pub session_token: Option<String>,
}

pub struct Reply {
    pub status: u16,
    pub etag: Option<String>,
    pub length: Option<u64>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// Returns the text of the first XML element with a name.
    pub fn element(&self, name: &str) -> String {
        let text = self.text();
        let (_, rest) = text.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("{text}"));
        rest.split_once('<').unwrap().0.to_owned()
    }
}

impl Storage {
    /// Returns the key of a context archive.
    pub fn context_key(&self, hash: &str) -> String {
        format!("{}/{hash}/context.tar", self.organization)
    }

    pub async fn put_context(&self, hash: &str, archive: Vec<u8>) {
        let key = self.context_key(hash);
        assert_eq!(self.send(Method::PUT, &key, "", archive).await.status, 200);
    }

    pub async fn list(&self, prefix: &str) -> Reply {
        let query = format!("list-type=2&prefix={}", prefix.replace('/', "%2F"));
        self.send(Method::GET, "", &query, Vec::new()).await
    }

    /// Sends a request. The query must be sorted and encoded.
    pub async fn send(&self, method: Method, key: &str, query: &str, body: Vec<u8>) -> Reply {
        let digest = hex(&Sha256::digest(&body));
        self.send_signed(method, key, query, body, &digest).await
    }

    /// Sends a request with a digest, which need not be that of the body.
    pub async fn send_signed(
        &self,
        method: Method,
        key: &str,
        query: &str,
        body: Vec<u8>,
        digest: &str,
    ) -> Reply {
        self.try_send(method, key, query, body, digest).await.unwrap()
    }

    /// Uploads an object to a server that may have been killed. Returns `None` if it does not respond.
    pub async fn try_put(&self, key: &str, body: Vec<u8>) -> Option<()> {
        let digest = hex(&Sha256::digest(&body));
        let reply = self.try_send(Method::PUT, key, "", body, &digest).await.ok()?;
        assert_eq!(reply.status, 200, "{}", reply.text());
        Some(())
    }

    async fn try_send(
        &self,
        method: Method,
        key: &str,
        query: &str,
        body: Vec<u8>,
        digest: &str,
    ) -> reqwest::Result<Reply> {
        let path = format!("/{}/{key}", self.bucket);
        let path = path.trim_end_matches('/');
        let now = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let host = self.url.strip_prefix("http://").unwrap();
        let mut headers = vec![
            ("host", host.to_owned()),
            ("x-amz-content-sha256", digest.to_owned()),
            ("x-amz-date", now.clone()),
        ];
        if let Some(token) = &self.session_token {
            headers.push(("x-amz-security-token", token.clone()));
        }
        let authorization = self.authorization(&method, path, query, &headers, digest, &now);
        let mut request =
            self.http.request(method, format!("{}{path}?{query}", self.url)).body(body);
        for (name, value) in headers.into_iter().skip(1) {
            request = request.header(name, value);
        }
        let response = request.header("authorization", authorization).send().await?;
        let header = |name: &str| response.headers().get(name)?.to_str().ok().map(str::to_owned);
        Ok(Reply {
            status: response.status().as_u16(),
            etag: header("etag"),
            length: header("content-length").and_then(|text| text.parse().ok()),
            body: response.bytes().await?.to_vec(),
        })
    }

    fn authorization(
        &self,
        method: &Method,
        path: &str,
        query: &str,
        headers: &[(&str, String)],
        digest: &str,
        now: &str,
    ) -> String {
        let lines: String =
            headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let names: Vec<_> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let canonical = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{digest}");
        let scope = format!("{}/us-east-1/s3/aws4_request", &now[..8]);
        let hash = hex(&Sha256::digest(canonical));
        let to_sign = format!("AWS4-HMAC-SHA256\n{now}\n{scope}\n{hash}");
        let mut key = format!("AWS4{}", self.secret).into_bytes();
        for part in scope.split('/') {
            key = hmac(&key, part.as_bytes());
        }
        let signature = hex(&hmac(&key, to_sign.as_bytes()));
        format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
            self.access_key
        )
    }
}

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let padded = |pad: u8| block.map(|byte| byte ^ pad);
    let inner = Sha256::digest([&padded(0x36)[..], message].concat());
    Sha256::digest([&padded(0x5c)[..], &inner].concat()).to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
