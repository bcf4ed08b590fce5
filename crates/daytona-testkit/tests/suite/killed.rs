//! The state folder after the process of an emulator is killed.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use daytona_testkit::Emulator;
use reqwest::Method;
use tokio::sync::watch;

use crate::client::{Client, Storage};

const FOLDER: &str = "DAYTONA_TESTKIT_KILLED_FOLDER";
const KEY: &str = "dtn_killed";

/// The process that is killed. It is not a test.
#[tokio::test]
#[ignore = "the test of this file starts it"]
#[allow(clippy::print_stdout, reason = "the test reads the URL from the output")]
async fn server() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let daytona = start(Path::new(&folder)).await;
    println!("\nurl={}", daytona.api_url());
    std::future::pending::<()>().await;
}

async fn start(folder: &Path) -> Emulator {
    Emulator::builder()
        .state_dir(folder)
        .api_key(KEY)
        .build_time(Duration::from_millis(5))
        .removal_time(Duration::from_millis(5))
        .start()
        .await
        .unwrap()
}

/// A process with an emulator, which is killed when dropped.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn spawn(folder: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::server", "--ignored", "--nocapture"])
            .env(FOLDER, folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let mut server = Self { process, url: String::new() };
        let mut lines = output.lines().map(|line| line.unwrap());
        server.url = lines
            .find_map(|line| line.strip_prefix("url=").map(str::to_owned))
            .expect("the server prints its URL");
        server
    }
}

impl Drop for Server {
    /// Sends SIGKILL, which a process cannot handle.
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// The operations that the server has confirmed.
#[derive(Debug, Default)]
struct Confirmed {
    created: Vec<String>,
    removed: Vec<String>,
    objects: Vec<String>,
}

/// Creates, removes and uploads until the server is killed, and counts the confirmed turns.
async fn work(
    (client, storage): (Client, Storage),
    worker: String,
    confirmed: Arc<Mutex<Confirmed>>,
    count: watch::Sender<usize>,
) -> Option<()> {
    for turn in 0.. {
        let name = format!("{worker}-{turn}");
        let body = serde_json::json!({ "name": name, "imageName": "alpine:3.20" });
        let created = client.try_call(Method::POST, "/snapshots", Some(body)).await?;
        let id = created["id"].as_str().unwrap().to_owned();
        if turn % 2 == 0 {
            confirmed.lock().unwrap().created.push(name.clone());
        } else {
            client.try_call(Method::DELETE, &format!("/snapshots/{id}"), None).await?;
            confirmed.lock().unwrap().removed.push(name.clone());
        }
        let key = storage.context_key(&name);
        storage.try_put(&key, vec![7; 50_000]).await?;
        confirmed.lock().unwrap().objects.push(key);
        count.send_modify(|count| *count += 1);
    }
    None
}

#[tokio::test]
async fn confirmed_operations_survive_a_kill_at_any_time() {
    let folder = tempfile::tempdir().unwrap();
    let confirmed = Arc::<Mutex<Confirmed>>::default();
    for round in 0..6_usize {
        let server = Server::spawn(folder.path());
        let count = watch::Sender::new(0);
        let mut workers = Vec::new();
        for worker in 0..4 {
            let client = Client::new(&server.url, KEY);
            let storage = client.storage().await;
            let name = format!("r{round}-w{worker}");
            let (confirmed, count) = (Arc::clone(&confirmed), count.clone());
            workers.push(tokio::spawn(work((client, storage), name, confirmed, count)));
        }
        // Each round ends at another point, during requests of the other workers.
        count.subscribe().wait_for(|count| *count > round * 3).await.unwrap();
        drop(server);
        for worker in workers {
            assert!(worker.await.unwrap().is_none());
        }
    }
    let confirmed = std::mem::take(&mut *confirmed.lock().unwrap());
    check(folder.path(), confirmed).await;
}

async fn check(folder: &Path, confirmed: Confirmed) {
    let daytona = start(folder).await;
    assert!(confirmed.created.len() > 10, "{confirmed:?}");
    for name in &confirmed.created {
        daytona.wait_for_state(name, "active").await;
    }
    for name in &confirmed.removed {
        daytona.wait_until_removed(name).await;
    }
    let objects = daytona.objects();
    assert!(objects.iter().all(|object| object.size_bytes == 50_000), "{objects:?}");
    for key in &confirmed.objects {
        assert!(objects.iter().any(|object| object.key == *key), "{key} is lost");
    }
}
