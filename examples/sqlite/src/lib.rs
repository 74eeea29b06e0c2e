//! A storage of one's own: values in SQLite, where they outlive the program and other programs see them.
//!
//! ```text
//! cd examples/sqlite && cargo test && cargo run
//! ```
//!
//! Recording must not wait for a disk, so it goes to memory; a thread writes what is in memory to the database every
//! second, and `flush` does it at once. Each run of a program has rows of its own, and a scrape adds up the rows of all.

mod database;
mod points;
mod storage;

pub use storage::Sqlite;
