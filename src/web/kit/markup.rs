//! Small pieces of HTML that Rust writes, so that templates stay short. They hold nothing that
//! came from a visitor, or escape it.

use crate::assets;
use crate::domain::ids::{AccountId, MemberId, OrganizationId, ProviderId, ProviderMemberId, SessionId};
use crate::domain::language::Language;
use crate::domain::organizations::plan::Plan;
use crate::domain::refusal::{Fault, Part};
use crate::texts::{self, Texts};
use askama::filters::HtmlSafe;
use askama::{FastWritable, Values};
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};
use uuid::Uuid;

/// Pieces with a function `write`: a list has so many of them that `write!` and the search for what
/// to escape would cost more than the pieces themselves.
macro_rules! pieces {
    ($($piece:ty),+) => { $(
        impl HtmlSafe for $piece {}

        impl FastWritable for $piece {
            fn write_into(&self, out: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
                Ok(self.write(out)?)
            }
        }

        impl fmt::Display for $piece {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.write(f)
            }
        }
    )+ };
}
pieces!(Icon, Badge, Ratio, Time, Qr);

/// Ids are digits, letters and hyphens: they are written as they are.
macro_rules! ids {
    ($($id:ty),+) => { $(
        impl HtmlSafe for $id {}

        impl FastWritable for $id {
            fn write_into(&self, out: &mut dyn Write, _: &dyn Values) -> askama::Result<()> {
                Ok(out.write_str(self.uuid().hyphenated().encode_lower(&mut Uuid::encode_buffer()))?)
            }
        }
    )+ };
}
ids!(AccountId, OrganizationId, ProviderId, MemberId, ProviderMemberId, SessionId);

/// A plan is made of words of our own and a year.
impl HtmlSafe for Plan {}

fn write_all(out: &mut dyn Write, parts: &[&str]) -> fmt::Result {
    parts.iter().try_for_each(|part| out.write_str(part))
}

/// An icon of the sprite, hidden from screen readers.
#[derive(Clone, Copy, Debug)]
pub struct Icon(pub &'static str);

impl Icon {
    fn write(self, out: &mut dyn Write) -> fmt::Result {
        let sprite = assets::ICONS_SVG.path;
        write_all(out, &[r#"<svg class="icon" aria-hidden="true"><use href=""#, sprite, "#", self.0, r#""/></svg>"#])
    }
}

/// A round badge with the initials of a name, in a colour made from the name.
#[derive(Clone, Debug)]
pub struct Badge {
    initials: String,
    hue: &'static str,
}

const HUES: [&str; 12] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

impl Badge {
    #[must_use]
    pub fn of(name: &str) -> Self {
        let words =
            name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1 || word.len() == name.len());
        let mut initials: String = words.filter_map(|word| word.chars().next()).take(2).flat_map(char::to_uppercase).collect();
        if initials.is_empty() {
            initials = name.chars().find(|c| c.is_alphanumeric()).map_or_else(|| "·".to_owned(), |c| c.to_uppercase().collect());
        }
        Self { initials, hue: HUES[usize::from(Sha256::digest(name.as_bytes())[0]) % HUES.len()] }
    }

    fn write(&self, out: &mut dyn Write) -> fmt::Result {
        // Initials are letters and digits only, so there is nothing to escape.
        write_all(out, &[r#"<span class="badge hue-"#, self.hue, r#"" aria-hidden="true">"#, &self.initials, "</span>"])
    }
}

/// `occupied / seats`, aligned on the slash.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    pub language: Language,
    pub occupied: i64,
    pub seats: i64,
}

impl Ratio {
    fn write(self, out: &mut dyn Write) -> fmt::Result {
        let [occupied, seats] = [self.occupied, self.seats].map(|number| texts::number(self.language, number));
        write_all(out, &[r#"<span class="ratio"><span>"#, &occupied, "</span> / <span>", &seats, "</span></span>"])
    }
}

/// A time as people read it, with UTC on hover.
#[derive(Clone, Debug)]
pub struct Time {
    pub ms: i64,
    /// Written by this program: nothing to escape.
    pub shown: String,
}

impl Time {
    fn write(&self, out: &mut dyn Write) -> fmt::Result {
        // Whole seconds read `2026-11-30T12:34:56Z`: jiff writes them faster than by a pattern.
        let Ok(utc) = jiff::Timestamp::from_second(self.ms.div_euclid(1000)) else { return Ok(()) };
        let machine = utc.to_string();
        let Some((day, time)) = machine.trim_end_matches('Z').split_once('T') else { return Ok(()) };
        let title = [r#"" title=""#, day, " ", time, r#" UTC">"#].concat();
        write_all(out, &[r#"<time datetime=""#, &machine, &title, &self.shown, "</time>"])
    }
}

/// A QR code, black on white also in the dark, for readers of screens described beside it.
#[derive(Clone, Debug)]
pub struct Qr {
    size: usize,
    /// One short stroke for each run of dark modules.
    path: String,
}

impl Qr {
    /// The code of a text.
    ///
    /// # Errors
    /// The text is too long for one.
    pub fn of(text: &str) -> anyhow::Result<Self> {
        let code = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build();
        let code = code.map_err(|_| anyhow::anyhow!("a text is too long for a QR code"))?;
        let mut path = String::new();
        for row in 0..code.size {
            let mut column = 0;
            while column < code.size {
                let run = (column..code.size).take_while(|at| code[row][*at].value()).count();
                if run > 0 {
                    path.push_str(&format!("M{column} {row}h{run}v1h-{run}z"));
                }
                column += run.max(1);
            }
        }
        Ok(Self { size: code.size, path })
    }

    fn write(&self, out: &mut dyn Write) -> fmt::Result {
        // Numbers and the letters of a path: nothing to escape. Four light modules lie around a code.
        let size = self.size + 8;
        write!(out, r#"<svg class="qr" viewBox="-4 -4 {size} {size}" aria-hidden="true"><path d="{}"/></svg>"#, self.path)
    }
}

/// What is wrong with a form, in words, for the fields and for the summary above them.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<Said>);

/// One fault: the field, its label, and what is wrong.
#[derive(Clone, Debug)]
pub struct Said {
    pub field: &'static str,
    pub label: Option<String>,
    pub text: String,
}

impl Faults {
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn of(t: &Texts, faults: &[Fault]) -> Self {
        Self(faults.iter().map(|fault| said(t, fault.part, texts::problem(t, *fault))).collect())
    }

    /// One fault, in these words.
    #[must_use]
    pub fn one(t: &Texts, part: Part, text: String) -> Self {
        Self(vec![said(t, part, text)])
    }

    /// The same, of a form that has other names for its fields.
    #[must_use]
    pub fn renamed(mut self, names: &[(&'static str, &'static str)]) -> Self {
        for said in &mut self.0 {
            said.field = names.iter().find(|(name, _)| *name == said.field).map_or(said.field, |(_, own)| own);
        }
        self
    }

    /// What is wrong with this field.
    #[must_use]
    pub fn at(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|said| said.field == field).map(|said| said.text.as_str())
    }

    pub fn iter(&self) -> impl Iterator<Item = &Said> {
        self.0.iter()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn said(t: &Texts, part: Part, text: String) -> Said {
    let (field, label) = field_of(t, part);
    Said { field, label, text }
}

/// The field of a form in which a part of a command is typed, and its label.
fn field_of(t: &Texts, part: Part) -> (&'static str, Option<String>) {
    let (field, label) = match part {
        Part::Name => ("name", t.name()),
        Part::Email => ("email", t.email()),
        Part::Emails => ("emails", t.email()),
        Part::OwnerEmail => ("owner_email", t.new_client_owner()),
        Part::BillingEmail => ("billing_email", t.settings_billing()),
        Part::Role => ("role", t.role()),
        Part::Plan => ("plan", t.plan()),
        Part::Seats => ("seats", t.new_client_seats()),
        Part::NewSeats => ("seat_count", t.seats_new()),
        Part::Note => ("note", t.note()),
        Part::ProviderName => ("provider_name", t.settings_name()),
        Part::SessionLength => ("session_length", t.settings_session()),
        Part::Language => ("language", t.language()),
        Part::TimeZone => ("time_zone", t.account_zone()),
        Part::Password => ("password", t.password()),
        Part::CurrentPassword => ("current_password", t.password_current()),
        Part::Code => ("code", t.code_label()),
        Part::Number => ("number", t.many_number()),
        Part::From => ("from", t.event_log_from()),
        Part::To => ("to", t.event_log_to()),
        Part::Members => return ("member", None),
        Part::Act => return ("act", None),
        Part::Kind => return ("kind", None),
        Part::Format => return ("format", None),
    };
    (field, Some(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn badges_take_two_initials_and_nothing_else() {
        let initials = |name: &str| Badge::of(name).initials;
        assert_eq!(initials("My Client's Organization"), "MC");
        assert_eq!(initials("ada@client.example"), "AC");
        assert_eq!(initials("Élan"), "É");
        assert_eq!(initials("\"><script>"), "S");
        assert_eq!(initials("!!!"), "·");
        assert_eq!(Badge::of("a").hue, Badge::of("a").hue);
    }

    /// As a template writes it.
    fn written<T: FastWritable + fmt::Display>(piece: T) -> String {
        let mut html = String::new();
        piece.write_into(&mut html, askama::NO_VALUES).unwrap();
        assert_eq!(html, piece.to_string());
        html
    }

    #[test]
    fn pieces_are_written_as_they_are_shown() {
        let id = Uuid::from_u128(0x019a_0000_0000_7000_8000_0000_00ab_cdef);
        assert_eq!(written(OrganizationId::from(id)), "019a0000-0000-7000-8000-000000abcdef");
        let badge = r#"<span class="badge hue-6" aria-hidden="true">MC</span>"#;
        assert_eq!(written(Badge::of("My Client")), badge);
        assert_eq!(
            written(Ratio { language: Language::English, occupied: 3, seats: 25 }),
            r#"<span class="ratio"><span>3</span> / <span>25</span></span>"#
        );
        let sprite = assets::ICONS_SVG.path;
        let icon = format!(r##"<svg class="icon" aria-hidden="true"><use href="{sprite}#check"/></svg>"##);
        assert_eq!(written(Icon("check")), icon);
        for (ms, day) in [(1_764_506_096_999, "2025-11-30"), (-1, "1969-12-31")] {
            let html = written(Time { ms, shown: "then".into() });
            let time = if ms < 0 { "23:59:59" } else { "12:34:56" };
            assert_eq!(html, format!(r#"<time datetime="{day}T{time}Z" title="{day} {time} UTC">then</time>"#));
        }
    }
}
