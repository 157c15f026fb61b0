//! A session that ends in the middle of work: what was sent is not lost, is sent by nobody else, and each page says what
//! is so.

use crate::account::two_step::set_up;
use crate::help::{post, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::fields::FormFill;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::time::{DAY, HOUR, MINUTE};
use portico::jobs;
use portico::service::identity::kept_forms::{self, Kept};

const NAME: &str = "Ada's \"second\" <b> & more";

struct World {
    app: TestApp,
    story: Story,
    client: Client,
}

impl World {
    async fn begin() -> Self {
        let mut app =
            TestApp::spawn_with(|settings| (settings.session_idle, settings.session_absolute) = (30 * MINUTE, 12 * HOUR)).await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        let client = app.signed_in(&story.admin).await;
        Self { app, story, client }
    }

    fn path(&self) -> String {
        format!("/organizations/{}/name", self.story.client)
    }

    /// The form of the client's name, with another one typed into it.
    async fn typed(&self) -> FormFill {
        self.client.get(&self.path()).await.expect(200).form("section.sheet form").set("name", NAME)
    }

    async fn stored(&self) -> i64 {
        self.app.db.number("SELECT COUNT(*) FROM organizations WHERE name LIKE 'Ada%'").await
    }
}

/// Signs in on this page, where it stands.
async fn sign_in(page: &Page, person: &Person) -> Page {
    page.form("form[action='/sign-in']").set("email", &person.email).set("password", PASSWORD).submit().await.expect(303)
}

/// What the page for signing in says of the time before.
fn told(page: &Page) -> String {
    page.texts("#notice .notice span").join(" ")
}

#[tokio::test]
async fn a_form_without_script_comes_back_filled_in_and_is_sent_by_nobody_but_its_person() {
    let world = World::begin().await;
    let form = world.typed().await;
    world.app.clock.advance(30 * MINUTE);
    let page = form.submit().await.expect(303).follow().await.expect(200);
    assert!(told(&page).contains("You were signed out after 30 minutes without use."), "{page}");
    assert!(told(&page).contains("kept for one hour"), "{page}");
    world.app.clock.advance(59 * MINUTE);
    let back = sign_in(&page, &world.story.admin).await;
    assert_eq!(back.location().as_deref(), Some(world.path().as_str()));
    let back = back.follow().await.expect(200);
    assert!(back.text("#kept").contains("signed out before this form was sent"), "{back}");
    let form = back.form("section.sheet form");
    assert_eq!(form.value("name").as_deref(), Some(NAME));
    assert_eq!(world.stored().await, 0, "nobody has pressed it");
    // It stays until it is sent, however often the page is looked at.
    world.client.get(&world.path()).await.form("section.sheet form");
    assert!(form.submit().await.status < 400);
    assert_eq!(world.stored().await, 1);
    assert_eq!(world.app.db.number("SELECT COUNT(*) FROM kept_forms").await, 0);
    assert!(!world.client.get(&world.path()).await.has("#kept"));
}

#[tokio::test]
async fn what_is_kept_is_sealed_and_goes_after_an_hour() {
    let world = World::begin().await;
    let form = world.typed().await;
    world.app.clock.advance(30 * MINUTE);
    let page = form.submit().await.expect(303).follow().await;
    let everything = world.app.db.everything().await;
    assert_eq!(world.app.db.number("SELECT COUNT(*) FROM kept_forms").await, 1);
    assert!(!everything.contains("& more") && !everything.contains("%26+more"), "what was typed can be read");
    world.app.clock.advance(HOUR);
    let back = sign_in(&page, &world.story.admin).await.follow().await.expect(200);
    assert!(!back.has("#kept") && back.form("section.sheet form").value("name").as_deref() != Some(NAME), "{back}");
    jobs::sweep_all(&world.app.app).await.expect("it sweeps");
    assert_eq!(world.app.db.number("SELECT COUNT(*) FROM kept_forms").await, 0);
}

#[tokio::test]
async fn it_is_for_the_same_account_and_the_same_browser_alone() {
    let world = World::begin().await;
    let form = world.typed().await;
    world.app.clock.advance(30 * MINUTE);
    let page = form.submit().await.expect(303).follow().await;
    // Another browser of the same person.
    let other = world.app.signed_in(&world.story.admin).await;
    assert!(!other.get(&world.path()).await.expect(200).has("#kept"));
    other.set_cookie("portico-kept", &world.client.cookie("portico-kept").expect("it is marked"));
    assert!(!other.get(&world.path()).await.expect(200).has("#kept"));
    // Another person in this browser is told so, and goes to an own page.
    let somebody = sign_in(&page, &world.story.service).await;
    assert_eq!(somebody.location().as_deref(), Some("/"));
    let start = somebody.follow().await;
    let start = if start.status == 303 { start.follow().await } else { start };
    assert!(start.text("#notice").contains("is somebody else's. It was not sent"), "{start}");
    assert!(!world.client.get(&world.path()).await.has("#kept"));
    world.client.get("/account").await.form(".nav-foot form[action='/sign-out']").submit().await.expect(303);
    // Its own person finds it again.
    let page = world.client.get(&format!("/sign-in?next={}", world.path())).await;
    let back = sign_in(&page, &world.story.admin).await.follow().await;
    assert_eq!(back.form("section.sheet form").value("name").as_deref(), Some(NAME));
    // And throws it away.
    let thrown = back.form("#kept form[action='/kept-form']").submit().await.expect(303);
    assert!(!thrown.follow().await.has("#kept"));
    assert_eq!(world.app.db.number("SELECT COUNT(*) FROM kept_forms").await, 0);
}

#[tokio::test]
async fn only_a_form_of_the_session_that_ended_is_kept_and_no_secret_of_it() {
    let world = World::begin().await;
    let form = world.client.get("/account/password").await.form("#password-form");
    let form = form.set("current_password", "s3cret one").set("password", "s3cret two");
    let forged = world.typed().await.tamper("form_token", "A");
    world.app.clock.advance(30 * MINUTE);
    let page = forged.submit().await.expect(401);
    assert!(page.says("You are not signed in"), "{page}");
    assert_eq!(world.app.db.number("SELECT COUNT(*) FROM kept_forms").await, 0);
    let page = form.submit().await.expect(303).follow().await;
    let browser = world.client.cookie("portico-device").expect("the browser is known");
    let kept = kept_forms::find(&world.app.app, &browser, world.story.admin.id.into()).await.expect("it is read");
    let Kept::Own(kept) = kept else { panic!("{kept:?}") };
    assert!(kept.path == "/account/password" && !format!("{kept:?}").contains("s3cret"), "{kept:?}");
    let back = sign_in(&page, &world.story.admin).await.follow().await.expect(200);
    assert!(back.has("#kept") && !back.html.contains("s3cret"), "{back}");
    // No more than one of each browser, and no more than 64 KiB.
    let much = world.client.get("/account").await.form("#profile").tamper("name", &"x".repeat(70_000));
    world.app.clock.advance(30 * MINUTE);
    much.submit().await.expect(413);
    assert_eq!(world.app.db.number("SELECT COUNT(*) FROM kept_forms").await, 1);
}

#[tokio::test]
async fn a_form_whose_page_shows_none_like_it_any_more_can_be_sent_from_there() {
    let world = World::begin().await;
    let list = world.client.get("/clients").await;
    let plan =
        list.form("#selection").check("client", &world.story.client.to_string()).press("Suspend").submit().await.expect(200);
    let form = plan.form(".plan-form");
    world.app.clock.advance(30 * MINUTE);
    let page = form.submit().await.expect(303).follow().await;
    let back = sign_in(&page, &world.story.admin).await.follow().await;
    let back = if back.status == 303 { back.follow().await } else { back };
    assert!(back.text("#kept").contains("does not stand on this page"), "{back}");
    let done = back.form("#kept form[action='/clients/bulk']").submit().await;
    assert!(done.status < 400, "{done}");
    assert_eq!(world.app.db.number("SELECT COUNT(*) FROM organizations WHERE suspended_by IS NOT NULL").await, 1);
    assert!(!world.client.get("/clients").await.has("#kept"));
}

#[tokio::test]
async fn with_script_the_answer_is_a_dialog_in_which_the_same_person_signs_in() {
    let world = World::begin().await;
    let path = world.path();
    let dialog = world.client.get_with(&path, &[("hx-request", "true"), ("hx-target", "dialog")]).await.expect(200);
    let form = dialog.form("form.form").set("name", NAME);
    world.app.clock.advance(30 * MINUTE);
    let asked = form.clone().submit_htmx().await.expect(401);
    assert_eq!((asked.header("hx-retarget"), asked.header("hx-reswap")), ("#dialog", "innerHTML"));
    assert!(asked.says("after 30 minutes without use") && !asked.html.contains(NAME), "{asked}");
    let again = asked.form("#sign-in-again");
    assert_eq!(again.value("again_email").as_deref(), Some("ada@provider.example"), "the page had shown it before");
    let wrong = again.clone().set("again_password", "wrong").submit_htmx().await.expect(422);
    let other = wrong.form("#sign-in-again").set("again_email", &world.story.service.email).set("again_password", PASSWORD);
    let other = other.submit_htmx().await.expect(422);
    assert!(other.says("This page was opened by somebody else"), "{other}");
    assert_eq!(world.app.db.number("SELECT COUNT(*) FROM sessions").await, 1, "nobody came in");
    let done = again.set("again_password", PASSWORD).submit_htmx().await.expect(204);
    let told: serde_json::Value = serde_json::from_str(done.header("hx-trigger")).expect("JSON");
    let token = told["signed-in"]["token"].as_str().expect("a token");
    assert_eq!(world.stored().await, 0);
    assert!(form.tamper("form_token", token).submit_htmx().await.status < 400);
    assert_eq!(world.stored().await, 1);
}

#[tokio::test]
async fn a_link_that_a_script_follows_asks_too_and_its_page_is_found_again() {
    let world = World::begin().await;
    world.app.clock.advance(30 * MINUTE);
    let here = world.app.url("/clients?sort=plan&dir=desc");
    let headers = [("hx-request", "true"), ("hx-target", "dialog"), ("hx-current-url", here.as_str())];
    let asked = world.client.get_with("/clients/existing", &headers).await.expect(401);
    assert!(asked.has("#sign-in-again") && asked.header("hx-retarget") == "#dialog", "{asked}");
    // Long after, nobody knows whose page it was; a browser that never had a session is asked on a page of its own.
    world.app.clock.advance(2 * DAY);
    for client in [&world.client, &world.app.client()] {
        let asked = client.get_with("/clients/existing", &headers).await.expect(401);
        assert_eq!(asked.header("hx-redirect"), "/sign-in?next=%2Fclients%3Fsort%3Dplan%26dir%3Ddesc");
    }
    // And so is the page of a form.
    let form = [("form_token".to_owned(), "x".to_owned())];
    let sent = world.app.client().send("post", "/clients/new", &form, &headers).await.expect(401);
    assert_eq!(sent.header("hx-redirect"), "/sign-in?next=%2Fclients%3Fsort%3Dplan%26dir%3Ddesc");
}

#[tokio::test]
async fn with_a_second_step_the_dialog_asks_for_the_code_too() {
    let mut world = World::begin().await;
    world.app.ignore_mail();
    let ada = world.app.person("ann@client.example").await;
    let client = world.app.signed_in(&ada).await;
    let phone = {
        let (phone, _) = set_up(&world.app, &ada, &client).await;
        phone
    };
    world.app.clock.advance(30 * MINUTE);
    let asked = client.get_with("/account", &[("hx-request", "true"), ("hx-target", "main")]).await.expect(401);
    let code = asked.form("#sign-in-again").set("again_password", PASSWORD).submit_htmx().await.expect(200);
    assert_eq!(code.header("hx-retarget"), "#dialog");
    let wrong = code.form("#sign-in-again").set("code", "000000").submit_htmx().await.expect(422);
    assert!(wrong.has("#code-error"), "{wrong}");
    let done = wrong.form("#sign-in-again").set("code", &phone.next_code(&world.app)).submit_htmx().await.expect(204);
    assert!(done.header("hx-trigger").contains("signed-in"));
    client.get("/account").await.expect(200);
    // Too late for the code: the password once more.
    world.app.clock.advance(30 * MINUTE);
    let asked = client.get_with("/account", &[("hx-request", "true"), ("hx-target", "main")]).await.expect(401);
    let code = asked.form("#sign-in-again").set("again_password", PASSWORD).submit_htmx().await.expect(200);
    world.app.clock.advance(6 * MINUTE);
    let late = code.form("#sign-in-again").set("code", &phone.code(&world.app)).submit_htmx().await.expect(401);
    assert!(late.has("#again_password"), "{late}");
}

#[tokio::test]
async fn each_way_to_end_a_session_is_told_as_it_is() {
    let world = World::begin().await;
    let (app, admin) = (&world.app, &world.story.admin);
    let why = async |client: &Client| told(&client.get("/clients").await.expect(303).follow().await);
    app.clock.advance(20 * MINUTE);
    for _ in 0..25 {
        world.client.get("/account").await;
        app.clock.advance(29 * MINUTE);
    }
    assert_eq!(why(&world.client).await, "You were signed out: here you stay signed in for 12 hours at most.");
    let (here, there) = (app.signed_in(admin).await, app.signed_in(admin).await);
    let form = here.get("/account/sessions/end-others").await.form("section.sheet form");
    form.set("current_password", PASSWORD).submit().await.expect(303);
    assert_eq!(why(&there).await, "You were signed out here from another browser.");
    let there = app.signed_in(admin).await;
    let form = here.get("/account/password").await.form("#password-form");
    form.set("current_password", PASSWORD).set("password", "nine slow ferries crossing").submit().await.expect(303);
    assert_eq!(why(&there).await, "You were signed out because a new password was chosen for your account.");
    let service = app.signed_in(&world.story.service).await;
    let literal = sql_id(&app.db, world.story.service.id);
    let member = app.db.texts(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM provider_members WHERE account_id = {literal}")).await;
    assert_eq!(member, ["1"]);
    app.db.execute(&format!("UPDATE accounts SET disabled_at = 1, session_epoch = session_epoch + 1 WHERE id = {literal}")).await;
    assert_eq!(why(&service).await, "This account was closed by the operator of this portal. Nobody can sign in with it.");
    let asked = service.get_with("/clients", &[("hx-request", "true")]).await.expect(401);
    assert!(!asked.has("#sign-in-again"), "{asked}");
    // Whoever signs out is told that, and nothing else later on.
    let away = here.get("/account").await.form(".nav-foot form[action='/sign-out']").submit().await.expect(303).follow().await;
    assert_eq!(told(&away), "You are signed out.");
    assert_eq!(told(&here.get("/sign-in").await), "");
    app.db.execute(&format!("UPDATE accounts SET disabled_at = NULL WHERE id = {literal}")).await;
}

#[tokio::test]
async fn whom_somebody_signed_out_from_elsewhere_is_not_told_the_address() {
    let world = World::begin().await;
    let here = world.app.signed_in(&world.story.admin).await;
    let form = here.get("/account/sessions/end-others").await.form("section.sheet form");
    form.set("current_password", PASSWORD).submit().await.expect(303);
    let asked = world.client.get_with("/clients", &[("hx-request", "true")]).await.expect(401);
    assert!(asked.has("#sign-in-again") && !asked.html.contains("ada@provider.example"), "{asked}");
}

#[tokio::test]
async fn asking_how_long_it_goes_on_does_not_keep_it_going_and_staying_does() {
    let world = World::begin().await;
    world.app.clock.advance(28 * MINUTE);
    let asked = async |client: &Client| {
        let page = client.get("/session").await.expect(200);
        (page.html.lines().next().unwrap_or_default().to_owned(), page.texts(".session-told p").concat())
    };
    let soon = ("120".to_owned(), "In two minutes you are signed out, because nothing is being done here.".to_owned());
    for _ in 0..3 {
        assert_eq!(asked(&world.client).await, soon);
    }
    let stayed = post(&world.client, "/session", &[]).await.expect(200);
    assert_eq!(stayed.html.trim(), "1800");
    world.app.clock.advance(29 * MINUTE);
    assert_eq!(asked(&world.client).await.0, "60");
    world.app.clock.advance(MINUTE);
    let over = ("0".to_owned(), "You are signed out. What you typed is still here.".to_owned());
    assert_eq!(asked(&world.client).await, over);
    assert_eq!(asked(&world.app.client()).await, over);
}

#[tokio::test]
async fn a_notice_waits_for_a_page_and_not_for_the_question() {
    let world = World::begin().await;
    let form = world.client.get("/account").await.form("#profile").set("name", "Ada L");
    form.submit().await.expect(303);
    world.client.get("/session").await.expect(200);
    assert!(world.client.get("/account").await.has("#notice .notice"));
}
