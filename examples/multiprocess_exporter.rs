//! Exposes what all processes of this machine record in one directory; it records nothing itself.
//!
//! ```text
//! PROMETHEUS_MULTIPROC_DIR=/run/shop cargo run --features mmap,http --example multiprocess_exporter
//! curl http://127.0.0.1:9464/metrics
//! ```
//!
//! Every process that was started with the same variable, in Rust or in Python, is in the answer.
use std::env;
use std::error::Error;

use pytheus::Registry;
use pytheus::export::http;
use pytheus::storage::Mmap;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = env::var_os("PROMETHEUS_MULTIPROC_DIR").ok_or("PROMETHEUS_MULTIPROC_DIR names no directory")?;
    let address = env::args().nth(1).unwrap_or_else(|| "127.0.0.1:9464".to_owned());
    let registry = Registry::builder().storage(Mmap::dir(directory)?).build()?;
    let server = http::serve(address.as_str(), registry)?;
    println!("http://{}/metrics", server.local_addr());
    loop {
        std::thread::park();
    }
}
