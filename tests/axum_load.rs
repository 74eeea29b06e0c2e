//! Handlers with `#[timed]` in a real axum service, under a load from clients of which some hang up.

#[path = "support/example.rs"]
mod example;
#[path = "support/http.rs"]
mod http;
#[path = "support/program.rs"]
mod program;

use std::io::Write;
use std::net::Shutdown;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use program::Program;

const CLIENTS: u64 = 8;
const ORDERS: u64 = 50;
const REPORTS: u64 = 6;

#[test]
fn every_request_that_reached_a_handler_is_counted_once_however_it_ended() {
    let (_service, address): (Program, String) = program::serve_example("axum");

    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let address = &address;
            scope.spawn(move || {
                for order in 0..ORDERS {
                    // One in five is an error.
                    let path = if order % 5 == 0 { "/orders/0".to_owned() } else { format!("/orders/{order}") };
                    let expected = if order % 5 == 0 { 404 } else { 200 };
                    assert_eq!(http::get(address, &path).unwrap().status, expected);
                }
                for report in 0..REPORTS {
                    if report % 2 == 0 {
                        assert_eq!(http::get(address, "/report").unwrap().status, 200);
                    } else {
                        hang_up(address, client);
                    }
                }
            });
        }
    });

    // The service notices a client that hung up at its own pace, at the latest when the report is done.
    let sent = CLIENTS * (ORDERS + REPORTS);
    let started = Instant::now();
    let metrics = loop {
        let metrics = http::get(&address, "/metrics").unwrap().body;
        if total(&metrics, "http_request_duration_seconds_count") >= sent {
            break metrics;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "{sent} requests, but\n{metrics}");
        thread::sleep(Duration::from_millis(50));
    };

    let count = |route: &str, outcome: &str| {
        let labels = format!("http_request_duration_seconds_count{{route=\"{route}\",outcome=\"{outcome}\"}}");
        total(&metrics, &labels)
    };
    assert_eq!(total(&metrics, "http_request_duration_seconds_count"), sent, "{metrics}");
    assert_eq!(count("/orders/{id}", "ok"), CLIENTS * ORDERS / 5 * 4, "{metrics}");
    assert_eq!(count("/orders/{id}", "error"), CLIENTS * ORDERS / 5, "{metrics}");
    assert_eq!(count("/report", "ok") + count("/report", "cancelled"), CLIENTS * REPORTS, "{metrics}");
    assert!(count("/report", "ok") >= CLIENTS * REPORTS / 2, "{metrics}");
    assert!(count("/report", "cancelled") > 0, "no client was seen to hang up\n{metrics}");
    assert!(metrics.contains("\nhttp_requests_in_flight 0\n"), "{metrics}");
}

/// Sends a request for the report, waits until it has reached the handler, and closes the connection.
fn hang_up(address: &str, client: u64) {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /report HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    // A request whose connection is gone before it was read would never reach the handler.
    thread::sleep(Duration::from_millis(150 + 10 * client));
    stream.shutdown(Shutdown::Both).unwrap();
}

/// The sum of all samples whose line begins so.
fn total(metrics: &str, start: &str) -> u64 {
    let lines = metrics.lines().filter(|line| line.starts_with(start));
    lines.map(|line| line.rsplit_once(' ').unwrap().1.parse::<u64>().unwrap()).sum()
}
