//! The content of an object in one or more files.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    sync::Arc,
};

use crate::state_dir::Folder;

/// The files of an object, in the order of their bytes. Clones share the list.
#[derive(Debug, Clone)]
pub(crate) struct ObjectFiles {
    folder: Arc<Folder>,
    files: Arc<[FileRange]>,
}

#[derive(Debug)]
struct FileRange {
    name: String,
    start: u64,
    end: u64,
}

impl ObjectFiles {
    /// Creates the list from file names and sizes.
    pub(super) fn new(folder: Arc<Folder>, files: impl IntoIterator<Item = (String, u64)>) -> Self {
        let mut start = 0;
        let range = |(name, size)| {
            let range = FileRange { name, start, end: start + size };
            start = range.end;
            range
        };
        Self { folder, files: files.into_iter().map(range).collect() }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.name.as_str())
    }

    /// Returns the size of the object.
    pub(crate) fn size(&self) -> u64 {
        self.files.last().map_or(0, |file| file.end)
    }

    /// Checks that all files exist.
    pub(crate) fn check(&self) -> io::Result<()> {
        self.names().try_for_each(|name| self.folder.read(name).map(drop))
    }

    /// Returns a reader of the whole object. Each file is opened when the reader reaches it.
    pub(crate) fn reader(&self) -> ObjectReader {
        ObjectReader { files: self.clone(), position: 0, open: None }
    }
}

/// A reader of an object.
#[derive(Debug)]
pub(crate) struct ObjectReader {
    files: ObjectFiles,
    position: u64,
    /// The file at the position, and its end within the object.
    open: Option<(File, u64)>,
}

impl Read for ObjectReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (mut file, end) = match self.open.take() {
            Some((file, end)) if self.position < end => (file, end),
            _ => match self.open_at_position()? {
                Some(open) => open,
                None => return Ok(0),
            },
        };
        let left = usize::try_from(end - self.position).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        let count = file.read(&mut buffer[..most])?;
        if count == 0 && most > 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "an object has lost bytes"));
        }
        self.position += count as u64;
        self.open = Some((file, end));
        Ok(count)
    }
}

impl ObjectReader {
    fn open_at_position(&self) -> io::Result<Option<(File, u64)>> {
        let position = self.position;
        let mut ranges = self.files.files.iter();
        let Some(range) = ranges.find(|range| (range.start..range.end).contains(&position)) else {
            return Ok(None);
        };
        let mut file = self.files.folder.read(&range.name)?;
        file.seek(SeekFrom::Start(position - range.start))?;
        Ok(Some((file, range.end)))
    }
}

impl Seek for ObjectReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(by) => self.files.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        self.open = None;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_files_are_read_as_one_object() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, content: &str| {
            std::fs::write(folder.path().join(name), content).unwrap();
            (name.to_owned(), content.len() as u64)
        };
        let opened = Arc::new(Folder::open(folder.path()).unwrap());
        let object =
            ObjectFiles::new(opened, [file("a", "one"), file("b", ""), file("c", "twothree")]);
        assert_eq!(object.size(), 11);
        for (position, expected) in
            [(0, "onetwothree"), (2, "etwothree"), (3, "twothree"), (11, "")]
        {
            let mut reader = object.reader();
            reader.seek(SeekFrom::Start(position)).unwrap();
            let mut text = String::new();
            reader.read_to_string(&mut text).unwrap();
            assert_eq!(text, expected);
        }
        let mut reader = object.reader();
        reader.seek(SeekFrom::End(-5)).unwrap();
        assert_eq!(reader.seek(SeekFrom::Current(-3)).unwrap(), 3);
        assert!(reader.seek(SeekFrom::Current(-4)).is_err());
    }

    #[test]
    fn shortened_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("short"), "abc").unwrap();
        let opened = Arc::new(Folder::open(folder.path()).unwrap());
        let object = ObjectFiles::new(opened, [("short".to_owned(), 4)]);
        let error = object.reader().read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
