//! How the file is written: what spreadsheets call CSV differs from country to country.

use super::COLUMNS;
use csv::{ByteRecord, ReaderBuilder};
use std::borrow::Cow;
use std::fmt;

/// How its characters are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Encoding {
    #[serde(rename = "UTF-8")]
    Utf8,
    #[serde(rename = "UTF-16")]
    Utf16,
}

/// How a file is written, as it was understood.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    pub encoding: Encoding,
    /// What stands between two columns.
    pub separator: char,
    /// Whether its first line says which that is, as `sep=;` does.
    pub names_separator: bool,
    /// The names of the columns, as they are written.
    pub columns: Vec<String>,
    /// Columns without a name. They hold nothing.
    pub nameless: usize,
}

impl Written {
    /// As Portico's own documents show it.
    pub(super) const PLAIN: Self =
        Self { encoding: Encoding::Utf8, separator: ',', names_separator: false, columns: Vec::new(), nameless: 0 };
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoding = match self.encoding {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
        };
        let separator = match self.separator {
            ',' => "commas",
            ';' => "semicolons",
            '\t' => "tabs",
            '|' => "vertical bars",
            _ => "the sign that its first line names",
        };
        write!(f, "The file is read as {encoding}, its columns separated by {separator}")?;
        if self.names_separator {
            write!(f, "\n  its first line names the separator")?;
        }
        if self.columns.iter().any(|name| !COLUMNS.contains(&name.as_str())) {
            write!(f, "\n  its columns are {}", self.columns.join(", "))?;
        }
        match self.nameless {
            0 => Ok(()),
            1 => write!(f, "\n  1 column without a name is empty and left out"),
            many => write!(f, "\n  {many} columns without a name are empty and left out"),
        }
    }
}

/// The text as UTF-8, without the mark at its beginning, as far as it is text of UTF-16.
///
/// # Errors
/// The line on which it is none.
pub(super) fn decoded(bytes: &[u8]) -> Result<(Encoding, Cow<'_, [u8]>), u64> {
    let (rest, unit): (_, fn([u8; 2]) -> u16) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => (rest, u16::from_be_bytes),
        _ => return Ok((Encoding::Utf8, Cow::Borrowed(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)))),
    };
    let (pairs, odd) = rest.as_chunks::<2>();
    let mut text = String::with_capacity(rest.len());
    for unit in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        text.push(unit.map_err(|_| lines(&text))?);
    }
    if odd.is_empty() { Ok((Encoding::Utf16, Cow::Owned(text.into_bytes()))) } else { Err(lines(&text)) }
}

/// The number of the line behind this text.
fn lines(text: &str) -> u64 {
    u64::try_from(text.lines().count().max(1)).unwrap_or(u64::MAX)
}

/// What separates the columns, and behind how many bytes the header begins, where a line before it says so.
pub(super) fn separator(text: &[u8]) -> (u8, usize) {
    named(text).unwrap_or_else(|| (guessed(text), 0))
}

/// The separator that the first line names: `sep=;`, as Excel writes it, also in quotation marks.
fn named(text: &[u8]) -> Option<(u8, usize)> {
    let end = text.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?;
    let line = text[..end].strip_prefix(b"\"").map_or(&text[..end], |line| line.strip_suffix(b"\"").unwrap_or(line));
    let (key, [separator]) = line.split_at_checked(4)? else { return None };
    let is_sign = !separator.is_ascii_alphanumeric() && separator.is_ascii() && *separator != b'"';
    let ends = if text[end..].starts_with(b"\r\n") { 2 } else { 1 };
    (key.eq_ignore_ascii_case(b"sep=") && is_sign).then_some((*separator, end + ends))
}

/// The sign by which the header falls into most of the columns that it shall have, or else into most.
fn guessed(text: &[u8]) -> u8 {
    let fitting = |separator: u8| {
        let mut record = ByteRecord::new();
        let mut reader = ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(text);
        // Reading from memory, the first record cannot fail.
        let _ = reader.read_byte_record(&mut record);
        let known = |name: &&[u8]| COLUMNS.iter().any(|column| name.trim_ascii().eq_ignore_ascii_case(column.as_bytes()));
        (record.iter().filter(known).count(), record.len())
    };
    let best = [b'|', b'\t', b';', b','].into_iter().max_by_key(|separator| fitting(*separator));
    best.unwrap_or(b',')
}
