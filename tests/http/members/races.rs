//! Many requests at one moment: the rules hold, whoever comes first.

use std::time::Duration;

use uuid::Uuid;

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, Visitor, at_once};
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;

/// How often an event of this kind stands in the logs of this kind.
async fn events(app: &TestApp, log: &str, kind: &str) -> i64 {
    let query = format!("SELECT COUNT(*) FROM events WHERE log_kind = '{log}' AND kind = '{kind}'");
    app.db.number(&query).await
}

async fn mails(app: &TestApp, kind: &str) -> i64 {
    let query = format!("SELECT COUNT(*) FROM deliveries WHERE payload LIKE '%\"kind\":\"{kind}\"%'");
    app.db.number(&query).await
}

async fn count(app: &TestApp, table: &str) -> i64 {
    app.db.number(&format!("SELECT COUNT(*) FROM {table}")).await
}

async fn visitor(app: &TestApp, person: &Person) -> Visitor {
    Visitor::of(app.signed_in(person).await).await
}

async fn spawn() -> (TestApp, Story) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    (app, story)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organization_that_two_providers_add_at_once_gets_one() {
    let (app, story) = spawn().await;
    let rival = app.person("rik@rival.example").await;
    app.join(app.provider("Rival Services").await, &rival, ProviderRole::Admin).await;
    app.member(story.organization, &rival, Role::Owner, Status::Confirmed).await;
    let mut posts = Vec::new();
    for person in [&story.admin, &rival] {
        let client = app.signed_in(person).await;
        let dialog = client.get("/clients/existing").await;
        posts.extend(Post::of(&client, &dialog.form("#existing form")).times(16));
    }
    at_once(posts).await.expect(1, 303, &[404, 409]);
    let linked =
        format!("SELECT COUNT(*) FROM organizations WHERE id = {} AND provider_id IS NOT NULL", app.db.id(story.organization));
    assert_eq!(app.db.number(&linked).await, 1);
    assert_eq!(events(&app, "organization", "client_added").await, 1);
    assert_eq!(events(&app, "provider", "client_added").await, 1);
    assert_eq!(mails(&app, "client_added").await, 1, "one mail to the other owner");
    let right_log = "SELECT COUNT(*) FROM events e JOIN organizations o ON o.id = e.organization_id \
        WHERE e.kind = 'client_added' AND e.log_kind = 'provider' AND e.log_id = o.provider_id";
    assert_eq!(app.db.number(right_log).await, 1, "the event stands in the log of the provider that got it");
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_owners_who_leave_and_remove_each_other_at_once_leave_one() {
    let (app, _) = spawn().await;
    let (anna, ben) = (app.person("anna@client.example").await, app.person("ben@client.example").await);
    let (first, second) = (visitor(&app, &anna).await, visitor(&app, &ben).await);
    for round in 1..=6 {
        let organization = app.organization(&format!("Round {round}"), "Teams (Monthly)", 5).await;
        let one = app.member(organization, &anna, Role::Owner, Status::Confirmed).await;
        let two = app.member(organization, &ben, Role::Owner, Status::Confirmed).await;
        let leave = format!("/organizations/{organization}/step-down");
        let remove = |member: Uuid| format!("/organizations/{organization}/members/{member}/remove");
        let posts = [
            first.post(&leave, &[]).times(8),
            second.post(&leave, &[]).times(8),
            first.post(&remove(two), &[]).times(8),
            second.post(&remove(one), &[]).times(8),
        ];
        at_once(posts.concat()).await.expect(1, 303, &[404, 409]);
        let owners = format!("SELECT COUNT(*) FROM members WHERE organization_id = {}", app.db.id(organization));
        assert_eq!(app.db.number(&owners).await, 1, "round {round}");
        app.assert_sound().await;
    }
    assert_eq!(events(&app, "organization", "member_left").await + events(&app, "organization", "member_removed").await, 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forty_invitations_at_once_fill_the_free_seats_and_no_more() {
    let (app, _) = spawn().await;
    let owner = app.person("olga@client.example").await;
    let boss = visitor(&app, &owner).await;
    for free in 1..=3 {
        let organization = app.organization(&format!("{free} free"), "Teams (Monthly)", 1 + free).await;
        app.member(organization, &owner, Role::Owner, Status::Confirmed).await;
        let (members, mails_before) = (format!("/organizations/{organization}/members"), mails(&app, "invitation").await);
        let invite = |n: usize| boss.post(&members, &[("email", &format!("guest{n}@client.example")), ("role", "user")]);
        let answers = at_once((0..40).map(invite).collect()).await;
        answers.expect(usize::try_from(free).unwrap(), 303, &[409]);
        let occupied = format!("SELECT occupied FROM organizations WHERE id = {}", app.db.id(organization));
        assert_eq!(app.db.number(&occupied).await, 1 + free);
        assert_eq!(mails(&app, "invitation").await - mails_before, free, "no mail for a refused invitation");
        app.assert_sound().await;
    }
    assert_eq!(events(&app, "organization", "member_invited").await, 1 + 2 + 3);
}

/// Invites somebody into the story's organization, through the page; gives what the mail's link shows.
async fn invited(app: &TestApp, boss: &Visitor, story: &Story, email: &str, guest: &Client) -> Page {
    let members = format!("{}/members", story.page());
    at_once(vec![boss.post(&members, &[("email", email), ("role", "owner")])]).await.expect(1, 303, &[]);
    app.deliver().await;
    let link = app.smtp.wait_for(email, "Invitation", Duration::ZERO).await.link();
    guest.get(link.strip_prefix(&app.url("")).unwrap()).await.follow().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_is_accepted_thirty_two_times_at_once_is_accepted_once() {
    let (app, story) = spawn().await;
    let (boss, olivia) = (visitor(&app, &story.admin).await, app.person("olivia@client.example").await);
    let hers = app.signed_in(&olivia).await;
    let page = invited(&app, &boss, &story, &olivia.email, &hers).await;
    let accept = Post::of(&hers, &page.form("form[action='/invitation/acceptance']"));
    at_once(accept.times(32)).await.expect(1, 303, &[409, 410]);
    assert_eq!(events(&app, "organization", "invitation_accepted").await, 1);
    assert_eq!(mails(&app, "confirmation_needed").await, 1, "the admin is the only one to tell, and is told once");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM members WHERE status = 'accepted'").await, 1);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_person_who_presses_thirty_two_times_gets_one_account() {
    let (app, story) = spawn().await;
    let (boss, guest) = (visitor(&app, &story.admin).await, app.client());
    let page = invited(&app, &boss, &story, "olivia@client.example", &guest).await;
    let form = page.form("form[action='/invitation/account']").set("name", "Olivia Owner").set("password", PASSWORD);
    let (accounts, sessions) = (count(&app, "accounts").await, count(&app, "sessions").await);
    at_once(Post::of(&guest, &form).times(32)).await.expect(1, 303, &[403, 404, 409, 410]);
    assert_eq!(count(&app, "accounts").await, accounts + 1);
    assert_eq!(count(&app, "sessions").await, sessions + 1, "nobody is signed in by a link that was used up");
    assert_eq!(events(&app, "organization", "invitation_accepted").await, 1);
    assert_eq!(events(&app, "account", "account_created").await, 1);
    assert_eq!(mails(&app, "confirmation_needed").await, 1);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn confirming_thirty_two_times_at_once_confirms_once() {
    let (app, story) = spawn().await;
    let olivia = app.person("olivia@client.example").await;
    let member = app.member(story.organization, &olivia, Role::Owner, Status::Accepted).await;
    let boss = visitor(&app, &story.admin).await;
    let confirm = boss.post(&format!("{}/members/{member}/confirm", story.page()), &[]);
    at_once(confirm.times(32)).await.expect(1, 303, &[409]);
    assert_eq!(events(&app, "organization", "member_confirmed").await, 1);
    assert_eq!(mails(&app, "confirmed").await, 1);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_new_client_form_thirty_two_times_makes_one_client() {
    let (app, story) = spawn().await;
    let admin = app.signed_in(&story.admin).await;
    let organizations = count(&app, "organizations").await;
    let form = admin.get("/clients/new").await.form("form[action='/clients/new']");
    let form = form.set("name", "Fourth Client").set("owner_email", "otto@fourth.example");
    let answers = at_once(Post::of(&admin, &form).times(32)).await;
    assert!(answers.number(303) > 0 && answers.number(303) + answers.number(429) == 32, "{answers:?}");
    assert_eq!(count(&app, "organizations").await, organizations + 1);
    assert_eq!(events(&app, "organization", "organization_created").await, 1);
    assert_eq!(events(&app, "provider", "organization_created").await, 1);
    assert_eq!(mails(&app, "invitation").await, 1);
    app.assert_sound().await;
}

#[tokio::test]
async fn a_form_that_comes_back_with_other_words_is_not_the_same() {
    let (app, story) = spawn().await;
    let admin = app.signed_in(&story.admin).await;
    let form = admin.get("/clients/new").await.form("form[action='/clients/new']");
    let form = form.set("name", "Fourth Client").set("owner_email", "otot@fourth.example");
    form.clone().submit().await.expect(303);
    let foreign = app.organization("Somebody Else's", "Teams (Monthly)", 5).await;
    let before = app.db.snapshot().await;
    form.clone().submit().await.expect(303);
    form.clone().set("owner_email", "otto@fourth.example").submit().await.expect(403);
    form.clone().set("name", "Fifth Client").submit().await.expect(403);
    form.clone().tamper("id", &story.client.to_string()).submit().await.expect(403);
    form.tamper("id", &foreign.to_string()).submit().await.expect(403);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_invited_thirty_two_times_at_once_is_one_member() {
    let (app, story) = spawn().await;
    let (boss, before) = (visitor(&app, &story.admin).await, count(&app, "members").await);
    let invite = boss.post(&format!("{}/members", story.page()), &[("email", "Twin@client.example"), ("role", "user")]);
    at_once(invite.times(32)).await.expect(1, 303, &[409, 429]);
    assert_eq!(count(&app, "members").await, before + 1);
    assert_eq!(events(&app, "organization", "member_invited").await, 1);
    assert_eq!(mails(&app, "invitation").await, 1);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_accepted_while_it_is_withdrawn_ends_withdrawn() {
    let (app, story) = spawn().await;
    let (boss, olivia) = (visitor(&app, &story.admin).await, app.person("olivia@client.example").await);
    let hers = app.signed_in(&olivia).await;
    for _ in 0..4 {
        let page = invited(&app, &boss, &story, &olivia.email, &hers).await;
        let accept = Post::of(&hers, &page.form("form[action='/invitation/acceptance']"));
        let rows = boss.client.get(&story.page()).await.select("tr[id^=member-]");
        let row =
            rows.iter().find(|row| row.text.contains(&olivia.email) && !row.text.contains("last owner")).expect("she is listed");
        let id = row.attr("id").unwrap().trim_start_matches("member-");
        let remove = boss.post(&format!("{}/members/{id}/remove", story.page()), &[]);
        let answers = at_once([accept.times(16), remove.times(16)].concat()).await;
        assert!((1..=2).contains(&answers.number(303)), "{answers:?}");
        let left = "SELECT COUNT(*) FROM members WHERE email_key = 'olivia@client.example'";
        assert_eq!(app.db.number(left).await, 0, "{answers:?}");
        let accepted = events(&app, "organization", "invitation_accepted").await;
        assert_eq!(mails(&app, "removed").await, accepted, "who had accepted is told, who had not is not");
        app.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn adding_an_organization_while_its_members_change_changes_no_member() {
    let (app, story) = spawn().await;
    let owner = app.person("olga@client.example").await;
    app.member(story.organization, &owner, Role::Owner, Status::Confirmed).await;
    let boss = visitor(&app, &owner).await;
    let mut posts = Vec::new();
    let members = format!("{}/members", story.page());
    for n in 0..12 {
        let guest = app.invited(story.organization, &format!("old{n}@client.example"), Role::User).await;
        posts.push(boss.post(&format!("{members}/{guest}/remove"), &[]));
        posts.push(boss.post(&members, &[("email", &format!("new{n}@client.example")), ("role", "user")]));
    }
    let admin = app.signed_in(&story.admin).await;
    posts.extend(Post::of(&admin, &admin.get("/clients/existing").await.form("#existing form")).times(12));
    at_once(posts).await.expect(1 + 12 + 12, 303, &[409]);
    let occupied = format!("SELECT occupied FROM organizations WHERE id = {}", app.db.id(story.organization));
    assert_eq!(app.db.number(&occupied).await, 2 + 12);
    assert_eq!(events(&app, "organization", "client_added").await, 1);
    app.assert_sound().await;
}

/// An organization of these owners; gives it and their memberships.
async fn owned(app: &TestApp, name: &str, owners: &[&Person]) -> (Uuid, Vec<Uuid>) {
    let organization = app.organization(name, "Teams (Monthly)", 5).await;
    let mut members = Vec::new();
    for owner in owners {
        members.push(app.member(organization, owner, Role::Owner, Status::Confirmed).await);
    }
    (organization, members)
}

async fn owners_of(app: &TestApp, organization: Uuid) -> i64 {
    let query = "SELECT COUNT(*) FROM members WHERE role = 'owner' AND status = 'confirmed' AND organization_id =";
    app.db.number(&format!("{query} {}", app.db.id(organization))).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_owners_who_demote_and_revoke_each_other_and_leave_at_once_leave_one() {
    let (app, _) = spawn().await;
    let (anna, ben) = (app.person("anna@client.example").await, app.person("ben@client.example").await);
    let (first, second) = (visitor(&app, &anna).await, visitor(&app, &ben).await);
    for round in 1..=4 {
        let (organization, members) = owned(&app, &format!("Demoted {round}"), &[&anna, &ben]).await;
        let role = |member: Uuid| format!("/organizations/{organization}/members/{member}/role");
        let owner = crate::help::version(&["owner"]);
        let posts = [
            first.post(&role(members[1]), &[("role", "user"), ("version", &owner)]).times(8),
            second.post(&role(members[0]), &[("role", "user"), ("version", &owner)]).times(8),
        ];
        at_once(posts.concat()).await;
        assert_eq!(owners_of(&app, organization).await, 1, "demotions, round {round}");

        let (organization, members) = owned(&app, &format!("Revoked {round}"), &[&anna, &ben]).await;
        let posts = [
            first.post(&format!("/organizations/{organization}/members/{}/revoke", members[1]), &[]).times(8),
            second.post(&format!("/organizations/{organization}/members/{}/revoke", members[0]), &[]).times(8),
            first.post(&format!("/organizations/{organization}/step-down"), &[]).times(8),
            second.post(&format!("/organizations/{organization}/step-down"), &[]).times(8),
        ];
        at_once(posts.concat()).await.expect(1, 303, &[404, 409]);
        assert_eq!(owners_of(&app, organization).await, 1, "revoked and left, round {round}");
        app.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_free_seat_restores_one_of_many() {
    let (app, _) = spawn().await;
    let olga = app.person("olga@client.example").await;
    let boss = visitor(&app, &olga).await;
    for round in 1..=3 {
        let (organization, _) = owned(&app, &format!("Restored {round}"), &[&olga]).await;
        let seats = format!("UPDATE organizations SET seats = 2 WHERE id = {}", app.db.id(organization));
        app.db.execute(&seats).await;
        let (mut posts, mut revoked) = (Vec::new(), Vec::new());
        for n in 0..12 {
            let person = app.person(&format!("r{round}n{n}@client.example")).await;
            revoked.push(app.member(organization, &person, Role::User, Status::Revoked).await.to_string());
            let path = format!("/organizations/{organization}/members/{}/restore", revoked[n]);
            posts.extend(boss.post(&path, &[]).times(2));
        }
        let bulk = format!("/organizations/{organization}/members/bulk");
        for pair in revoked.chunks(2) {
            posts.push(boss.post(&bulk, &[("act", "restore"), ("member", &pair[0])]));
            posts.push(boss.post(&bulk, &[("act", "restore"), ("member", &pair[0]), ("member", &pair[1])]));
        }
        at_once(posts).await.expect(1, 303, &[409]);
        app.assert_sound().await;
    }
    assert_eq!(events(&app, "organization", "member_restored").await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn removing_both_owners_in_bulk_while_they_are_removed_one_by_one_leaves_one() {
    let (app, story) = spawn().await;
    let (anna, ben) = (app.person("anna@client.example").await, app.person("ben@client.example").await);
    let boss = visitor(&app, &story.service).await;
    for round in 1..=4 {
        let organization = app.client_of((story.provider, &story.admin), &format!("Bulk {round}"), "Teams (Monthly)", 5).await;
        let mut ids = Vec::new();
        for owner in [&anna, &ben] {
            ids.push(app.member(organization, owner, Role::Owner, Status::Confirmed).await.to_string());
        }
        let bulk = format!("/organizations/{organization}/members/bulk");
        let remove = |id: &str| boss.post(&format!("/organizations/{organization}/members/{id}/remove"), &[]).times(6);
        let posts = [
            boss.post(&bulk, &[("act", "remove"), ("member", &ids[0]), ("member", &ids[1])]).times(8),
            boss.post(&bulk, &[("act", "revoke"), ("member", &ids[1]), ("member", &ids[0])]).times(8),
            remove(&ids[0]),
            remove(&ids[1]),
        ];
        at_once(posts.concat()).await.expect(1, 303, &[404, 409]);
        assert_eq!(owners_of(&app, organization).await, 1, "round {round}");
        app.assert_sound().await;
    }
}
