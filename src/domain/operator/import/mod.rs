//! The file of existing organizations and their members: CSV, one member a line.

use crate::domain::email::Email;
use crate::domain::members::{Role, Status};
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{OrganizationName, Seats};
use crate::domain::text::PersonName;
use std::collections::HashMap;
use std::fmt;

mod fault;
mod lines;
mod written;

use fault::{Collected, excerpt};
pub use fault::{ImportFault, ImportFaults, ImportProblem};
use lines::{Record, Records};
pub use written::{Encoding, Written};

/// What the header names, in any order.
pub const COLUMNS: [&str; 7] = ["organization", "plan", "seats", "email", "name", "role", "status"];
/// The largest file, in bytes.
pub const MOST_BYTES: usize = 50_000_000;
/// The most members in one file.
pub const MOST_LINES: usize = 1_000_000;

/// A file without a fault.
#[derive(Clone, Debug)]
pub struct ImportFile {
    written: Written,
    organizations: Vec<ImportedOrganization>,
}

/// One organization of the file. It has a confirmed owner and no more occupied seats than seats.
#[derive(Clone, Debug)]
pub struct ImportedOrganization {
    /// The folded name. It tells organizations apart, in the file and between two imports.
    pub key: String,
    pub name: OrganizationName,
    pub plan: Plan,
    pub seats: Seats,
    pub occupied: i64,
    pub members: Vec<ImportedMember>,
}

/// One line of the file.
#[derive(Clone, Debug)]
pub struct ImportedMember {
    pub email: Email,
    /// Empty only for invited and revoked people.
    pub name: String,
    pub role: Role,
    pub status: Status,
}

/// How much there is of what in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Contents {
    pub organizations: usize,
    pub members: usize,
    pub invited: usize,
    pub accepted: usize,
    pub confirmed: usize,
    pub revoked: usize,
}

impl ImportFile {
    /// Reads the whole file, as spreadsheets of any country write it: with commas, semicolons, tabs or bars between
    /// its columns, which it may name (`sep=;`), in UTF-8 or marked UTF-16, with either kind of line ends, names of
    /// columns, roles and states in any case, and empty columns without a name.
    ///
    /// # Errors
    /// Every fault of the file, with its line and what to do about it.
    pub fn parse(bytes: &[u8]) -> Result<Self, ImportFaults> {
        let mut reading = Reading::default();
        if bytes.len() > MOST_BYTES {
            reading.faults.add(1, ImportProblem::FileTooBig);
        } else {
            reading.read(bytes);
        }
        reading.finish()
    }

    #[must_use]
    pub fn organizations(&self) -> &[ImportedOrganization] {
        &self.organizations
    }

    /// How the file is written, as it was understood.
    #[must_use]
    pub fn written(&self) -> &Written {
        &self.written
    }

    /// What the file holds.
    #[must_use]
    pub fn contents(&self) -> Contents {
        let mut contents = Contents { organizations: self.organizations.len(), ..Contents::default() };
        for member in self.organizations.iter().flat_map(|one| &one.members) {
            contents.members += 1;
            match member.status {
                Status::Invited => contents.invited += 1,
                Status::Accepted => contents.accepted += 1,
                Status::Confirmed => contents.confirmed += 1,
                Status::Revoked => contents.revoked += 1,
            }
        }
        contents
    }
}

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "The file holds")?;
        writeln!(f, "  {:>9}  organizations", self.organizations)?;
        writeln!(f, "  {:>9}  members, of these", self.members)?;
        writeln!(f, "  {:>9}    confirmed", self.confirmed)?;
        writeln!(f, "  {:>9}    accepted", self.accepted)?;
        writeln!(f, "  {:>9}    invited", self.invited)?;
        write!(f, "  {:>9}    revoked", self.revoked)
    }
}

/// The fields of a line, each parsed or reported.
struct Person {
    email: Option<Email>,
    name: Option<String>,
    role: Option<Role>,
    status: Option<Status>,
}

/// An organization as far as it was read, with the line on which each fact was first told.
struct Draft {
    key: String,
    line: u64,
    name: OrganizationName,
    plan: Option<(Plan, u64)>,
    seats: Option<(Seats, u64)>,
    members: Vec<ImportedMember>,
    lines_by_email: HashMap<String, u64>,
    occupied: i64,
    has_owner: bool,
    /// A line's role or status could not be read, so there may be an owner after all.
    is_unsure: bool,
}

#[derive(Default)]
struct Reading {
    faults: Collected,
    written: Option<Written>,
    drafts: Vec<Draft>,
    places: HashMap<String, usize>,
}

impl Reading {
    fn read(&mut self, bytes: &[u8]) {
        let (encoding, text) = match written::decoded(bytes) {
            Ok(decoded) => decoded,
            Err(line) => return self.faults.add(line, ImportProblem::NotUtf16),
        };
        let mut records = Records::new(encoding, &text);
        let Some(order) = records.header(&mut self.faults) else {
            return;
        };
        self.written = Some(records.written.clone());
        let mut members = 0;
        while let Some(record) = records.next(&order, &mut self.faults) {
            members += 1;
            if members > MOST_LINES {
                self.faults.add(record.line, ImportProblem::TooManyLines);
                return;
            }
            self.line(&record);
        }
        if members == 0 && self.faults.is_empty() {
            self.faults.add(1, ImportProblem::NoLines);
        }
    }

    fn line(&mut self, record: &Record<'_>) {
        let line = record.line;
        let [organization, plan, seats, email, name, role, status] = record.fields;
        let faults = &mut self.faults;
        let organization = faults.check(line, OrganizationName::parse(organization).map_err(ImportProblem::OrganizationName));
        let plan = faults.check(line, Plan::parse(plan).map_err(|_| ImportProblem::Plan(excerpt(plan))));
        let seats = faults.check(line, Seats::parse(seats).map_err(|_| ImportProblem::Seats(excerpt(seats))));
        let person = Person::parse(faults, line, [email, name, role, status]);
        if let Some(draft) = organization.and_then(|name| self.draft(line, name)) {
            let draft = &mut self.drafts[draft];
            draft.agree(&mut self.faults, line, plan, seats);
            draft.add(&mut self.faults, line, person);
        }
    }

    /// The place of the organization with this name, new or seen before.
    fn draft(&mut self, line: u64, name: OrganizationName) -> Option<usize> {
        let key = name.sort_form();
        if key.is_empty() {
            self.faults.add(line, ImportProblem::NameWithoutLetters);
            return None;
        }
        if let Some(place) = self.places.get(&key) {
            let draft = &self.drafts[*place];
            if draft.name != name {
                let (first, here) = (draft.name.as_str(), name.as_str());
                self.faults.disagree(line, "name", draft.line, first, here);
            }
            return Some(*place);
        }
        self.places.insert(key.clone(), self.drafts.len());
        self.drafts.push(Draft::new(key, line, name));
        Some(self.drafts.len() - 1)
    }

    fn finish(mut self) -> Result<ImportFile, ImportFaults> {
        let mut organizations = Vec::with_capacity(self.drafts.len());
        for draft in self.drafts {
            organizations.extend(draft.finish(&mut self.faults));
        }
        let mut faults = self.faults;
        if self.written.is_none() && faults.is_empty() {
            faults.add(1, ImportProblem::NoLines);
        }
        faults.finish()?;
        // Without a fault there was a header.
        let written = self.written.unwrap_or(Written::PLAIN);
        Ok(ImportFile { written, organizations })
    }
}

impl Person {
    fn parse(faults: &mut Collected, line: u64, [email, name, role, status]: [&str; 4]) -> Self {
        let email = faults.check(line, Email::parse(email).map_err(|_| ImportProblem::Email(excerpt(email))));
        let role = faults.check(line, Role::parse(&role.trim().to_lowercase()).ok_or_else(|| ImportProblem::Role(excerpt(role))));
        let status = faults
            .check(line, Status::parse(&status.trim().to_lowercase()).ok_or_else(|| ImportProblem::Status(excerpt(status))));
        let name = if name.trim().is_empty() {
            let is_known = matches!(status, Some(Status::Accepted | Status::Confirmed));
            faults.check(line, if is_known { Err(ImportProblem::NameMissing) } else { Ok(String::new()) })
        } else {
            let parsed = PersonName::parse(name).map_err(ImportProblem::PersonName);
            faults.check(line, parsed).map(|name| name.as_str().to_owned())
        };
        Self { email, name, role, status }
    }
}

impl Draft {
    fn new(key: String, line: u64, name: OrganizationName) -> Self {
        Self {
            key,
            line,
            name,
            plan: None,
            seats: None,
            members: Vec::new(),
            lines_by_email: HashMap::new(),
            occupied: 0,
            has_owner: false,
            is_unsure: false,
        }
    }

    /// Holds the line's plan and seats against the first line that told them.
    fn agree(&mut self, faults: &mut Collected, line: u64, plan: Option<Plan>, seats: Option<Seats>) {
        if let Some(plan) = plan {
            let (first, at) = *self.plan.get_or_insert((plan, line));
            if first != plan {
                faults.disagree(line, "plan", at, &first.to_string(), &plan.to_string());
            }
        }
        if let Some(seats) = seats {
            let (first, at) = *self.seats.get_or_insert((seats, line));
            if first != seats {
                let (first, here) = (first.get().to_string(), seats.get().to_string());
                faults.disagree(line, "seats", at, &first, &here);
            }
        }
    }

    fn add(&mut self, faults: &mut Collected, line: u64, person: Person) {
        self.is_unsure |= person.role.is_none() || person.status.is_none();
        if let Some(email) = &person.email {
            let first = *self.lines_by_email.entry(email.key().to_owned()).or_insert(line);
            if first != line {
                let email = email.as_str().to_owned();
                return faults.add(line, ImportProblem::Duplicate { email, first });
            }
        }
        let (Some(role), Some(status)) = (person.role, person.status) else {
            return;
        };
        self.has_owner |= role == Role::Owner && status == Status::Confirmed;
        self.occupied += i64::from(status.occupies_a_seat());
        if let (Some(email), Some(name)) = (person.email, person.name) {
            self.members.push(ImportedMember { email, name, role, status });
        }
    }

    fn finish(self, faults: &mut Collected) -> Option<ImportedOrganization> {
        let organization = || self.name.as_str().to_owned();
        if !self.has_owner && !self.is_unsure {
            let organization = organization();
            faults.add(self.line, ImportProblem::NoOwner { organization });
        }
        let (plan, _) = self.plan?;
        let (seats, _) = self.seats?;
        if self.occupied > seats.get() {
            faults.add(
                self.line,
                ImportProblem::TooFewSeats { organization: organization(), occupied: self.occupied, seats: seats.get() },
            );
        }
        Some(ImportedOrganization { key: self.key, name: self.name, plan, seats, occupied: self.occupied, members: self.members })
    }
}

#[cfg(test)]
mod tests;
