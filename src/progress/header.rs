//! How are rows read whose file has a damaged header?
//!
//! In a copy with another header, for without one `SQLite` finds no page, however sound they are.
//! `progress` calls it.
#![expect(clippy::disallowed_methods, reason = "the copy is a file, for as long as it is looked at")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use rusqlite::Connection;

use crate::progress::part::{new_part, remove_part, with_end};
use crate::progress::reading::reader;
use crate::progress::{DATABASE, open};

/// The size of a database's header, in bytes, and of the pages of ours
/// (<https://www.sqlite.org/fileformat.html>, section 1.3).
const HEADER: usize = 100;
const PAGE: u16 = 4096;
/// What in a header says where pages are and how they are to be read, each up to before the second number;
/// the rest is counts and names.
const LAYOUT: [(usize, usize); 3] = [(0, 24), (28, 32), (44, 60)];

/// Lets `look` see a copy of a damaged file whose header is as it should be: without it `SQLite` finds no
/// page, however sound they are. Returns nothing where the header is right, or no copy can be made.
pub(super) fn with_mended_header<T>(path: &Path, look: impl FnOnce(&Connection) -> T) -> Option<T> {
    let mut header = [0; HEADER];
    File::open(path).and_then(|mut file| file.read_exact(&mut header)).ok()?;
    let mended = mended(&header, fs::metadata(path).ok()?.len());
    if LAYOUT.into_iter().all(|(from, to)| header[from..to] == mended[from..to]) {
        return None;
    }
    let part = new_part(path).ok()?;
    let seen =
        copy_mended(path, &part, &mended).ok().and_then(|()| reader(&part).ok()).map(|copy| look(&copy));
    remove_part(&part);
    seen
}

/// Returns the header of a file of so many bytes, as it is in ours.
fn mended(header: &[u8; HEADER], bytes: u64) -> [u8; HEADER] {
    let mut mended = [0; HEADER];
    let mut put = |at: usize, field: &[u8]| mended[at..at + field.len()].copy_from_slice(field);
    put(0, DATABASE);
    put(16, &PAGE.to_be_bytes());
    // How it is written and read: copies with the rollback journal, all others ahead.
    put(18, if header[18..20] == [1, 1] { &[1, 1] } else { &[2, 2] });
    // How much of a page a row may fill; the format has no other.
    put(21, &[64, 32, 32]);
    put(28, &u32::try_from(bytes / u64::from(PAGE)).unwrap_or(u32::MAX).to_be_bytes());
    // The fourth form of the schema, and UTF-8.
    put(44, &4_u32.to_be_bytes());
    put(56, &1_u32.to_be_bytes());
    mended
}

/// Copies a file with its journals, for its owner's eyes only, and gives the copy another header.
fn copy_mended(path: &Path, part: &Path, header: &[u8; HEADER]) -> io::Result<()> {
    for end in ["", "-wal", "-journal"] {
        let (from, to) = (with_end(path, end), with_end(part, end));
        // A journal that was left there would be taken for one of this copy.
        let _ = fs::remove_file(&to);
        if end.is_empty() || fs::metadata(&from).is_ok_and(|journal| journal.is_file()) {
            open::create(&to)?;
            io::copy(&mut File::open(from)?, &mut OpenOptions::new().write(true).open(to)?)?;
        }
    }
    OpenOptions::new().write(true).open(part)?.write_all(header)
}
