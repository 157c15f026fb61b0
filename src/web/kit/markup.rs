//! Small pieces of HTML that Rust writes, so that templates stay short. They hold nothing that
//! came from a visitor, or escape it.

use crate::assets;
use crate::domain::refusal::{Fault, Part};
use crate::texts::{self, Texts};
use askama::filters::HtmlSafe;
use sha2::{Digest, Sha256};
use std::fmt;

/// An icon of the sprite, hidden from screen readers.
#[derive(Clone, Copy, Debug)]
pub struct Icon(pub &'static str);

impl HtmlSafe for Icon {}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r##"<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>"##, assets::ICONS_SVG.path, self.0)
    }
}

/// A round badge with the initials of a name, in a colour made from the name.
#[derive(Clone, Debug)]
pub struct Badge {
    initials: String,
    hue: u8,
}

impl Badge {
    #[must_use]
    pub fn of(name: &str) -> Self {
        let words =
            name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1 || word.len() == name.len());
        let mut initials: String = words.filter_map(|word| word.chars().next()).take(2).flat_map(char::to_uppercase).collect();
        if initials.is_empty() {
            initials = name.chars().find(|c| c.is_alphanumeric()).map_or_else(|| "·".to_owned(), |c| c.to_uppercase().collect());
        }
        Self { initials, hue: Sha256::digest(name.as_bytes())[0] % 12 }
    }
}

impl HtmlSafe for Badge {}

impl fmt::Display for Badge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Initials are letters and digits only, so there is nothing to escape.
        write!(f, r#"<span class="badge hue-{}" aria-hidden="true">{}</span>"#, self.hue, self.initials)
    }
}

/// `occupied / seats`, aligned on the slash.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    pub occupied: i64,
    pub seats: i64,
}

impl HtmlSafe for Ratio {}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r#"<span class="ratio"><span>{}</span> / <span>{}</span></span>"#, self.occupied, self.seats)
    }
}

/// A time as people read it, with UTC on hover.
#[derive(Clone, Debug)]
pub struct Time {
    pub ms: i64,
    /// Written by this program: nothing to escape.
    pub shown: String,
}

impl HtmlSafe for Time {}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(utc) = jiff::Timestamp::from_millisecond(self.ms) else { return Ok(()) };
        let machine = utc.strftime("%Y-%m-%dT%H:%M:%SZ");
        let hover = utc.strftime("%Y-%m-%d %H:%M:%S UTC");
        write!(f, r#"<time datetime="{machine}" title="{hover}">{}</time>"#, self.shown)
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
}

impl HtmlSafe for Qr {}

impl fmt::Display for Qr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Numbers and the letters of a path: nothing to escape. Four light modules lie around a code.
        let size = self.size + 8;
        write!(f, r#"<svg class="qr" viewBox="-4 -4 {size} {size}" aria-hidden="true"><path d="{}"/></svg>"#, self.path)
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
        Self(faults.iter().map(|fault| said(t, fault.part, texts::problem(t, fault.problem))).collect())
    }

    /// One fault, in these words.
    #[must_use]
    pub fn one(t: &Texts, part: Part, text: String) -> Self {
        Self(vec![said(t, part, text)])
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
}
