//! Manage → Members: who is in the provider, what they may, and that one admin always stays.

use crate::help::{edit, events, form_token, post, reason, refused, set_state, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole::{Admin, Service};
use uuid::Uuid;

const LIST: &str = "/provider/members";

/// The story's provider with a second admin, and who is in it.
struct Team {
    app: TestApp,
    story: Story,
    admin: Client,
    bea: Person,
    second: Uuid,
    service: Uuid,
}

impl Team {
    async fn begin() -> Self {
        let app = TestApp::spawn().await;
        let story = Story::begin(&app).await;
        let bea = app.person("bea@provider.example").await;
        let second = app.join(story.provider, &bea, Admin).await;
        let admin = app.signed_in(&story.admin).await;
        let service = member_id(&app, &story.service.email).await;
        Self { app, story, admin, bea, second, service }
    }

    async fn list(&self) -> Page {
        self.admin.get(LIST).await.expect(200)
    }

    /// The page of an act on a member.
    fn act(&self, member: Uuid, act: &str) -> String {
        format!("{LIST}/{member}/{act}")
    }

    /// The role and status of this member's row.
    async fn row(&self, member: Uuid) -> [String; 2] {
        let texts = self.list().await.texts(&format!("#member-{member} td"));
        [texts[0].clone(), texts[1].clone()]
    }
}

async fn member_id(app: &TestApp, email: &str) -> Uuid {
    let sql = match app.db.engine() {
        crate::support::database::Engine::Sqlite => "lower(hex(id))",
        crate::support::database::Engine::Postgres => "CAST(id AS TEXT)",
    };
    let found = app.db.texts(&format!("SELECT {sql} FROM provider_members WHERE email_key = '{email}'")).await;
    found[0].parse().expect("an id")
}

async fn set_status(app: &TestApp, member: Uuid, status: &str) {
    let id = sql_id(&app.db, member);
    app.db.execute(&format!("UPDATE provider_members SET status = '{status}' WHERE id = {id}")).await;
}

#[tokio::test]
async fn the_list_shows_everybody_with_role_and_status_and_narrows_to_a_filter_or_a_name() {
    let team = Team::begin().await;
    let page = team.admin.get("/clients").await.click(".nav a[href='/provider/members']").await.expect(200);
    assert_eq!(page.text("h1"), "Members");
    assert_eq!(page.texts("tbody th .cell-text > span:first-child"), ["ada You", "bea", "sem"]);
    assert_eq!(page.texts("tbody th .sub"), ["ada@provider.example", "bea@provider.example", "sem@provider.example"]);
    assert_eq!(team.row(team.service).await, ["Service user", "Confirmed"]);
    assert_eq!(team.row(team.second).await, ["Provider admin", "Confirmed"]);
    assert!(!page.has("#waiting") && !page.has("#one-admin"));
    assert_eq!(page.texts(".segments a"), ["All 3", "Invited 0", "Needs confirmation 0", "Suspended 0"]);

    set_status(&team.app, team.service, "accepted").await;
    let page = team.list().await;
    assert!(page.text("#waiting").contains("One person is waiting for confirmation."));
    let waiting = page.click("#waiting a").await;
    assert_eq!(waiting.texts("tbody .sub"), ["sem@provider.example"]);
    assert_eq!(waiting.text(".segments [aria-current]"), "Needs confirmation 1");
    let empty = waiting.click(".segments a:last-child").await;
    assert_eq!(empty.texts(".empty :is(h2, p)"), ["Nothing found", "Nobody has this status at the moment."]);
    assert_eq!(empty.click(".empty a").await.select("tbody tr").len(), 3);

    let search = page.form("form[role=search]").set("q", "BEA").submit().await;
    assert_eq!(search.texts("tbody .sub"), ["bea@provider.example"]);
    assert!(search.one(".segments a:nth-child(2)").attr("href").unwrap().contains("q=BEA"), "a filter keeps the search");
    let none = page.form("form[role=search]").set("q", "nob%dy").submit().await;
    assert_eq!(none.texts(".empty :is(h2, p)"), ["Nothing found", "Nobody here has “nob%dy” in the name or address."]);
    let both = team.admin.get(&format!("{LIST}?status=invited&q=bea")).await;
    assert_eq!(both.text(".empty p"), "Nobody with “bea” in the name or address has this status.");
    assert_eq!(both.click(".empty a").await.select("tbody tr").len(), 3);
    for odd in ["?status=x&after=%00&q=%00", "?before=%00", "?after=zzz&before=zzz", "?q=%25"] {
        team.admin.get(&format!("{LIST}{odd}")).await.expect(200);
    }
}

#[tokio::test]
async fn many_members_stand_on_pages_that_lead_on_and_back() {
    let team = Team::begin().await;
    let provider = sql_id(&team.app.db, team.story.provider);
    for n in 0..110 {
        let id = sql_id(&team.app.db, team.app.app.new_id::<Uuid>());
        let email = format!("guest{n:03}@provider.example");
        let values = format!("{id}, {provider}, '{email}', '{email}', 'service', 'invited', 1");
        let columns = "id, provider_id, email, email_key, role, status, created_at";
        team.app.db.execute(&format!("INSERT INTO provider_members ({columns}) VALUES ({values})")).await;
    }
    let first = team.list().await;
    assert!(first.select("tbody tr").len() == 50 && !first.has("a[rel=prev]"));
    let second = first.click("a[rel=next]").await;
    let third = second.click("a[rel=next]").await;
    assert!(third.select("tbody tr").len() == 13 && !third.has("a[rel=next]"));
    let rows = |page: &Page| page.select("tbody tr").into_iter().filter_map(|row| row.attr("id").map(str::to_owned));
    assert_eq!(rows(&third.click("a[rel=prev]").await).collect::<Vec<_>>(), rows(&second).collect::<Vec<_>>());
    let back = third.click("a[rel=prev]").await.click("a[rel=prev]").await;
    assert!(rows(&back).eq(rows(&first)) && !back.has("a[rel=prev]"));
    for beyond in ["after=zzzz", "before=a", "after=zzzz%00"] {
        let page = team.admin.get(&format!("{LIST}?{beyond}")).await.expect(200);
        assert!(rows(&page).eq(rows(&first)), "{beyond}: the list begins anew");
    }
    let found = team.admin.get(&format!("{LIST}?status=invited&q=guest0")).await;
    let next = found.click("a[rel=next]").await;
    assert_eq!((found.select("tbody tr").len(), next.select("tbody tr").len()), (50, 50));
    let found = team.admin.get(&format!("{LIST}?q=sem")).await;
    assert_eq!(found.texts("tbody .sub"), ["sem@provider.example"], "behind a hundred others");
}

#[tokio::test]
async fn confirming_gives_an_owners_rights_in_every_client_and_nothing_before() {
    let team = Team::begin().await;
    set_status(&team.app, team.service, "accepted").await;
    let sem = team.app.signed_in(&team.story.service).await;
    let client = format!("/organizations/{}", team.story.client);
    sem.get(&client).await.expect(404);
    sem.get("/clients").await.expect(404);
    let page = team.list().await;
    let done = page.form("form[action$='/confirm']").submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "sem is confirmed.");
    assert_eq!(team.row(team.service).await, ["Service user", "Confirmed"]);
    let mail = team.app.mail_for(&team.story.service.email).await;
    assert_eq!(mail.subject, "You are confirmed at Example Services");
    assert!(mail.text.contains("ada has confirmed you at Example Services as Service user."), "{mail}");
    sem.get(&client).await.expect(200);
    edit(&sem, &format!("{client}/seats"), &[("seat_count", "20")]).await.expect(303);
    sem.get(LIST).await.expect(403);
    let again = refused(&team.app, &team.admin, &team.act(team.service, "confirm"), &[], 409).await;
    assert_eq!(reason(&again), "This person is confirmed already.");
    set_status(&team.app, team.service, "suspended").await;
    refused(&team.app, &team.admin, &team.act(team.service, "confirm"), &[], 409).await;
    let log = events(&team.app, team.story.provider).await;
    assert_eq!(log[0], "1 provider_member_confirmed ada <ada@provider.example>");
}

#[tokio::test]
async fn a_suspended_person_is_locked_out_at_once_and_comes_back_as_before() {
    let team = Team::begin().await;
    let sem = team.app.signed_in(&team.story.service).await;
    let own = team.app.organization("Of Sem", "Teams (Monthly)", 3).await;
    team.app.member(own, &team.story.service, Role::Owner, Status::Confirmed).await;
    let client = format!("/organizations/{}", team.story.client);
    sem.get(&client).await.expect(200);
    let page = team.list().await;
    let sheet = page.click(&format!("#suspend-{}", team.service)).await.expect(200);
    assert!(sheet.text("h1") == "Suspend sem?" && sheet.says("loses every right of Example Services at once"));
    let done = sheet.form("section.sheet form").submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "sem is suspended.");
    assert_eq!(team.app.mail_for(&team.story.service.email).await.subject, "Your access to Example Services is suspended");
    sem.get("/clients").await.expect(303);
    let sem = team.app.signed_in(&team.story.service).await;
    sem.get("/clients").await.expect(404);
    sem.get(&client).await.expect(404);
    sem.get(&format!("/organizations/{own}")).await.expect(200);
    let again = refused(&team.app, &team.admin, &team.act(team.service, "suspend"), &[], 409).await;
    assert!(reason(&again).starts_with("Only somebody who is confirmed can be suspended."));

    let page = team.admin.get(&format!("{LIST}?status=suspended")).await;
    assert_eq!(page.texts("tbody td .status"), ["Suspended"]);
    page.form("form[action$='/reactivate']").submit().await.expect(303);
    assert_eq!(team.app.mail_for(&team.story.service.email).await.subject, "Your access to Example Services is back");
    sem.get(&client).await.expect(200);
    let again = refused(&team.app, &team.admin, &team.act(team.service, "reactivate"), &[], 409).await;
    assert!(reason(&again).starts_with("This person is not suspended"));
    let log = events(&team.app, team.story.provider).await;
    let kinds: Vec<_> = log.iter().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(kinds, ["provider_member_suspended", "provider_member_reactivated"]);
}

#[tokio::test]
async fn a_role_is_changed_told_and_holds_at_once() {
    let team = Team::begin().await;
    let sem = team.app.signed_in(&team.story.service).await;
    let sheet = team.list().await.click(&format!("#role-{}", team.service)).await;
    assert!(sheet.says("Everything: clients, members, event logs and settings."));
    let form = sheet.form("section.sheet form");
    assert_eq!(form.value("role").as_deref(), Some("service"));
    let done = form.set("role", "admin").submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "Role of sem: Provider admin.");
    let mail = team.app.mail_for(&team.story.service.email).await;
    assert!(mail.subject == "Your role at Example Services has changed" && mail.text.contains("to Provider admin"), "{mail}");
    sem.get(LIST).await.expect(303);
    let sem = team.app.signed_in(&team.story.service).await;
    sem.get(LIST).await.expect(200);
    let before = team.app.db.snapshot().await;
    post(&sem, &team.act(team.service, "role"), &[("role", "admin")]).await.expect(303);
    team.app.db.assert_unchanged_since(&before).await;
    let wrong = refused(&team.app, &team.admin, &team.act(team.service, "role"), &[("role", "owner")], 422).await;
    assert_eq!(wrong.text("#role-error"), "Choose one of these.");
    // Oneself: the session stays, and the rights are gone.
    let gone = edit(&sem, &team.act(team.service, "role"), &[("role", "service")]).await.expect(303).follow().await;
    assert_eq!(gone.path, "/clients");
    sem.get(LIST).await.expect(403);
}

#[tokio::test]
async fn whoever_is_removed_or_leaves_loses_the_clients_and_the_history_stays() {
    let team = Team::begin().await;
    let sem = team.app.signed_in(&team.story.service).await;
    edit(&sem, &format!("/organizations/{}/seats", team.story.client), &[("seat_count", "16")]).await.expect(303);
    let sheet = team.list().await.click(&format!("#remove-{}", team.service)).await;
    assert_eq!(sheet.text("h1"), "Remove sem from Example Services?");
    let done = sheet.form("section.sheet form").submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "sem is removed.");
    assert_eq!(team.app.mail_for(&team.story.service.email).await.subject, "You were removed from Example Services");
    let sem = team.app.signed_in(&team.story.service).await;
    sem.get("/clients").await.expect(404);
    sem.get(&format!("/organizations/{}", team.story.client)).await.expect(404);
    assert!(events(&team.app, team.story.provider).await.iter().any(|line| line.contains("seats_changed sem")));
    post(&team.admin, &team.act(team.service, "remove"), &[]).await.expect(404);

    let bea = team.app.signed_in(&team.bea).await;
    let sheet = bea.get(LIST).await.click("#menu-leave").await;
    assert_eq!(sheet.text("h1"), "Leave Example Services?");
    let gone = sheet.form("section.sheet form").submit().await.expect(303).follow().await;
    assert!(gone.path == "/organizations" && gone.text("#notice").contains("You have left Example Services."));
    bea.get(LIST).await.expect(404);
    assert_eq!(team.app.mail_for(&team.story.admin.email).await.subject, "bea has left Example Services");
    let last = events(&team.app, team.story.provider).await.pop().unwrap();
    assert!(last.contains("provider_member_left bea"), "{last}");
}

#[tokio::test]
async fn the_last_admin_stays_and_the_page_says_so_while_there_is_one() {
    let team = Team::begin().await;
    let own = member_id(&team.app, &team.story.admin.email).await;
    // A second admin who cannot sign in is none.
    let id = sql_id(&team.app.db, team.bea.id);
    team.app.db.execute(&format!("UPDATE accounts SET disabled_at = 1 WHERE id = {id}")).await;
    let page = team.list().await;
    assert!(page.text("#one-admin").contains("Invite a second one with “Invite member”."));
    assert!(page.says("The operator has disabled this account"));
    assert!(!page.has(&format!("#member-{own} .menu")), "nothing can be done to the last admin");
    for (path, fields) in [
        (format!("{LIST}/leave"), vec![]),
        (team.act(own, "remove"), vec![]),
        (team.act(own, "suspend"), vec![]),
        (team.act(own, "role"), vec![("role", "service")]),
    ] {
        let page = refused(&team.app, &team.admin, &path, &fields, 409).await;
        let asked = team.admin.get(&path).await.expect(200);
        for page in [page, asked] {
            assert!(reason(&page).starts_with("A provider is never without an admin"), "{path}");
            assert!(!page.has(".dialog-foot button") && !page.has(".dialog-body > p") && !page.has("[name=role]"), "{page}");
            let form = page.click("#way-out").await.expect(200).form("form[action='/provider/members']");
            assert_eq!(form.value("role").as_deref(), Some("admin"));
        }
    }
    let plain = team.admin.get(&format!("{LIST}/new?role=owner")).await.form("form[action='/provider/members']");
    assert_eq!(plain.value("role").as_deref(), Some("service"));
    edit(&team.admin, &team.act(team.service, "role"), &[("role", "admin")]).await.expect(303);
    team.app.mail_for(&team.story.service.email).await;
    assert!(!team.list().await.has("#one-admin"));
    set_status(&team.app, team.service, "accepted").await;
    assert!(team.list().await.text("#one-admin").contains("A second one is on the way"));
    refused(&team.app, &team.admin, &format!("{LIST}/leave"), &[], 409).await;
    set_status(&team.app, team.service, "confirmed").await;
    post(&team.admin, &format!("{LIST}/leave"), &[]).await.expect(303);
    team.app.mail_for(&team.story.service.email).await;
}

#[tokio::test]
async fn a_suspended_provider_freezes_its_members_and_the_page_stays_readable() {
    let team = Team::begin().await;
    let sheet = team.admin.get(&team.act(team.service, "remove")).await.form("section.sheet form");
    set_state(&team.app, "providers", team.story.provider, "suspended").await;
    let page = team.list().await;
    assert!(page.select("tbody tr").len() == 3 && !page.has("#invite") && !page.has(".menu"));
    let before = team.app.db.snapshot().await;
    assert!(reason(&sheet.submit().await.expect(403)).starts_with("Your provider is suspended."));
    for act in ["confirm", "resend", "reactivate", "suspend", "remove"] {
        let page = post(&team.admin, &team.act(team.service, act), &[]).await.expect(403);
        assert!(reason(&page).starts_with("Your provider is suspended."), "{act}");
    }
    post(&team.admin, &team.act(team.service, "role"), &[("role", "admin")]).await.expect(403);
    post(&team.admin, LIST, &[("emails", "x@y.example"), ("role", "admin")]).await.expect(403);
    post(&team.admin, &format!("{LIST}/leave"), &[]).await.expect(403);
    for page in ["/new", "/leave"] {
        team.admin.get(&format!("{LIST}{page}")).await.expect(403);
    }
    team.app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn service_users_and_people_of_other_providers_find_nothing_here() {
    let team = Team::begin().await;
    let other = team.app.person("olaf@other.example").await;
    let foreign = team.app.join(team.app.provider("Other Services").await, &other, Admin).await;
    let (sem, olaf) = (team.app.signed_in(&team.story.service).await, team.app.signed_in(&other).await);
    let before = team.app.db.snapshot().await;
    for page in [String::new(), "/new".into(), format!("/{}", team.second)] {
        let page = sem.get(&format!("{LIST}{page}")).await.expect(403);
        assert!(!page.says("bea@"), "{page}");
    }
    let missing = team.app.app.new_id::<Uuid>();
    for act in ["confirm", "resend", "reactivate", "suspend", "remove", "role", "remind", "end-access"] {
        let fields: &[(&str, &str)] = if act == "role" { &[("role", "service")] } else { &[] };
        post(&sem, &team.act(team.second, act), fields).await.expect(403);
        post(&sem, &team.act(missing, act), fields).await.expect(403);
        let theirs = post(&olaf, &team.act(team.second, act), fields).await.expect(404);
        assert!(!theirs.says("bea"), "{theirs}");
        post(&team.admin, &team.act(foreign, act), fields).await.expect(404);
        post(&team.admin, &team.act(missing, act), fields).await.expect(404);
    }
    team.app.db.assert_unchanged_since(&before).await;
    let token = form_token(&sem).await;
    assert!(!token.is_empty() && !sem.get("/clients").await.has(".nav a[href='/provider/members']"));
}

#[tokio::test]
async fn somebody_of_two_providers_manages_the_one_that_stands_chosen() {
    let team = Team::begin().await;
    let (last, first) = (team.app.other_provider("Zeta Services").await, team.app.other_provider("Alpha Services").await);
    team.app.join(last, &team.story.admin, Service).await;
    // Without a choice it is the first by name.
    assert!(team.list().await.says("The people of Example Services."));
    team.app.join(first, &team.story.admin, Service).await;
    refused(&team.app, &team.admin, &team.act(team.service, "remove"), &[], 403).await;
}
