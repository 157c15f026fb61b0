//! Linking again what was unlinked: asked by mail for a week, done by an owner who presses, asked again then.

use crate::help::{events, post, proven, reason, refused, set_state};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, at_once};
use crate::support::fields::FormFill;
use crate::support::page::Page;
use crate::support::world::{Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::domain::time::{DAY, MINUTE};
use portico::service::operator::{check, organizations, release};

const NAME: &str = "Second Client's Organization";

/// A client with two owners that its provider has unlinked.
struct World {
    app: TestApp,
    story: Story,
    admin: Client,
    olga: Person,
    otto: Person,
}

impl World {
    async fn begin() -> Self {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        let (olga, otto) = (app.person("olga@client.example").await, app.person("otto@client.example").await);
        for owner in [&olga, &otto] {
            app.member(story.client, owner, Role::Owner, Status::Confirmed).await;
        }
        let admin = app.signed_in(&story.admin).await;
        let world = Self { app, story, admin, olga, otto };
        let page = world.admin.get(&format!("/organizations/{}", world.story.client)).await.click("#add-note").await;
        page.form("section.sheet form").set("note", "Ours alone.").submit().await.expect(303);
        world.unlink().await;
        world
    }

    async fn unlink(&self) {
        post(&self.admin, &format!("/clients/{}/unlink", self.story.client), &[]).await.expect(303);
        self.app.deliver().await;
        self.app.smtp.take_all();
    }

    fn chosen(&self) -> [(&'static str, String); 1] {
        [("organization", self.story.client.to_string())]
    }

    /// Asks by the page; gives the paths of the links that Olga and Otto get.
    async fn ask(&self, admin: &Client) -> [String; 2] {
        let form = admin.get("/clients/unlinked").await.expect(200).form("#main form");
        form.press("Ask to link again").submit().await.expect(303);
        [self.link_of(&self.olga).await, self.link_of(&self.otto).await]
    }

    async fn link_of(&self, owner: &Person) -> String {
        let link = self.app.mail_for(&owner.email).await.link();
        link.strip_prefix(&self.app.url("")).expect("a link of the portal").to_owned()
    }

    /// The page behind the link, for this owner.
    async fn open(&self, owner: &Person, path: &str) -> (Client, Page) {
        let visitor = self.app.signed_in(owner).await;
        let page = visitor.get(path).await.expect(303).follow().await;
        (visitor, page)
    }

    /// That page's form, before something changes.
    async fn form(&self, owner: &Person, path: &str) -> FormFill {
        self.open(owner, path).await.1.expect(200).form("#link-again")
    }

    async fn is_linked(&self) -> bool {
        let id = self.app.db.id(self.story.client);
        self.app.db.number(&format!("SELECT COUNT(*) FROM organizations WHERE provider_id IS NOT NULL AND id = {id}")).await == 1
    }

    /// Presses a form that was shown before, and sees it refused with nothing changed.
    async fn is_refused(&self, form: FormFill, status: u16, why: &str) {
        let before = self.app.db.snapshot().await;
        let page = form.submit().await.expect(status);
        assert!(page.says(why), "{why}: {page}");
        self.app.db.assert_unchanged_since(&before).await;
    }
}

#[tokio::test]
async fn an_owner_links_it_again_with_the_mail_and_nothing_happens_by_opening_it() {
    let world = World::begin().await;
    let (app, story) = (&world.app, &world.story);
    let clients = world.admin.get("/clients").await;
    assert_eq!(clients.click("#unlinked").await.path, "/clients/unlinked");
    let page = world.admin.get("/clients/unlinked").await.expect(200);
    assert!(page.text("#unlinked tbody").contains(NAME) && page.text("#unlinked tbody").contains("0 of 3 times"), "{page}");
    let done = page.form("#main form").press("Ask to link again").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains(&format!("The owners of {NAME} are asked by email")), "{done}");
    assert!(done.text("#unlinked tbody").contains("1 of 3 times"), "{done}");
    let mail = app.mail_for(&world.olga.email).await;
    assert_eq!(mail.subject, format!("Example Services asks to manage {NAME} again"));
    assert!(mail.text.contains("ada (ada@provider.example) of Example Services asks you to link"), "{mail}");
    assert!(mail.text.contains("all confirmed members of Example Services have the rights of an owner"), "{mail}");
    for log in [story.client, story.provider] {
        let log = events(app, log).await;
        assert!(log.last().is_some_and(|line| line.contains("client_link_asked ada")), "{log:?}");
    }

    let path = mail.link().strip_prefix(&app.url("")).expect("a link of the portal").to_owned();
    let visitor = app.signed_in(&world.olga).await;
    app.smtp.take_all();
    let before = app.db.snapshot().await;
    let page = visitor.get(&path).await.expect(303).follow().await.expect(200);
    app.db.assert_unchanged_since(&before).await;
    assert_eq!(page.text("h1"), format!("Link {NAME} to Example Services again?"));
    assert!(page.says("ada of Example Services asks to manage"), "{page}");
    let done = page.form("#link-again").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains(&format!("{NAME} is linked again.")), "{done}");
    assert!(world.is_linked().await);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM client_notes").await, 0, "the link, not the notes");
    let linked_by = format!("SELECT COUNT(*) FROM organizations WHERE linked_by = {}", app.db.id(story.admin.id));
    assert_eq!(app.db.number(&linked_by).await, 1);
    for log in [story.client, story.provider] {
        let log = events(app, log).await;
        assert!(log.last().is_some_and(|line| line.contains("client_relinked olga")), "{log:?}");
    }
    assert!(app.mail_for(&world.otto.email).await.subject.contains("is now managed by Example Services"));
    assert!(app.mail_for(&story.admin.email).await.subject.contains("is managed by Example Services again"));
    world.admin.get(&format!("/organizations/{}", story.client)).await.expect(200);
    assert!(!world.admin.get("/clients").await.has("#unlinked"), "nothing is left to ask for");
    visitor.get(&path).await.follow().await.expect(410);
    assert!(check::run(&app.app.db).await.expect("the check runs").broken.is_empty());
    app.assert_sound().await;
}

#[tokio::test]
async fn the_link_works_once_for_its_owner_alone_and_two_at_once_link_it_once() {
    let world = World::begin().await;
    let [hers, his] = world.ask(&world.admin).await;
    let stranger = world.app.person("sven@client.example").await;
    for other in [&stranger, &world.otto, &world.story.admin] {
        let (_, page) = world.open(other, &hers).await;
        assert!(page.status == 403 && page.says("This link is for another owner"), "{page}");
    }
    let nobody = world.app.client().get(&hers).await.expect(303).follow().await;
    assert_eq!(nobody.path, "/sign-in?next=%2Flink-again");
    let (one, other) = (world.open(&world.olga, &hers).await, world.open(&world.otto, &his).await);
    let posts = vec![
        Post::of(&one.0, &one.1.form("#link-again")),
        Post::of(&other.0, &other.1.form("#link-again")),
        Post::of(&one.0, &one.1.form("#link-again")),
    ];
    at_once(posts).await.expect(1, 303, &[410]);
    assert!(world.is_linked().await);
    for (owner, path) in [(&world.olga, &hers), (&world.otto, &his)] {
        let (_, page) = world.open(owner, path).await;
        assert!(page.status == 410 && reason(&page).contains("The organization is linked again."), "{page}");
    }
    let relinked = "SELECT COUNT(*) FROM events WHERE kind = 'client_relinked'";
    assert_eq!(world.app.db.number(relinked).await, 2, "once in each log");
}

/// What changes between the mail and the press, as a value of a column and the one that it has, and what is said of it.
const CHANGES: [(&str, &str, &str, u16, &str); 8] = [
    ("organizations SET plan = 'Free'", "plan = 'Teams (Monthly) 2020'", "{client}", 409, "Free plan cannot be managed"),
    ("organizations SET suspended_by = 'operator'", "suspended_by = NULL", "{client}", 403, "The operator of this portal has"),
    ("providers SET state = 'suspended'", "state = 'active'", "TRUE", 409, "is suspended at the moment"),
    ("provider_members SET role = 'service'", "role = 'admin'", ADA, 409, GONE),
    ("provider_members SET status = 'suspended'", "status = 'confirmed'", ADA, 409, GONE),
    ("accounts SET disabled_at = 1", "disabled_at = NULL", ADA, 409, GONE),
    ("members SET role = 'admin'", "role = 'owner'", OLGA, 403, "Your role does not allow this"),
    ("members SET status = 'accepted'", "status = 'confirmed'", OLGA, 404, "not yours to see"),
];
const ADA: &str = "email = 'ada@provider.example'";
const OLGA: &str = "email = 'olga@client.example'";
const GONE: &str = "Whoever asked for this is no longer an admin";

#[tokio::test]
async fn what_is_no_longer_so_refuses_the_press_and_says_which() {
    let world = World::begin().await;
    let [hers, _] = world.ask(&world.admin).await;
    let client = format!("id = {}", world.app.db.id(world.story.client));
    for (change, back, of, status, why) in CHANGES {
        let form = world.form(&world.olga, &hers).await;
        let of = of.replace("{client}", &client);
        world.app.db.execute(&format!("UPDATE {change} WHERE {of}")).await;
        world.is_refused(form, status, why).await;
        let table = change.split_once(" SET ").expect("a table").0;
        world.app.db.execute(&format!("UPDATE {table} SET {back} WHERE {of}")).await;
    }
    world.form(&world.olga, &hers).await.submit().await.expect(303);
    assert!(world.is_linked().await, "once all of it is as it was, it works");
}

#[tokio::test]
async fn an_organization_that_found_another_provider_stays_there() {
    let world = World::begin().await;
    let [hers, _] = world.ask(&world.admin).await;
    let (app, story) = (&world.app, &world.story);
    let other = app.provider("Other Services").await;
    app.join(other, &world.otto, ProviderRole::Admin).await;
    let form = world.form(&world.olga, &hers).await;
    let otto = app.signed_in(&world.otto).await;
    post(&otto, "/clients/existing", &[("organization", &story.client.to_string())]).await.expect(303);
    world.is_refused(form, 409, "already managed by a provider").await;
    let chosen = world.chosen();
    let chosen = chosen.each_ref().map(|(name, id)| (*name, id.as_str()));
    refused(app, &world.admin, "/clients/unlinked", &chosen, 409).await;
    assert!(!world.admin.get("/clients").await.has("#unlinked"));
    // And once that one is gone too, the last word was not the first provider's.
    let (_, page) = world.open(&world.olga, &hers).await;
    assert!(page.says("already managed"), "{page}");
    release::release(&app.app, &story.client.to_string(), None).await.expect("the operator can");
    let (_, page) = world.open(&world.olga, &hers).await;
    assert!(page.status == 410 && reason(&page).contains("had a provider meanwhile"), "{page}");
    for visitor in [&world.admin, &otto] {
        let page = post(visitor, "/clients/unlinked", &chosen).await;
        assert!(matches!(page.status, 404 | 409), "what others ended is asked for by nobody: {page}");
    }
    assert!(!world.is_linked().await);
}

#[tokio::test]
async fn three_times_and_seven_days_are_the_end_of_asking() {
    let world = World::begin().await;
    let app = &world.app;
    let mut links = Vec::new();
    for _ in 0..3 {
        links.push(world.ask(&app.signed_in(&world.story.admin).await).await[0].clone());
        app.clock.advance(DAY);
    }
    let chosen = world.chosen();
    let chosen = chosen.each_ref().map(|(name, id)| (*name, id.as_str()));
    let admin = app.signed_in(&world.story.admin).await;
    let page = refused(app, &admin, "/clients/unlinked", &chosen, 409).await;
    assert!(page.says("Its owners were asked 3 times.") && !page.has("#unlinked button"), "{page}");
    let (_, page) = world.open(&world.olga, &links[0]).await;
    assert!(page.status == 410 && reason(&page).contains("newer"), "an older link is replaced: {page}");
    world.form(&world.olga, &links[2]).await;
    app.clock.advance(4 * DAY - MINUTE);
    let admin = app.signed_in(&world.story.admin).await;
    assert!(admin.get("/clients").await.has("#unlinked"));
    app.clock.advance(MINUTE);
    assert!(!admin.get("/clients").await.has("#unlinked"), "after seven days nothing is left to ask");
    assert!(admin.get("/clients/unlinked").await.says("Nothing was unlinked in the last seven days"));
    let page = refused(app, &admin, "/clients/unlinked", &chosen, 409).await;
    assert!(page.says("more than seven days ago"), "{page}");
    let (_, page) = world.open(&world.olga, &links[2]).await;
    assert!(page.status == 410 && reason(&page).contains("expired"), "{page}");
    assert!(!world.is_linked().await);
}

#[tokio::test]
async fn a_press_needs_the_proof_of_a_short_time_ago_and_asking_does_not() {
    let world = World::begin().await;
    world.app.clock.advance(16 * MINUTE);
    let [hers, _] = world.ask(&world.admin).await;
    let form = world.form(&world.olga, &hers).await;
    world.app.clock.advance(16 * MINUTE);
    let before = world.app.db.snapshot().await;
    let asked = form.submit().await.expect(403);
    world.app.db.assert_unchanged_since(&before).await;
    proven(asked).await.expect(303);
    assert!(world.is_linked().await);
}

#[tokio::test]
async fn only_admins_of_the_provider_that_unlinked_it_itself_ask() {
    let world = World::begin().await;
    let (app, story) = (&world.app, &world.story);
    let chosen = world.chosen();
    let chosen = chosen.each_ref().map(|(name, id)| (*name, id.as_str()));
    let service = app.signed_in(&story.service).await;
    assert!(!service.get("/clients").await.has("#unlinked"));
    service.get("/clients/unlinked").await.expect(403);
    refused(app, &service, "/clients/unlinked", &chosen, 403).await;
    let other = app.provider("Other Services").await;
    let bea = app.person("bea@other.example").await;
    app.join(other, &bea, ProviderRole::Admin).await;
    let hers = app.signed_in(&bea).await;
    assert!(hers.get("/clients/unlinked").await.expect(200).says("Nothing was unlinked"));
    refused(app, &hers, "/clients/unlinked", &chosen, 404).await;
    refused(app, &app.signed_in(&world.olga).await, "/clients/unlinked", &chosen, 404).await;
    set_state(app, "providers", story.provider, "suspended").await;
    refused(app, &world.admin, "/clients/unlinked", &chosen, 403).await;
    assert!(!world.admin.get("/clients").await.has("#unlinked"));
    set_state(app, "providers", story.provider, "active").await;
    let plan = format!("UPDATE organizations SET plan = 'Free' WHERE id = {}", app.db.id(story.client));
    app.db.execute(&plan).await;
    refused(app, &world.admin, "/clients/unlinked", &chosen, 409).await;
    app.db.execute(&plan.replace("'Free'", "'Teams (Monthly) 2020'")).await;
    organizations::set_suspended(&app.app, &story.client.to_string(), true).await.expect("the operator can");
    refused(app, &world.admin, "/clients/unlinked", &chosen, 409).await;
    organizations::set_suspended(&app.app, &story.client.to_string(), false).await.expect("the operator can");
    refused(app, &world.admin, "/clients/unlinked", &[("organization", "x")], 422).await;
    let nothing = post(&world.admin, "/clients/unlinked", &[]).await.expect(303).follow().await;
    assert!(nothing.text("#notice").contains("Select one or more clients first."));
}

#[tokio::test]
async fn what_the_operator_took_away_is_not_asked_for() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    app.member(story.client, &app.person("olga@client.example").await, Role::Owner, Status::Confirmed).await;
    release::release(&app.app, &story.client.to_string(), None).await.expect("the operator can");
    let admin = app.signed_in(&story.admin).await;
    assert!(!admin.get("/clients").await.has("#unlinked"));
    refused(&app, &admin, "/clients/unlinked", &[("organization", &story.client.to_string())], 404).await;
}

#[tokio::test]
async fn many_are_asked_for_together_or_none_and_the_names_are_those_of_that_day() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    let admin = app.signed_in(&story.admin).await;
    let mut clients = Vec::new();
    for name in ["Alpha", "Bravo"] {
        let id = app.client_of((story.provider, &story.admin), name, "Teams (Monthly)", 5).await;
        app.member(id, &olga, Role::Owner, Status::Confirmed).await;
        clients.push(id.to_string());
    }
    let fields = [("act", "unlink"), ("client", clients[0].as_str()), ("client", clients[1].as_str())];
    let done = post(&admin, "/clients/bulk", &fields).await.expect(303).follow().await;
    let page = done.click("#notice #way-back").await.expect(200);
    assert_eq!(page.path, "/clients/unlinked");
    app.db.leave_everything_broken("it is renamed by hand, and not found by the new name");
    app.db.execute("UPDATE organizations SET name = 'Secret Plans' WHERE name = 'Bravo'").await;
    let page = admin.get("/clients/unlinked").await;
    assert!(page.says("Bravo") && !page.says("Secret"), "{page}");
    let mixed = [("organization", clients[0].as_str()), ("organization", &story.client.to_string())];
    refused(&app, &admin, "/clients/unlinked", &mixed, 404).await;
    let all = page.form("#ask-all").submit().await.expect(303).follow().await;
    assert!(all.text("#notice").contains("The owners of 2 organizations are asked"), "{all}");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM mailed_links WHERE purpose = 'relink'").await, 2);
}
