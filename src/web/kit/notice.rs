//! What is said once, on the page after an act, and the way back from that act.

use crate::texts::Texts;
use serde::{Deserialize, Serialize};

/// What the next page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Notice {
    pub text: String,
    pub way_back: Option<WayBack>,
}

/// What leads back from what was done, beside the sentence that says that it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WayBack {
    /// A form that does the inverse act; what it says when it cannot be done is a page, or else a dialog.
    Press { label: String, action: String, fields: Vec<(String, String)>, is_page: bool },
    /// A page where that can be done.
    Follow { label: String, href: String },
}

impl WayBack {
    /// The inverse act, which needs no more to be known than its path.
    #[must_use]
    pub fn undo(t: &Texts, action: String) -> Self {
        Self::press(t.undo(), action, &[])
    }

    /// A form with these fields.
    #[must_use]
    pub fn press(label: String, action: String, fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self::Press { label, action, fields, is_page: false }
    }

    /// The inverse act, done to many: the number of them, which was typed a moment ago, and each.
    #[must_use]
    pub fn undo_many(t: &Texts, action: String, mut fields: Vec<(String, String)>, (name, ids): (&str, Vec<String>)) -> Self {
        fields.push(("number".into(), ids.len().to_string()));
        fields.extend(ids.into_iter().map(|id| (name.to_owned(), id)));
        Self::Press { label: t.undo(), action, fields, is_page: false }
    }

    /// The same, answered with a page where it cannot be done.
    #[must_use]
    pub fn with_page(self) -> Self {
        match self {
            Self::Press { label, action, fields, .. } => Self::Press { label, action, fields, is_page: true },
            follow @ Self::Follow { .. } => follow,
        }
    }
}

/// How it lies in the session: a sentence alone as every version before kept it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    Text(String),
    WithWayBack { text: String, way_back: WayBack },
}

impl From<Kept> for Notice {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Text(text) => Self { text, way_back: None },
            Kept::WithWayBack { text, way_back } => Self { text, way_back: Some(way_back) },
        }
    }
}

impl From<Notice> for Kept {
    fn from(Notice { text, way_back }: Notice) -> Self {
        match way_back {
            None => Self::Text(text),
            Some(way_back) => Self::WithWayBack { text, way_back },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_alone_is_kept_as_before_and_one_with_a_way_back_is_read_again() {
        let alone = Notice { text: "Done.".into(), way_back: None };
        assert_eq!(serde_json::to_string(&alone).unwrap(), r#""Done.""#);
        let fields = vec![("act".to_owned(), "reactivate".to_owned())];
        let undo = WayBack::Press { label: "Undo".into(), action: "/clients/bulk".into(), fields, is_page: true };
        for notice in [alone.clone(), Notice { way_back: Some(undo), ..alone }] {
            let kept = serde_json::to_string(&notice).unwrap();
            assert_eq!(serde_json::from_str::<Notice>(&kept).unwrap(), notice);
        }
    }
}
