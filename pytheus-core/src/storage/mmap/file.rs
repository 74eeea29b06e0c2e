use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use super::layout;
use super::names;
use super::names::Holds;
use super::region::Region;
use super::region::Regions;
use super::step::step;

/// A file that this process writes, and nobody else.
pub(super) struct WrittenFile {
    pub(super) holds: Holds,
    file: Arc<File>,
    regions: Arc<Regions>,
    region: usize,
    /// How many bytes are published.
    used: usize,
    /// How many bytes are allocated.
    size: usize,
    /// Whether somebody was asked to make it larger.
    pub(super) growing: bool,
}

impl WrittenFile {
    /// Makes the file: it appears under its name only when it is whole.
    pub(super) fn create(directory: &Path, holds: Holds, writer: &str, regions: &Arc<Regions>) -> io::Result<Self> {
        let name = names::values(holds, writer);
        let unfinished = directory.join(names::unfinished(&name, writer));
        let made = Self::prepare(&unfinished).and_then(|(file, region)| {
            step();
            fs::rename(&unfinished, directory.join(&name))?;
            step();
            Ok((file, region))
        });
        match made {
            Ok((file, region)) => Ok(Self {
                holds,
                file: Arc::new(file),
                regions: regions.clone(),
                region: regions.keep(region),
                used: layout::HEADER,
                size: layout::INITIAL,
                growing: false,
            }),
            Err(error) => {
                let _ = fs::remove_file(&unfinished);
                Err(error)
            }
        }
    }

    fn prepare(path: &PathBuf) -> io::Result<(File, Region)> {
        step();
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)?;
        step();
        allocate(&file, 0, layout::INITIAL)?;
        step();
        let region = map(&file)?;
        // Less than 2^31.
        #[allow(clippy::cast_possible_truncation)]
        region.publish(layout::HEADER as u32);
        Ok((file, region))
    }

    /// Makes a file of the first size, to see whether that can be.
    pub(super) fn probe(path: &PathBuf) -> io::Result<()> {
        Self::prepare(path).map(drop)
    }

    /// Appends entries that readers see all at once, and tells where the first begins.
    pub(super) fn append(&mut self, entries: &[u8]) -> io::Result<usize> {
        let end = self.used + entries.len();
        if end > self.size {
            let size = Self::next_size(self.size, end)?;
            allocate(&self.file, self.size, size)?;
            self.grown(size);
        }
        let at = self.used;
        let written = self.regions.with(self.region, |region| region.write(at, entries));
        if written != Some(true) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        step();
        // `next_size` keeps it below 2^31.
        #[allow(clippy::cast_possible_truncation)]
        self.regions.with(self.region, |region| region.publish(end as u32));
        step();
        self.used = end;
        Ok(at)
    }

    /// The region its cells lie in.
    pub(super) fn region(&self) -> usize {
        self.region
    }

    /// The work of making it larger, if it is time: half of it is in use.
    pub(super) fn growth(&mut self) -> Option<Growth> {
        if self.growing || self.used * 2 < self.size {
            return None;
        }
        let to = Self::next_size(self.size, self.size + 1).ok()?;
        self.growing = true;
        Some(Growth { holds: self.holds, file: self.file.clone(), from: self.size, to })
    }

    /// It has been allocated up to here.
    pub(super) fn grown(&mut self, size: usize) {
        self.size = self.size.max(size);
        self.growing = false;
        self.regions.with(self.region, |region| region.grown(size));
    }

    fn next_size(size: usize, needed: usize) -> io::Result<usize> {
        let doubled = std::iter::successors(Some(size), |size| size.checked_mul(2)).find(|size| *size >= needed);
        match doubled.map(|size| size.min(layout::LIMIT)) {
            Some(size) if size >= needed => Ok(size),
            _ => Err(io::Error::new(io::ErrorKind::FileTooLarge, "the file is at the 2 GiB that its layout allows")),
        }
    }
}

/// What is to be allocated in a file.
pub(super) struct Growth {
    pub(super) holds: Holds,
    file: Arc<File>,
    from: usize,
    pub(super) to: usize,
}

impl Growth {
    pub(super) fn allocate(&self) -> io::Result<()> {
        step();
        allocate(&self.file, self.from, self.to)?;
        step();
        Ok(())
    }
}

/// Makes sure that the disk has these bytes, so that touching them cannot kill the process. They are 0.
fn allocate(file: &File, from: usize, to: usize) -> io::Result<()> {
    #[cfg(not(any(target_vendor = "apple", target_os = "openbsd", target_os = "netbsd")))]
    {
        use rustix::fs::FallocateFlags;
        match rustix::fs::fallocate(file, FallocateFlags::empty(), from as u64, (to - from) as u64) {
            // A file system that cannot: it is written instead.
            Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => {}
            done => return Ok(done?),
        }
    }
    let zeros = [0; 4096];
    let mut at = from;
    while at < to {
        let length = zeros.len().min(to - at);
        file.write_all_at(&zeros[..length], at as u64)?;
        at += length;
    }
    Ok(())
}

/// Maps a file with addresses for all that it can become, or for less where the process may not have so many.
fn map(file: &File) -> io::Result<Region> {
    let mut reserve = if cfg!(target_pointer_width = "64") { layout::LIMIT } else { SMALL_RESERVE };
    loop {
        match Region::map(file, reserve, layout::INITIAL) {
            Err(_) if reserve > layout::INITIAL => reserve /= 4,
            done => return done,
        }
    }
}

const SMALL_RESERVE: usize = 16 << 20;
