//! E-mail addresses: one function reads them for invitations, sign-in, links and the unique index.

use super::characters::as_pasted;
use super::problem::Problem;
use unicode_normalization::UnicodeNormalization;

/// An address as it was typed (without what nobody sees, trimmed, NFC), with the key by which addresses are the same.
///
/// The key is the whole address in lower case: mail providers treat the local part without regard
/// to case, and two accounts that differ in case only would be a trap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    shown: String,
    key: String,
}

/// The text is no e-mail address that mail can be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnEmail;

impl From<NotAnEmail> for Problem {
    fn from(_: NotAnEmail) -> Self {
        Self::NotAnEmail
    }
}

impl Email {
    /// Reads `local@domain`: at most 254 characters, a local part of ASCII letters, digits and
    /// `.!#$%&'*+/=?^_{|}~-` (not first `-`, nor `=?`, by which readers of mail take it for an encoded word), a
    /// domain of ASCII labels with at least one dot. What was copied along and is not seen is left out.
    ///
    /// # Errors
    /// Anything else. Addresses outside ASCII are refused: look-alike letters would make two
    /// addresses look the same (internationalized domains can be given as `xn--…`).
    pub fn parse(raw: &str) -> Result<Self, NotAnEmail> {
        let pasted: String = as_pasted(raw.trim()).nfc().take(400).collect();
        let shown = pasted.trim().to_owned();
        if shown.len() > 254 {
            return Err(NotAnEmail);
        }
        let (local, domain) = shown.rsplit_once('@').ok_or(NotAnEmail)?;
        if !local_part_is_plain(local) || !domain_is_plain(domain) {
            return Err(NotAnEmail);
        }
        Ok(Self { key: shown.to_ascii_lowercase(), shown })
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// What the unique indexes hold.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The part before the at sign.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.shown.rsplit_once('@').map_or("", |(local, _)| local)
    }
}

/// As much of an address as tells its owner which one it is, and nobody else: `s…@c….example`.
#[must_use]
pub fn masked(address: &str) -> String {
    let first = |part: &str| part.chars().next().map(String::from).unwrap_or_default();
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let (name, end) = domain.rsplit_once('.').unwrap_or((domain, ""));
    format!("{}…@{}….{end}", first(local), first(name))
}

fn local_part_is_plain(local: &str) -> bool {
    (1..=64).contains(&local.len())
        && !local.starts_with(['-', '.'])
        && !local.ends_with('.')
        && !local.contains("..")
        && !local.contains("=?")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_{|}~-".contains(&b))
}

fn domain_is_plain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pasted::Pasted;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_the_same_whatever_their_case() {
        let one = Email::parse(" Ada@Client.Example ").unwrap();
        assert_eq!(one.as_str(), "Ada@Client.Example");
        let same = Email::parse("ada@client.example").unwrap();
        assert_eq!(one.key(), same.key());
    }

    #[test]
    fn what_no_mail_can_reach_is_refused() {
        for bad in [
            "",
            "a",
            "a@b",
            "@b.example",
            "a@",
            "a@.example",
            "a b@c.example",
            "-oQ@c.example",
            "a@-c.example",
            "a@c..example",
            "\"a b\"@c.example",
            "a@c.example\r\nBcc: x@y.example",
            "аda@client.example",
            "a..b@c.example",
        ] {
            assert_eq!(Email::parse(bad), Err(NotAnEmail), "{bad:?}");
        }
    }

    #[test]
    fn a_masked_address_tells_its_owner_and_nobody_else() {
        assert_eq!(masked("sara.jansen@client.example"), "s…@c….example");
        assert_eq!(masked("s@mail.client.example"), "s…@m….example");
        assert_eq!(masked("no address"), "n…@….");
    }

    #[test]
    fn what_nobody_sees_breaks_no_address() {
        for c in "\u{200B}\u{FEFF}\u{AD}\u{2060}\u{200D}\u{3164}\u{FE0F}".chars() {
            for pasted in ["{}ada@client.example{}", "a{}da@client.example", "ada{}@client.example", "ada@{}client.exam{}ple"] {
                let pasted = pasted.replace("{}", &c.to_string());
                assert_eq!(
                    Email::parse(&pasted).map(|email| email.as_str().to_owned()).as_deref(),
                    Ok("ada@client.example"),
                    "{pasted:?}"
                );
                let listed = Pasted::read(&format!("{c}, {pasted};ADA@client.example"), 5).unwrap().listed;
                assert_eq!(listed.iter().map(|one| one.typed.as_str()).collect::<Vec<_>>(), ["ada@client.example"]);
            }
        }
        for pasted in ["\u{A0}ada@client.example\u{A0}", "ada\u{A0}@\u{202F}client.example"] {
            assert_eq!(Email::parse(pasted).unwrap().as_str(), "ada@client.example");
        }
        for bad in
            ["a\u{202E}da@client.example", "\u{200E}ada@client.example", "ada@client.example\u{A0}Ada", "=?utf-8?q?a?=@b.example"]
        {
            assert_eq!(Email::parse(bad), Err(NotAnEmail), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_keys_are_stable(raw in ".{0,300}") {
            if let Ok(email) = Email::parse(&raw) {
                let again = Email::parse(email.key()).unwrap();
                prop_assert_eq!(again.key(), email.key());
            }
        }
    }
}
