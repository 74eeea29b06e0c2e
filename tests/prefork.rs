//! The pre-fork example under load, while its workers are killed.
#![cfg(all(feature = "mmap", unix))]

use std::collections::BTreeSet;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

struct Server {
    process: Child,
    address: String,
    directory: PathBuf,
    workers: BTreeSet<u32>,
}

impl Server {
    fn start() -> Self {
        let directory = std::env::temp_dir().join(format!("pytheus-prefork-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let test = std::env::current_exe().unwrap();
        let example = test.parent().unwrap().parent().unwrap().join("examples/prefork");
        if !example.exists() {
            // All of the tests run at once build the examples, this one alone does not.
            let built = Command::new(env!("CARGO"))
                .args(["build", "-q", "--example", "prefork", "--features", "mmap"])
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .status()
                .unwrap();
            assert!(built.success());
        }
        let mut process = Command::new(example)
            .arg("127.0.0.1:0")
            .env("PROMETHEUS_MULTIPROC_DIR", &directory)
            .env_remove("PYTHEUS_BACKEND")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap().strip_suffix("/metrics").unwrap().to_owned();
        Self { process, address, directory, workers: BTreeSet::new() }
    }

    /// The body of an answer; none if the worker was killed meanwhile.
    fn get(&self, path: &str) -> Option<String> {
        let mut connection = TcpStream::connect(&self.address).ok()?;
        connection.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
        write!(connection, "GET {path} HTTP/1.1\r\nHost: test\r\n\r\n").ok()?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        Some(body.to_owned())
    }

    fn page(&mut self) -> bool {
        let Some(body) = self.get("/") else { return false };
        self.workers.insert(body.trim().strip_prefix("served by ").unwrap().parse().unwrap());
        true
    }

    fn total(&self) -> Option<u64> {
        let text = self.get("/metrics")?;
        text.lines().find_map(|line| line.strip_prefix("pages_total ")).map(|value| value.parse().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The parent first: it would replace the workers.
        let _ = self.process.kill();
        let _ = self.process.wait();
        for worker in &self.workers {
            kill(*worker);
        }
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn kill(process: u32) {
    let _ = Command::new("kill").args(["-9", &process.to_string()]).stderr(Stdio::null()).status();
}

#[test]
fn every_scrape_shows_the_total_of_all_workers_across_kills() {
    let mut server = Server::start();
    let (mut served, mut attempted, mut before) = (0, 0, 0);
    for round in 0..400 {
        attempted += 1;
        served += u64::from(server.page());
        if let Some(total) = server.total() {
            assert!(total >= before, "round {round}: {before}, then {total}");
            assert!(served <= total && total <= attempted, "round {round}: {served} <= {total} <= {attempted}");
            before = total;
        }
        if round % 40 == 39 {
            let worker = *server.workers.iter().next_back().unwrap();
            server.workers.remove(&worker);
            kill(worker);
        }
    }
    assert!(before >= 380, "{before}");
    for _ in 0..40 {
        server.page();
    }
    assert!(server.workers.len() >= 4, "{:?}", server.workers);
}
