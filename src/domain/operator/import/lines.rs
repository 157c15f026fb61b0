//! The lines of the file: header, order of the columns, and the seven values of each line.

use super::COLUMNS;
use super::fault::{Collected, ImportProblem, excerpt};
use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};

/// For each of [`COLUMNS`], the place where the file has it.
pub(crate) type Order = [usize; COLUMNS.len()];

/// One line, its values in the order of [`COLUMNS`].
pub(crate) struct Record<'a> {
    pub line: u64,
    pub fields: [&'a str; COLUMNS.len()],
}

pub(crate) struct Records<'a> {
    reader: Reader<&'a [u8]>,
    record: ByteRecord,
    text: &'a [u8],
    /// Line ends are counted up to this byte, which stands on this line. (The reader's own count
    /// is off behind empty lines.)
    counted: usize,
    line: u64,
}

impl<'a> Records<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let reader = ReaderBuilder::new().has_headers(false).from_reader(text);
        Self { reader, record: ByteRecord::new(), text, counted: 0, line: 1 }
    }

    /// The order of the columns; `None`, with the faults noted, when the header is another.
    pub(crate) fn header(&mut self, faults: &mut Collected) -> Option<Order> {
        // Reading from memory, the first record has no length to differ from and cannot fail.
        self.reader.read_byte_record(&mut self.record).ok()?;
        let line = self.line_of_record();
        let found: Vec<String> = self.record.iter().map(|name| String::from_utf8_lossy(name.trim_ascii()).into_owned()).collect();
        if found.len() == 1 && found[0].contains([';', '\t', '|']) {
            faults.add(line, ImportProblem::NotCommas);
            return None;
        }
        let mut is_right = true;
        let mut fault = |problem| {
            is_right = false;
            faults.add(line, problem);
        };
        for name in found.iter().filter(|name| !COLUMNS.contains(&name.as_str())) {
            fault(ImportProblem::ColumnUnknown(excerpt(name)));
        }
        let order = COLUMNS.map(|column| {
            let mut places = (0..found.len()).filter(|place| found[*place] == column);
            let first = places.next();
            if first.is_none() {
                fault(ImportProblem::ColumnMissing(column));
            }
            if places.next().is_some() {
                fault(ImportProblem::ColumnTwice(column));
            }
            first.unwrap_or_default()
        });
        is_right.then_some(order)
    }

    /// The next line that has seven values; the others are noted. Lines without any value, as
    /// spreadsheets leave them behind, are passed over.
    pub(crate) fn next(&mut self, order: &Order, faults: &mut Collected) -> Option<Record<'_>> {
        loop {
            match self.reader.read_byte_record(&mut self.record) {
                Ok(false) => return None,
                Ok(true) => {}
                Err(error) => {
                    let line = self.line_of_record();
                    let ErrorKind::UnequalLengths { len, .. } = error.kind() else {
                        return None;
                    };
                    let values = usize::try_from(*len).unwrap_or(usize::MAX);
                    faults.add(line, ImportProblem::NotSevenValues(values));
                    continue;
                }
            }
            if self.record.iter().all(|value| value.trim_ascii().is_empty()) {
                continue;
            }
            let line = self.line_of_record();
            match not_utf8(&self.record, order) {
                Some(column) => faults.add(line, ImportProblem::NotUtf8(column)),
                None => break,
            }
        }
        let line = self.line;
        let text = |place| str::from_utf8(&self.record[place]).unwrap_or_default();
        let fields = order.map(text);
        Some(Record { line, fields })
    }

    /// The line on which the record starts.
    fn line_of_record(&mut self) -> u64 {
        let start = self.record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let ends = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let skipped = self.text.get(start..).unwrap_or_default();
        let start = start + skipped.iter().take_while(|byte| ends(byte)).count();
        while self.counted < start.min(self.text.len()) {
            let next = self.text.get(self.counted + 1);
            self.line += match self.text[self.counted] {
                b'\n' => 1,
                b'\r' if next != Some(&b'\n') => 1,
                _ => 0,
            };
            self.counted += 1;
        }
        self.line
    }
}

fn not_utf8(record: &ByteRecord, order: &Order) -> Option<&'static str> {
    let is_bad = |place: usize| str::from_utf8(&record[place]).is_err();
    let column = order.iter().position(|place| is_bad(*place))?;
    Some(COLUMNS[column])
}
