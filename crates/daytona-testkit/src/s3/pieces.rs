//! The bytes of an object: those of one or more files, one after another.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    sync::Arc,
};

use crate::state_dir::Folder;

/// The files that hold an object. Clones share the list.
#[derive(Debug, Clone)]
pub(crate) struct Pieces {
    folder: Arc<Folder>,
    pieces: Arc<[Piece]>,
}

#[derive(Debug)]
struct Piece {
    name: String,
    start: u64,
    end: u64,
}

impl Pieces {
    /// Takes files of a folder, each with its size, in the order of their bytes.
    pub(super) fn new(folder: Arc<Folder>, files: impl IntoIterator<Item = (String, u64)>) -> Self {
        let mut start = 0;
        let piece = |(name, size)| {
            let piece = Piece { name, start, end: start + size };
            start = piece.end;
            piece
        };
        Self { folder, pieces: files.into_iter().map(piece).collect() }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().map(|piece| piece.name.as_str())
    }

    /// Returns the size of all files.
    pub(crate) fn size(&self) -> u64 {
        self.pieces.last().map_or(0, |piece| piece.end)
    }

    /// Makes sure that all files are there.
    pub(crate) fn check(&self) -> io::Result<()> {
        self.names().try_for_each(|name| self.folder.read(name).map(drop))
    }

    /// Reads the files as if they were one. Nothing is opened before it is needed.
    pub(crate) fn reader(&self) -> Reader {
        Reader { pieces: self.clone(), position: 0, open: None }
    }
}

/// Reads an object from wherever it is told to.
#[derive(Debug)]
pub(crate) struct Reader {
    pieces: Pieces,
    position: u64,
    /// The file that stands at the position, with where it ends.
    open: Option<(File, u64)>,
}

impl Read for Reader {
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

impl Reader {
    fn open_at_position(&self) -> io::Result<Option<(File, u64)>> {
        let position = self.position;
        let mut pieces = self.pieces.pieces.iter();
        let Some(piece) = pieces.find(|piece| (piece.start..piece.end).contains(&position)) else {
            return Ok(None);
        };
        let mut file = self.pieces.folder.read(&piece.name)?;
        file.seek(SeekFrom::Start(position - piece.start))?;
        Ok(Some((file, piece.end)))
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(by) => self.pieces.size().checked_add_signed(by),
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
    fn files_read_like_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, content: &str| {
            std::fs::write(folder.path().join(name), content).unwrap();
            (name.to_owned(), content.len() as u64)
        };
        let opened = Arc::new(Folder::open(folder.path()).unwrap());
        let pieces = Pieces::new(opened, [file("a", "one"), file("b", ""), file("c", "twothree")]);
        assert_eq!(pieces.size(), 11);
        for (position, expected) in
            [(0, "onetwothree"), (2, "etwothree"), (3, "twothree"), (11, "")]
        {
            let mut reader = pieces.reader();
            reader.seek(SeekFrom::Start(position)).unwrap();
            let mut text = String::new();
            reader.read_to_string(&mut text).unwrap();
            assert_eq!(text, expected);
        }
        let mut reader = pieces.reader();
        reader.seek(SeekFrom::End(-5)).unwrap();
        assert_eq!(reader.seek(SeekFrom::Current(-3)).unwrap(), 3);
        assert!(reader.seek(SeekFrom::Current(-4)).is_err());
    }

    #[test]
    fn file_that_became_shorter_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("short"), "abc").unwrap();
        let opened = Arc::new(Folder::open(folder.path()).unwrap());
        let pieces = Pieces::new(opened, [("short".to_owned(), 4)]);
        let error = pieces.reader().read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
