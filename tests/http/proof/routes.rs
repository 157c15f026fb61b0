//! Whoever adds a form decides whether it needs a proof: each one stands in this table.

use super::acts::ACTS;
use std::collections::BTreeSet;

/// Forms that ask for the password, and the code, each time, whatever was proved a short time ago.
const EACH_TIME: [&str; 11] = [
    "/account/address",
    "/account/delete",
    "/account/password",
    "/account/sessions/end-others",
    "/account/sessions/{id}/end",
    "/account/two-step/codes",
    "/account/two-step/confirm",
    "/account/two-step/off",
    "/account/two-step/set-up",
    "/organizations/{id}/deletion",
    "/provider/settings/deletion",
];

/// Forms behind a link from a mail, which proves who has the mailbox.
const BEHIND_A_LINK: &[&str] = &[
    "/address",
    "/address-undo",
    "/forgot-password",
    "/opt-out",
    // It asks for a proof too: `clients::relink`.
    "/link-again",
    "/invitation/acceptance",
    "/invitation/account",
    "/organization-deletion",
    "/password",
    "/provider-deletion",
    "/provider-invitation/acceptance",
    "/provider-invitation/account",
    "/register",
    "/registration",
];

/// Forms that a session is enough for.
const NEVER: &[&str] = &[
    "/account",
    "/clients/bulk/plan",
    "/clients/existing",
    "/clients/new",
    "/clients/unlinked",
    "/clients/{id}/note",
    "/clients/{id}/notes/{note}/remove",
    "/clients/{id}/reactivate",
    "/clients/{id}/suspend",
    "/kept-form",
    "/language",
    "/organizations/new",
    "/organizations/{id}/members/{member}/decline",
    "/organizations/{id}/name",
    "/organizations/{id}/plan",
    "/organizations/{id}/removal-request",
    "/organizations/{id}/seats",
    "/provider/choice",
    "/provider/members/{member}/remind",
    "/provider/settings/profile",
    "/session",
    "/sign-in",
    "/sign-in/again",
    "/sign-in/again/code",
    "/sign-in/code",
    "/sign-out",
];

#[test]
fn each_form_of_the_portal_is_one_of_these() {
    let routes = portico::routes::table();
    let forms: BTreeSet<_> = routes.iter().filter(|route| route.methods.contains(&"POST")).map(|route| route.path).collect();
    let acts: BTreeSet<_> = ACTS.iter().map(|act| act.route).collect();
    let others: Vec<_> = EACH_TIME.iter().chain(BEHIND_A_LINK).chain(NEVER).copied().collect();
    let known: BTreeSet<_> = acts.iter().copied().chain(others.iter().copied()).collect();
    assert_eq!(forms, known);
    assert_eq!(known.len(), acts.len() + others.len(), "each in one of them");
    for path in &known {
        let is_kind = path.ends_with("/export") || path.ends_with("/bulk") || path.ends_with("/unlink");
        assert!(!is_kind || acts.contains(path), "{path} is of a kind that always needs one");
    }
}
