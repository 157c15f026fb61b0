//! Addresses as people paste them: one, a list of them, or what a mail program writes for its recipients.
//!
//! A recipient is `Name <address>`, with the name in quotation marks where it holds a comma. What separates two of
//! them is a comma, a semicolon or the end of a line, and white space where only addresses stand. A name that comes
//! before an address is its name, also where its comma has no quotation marks around it.

use super::characters::as_pasted;
use super::email::Email;
use super::problem::Problem;
use std::collections::HashSet;

/// An address of a list: as it was typed, and as an address, where it is one.
#[derive(Clone, Debug)]
pub struct Listed {
    pub typed: String,
    /// What stood beside it as a name; empty where nothing did.
    pub name: String,
    pub email: Option<Email>,
}

/// A list as it was read.
#[derive(Clone, Debug)]
pub struct Pasted {
    /// Each address once.
    pub listed: Vec<Listed>,
    /// Whether it was nothing but addresses, or what shall be some: then there is nothing to be told about.
    pub is_plain: bool,
}

impl Pasted {
    /// The addresses of a typed list, each once. Whether each is an address is asked of each by itself.
    ///
    /// # Errors
    /// There is none, or more than `most`.
    pub fn read(raw: &str, most: usize) -> Result<Self, Problem> {
        let mut reading = Reading { is_plain: true, ..Reading::default() };
        let mut segment = Vec::new();
        for piece in pieces(&as_pasted(raw)).into_iter().chain([Piece::End]) {
            match piece {
                Piece::Comma | Piece::End => reading.segment(std::mem::take(&mut segment), piece == Piece::End),
                other => segment.push(other),
            }
        }
        match reading.listed.len() {
            0 => Err(Problem::Missing),
            number if number > most => Err(Problem::TooManyAddresses { most }),
            _ => Ok(Self { listed: reading.listed, is_plain: reading.is_plain }),
        }
    }
}

/// A piece of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// In quotation marks.
    Quoted(String),
    /// In angle brackets.
    Angle(String),
    Word(String),
    Comma,
    /// A semicolon or the end of a line: no name reaches over it.
    End,
}

/// Cuts a text into its pieces. What is opened and not closed on its line is a word like any other.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let closed = |end: char| {
            let inside = &rest[1..];
            let at = inside.find([end, '\n', '\r'])?;
            inside[at..].starts_with(end).then(|| (inside[..at].to_owned(), &inside[at + 1..]))
        };
        let (piece, behind) = match first {
            '"' => closed('"').map_or((None, &rest[1..]), |(inside, behind)| (Some(Piece::Quoted(inside)), behind)),
            '<' => closed('>').map_or((None, &rest[1..]), |(inside, behind)| {
                ((!inside.trim().is_empty()).then_some(Piece::Angle(inside)), behind)
            }),
            ',' => (Some(Piece::Comma), &rest[1..]),
            ';' | '\n' | '\r' => (Some(Piece::End), &rest[1..]),
            c if c.is_whitespace() => (None, &rest[c.len_utf8()..]),
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '"')).unwrap_or(rest.len());
                (Some(Piece::Word(rest[..end].to_owned())), &rest[end..])
            }
        };
        pieces.extend(piece);
        rest = behind;
    }
    pieces
}

#[derive(Default)]
struct Reading {
    listed: Vec<Listed>,
    is_plain: bool,
    seen: HashSet<String>,
    /// Words before a comma, which may be the beginning of a name: `Jansen, Piet <piet@…>`.
    pending: Vec<Piece>,
}

impl Reading {
    /// What stands between two separators.
    fn segment(&mut self, segment: Vec<Piece>, ends_name: bool) {
        let is_bare = |piece: &Piece| matches!(piece, Piece::Word(word) if word.contains('@'));
        let bare = segment.iter().filter(|piece| is_bare(piece)).count();
        if segment.iter().any(|piece| matches!(piece, Piece::Angle(_))) {
            self.recipients(segment);
        } else if bare > 0 {
            self.no_address_is_pending();
            match segment.iter().position(is_bare) {
                Some(at) if bare == 1 => self.beside(segment, at),
                _ => segment.iter().for_each(|piece| self.address(piece, String::new())),
            }
        } else {
            self.pending.extend(segment);
            self.pending.push(Piece::Comma);
        }
        if ends_name {
            self.no_address_is_pending();
        }
    }

    /// The one address of a segment without brackets: its name stands before it, or behind it in round ones. Other
    /// words shall be addresses, as among several.
    fn beside(&mut self, mut segment: Vec<Piece>, at: usize) {
        let behind = segment.split_off(at + 1);
        let Some(address) = segment.pop() else { return };
        let is_note = matches!(behind.first(), Some(Piece::Word(word)) if word.starts_with('('));
        let (notes, others) = if is_note { (behind, Vec::new()) } else { (Vec::new(), behind) };
        segment.extend(notes);
        self.address(&address, name_of(segment));
        others.iter().for_each(|piece| self.address(piece, String::new()));
    }

    /// Recipients with their addresses in brackets, each with the words before it as its name.
    fn recipients(&mut self, segment: Vec<Piece>) {
        let mut name = std::mem::take(&mut self.pending);
        for piece in segment {
            match piece {
                Piece::Angle(_) => self.address(&piece, name_of(std::mem::take(&mut name))),
                other => name.push(other),
            }
        }
        // What stands behind the last one, such as a note about it, is of no use here.
    }

    fn address(&mut self, piece: &Piece, name: String) {
        let (Piece::Word(raw) | Piece::Angle(raw) | Piece::Quoted(raw)) = piece else { return };
        let address = trimmed(raw);
        let is_itself = name.is_empty() || name.trim_matches('\'').eq_ignore_ascii_case(address);
        self.is_plain &= matches!(piece, Piece::Word(_)) && name.is_empty() && address == raw;
        self.add(address, if is_itself { String::new() } else { name });
    }

    /// The words that wait for an address have none: they are told as what they are.
    fn no_address_is_pending(&mut self) {
        for piece in std::mem::take(&mut self.pending) {
            if let Piece::Word(word) | Piece::Quoted(word) = piece {
                self.add(&word, String::new());
            }
        }
    }

    /// Puts an address into the list, if it is not there.
    fn add(&mut self, typed: &str, name: String) {
        if !typed.is_empty() && self.seen.insert(typed.to_lowercase()) {
            self.listed.push(Listed { typed: typed.to_owned(), name, email: Email::parse(typed).ok() });
        }
    }
}

/// The name that these pieces are: `Jansen, Piet`.
fn name_of(pieces: Vec<Piece>) -> String {
    let mut name = String::new();
    for piece in pieces {
        match piece {
            Piece::Word(word) | Piece::Quoted(word) => {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(&word);
            }
            Piece::Comma if !name.is_empty() => name.push(','),
            _ => {}
        }
    }
    name.trim_end_matches(',').trim().to_owned()
}

/// The address without what mail programs and sentences put around it.
fn trimmed(raw: &str) -> &str {
    let around = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '\'' | '"' | ':' | '.');
    let inside = raw.trim_matches(around);
    let address = match inside.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &inside[7..],
        _ => inside,
    };
    let address = address.split('?').next().unwrap_or_default();
    // An address may begin with an apostrophe; what is none once it is trimmed is told as it was typed.
    if Email::parse(raw).is_ok() || Email::parse(address).is_err() { raw.trim() } else { address }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each as `Name <address>`, with a question mark for what is no address.
    fn read(raw: &str) -> Vec<String> {
        let pasted = Pasted::read(raw, 50).unwrap();
        let shown = |one: Listed| {
            let mark = if one.email.is_some() { "" } else { "?" };
            if one.name.is_empty() { format!("{}{mark}", one.typed) } else { format!("{} <{}>{mark}", one.name, one.typed) }
        };
        pasted.listed.into_iter().map(shown).collect()
    }

    fn is_plain(raw: &str) -> bool {
        Pasted::read(raw, 50).unwrap().is_plain
    }

    #[test]
    fn a_list_of_addresses_is_separated_by_whatever_people_type_and_holds_each_once() {
        let list = " a@b.example,c@d.example;\r\n A@B.example\te@f.example ,; nobody, @ ";
        assert_eq!(read(list), ["a@b.example", "c@d.example", "e@f.example", "nobody?", "@?"]);
        assert!(is_plain(list));
        for nothing in [" ,;\n", "", "\u{200B}"] {
            assert_eq!(Pasted::read(nothing, 5).err(), Some(Problem::Missing));
        }
        assert_eq!(Pasted::read("a@b.example c@d.example", 1).err(), Some(Problem::TooManyAddresses { most: 1 }));
    }

    #[test]
    fn a_list_of_a_mail_program_is_its_addresses_with_the_names_beside_them() {
        let pasted = include_str!("../../tests/fixtures/pasted/outlook.txt");
        let expected = [
            "Jansen, Piet <piet.jansen@client.example>",
            "Anna de Vries <anna@client.example>",
            "O'Neil, Sam <sam.oneil@client.example>",
            "kim@client.example",
        ];
        assert_eq!(read(pasted), expected);
        assert!(!is_plain(pasted));
        assert_eq!(read(&pasted.replace('"', "")), expected, "also where the quotation marks are lost");
        assert_eq!(read(&pasted.replace(';', "\r\n")), expected);
        assert_eq!(read(&pasted.replace("; ", "\n").replace(", kim", "\nkim")), expected);
    }

    #[test]
    fn what_programs_and_sentences_put_around_an_address_is_left_out() {
        for (raw, expected) in [
            ("<ada@client.example>", "ada@client.example"),
            ("Ada <mailto:ada@client.example>", "Ada <ada@client.example>"),
            ("mailto:ada@client.example?subject=Hi", "ada@client.example"),
            ("Ada [mailto:ada@client.example]", "Ada <ada@client.example>"),
            ("(ada@client.example)", "ada@client.example"),
            ("Ada Visser\tada@client.example", "Ada Visser <ada@client.example>"),
            ("ada@client.example (Ada Visser)", "(Ada Visser) <ada@client.example>"),
            ("Ada <ada@client.example> on Mondays", "Ada <ada@client.example>"),
            ("To: ada@client.example.", "To: <ada@client.example>"),
            ("ada@client.example <ada@client.example>", "ada@client.example"),
            ("'ada@client.example' <ada@client.example>", "ada@client.example"),
            ("\"Ada <A>\" <ada@client.example>", "Ada <A> <ada@client.example>"),
        ] {
            assert_eq!(read(raw), [expected], "{raw}");
            assert!(!is_plain(raw), "{raw}");
        }
        assert_eq!(read("Team: a@b.example, c@d.example;"), ["Team: <a@b.example>", "c@d.example"]);
    }

    #[test]
    fn what_shall_be_an_address_and_is_none_is_told() {
        assert_eq!(read("ada@client.example nonsense"), ["ada@client.example", "nonsense?"]);
        assert!(is_plain("ada@client.example nonsense"));
        assert_eq!(read("nobody, ada@client.example"), ["nobody?", "ada@client.example"]);
        assert_eq!(read("Piet <piet@>; \"Kim"), ["Piet <piet@>?", "Kim?"]);
        assert_eq!(read("ada@client.example, Piet Jansen"), ["ada@client.example", "Piet?", "Jansen?"]);
        let list = "ivan@b.example anna@b.example nobody ben@b.example";
        assert_eq!(read(list), ["ivan@b.example", "anna@b.example", "nobody?", "ben@b.example"]);
        assert!(is_plain(list));
        assert_eq!(read("Piet <>, <piet@client.example"), ["Piet?", "piet@client.example"]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_was_understood_is_understood_again(raw in "[a-c@. ,;<>\"\n’é]{0,40}") {
            if let Ok(pasted) = Pasted::read(&raw, 50) {
                let good = |listed: &[Listed]| -> Vec<String> {
                    listed.iter().filter_map(|one| one.email.as_ref()).map(|email| email.as_str().to_owned()).collect()
                };
                let found = good(&pasted.listed);
                if !found.is_empty() {
                    let again = Pasted::read(&found.join("\n"), 50).unwrap();
                    prop_assert!(again.is_plain);
                    prop_assert_eq!(good(&again.listed), found);
                }
            }
        }
    }
}
