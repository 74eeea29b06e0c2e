use std::sync::Arc;
use std::sync::Weak;
use std::sync::mpsc;
use std::thread;

use super::file::Growth;
use super::fold;
use super::writer::Writer;

/// The thread that does what recording must not wait for. It begins with the first thing there is to do, in a forked
/// child again.
#[derive(Default)]
pub(super) struct Hand {
    jobs: Option<mpsc::Sender<Job>>,
}

/// Something to do.
pub(super) enum Job {
    /// Make a file larger, for the process of this generation.
    Grow(Growth, u32),
    /// Fold what processes that have ended left; said is whether also beside files of others.
    Fold(fold::Folding),
}

impl Hand {
    /// Has something done. If no thread can be had it is not done: files then grow when they must, and nothing is folded.
    pub(super) fn ask(&mut self, writer: &Arc<Writer>, job: Job) {
        let jobs = match &self.jobs {
            Some(jobs) => jobs,
            None => {
                let (jobs, todo) = mpsc::channel();
                let writer = Arc::downgrade(writer);
                let started = thread::Builder::new().name("pytheus-mmap".to_owned()).spawn(move || run(&todo, &writer));
                if started.is_err() {
                    return;
                }
                self.jobs.insert(jobs)
            }
        };
        let _ = jobs.send(job);
    }

    /// The thread was another process'. The channel is left as it is: somebody may have held a lock of it at the fork.
    pub(super) fn forget(&mut self) {
        std::mem::forget(self.jobs.take());
    }
}

fn run(todo: &mpsc::Receiver<Job>, writer: &Weak<Writer>) {
    while let Ok(job) = todo.recv() {
        match job {
            Job::Grow(growth, born) => {
                let done = growth.allocate().is_ok();
                if let Some(writer) = writer.upgrade() {
                    writer.grown(growth.holds, born, if done { growth.to } else { 0 });
                }
            }
            Job::Fold(folding) => {
                let Some(directory) = writer.upgrade().map(|writer| writer.directory().to_owned()) else { return };
                // What was not folded now will be next time.
                let _ = fold::fold(&directory, folding);
            }
        }
    }
}
