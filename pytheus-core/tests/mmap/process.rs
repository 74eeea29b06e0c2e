//! Children of this process, forked as a server forks its workers.

use std::os::raw::c_int;
use std::thread;
use std::time::Duration;
use std::time::Instant;

unsafe extern "C" {
    fn fork() -> c_int;
    fn waitpid(process: c_int, status: *mut c_int, options: c_int) -> c_int;
    fn kill(process: c_int, signal: c_int) -> c_int;
    fn _exit(code: c_int) -> !;
}

/// A forked child.
pub struct Child(c_int);

impl Child {
    /// Forks; the child does this and ends, without unwinding into what was the parent's.
    pub fn fork(run: impl FnOnce() -> bool) -> Self {
        // SAFETY: the child calls what this test is about, and then only `_exit`.
        let process = unsafe { fork() };
        assert!(process >= 0, "no fork");
        if process == 0 {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
            let code = match done {
                Ok(true) => 0,
                Ok(false) => 1,
                Err(_) => 2,
            };
            // SAFETY: it only ends the process.
            unsafe { _exit(code) }
        }
        Self(process)
    }

    /// How it ended, or `None` if it has not within a time: then it is killed.
    pub fn wait(&self, patience: Duration) -> Option<c_int> {
        let until = Instant::now() + patience;
        let mut status = 0;
        // SAFETY: the status is written to a variable that is there; 1 is WNOHANG.
        while unsafe { waitpid(self.0, &raw mut status, 1) } == 0 {
            if Instant::now() > until {
                self.kill();
                return None;
            }
            thread::sleep(Duration::from_micros(200));
        }
        Some(status)
    }

    /// Kills it at once, and waits until it is gone.
    pub fn kill(&self) {
        let mut status = 0;
        // SAFETY: the process is a child of this one that nobody has waited for.
        unsafe {
            kill(self.0, 9);
            waitpid(self.0, &raw mut status, 0);
        }
    }
}
