use std::io;
use std::net::TcpListener as StdTcpListener;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::runtime;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::task::LocalSet;
use tokio::time;

use super::Exporter;
use super::Server;
use super::answer::Service;
use super::connection;

/// Starts the thread of a server.
pub(super) fn start(listener: StdTcpListener, exporter: Exporter) -> io::Result<Server> {
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    // One thread does all sockets; one per scrape in flight waits for what may block.
    let runtime = runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(exporter.limits.scrapes)
        .thread_name("pytheus-scrape")
        .build()?;
    let listener = {
        let _entered = runtime.enter();
        TcpListener::from_std(listener)?
    };
    let (stop, stopped) = watch::channel(false);
    // The thread holds a sender too: a detached server has no other, and must not take that for a stop.
    let held = stop.clone();
    let thread = thread::Builder::new().name("pytheus-http".to_owned()).spawn(move || {
        let _held = held;
        LocalSet::new().block_on(&runtime, listen(listener, exporter, stopped));
        // A gathering that outlived its time is left behind.
        runtime.shutdown_background();
    })?;
    Ok(Server::new(address, stop, thread))
}

async fn listen(listener: TcpListener, exporter: Exporter, stopped: watch::Receiver<bool>) {
    let limits = Rc::new(exporter.limits.clone());
    let service = Rc::new(Service::new(exporter));
    let mut connections = JoinSet::new();
    let mut stop = stopped.clone();
    let mut pause = FIRST_PAUSE;
    loop {
        let accepted = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) if connections.len() >= limits.connections => refuse(&stream),
            Ok((stream, _)) => {
                pause = FIRST_PAUSE;
                let connection = connection::serve(stream, Rc::clone(&service), Rc::clone(&limits), stopped.clone());
                connections.spawn_local(connection);
            }
            Err(error) if is_of_one_client(&error) => {}
            // Out of file descriptors, most likely: trying again at once would burn a core and change nothing.
            Err(_) => {
                tokio::select! {
                    _ = stop.wait_for(|stop| *stop) => break,
                    () = time::sleep(pause) => pause = (pause * 2).min(LAST_PAUSE),
                }
            }
        }
    }
    drop(listener);
    let _ = time::timeout(limits.shutdown, async { while connections.join_next().await.is_some() {} }).await;
}

const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LAST_PAUSE: Duration = Duration::from_secs(1);

/// Whether an accept failed for what one client did, so that the next may be fine.
fn is_of_one_client(error: &io::Error) -> bool {
    use io::ErrorKind::ConnectionAborted;
    use io::ErrorKind::ConnectionRefused;
    use io::ErrorKind::ConnectionReset;
    use io::ErrorKind::Interrupted;

    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Answers 503 without a task, a buffer or a wait, as far as the socket takes it.
fn refuse(stream: &TcpStream) {
    let _ = stream.try_write(BUSY);
    // A request left unread would turn the close into a reset, which may overtake the answer.
    let _ = stream.try_read(&mut [0; 4096]);
}

const BUSY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n\
    Content-Type: text/plain; charset=utf-8\r\nContent-Length: 21\r\n\r\ntoo many connections\n";
