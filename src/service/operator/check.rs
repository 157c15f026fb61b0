//! The rules that never bend, asked of the whole database.

use crate::domain::email::Email;
use crate::domain::events::Through;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::language::Language;
use crate::domain::members::{self, Role, search_text as search_text_of};
use crate::domain::organizations::Suspender;
use crate::domain::organizations::plan::Plan;
use crate::domain::providers::{self, ProviderRole, State};
use crate::domain::search::search_text;
use crate::domain::text;
use crate::error::Result;
use crate::mail::Message;
use crate::store::deliveries::{self, Channel};
use crate::store::events::Log;
use crate::store::operator::{self, EmailKey, OrganizationKeys, Owed};
use crate::store::search::index_faults;
use crate::store::{Conn, Db, MemberText, member_texts};
use serde::Serialize;
use uuid::Uuid;

/// Rows that are read at once where the program computes what should stand in them.
const PAGE: i64 = 1000;

/// A rule that does not hold, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The rule's name, which stays the same from version to version.
    pub rule: &'static str,
    /// What the rule says.
    pub says: &'static str,
    /// The row that breaks it, where it is one row.
    pub id: Option<Uuid>,
    pub what: String,
}

/// How many rules were asked, and what breaks them (50 rows of each query at most).
#[derive(Clone, Debug, Serialize)]
pub struct Findings {
    pub rules: usize,
    pub broken: Vec<Broken>,
}

/// A rule whose answer the program computes: its name and what it says.
type Named = (&'static str, &'static str);

const FILE: Named = ("file_is_sound", "the database file is undamaged and every reference leads somewhere");
const NAMES: Named = ("names_sort", "the keys by which a name sorts and is found are those of the name");
const PLANS: Named = ("plans_sort", "a plan can be read, and its rank is its own");
const EMAILS: Named = ("addresses_match", "the key of an address is that of the address");
const MAILS: Named = ("mails_can_be_read", "a mail that is still to be sent can be read");
const MAIL_LINKS: Named = ("mails_keep_their_link", "a mail that is still to be sent has the link that it is about");
const KNOWN_WORDS: Named = ("words_are_known", "a role, a status or another stored word is one of the program's");
const SEARCH: Named = ("search_finds_all", "the index of searches says what the rows say, of each row once");
const COMPUTED: usize = 8;

/// Whether the program knows a word.
type Knows = fn(&str) -> bool;

/// The columns that hold a word, and whether the program knows this one.
const WORDS: &[(&str, Knows)] = &[
    ("accounts.language", |word| Language::parse(word).is_some()),
    ("providers.state", |word| State::parse(word).is_some()),
    ("provider_members.role", |word| ProviderRole::parse(word).is_some()),
    ("provider_members.status", |word| providers::Status::parse(word).is_some()),
    ("organizations.suspended_by", |word| Suspender::parse(word).is_some()),
    ("members.role", |word| Role::parse(word).is_some()),
    ("members.status", |word| members::Status::parse(word).is_some()),
    ("members.status_before", |word| members::Status::parse(word).is_some()),
    ("mailed_links.purpose", |word| Purpose::parse(word).is_some()),
    ("deliveries.channel", |word| Channel::parse(word).is_some()),
    ("deliveries.state", |word| deliveries::State::parse(word).is_some()),
    ("deliveries.language", |word| Language::parse(word).is_some()),
    ("events.log_kind", |word| Log::parse(word).is_some()),
    ("events.through", |word| Through::parse(word).is_some()),
];

/// Asks everything; reads only.
///
/// # Errors
/// The database cannot be read.
pub async fn run(db: &Db) -> Result<Findings> {
    run_on(&mut db.read_patiently().await?).await
}

/// As [`run`], as one connection sees the database.
///
/// # Errors
/// As [`run`].
pub async fn run_on(conn: &mut Conn) -> Result<Findings> {
    let mut broken = Vec::new();
    let faults = operator::engine_faults(conn).await?;
    broken.extend(faults.into_iter().map(|what| breach(FILE, None, what)));
    for rule in operator::RULES {
        let rows = operator::breaches(conn, rule).await?;
        broken.extend(rows.into_iter().map(|(id, what)| breach((rule.name, rule.says), Some(id), what)));
    }
    let faults = index_faults(conn).await?;
    broken.extend(faults.into_iter().map(|what| breach(SEARCH, None, what)));
    organizations(conn, &mut broken).await?;
    members(conn, &mut broken).await?;
    for (id, name, key) in operator::provider_keys(conn).await? {
        if key != text::sort_form(&name).into_bytes() {
            broken.push(breach(NAMES, Some(id), format!("the provider {name}")));
        }
    }
    addresses(conn, &mut broken).await?;
    mails(conn, &mut broken).await?;
    words(conn, &mut broken).await?;
    Ok(Findings { rules: operator::RULES.len() + COMPUTED, broken })
}

fn breach((rule, says): Named, id: Option<Uuid>, what: String) -> Broken {
    Broken { rule, says, id, what }
}

async fn organizations(conn: &mut Conn, broken: &mut Vec<Broken>) -> Result<()> {
    let mut after = Uuid::nil();
    loop {
        let rows = operator::organization_keys(conn, after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for row in &rows {
            let OrganizationKeys { id, name, name_key, name_search, plan, plan_rank } = row;
            if *name_key != text::sort_key(name) || *name_search != search_text(name) {
                broken.push(breach(NAMES, Some(*id), format!("the organization {name}")));
            }
            if Plan::parse(plan).map(Plan::rank) != Ok(*plan_rank) {
                broken.push(breach(PLANS, Some(*id), format!("{name}: {plan}, rank {plan_rank}")));
            }
        }
    }
}

async fn members(conn: &mut Conn, broken: &mut Vec<Broken>) -> Result<()> {
    let mut after = Uuid::nil();
    loop {
        let rows = member_texts(conn, after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for MemberText { id, email_key, name, search } in &rows {
            if *search != search_text_of(email_key, name) {
                broken.push(breach(NAMES, Some(*id), format!("the member {email_key}")));
            }
        }
    }
}

async fn addresses(conn: &mut Conn, broken: &mut Vec<Broken>) -> Result<()> {
    let mut after = Uuid::nil();
    loop {
        let rows = operator::email_keys(conn, after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for EmailKey { id, email, email_key } in &rows {
            if Email::parse(email).map_or(true, |parsed| parsed.key() != email_key) {
                broken.push(breach(EMAILS, Some(*id), format!("{email} has the key {email_key}")));
            }
        }
    }
}

async fn mails(conn: &mut Conn, broken: &mut Vec<Broken>) -> Result<()> {
    let mut after = Uuid::nil();
    loop {
        let rows = operator::owed(conn, Channel::Mail, after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for Owed { id, payload, recipient, language, link_id } in &rows {
            let what = || format!("to {recipient}");
            match serde_json::from_str::<Message>(payload) {
                Ok(_) if Language::parse(language).is_none() || Email::parse(recipient).is_err() => {
                    broken.push(breach(MAILS, Some(*id), what()));
                }
                Err(_) => broken.push(breach(MAILS, Some(*id), what())),
                Ok(message) if message.link_purpose().is_some() && link_id.is_none() => {
                    broken.push(breach(MAIL_LINKS, Some(*id), what()));
                }
                Ok(_) => {}
            }
        }
    }
}

async fn words(conn: &mut Conn, broken: &mut Vec<Broken>) -> Result<()> {
    for (column, word, number) in operator::words(conn).await? {
        let known = WORDS.iter().find(|(name, _)| *name == column).is_some_and(|(_, knows)| knows(&word));
        if !known {
            broken.push(breach(KNOWN_WORDS, None, format!("{column} is {word} in {number} rows")));
        }
    }
    Ok(())
}
