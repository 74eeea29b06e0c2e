//! The HTTP server, through sockets.

#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Barrier;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use pytheus_core::Gather;
use pytheus_core::collect::GatherError;
use pytheus_core::export::http::Exporter;
use pytheus_core::export::http::Server;
use pytheus_core::export::http::serve;
use pytheus_core::model::Family;
use pytheus_core::model::Labels;
use pytheus_core::model::Point;
use pytheus_core::model::Snapshot;

/// Gathers by calling this.
struct By<F>(F);

impl<F: Fn() -> Result<Snapshot, GatherError> + Send + Sync> Gather for By<F> {
    fn gather(&self) -> Result<Snapshot, GatherError> {
        (self.0)()
    }
}

fn two() -> Snapshot {
    let one = Family::counter("one_total", "").unwrap().with([], 1_u64).unwrap();
    Snapshot::new(vec![one, Family::gauge("two", "").unwrap().with([], 2_u64).unwrap()])
}

fn fixed() -> impl Gather {
    By(|| Ok(two()))
}

/// A snapshot whose text is longer than what two sockets buffer: 48 MiB, and quick to write.
fn large() -> Snapshot {
    let labels = Labels::new([("v", &*"x".repeat(1 << 20))]).unwrap();
    let mut family = Family::gauge("g", "").unwrap();
    (0..48_u64).for_each(|i| family.push(labels.clone(), Point::Gauge(i.into())));
    Snapshot::new(vec![family])
}

const ALL: &str = "# TYPE one_total counter\none_total 1\n# TYPE two gauge\ntwo 2\n";

/// What came back, headers in lower case.
#[derive(Debug, PartialEq)]
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

/// Reads one reply; `None` when the connection ends first.
fn read(stream: &mut TcpStream, body: bool) -> Option<Reply> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(0) => return None,
            Ok(_) => head.push(byte[0]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return None,
            Err(error) => panic!("{error}"),
        }
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut reply = Reply { status, head, body: Vec::new() };
    if body && let Some(length) = reply.header("content-length") {
        reply.body = vec![0; length.parse().unwrap()];
        stream.read_exact(&mut reply.body).ok()?;
    }
    Some(reply)
}

fn ask(address: SocketAddr, method: &str, target: &str, headers: &str) -> Reply {
    let mut stream = connect(address);
    write!(stream, "{method} {target} HTTP/1.1\r\nHost: x\r\n{headers}\r\n").unwrap();
    read(&mut stream, method != "HEAD").unwrap()
}

fn get(server: &Server, headers: &str) -> Reply {
    ask(server.local_addr(), "GET", "/metrics", headers)
}

/// How long it takes until the other side closes.
fn time_to_close(stream: &mut TcpStream) -> Duration {
    let start = Instant::now();
    match stream.read(&mut [0; 1024]) {
        Ok(0) => {}
        Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
        other => panic!("still open: {other:?}"),
    }
    start.elapsed()
}

#[test]
fn a_scrape_is_answered() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    let reply = get(&server, "");
    assert_eq!((reply.status, reply.text()), (200, ALL));
    assert_eq!(reply.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    assert_eq!(reply.header("vary"), Some("accept, accept-encoding"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(reply.header("server"), None);
    server.shutdown();
}

#[test]
fn one_connection_takes_many_requests() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    let mut stream = connect(server.local_addr());
    for _ in 0..50 {
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        assert_eq!(read(&mut stream, true).unwrap().text(), ALL);
    }
    // Pipelined, and the last with our side closed already.
    stream.write_all(&b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3)).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    for _ in 0..3 {
        assert_eq!(read(&mut stream, true).unwrap().text(), ALL);
    }
    assert!(time_to_close(&mut stream) < Duration::from_secs(1));
}

#[test]
fn accept_chooses_the_format() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    let wanted = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    let reply = get(&server, "Accept: text/plain;q=0.5\r\nAccept: application/openmetrics-text\r\n");
    assert_eq!(reply.header("content-type"), Some(wanted));
    assert_eq!(reply.text(), "# TYPE one counter\none_total 1\n# TYPE two gauge\ntwo 2\n# EOF\n");
    for junk in ["Accept: application/openmetrics-text;version=abc\r\n", "Accept: \r\n", "Accept: \u{ff}\r\n"] {
        assert_eq!(get(&server, junk).text(), ALL);
    }
}

#[test]
fn gzip_is_sent_to_who_wants_it() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    for wants in ["gzip", "deflate, GZIP;q=0.5", "*"] {
        let reply = get(&server, &format!("Accept-Encoding: {wants}\r\n"));
        assert_eq!(reply.header("content-encoding"), Some("gzip"));
        let mut text = String::new();
        flate2::read::GzDecoder::new(&*reply.body).read_to_string(&mut text).unwrap();
        assert_eq!(text, ALL);
    }
    for refuses in ["gzip;q=0", "gzip;q=0, *", "identity", "br", ""] {
        let reply = get(&server, &format!("Accept-Encoding: {refuses}\r\n"));
        assert_eq!((reply.header("content-encoding"), reply.text()), (None, ALL), "{refuses}");
    }
}

#[test]
fn names_restrict_a_scrape() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    let body = |query: &str| ask(server.local_addr(), "GET", &format!("/metrics?{query}"), "").text().to_owned();
    assert_eq!(body("name[]=two"), "# TYPE two gauge\ntwo 2\n");
    assert_eq!(body("name%5B%5D=one_total&name%5b%5d=two"), ALL);
    assert_eq!(body("name[]=%74wo"), "# TYPE two gauge\ntwo 2\n");
    assert_eq!(body("name[]="), ALL);
    assert_eq!(body("name[]=unknown"), "");
}

#[test]
fn methods_and_paths_are_told_apart() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    let ask = |method: &str, path: &str| ask(server.local_addr(), method, path, "");
    for path in ["/", "/metrics/", "/metric", "/favicon.ico", "/METRICS", "//metrics", "*"] {
        assert_eq!(ask(if path == "*" { "OPTIONS" } else { "GET" }, path).status, 404, "{path}");
    }
    assert_eq!(ask("GET", "http://elsewhere/metrics").status, 200);
    for method in ["PUT", "DELETE", "PATCH", "BREW", "TRACE"] {
        let reply = ask(method, "/metrics");
        assert_eq!((reply.status, reply.header("allow")), (405, Some("get, head, options")), "{method}");
    }
    let options = ask("OPTIONS", "/metrics");
    assert_eq!((options.status, options.header("allow")), (204, Some("get, head, options")));
}

#[test]
fn a_head_has_the_length_and_no_body() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    let mut stream = connect(server.local_addr());
    for path in ["/metrics", "/nowhere"] {
        write!(stream, "HEAD {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let reply = read(&mut stream, false).unwrap();
        let expected = if path == "/metrics" { (200, Some("60")) } else { (404, Some("10")) };
        assert_eq!((reply.status, reply.header("content-length")), expected);
    }
    // Had a body followed, this would read it.
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    assert_eq!(read(&mut stream, true).unwrap().text(), ALL);
}

#[test]
fn the_path_can_be_chosen() {
    let server = Exporter::new(fixed()).path("stats").bind("127.0.0.1:0").unwrap();
    assert_eq!(ask(server.local_addr(), "GET", "/stats", "").status, 200);
    assert_eq!(get(&server, "").status, 404);
}

#[test]
fn a_body_is_not_read_and_ends_the_connection() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    for framing in [
        "Content-Length: 100000\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nExpect: 100-continue\r\n",
    ] {
        for (method, status) in [("POST", 405), ("GET", 200)] {
            let mut stream = connect(server.local_addr());
            write!(stream, "{method} /metrics HTTP/1.1\r\nHost: x\r\n{framing}\r\nhello").unwrap();
            let reply = read(&mut stream, true).unwrap();
            assert_eq!((reply.status, reply.header("connection")), (status, Some("close")));
            assert!(time_to_close(&mut stream) < Duration::from_millis(900));
        }
    }
}

#[test]
fn broken_requests_are_refused() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    let long = format!("GET /metrics HTTP/1.1\r\nA: {}\r\n\r\n", "a".repeat(20_000));
    let many = format!("GET /metrics HTTP/1.1\r\n{}\r\n", "A: a\r\n".repeat(101));
    for (request, status) in [(&*long, 431), (&*many, 431), ("\u{16}\u{3}\u{1}\r\n\r\n", 400), ("GET\r\n\r\n", 400)] {
        let mut stream = connect(server.local_addr());
        stream.write_all(request.as_bytes()).unwrap();
        if let Some(reply) = read(&mut stream, true) {
            assert_eq!(reply.status, status);
        }
    }
    assert_eq!(get(&server, "").status, 200);
}

#[test]
fn a_half_sent_request_is_cut_at_the_header_timeout() {
    let server = Exporter::new(fixed()).header_timeout(Duration::from_millis(300)).bind("127.0.0.1:0").unwrap();
    let mut stream = connect(server.local_addr());
    let mut dripping = stream.try_clone().unwrap();
    thread::spawn(move || {
        let bytes = b"GET /metrics HTTP/1.1\r\nHost: x\r\nA: aaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        bytes.iter().all(|byte| {
            thread::sleep(Duration::from_millis(20));
            dripping.write_all(&[*byte]).is_ok()
        })
    });
    let took = time_to_close(&mut stream);
    assert!((Duration::from_millis(250)..Duration::from_secs(2)).contains(&took), "{took:?}");
}

#[test]
fn half_a_request_behind_a_whole_one_is_cut_at_the_header_timeout() {
    let server = Exporter::new(fixed()).header_timeout(Duration::from_millis(300)).bind("127.0.0.1:0").unwrap();
    for half in ["GET /metrics HT", "GET /metrics HTTP/1.1\r\n", "GET /metrics HTTP/1.1\r\nHost: x\r\n"] {
        let mut stream = connect(server.local_addr());
        write!(stream, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n{half}").unwrap();
        read(&mut stream, true).unwrap();
        let took = time_to_close(&mut stream);
        assert!((Duration::from_millis(250)..Duration::from_secs(2)).contains(&took), "{took:?}");
    }
}

#[test]
fn a_connection_between_requests_has_the_idle_timeout() {
    let exporter = Exporter::new(fixed()).header_timeout(Duration::from_millis(200));
    let server = exporter.bind("127.0.0.1:0").unwrap();
    let mut stream = connect(server.local_addr());
    for pause in [0, 600, 0] {
        thread::sleep(Duration::from_millis(pause));
        stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        assert_eq!(read(&mut stream, true).unwrap().text(), ALL);
    }
}

#[test]
fn an_idle_connection_is_closed_at_the_idle_timeout() {
    let server = Exporter::new(fixed()).idle_timeout(Duration::from_millis(300)).bind("127.0.0.1:0").unwrap();
    for asks in [false, true] {
        let mut stream = connect(server.local_addr());
        if asks {
            stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            read(&mut stream, true).unwrap();
        }
        let took = time_to_close(&mut stream);
        assert!((Duration::from_millis(250)..Duration::from_secs(2)).contains(&took), "{took:?}");
    }
}

#[test]
fn a_slow_reader_is_cut_at_the_write_timeout() {
    let large = large();
    let exporter =
        Exporter::new(By(move || Ok(large.clone()))).write_timeout(Duration::from_millis(500)).max_connections(1);
    let server = exporter.bind("127.0.0.1:0").unwrap();
    let mut stream = connect(server.local_addr());
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    // It takes a little all the time, so that something is always sent.
    let mut taken = stream.read(&mut [0; 1]).unwrap();
    let start = Instant::now();
    while let Ok(len @ 1..) = stream.read(&mut vec![0; 64 << 10]) {
        taken += len;
        if start.elapsed() < Duration::from_secs(2) {
            thread::sleep(Duration::from_millis(50));
        }
    }
    assert!(taken < 48 << 20, "all of it was sent");
    // Its place is free again.
    assert_eq!(ask(server.local_addr(), "GET", "/nowhere", "").status, 404);
}

#[test]
fn a_reader_that_keeps_up_gets_all_of_a_large_scrape() {
    let large = large();
    let server = serve("127.0.0.1:0", By(move || Ok(large.clone()))).unwrap();
    let reply = get(&server, "");
    assert!(reply.body.len() > 48 << 20 && reply.body.ends_with(b"x\"} 47\n"));
}

#[test]
fn connections_beyond_the_cap_are_refused_at_once() {
    let server = Exporter::new(fixed()).max_connections(2).bind("127.0.0.1:0").unwrap();
    let mut held: Vec<_> = (0..2)
        .map(|_| {
            let mut stream = connect(server.local_addr());
            stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            read(&mut stream, true).unwrap();
            stream
        })
        .collect();
    let mut third = connect(server.local_addr());
    let reply = read(&mut third, true).unwrap();
    assert_eq!((reply.status, reply.header("retry-after")), (503, Some("1")));
    assert_eq!(reply.text(), "too many connections\n");
    assert!(time_to_close(&mut third) < Duration::from_secs(1));
    held.pop();
    thread::sleep(Duration::from_millis(50));
    assert_eq!(get(&server, "").status, 200);
}

/// A gatherer that says when it has begun, and ends when told.
fn gated() -> (impl Gather, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (begun, begins) = mpsc::channel();
    let (end, ends) = mpsc::channel();
    let ends = std::sync::Mutex::new(ends);
    let gather = By(move || {
        begun.send(()).unwrap();
        ends.lock().unwrap().recv().unwrap();
        Ok(two())
    });
    (gather, begins, end)
}

#[test]
fn scrapes_beyond_the_cap_are_refused_at_once_and_nothing_else_waits() {
    let (gather, begins, end) = gated();
    let server = Exporter::new(gather).max_scrapes(1).bind("127.0.0.1:0").unwrap();
    let address = server.local_addr();
    let first = thread::spawn(move || ask(address, "GET", "/metrics", ""));
    begins.recv().unwrap();
    for method in ["GET", "HEAD"] {
        let busy = ask(address, method, "/metrics", "");
        assert_eq!((busy.status, busy.header("retry-after")), (503, Some("1")));
    }
    assert_eq!(ask(address, "OPTIONS", "/metrics", "").status, 204);
    assert_eq!(ask(address, "GET", "/", "").status, 404);
    end.send(()).unwrap();
    assert_eq!(first.join().unwrap().text(), ALL);
    end.send(()).unwrap();
    assert_eq!(get(&server, "").status, 200);
}

#[test]
fn a_client_that_leaves_does_not_free_its_scrape_early() {
    let (gather, begins, end) = gated();
    let server = Exporter::new(gather).max_scrapes(1).bind("127.0.0.1:0").unwrap();
    let mut leaves = connect(server.local_addr());
    leaves.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    begins.recv().unwrap();
    drop(leaves);
    thread::sleep(Duration::from_millis(50));
    assert_eq!(get(&server, "").status, 503);
    end.send(()).unwrap();
    end.send(()).unwrap();
    thread::sleep(Duration::from_millis(50));
    assert_eq!(get(&server, "").status, 200);
}

#[test]
fn a_storage_that_is_away_is_a_503_with_the_reason() {
    let server = serve("127.0.0.1:0", By(|| Err(GatherError::new("redis", "timed out")))).unwrap();
    let reply = get(&server, "");
    assert_eq!((reply.status, reply.text()), (503, "storage redis gave no values: timed out\n"));
}

#[test]
fn a_panic_is_a_500_and_the_server_lives_on() {
    let server = Exporter::new(By(|| panic!("planted"))).max_scrapes(1).bind("127.0.0.1:0").unwrap();
    for _ in 0..5 {
        assert_eq!(get(&server, "").status, 500);
    }
    assert_eq!(ask(server.local_addr(), "GET", "/", "").status, 404);
}

#[test]
fn a_shutdown_answers_scrapes_in_flight_and_closes_the_rest() {
    const SCRAPES: usize = 100;
    let all_in = Arc::new(Barrier::new(SCRAPES + 1));
    let gathering = Arc::clone(&all_in);
    let gather = By(move || {
        gathering.wait();
        thread::sleep(Duration::from_millis(1500));
        Ok(two())
    });
    let server = Exporter::new(gather).max_scrapes(SCRAPES).bind("127.0.0.1:0").unwrap();
    let address = server.local_addr();
    let mut idle = connect(address);
    let mut half = connect(address);
    half.write_all(b"GET /metr").unwrap();
    let clients: Vec<_> = (0..SCRAPES).map(|_| thread::spawn(move || ask(address, "GET", "/metrics", ""))).collect();
    all_in.wait();
    let stopping = thread::spawn(move || server.shutdown());
    // The port is free while they are still gathering.
    thread::sleep(Duration::from_millis(100));
    drop(TcpListener::bind(address).unwrap());
    assert!(time_to_close(&mut idle) < Duration::from_millis(500));
    assert!(time_to_close(&mut half) < Duration::from_millis(500));
    for client in clients {
        let reply = client.join().unwrap();
        assert_eq!((reply.status, reply.text(), reply.header("connection")), (200, ALL, Some("close")));
    }
    stopping.join().unwrap();
}

#[test]
fn a_shutdown_gives_up_on_a_gatherer_that_hangs() {
    let (gather, begins, _end) = gated();
    let server = Exporter::new(gather).shutdown_timeout(Duration::from_millis(200)).bind("127.0.0.1:0").unwrap();
    let mut stream = connect(server.local_addr());
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    begins.recv().unwrap();
    let start = Instant::now();
    server.shutdown();
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(read(&mut stream, true), None);
}

#[test]
fn a_dropped_server_stops_and_a_detached_one_goes_on() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    let address = server.local_addr();
    drop(server);
    let start = Instant::now();
    while TcpListener::bind(address).is_err() {
        assert!(start.elapsed() < Duration::from_secs(1));
        thread::sleep(Duration::from_millis(5));
    }
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    let address = server.local_addr();
    server.detach();
    thread::sleep(Duration::from_millis(50));
    assert_eq!(ask(address, "GET", "/metrics", "").status, 200);
}

#[test]
fn five_hundred_servers_come_and_go_on_one_port() {
    let first = serve("127.0.0.1:0", fixed()).unwrap();
    let address = first.local_addr();
    first.shutdown();
    for i in 0..500 {
        let server = serve(address, fixed()).unwrap();
        if i % 10 == 0 {
            assert_eq!(get(&server, "").status, 200);
        }
        server.shutdown();
    }
    #[cfg(target_os = "linux")]
    assert!(std::fs::read_dir("/proc/self/fd").unwrap().count() < 400, "file descriptors leak");
}

#[test]
fn a_port_in_use_is_an_error() {
    let server = serve("127.0.0.1:0", fixed()).unwrap();
    assert_eq!(serve(server.local_addr(), fixed()).unwrap_err().kind(), ErrorKind::AddrInUse);
    assert!(serve("no port", fixed()).is_err());
    assert!(serve(":0", fixed()).is_err());
}
