//! The lines of the file: header, order of the columns, and the seven values of each line.

use super::COLUMNS;
use super::fault::{Collected, ImportProblem, excerpt};
use super::written::{Encoding, Written, separator};
use csv::{ByteRecord, Reader, ReaderBuilder};

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
    /// How it is written. The names of the columns come with the header.
    pub written: Written,
    /// The places of columns without a name.
    nameless: Vec<usize>,
    /// How many columns the header has.
    width: usize,
}

impl<'a> Records<'a> {
    pub(crate) fn new(encoding: Encoding, text: &'a [u8]) -> Self {
        let (separator, skipped) = separator(text);
        let text = &text[skipped..];
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text);
        let (separator, names_separator) = (char::from(separator), skipped > 0);
        let written = Written { encoding, separator, names_separator, columns: Vec::new(), nameless: 0 };
        let line = 1 + u64::from(names_separator);
        Self { reader, record: ByteRecord::new(), text, counted: 0, line, written, nameless: Vec::new(), width: 0 }
    }

    /// The order of the columns; `None`, with the faults noted, when the header is another.
    pub(crate) fn header(&mut self, faults: &mut Collected) -> Option<Order> {
        // Reading from memory, the first record has no length to differ from and cannot fail.
        self.reader.read_byte_record(&mut self.record).ok()?;
        let line = self.line_of_record();
        let found: Vec<String> = self.record.iter().map(|name| String::from_utf8_lossy(name.trim_ascii()).into_owned()).collect();
        self.width = found.len();
        self.nameless = (0..found.len()).filter(|place| found[*place].is_empty()).collect();
        self.written.nameless = self.nameless.len();
        self.written.columns = found.iter().filter(|name| !name.is_empty()).cloned().collect();
        let mut is_right = true;
        let mut fault = |problem| {
            is_right = false;
            faults.add(line, problem);
        };
        let known = |name: &str| COLUMNS.iter().any(|column| name.eq_ignore_ascii_case(column));
        for name in self.written.columns.iter().filter(|name| !known(name)) {
            fault(ImportProblem::ColumnUnknown(excerpt(name)));
        }
        let order = COLUMNS.map(|column| {
            let mut places = (0..found.len()).filter(|place| found[*place].eq_ignore_ascii_case(column));
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
            // Reading from memory, of records of any length, nothing fails.
            if !self.reader.read_byte_record(&mut self.record).ok()? {
                return None;
            }
            if self.record.iter().all(|value| value.trim_ascii().is_empty()) {
                continue;
            }
            let line = self.line_of_record();
            match self.problem(order) {
                Some(problem) => faults.add(line, problem),
                None => break,
            }
        }
        let line = self.line;
        let text = |place| str::from_utf8(&self.record[place]).unwrap_or_default();
        let fields = order.map(text);
        Some(Record { line, fields })
    }

    /// What is wrong with the line as a whole.
    fn problem(&self, order: &Order) -> Option<ImportProblem> {
        let values = self.record.len();
        let holds = |place: usize| self.record.get(place).is_some_and(|value| !value.trim_ascii().is_empty());
        if order.iter().any(|place| *place >= values) || (self.width..values).any(holds) {
            return Some(ImportProblem::NotSevenValues(values));
        }
        if let Some(place) = self.nameless.iter().find(|place| holds(**place)) {
            return Some(ImportProblem::NamelessValue(place + 1));
        }
        not_utf8(&self.record, order).map(ImportProblem::NotUtf8)
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
