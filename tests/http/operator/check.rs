//! `portico check`: whatever breaks a rule is found, and nothing else is.

use portico::domain::members::{Role, Status};
use portico::service::operator::check;
use serde_json::Value;

use super::commands::Place;
use super::providers::{asked, provider};
use crate::support::app::TestApp;
use crate::support::database::{Engine, TestDatabase};
use crate::support::world::Story;

/// The rules that do not hold.
async fn broken(app: &TestApp) -> Vec<&'static str> {
    let mut rules: Vec<_> = check::run(&app.app.db).await.expect("the check runs").broken.iter().map(|one| one.rule).collect();
    rules.dedup();
    rules
}

/// Takes the database's own constraints out of the way, as a disk that fails would.
async fn without_constraints(db: &TestDatabase, sql: &str) {
    let before = match db.engine() {
        Engine::Sqlite => "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;",
        Engine::Postgres => {
            "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint \
             WHERE contype = 'c' AND connamespace = 'public'::regnamespace LOOP \
             EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP; END $$;"
        }
    };
    db.execute(&format!("{before} {sql}")).await;
}

/// An event in the log of the story's organization.
fn event(id: &str, sequence: &str, kind: &str) -> String {
    format!(
        "INSERT INTO events (log_id, sequence, log_kind, at, actor, through, kind, details, search) \
         SELECT id, {sequence}, 'organization', 1, 'x', 'session', '{kind}', '{{}}', 'x' FROM organizations WHERE id = {id}"
    )
}

/// A world in which much has happened: a client was added, somebody is invited, a mail waits.
async fn world() -> (TestApp, Story) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let ada = app.signed_in(&story.admin).await;
    let page = ada.get("/clients/existing").await.expect(200);
    page.form("#existing form").submit().await;
    let owner = app.person("olga@client.example").await;
    app.member(story.client, &owner, Role::Owner, Status::Confirmed).await;
    let page = ada.get(&format!("{}/members/new", story.page())).await.expect(200);
    page.form("form[action$='/members']").set("emails", "ben@client.example").submit().await;
    (app, story)
}

/// Something was unlinked, as far as a row says.
fn unlinked(id: &str, organization: &str) -> String {
    let columns = "id, organization_id, provider_id, name, unlinked_at, asks";
    format!("INSERT INTO unlinkings ({columns}) SELECT {id}, {organization}, id, 'C', 1, 0 FROM providers")
}

#[tokio::test]
async fn what_people_do_breaks_no_rule_and_each_breach_is_named() {
    let (app, story) = world().await;
    app.db.leave_everything_broken("every rule is broken by hand, to see it found");
    assert_eq!(broken(&app).await, [""; 0], "a world that was made by clicks is sound");
    let (id, client) = (app.db.id(story.organization), app.db.id(story.client));
    let member = app.db.id(story.admin_member);
    let breaches = [
        ("occupied_is_counted", format!("UPDATE organizations SET occupied = occupied + 1 WHERE id = {client}")),
        ("owners_are_counted", format!("UPDATE organizations SET owners = owners + 1 WHERE id = {client}")),
        ("statuses_are_counted", format!("UPDATE organizations SET accepted = accepted + 1 WHERE id = {client}")),
        ("clients_are_counted", "UPDATE providers SET clients = clients - 1 WHERE clients > 0".to_owned()),
        ("seats_suffice", format!("UPDATE organizations SET seats = 1, occupied = 2 WHERE id = {id}")),
        ("logs_end_where_counted", format!("UPDATE organizations SET event_sequence = event_sequence + 1 WHERE id = {id}")),
        ("logs_have_no_gap", event(&client, "7", "seats_changed")),
        ("both_logs_tell", event(&client, "8", "client_added")),
        ("names_sort", format!("UPDATE organizations SET name_search = 'other' WHERE id = {id}")),
        ("plans_sort", format!("UPDATE organizations SET plan = 'Gold' WHERE id = {id}")),
        ("addresses_match", "UPDATE accounts SET email_key = 'other@client.example' WHERE email LIKE 'olga@%'".to_owned()),
        ("links_are_whole", format!("UPDATE organizations SET linked_at = NULL WHERE id = {client}")),
        (
            "one_open_invitation",
            format!(
                "INSERT INTO mailed_links (id, hash, purpose, target_id, created_at, expires_at) \
                 SELECT {member}, id_hash, 'invitation', l.target_id, 1, 2 FROM sessions, mailed_links l"
            ),
        ),
        ("unlinkings_end", unlinked(&member, &client)),
        ("links_have_their_target", format!("UPDATE mailed_links SET purpose = 'password' WHERE id = {member}")),
        ("mails_keep_their_link", "UPDATE deliveries SET link_id = NULL WHERE payload LIKE '%\"invitation\"%'".to_owned()),
        ("mails_can_be_read", "UPDATE deliveries SET payload = '{\"kind\":\"song\"}'".to_owned()),
        ("members_have_accounts", format!("UPDATE members SET account_id = NULL WHERE id = {member}")),
        ("owner_stays", format!("DELETE FROM members WHERE id = {member}")),
        ("the_disabled_are_out", "UPDATE accounts SET disabled_at = 1 WHERE email LIKE 'ada@%'".to_owned()),
        ("owner_can_act", "UPDATE accounts SET disabled_at = 1 WHERE email LIKE 'olga@%'".to_owned()),
    ];
    for (rule, sql) in &breaches {
        assert!(!broken(&app).await.contains(rule), "{rule} holds before");
        without_constraints(&app.db, sql).await;
        assert!(broken(&app).await.contains(rule), "{rule} is broken, and that is not seen: {:?}", broken(&app).await);
    }
    assert!(broken(&app).await.contains(&"provider_has_an_admin"));
    if app.db.engine() == Engine::Sqlite {
        without_constraints(&app.db, "DELETE FROM providers").await;
        let findings = check::run(&app.app.db).await.expect("the check runs").broken;
        let mut file = findings.iter().filter(|one| one.rule == "file_is_sound");
        assert!(file.any(|one| one.what.contains("points to no row of providers")), "{findings:?}");
    }
}

#[tokio::test]
async fn what_keeps_an_organization_from_getting_out_is_a_breach() {
    let (app, story) = world().await;
    app.db.leave_everything_broken("it is broken by hand, to see it found");
    let id = app.db.id(story.organization);
    let breaches = [
        (
            "suspensions_can_end",
            format!("UPDATE organizations SET suspended_by = 'provider', provider_id = NULL WHERE id = {id}"),
        ),
        ("accepting_confirms_owners", "UPDATE members SET accepting_confirms = TRUE WHERE email LIKE 'olga@%'".to_owned()),
        (
            "logs_say_what_is_gone",
            "INSERT INTO events (log_id, sequence, log_kind, at, actor, through, kind, details, search) \
             SELECT id, 99, 'organization', 1, 'x', 'session', 'seats_changed', '{}', 'x' FROM accounts WHERE email LIKE 'olga@%'"
                .to_owned(),
        ),
    ];
    for (rule, sql) in &breaches {
        assert!(!broken(&app).await.contains(rule), "{rule} holds before");
        without_constraints(&app.db, sql).await;
        assert!(broken(&app).await.contains(rule), "{rule} is broken, and that is not seen: {:?}", broken(&app).await);
    }
}

/// The columns that hold a word of a list. All of them are broken at once: each has to be named.
const WORDS: [(&str, &str); 14] = [
    ("accounts", "language"),
    ("providers", "state"),
    ("provider_members", "role"),
    ("provider_members", "status"),
    ("organizations", "suspended_by"),
    ("members", "role"),
    ("members", "status"),
    ("members", "status_before"),
    ("mailed_links", "purpose"),
    ("deliveries", "channel"),
    ("deliveries", "state"),
    ("deliveries", "language"),
    ("events", "log_kind"),
    ("events", "through"),
];

#[tokio::test]
async fn any_word_can_be_stored_and_one_that_the_program_does_not_know_is_found() {
    let (app, story) = world().await;
    app.db.leave_everything_broken("every word is broken by hand, to see it found");
    let known = check::run(&app.app.db).await.expect("the check runs").broken;
    assert!(known.is_empty(), "{known:?}");
    // Logs keep what they hold: a line that is new has the new words.
    app.db
        .execute(
            &event(&app.db.id(story.client), "7", "seats_changed")
                .replace("'organization'", "'guest'")
                .replace("'session'", "'guest'"),
        )
        .await;
    for (table, column) in WORDS.iter().filter(|(table, _)| *table != "events") {
        // Who has no account is invited: that rule is about two columns, and the table's own.
        let whose = if *column == "status" { " WHERE account_id IS NOT NULL" } else { "" };
        app.db.execute(&format!("UPDATE {table} SET {column} = 'guest'{whose}")).await;
    }
    let found = check::run(&app.app.db).await.expect("the check runs").broken;
    let found: Vec<_> = found.into_iter().filter(|one| one.rule == "words_are_known").map(|one| one.what).collect();
    for (table, column) in WORDS {
        let of_it = |what: &&String| what.starts_with(&format!("{table}.{column} is guest in "));
        assert!(found.iter().find(of_it).is_some(), "{table}.{column}: {found:?}");
    }
    assert_eq!(found.len(), WORDS.len(), "{found:?}");
}

#[tokio::test]
async fn a_client_whose_first_owner_is_only_invited_is_no_breach() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let ada = app.signed_in(&story.admin).await;
    let form = ada.get("/clients/new").await.expect(200).form("form[action='/clients/new']");
    let form = form.set("name", "New Client").set("seats", "5").set("owner_email", "olga@client.example");
    let answer = form.submit().await;
    assert!(answer.status < 400, "{answer}");
    let before = app.db.snapshot().await;
    assert_eq!(broken(&app).await, [""; 0]);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn an_invitation_into_a_provider_that_was_cancelled_is_no_breach() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let ada = app.signed_in(&story.admin).await;
    let form = ada.get("/provider/members/new").await.expect(200).form("form[action='/provider/members']");
    form.set("emails", "nina@provider.example").set("role", "service").submit().await.expect(303);
    let sheet = ada.get("/provider/members").await.click("tr:has(.invited) a[id^='remove-']").await;
    sheet.form("section.sheet form").submit().await.expect(303);
    assert_eq!(broken(&app).await, [""; 0]);
}

#[tokio::test]
async fn a_link_that_outlives_what_it_is_about_is_a_breach() {
    let (app, _) = world().await;
    app.db.leave_everything_broken("it is broken by hand, to see it found");
    let links = "links_have_their_target";
    app.db.execute("UPDATE mailed_links SET replaced_at = 1").await;
    assert!(!broken(&app).await.contains(&links), "a link may be replaced");
    without_constraints(&app.db, "DELETE FROM members WHERE status = 'invited'").await;
    assert!(broken(&app).await.contains(&links), "nobody withdrew it: {:?}", broken(&app).await);
    app.db.execute("UPDATE mailed_links SET withdrawn_at = 1").await;
    assert!(!broken(&app).await.contains(&links));
    for wrong in ["purpose = 'registration'", "purpose = 'password'", "purpose = 'provider_deletion'", "email = 'x@y.example'"] {
        app.db.execute(&format!("UPDATE mailed_links SET {wrong}")).await;
        assert!(broken(&app).await.contains(&links), "{wrong}");
        app.db.execute("UPDATE mailed_links SET purpose = 'invitation', email = NULL").await;
    }
}

/// What stands in the index of searches, in words that are the same whatever it holds.
async fn search_faults(app: &TestApp) -> Vec<String> {
    let found = check::run(&app.app.db).await.expect("the check runs").broken.into_iter();
    let of_it = found.filter(|one| one.rule == "search_finds_all" || one.rule == "file_is_sound");
    of_it.map(|one| one.what).collect()
}

#[tokio::test]
async fn an_index_of_searches_that_says_something_else_than_the_rows_is_found() {
    let (app, story) = world().await;
    app.db.leave_everything_broken("the index is broken by hand, to see it found");
    assert_eq!(search_faults(&app).await, [""; 0]);
    if app.db.engine() == Engine::Postgres {
        app.db.execute("DROP INDEX members_by_trigram").await;
        assert_eq!(search_faults(&app).await, ["there is no index members_by_trigram"]);
        app.app.db.migrate().await.expect("it is made anew");
        assert_eq!(search_faults(&app).await, [""; 0]);
        return;
    }
    let number = format!("SELECT number FROM organization_numbers WHERE organization_id = {}", app.db.id(story.client));
    let other = "the organization Second Client's Organization is not found as it is called";
    for (breach, says) in [
        (format!("UPDATE organization_trigrams SET text = '  other' WHERE rowid = ({number})"), other),
        (format!("DELETE FROM organization_trigrams WHERE rowid = ({number})"), other),
        (format!("DELETE FROM organization_numbers WHERE number = ({number})"), other),
        ("INSERT INTO organization_trigrams (rowid, text) VALUES (99, '  ghost')".into(), "no organization has the entry 99"),
        ("INSERT INTO organization_numbers VALUES (99, x'07')".into(), "an organization that is gone has number 99"),
        ("DELETE FROM member_trigrams".into(), "the member olga@client.example is not found as it is called"),
        ("INSERT INTO member_trigrams (rowid, text) VALUES (99, '  ghost')".into(), "no member has the entry 99"),
        ("INSERT INTO member_numbers VALUES (99, x'07')".into(), "a member that is gone has number 99"),
        // What FTS5 keeps of the text itself, without its trigrams.
        (
            "UPDATE organization_trigrams_content SET c0 = c0 || 's'".into(),
            "malformed inverted index for FTS5 table main.organization_trigrams",
        ),
    ] {
        app.db.execute(&breach).await;
        let found = search_faults(&app).await;
        assert!(found.iter().any(|what| what == says), "{breach}: {found:?}");
    }
}

#[tokio::test]
async fn the_command_ends_with_what_is_broken_and_changes_nothing() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        let missing = asked(&place, 1, &["check"]).await;
        assert!(missing["error"].as_str().expect("a reason").contains("there is no database"), "{missing}");
        assert!(!place.db.folder().join("portico.db").exists(), "looking makes no database");
    }
    provider(&place, "Example Services", "ada@provider.example").await;
    let whole = asked(&place, 0, &["check"]).await;
    assert_eq!((&whole["ok"], &whole["broken"]), (&true.into(), &Value::Array(vec![])));
    place.db.leave_broken("logs_end_where_counted", "it is broken by hand, to see it found");
    place.db.execute("UPDATE providers SET event_sequence = 5").await;
    let before = place.db.snapshot().await;
    let output = place.run(&["check"]).await;
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains("logs_end_where_counted") && words.contains("Example Services: counts 5"), "{words}");
    let found = asked(&place, 1, &["check"]).await;
    assert_eq!((&found["ok"], &found["broken"][0]["rule"]), (&false.into(), &"logs_end_where_counted".into()));
    place.db.assert_unchanged_since(&before).await;
}
