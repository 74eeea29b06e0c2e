//! What carries a scrape to who asked for it.
//!
//! [`respond`] turns a request into a response and opens no socket: give it what your own server received. With the
//! feature `http`, `export::http` is a server of its own, on a thread of its own.

#[cfg(feature = "http")]
pub mod http;
mod query;
mod reason;
mod request;
mod respond;
mod response;

pub use request::Request;
pub use respond::respond;
pub use response::Response;
