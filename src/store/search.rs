//! How a search is looked up on each engine. The conditions on the rows are the same on both: each word has to
//! occur. What differs is the trigram index, which names the rows that may fit (the candidates).
//!
//! PostgreSQL's planner reaches for its index by itself where that pays. It knows how common one word is; several
//! it takes for independent, so of those the candidates are counted before.
//!
//! SQLite's index names all candidates or none, so there they are counted always. Where there are many, a page of
//! them is found sooner in the order of the list.

use super::Conn;
use super::engine::fetch_all;
use super::engine::select::Select;
use crate::domain::search::{Search, TRIGRAM, Word};
use sqlx::Error;

/// More candidates than this are not sorted: the list is read in its order until the page is full.
const MOST_CANDIDATES: i64 = 1000;

/// A list that can be searched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Searched {
    /// The condition that a word occurs in a row.
    pub(crate) holds: &'static str,
    /// SQLite's index, which stands in `store/engine/search_index.rs`.
    trigrams: &'static str,
    /// The condition that it has an entry for what is asked.
    has: &'static str,
    /// The condition that it names a row, where the list stands behind the tables of the index: [`candidates`].
    pub(crate) named: &'static str,
}

/// SQLite reads tables that are joined like this in the order in which they stand here: the index first.
macro_rules! candidates {
    ($trigrams:literal, $numbers:literal, $list:literal) => {
        concat!($trigrams, " CROSS JOIN ", $numbers, " CROSS JOIN ", $list)
    };
}
pub(crate) use candidates;

pub(crate) const ORGANIZATIONS: Searched = Searched {
    holds: "name_search LIKE CAST(? AS TEXT) ESCAPE '\\'",
    trigrams: "organization_trigrams",
    has: "organization_trigrams MATCH ?",
    named: "organization_trigrams MATCH ? AND number = organization_trigrams.rowid AND id = organization_id",
};

pub(crate) const MEMBERS: Searched = Searched {
    holds: "m.search LIKE CAST(? AS TEXT) ESCAPE '\\'",
    trigrams: "member_trigrams",
    has: "member_trigrams MATCH ?",
    named: "member_trigrams MATCH ? AND number = member_trigrams.rowid AND m.id = member_id",
};

/// How a list is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// In its order, until there are enough rows.
    InOrder,
    /// On SQLite: those that the index names for this question, and then sorted.
    Candidates(String),
    /// On PostgreSQL: all that fit, and then sorted.
    FoundFirst,
}

impl Way {
    /// The rows as they are put in order.
    pub(crate) fn sorted(&self, rows: Select) -> Select {
        match self {
            Self::InOrder | Self::Candidates(_) => rows,
            Self::FoundFirst => rows.found_first(),
        }
    }
}

impl Searched {
    /// The best way to read the rows of `list` that a search finds; none where it is known to find nothing.
    pub(crate) async fn way(self, conn: &mut Conn, list: Select, search: &Search) -> Result<Option<Way>, Error> {
        let (candidates, few) = match question(search).filter(|_| conn.is_sqlite()) {
            Some(question) => {
                let named = Select::of("rowid", [], self.trigrams).and(self.has, [question.as_str().into()]);
                (named, Way::Candidates(question))
            }
            None if search.words().len() > 1 => (self.fitting(list, search), Way::FoundFirst),
            None => return Ok(Some(Way::InOrder)),
        };
        let number = candidates.count_up_to(conn, MOST_CANDIDATES + 1).await?;
        Ok(match number {
            0 => None,
            1..=MOST_CANDIDATES => Some(few),
            _ => Some(Way::InOrder),
        })
    }

    /// Only rows in which each word occurs.
    pub(crate) fn fitting(self, list: Select, search: &Search) -> Select {
        if search.is_empty() {
            return list;
        }
        list.and_each(self.holds, search.words(), |word| [word.pattern().into()]).planned_for_values()
    }
}

/// What FTS5 is asked; nothing for no words. In its text two spaces stand before each word, so that a short word
/// at the beginning of one is a trigram.
fn question(search: &Search) -> Option<String> {
    let phrase = |word: &Word| {
        let beginning = " ".repeat(TRIGRAM.saturating_sub(word.as_str().chars().count()));
        format!("\"{beginning}{}\"", word.as_str().replace('"', "\"\""))
    };
    let phrases: Vec<String> = search.words().iter().map(phrase).collect();
    (!phrases.is_empty()).then(|| phrases.join(" "))
}

/// What the index of searches says otherwise than the rows: on SQLite, where it is kept by triggers. FTS5 looks by
/// itself whether it is whole (`store/operator.rs`). PostgreSQL keeps its own; it has to be there.
pub async fn index_faults(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let faults = if conn.is_sqlite() {
        fetch_all!(conn, (String,), SQLITE_INDEX_FAULTS)
    } else {
        fetch_all!(conn, (String,), POSTGRES_INDEX_FAULTS)
    };
    Ok(faults?.into_iter().map(|(what,)| what).collect())
}

const SQLITE_INDEX_FAULTS: &str = "SELECT what FROM (\
    SELECT 'the organization ' || o.name || ' is not found as it is called' AS what FROM organizations o \
    LEFT JOIN organization_numbers n ON n.organization_id = o.id LEFT JOIN organization_trigrams t ON t.rowid = n.number \
    WHERE t.text IS NOT REPLACE(o.name_search, ' ', '  ') \
    UNION ALL SELECT 'the member ' || m.email || ' is not found as it is called' FROM members m \
    LEFT JOIN member_numbers n ON n.member_id = m.id LEFT JOIN member_trigrams t ON t.rowid = n.number \
    WHERE t.text IS NOT REPLACE(m.search, ' ', '  ') \
    UNION ALL SELECT 'an organization that is gone has number ' || number FROM organization_numbers \
    WHERE organization_id NOT IN (SELECT id FROM organizations) \
    UNION ALL SELECT 'a member that is gone has number ' || number FROM member_numbers \
    WHERE member_id NOT IN (SELECT id FROM members) \
    UNION ALL SELECT 'no organization has the entry ' || rowid FROM organization_trigrams \
    WHERE rowid NOT IN (SELECT number FROM organization_numbers) \
    UNION ALL SELECT 'no member has the entry ' || rowid FROM member_trigrams \
    WHERE rowid NOT IN (SELECT number FROM member_numbers)) LIMIT 50";

const POSTGRES_INDEX_FAULTS: &str = "SELECT 'there is no index ' || name FROM \
    (VALUES ('organizations_by_trigram'), ('members_by_trigram')) AS needed (name) WHERE NOT EXISTS \
    (SELECT 1 FROM pg_catalog.pg_index i WHERE i.indexrelid = to_regclass(name) AND i.indisvalid)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_a_phrase_of_trigrams() {
        let asked = |typed: &str| question(&Search::parse(typed));
        assert_eq!(asked(" \0 "), None);
        assert_eq!(asked("Łódź group").as_deref(), Some("\"lodz\" \"group\""));
        assert_eq!(asked("a ab abc").as_deref(), Some("\"  a\" \" ab\" \"abc\""));
        assert_eq!(asked("\"or\" AND* (NEAR)").as_deref(), Some("\"\"\"or\"\"\" \"and*\" \"(near)\""));
    }
}
