//! The encoding of an entry in the archive.
//!
//! The runner reads archives with Go's `archive/tar` and keeps name, mode and content. In archives
//! for the runner all other header fields are constant, so that equal contexts have equal archives.
//! Packed archives, which the builder unpacks, use the fields for links, owners and times too.

use tar::{EntryType, Header};

use crate::Entry;

const BLOCK: u64 = 512;

/// The length of the name field of a header.
const NAME_FIELD_LEN: usize = 100;

/// The end of an archive: two blocks of zeros.
pub(crate) const TRAILER: [u8; 2 * BLOCK as usize] = [0; 2 * BLOCK as usize];

/// The name that GNU tar gives to the pseudo entry with a long name.
const LONG_NAME_MARKER: &[u8] = b"././@LongLink";

/// The length of [`global_header`].
pub(crate) const GLOBAL_HEADER_LEN: u64 = 2 * BLOCK;

/// Returns a global header of the PAX format, which sets a comment and creates nothing.
///
/// Builders recognize an archive by its first header. So an archive without entries needs one.
pub(crate) fn global_header() -> Vec<u8> {
    const RECORD: &[u8] = b"17 comment=empty\n";
    let mut header = Header::new_ustar();
    for (slot, byte) in header.as_old_mut().name.iter_mut().zip(b"pax_global_header") {
        *slot = *byte;
    }
    header.set_entry_type(EntryType::XGlobalHeader);
    header.set_size(RECORD.len() as u64);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend(RECORD);
    bytes.resize(GLOBAL_HEADER_LEN as usize, 0);
    bytes
}

/// The fields of an entry that are not constant.
pub(crate) struct Fields<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) entry_type: EntryType,
    /// The target of a link. Empty for other entries.
    pub(crate) link: &'a [u8],
    pub(crate) size: u64,
    pub(crate) mode: u32,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Seconds since the beginning of 1970.
    pub(crate) time: u64,
}

impl<'a> Fields<'a> {
    /// Returns the fields of a regular file of the user 0.
    pub(crate) fn of_file(name: &'a [u8], size: u64, mode: u32) -> Self {
        let entry_type = EntryType::Regular;
        Self { name, entry_type, link: b"", size, mode, uid: 0, gid: 0, time: 0 }
    }

    /// Returns the bytes before the content.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut header = header(self.name, self.entry_type, self.size);
        for (slot, byte) in header.as_old_mut().linkname.iter_mut().zip(self.link) {
            *slot = *byte;
        }
        header.set_mode(self.mode);
        header.set_uid(self.uid.into());
        header.set_gid(self.gid.into());
        header.set_mtime(self.time);
        header.set_cksum();

        let mut head = Vec::with_capacity(head_len(self.name.len(), self.link.len()) as usize);
        for (text, marker) in
            [(self.link, EntryType::GNULongLink), (self.name, EntryType::GNULongName)]
        {
            if is_long(text.len()) {
                head.extend(long_text(text, marker));
            }
        }
        head.extend(header.as_bytes());
        head
    }
}

/// Returns the bytes before the content of `entry`.
pub(crate) fn head(entry: &Entry) -> Vec<u8> {
    Fields::of_file(entry.path.as_bytes(), entry.size, entry.mode).encode()
}

/// Returns the number of zeros that fill the last block of a content of `size` bytes.
pub(crate) fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK
}

/// Returns the length of an archive of `entries`.
pub(crate) fn archive_len(entries: &[Entry]) -> u64 {
    entries_len(entries).saturating_add(TRAILER.len() as u64)
}

/// Returns the length of `entries` in an archive, without the trailer.
pub(crate) fn entries_len(entries: &[Entry]) -> u64 {
    entries.iter().fold(0, |sum, entry| sum.saturating_add(len(entry)))
}

/// Returns the length of an entry in an archive.
pub(crate) fn len(entry: &Entry) -> u64 {
    content_len(head_len(entry.path.len(), 0), entry.size)
}

/// Returns the length of an entry with a head and a content of the given lengths.
pub(crate) fn content_len(head_len: u64, size: u64) -> u64 {
    head_len.saturating_add(size).saturating_add(padding(size))
}

/// Returns the length of the bytes before a content.
pub(crate) fn head_len(name_len: usize, link_len: usize) -> u64 {
    let long = |len: usize| {
        if !is_long(len) {
            return 0;
        }
        let with_zero = len as u64 + 1;
        BLOCK + with_zero + padding(with_zero)
    };
    long(name_len) + long(link_len) + BLOCK
}

/// Returns `true` if a name or a link target is too long for its field.
fn is_long(len: usize) -> bool {
    len > NAME_FIELD_LEN
}

/// Encodes the GNU pseudo entry whose content is the name or the link target of the next entry.
fn long_text(text: &[u8], entry_type: EntryType) -> Vec<u8> {
    let with_zero = text.len() as u64 + 1;
    let mut header = header(LONG_NAME_MARKER, entry_type, with_zero);
    header.set_mode(0o644);
    header.set_cksum();

    let mut bytes = header.as_bytes().to_vec();
    bytes.extend(text);
    bytes.resize((BLOCK + with_zero + padding(with_zero)) as usize, 0);
    bytes
}

/// Creates a header in the GNU format, whose size field has no practical limit.
///
/// A name that is too long for its field is cut. The pseudo entry before it has the whole name.
fn header(name: &[u8], entry_type: EntryType, size: u64) -> Header {
    let mut header = Header::new_gnu();
    for (slot, byte) in header.as_old_mut().name.iter_mut().zip(name) {
        *slot = *byte;
    }
    header.set_entry_type(entry_type);
    header.set_size(size);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::content::Content;

    fn entry(path: &str, size: u64) -> Entry {
        let digest = blake3::hash(b"").into();
        Entry {
            path: path.into(),
            mode: 0o755,
            size,
            digest,
            content: Content::InMemory(Bytes::new()).into(),
        }
    }

    #[test]
    fn head_has_its_computed_length_for_every_name_length() {
        for name_len in (1..=1100).chain([4095, 4096]) {
            let entry = entry(&"n".repeat(name_len), 0);
            assert_eq!(head(&entry).len() as u64, head_len(name_len, 0), "{name_len}");
        }
    }

    #[test]
    fn header_does_not_depend_on_the_machine() {
        let head = head(&entry("bin/tool", 3));
        let header = Header::from_byte_slice(&head);
        assert_eq!(header.path_bytes().as_ref(), b"bin/tool");
        assert_eq!((header.mode().unwrap(), header.size().unwrap()), (0o755, 3));
        assert_eq!((header.uid().unwrap(), header.gid().unwrap()), (0, 0));
        assert_eq!(header.mtime().unwrap(), 0);
        assert_eq!(header.username_bytes(), Some(&b""[..]));
        assert_eq!(header.entry_type(), EntryType::Regular);
    }

    #[test]
    fn sizes_above_the_octal_limit_are_encoded() {
        for size in [(8 << 30) - 1, 8 << 30, (9 << 30) + 1, 1 << 50] {
            let entry = entry("large", size);
            let head = head(&entry);
            assert_eq!(Header::from_byte_slice(&head).size().unwrap(), size);
            let content = size + padding(size);
            assert_eq!(content % BLOCK, 0);
            assert_eq!(archive_len(&[entry]), BLOCK + content + TRAILER.len() as u64);
        }
    }
}
