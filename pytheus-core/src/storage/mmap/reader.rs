//! Reading what anybody may have written: with system calls, never through a mapping that others can cut short.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::FileExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::layout;
use super::layout::Entry;

/// What was read of a file.
#[derive(Debug)]
pub(super) enum Read {
    /// The bytes, from the first, all that the file says it uses or all that there are.
    Bytes,
    /// It is no longer there, or nothing is in it yet.
    Nothing,
    /// It is not what it should be.
    Damaged(&'static str),
    /// The system does not let it be read.
    Unreadable(io::Error),
}

/// Reads a file into a buffer, which is cleared first.
pub(super) fn read(path: &Path, into: &mut Vec<u8>) -> Read {
    into.clear();
    // A pipe of this name would make an ordinary open wait.
    let nonblocking = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0);
    let file = match OpenOptions::new().read(true).custom_flags(nonblocking).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Read::Nothing,
        Err(error) => return Read::Unreadable(error),
    };
    match file.metadata() {
        Ok(metadata) if !metadata.is_file() => Read::Damaged("it is not a file"),
        Ok(_) => read_file(&file, into).unwrap_or_else(Read::Unreadable),
        Err(error) => Read::Unreadable(error),
    }
}

fn read_file(file: &File, into: &mut Vec<u8>) -> io::Result<Read> {
    let mut header = [0; layout::HEADER];
    // The number of bytes in use is read before the bytes, which were written before it.
    if read_at(file, &mut header, 0)? < layout::HEADER {
        return Ok(Read::Nothing);
    }
    let Some(used) = layout::used(header) else {
        return Ok(Read::Damaged("it says that it uses fewer bytes than its head has"));
    };
    if used == 0 {
        return Ok(Read::Nothing);
    }
    // A file that lies about its length is found out before all of it is read.
    let mut at = layout::HEADER;
    while into.len() < used {
        let from = into.len();
        let to = used.min((from * 2).max(FIRST));
        into.resize(to, 0);
        let there = read_at(file, &mut into[from..], from as u64)?;
        into.truncate(from + there);
        while let Some((_, next)) = layout::entry_at(into, at) {
            at = next;
        }
        let stuck = into.len().saturating_sub(at) > LONGEST_ENTRY;
        if from + there < to || stuck {
            break;
        }
    }
    Ok(Read::Bytes)
}

fn read_at(file: &File, buffer: &mut [u8], from: u64) -> io::Result<usize> {
    let mut done = 0;
    while done < buffer.len() {
        match file.read_at(&mut buffer[done..], from + done as u64) {
            Ok(0) => break,
            Ok(read) => done += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// The entries of a file's bytes, up to where they are used or torn. Gives what is wrong with the rest, if anything is.
pub(super) fn entries<'a>(bytes: &'a [u8], mut each: impl FnMut(Entry<'a>)) -> Result<(), &'static str> {
    let Some(header) = bytes.first_chunk() else { return Ok(()) };
    let Some(used) = layout::used(*header) else {
        return Err("it says that it uses fewer bytes than its head has");
    };
    let known = bytes.get(..used).unwrap_or(bytes);
    let mut at = layout::HEADER;
    while at < used {
        let Some((entry, next)) = layout::entry_at(known, at) else {
            return Err("an entry goes beyond the end, or has no length");
        };
        each(entry);
        at = next;
    }
    Ok(())
}

const FIRST: usize = 65_536;
const LONGEST_ENTRY: usize = (1 << 20) + 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_given_up_to_the_damage() {
        let mut bytes = vec![0; layout::HEADER];
        layout::write_entry(b"a", 1.0, 0.0, &mut bytes);
        let whole = bytes.len();
        layout::write_entry(b"b", 2.0, 0.0, &mut bytes);
        let used = i32::try_from(bytes.len()).unwrap();
        bytes[..4].copy_from_slice(&used.to_ne_bytes());
        for end in layout::HEADER..=bytes.len() {
            let mut values = Vec::new();
            let result = entries(&bytes[..end], |entry| values.push(entry.value));
            let expected: &[f64] = match end {
                _ if end == bytes.len() => &[1.0, 2.0],
                _ if end >= whole => &[1.0],
                _ => &[],
            };
            assert_eq!((values.as_slice(), result.is_ok()), (expected, end == bytes.len()));
        }
    }
}
