//! What can be wrong with the file, and what to do about it.

use super::{COLUMNS, MOST_BYTES, MOST_LINES};
use crate::domain::text::{TextFault, is_unwelcome};
use std::fmt;

/// One fault of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFault {
    pub line: u64,
    pub problem: ImportProblem,
}

/// Every fault of the file, by line. There is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFaults(Vec<ImportFault>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportProblem {
    FileTooBig,
    TooManyLines,
    NoLines,
    ColumnMissing(&'static str),
    ColumnUnknown(String),
    ColumnTwice(&'static str),
    /// The line has this many values.
    NotSevenValues(usize),
    NotUtf8(&'static str),
    /// It says that it is UTF-16, and is not.
    NotUtf16,
    /// There is a value in the column at this place, which has no name.
    NamelessValue(usize),
    OrganizationName(TextFault),
    NameWithoutLetters,
    Plan(String),
    Seats(String),
    Email(String),
    Role(String),
    Status(String),
    PersonName(TextFault),
    NameMissing,
    /// The address stands on an earlier line of the same organization.
    Duplicate {
        email: String,
        first: u64,
    },
    /// An earlier line of the same organization says something else.
    Disagreement {
        column: &'static str,
        first_line: u64,
        first: String,
        here: String,
    },
    TooFewSeats {
        organization: String,
        occupied: i64,
        seats: i64,
    },
    NoOwner {
        organization: String,
    },
}

impl ImportFaults {
    #[must_use]
    pub fn list(&self) -> &[ImportFault] {
        &self.0
    }
}

impl fmt::Display for ImportFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.0 {
            writeln!(f, "{fault}")?;
        }
        let faults = match self.0.len() {
            1 => "1 fault was found".to_owned(),
            many => format!("{many} faults were found"),
        };
        write!(f, "{faults}. Nothing was changed: mend the file and import it again.")
    }
}

impl std::error::Error for ImportFaults {}

impl fmt::Display for ImportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl fmt::Display for ImportProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FileTooBig
            | Self::TooManyLines
            | Self::NoLines
            | Self::ColumnMissing(_)
            | Self::ColumnUnknown(_)
            | Self::ColumnTwice(_)
            | Self::NotSevenValues(_)
            | Self::NotUtf8(_)
            | Self::NotUtf16
            | Self::NamelessValue(_) => self.say_of_file(f),
            Self::Duplicate { .. } | Self::Disagreement { .. } | Self::TooFewSeats { .. } | Self::NoOwner { .. } => {
                self.say_of_organization(f)
            }
            _ => self.say_of_value(f),
        }
    }
}

impl ImportProblem {
    fn say_of_file(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = COLUMNS.join(",");
        match self {
            Self::FileTooBig => write!(
                f,
                "the file is larger than {} MB: cut it between two organizations and import the parts",
                MOST_BYTES / 1_000_000
            ),
            Self::TooManyLines => {
                write!(f, "the file has more than {MOST_LINES} members: cut it between two organizations and import the parts")
            }
            Self::NoLines => {
                write!(f, "the file has no members: write one on each line below the header {header}")
            }
            Self::ColumnMissing(column) => {
                write!(f, "the column {column} is missing: the header has to be {header}, in any order")
            }
            Self::ColumnUnknown(column) => {
                write!(f, "unknown column {column}: take it out; the header has to be {header}, in any order")
            }
            Self::ColumnTwice(column) => {
                write!(f, "the column {column} is there twice: take one of them out")
            }
            Self::NotSevenValues(values) => write!(
                f,
                "{values} values where there should be {}: look for a missing or an extra separator; a value that holds one stands in quotation marks",
                COLUMNS.len()
            ),
            Self::NotUtf8(column) => {
                write!(f, "{column} is not UTF-8 text: save the file as CSV in UTF-8")
            }
            Self::NotUtf16 => write!(f, "this is no UTF-16 text, as the file says that it is: save the file as CSV in UTF-8"),
            Self::NamelessValue(place) => {
                write!(f, "column {place} has no name and holds a value here: take the value out, or name the column")
            }
            _ => Ok(()),
        }
    }

    fn say_of_value(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OrganizationName(fault) => say_text(f, "the organization's name", *fault),
            Self::NameWithoutLetters => {
                write!(f, "the organization's name has no letter or digit: write its name")
            }
            Self::Plan(plan) => write!(
                f,
                "unknown plan {plan}: write it like Enterprise (Annually) 2020, Teams (Monthly), Families (Annually) or Free"
            ),
            Self::Seats(seats) => {
                write!(f, "{seats} is no number of seats: write a whole number from 1 to 1000000, without points")
            }
            Self::Email(email) => {
                write!(f, "{email} is no e-mail address: write one like name@company.example")
            }
            Self::Role(role) => write!(f, "unknown role {role}: write owner, admin or user"),
            Self::Status(status) => write!(f, "unknown status {status}: write invited, accepted, confirmed or revoked"),
            Self::PersonName(fault) => say_text(f, "the person's name", *fault),
            Self::NameMissing => write!(f, "the person's name is missing: only invited and revoked people may be without"),
            _ => Ok(()),
        }
    }

    fn say_of_organization(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate { email, first } => {
                write!(f, "{email} is a member of this organization on line {first} already: take one of the lines out")
            }
            Self::Disagreement { column, first_line, first, here } => write!(
                f,
                "the organization's {column} is {here} here and {first} on line {first_line}: write the same on both, or another name if these are two organizations"
            ),
            Self::TooFewSeats { organization, occupied, seats } => write!(
                f,
                "{organization} has {occupied} members that occupy a seat and {seats} seats: raise its seats or take members out (revoked ones occupy none)"
            ),
            Self::NoOwner { organization } => write!(
                f,
                "{organization} has no confirmed owner, so nobody could ever hand it over: give one member the role owner and the status confirmed"
            ),
            _ => Ok(()),
        }
    }
}

fn say_text(f: &mut fmt::Formatter<'_>, what: &str, fault: TextFault) -> fmt::Result {
    match fault {
        TextFault::Missing => write!(f, "{what} is missing: write it on every line"),
        TextFault::TooLong { most } => {
            write!(f, "{what} has more than {most} characters: shorten it")
        }
        TextFault::BadCharacter => write!(
            f,
            "{what} holds a line end or an invisible character: take it out (a quotation mark that nobody closed does this too)"
        ),
    }
}

/// The start of a value, fit for a terminal, in quotation marks.
pub(crate) fn excerpt(value: &str) -> String {
    let shown = |c: char| if is_unwelcome(c) { '\u{FFFD}' } else { c };
    let mut text: String = value.trim().chars().take(40).map(shown).collect();
    if value.trim().chars().nth(40).is_some() {
        text.push('…');
    }
    format!("\"{text}\"")
}

/// The faults found so far.
#[derive(Default)]
pub(crate) struct Collected(Vec<ImportFault>);

impl Collected {
    pub(crate) fn add(&mut self, line: u64, problem: ImportProblem) {
        self.0.push(ImportFault { line, problem });
    }

    /// The value, or its problem noted for the line.
    pub(crate) fn check<T>(&mut self, line: u64, parsed: Result<T, ImportProblem>) -> Option<T> {
        parsed.map_err(|problem| self.add(line, problem)).ok()
    }

    pub(crate) fn disagree(&mut self, line: u64, column: &'static str, first_line: u64, first: &str, here: &str) {
        let (first, here) = (excerpt(first), excerpt(here));
        let problem = ImportProblem::Disagreement { column, first_line, first, here };
        self.add(line, problem);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn finish(mut self) -> Result<(), ImportFaults> {
        self.0.sort_by_key(|fault| fault.line);
        if self.0.is_empty() { Ok(()) } else { Err(ImportFaults(self.0)) }
    }
}
