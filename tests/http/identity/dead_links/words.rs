//! Each purpose of a mailed link has words of its own for each way in which the link does nothing: why,
//! and what to do next.

use std::time::Duration;

use crate::help::{post, reason};
use crate::members::invitations::{invited, path_of, token_of};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::smtp_mail::Mail;
use crate::support::world::PASSWORD;
use portico::domain::providers::ProviderRole;

/// A link that works, and the browser of who may use it.
pub(super) struct Link {
    pub purpose: &'static str,
    pub path: String,
    pub opener: Client,
}

impl Link {
    pub async fn open(&self, by: &Client) -> Page {
        by.get(&self.path).await.expect(303).follow().await
    }

    /// What the page of the link says; it has to have this status.
    async fn says(&self, status: u16) -> String {
        reason(&self.open(&self.opener).await.expect(status))
    }
}

/// The mail, which may be made beside the answer.
async fn mail(app: &TestApp, email: &str) -> Mail {
    let waiting = format!("SELECT COUNT(*) FROM deliveries WHERE recipient = '{email}' AND state = 'pending'");
    for _ in 0..200 {
        if app.db.number(&waiting).await > 0 {
            return app.mail_for(email).await;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no mail for {email} in two seconds");
}

/// Asks for a mail in one form; gives the path of its link.
async fn asked(app: &TestApp, by: &Client, form: &str, fields: &[(&str, &str)], email: &str) -> String {
    let page = post(by, form, fields).await;
    assert!(page.status < 400, "{page}");
    path_of(app, &mail(app, email).await.link())
}

/// A link of every purpose.
pub(super) async fn links(app: &TestApp) -> Vec<Link> {
    let (_, admin, invitation) = invited(app, "olga@client.example", "owner").await;
    let team = [("emails", "nina@provider.example"), ("role", "service")];
    let team = asked(app, &admin, "/provider/members", &team, "nina@provider.example").await;
    app.person("pam@client.example").await;
    let password = [("email", "pam@client.example")];
    let password = asked(app, &app.client(), "/forgot-password", &password, "pam@client.example").await;
    let registration = [("email", "nora@new.example")];
    let registration = asked(app, &app.client(), "/register", &registration, "nora@new.example").await;
    let ann = app.signed_in(&app.person("ann@client.example").await).await;
    let address = [("email", "ann@new.example"), ("current_password", PASSWORD)];
    let address = asked(app, &ann, "/account/address", &address, "ann@new.example").await;
    let lea = app.person("lea@lonely.example").await;
    app.join(app.provider("Lonely Services").await, &lea, ProviderRole::Admin).await;
    let lea = app.signed_in(&lea).await;
    let proof = [("current_password", PASSWORD)];
    let deletion = asked(app, &lea, "/provider/settings/deletion", &proof, "lea@lonely.example").await;
    let link = |purpose, path, opener| Link { purpose, path, opener };
    vec![
        link("invitation", invitation, app.client()),
        link("provider_invitation", team, app.client()),
        link("password", password, app.client()),
        link("registration", registration, app.client()),
        link("address", address, ann),
        link("provider_deletion", deletion, lea),
    ]
}

const NEW_INVITATION: &str = "Ask the person who invited you for a new invitation.";
const NEW_PASSWORD: &str = "Ask for a new link with “Forgot password?” on the sign-in page.";
const NEW_REGISTRATION: &str = "Begin again with “Create an account” on the sign-in page.";
const NEW_ADDRESS: &str = "Ask for a new link on your account page, under “Change email address”.";
const NEW_DELETION: &str = "Ask for a new link in Settings, under “Delete provider”.";

/// What to do next, for each purpose.
fn next(purpose: &str) -> &'static str {
    match purpose {
        "invitation" | "provider_invitation" => NEW_INVITATION,
        "password" => NEW_PASSWORD,
        "registration" => NEW_REGISTRATION,
        "address" => NEW_ADDRESS,
        _ => NEW_DELETION,
    }
}

/// What a link that was used says.
fn used(purpose: &str) -> &'static str {
    match purpose {
        "invitation" | "provider_invitation" => {
            "If that was you, you have accepted already: look under “My organizations”, and sign in first if you are not signed in."
        }
        "password" => {
            "If that was you, sign in with the new password. If not, choose another one at once with “Forgot password?” on the \
             sign-in page."
        }
        "registration" => "The address has an account now: just sign in.",
        "address" => "Your account page shows which address you have now.",
        _ => "The provider is deleted.",
    }
}

/// Why a link was withdrawn.
fn withdrawn(purpose: &str) -> &'static str {
    match purpose {
        "invitation" | "provider_invitation" => "The link no longer works: the invitation was withdrawn.",
        "registration" => "The link was withdrawn.",
        "provider_deletion" => {
            "The link no longer works: your account has changed since it was sent, or the provider is deleted."
        }
        _ => "The link no longer works: the account has changed since it was sent.",
    }
}

#[tokio::test]
async fn a_link_that_is_over_says_why_and_what_to_do_next() {
    let app = TestApp::spawn().await;
    let links = links(&app).await;
    for link in &links {
        link.open(&link.opener).await.expect(200);
    }
    // One thing after the other happens to all of them: what says most is said.
    app.db.execute("UPDATE mailed_links SET expires_at = 1").await;
    for link in &links {
        assert_eq!(link.says(410).await, format!("The link has expired. {}", next(link.purpose)), "{}", link.purpose);
    }
    app.db.execute("UPDATE mailed_links SET replaced_at = 1").await;
    for link in &links {
        let newer = "The link was replaced by a newer one. Look for a newer email. Nothing there?";
        assert_eq!(link.says(410).await, format!("{newer} {}", next(link.purpose)), "{}", link.purpose);
    }
    app.db.execute("UPDATE mailed_links SET withdrawn_at = 1").await;
    for link in &links {
        assert_eq!(link.says(410).await, format!("{} {}", withdrawn(link.purpose), next(link.purpose)), "{}", link.purpose);
    }
    app.db.execute("UPDATE mailed_links SET used_at = 1").await;
    for link in &links {
        assert_eq!(link.says(410).await, format!("The link has been used already. {}", used(link.purpose)), "{}", link.purpose);
    }
}

#[tokio::test]
async fn a_link_that_lost_a_part_says_so_and_what_to_do_next() {
    let app = TestApp::spawn().await;
    for link in links(&app).await {
        let token = token_of(&link.path);
        let wrong = if token.starts_with('A') { "B" } else { "A" };
        let altered = Link { path: link.path.replace(token, &format!("{wrong}{}", &token[1..])), ..link };
        let lost = "The link is not valid. Perhaps a part of it was lost on the way: copy the whole link from the email. \
                    Does it still not work?";
        assert_eq!(altered.says(404).await, format!("{lost} {}", next(altered.purpose)), "{}", altered.purpose);
    }
}

#[tokio::test]
async fn a_link_that_somebody_else_opens_says_whose_it_is() {
    let app = TestApp::spawn().await;
    let links = links(&app).await;
    let stranger = app.signed_in(&app.person("eve@else.example").await).await;
    let before = app.db.snapshot().await;
    for link in &links {
        let page = link.open(&stranger).await;
        let says = match link.purpose {
            // Whoever has the mail may use these.
            "password" | "registration" => {
                page.expect(200);
                continue;
            }
            "invitation" | "provider_invitation" => {
                assert!(page.says("this invitation is for another address. Sign out"), "{page}");
                let path = page.path.clone();
                let shown = link.open(&app.client()).await.expect(200).form("main form").value("invitation").unwrap();
                reason(&post(&stranger, &format!("{path}/acceptance"), &[("invitation", &shown)]).await.expect(403))
            }
            _ => reason(&page.expect(403)),
        };
        let expected = match link.purpose {
            "address" => {
                "This link belongs to another account than the one that you are signed in with. Sign out, then sign in with the \
                 account whose address you want to change."
            }
            "provider_deletion" => {
                "This link is for the person who asked to delete the provider. Sign out, then sign in with that account."
            }
            _ => "You are signed in with another address than the invited one. Sign out, then sign in with the invited address.",
        };
        assert_eq!(says, expected, "{}", link.purpose);
    }
    app.db.assert_unchanged_since(&before).await;
}
