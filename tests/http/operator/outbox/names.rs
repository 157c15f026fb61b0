//! Names in mails: whatever somebody is called, no mail client makes a link of it, and no reader decodes it.

use super::stored::{STORED, row};
use super::{GUEST, invite};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::smtp::Mail;
use crate::support::world::Story;
use portico::domain::language::Language;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::mail::render;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// What mail clients make links of, each in a name.
const LINKS: [&str; 24] = [
    "You won 500 EUR - https://bad.example/claim",
    "HTTP://bad.example",
    "www.bad.example",
    "Win at WWW.bad.example!",
    "bad.example/claim",
    "Acme (bad.example)",
    "Jansen B.V.,bad.example",
    "bad.museum",
    "bad.пример",
    "пример.рф",
    "例え.网",
    "bad。example",
    "bad．example／claim",
    "bad\u{2024}example",
    "anna@bad.example",
    "<anna@bad.example>",
    "mailto:anna",
    "mailto:anna@bad.example?subject=x",
    "tel:+31201234567",
    "Call +31 (0)20 123-4567 now",
    "0900 1234 567",
    "\\\\bad\\share",
    "10.11.12.13/claim",
    "//bad.example",
];

/// A linkifier: one pattern for each kind of thing that a common client links.
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"(?i)[a-z][a-z0-9+.-]*:[/\\]{1,2}",
        r"(?i)\b(mailto|tel|sms|callto|skype|facetime|geo|javascript|data|file|news|sip):\S",
        r"(?i)\bwww[.\u{3002}\u{FF0E}\u{FF61}\u{2024}]",
        r"(?i)[\p{L}\p{N}_-][.\u{3002}\u{FF0E}\u{FF61}\u{2024}]([a-z]{2,}|xn--|[\p{L}&&[^a-z]])",
        r"\S@\S+\.\S",
        r"\\\\\S",
        r"(?m)(^|\s)//\S",
        r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}",
        r"\+?\d(?:[ \t().\x{2d}/]*\d){6,}",
    ];
    patterns.map(|pattern| Regex::new(pattern).expect("a pattern")).into()
});

fn linked(text: &str) -> Option<String> {
    PATTERNS.iter().find_map(|pattern| Some(pattern.find(text)?.as_str().to_owned()))
}

/// What the portal itself says in its mails may be a link.
fn without_own(text: &str, own: &[&str]) -> String {
    let mut rest = text.replace('\u{a0}', " ");
    for one in own {
        let mut pieces = rest.split(one);
        let first = pieces.next().unwrap_or_default().to_owned();
        rest = pieces.fold(first, |text, piece| text + "…" + piece.trim_start_matches(|c: char| !c.is_whitespace() && c != '<'));
    }
    rest
}

/// Everything that the reader of a mail sees.
fn seen(subject: &str, text: &str, html: &str) -> String {
    let page = scraper::Html::parse_document(html);
    let shown = page.root_element().text().collect::<Vec<_>>().join("\n");
    format!("{subject}\n{text}\n{shown}\n")
}

fn no_link(seen: &str, own: &[&str]) {
    let rest = without_own(seen, own);
    if let Some(link) = linked(&rest) {
        let line = rest.lines().find(|line| line.contains(&link));
        panic!("{link:?} in {line:?}");
    }
}

/// Puts a name in the place of every name of a stored message.
fn renamed(stored: &str, name: &str) -> String {
    fn walk(value: &mut Value, name: &str) {
        match value {
            Value::String(text) if ["Harbour", "Ada", "Bo", "Example Services"].contains(&text.as_str()) => *text = name.into(),
            Value::Object(fields) => fields.values_mut().for_each(|value| walk(value, name)),
            _ => {}
        }
    }
    let mut message = serde_json::from_str(stored).expect("an object");
    walk(&mut message, name);
    message.to_string()
}

#[tokio::test]
async fn no_name_in_any_mail_is_or_looks_like_a_link() {
    let app = TestApp::spawn().await;
    // A network address is read by the portal itself, and nobody chooses it as a name.
    let own = [app.url(""), "ada@p.example".into(), "ada@new.example".into(), "192.0.2.7".into(), "2001:db8::1".into()];
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    for name in LINKS {
        assert!(linked(name).is_some(), "the test knows that {name} is linked");
        let mut all = String::new();
        for (stored, language) in STORED.iter().flat_map(|stored| [(stored, Language::English), (stored, Language::Dutch)]) {
            let letter = render::letter(&app.app, &row(&renamed(stored, name), language)).expect("a letter");
            all.push_str(&seen(&letter.subject, &letter.text, &letter.html));
        }
        no_link(&all, &own);
    }
}

/// Which no client links.
const ORDINARY: [&str; 12] = [
    "Jansen B.V.",
    "St. Mary's",
    "Acme, Inc.",
    "3.5 Solutions",
    "A/B Test BV",
    "Müller & Söhne GmbH & Co. KG",
    "J.P. Morgan & Sons",
    "24/7 Support: day & night",
    "M@trix",
    "Fonds 1998-2020",
    "…en meer",
    ".NET Experts",
];

#[tokio::test]
async fn ordinary_names_stay_as_they_are() {
    let app = TestApp::spawn().await;
    for name in ORDINARY {
        for stored in STORED.iter().filter(|stored| stored.contains("Harbour")) {
            let letter = render::letter(&app.app, &row(&renamed(stored, name), Language::English)).expect("a letter");
            assert!(letter.subject.contains(name) && letter.text.contains(name), "{name}: {}", letter.text);
        }
    }
}

/// No `String` in a message: a name is a `Name`, which alone knows how it is written, and an address an `Address`.
#[test]
fn a_message_holds_no_raw_text() {
    let source = std::fs::read_to_string("src/mail/message.rs").expect("it is there");
    let file = syn::parse_file(&source).expect("it is Rust");
    let enums: Vec<_> =
        file.items.iter().filter_map(|item| if let syn::Item::Enum(one) = item { Some(one) } else { None }).collect();
    assert!(enums.len() > 6);
    for field in enums.iter().flat_map(|one| &one.variants).flat_map(|variant| &variant.fields) {
        let syn::Type::Path(kind) = &field.ty else { panic!("an odd field") };
        let last = kind.path.segments.last().expect("a name");
        let inner = match &last.arguments {
            syn::PathArguments::AngleBracketed(inside) => match inside.args.first() {
                Some(syn::GenericArgument::Type(syn::Type::Path(inner))) => inner.path.segments.last().expect("a name"),
                _ => panic!("an odd field"),
            },
            _ => last,
        };
        assert!(
            !["String", "str", "Cow", "Box", "Vec"].contains(&inner.ident.to_string().as_str()),
            "{:?} is raw text",
            field.ident
        );
    }
}

async fn rename(client: &Client, name: &str) {
    let form = client.get("/account").await.form("#profile");
    form.set("name", name).submit().await.expect(303);
}

fn checked(app: &TestApp, mail: &Mail) {
    no_link(&seen(&mail.subject, &mail.text, &mail.html), &[&app.url(""), "olga@client.example", "ada@provider.example"]);
}

#[tokio::test]
async fn what_arrives_over_smtp_has_no_link_of_a_name() {
    let app = TestApp::spawn().await;
    let owner = app.person("olga@client.example").await;
    let client = app.signed_in(&owner).await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    for (number, name) in LINKS.iter().enumerate() {
        let organization = app.organization(name, "Teams (Monthly)", 5).await;
        app.member(organization, &owner, Role::Owner, Status::Confirmed).await;
        rename(&client, name).await;
        rename(&admin, name).await;
        let guest = format!("guest{number}@client.example");
        invite(&client, organization, &guest).await.expect(303);
        checked(&app, &app.mail_for(&guest).await);
        let form = admin.get("/provider/members/new").await.form("section.sheet form");
        form.set("emails", &guest).set("role", ProviderRole::Service.word()).submit().await.expect(303);
        checked(&app, &app.mail_for(&guest).await);
    }
}

#[tokio::test]
async fn an_encoded_word_in_a_name_is_plain_text() {
    let app = TestApp::spawn().await;
    let owner = app.person("olga@client.example").await;
    let client = app.signed_in(&owner).await;
    for name in [
        "=?utf-8?Q?You_won?=",
        "=?utf-8?B?WW91IHdvbg==?=",
        "Zoë =?utf-8?Q?You_won?= & co",
        "a =?iso-8859-1?q?x?= =?iso-8859-1?q?y?=",
        "=?utf-8?Q?bad=2Eexample?=",
        "Zoë & Søn, a long name that goes on and on until it has to be folded ☂ 例え 例え 例え 例え",
    ] {
        let organization = app.organization(name, "Teams (Monthly)", 5).await;
        app.member(organization, &owner, Role::Owner, Status::Confirmed).await;
        invite(&client, organization, GUEST).await.expect(303);
        let mail = app.mail_for(GUEST).await;
        assert_eq!(mail.subject, format!("Invitation to {name}"));
        assert!(mail.text.contains(name) && mail.html.contains(&name.replace('&', "&#38;")), "{}", mail.html);
        assert_eq!(mail.to, [GUEST]);
        let raw = String::from_utf8_lossy(&mail.raw).into_owned();
        let head = raw.split("\r\n\r\n").next().unwrap_or_default();
        assert!(head.is_ascii() && head.lines().all(|line| line.len() <= 78), "{head}");
    }
}
