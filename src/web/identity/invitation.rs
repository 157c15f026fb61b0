//! The page behind the link of an invitation, into an organization or into a provider.

use super::sign_in::enter;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::LinkId;
use crate::domain::refusal::{Parsing, Part, Refusal};
use crate::domain::text::PersonName;
use crate::domain::time_zone::ZoneName;
use crate::error::{self, Error};
use crate::service::account::address;
use crate::service::identity::accounts::SignedIn;
use crate::service::identity::chosen_password::{self, Chooser};
use crate::service::identity::mailed_links::must_be_theirs;
use crate::service::identity::new_account;
use crate::web::kit::failure::Result;
use crate::web::kit::mailed_link::{done, page_of};
use crate::web::kit::markup::Faults;
use crate::web::kit::paths::query_value;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// What the visitor can do with the invitation.
#[derive(PartialEq, Eq)]
enum Way {
    Accept,
    /// The account had the invited address before: whoever still has it proves it.
    ProveAddress,
    SignOutFirst,
    SignInFirst,
    MakeAccount,
}

/// What an invitation's page shows, whatever it invites into.
pub(crate) struct Shown {
    pub purpose: Purpose,
    pub link: LinkId,
    pub title: String,
    /// What this portal is, what the role may do, and who else can see and do everything.
    pub about: Vec<String>,
    /// Label, value, and what stands small beside the value.
    pub facts: Vec<(String, String, Option<String>)>,
    /// What else accepting means.
    pub note: Option<String>,
    pub email: String,
    pub email_key: String,
    pub has_password: bool,
}

impl Shown {
    /// # Errors
    /// [`crate::domain::refusal::LinkFault::OtherAccount`] for who is signed in with another address.
    pub(crate) fn must_not_be_for_another(&self, visit: &Visit) -> error::Result<()> {
        must_be_theirs(self.purpose, visit.actor.as_ref().is_none_or(|actor| actor.email_key == self.email_key))
    }
}

#[derive(Template)]
#[template(path = "identity/invitation.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    shown: Shown,
    way: Way,
    name: &'a str,
    faults: Faults,
}

impl Page<'_> {
    fn path(&self) -> &'static str {
        self.shown.purpose.path()
    }

    /// Where the address is proven that the account had before.
    fn prove(&self) -> String {
        format!("/account/address?email={}", query_value(&self.shown.email))
    }

    fn sign_in(&self) -> String {
        format!("/sign-in?next={}", query_value(&self.again()))
    }

    /// Where this very invitation stands, whichever other ones are open in the browser.
    fn again(&self) -> String {
        page_of(self.shown.purpose, self.shown.link)
    }
}

/// Names everything and changes nothing.
pub(crate) async fn page(v: &Visit, shown: Shown) -> Result<Response> {
    answer(v, shown, "", Faults::none(), StatusCode::OK).await
}

async fn answer(v: &Visit, shown: Shown, name: &str, faults: Faults, status: StatusCode) -> Result<Response> {
    let way = match &v.actor {
        Some(actor) if actor.email_key == shown.email_key => Way::Accept,
        Some(actor) if address::has_left(&v.app, actor, &shown.email_key).await? => Way::ProveAddress,
        Some(_) => Way::SignOutFirst,
        None if shown.has_password => Way::SignInFirst,
        None => Way::MakeAccount,
    };
    let page = Page { v, shown, way, name, faults };
    v.page(status, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    pub(crate) invitation: LinkId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    pub(crate) invitation: LinkId,
    pub(crate) name: String,
    password: String,
    /// What the browser's script says.
    #[serde(default)]
    time_zone: String,
}

impl NewAccount {
    /// The account that is wished for the address of this invitation.
    ///
    /// # Errors
    /// The faults of the form; the database.
    pub(crate) async fn command(&self, visit: &Visit, shown: &Shown) -> error::Result<new_account::NewAccount> {
        new_account_of(visit, &shown.email, Typed { name: &self.name, password: &self.password, zone: &self.time_zone }).await
    }
}

/// What a form for a new account holds.
pub(crate) struct Typed<'a> {
    pub name: &'a str,
    pub password: &'a str,
    /// Nobody types it: what is no zone is none.
    pub zone: &'a str,
}

/// What was typed, for this address, with what is known of the visitor.
pub(crate) async fn new_account_of(visit: &Visit, email: &str, typed: Typed<'_>) -> error::Result<new_account::NewAccount> {
    let Typed { name, password, zone } = typed;
    let time_zone = ZoneName::parse(zone).ok();
    let mut faults = Parsing::default();
    let password = chosen_password::parse(&visit.app, Chooser { email, name }, password).await?;
    let name = faults.check(Part::Name, PersonName::parse(name));
    let password = faults.check(Part::Password, password);
    let (language, address) = (Some(visit.language), Some(visit.address.clone()));
    let parsed = name.zip(password);
    Ok(faults.finish(parsed.map(|(name, password)| new_account::NewAccount { name, password, language, time_zone, address }))?)
}

/// Goes on once the invitation is accepted, with this notice.
pub(crate) async fn accepted(visit: &Visit, purpose: Purpose, notice: String) -> Result<Response> {
    visit.say(notice).await?;
    Ok(done(visit, purpose, "/organizations"))
}

/// Goes on with the account that was made on the way and this notice, or shows what is wrong with the form.
pub(crate) async fn accepted_with_new_account(
    visit: &Visit,
    shown: Shown,
    typed: &NewAccount,
    outcome: error::Result<(SignedIn, String)>,
) -> Result<Response> {
    match outcome {
        Ok((who, notice)) => match enter(visit, who, "/organizations").await? {
            Some(to_code) => Ok(to_code),
            None => accepted(visit, shown.purpose, notice).await,
        },
        Err(Error::Refused(Refusal::Invalid(faults))) => {
            let faults = Faults::of(visit.t, &faults);
            answer(visit, shown, &typed.name, faults, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error.into()),
    }
}
