use std::io;
use std::net::ToSocketAddrs;
use std::sync::Arc;
use std::time::Duration;

use super::Server;
use super::limits::Limits;
use super::listen;
use crate::collect::Gather;

/// Serves what `gather` gives at `/metrics` of an address, with the limits of [`Exporter`].
///
/// Only what is named is bound: `"127.0.0.1:0"` is this machine alone, on a free port.
///
/// ```
/// use pytheus_core::Gather;
/// use pytheus_core::collect::GatherError;
/// use pytheus_core::export::http;
/// use pytheus_core::model::Snapshot;
///
/// struct Nothing;
///
/// impl Gather for Nothing {
///     fn gather(&self) -> Result<Snapshot, GatherError> {
///         Ok(Snapshot::default())
///     }
/// }
///
/// let server = http::serve("127.0.0.1:0", Nothing)?;
/// println!("http://{}/metrics", server.local_addr());
/// server.shutdown();
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// As [`Exporter::bind`].
pub fn serve(address: impl ToSocketAddrs, gather: impl Gather + 'static) -> io::Result<Server> {
    Exporter::new(gather).bind(address)
}

/// A server to be: what it serves, where, and what it allows its clients.
///
/// | limit | default | beyond it |
/// |---|---|---|
/// | connections | 512 | 503 at once, and closed |
/// | scrapes in flight | 16 | 503 with `Retry-After` |
/// | request head | 16 KiB, 100 headers | 431, and closed |
/// | `header_timeout` | 10 s | closed |
/// | `write_timeout` | 30 s | closed |
/// | `idle_timeout` | 60 s | closed |
///
/// Request bodies are not read; a request that has one is answered and its connection closed.
pub struct Exporter {
    pub(super) gather: Arc<dyn Gather>,
    pub(super) path: String,
    pub(super) limits: Limits,
}

impl Exporter {
    /// A server of what `gather` gives: a registry, say.
    pub fn new(gather: impl Gather + 'static) -> Self {
        Self { gather: Arc::new(gather), path: "/metrics".to_owned(), limits: Limits::default() }
    }

    /// The one path that is served, `/metrics` unless changed; every other is 404.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        self.path = format!("/{}", path.trim_start_matches('/'));
        self
    }

    /// The most connections at a time, at least one.
    #[must_use]
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.limits.connections = connections.max(1);
        self
    }

    /// The most scrapes at a time, at least one. Each has a thread while it gathers.
    #[must_use]
    pub fn max_scrapes(mut self, scrapes: usize) -> Self {
        self.limits.scrapes = scrapes.max(1);
        self
    }

    /// How long the head of a request may take, from its first byte; if that came with the request before, from the end
    /// of that one's answer.
    #[must_use]
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.limits.header = timeout;
        self
    }

    /// How long a client may take to receive one answer in full.
    #[must_use]
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.limits.write = timeout;
        self
    }

    /// How long a connection may stay open without a request.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.limits.idle = timeout;
        self
    }

    /// How long scrapes in flight may take to end when the server stops, 30 s unless changed.
    #[must_use]
    pub fn shutdown_timeout(mut self, timeout: Duration) -> Self {
        self.limits.shutdown = timeout;
        self
    }

    /// Binds an address and serves it from a new thread.
    ///
    /// # Errors
    ///
    /// When the address cannot be resolved or bound (another program has the port, say), or the thread not started.
    pub fn bind(self, address: impl ToSocketAddrs) -> io::Result<Server> {
        listen::start(std::net::TcpListener::bind(address)?, self)
    }
}
