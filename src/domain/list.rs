//! What every list has: a direction, a place, a page of rows, and a count that ends somewhere. How its
//! statement is put together stands in `store/engine/select.rs`, what is searched for in `domain/search.rs`.

use super::words;

/// Rows that fit are counted up to here: an exact count would read all of a long list.
pub const COUNT_BOUND: i64 = 1000;

words! { Direction { Ascending = "asc", Descending = "desc" } }

impl Direction {
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// Where a page of a list lies. A cursor is what the order of the list is made of, as one row has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place<C> {
    /// At the beginning.
    #[default]
    Start,
    /// Behind the row with this cursor.
    After(C),
    /// Before it: a page that is read backwards.
    Before(C),
}

impl<C> Place<C> {
    /// The place that a URL names. It names one side; of two the way back counts.
    #[must_use]
    pub fn of(after: Option<C>, before: Option<C>) -> Self {
        match (before, after) {
            (Some(cursor), _) => Self::Before(cursor),
            (None, Some(cursor)) => Self::After(cursor),
            (None, None) => Self::Start,
        }
    }

    #[must_use]
    pub fn cursor(&self) -> Option<&C> {
        match self {
            Self::Start => None,
            Self::After(cursor) | Self::Before(cursor) => Some(cursor),
        }
    }

    #[must_use]
    pub fn is_start(&self) -> bool {
        self.cursor().is_none()
    }

    /// The place behind this row, when reading goes on in the direction of this one.
    #[must_use]
    pub fn on_behind(&self, cursor: C) -> Self {
        if matches!(self, Self::Before(_)) { Self::Before(cursor) } else { Self::After(cursor) }
    }

    /// In which direction the rows are read from here on, in a list of this direction.
    #[must_use]
    pub fn reading(&self, direction: Direction) -> Direction {
        if matches!(self, Self::Before(_)) { direction.reversed() } else { direction }
    }
}

/// The cursor of a list that is ordered by address: the address key, as it stands in the URL. No
/// address holds a NUL, and PostgreSQL takes none in a text.
#[must_use]
pub fn address_cursor(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.is_empty() && !text.contains('\0')).map(str::to_owned)
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<R, C> {
    pub rows: Vec<R>,
    /// The cursor before which the page before this one lies, where there is one.
    pub previous: Option<C>,
    /// The cursor behind which the next page lies, where there is one.
    pub next: Option<C>,
}

impl<R, C> Page<R, C> {
    /// The page of `size` rows that begins at the place, made of the rows that were read from there
    /// on in its direction of reading: one more than the page shows, where there is one, which says
    /// whether anything lies behind it. `None` where nothing stands at that place any more: then the
    /// list is to begin anew, at [`Place::Start`].
    #[must_use]
    pub fn of(mut rows: Vec<R>, size: usize, place: &Place<C>, cursor: impl Fn(&R) -> C) -> Option<Self> {
        if rows.is_empty() && !place.is_start() {
            return None;
        }
        let more = rows.len() > size;
        rows.truncate(size);
        let (has_previous, has_next) = match place {
            Place::Start => (false, more),
            Place::After(_) => (true, more),
            Place::Before(_) => (more, true),
        };
        if matches!(place, Place::Before(_)) {
            rows.reverse();
        }
        let edge = |row: Option<&R>, there: bool| row.filter(|_| there).map(&cursor);
        Some(Self { previous: edge(rows.first(), has_previous), next: edge(rows.last(), has_next), rows })
    }

    /// How many rows fit, or `None` when they are more than [`COUNT_BOUND`]. `count` counts them up
    /// to a bound; it is not asked where all of them stand on this page: a filter that few rows pass
    /// reads the whole list, and should do it once.
    ///
    /// # Errors
    /// Those of `count`.
    pub async fn found<E>(&self, count: impl AsyncFnOnce(i64) -> Result<i64, E>) -> Result<Option<i64>, E> {
        let found = if self.previous.is_none() && self.next.is_none() {
            i64::try_from(self.rows.len()).unwrap_or(i64::MAX)
        } else {
            count(COUNT_BOUND + 1).await?
        };
        Ok(Some(found).filter(|found| *found <= COUNT_BOUND))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::convert::Infallible;

    /// A page of three of the numbers from 0 up to `end`.
    fn page(end: i32, place: Place<i32>) -> Option<Page<i32, i32>> {
        let fits = |row: &i32| match place {
            Place::Start => true,
            Place::After(cursor) => *row > cursor,
            Place::Before(cursor) => *row < cursor,
        };
        let mut rows: Vec<i32> = (0..end).filter(fits).collect();
        if place.reading(Direction::Ascending) == Direction::Descending {
            rows.reverse();
        }
        rows.truncate(4);
        Page::of(rows, 3, &place, |row| *row)
    }

    fn shown(rows: &[i32], previous: Option<i32>, next: Option<i32>) -> Option<Page<i32, i32>> {
        Some(Page { rows: rows.to_vec(), previous, next })
    }

    #[test]
    fn pages_follow_each_other_there_and_back() {
        assert_eq!(page(8, Place::Start), shown(&[0, 1, 2], None, Some(2)));
        assert_eq!(page(8, Place::After(2)), shown(&[3, 4, 5], Some(3), Some(5)));
        assert_eq!(page(8, Place::After(5)), shown(&[6, 7], Some(6), None));
        assert_eq!(page(8, Place::Before(6)), shown(&[3, 4, 5], Some(3), Some(5)));
        assert_eq!(page(8, Place::Before(3)), shown(&[0, 1, 2], None, Some(2)));
    }

    #[test]
    fn a_full_page_that_nothing_follows_is_the_last() {
        assert_eq!(page(3, Place::Start), shown(&[0, 1, 2], None, None));
        assert_eq!(page(6, Place::After(2)), shown(&[3, 4, 5], Some(3), None));
    }

    #[test]
    fn behind_the_last_row_and_before_the_first_one_the_list_begins_anew() {
        for place in [Place::After(7), Place::Before(0)] {
            assert_eq!(page(5, place), None);
        }
        assert_eq!(page(0, Place::Start), shown(&[], None, None));
    }

    #[test]
    fn what_stands_on_one_page_is_counted_and_a_count_has_its_bound() {
        let found = |end, place, count: i64| {
            page(end, place).unwrap().found(async |_| Ok::<_, Infallible>(count)).now_or_never().unwrap().unwrap()
        };
        assert_eq!(found(3, Place::Start, 99), Some(3));
        assert_eq!(found(0, Place::Start, 99), Some(0));
        assert_eq!(found(4, Place::Start, 4), Some(4));
        assert_eq!(found(4, Place::After(2), 4), Some(4));
        assert_eq!(found(4, Place::Before(2), COUNT_BOUND), Some(COUNT_BOUND));
        assert_eq!(found(4, Place::Start, COUNT_BOUND + 1), None);
    }

    #[test]
    fn a_url_that_names_both_sides_leads_back() {
        assert_eq!(Place::of(None::<i32>, None), Place::Start);
        assert_eq!(Place::of(Some(1), None), Place::After(1));
        assert_eq!(Place::of(Some(1), Some(2)), Place::Before(2));
        assert_eq!((Place::Before(2).on_behind(1), Place::Start.on_behind(1)), (Place::Before(1), Place::After(1)));
        assert_eq!(address_cursor("a@b.example").as_deref(), Some("a@b.example"));
        assert_eq!((address_cursor(""), address_cursor("a\0")), (None, None));
    }
}
