//! Acts for many at once: who does one types the number, where it is one that nobody counts at a glance.

use super::problem::Problem;

/// So many are done without the number being typed.
pub const TYPED_ABOVE: usize = 25;

/// Whether the number is asked for.
#[must_use]
pub fn asks(number: usize) -> bool {
    number > TYPED_ABOVE
}

/// # Errors
/// The number is asked for, and another one was typed, or none.
pub fn must_be_meant(number: usize, typed: &str) -> Result<(), Problem> {
    let digits: String = typed.chars().filter(|c| !matches!(c, '.' | ',' | '\'' | '’') && !c.is_whitespace()).collect();
    match digits.parse::<usize>() {
        _ if !asks(number) => Ok(()),
        Ok(meant) if meant == number => Ok(()),
        _ => Err(Problem::NotTheNumber { number }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_typed_above_twenty_five_however_people_write_it() {
        assert_eq!(must_be_meant(25, ""), Ok(()));
        for typed in ["26", " 26 ", "026"] {
            assert_eq!(must_be_meant(26, typed), Ok(()), "{typed}");
        }
        for typed in ["1000", "1.000", "1,000", "1 000", "1\u{202F}000", "1’000"] {
            assert_eq!(must_be_meant(1000, typed), Ok(()), "{typed}");
        }
        for typed in ["", "25", "27", "twenty-six", "-26", "2 6 x"] {
            assert_eq!(must_be_meant(26, typed), Err(Problem::NotTheNumber { number: 26 }), "{typed}");
        }
    }
}
