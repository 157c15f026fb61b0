//! Every route × every kind of visitor × own, foreign, missing and malformed ids. A route that is
//! not in the table below fails here.

use super::help::form_token;
use super::visitors::{KINDS, World};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use portico::routes::Caller;
use std::collections::BTreeSet;

/// One method of one route: what is posted, and the status for each of [`KINDS`].
pub(super) struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub form: &'static str,
    statuses: &'static str,
}

const fn row(method: &'static str, path: &'static str, form: &'static str, statuses: &'static str) -> Row {
    Row { method, path, form, statuses }
}

/// Nobody signed in: the sign-in page for a page, 401 for a form. `{id}` is a client of provider A,
/// `{member}` its last confirmed owner, or under `/provider/members` the last admin of provider A.
/// Posts are chosen so that whoever may do it is told of a
/// fault or a conflict; what does change something stands at the end.
#[rustfmt::skip]
pub(super) const TABLE: &[Row] = &[
    //                                                      anon exp dis | admA serA admB | inv acc own | oAdm usr former
    row("GET",  "/healthz", "",                             "200 200 200   200 200 200   200 200 200   200 200 200"),
    row("GET",  "/readyz", "",                              "200 200 200   200 200 200   200 200 200   200 200 200"),
    row("GET",  "/assets/{name}", "",                       "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/sign-in", "",                             "200 200 200   303 303 303   303 303 303   303 303 303"),
    row("POST", "/sign-in", "email={own}&password=x",       "422 422 422   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/sign-in/again", "",                       "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/sign-in/again", "again_email=x&again_password=x",
                                                            "401 422 422   303 303 303   303 303 303   303 303 303"),
    row("GET",  "/sign-in/again/code", "",                  "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/sign-in/again/code", "code=x&again_email=x",
                                                            "401 401 401   303 303 303   303 303 303   303 303 303"),
    row("GET",  "/session", "",                             "200 200 200   200 200 200   200 200 200   200 200 200"),
    row("POST", "/session", "",                             "401 401 401   200 200 200   200 200 200   200 200 200"),
    row("POST", "/kept-form", "",                           "401 401 401   303 303 303   303 303 303   303 303 303"),
    row("POST", "/language", "language=xx&next=/",          "422 422 422   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/forgot-password", "",                     "200 200 200   200 200 200   200 200 200   200 200 200"),
    row("POST", "/forgot-password", "email=x",              "422 422 422   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/password/{token}", "",                    "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/password", "",                            "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("POST", "/password", "link={id}&password=x",        "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/register", "",                            "200 200 200   303 303 303   303 303 303   303 303 303"),
    row("POST", "/register", "email=x",                     "422 422 422   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/registration/{token}", "",                "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/registration", "",                        "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("POST", "/registration", "registration={id}&name=x&password=x",
                                                            "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/opt-out/{token}", "",                     "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/opt-out", "",                             "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("POST", "/opt-out", "link={id}",                    "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/invitation/{token}", "",                  "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/invitation", "",                          "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/waiting/invitations/{member}", "",        "303 303 303   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/waiting/provider-invitations/{member}", "", 
                                                            "303 303 303   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/invitation/account", "",                  "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/invitation/account", "invitation={id}&name=x&password=x",
                                                            "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/invitation/acceptance", "",               "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/invitation/acceptance", "invitation={id}","401 401 401   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/provider-invitation/{token}", "",         "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/provider-invitation", "",                 "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/provider-invitation/account", "",         "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/provider-invitation/account", "invitation={id}&name=x&password=x",
                                                            "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/provider-invitation/acceptance", "",      "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/provider-invitation/acceptance", "invitation={id}",
                                                            "401 401 401   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/demo/mail", "",                           "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/", "",                                    "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("GET",  "/account", "",                             "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("POST", "/account", "name=&language=xx&time_zone=x","401 401 401   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/sign-in/code", "",                        "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/sign-in/code", "code=x",                  "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("GET",  "/address/{token}", "",                     "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/address", "",                             "303 303 303   404 404 404   404 404 404   404 404 404"),
    row("POST", "/address", "link={id}",                    "401 401 401   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/address-undo/{token}", "",                "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/address-undo", "",                        "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("POST", "/address-undo", "link={id}",               "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/account/password", "",                    "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("POST", "/account/password", "current_password=&password=x",
                                                            "401 401 401   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/account/address", "",                     "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("POST", "/account/address", "email=x&current_password=",
                                                            "401 401 401   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/account/two-step", "",                    "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("GET",  "/account/two-step/set-up", "",             "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("POST", "/account/two-step/set-up", "current_password=",
                                                            "401 401 401   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/account/two-step/confirm", "",            "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/account/two-step/confirm", "set_up=x&code=1",
                                                            "401 401 401   403 403 403   403 403 403   403 403 403"),
    row("GET",  "/account/two-step/codes", "",              "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/account/two-step/codes", "current_password=",
                                                            "401 401 401   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/account/two-step/off", "",                "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/account/two-step/off", "current_password=",
                                                            "401 401 401   409 409 409   409 409 409   409 409 409"),
    row("GET",  "/account/sessions", "",                    "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("GET",  "/account/sessions/end-others", "",         "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("POST", "/account/sessions/end-others", "current_password=",
                                                            "401 401 401   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/account/sessions/{id}/end", "",           "303 303 303   404 404 404   404 404 404   404 404 404"),
    row("POST", "/account/sessions/{id}/end", "current_password=",
                                                            "401 401 401   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/account/delete", "",                      "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("POST", "/account/delete", "current_password=x",    "401 401 401   422 422 422   422 422 422   422 422 422"),
    row("GET",  "/clients", "",                             "303 303 303   200 200 200   404 404 404   404 404 404"),
    row("GET",  "/clients/existing", "",                    "303 303 303   200 403 200   404 404 404   404 404 404"),
    row("POST", "/clients/existing", "organization={id}",   "401 401 401   404 403 404   404 404 404   404 404 404"),
    row("GET",  "/clients/new", "",                         "303 303 303   200 403 200   404 404 404   404 404 404"),
    row("POST", "/clients/new", "id={member}&name=&plan=&seats=&owner_email=",
                                                            "401 401 401   422 403 422   404 404 404   404 404 404"),
    row("GET",  "/clients/bulk/plan", "",                   "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/clients/bulk/plan", "client={id}&act=unlink",
                                                            "401 401 401   200 403 404   404 404 404   404 404 404"),
    row("GET",  "/clients/export", "",                      "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/clients/export", "client={id}",           "401 401 401   200 200 404   404 404 404   404 404 404"),
    row("GET",  "/clients/{id}/unlink", "",                 "303 303 303   200 403 404   404 404 404   404 404 404"),
    row("GET",  "/clients/unlinked", "",                    "303 303 303   200 403 200   404 404 404   404 404 404"),
    row("POST", "/clients/unlinked", "organization={id}",   "401 401 401   404 403 404   404 404 404   404 404 404"),
    row("GET",  "/link-again/{token}", "",                  "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/link-again", "",                          "303 303 303   404 404 404   404 404 404   404 404 404"),
    row("POST", "/link-again", "link={id}",                 "401 401 401   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/provider/settings", "",                   "303 303 303   200 403 200   404 404 404   404 404 404"),
    row("GET",  "/provider/settings/profile", "",           "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/provider/settings/profile", "provider_name=&billing_email=",
                                                            "401 401 401   422 403 422   404 404 404   404 404 404"),
    row("GET",  "/provider/settings/sign-in", "",           "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/provider/settings/sign-in", "session_length=x",
                                                            "401 401 401   422 403 422   404 404 404   404 404 404"),
    row("GET",  "/provider/settings/deletion", "",          "303 303 303   200 403 200   404 404 404   404 404 404"),
    row("POST", "/provider/settings/deletion", "current_password=x",
                                                            "401 401 401   409 403 409   404 404 404   404 404 404"),
    row("GET",  "/provider-deletion/{token}", "",           "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/provider-deletion", "",                   "303 303 303   404 404 404   404 404 404   404 404 404"),
    row("POST", "/provider-deletion", "link={id}",          "401 401 401   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/clients/{id}/suspend", "",                "303 303 303   200 403 404   404 404 404   404 404 404"),
    row("GET",  "/clients/{id}/reactivate", "",             "303 303 303   200 403 404   404 404 404   404 404 404"),
    row("GET",  "/clients/{id}/note", "",                   "303 303 303   200 200 404   404 404 404   404 404 404"),
    row("POST", "/clients/{id}/note", "note=\u{7}",         "401 401 401   422 422 404   404 404 404   404 404 404"),
    row("GET",  "/clients/{id}/notes", "",                  "303 303 303   200 200 404   404 404 404   404 404 404"),
    row("GET",  "/clients/{id}/notes/{note}/remove", "",    "303 303 303   404 404 404   404 404 404   404 404 404"),
    row("POST", "/clients/{id}/notes/{note}/remove", "",    "401 401 401   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/provider/members", "",                    "303 303 303   200 403 200   404 404 404   404 404 404"),
    row("POST", "/provider/members", "emails=x&role=admin", "401 401 401   422 403 422   404 404 404   404 404 404"),
    row("GET",  "/provider/members/new", "",                "303 303 303   200 403 200   404 404 404   404 404 404"),
    row("GET",  "/provider/members/leave", "",              "303 303 303   200 200 200   404 404 404   404 404 404"),
    row("GET",  "/provider/members/{member}", "",           "303 303 303   200 403 404   404 404 404   404 404 404"),
    row("POST", "/provider/members/{member}/remind", "",    "401 401 401   303 403 404   404 404 404   404 404 404"),
    row("GET",  "/provider/members/{member}/end-access", "","303 303 303   200 403 404   404 404 404   404 404 404"),
    row("POST", "/provider/members/{member}/end-access", "","401 401 401   409 403 404   404 404 404   404 404 404"),
    row("POST", "/provider/members/{member}/confirm", "",   "401 401 401   409 403 404   404 404 404   404 404 404"),
    row("POST", "/provider/members/{member}/resend", "",    "401 401 401   409 403 404   404 404 404   404 404 404"),
    row("POST", "/provider/members/{member}/reactivate", "","401 401 401   409 403 404   404 404 404   404 404 404"),
    row("GET",  "/provider/members/{member}/role", "",      "303 303 303   200 403 404   404 404 404   404 404 404"),
    row("POST", "/provider/members/{member}/role", "role=service",
                                                            "401 401 401   409 403 404   404 404 404   404 404 404"),
    row("GET",  "/provider/members/{member}/suspend", "",   "303 303 303   200 403 404   404 404 404   404 404 404"),
    row("POST", "/provider/members/{member}/suspend", "",   "401 401 401   409 403 404   404 404 404   404 404 404"),
    row("GET",  "/provider/members/{member}/remove", "",    "303 303 303   200 403 404   404 404 404   404 404 404"),
    row("POST", "/provider/members/{member}/remove", "",    "401 401 401   409 403 404   404 404 404   404 404 404"),
    row("GET",  "/provider/events", "",                     "303 303 303   200 403 200   404 404 404   404 404 404"),
    row("POST", "/provider/events/export", "format=x",      "401 401 401   422 403 422   404 404 404   404 404 404"),
    row("GET",  "/provider/events/clients", "",             "303 303 303   200 403 200   404 404 404   404 404 404"),
    row("POST", "/provider/events/clients/export", "format=x",
                                                            "401 401 401   422 403 422   404 404 404   404 404 404"),
    row("GET",  "/organizations/{id}/events", "",           "303 303 303   200 200 404   404 404 200   200 403 404"),
    row("POST", "/organizations/{id}/events/export", "format=x",
                                                            "401 401 401   422 422 404   404 404 422   422 403 404"),
    row("GET",  "/account/events", "",                      "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("GET",  "/organizations", "",                       "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("GET",  "/organizations/new", "",                   "303 303 303   200 200 200   200 200 200   200 200 200"),
    row("POST", "/organizations/new", "id={member}&name=&plan=&seats=",
                                                            "401 401 401   422 422 422   422 422 422   422 422 422"),
    row("POST", "/provider/choice", "provider={id}",        "401 401 401   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/organizations/{id}", "",                  "303 303 303   200 200 404   404 404 200   200 200 404"),
    row("GET",  "/organizations/{id}/name", "",             "303 303 303   200 200 404   404 404 200   403 403 404"),
    row("POST", "/organizations/{id}/name", "name=",        "401 401 401   422 422 404   404 404 422   403 403 404"),
    row("GET",  "/organizations/{id}/plan", "",             "303 303 303   200 403 404   404 404 403   403 403 404"),
    row("POST", "/organizations/{id}/plan", "plan=Free",    "401 401 401   422 403 404   404 404 403   403 403 404"),
    row("GET",  "/organizations/{id}/deletion", "",         "303 303 303   403 403 404   404 404 200   403 403 404"),
    row("POST", "/organizations/{id}/deletion", "current_password=x",
                                                            "401 401 401   403 403 404   404 404 409   403 403 404"),
    row("GET",  "/organization-deletion/{token}", "",       "404 404 404   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/organization-deletion", "",               "303 303 303   404 404 404   404 404 404   404 404 404"),
    row("POST", "/organization-deletion", "link={id}",      "401 401 401   404 404 404   404 404 404   404 404 404"),
    row("GET",  "/organizations/{id}/seats", "",            "303 303 303   200 200 404   404 404 403   403 403 404"),
    row("POST", "/organizations/{id}/seats", "seat_count=x","401 401 401   422 422 404   404 404 403   403 403 404"),
    row("GET",  "/organizations/{id}/members", "",          "303 303 303   303 303 404   404 404 303   303 403 404"),
    row("POST", "/organizations/{id}/members", "email=x&role=user",
                                                            "401 401 401   422 422 404   404 404 422   422 403 404"),
    row("GET",  "/organizations/{id}/members/new", "",      "303 303 303   200 200 404   404 404 200   200 403 404"),
    row("GET",  "/organizations/{id}/members/bulk", "",     "303 303 303   200 200 404   404 404 200   200 403 404"),
    row("POST", "/organizations/{id}/members/bulk", "act=remove&member={member}",
                                                            "401 401 401   409 409 404   404 404 409   409 403 404"),
    row("GET",  "/organizations/{id}/members/{member}/revoke", "",
                                                            "303 303 303   200 200 404   404 404 200   403 403 404"),
    row("POST", "/organizations/{id}/members/{member}/revoke", "",
                                                            "401 401 401   409 409 404   404 404 409   403 403 404"),
    row("POST", "/organizations/{id}/members/{member}/restore", "",
                                                            "401 401 401   409 409 404   404 404 409   403 403 404"),
    row("GET",  "/organizations/{id}/members/{member}/role", "",
                                                            "303 303 303   200 200 404   404 404 200   403 403 404"),
    row("POST", "/organizations/{id}/members/{member}/role", "role=user",
                                                            "401 401 401   409 409 404   404 404 409   403 403 404"),
    row("POST", "/organizations/{id}/members/{member}/decline", "",
                                                            "401 401 401   403 403 404   404 404 409   403 403 404"),
    row("POST", "/organizations/{id}/members/{member}/confirm", "",
                                                            "401 401 401   409 409 404   404 404 409   403 403 404"),
    row("POST", "/organizations/{id}/members/{member}/resend", "",
                                                            "401 401 401   409 409 404   404 404 409   403 403 404"),
    row("GET",  "/organizations/{id}/members/{member}/remove", "",
                                                            "303 303 303   200 200 404   404 404 200   403 403 404"),
    row("POST", "/organizations/{id}/members/{member}/remove", "",
                                                            "401 401 401   409 409 404   404 404 409   403 403 404"),
    row("GET",  "/organizations/{id}/step-down", "",        "303 303 303   403 403 404   404 404 200   200 200 404"),
    row("POST", "/organizations/{id}/removal-request", "",  "401 401 401   403 403 404   404 404 409   303 303 404"),
    row("POST", "/clients/{id}/suspend", "",                "401 401 401   303 403 404   404 404 404   404 404 404"),
    row("POST", "/clients/{id}/reactivate", "",             "401 401 401   303 403 404   404 404 404   404 404 404"),
    row("POST", "/organizations/{id}/step-down", "",        "401 401 401   403 403 404   404 404 409   303 303 404"),
    row("POST", "/clients/{id}/unlink", "",                 "401 401 401   303 403 404   404 404 404   404 404 404"),
    row("GET",  "/clients/bulk", "",                        "303 303 303   303 303 303   303 303 303   303 303 303"),
    row("POST", "/clients/bulk", "client={id}&act=suspend", "401 401 401   409 403 404   404 404 404   404 404 404"),
    row("POST", "/provider/members/leave", "",              "401 401 401   409 303 409   404 404 404   404 404 404"),
    row("POST", "/sign-out", "",                            "303 303 303   303 303 303   303 303 303   303 303 303"),
];

impl Row {
    pub(super) fn status(&self, kind: usize) -> u16 {
        let status = self.statuses.split_whitespace().nth(kind).expect("a status for each kind of visitor");
        status.parse().expect("a status is a number")
    }

    /// Whether `{member}` is somebody of a provider.
    fn is_about_a_provider_member(&self) -> bool {
        self.path.starts_with("/provider/members/{member}")
    }

    /// Whether this visitor's request may change something.
    fn acts(&self, kind: usize) -> bool {
        // An export is an event.
        let exports = self.path.ends_with("/export") && self.status(kind) == 200;
        exports || self.method == "POST" && self.status(kind) == 303
    }

    /// The request with these ids, with the visitor's own form token where it is a form.
    pub async fn ask(&self, client: &Client, token: &str, (id, member): (&str, &str)) -> Page {
        let fill = |text: &str| text.replace("{id}", id).replace("{member}", member);
        let path = fill(self.path).replace("{name}", "none.css").replace("{token}", "none").replace("{note}", member);
        if self.method == "GET" {
            return client.get(&path).await;
        }
        let pairs = self.form.split('&').filter_map(|pair| pair.split_once('='));
        // `{own}` is a text of the visitor's own: attempts to sign in are counted by address.
        let fields = pairs.map(|(name, value)| (name.to_owned(), fill(value).replace("{own}", token)));
        let fields: Vec<_> = fields.chain([("form_token".to_owned(), token.to_owned())]).collect();
        client.send("post", &path, &fields, &[]).await
    }
}

#[test]
fn the_table_holds_every_route_and_method_and_no_other() {
    let routes = portico::routes::table();
    let served: BTreeSet<_> = routes.iter().flat_map(|route| route.methods.iter().map(|method| (route.path, *method))).collect();
    let tested: BTreeSet<_> = TABLE.iter().map(|row| (row.path, row.method)).collect();
    assert_eq!(served, tested);
    assert_eq!(tested.len(), TABLE.len(), "each once");
    for row in TABLE {
        assert_eq!(row.statuses.split_whitespace().count(), KINDS.len(), "{} {}", row.method, row.path);
        let caller = routes.iter().find(|route| route.path == row.path).map(|route| route.caller);
        let nobody = if row.method == "GET" { 303 } else { 401 };
        let asks = (0..3).all(|kind| row.status(kind) == nobody);
        assert!(caller != Some(Caller::SignedIn) || asks, "{} {} asks for a person", row.method, row.path);
    }
}

#[tokio::test]
async fn each_visitor_gets_the_answer_of_the_table_and_no_denial_changes_anything() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    let own = (world.organization.to_string(), world.owner.to_string());
    let admin = world.admin.to_string();
    let mut tokens = Vec::new();
    for visitor in &world.visitors {
        tokens.push(form_token(visitor).await);
    }
    let mut wrong = Vec::new();
    for row in TABLE {
        let before = app.db.snapshot().await;
        for acting in [false, true] {
            for (kind, visitor) in world.visitors.iter().enumerate().filter(|(kind, _)| row.acts(*kind) == acting) {
                let member = if row.is_about_a_provider_member() { &admin } else { &own.1 };
                let page = row.ask(visitor, &tokens[kind], (&own.0, member)).await;
                if page.status != row.status(kind) {
                    wrong.push(format!(
                        "{} {} by {}: {} and not {}",
                        row.method,
                        row.path,
                        KINDS[kind],
                        page.status,
                        row.status(kind)
                    ));
                }
                if matches!(page.status, 401 | 403 | 404) {
                    // The navigation before it names the visitor.
                    let said = page.html.split("<main").last().unwrap_or_default();
                    assert!(!said.contains("Alpha GmbH") && !said.contains("olga@"), "{} sees {page}", KINDS[kind]);
                }
            }
            if !acting {
                app.db.assert_unchanged_since(&before).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What differs in each answer by nature: the asked ids and the form's token.
fn bare(page: &Page, token: &str, ids: [&str; 2]) -> String {
    let html = page.html.replace(token, "TOKEN").replace(ids[0], "ID");
    html.replace(ids[1], "MEMBER")
}

#[tokio::test]
async fn what_is_foreign_missing_or_no_id_at_all_is_the_same_nothing() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    let (own, owner) = (world.organization.to_string(), world.owner.to_string());
    let (foreign, foreigner) = (world.foreign.to_string(), world.foreigner.to_string());
    let (missing, nobody) = (app.app.new_id::<uuid::Uuid>().to_string(), app.app.new_id::<uuid::Uuid>().to_string());
    let before = app.db.snapshot().await;
    for (kind, visitor) in world.visitors.iter().enumerate() {
        let token = form_token(visitor).await;
        for row in TABLE.iter().filter(|row| row.path.contains("{id}")) {
            let expected = if kind < 3 { row.status(kind) } else { 404 };
            // For the admin of provider B it is the other way round.
            let theirs = if KINDS[kind] == "admin of provider B" { (&own, &owner) } else { (&foreign, &foreigner) };
            let mut answers = Vec::new();
            for (id, member) in [theirs, (&missing, &nobody), (&missing, &owner)] {
                let page = row.ask(visitor, &token, (id, member)).await;
                assert_eq!(page.status, expected, "{} {} by {}", row.method, row.path, KINDS[kind]);
                answers.push(bare(&page, &token, [id, member]));
            }
            for (id, member) in [("not-an-id", "neither"), ("1", "%00"), ("%ff", "..%2f..")] {
                assert_eq!(row.ask(visitor, &token, (id, member)).await.status, expected, "{} {id} by {}", row.path, KINDS[kind]);
            }
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{} {} by {}", row.method, row.path, KINDS[kind]);
            if row.path.contains("{member}") {
                let mut answers = Vec::new();
                for member in [&foreigner, &nobody] {
                    let page = row.ask(visitor, &token, (&own, member)).await;
                    assert!(matches!(page.status, 303 | 401 | 403 | 404), "{} by {}: {page}", row.path, KINDS[kind]);
                    answers.push((page.status, bare(&page, &token, [&own, member])));
                }
                assert_eq!(answers[0], answers[1], "{} {} by {}", row.method, row.path, KINDS[kind]);
            }
        }
    }
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn the_people_of_another_provider_are_the_same_nothing_as_nobody() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    let (own, foreign, nobody) =
        (world.admin.to_string(), world.foreign_admin.to_string(), app.app.new_id::<uuid::Uuid>().to_string());
    let id = world.organization.to_string();
    let before = app.db.snapshot().await;
    for (kind, visitor) in world.visitors.iter().enumerate() {
        let token = form_token(visitor).await;
        // For the admin of provider B it is the other way round.
        let theirs = if KINDS[kind] == "admin of provider B" { &own } else { &foreign };
        for row in TABLE.iter().filter(|row| row.is_about_a_provider_member()) {
            // An admin finds nobody; whoever may not look at members at all gets the answer of the table.
            let expected = if KINDS[kind].starts_with("admin of provider") { 404 } else { row.status(kind) };
            let mut answers = Vec::new();
            for member in [theirs, &nobody] {
                let page = row.ask(visitor, &token, (&id, member)).await;
                assert_eq!(page.status, expected, "{} {} by {}", row.method, row.path, KINDS[kind]);
                answers.push(bare(&page, &token, [&id, member]));
            }
            assert_eq!(answers[0], answers[1], "{} {} by {}", row.method, row.path, KINDS[kind]);
            for member in ["not-an-id", "%00", "%ff"] {
                let page = row.ask(visitor, &token, (&id, member)).await;
                assert_eq!(page.status, if kind < 3 { expected } else { 404 }, "{} {member} by {}", row.path, KINDS[kind]);
            }
        }
    }
    app.db.assert_unchanged_since(&before).await;
}
