//! Each act that needs a proof: refused with nothing changed when the last one is too long ago, done once with one.

use super::{World, after, asks, prove};
use portico::domain::time::MINUTE;

/// An act: its route, where it is done, what is sent, the status once it is done, and the event that tells of it.
pub(super) struct Act {
    pub route: &'static str,
    path: &'static str,
    form: &'static str,
    done: u16,
    event: &'static str,
}

const fn act(route: &'static str, path: &'static str, form: &'static str, done: u16, event: &'static str) -> Act {
    Act { route, path, form, done, event }
}

const BULK_MEMBERS: &str = "/organizations/{id}/members/bulk";
const TEAM_ROLE: &str = "/provider/members/{member}/role";

/// In an order in which each can be done after the one before.
#[rustfmt::skip]
pub(super) const ACTS: &[Act] = &[
    act("/clients/export", "/clients/export", "all=true&query=", 200, "clients_exported"),
    act("/provider/events/export", "/provider/events/export", "format=csv", 200, "events_exported"),
    act("/provider/events/clients/export", "/provider/events/clients/export", "format=jsonl", 200, "events_exported"),
    act("/organizations/{id}/events/export", "/organizations/{client}/events/export", "format=csv", 200, "events_exported"),
    act("/provider/settings/sign-in", "/provider/settings/sign-in", "session_length=480", 303, "session_length_changed"),
    act("/organizations/{id}/members", "/organizations/{client}/members", "emails=new@client.example&role=admin", 303, "member_invited"),
    act("/organizations/{id}/members", "/organizations/{client}/members", "email=newer@client.example&role=owner", 303, "member_invited"),
    act("/organizations/{id}/members/{member}/resend", "/organizations/{client}/members/{ivan}/resend", "", 303, "invitation_resent"),
    act("/organizations/{id}/members/{member}/role", "/organizations/{client}/members/{uma}/role", "role=admin", 303, "role_changed"),
    act("/organizations/{id}/members/{member}/role", "/organizations/{client}/members/{otto}/role", "role=admin", 303, "role_changed"),
    act("/organizations/{id}/members/{member}/role", "/organizations/{client}/members/{ivan}/role", "role=owner", 303, "role_changed"),
    act("/organizations/{id}/members/{member}/confirm", "/organizations/{client}/members/{anna}/confirm", "", 303, "member_confirmed"),
    act("/organizations/{id}/members/{member}/revoke", "/organizations/{client}/members/{anna}/revoke", "", 303, "member_revoked"),
    act("/organizations/{id}/members/{member}/restore", "/organizations/{client}/members/{anna}/restore", "", 303, "member_restored"),
    act("/organizations/{id}/members/{member}/remove", "/organizations/{client}/members/{anna}/remove", "", 303, "member_removed"),
    act(BULK_MEMBERS, "/organizations/{client}/members/bulk", "act=revoke&member={udo}", 303, "member_revoked"),
    act(BULK_MEMBERS, "/organizations/{client}/members/bulk", "act=restore&member={udo}", 303, "member_restored"),
    act(BULK_MEMBERS, "/organizations/{client}/members/bulk", "act=remove&member={udo}", 303, "member_removed"),
    act("/organizations/{id}/step-down", "/organizations/{organization}/step-down", "", 303, "member_left"),
    act("/provider/members", "/provider/members", "emails=fay@provider.example&role=admin", 303, "provider_member_invited"),
    act("/provider/members/{member}/resend", "/provider/members/{eve}/resend", "", 303, "provider_invitation_resent"),
    act(TEAM_ROLE, "/provider/members/{eve}/role", "role=service", 303, "provider_role_changed"),
    act("/provider/members/{member}/confirm", "/provider/members/{cai}/confirm", "", 303, "provider_member_confirmed"),
    act("/provider/members/{member}/end-access", "/provider/members/{bea}/end-access", "", 303, "provider_access_ended"),
    act("/provider/members/{member}/suspend", "/provider/members/{bea}/suspend", "", 303, "provider_member_suspended"),
    act("/provider/members/{member}/reactivate", "/provider/members/{bea}/reactivate", "", 303, "provider_member_reactivated"),
    act(TEAM_ROLE, "/provider/members/{bea}/role", "role=service", 303, "provider_role_changed"),
    act(TEAM_ROLE, "/provider/members/{bea}/role", "role=admin", 303, "provider_role_changed"),
    act("/provider/members/{member}/remove", "/provider/members/{bea}/remove", "", 303, "provider_member_removed"),
    act("/clients/bulk", "/clients/bulk", "act=suspend&client={second}", 303, "organization_suspended"),
    act("/clients/bulk", "/clients/bulk", "act=reactivate&client={second}", 303, "organization_reactivated"),
    act("/clients/bulk", "/clients/bulk", "act=unlink&client={second}", 303, "client_unlinked"),
    act("/clients/{id}/unlink", "/clients/{client}/unlink", "", 303, "client_unlinked"),
    act("/provider/members/leave", "/provider/members/leave", "", 303, "provider_member_left"),
];

impl Act {
    fn name(&self) -> String {
        format!("{} {}", self.path, self.form)
    }
}

#[tokio::test]
async fn after_sixteen_minutes_each_is_refused_with_nothing_changed_and_done_once_with_the_proof() {
    let mut world = World::begin().await;
    for act in ACTS {
        world.admin = world.app.signed_in(&world.story.admin).await;
        world.app.clock.advance(16 * MINUTE);
        let (before, number) = (world.app.db.snapshot().await, world.number_of(act.event).await);
        let page = world.post(act.path, act.form).await;
        assert!(page.status == 403 && asks(&page), "{}: {page}", act.name());
        world.app.db.assert_unchanged_since(&before).await;
        let page = prove(&page).await;
        assert_eq!(page.status, act.done, "{}: {page}", act.name());
        assert_eq!(world.number_of(act.event).await, number + 1, "{}", act.name());
    }
}

#[tokio::test]
async fn after_fourteen_minutes_each_is_done_at_once() {
    let world = after(14).await;
    for act in ACTS {
        let number = world.number_of(act.event).await;
        let page = world.post(act.path, act.form).await;
        assert_eq!(page.status, act.done, "{}: {page}", act.name());
        assert_eq!(world.number_of(act.event).await, number + 1, "{}", act.name());
        // The same again is another event of another moment.
        world.app.clock.advance(1);
    }
}

#[tokio::test]
async fn the_work_of_the_day_asks_nobody() {
    let world = World::begin().await;
    world.app.clock.advance(60 * MINUTE);
    for (path, form) in [
        ("/organizations/{client}/members", "emails=new@client.example&role=user"),
        ("/organizations/{client}/members/{uma}/revoke", ""),
        ("/organizations/{client}/members/{uma}/restore", ""),
        ("/organizations/{client}/members/{uma}/remove", ""),
        ("/organizations/{client}/name", "name=Renamed"),
        ("/organizations/{client}/seats", "seat_count=20"),
        ("/organizations/{organization}/removal-request", ""),
        ("/clients/existing", "organization={organization}"),
        ("/clients/{client}/note", "note=Call+them"),
        ("/clients/{client}/suspend", ""),
        ("/clients/{client}/reactivate", ""),
        ("/provider/members", "emails=new@provider.example&role=service"),
        ("/provider/settings/profile", "provider_name=Renamed&billing_email="),
    ] {
        let page = world.post(path, form).await;
        assert!(matches!(page.status, 200 | 303) && !asks(&page), "{path}: {page}");
    }
}

#[tokio::test]
async fn who_may_not_or_cannot_do_it_is_told_so_and_not_asked() {
    let world = after(16).await;
    let service = world.app.signed_in(&world.story.service).await;
    world.app.clock.advance(16 * MINUTE);
    crate::help::refused(&world.app, &service, &world.filled("/clients/{client}/unlink"), &[], 403).await;
    crate::help::refused(&world.app, &service, "/provider/settings/sign-in", &[("session_length", "60")], 403).await;
    for (path, form, status) in [
        ("/organizations/{client}/members/{olga}/confirm", "", 409),
        ("/organizations/{client}/members/{uma}/role", "role=king", 422),
        ("/organizations/{organization}/members/{olga}/remove", "", 404),
        ("/provider/members/{eve}/suspend", "", 409),
        ("/provider/settings/sign-in", "session_length=7", 422),
        ("/provider/events/export", "format=xml", 422),
        ("/clients/bulk", "act=unlink&client={organization}", 404),
    ] {
        let before = world.app.db.snapshot().await;
        let page = world.post(path, form).await;
        assert!(page.status == status && !asks(&page), "{path}: {page}");
        world.app.db.assert_unchanged_since(&before).await;
    }
}
