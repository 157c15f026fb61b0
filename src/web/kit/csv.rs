//! The lines of a CSV file that a person opens in a spreadsheet.

use crate::domain::csv::Separator;
use std::borrow::Cow;

/// The cells as a line with its end.
#[must_use]
pub fn line(separator: Separator, cells: &[&str]) -> String {
    let cells: Vec<_> = cells.iter().map(|text| cell(text)).collect();
    format!("{}\r\n", cells.join(separator.sign()))
}

/// What a file begins with, so that a spreadsheet reads it as UTF-8 and `Bäckerei` stays what it is.
pub const MARK: &str = "\u{feff}";

/// The text as a cell: quoted where RFC 4180 wants it, or the same with the other separator, and never a formula. A spreadsheet runs a
/// cell whose first character is one of `= + - @`, a tab or a carriage return, also behind spaces;
/// a `'` in front makes it text again.
#[must_use]
fn cell(text: &str) -> Cow<'_, str> {
    let formula = starts_like_a_formula(text);
    let quoted = text.contains([',', ';', '"', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ');
    match (formula, quoted) {
        (false, false) => Cow::Borrowed(text),
        (true, false) => Cow::Owned(format!("'{text}")),
        (formula, true) => {
            let mark = if formula { "'" } else { "" };
            Cow::Owned(format!("\"{mark}{}\"", text.replace('"', "\"\"")))
        }
    }
}

/// Whether a spreadsheet could take the text for a formula. Full-width signs count as the plain
/// ones: some spreadsheets fold them.
fn starts_like_a_formula(text: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use super::{Separator, cell, line};

    #[test]
    fn plain_text_stays_and_rfc_4180_is_kept() {
        assert_eq!(cell("Example Corporation"), "Example Corporation");
        assert_eq!(cell(""), "");
        assert_eq!(cell("Smith, \"Example\""), "\"Smith, \"\"Example\"\"\"");
        assert_eq!(cell("two\nlines"), "\"two\nlines\"");
        assert_eq!(cell("a - b = c"), "a - b = c");
        assert_eq!(cell("Smith; Jones"), "\"Smith; Jones\"");
        assert_eq!(line(Separator::Semicolon, &["a,b", "=1;2", "c"]), "\"a,b\";\"'=1;2\";c\r\n");
        assert_eq!(line(Separator::Comma, &["a;b", "c"]), "\"a;b\",c\r\n");
    }

    #[test]
    fn nothing_that_a_spreadsheet_runs_stays_a_formula() {
        for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
            assert_eq!(cell(&format!("{sign}1")), format!("'{sign}1"));
            assert_eq!(cell(&format!("\u{a0}{sign}1")), format!("'\u{a0}{sign}1"));
            assert_eq!(cell(&format!("  {sign}1")), format!("\"'  {sign}1\""));
        }
        assert_eq!(cell("\t1"), "'\t1");
        assert_eq!(cell("\r1"), "\"'\r1\"");
        assert_eq!(cell("=HYPERLINK(\"https://bad.example\",\"x\")"), "\"'=HYPERLINK(\"\"https://bad.example\"\",\"\"x\"\")\"");
    }
}
