//! Requests whose end somebody in front could see elsewhere are refused. hyper takes a bare LF for the end of a line
//! (RFC 9112, 2.2 lets it) and a length beside chunks (6.3 lets it); a proxy may not, and what one takes for a body
//! the other takes for the next request. So the bytes are looked at on their way to hyper: what is wrong is given a
//! byte that no head may hold, hyper answers 400, and the connection ends.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Of a line this much is kept: hyper takes no longer head.
const MOST_OF_A_LINE: usize = 64 * 1024;
/// No line of a head may hold it.
const POISON: u8 = 0;

/// A stream of requests that is read as strictly as it can be.
pub(super) struct Strict<S> {
    stream: S,
    framing: Framing,
}

impl<S> Strict<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, framing: Framing::default() }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Strict<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.framing.look_at(&mut buffer.filled_mut()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Strict<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// In what the next byte stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    RequestLine,
    Headers,
    /// Of which so many bytes are left.
    Body(u64),
    ChunkSize,
    /// With the end of its line, of which so many bytes are left.
    Chunk(u64),
    Trailers,
    /// Hyper refuses it, and reads no further.
    Nothing,
}

/// Where one request ends and the next one begins, as hyper sees it.
#[derive(Debug, Default)]
struct Framing {
    within: Within,
    /// What was read of the line before these bytes.
    line: Vec<u8>,
    length: Option<u64>,
    chunked: bool,
}

impl Framing {
    fn look_at(&mut self, bytes: &mut [u8]) {
        let mut at = 0;
        while at < bytes.len() {
            at += match self.within {
                Within::Nothing => return,
                Within::Body(left) => self.skip(left, bytes.len() - at, Within::RequestLine, Within::Body),
                Within::Chunk(left) => self.skip(left, bytes.len() - at, Within::ChunkSize, Within::Chunk),
                _ => self.read_line(&mut bytes[at..]),
            };
        }
    }

    /// Passes over what has a length; gives how much of it is there.
    fn skip(&mut self, left: u64, there: usize, next: Within, same: fn(u64) -> Within) -> usize {
        let passed = there.min(usize::try_from(left).unwrap_or(usize::MAX));
        let left = left - passed as u64;
        self.within = if left == 0 { next } else { same(left) };
        passed
    }

    /// Reads to the end of a line; gives how many bytes that were.
    fn read_line(&mut self, bytes: &mut [u8]) -> usize {
        let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
            let room = MOST_OF_A_LINE.saturating_sub(self.line.len());
            self.line.extend_from_slice(&bytes[..bytes.len().min(room)]);
            return bytes.len();
        };
        let room = MOST_OF_A_LINE.saturating_sub(self.line.len());
        self.line.extend_from_slice(&bytes[..end.min(room)]);
        let line = std::mem::take(&mut self.line);
        let is_good = line.split_last().is_some_and(|(last, line)| *last == b'\r' && self.end_of(line));
        if !is_good {
            bytes[end] = POISON;
            self.within = Within::Nothing;
        }
        self.line = line;
        self.line.clear();
        end + 1
    }

    /// What follows this line; `false` where it is refused.
    fn end_of(&mut self, line: &[u8]) -> bool {
        match self.within {
            // Empty lines before a request are passed over (RFC 9112, 2.2).
            Within::RequestLine if !line.is_empty() => {
                (self.within, self.length, self.chunked) = (Within::Headers, None, false);
            }
            Within::Headers if line.is_empty() => self.within = self.body(),
            Within::Headers => return self.header(line),
            Within::ChunkSize => self.within = chunk(line),
            Within::Trailers if line.is_empty() => self.within = Within::RequestLine,
            Within::Trailers => return !is_folded(line),
            _ => {}
        }
        true
    }

    fn body(&self) -> Within {
        match self.length {
            _ if self.chunked => Within::ChunkSize,
            None | Some(0) => Within::RequestLine,
            Some(length) => Within::Body(length),
        }
    }

    fn header(&mut self, line: &[u8]) -> bool {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { return false };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if name.eq_ignore_ascii_case(b"content-length") {
            let length = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok());
            let is_first = self.length.is_none() && !self.chunked;
            self.length = length;
            return is_first && length.is_some();
        }
        if name.eq_ignore_ascii_case(b"transfer-encoding") {
            let is_first = self.length.is_none() && !self.chunked;
            self.chunked = true;
            return is_first && value.eq_ignore_ascii_case(b"chunked");
        }
        !is_folded(line)
    }
}

/// Whether it goes on with the line before (RFC 9112, 5.2).
fn is_folded(line: &[u8]) -> bool {
    matches!(line.first(), Some(b' ' | b'\t'))
}

/// What follows the line that says how long a chunk is.
fn chunk(line: &[u8]) -> Within {
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let size = std::str::from_utf8(&line[..digits]).ok().and_then(|digits| u64::from_str_radix(digits, 16).ok());
    match size {
        Some(0) => Within::Trailers,
        Some(size) => Within::Chunk(size.saturating_add(2)),
        None => Within::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What hyper is given of these pieces.
    fn given(pieces: &[&[u8]]) -> Vec<u8> {
        let mut framing = Framing::default();
        let each = pieces.iter().map(|piece| {
            let mut piece = piece.to_vec();
            framing.look_at(&mut piece);
            piece
        });
        each.collect::<Vec<_>>().concat()
    }

    const GOOD: &[u8] = b"\r\nGET / HTTP/1.1\r\nHost: l\r\n\r\n\
        POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\na\nb\n\n\
        POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\n\n\n\n\r\n0\r\nX: y\r\n\r\n\
        POST /c HTTP/1.1\r\ncontent-length: 0\r\n\r\nGET /d HTTP/1.1\r\n\r\n";

    #[test]
    fn what_is_good_is_not_touched() {
        assert_eq!(given(&[GOOD]), GOOD);
    }

    #[test]
    fn what_could_end_elsewhere_is_poisoned() {
        for bad in [
            "\nGET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\nHost: l\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: l\n\r\n",
            "GET / HTTP/1.1\r\nHost: l\r\n\n",
            "GET / HTTP/1.1\r\nHost: l\r\n x\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\n",
        ] {
            let whole = [GOOD, bad.as_bytes()].concat();
            assert!(given(&[&whole]).contains(&POISON), "{bad:?}");
            let bytes: Vec<&[u8]> = whole.chunks(1).collect();
            assert!(given(&bytes).contains(&POISON), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn where_a_read_ends_makes_no_difference(bytes in "[GPa:0-3 \\r\\n]{0,60}", cut in 0usize..60, whole: bool) {
            let bytes = if whole { [GOOD, bytes.as_bytes()].concat() } else { bytes.into_bytes() };
            let cut = cut.min(bytes.len());
            prop_assert_eq!(given(&[&bytes]), given(&[&bytes[..cut], &bytes[cut..]]));
        }
    }
}
