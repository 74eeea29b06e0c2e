//! Memory that cells lie in: a mapped file, or this process' own where a file is not to be had.
//!
//! Atomics in a mapped file cannot be had in safe code: `memmap2` gives bytes, and reading and writing the file with system
//! calls instead would cost each recording a hundred times as much.
#![allow(unsafe_code)]

use std::fs::File;
use std::io;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::AtomicPtr;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use memmap2::MmapOptions;
use memmap2::MmapRaw;

use crate::sync::RwLock;

/// A number and the time at which it was set, as they lie in a file.
#[derive(Debug, Default)]
#[repr(C)]
pub(super) struct Pair {
    pub(super) number: AtomicU64,
    pub(super) stamp: AtomicU64,
}

/// One stretch of memory.
#[derive(Debug)]
pub(super) struct Region {
    memory: Memory,
    /// How many bytes from the start may be touched. Invariant: never more than the memory has, and for a mapped file
    /// never more than was allocated in the file, which this process never shortens. It never falls.
    ready: AtomicUsize,
}

#[derive(Debug)]
enum Memory {
    /// Invariant: at least `ready` bytes, page-aligned.
    File(MmapRaw),
    /// Invariant: `ready` bytes are this many pairs.
    Own(Box<[Pair]>),
}

impl Region {
    /// Maps a file of which `ready` bytes are allocated, with addresses for it to grow to `reserve` bytes.
    pub(super) fn map(file: &File, reserve: usize, ready: usize) -> io::Result<Self> {
        let reserve = reserve.max(ready);
        let map = MmapOptions::new().len(reserve).map_raw(file)?;
        Ok(Self { memory: Memory::File(map), ready: AtomicUsize::new(ready) })
    }

    /// Memory for this many pairs, all 0.
    pub(super) fn own(pairs: usize) -> Self {
        let pairs: Box<[Pair]> = (0..pairs).map(|_| Pair::default()).collect();
        let ready = AtomicUsize::new(std::mem::size_of_val(&*pairs));
        Self { memory: Memory::Own(pairs), ready }
    }

    fn start(&self) -> *mut u8 {
        match &self.memory {
            Memory::File(map) => map.as_mut_ptr(),
            Memory::Own(pairs) => pairs.as_ptr().cast_mut().cast(),
        }
    }

    fn ready(&self) -> usize {
        self.ready.load(Ordering::Acquire)
    }

    /// The file has been allocated up to here.
    pub(super) fn grown(&self, ready: usize) {
        if let Memory::File(map) = &self.memory {
            self.ready.fetch_max(ready.min(map.len()), Ordering::AcqRel);
        }
    }

    /// Writes bytes that no reader may look at before they are published. `false` if they have no room.
    ///
    /// Only the writer of the file calls this, one thread at a time, and never where it has published.
    pub(super) fn write(&self, at: usize, bytes: &[u8]) -> bool {
        let Memory::File(_) = &self.memory else { return false };
        if at < HEADER || at.checked_add(bytes.len()).is_none_or(|end| end > self.ready()) {
            return false;
        }
        // SAFETY: 1. the bytes lie within `ready`, so within the map and the file. 2. the borrowed bytes are not in the
        // map, as no slice of it is ever made. 3. no cell and no `AtomicU32` of the header lies there: cells are given
        // out for what was published, and the check keeps off the header.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.start().add(at), bytes.len()) };
        true
    }

    /// Says how many bytes are in use, and so shows readers what was written.
    pub(super) fn publish(&self, used: u32) {
        if let (Memory::File(_), true) = (&self.memory, self.ready() >= HEADER) {
            // SAFETY: the first four bytes are within `ready`, aligned as the map begins at a page, and used as an
            // `AtomicU32` only; it lives no longer than `self`.
            let header = unsafe { AtomicU32::from_ptr(self.start().cast()) };
            header.store(used, Ordering::Release);
        }
    }

    /// The pair at an offset, if it is one.
    fn pair(&self, at: usize) -> Option<NonNull<Pair>> {
        let inside = at.checked_add(size_of::<Pair>()).is_some_and(|end| end <= self.ready());
        if !inside || !at.is_multiple_of(align_of::<Pair>()) {
            return None;
        }
        // SAFETY: the offset lies within `ready`, so within one allocation.
        NonNull::new(unsafe { self.start().add(at) }.cast())
    }
}

/// All regions of a storage. They are unmapped together, when nobody has a cell in them any more.
#[derive(Default)]
pub(super) struct Regions {
    /// Invariant: nothing is ever taken out, and an `Arc<Region>` is never given out.
    list: RwLock<Vec<Arc<Region>>>,
}

impl Regions {
    /// Keeps a region, and tells its number.
    pub(super) fn keep(&self, region: Region) -> usize {
        let mut list = self.list.write();
        list.push(Arc::new(region));
        list.len() - 1
    }

    /// Does something with a region.
    pub(super) fn with<R>(&self, region: usize, run: impl FnOnce(&Region) -> R) -> Option<R> {
        let found = self.list.read().get(region).cloned();
        found.map(|region| run(&region))
    }
}

/// A number that threads and processes share, somewhere in a storage's regions.
pub(in crate::storage) struct Cell {
    /// Invariant: the address of a [`Pair`] in one of `regions`, aligned, inside the bytes that are ready. It changes only
    /// to another such address, and stays one as long as `regions` lives.
    at: AtomicPtr<Pair>,
    regions: Arc<Regions>,
}

impl Cell {
    /// The cell at this offset of a region, if there can be one.
    pub(super) fn new(regions: &Arc<Regions>, region: usize, at: usize) -> Option<Self> {
        let pair = regions.with(region, |region| region.pair(at))??;
        Some(Self { at: AtomicPtr::new(pair.as_ptr()), regions: regions.clone() })
    }

    /// From now on the cell is the one at this offset. `false` if there can be none.
    pub(super) fn settle(&self, region: usize, at: usize) -> bool {
        let Some(Some(pair)) = self.regions.with(region, |region| region.pair(at)) else { return false };
        self.at.store(pair.as_ptr(), Ordering::Release);
        true
    }

    /// The number and its time.
    #[inline]
    pub(super) fn pair(&self) -> &Pair {
        // SAFETY: by the field's invariant the address is that of a pair of atomics that lives as long as `regions`, of
        // which `self` holds one; it is aligned; and atomics may be shared, with other processes too. That nobody
        // shortens the file is what the storage asks for in its documentation, and all that it cannot see to itself.
        unsafe { &*self.at.load(Ordering::Relaxed) }
    }
}

const HEADER: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_lie_inside_of_what_is_ready_and_nowhere_else() {
        let regions = Arc::new(Regions::default());
        let own = regions.keep(Region::own(2));
        let found: Vec<_> = [0, 8, 16, 24, 4, usize::MAX].map(|at| Cell::new(&regions, own, at).is_some()).into();
        assert_eq!(found, [true, true, true, false, false, false]);
        assert!(Cell::new(&regions, own + 1, 0).is_none());
    }

    #[test]
    fn a_cell_outlives_whoever_made_its_region() {
        let regions = Arc::new(Regions::default());
        let number = regions.keep(Region::own(1));
        let cell = Cell::new(&regions, number, 0).unwrap();
        drop(regions);
        cell.pair().number.store(7, Ordering::Relaxed);
        assert_eq!(cell.pair().number.load(Ordering::Relaxed), 7);
        assert!(!cell.settle(number, 16));
    }
}
