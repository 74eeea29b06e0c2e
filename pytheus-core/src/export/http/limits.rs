use std::time::Duration;

/// What the server allows its clients.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    pub(super) connections: usize,
    pub(super) scrapes: usize,
    /// From the first byte of a request to the end of its head.
    pub(super) header: Duration,
    /// From an answer's first byte to its last.
    pub(super) write: Duration,
    /// For a connection that asks nothing.
    pub(super) idle: Duration,
    /// For what is in flight when the server stops.
    pub(super) shutdown: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            scrapes: 16,
            header: Duration::from_secs(10),
            write: Duration::from_secs(30),
            idle: Duration::from_secs(60),
            shutdown: Duration::from_secs(30),
        }
    }
}
