//! A real Prometheus scrapes the quickstart and answers right, and `promtool` finds nothing to say of what we expose.
//!
//! Both are Debian's: `apt-get install prometheus`.

#[path = "support/example.rs"]
mod example;
#[path = "support/folder.rs"]
mod folder;
#[path = "support/http.rs"]
mod http;
#[path = "support/program.rs"]
mod program;

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;

use folder::Folder;
use program::Program;

#[test]
fn prometheus_scrapes_the_quickstart_and_answers_right() {
    let (_quickstart, quickstart) = program::serve_example("quickstart");
    let folder = Folder::new("prometheus");
    let prometheus = Prometheus::start(folder.path(), &quickstart);
    let routes = "http_request_duration_seconds_count";

    // Rates need a first value to rise from.
    ask(&quickstart, "/", 1);
    ask(&quickstart, "/slow", 1);
    prometheus.wait(&format!(r#"{routes}{{route="/",speed="normal"}}"#), 1.0);
    prometheus.wait(&format!(r#"{routes}{{route="/slow",speed="slow"}}"#), 1.0);

    let slow = {
        let quickstart = quickstart.clone();
        thread::spawn(move || ask(&quickstart, "/slow", 10))
    };
    ask(&quickstart, "/", 200);
    slow.join().unwrap();
    prometheus.wait(&format!(r#"{routes}{{route="/"}}"#), 201.0);
    prometheus.wait(&format!(r#"{routes}{{route="/slow"}}"#), 11.0);
    prometheus.wait(&format!("sum({routes})"), 212.0);
    prometheus.wait(r#"http_request_duration_seconds_bucket{route="/slow",le="+Inf"}"#, 11.0);
    prometheus.wait(r#"http_request_duration_seconds_bucket{route="/slow",le="0.1"}"#, 0.0);
    prometheus.wait(r#"up{job="quickstart"}"#, 1.0);

    // Prometheus extrapolates beyond the samples it has, at the most by one interval at each end.
    for (route, count) in [("/", 200.0), ("/slow", 10.0)] {
        let rate = prometheus.ask(&format!(r#"rate({routes}{{route="{route}"}}[5m])"#)) * 300.0 / count;
        assert!((1.0..3.0).contains(&rate), "{route} at {rate} of its rate");
    }
    let quantile = |q: f64, route: &str| {
        let rate = format!(r#"rate(http_request_duration_seconds_bucket{{route="{route}"}}[5m])"#);
        prometheus.ask(&format!("histogram_quantile({q}, sum by (le) ({rate}))"))
    };
    // `/slow` sleeps 0.2 to 0.5 s; a quantile is somewhere in its bucket, and a busy machine adds to it.
    assert!((0.1..1.0).contains(&quantile(0.5, "/slow")), "{}", quantile(0.5, "/slow"));
    assert!((0.25..2.5).contains(&quantile(0.95, "/slow")), "{}", quantile(0.95, "/slow"));
    assert!((0.0..0.1).contains(&quantile(0.5, "/")), "{}", quantile(0.5, "/"));
    let mean = prometheus.ask(
        r#"http_request_duration_seconds_sum{route="/slow"} / http_request_duration_seconds_count{route="/slow"}"#,
    );
    assert!((0.2..1.0).contains(&mean), "{mean}");
}

#[test]
fn promtool_finds_nothing_to_say_of_the_quickstart() {
    let (_quickstart, address) = program::serve_example("quickstart");
    ask(&address, "/", 1);
    ask(&address, "/slow", 1);
    check_metrics(&http::get(&address, "/metrics").unwrap().body);
}

#[test]
fn promtool_finds_nothing_to_say_of_every_type() {
    let output = Command::new(example::binary("every_type")).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    check_metrics(&String::from_utf8(output.stdout).unwrap());
}

#[test]
fn promtool_takes_the_configuration_we_ship() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let check = debian("promtool").args(["check", "config", "prometheus.yml"]).current_dir(root).output().unwrap();
    assert!(check.status.success(), "{check:?}");
}

/// Requests, one after the other, each answered 200.
fn ask(address: &str, path: &str, times: u32) {
    for _ in 0..times {
        assert_eq!(http::get(address, path).unwrap().status, 200);
    }
}

fn check_metrics(text: &str) {
    let mut promtool = debian("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    promtool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = promtool.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success() && said.is_empty(), "{}\n{text}", String::from_utf8_lossy(&said));
}

/// A program that Debian's package has; without it the test fails and says how to get it.
fn debian(name: &str) -> Command {
    let found = Command::new(name).arg("--version").output();
    assert!(found.is_ok(), "there is no {name} here: apt-get install prometheus");
    Command::new(name)
}

/// A running Prometheus that scrapes one target every second.
struct Prometheus {
    address: String,
    _program: Program,
}

impl Prometheus {
    fn start(folder: &Path, target: &str) -> Self {
        let configuration = folder.join("prometheus.yml");
        let jobs = format!("[{{job_name: quickstart, static_configs: [{{targets: ['{target}']}}]}}]");
        std::fs::write(&configuration, format!("global: {{scrape_interval: 1s}}\nscrape_configs: {jobs}\n")).unwrap();
        let mut command = debian("prometheus");
        command
            .arg("--config.file")
            .arg(configuration)
            .arg("--storage.tsdb.path")
            .arg(folder.join("data"))
            .arg("--web.listen-address=127.0.0.1:0");
        let (program, address) = Program::start(&mut command, "msg=\"Listening on\" address=");
        let prometheus = Self { address, _program: program };
        prometheus.until("it was not ready", || {
            http::get(&prometheus.address, "/-/ready").is_ok_and(|answer| answer.status == 200).then_some(())
        });
        prometheus
    }

    /// Waits until a query gives this value.
    fn wait(&self, query: &str, value: f64) {
        let mut last = None;
        self.until(&format!("{query} was not {value}"), || {
            last = self.query(query);
            (last == Some(value)).then_some(())
        });
    }

    /// The value of a query that has just one.
    fn ask(&self, query: &str) -> f64 {
        self.until(&format!("{query} gave no value"), || self.query(query))
    }

    fn query(&self, query: &str) -> Option<f64> {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let answer = http::get(&self.address, &format!("/api/v1/query?query={encoded}")).unwrap();
        let answer: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(answer["status"], "success", "{query}: {answer}");
        let results = answer["data"]["result"].as_array().unwrap();
        assert!(results.len() <= 1, "{query} has several values: {answer}");
        Some(results.first()?["value"][1].as_str().unwrap().parse().unwrap())
    }

    fn until<T>(&self, otherwise: &str, mut done: impl FnMut() -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(done) = done() {
                return done;
            }
            assert!(started.elapsed() < Duration::from_secs(60), "{otherwise} for a minute");
            thread::sleep(Duration::from_millis(100));
        }
    }
}
