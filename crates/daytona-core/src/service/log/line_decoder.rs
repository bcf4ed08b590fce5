//! Decodes chunks of bytes into lines.

/// A longer line is split into parts, so that memory stays bounded.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// Collects bytes into lines. A chunk may end inside a line or a UTF-8 sequence. Bytes that are not
/// UTF-8 become U+FFFD.
#[derive(Default)]
pub(in crate::service) struct LineDecoder {
    partial: Vec<u8>,
}

impl LineDecoder {
    /// Adds a chunk and returns the lines that it completes, without their line ends.
    pub(in crate::service) fn push(&mut self, chunk: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        for piece in chunk.split_inclusive(|&byte| byte == b'\n') {
            self.partial.extend_from_slice(piece);
            self.split_overlong(&mut lines);
            if piece.ends_with(b"\n") {
                lines.extend(self.finish());
            }
        }
        lines
    }

    /// Returns the last line if it has no line end.
    pub(in crate::service) fn finish(&mut self) -> Option<String> {
        if self.partial.is_empty() {
            return None;
        }
        let bytes = std::mem::take(&mut self.partial);
        let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Some(String::from_utf8_lossy(line).into_owned())
    }

    fn split_overlong(&mut self, lines: &mut Vec<String>) {
        // The line end does not count.
        while self.partial.strip_suffix(b"\n").unwrap_or(&self.partial).len() > MAX_LINE_BYTES {
            let rest = self.partial.split_off(char_boundary(&self.partial, MAX_LINE_BYTES));
            let head = std::mem::replace(&mut self.partial, rest);
            lines.push(String::from_utf8_lossy(&head).into_owned());
        }
    }
}

/// Returns the last position up to `limit` that does not cut a UTF-8 sequence.
fn char_boundary(bytes: &[u8], limit: usize) -> usize {
    let is_continuation = |position: usize| bytes.get(position).is_some_and(|b| b & 0xC0 == 0x80);
    (limit.saturating_sub(3)..=limit).rev().find(|&at| !is_continuation(at)).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_may_break_anywhere() {
        let text = "one\r\n\nthree ÄÖÜ 你好\nlast";
        for size in 1..text.len() {
            let mut decoder = LineDecoder::default();
            let mut lines: Vec<String> = Vec::new();
            for chunk in text.as_bytes().chunks(size) {
                lines.extend(decoder.push(chunk));
            }
            lines.extend(decoder.finish());
            assert_eq!(lines, ["one", "", "three ÄÖÜ 你好", "last"], "chunks of {size}");
        }
    }

    #[test]
    fn overlong_line_is_split_between_characters() {
        let text = "ä".repeat(2 * MAX_LINE_BYTES);
        let mut decoder = LineDecoder::default();
        let mut lines = decoder.push(text.as_bytes());
        assert!(lines.len() > 1 && lines.iter().all(|line| line.len() <= MAX_LINE_BYTES));
        lines.extend(decoder.finish());
        assert_eq!(lines.concat(), text);
    }

    #[test]
    fn overlong_line_in_one_chunk_is_split() {
        for (length, pieces) in [(MAX_LINE_BYTES, 1), (MAX_LINE_BYTES + 1, 2), (5 << 20, 80)] {
            let text = format!("{}\nnext\n", "a".repeat(length));
            let mut lines = LineDecoder::default().push(text.as_bytes());
            assert_eq!(lines.pop().unwrap(), "next");
            assert_eq!(lines.len(), pieces, "{length}");
            assert!(lines.iter().all(|line| line.len() <= MAX_LINE_BYTES));
            assert_eq!(lines.concat().len(), length);
        }
    }
}
