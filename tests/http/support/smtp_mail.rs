//! A message as its reader sees it.

use mail_parser::MessageParser;

/// A message that arrived, with the envelope that it came in.
#[derive(Clone, Debug)]
pub struct Mail {
    pub envelope_from: String,
    pub envelope_to: Vec<String>,
    /// The address in `From`.
    pub from: String,
    /// The name in `From`, empty when there is none.
    pub from_name: String,
    /// The addresses in `To`.
    pub to: Vec<String>,
    pub subject: String,
    /// The `text/plain` part, empty when there is none.
    pub text: String,
    /// The `text/html` part, empty when there is none.
    pub html: String,
    /// Without its angle brackets.
    pub message_id: String,
    pub raw: Vec<u8>,
}

impl Mail {
    /// # Panics
    /// When `raw` is not a message.
    pub fn parse(envelope_from: String, envelope_to: Vec<String>, raw: Vec<u8>) -> Self {
        let message = MessageParser::default().parse(&raw).expect("the message can be parsed");
        let from = message.from().and_then(|from| from.first());
        let to = message.to().map(|to| to.iter().collect::<Vec<_>>());
        Self {
            envelope_from,
            envelope_to,
            from: from.and_then(|f| f.address()).unwrap_or_default().into(),
            from_name: from.and_then(|f| f.name()).unwrap_or_default().into(),
            to: to.unwrap_or_default().iter().filter_map(|to| to.address().map(Into::into)).collect(),
            subject: message.subject().unwrap_or_default().into(),
            text: own_parts(&message, "plain"),
            html: own_parts(&message, "html"),
            message_id: message.message_id().unwrap_or_default().into(),
            raw: raw.clone(),
        }
    }

    pub fn is_for(&self, address: &str) -> bool {
        self.envelope_to.iter().any(|to| to.eq_ignore_ascii_case(address))
    }

    /// The value of a header as it stands in the message, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let message = MessageParser::default().parse(&self.raw)?;
        let value = message.header_raw(name.to_owned())?;
        Some(value.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The first link of the text part.
    ///
    /// # Panics
    /// When there is none, or when the HTML part does not lead to the same address: half of the
    /// readers see one part and half the other.
    pub fn link(&self) -> String {
        let link = first_link(&self.text).unwrap_or_else(|| panic!("no link in the text part of\n{self}")).to_owned();
        let links = self.html_links();
        assert!(links.contains(&link), "{link} of the text part is not a link of the HTML part, which has {links:?}");
        link
    }

    /// Where the `<a href>` of the HTML part lead.
    pub fn html_links(&self) -> Vec<String> {
        let page = scraper::Html::parse_document(&self.html);
        let anchors = scraper::Selector::parse("a[href]").expect("a selector");
        page.select(&anchors).filter_map(|anchor| anchor.attr("href").map(str::to_owned)).collect()
    }
}

impl std::fmt::Display for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let to = self.envelope_to.join(", ");
        write!(f, "to {to}: {}\n{}", self.subject, self.text)
    }
}

/// All parts of one text type. The parser's own accessors would make one part out of the other.
fn own_parts(message: &mail_parser::Message<'_>, subtype: &str) -> String {
    use mail_parser::MimeHeaders;
    let of_type = |part: &&mail_parser::MessagePart<'_>| match part.content_type() {
        Some(kind) => kind.c_type == "text" && kind.c_subtype.as_deref() == Some(subtype),
        None => subtype == "plain" && part.is_text(),
    };
    let texts = message.parts.iter().filter(of_type);
    texts.filter_map(|part| part.text_contents()).collect::<Vec<_>>().join("\n")
}

fn first_link(text: &str) -> Option<&str> {
    let start = text.find("https://").into_iter().chain(text.find("http://")).min()?;
    let rest = &text[start..];
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches(['.', ',', ')', ';']))
}
