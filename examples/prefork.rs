//! A server that forks 4 workers, which share one port; whichever of them is scraped shows the total of all.
//!
//! ```text
//! PROMETHEUS_MULTIPROC_DIR=/run/shop cargo run --features mmap --example prefork
//! curl http://127.0.0.1:8000/          # a page
//! curl http://127.0.0.1:8000/metrics   # pages_total of all workers
//! ```
//!
//! A worker that dies is replaced, and what it had counted stays.
use std::env;
use std::error::Error;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::os::raw::c_int;
use std::time::Duration;

use pytheus::Counter;
use pytheus::Metrics;
use pytheus::export::Request;
use pytheus::export::respond;

#[derive(Metrics)]
struct Shop {
    /// Pages served.
    pages_total: Counter,
}

fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8000".to_owned());
    let listener = TcpListener::bind(address)?;
    println!("http://{}/metrics", listener.local_addr()?);
    // Made before the fork, so that every worker has it; each counts in a file of its own.
    let shop = Shop::global();
    for _ in 0..WORKERS {
        start_worker(&listener, shop)?;
    }
    loop {
        // SAFETY: no status is asked for, so nothing is written.
        let ended = unsafe { waitpid(-1, std::ptr::null_mut(), 0) };
        if ended > 0 {
            start_worker(&listener, shop)?;
        }
    }
}

fn start_worker(listener: &TcpListener, shop: &Shop) -> io::Result<()> {
    // SAFETY: this process has one thread besides those that pytheus may have, which is ready for forks.
    match unsafe { fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => loop {
            if let Ok((connection, _)) = listener.accept() {
                // A client that goes away is its own affair.
                let _ = serve(connection, shop);
            }
        },
        _ => Ok(()),
    }
}

fn serve(mut connection: TcpStream, shop: &Shop) -> io::Result<()> {
    connection.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut request = BufReader::new(&connection).lines();
    let first = request.next().transpose()?.unwrap_or_default();
    // The rest of the head; nothing in it matters here.
    while request.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    if first.starts_with("GET /metrics ") {
        let response = respond(pytheus::global(), &Request::new("GET"));
        let length = response.body.len();
        let kind = response.header("content-type").unwrap_or("text/plain");
        write!(connection, "HTTP/1.1 {}\r\nContent-Type: {kind}\r\n", response.status)?;
        write!(connection, "Content-Length: {length}\r\nConnection: close\r\n\r\n")?;
        connection.write_all(&response.body)
    } else {
        shop.pages_total.inc();
        let page = format!("served by {}\n", std::process::id());
        write!(connection, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}", page.len())
    }
}

const WORKERS: usize = 4;

unsafe extern "C" {
    fn fork() -> c_int;
    fn waitpid(process: c_int, status: *mut c_int, options: c_int) -> c_int;
}
