//! Puts what was typed back into a form of a page of our own. Our templates write every value in double quotes and escape
//! what stands in it, so that tags are found by reading on to the next `>` outside of quotes.

use std::ops::Range;

type Fields<'f> = &'f [(String, String)];

/// A tag that opens something, or a void one.
struct Tag<'h> {
    name: &'h str,
    place: Range<usize>,
    attributes: Vec<(&'h str, Option<&'h str>)>,
}

impl<'h> Tag<'h> {
    fn attribute(&self, name: &str) -> Option<&'h str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.unwrap_or_default())
    }

    /// The tag with these attributes in place of those of the same names.
    fn with(&self, html: &str, gone: &str, new: &str) -> String {
        let kept = self.attributes.iter().filter(|(key, _)| *key != gone);
        let kept: String =
            kept.map(|(key, value)| value.map_or(format!(" {key}"), |value| format!(" {key}=\"{value}\""))).collect();
        let end = if html[self.place.clone()].ends_with("/>") { "/>" } else { ">" };
        format!("<{}{kept}{new}{end}", self.name)
    }
}

/// The next opening tag from there on.
fn next_tag(html: &str, from: usize) -> Option<Tag<'_>> {
    let mut at = from;
    loop {
        let start = at + html[at..].find('<')?;
        if html.as_bytes().get(start + 1).is_some_and(u8::is_ascii_alphabetic) {
            return read_tag(html, start);
        }
        at = start + 1;
    }
}

fn read_tag(html: &str, start: usize) -> Option<Tag<'_>> {
    let name_end = start + 1 + html[start + 1..].find(|c: char| !c.is_ascii_alphanumeric())?;
    let (mut at, mut attributes) = (name_end, Vec::new());
    loop {
        at += html[at..].find(|c: char| !c.is_ascii_whitespace() && c != '/')?;
        if html.as_bytes()[at] == b'>' {
            return Some(Tag { name: &html[start + 1..name_end], place: start..at + 1, attributes });
        }
        let key_end = at + html[at..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
        let key = &html[at..key_end];
        at = key_end;
        if html[at..].starts_with("=\"") {
            let value_end = at + 2 + html[at + 2..].find('"')?;
            attributes.push((key, Some(&html[at + 2..value_end])));
            at = value_end + 1;
        } else {
            attributes.push((key, None));
        }
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&#38;"),
            '<' => out.push_str("&#60;"),
            '>' => out.push_str("&#62;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A form of the page.
struct Form<'h> {
    body: Range<usize>,
    id: Option<&'h str>,
    is_meant: bool,
    /// What it names without showing it.
    hidden: Vec<(&'h str, &'h str)>,
}

impl Form<'_> {
    fn owns(&self, tag: &Tag<'_>) -> bool {
        match tag.attribute("form") {
            Some(form) => Some(form) == self.id,
            None => self.body.contains(&tag.place.start),
        }
    }

    /// Whether it names what was sent, where several forms of a page go to the same place.
    fn names(&self, fields: Fields<'_>) -> bool {
        self.hidden.iter().all(|(name, value)| fields.iter().any(|(key, sent)| key == name && escaped(sent) == *value))
    }
}

fn forms<'h>(html: &'h str, action: &str) -> Vec<Form<'h>> {
    let (action, mut forms, mut at): (_, Vec<Form<'h>>, _) = (escaped(action), Vec::new(), 0);
    while let Some(tag) = next_tag(html, at) {
        at = tag.place.end;
        if tag.name == "form" {
            let end = html[at..].find("</form>").map_or(html.len(), |end| at + end);
            let is_meant = tag.attribute("method") == Some("post") && tag.attribute("action") == Some(&action);
            forms.push(Form { body: at..end, id: tag.attribute("id"), is_meant, hidden: Vec::new() });
        }
        let Some(form) = forms.iter_mut().rev().find(|form| form.owns(&tag)) else { continue };
        form.is_meant |= tag.attribute("formaction") == Some(&action);
        if tag.attribute("type") == Some("hidden")
            && let Some((name, value)) = tag.attribute("name").zip(tag.attribute("value"))
            && name != super::form::FORM_TOKEN
        {
            form.hidden.push((name, value));
        }
    }
    forms.retain(|form| form.is_meant);
    forms
}

/// The page with its form that goes to this path filled in; `None` where it has no such form, or several and none that
/// names what was sent. No password and no button is touched.
pub fn refill(html: &str, action: &str, fields: Fields<'_>) -> Option<String> {
    let mut found = forms(html, action);
    if found.len() > 1 {
        found.retain(|form| form.names(fields));
    }
    let form = found.into_iter().next()?;
    let mut left: Vec<Option<&(String, String)>> = fields.iter().map(Some).collect();
    let mut take = |name: &str| left.iter_mut().find(|field| field.is_some_and(|(key, _)| key == name)).and_then(Option::take);
    let has = |name: &str, value: &str| fields.iter().any(|(key, sent)| key == name && escaped(sent) == value);
    let (mut out, mut done, mut at, mut select) = (String::with_capacity(html.len() + 1024), 0, 0, None);
    while let Some(tag) = next_tag(html, at) {
        at = tag.place.end;
        let is_ours = form.owns(&tag);
        let name = tag.attribute("name").unwrap_or_default();
        let written = match (tag.name, tag.attribute("type").unwrap_or("text")) {
            ("select", _) => {
                select = is_ours.then_some(name).filter(|name| fields.iter().any(|(key, _)| key == name));
                continue;
            }
            ("option", _) => {
                let Some(name) = select else { continue };
                let text = html[at..].split('<').next().unwrap_or_default();
                let chosen = has(name, tag.attribute("value").unwrap_or(text));
                tag.with(html, "selected", if chosen { " selected" } else { "" })
            }
            ("textarea", _) if is_ours => {
                let Some((_, value)) = take(name) else { continue };
                let end = at + html[at..].find("</textarea>")?;
                out.push_str(&html[done..at]);
                out.push_str(&escaped(value));
                (done, at) = (end, end);
                continue;
            }
            ("input", "checkbox" | "radio") if is_ours && !name.is_empty() => {
                let chosen = has(name, tag.attribute("value").unwrap_or("on"));
                tag.with(html, "checked", if chosen { " checked" } else { "" })
            }
            ("input", kind) if is_ours && !matches!(kind, "password" | "submit" | "button") => {
                let Some((_, value)) = take(name) else { continue };
                tag.with(html, "value", &format!(" value=\"{}\"", escaped(value)))
            }
            _ => continue,
        };
        out.push_str(&html[done..tag.place.start]);
        out.push_str(&written);
        done = at;
    }
    out.push_str(&html[done..]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<p>a < b</p><form id="f" method="post" action="/a?x=1&#38;y=2" novalidate>
<input type="hidden" name="form_token" value="t"><input type="hidden" name="version" value="7">
<input name="name" value="Old" required><input name="secret" type="password" value="">
<textarea name="note" rows="4">old</textarea><select name="plan"><option>Free</option><option value="t" selected>Teams</option></select>
<label><input type="radio" name="role" value="admin" checked></label><input type="radio" name="role" value="user">
<input type="checkbox" name="two" value="true" checked><button name="act" value="go">Go</button></form>
<input type="checkbox" name="client" value="1" form="f"><input name="name" value="Other">"#;

    fn field(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn every_kind_of_field_comes_back_as_it_was_sent_and_nothing_else_changes() {
        let sent = [
            field("version", "6"),
            field("name", "\"><script>"),
            field("secret", "s"),
            field("note", "</textarea>&"),
            field("plan", "Free"),
            field("role", "user"),
            field("client", "1"),
            field("act", "go"),
        ];
        let page = refill(PAGE, "/a?x=1&y=2", &sent).unwrap();
        for part in [
            r#"name="form_token" value="t""#,
            r#"name="version" value="6""#,
            r#"name="name" required value="&#34;&#62;&#60;script&#62;""#,
            r#"name="secret" type="password" value="""#,
            "rows=\"4\">&#60;/textarea&#62;&#38;</textarea>",
            "<option selected>Free</option><option value=\"t\">Teams",
            r#"value="admin">"#,
            r#"value="user" checked>"#,
            r#"name="two" value="true"><button name="act" value="go">"#,
            r#"value="1" form="f" checked>"#,
            r#"<input name="name" value="Other">"#,
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
    }

    #[test]
    fn of_several_forms_that_go_to_one_place_the_one_that_names_the_same_is_meant() {
        let one = |id: &str| {
            format!(
                r#"<form method="post" action="/a"><input type="hidden" name="id" value="{id}"><input name="x" value=""></form>"#
            )
        };
        let page = [one("1"), one("2")].concat();
        let sent = |id| [field("id", id), field("x", "typed")];
        let filled = refill(&page, "/a", &sent("2")).unwrap();
        assert_eq!(filled, format!("{}{}", one("1"), one("2").replace("name=\"x\" value=\"\"", "name=\"x\" value=\"typed\"")));
        assert_eq!(refill(&page, "/a", &sent("3")), None);
        assert_eq!(refill(&page, "/b", &sent("1")), None);
        assert_eq!(refill("<form method=\"get\" action=\"/a\"></form>", "/a", &[]), None);
    }

    #[test]
    fn a_button_may_send_a_form_elsewhere() {
        let page = r#"<form method="post" action="/a"><input name="x" value=""><button formaction="/b">B</button></form>"#;
        assert!(refill(page, "/b", &[field("x", "1")]).unwrap().contains(r#"value="1""#));
    }
}
