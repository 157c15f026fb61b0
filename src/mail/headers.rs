//! Headers whose words are chosen by people: a reader shows the characters as they are, also where they look like an
//! encoded word (RFC 2047), which plain ASCII may.

use data_encoding::BASE64;
use lettre::message::Mailbox;
use lettre::message::header::{HeaderName, HeaderValue};

/// How an encoded word begins.
const ENCODED: &str = "=?";
/// Bytes in one encoded word: a line holds 78 characters, the name of the header among them.
const IN_A_WORD: usize = 39;

/// `Subject` with this text.
pub(super) fn subject(text: String) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    match text.contains(ENCODED) {
        true => HeaderValue::dangerous_new_pre_encoded(name, text.clone(), encoded(&text)),
        false => HeaderValue::new(name, text),
    }
}

/// `From`, where the library would write the sender's name so that it is decoded.
pub(super) fn from(sender: &Mailbox) -> Option<HeaderValue> {
    let name = sender.name.as_deref().filter(|name| name.contains(ENCODED))?;
    let value = format!("{}\r\n <{}>", encoded(name), sender.email);
    Some(HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str("From"), sender.to_string(), value))
}

/// The whole text in encoded words, a line each.
fn encoded(text: &str) -> String {
    let (mut words, mut word) = (Vec::new(), String::new());
    for c in text.chars() {
        if word.len() + c.len_utf8() > IN_A_WORD {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.push(word);
    let words = words.iter().map(|word| format!("=?utf-8?b?{}?=", BASE64.encode(word.as_bytes())));
    words.collect::<Vec<_>>().join("\r\n ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_encoded_only_where_its_name_would_be_decoded() {
        let named = |name: &str| Mailbox::new(Some(name.into()), "portal@example.org".parse().unwrap());
        assert!(from(&named("Example Hosting")).is_none());
        let value = from(&named("=?utf-8?Q?You_won?=")).expect("it is encoded");
        assert!(
            format!("{value:?}").contains("=?utf-8?b?PT91dGYtOD9RP1lvdV93b24/PQ==?=\\r\\n <portal@example.org>"),
            "{value:?}"
        );
    }
}
