//! An HTTP server for scrapes, on a thread of its own: no runtime of yours is needed or touched.

mod answer;
mod body;
mod connection;
mod exporter;
mod limits;
mod listen;
mod phase;
mod server;
mod watched;

pub use exporter::Exporter;
pub use exporter::serve;
pub use server::Server;
