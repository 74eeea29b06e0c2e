//! Locks that end with the process that holds them, however it ends.

use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use crate::fork::NotInherited;

/// What to do if there is no file to lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Make {
    IfMissing,
    Never,
}

/// Whether a file is there, and nobody has it for itself.
pub(super) fn is_free(path: &Path) -> bool {
    // Shared: several may ask at once.
    matches!(Held::within(Duration::ZERO, path, Make::Never, false), Ok(Some(_)))
}

/// A lock on a file, of this process alone: a forked child does not share it.
pub(super) struct Held {
    /// There until it is dropped.
    file: Option<File>,
    here: Option<NotInherited>,
}

impl Held {
    /// Makes a file and locks it, if no file is there. `None` if somebody was faster.
    pub(super) fn create(path: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        let held = Self::of(file);
        if !held.try_exclusive()? {
            return Ok(None);
        }
        // Whoever takes dead locks away may have taken this one before it was held.
        let there = std::fs::metadata(path).map(|there| (there.dev(), there.ino()));
        let mine = held.file.as_ref().and_then(|file| file.metadata().ok()).map(|mine| (mine.dev(), mine.ino()));
        Ok((there.ok() == mine && mine.is_some()).then_some(held))
    }

    /// Locks a file for itself, if nobody holds it now.
    pub(super) fn try_take(path: &Path) -> io::Result<Option<Self>> {
        let held = Self::of(File::open(path)?);
        Ok(held.try_exclusive()?.then_some(held))
    }

    /// Locks a file, alone or with other readers, within a time.
    pub(super) fn within(patience: Duration, path: &Path, make: Make, alone: bool) -> io::Result<Option<Self>> {
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && make == Make::IfMissing => {
                OpenOptions::new().write(true).create(true).truncate(false).open(path)?
            }
            other => other?,
        };
        let until = Instant::now() + patience;
        loop {
            let taken = if alone { file.try_lock() } else { file.try_lock_shared() };
            match taken {
                Ok(()) => return Ok(Some(Self::of(file))),
                Err(TryLockError::WouldBlock) if Instant::now() < until => thread::sleep(Duration::from_millis(1)),
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }

    fn of(file: File) -> Self {
        let here = NotInherited::new(file.as_raw_fd());
        Self { file: Some(file), here: Some(here) }
    }

    fn try_exclusive(&self) -> io::Result<bool> {
        match self.file.as_ref().map(File::try_lock) {
            Some(Ok(())) => Ok(true),
            Some(Err(TryLockError::Error(error))) => Err(error),
            Some(Err(TryLockError::WouldBlock)) | None => Ok(false),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(file) = self.file.take() else { return };
        if self.here.as_ref().is_some_and(NotInherited::is_gone) {
            // The descriptor was closed when the child began: its number may be another file's by now.
            std::mem::forget(file);
            return;
        }
        // In this order, a child that is forked meanwhile neither keeps the lock nor closes what is not its own.
        let _ = file.unlock();
        self.here = None;
    }
}
