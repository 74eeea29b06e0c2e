use std::net::SocketAddr;
use std::thread::JoinHandle;

use tokio::sync::watch;

/// A server that runs on a thread of its own.
///
/// Dropping it stops the server as [`shutdown`](Self::shutdown) does, but does not wait for that; a program that
/// never stops serving calls [`detach`](Self::detach).
#[must_use = "dropping it stops the server: keep it, or call `detach`"]
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    /// Set to stop; `None` once detached.
    stop: Option<watch::Sender<bool>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn new(address: SocketAddr, stop: watch::Sender<bool>, thread: JoinHandle<()>) -> Self {
        Self { address, stop: Some(stop), thread: Some(thread) }
    }

    /// The address it listens on, with the port that was really bound.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Stops it: the port is free at once, connections that wait are closed, and scrapes in flight are answered in
    /// full. Returns when that is done, at the latest after the exporter's `shutdown_timeout`.
    pub fn shutdown(mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            // It ends with nothing, and would a bug of ours let it panic, then it has stopped all the same.
            let _ = thread.join();
        }
    }

    /// Lets it run until the process ends.
    pub fn detach(mut self) {
        self.stop = None;
    }

    fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send_replace(true);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
