//! Programs that a test starts, and ends.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// A running program; dropping it kills it.
pub struct Program(Child);

impl Program {
    /// Starts a program and waits until a line it prints, on standard output or error, holds `before`. Gives what
    /// follows that on the line, up to white space: the address it listens on.
    pub fn start(command: &mut Command, before: &'static str) -> (Self, String) {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("could not start {command:?}: {error}"));
        let (found, address) = mpsc::channel();
        let output: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for pipe in output {
            let found = found.clone();
            // It reads on to the end, for a program whose pipe is full would stop.
            thread::spawn(move || {
                for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                    eprintln!("{line}");
                    if let Some((_, rest)) = line.split_once(before) {
                        let _ = found.send(rest.split_whitespace().next().unwrap_or("").to_owned());
                    }
                }
            });
        }
        drop(found);
        let program = Self(child);
        let address = address
            .recv_timeout(Duration::from_secs(60))
            .unwrap_or_else(|_| panic!("{command:?} ended, or printed no line with {before:?} for a minute"));
        (program, address)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts an example that serves HTTP on a free port of this machine, and gives its address.
pub fn serve_example(name: &str) -> (Program, String) {
    Program::start(Command::new(crate::example::binary(name)).args(["--listen", "127.0.0.1:0"]), "http://")
}
