//! The one table of URLs, grouped by who may call them.

use crate::app::App;
use crate::domain::identity::mailed_link::Purpose;
use crate::error::Error;
use crate::readiness::NotReady;
use crate::web::kit::explain::{explain, method_not_allowed, not_found};
use crate::web::kit::failure::Result;
use crate::web::kit::form::of_nobody;
use crate::web::kit::mailed_link::arrival;
use crate::web::kit::visit::Visit;
use crate::web::kit::{assets, demo_mails, edge, health, kept, metrics, session_store};
use crate::web::{account, clients, events, identity, members, organizations, provider_members, providers};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

/// Who may call a route at all; what the person may do there is asked further down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// No person is asked for: health and static files.
    Machine,
    Anybody,
    SignedIn,
}

/// A path, its methods as a test reads them, and who may call it.
pub struct Route {
    pub path: &'static str,
    pub methods: &'static [&'static str],
    pub caller: Caller,
    handler: MethodRouter<App>,
}

fn route(caller: Caller, methods: &'static [&'static str], path: &'static str, handler: MethodRouter<App>) -> Route {
    Route { path, methods, caller, handler }
}

/// A form that may be answered with a page: whoever asks for that page again is led to where the form stands.
fn form(caller: Caller, path: &'static str, stands_at: &'static str, handler: MethodRouter<App>) -> Route {
    route(caller, BOTH, path, handler.get(move || async move { Redirect::to(stands_at) }))
}

const GET: &[&str] = &["GET"];
const POST: &[&str] = &["POST"];
const BOTH: &[&str] = &["GET", "POST"];

/// Every route of the portal.
#[must_use]
pub fn table() -> Vec<Route> {
    let groups = [of_anybody(), of_the_clients(), of_the_provider(), of_the_organizations(), of_the_account(), of_the_logs()];
    groups.into_iter().flatten().collect()
}

/// Machines, signing in, the links of mails, and the start page.
fn of_anybody() -> Vec<Route> {
    use Caller::{Anybody, Machine, SignedIn};
    vec![
        route(Machine, GET, "/healthz", get(health::alive)),
        route(Machine, GET, "/readyz", get(health::ready)),
        route(Machine, GET, "/assets/{name}", get(assets::show)),
        route(Anybody, BOTH, "/sign-in", get(identity::sign_in::show).post(identity::sign_in::sign_in)),
        route(Anybody, BOTH, "/sign-in/code", get(identity::sign_in::show_code).post(identity::sign_in::check_code)),
        form(Anybody, "/sign-in/again/code", "/sign-in", post(identity::again::check_code)),
        route(Anybody, BOTH, "/sign-in/again", get(identity::again::show).post(identity::again::sign_in)),
        route(Anybody, BOTH, "/session", get(identity::again::left).post(identity::again::stay)),
        route(SignedIn, POST, "/kept-form", post(kept::discard)),
        route(Anybody, POST, "/sign-out", post(identity::sign_in::sign_out)),
        route(Anybody, POST, "/language", post(organizations::list::choose_language)),
        route(Anybody, BOTH, "/forgot-password", get(identity::password_link::forgot).post(identity::password_link::ask)),
        route(Anybody, GET, "/password/{token}", arrival(Purpose::Password)),
        route(Anybody, BOTH, "/password", get(identity::password_link::show).post(identity::password_link::save)),
        route(Anybody, BOTH, "/register", get(identity::registration::ask_form).post(identity::registration::ask)),
        route(Anybody, GET, "/registration/{token}", arrival(Purpose::Registration)),
        route(Anybody, BOTH, "/registration", get(identity::registration::show).post(identity::registration::create)),
        route(Anybody, GET, "/invitation/{token}", arrival(Purpose::Invitation)),
        route(Anybody, GET, "/invitation", get(members::invitations::show)),
        route(SignedIn, GET, "/waiting/invitations/{member}", get(members::invitations::open_own)),
        form(Anybody, "/invitation/account", "/invitation", post(members::invitations::accept_with_new_account)),
        route(Anybody, GET, "/address/{token}", arrival(Purpose::Address)),
        route(Anybody, GET, "/address-undo/{token}", arrival(Purpose::AddressUndo)),
        route(Anybody, BOTH, "/address-undo", get(account::address::show_undo).post(account::address::undo)),
        route(Anybody, GET, "/opt-out/{token}", arrival(Purpose::OptOut)),
        route(Anybody, BOTH, "/opt-out", get(identity::opt_out::show).post(identity::opt_out::press)),
        route(Anybody, GET, "/demo/mail", get(demo_mails::index)),
        form(SignedIn, "/invitation/acceptance", "/invitation", post(members::invitations::accept)),
        route(SignedIn, GET, "/", get(organizations::list::show)),
    ]
}

/// The clients of a provider.
fn of_the_clients() -> Vec<Route> {
    use Caller::{Anybody, SignedIn};
    vec![
        route(SignedIn, GET, "/clients", get(clients::list::index)),
        route(SignedIn, BOTH, "/clients/existing", get(clients::existing::existing).post(clients::existing::add_existing)),
        route(SignedIn, BOTH, "/clients/new", get(clients::create::new).post(clients::create::create)),
        form(SignedIn, "/clients/export", "/clients", post(clients::export::download)),
        form(SignedIn, "/clients/bulk/plan", "/clients", post(clients::bulk::plan)),
        form(SignedIn, "/clients/bulk", "/clients", post(clients::bulk::act)),
        route(SignedIn, BOTH, "/clients/unlinked", get(clients::unlinked::index).post(clients::unlinked::ask)),
        route(Anybody, GET, "/link-again/{token}", arrival(Purpose::Relink)),
        route(SignedIn, BOTH, "/link-again", get(clients::relink::show).post(clients::relink::link)),
        route(SignedIn, BOTH, "/clients/{id}/unlink", get(clients::unlink::show).post(clients::unlink::unlink)),
        route(SignedIn, BOTH, "/clients/{id}/suspend", get(clients::suspension::ask_suspend).post(clients::suspension::suspend)),
        route(
            SignedIn,
            BOTH,
            "/clients/{id}/reactivate",
            get(clients::suspension::ask_reactivate).post(clients::suspension::reactivate),
        ),
        route(SignedIn, GET, "/clients/{id}/notes", get(organizations::notes::index)),
        route(SignedIn, BOTH, "/clients/{id}/note", get(organizations::notes::new).post(organizations::notes::add)),
        route(
            SignedIn,
            BOTH,
            "/clients/{id}/notes/{note}/remove",
            get(organizations::notes::ask_remove).post(organizations::notes::remove),
        ),
    ]
}

/// A provider itself: its people, its settings, its end.
fn of_the_provider() -> Vec<Route> {
    use Caller::{Anybody, SignedIn};
    use provider_members::acts as team_acts;
    vec![
        route(Anybody, GET, "/provider-invitation/{token}", arrival(Purpose::ProviderInvitation)),
        route(Anybody, GET, "/provider-invitation", get(provider_members::invitations::show)),
        route(SignedIn, GET, "/waiting/provider-invitations/{member}", get(provider_members::invitations::open_own)),
        form(
            Anybody,
            "/provider-invitation/account",
            "/provider-invitation",
            post(provider_members::invitations::accept_with_new_account),
        ),
        form(SignedIn, "/provider-invitation/acceptance", "/provider-invitation", post(provider_members::invitations::accept)),
        route(SignedIn, GET, "/provider/settings", get(providers::settings::show)),
        form(SignedIn, "/provider/settings/profile", "/provider/settings", post(providers::settings::save_profile)),
        form(SignedIn, "/provider/settings/sign-in", "/provider/settings", post(providers::settings::save_sign_in)),
        route(SignedIn, BOTH, "/provider/settings/deletion", get(providers::deletion::ask).post(providers::deletion::send)),
        route(Anybody, GET, "/provider-deletion/{token}", arrival(Purpose::ProviderDeletion)),
        route(SignedIn, BOTH, "/provider-deletion", get(providers::deletion::show).post(providers::deletion::delete)),
        route(SignedIn, BOTH, "/provider/members", get(provider_members::list::index).post(provider_members::list::invite)),
        route(SignedIn, GET, "/provider/members/new", get(provider_members::list::new)),
        route(SignedIn, BOTH, "/provider/members/leave", get(team_acts::ask_leave).post(team_acts::leave)),
        route(SignedIn, GET, "/provider/members/{member}", get(provider_members::person::show)),
        route(SignedIn, POST, "/provider/members/{member}/confirm", post(team_acts::confirm)),
        route(SignedIn, POST, "/provider/members/{member}/resend", post(team_acts::resend)),
        route(SignedIn, POST, "/provider/members/{member}/reactivate", post(team_acts::reactivate)),
        route(SignedIn, POST, "/provider/members/{member}/remind", post(provider_members::person::remind)),
        route(
            SignedIn,
            BOTH,
            "/provider/members/{member}/end-access",
            get(provider_members::person::ask_end_access).post(provider_members::person::end_access),
        ),
        route(SignedIn, BOTH, "/provider/members/{member}/role", get(team_acts::ask_role).post(team_acts::change_role)),
        route(SignedIn, BOTH, "/provider/members/{member}/suspend", get(team_acts::ask_suspend).post(team_acts::suspend)),
        route(SignedIn, BOTH, "/provider/members/{member}/remove", get(team_acts::ask_remove).post(team_acts::remove)),
    ]
}

/// One organization and its members.
fn of_the_organizations() -> Vec<Route> {
    use Caller::{Anybody, SignedIn};
    vec![
        route(SignedIn, GET, "/organizations", get(organizations::list::organizations)),
        route(SignedIn, GET, "/organizations/{id}", get(organizations::page::show)),
        route(
            SignedIn,
            BOTH,
            "/organizations/{id}/name",
            get(organizations::details::name).post(organizations::details::save_name),
        ),
        route(
            SignedIn,
            BOTH,
            "/organizations/{id}/plan",
            get(organizations::details::plan).post(organizations::details::save_plan),
        ),
        route(
            SignedIn,
            BOTH,
            "/organizations/{id}/deletion",
            get(organizations::deletion::ask).post(organizations::deletion::send),
        ),
        route(Anybody, GET, "/organization-deletion/{token}", arrival(Purpose::OrganizationDeletion)),
        route(SignedIn, BOTH, "/organization-deletion", get(organizations::deletion::show).post(organizations::deletion::delete)),
        route(SignedIn, BOTH, "/organizations/{id}/seats", get(organizations::seats::show).post(organizations::seats::save)),
        route(SignedIn, BOTH, "/organizations/{id}/members", get(members::to_new).post(members::invite)),
        route(SignedIn, GET, "/organizations/{id}/members/new", get(members::new)),
        route(SignedIn, BOTH, "/organizations/{id}/members/bulk", get(members::plan).post(members::carry_out)),
        route(SignedIn, POST, "/organizations/{id}/members/{member}/confirm", post(members::confirm)),
        route(SignedIn, POST, "/organizations/{id}/members/{member}/resend", post(members::resend)),
        route(SignedIn, BOTH, "/organizations/{id}/members/{member}/remove", get(members::ask_remove).post(members::remove)),
        route(SignedIn, BOTH, "/organizations/{id}/members/{member}/revoke", get(members::ask_revoke).post(members::revoke)),
        route(SignedIn, POST, "/organizations/{id}/members/{member}/restore", post(members::restore)),
        route(SignedIn, BOTH, "/organizations/{id}/members/{member}/role", get(members::ask_role).post(members::change_role)),
        route(SignedIn, BOTH, "/organizations/{id}/step-down", get(members::ask_step_down).post(members::step_down)),
        route(SignedIn, POST, "/organizations/{id}/removal-request", post(members::ask_to_be_removed)),
        route(SignedIn, POST, "/organizations/{id}/members/{member}/decline", post(members::decline_removal)),
    ]
}

/// The own account, and what is one's own: a new organization, the provider to work in.
fn of_the_account() -> Vec<Route> {
    use Caller::SignedIn;
    vec![
        route(SignedIn, BOTH, "/account", get(account::profile::show).post(account::profile::save)),
        route(SignedIn, BOTH, "/address", get(account::address::show_link).post(account::address::confirm)),
        route(SignedIn, BOTH, "/account/delete", get(account::deletion::show).post(account::deletion::delete)),
        route(SignedIn, BOTH, "/organizations/new", get(organizations::create::show).post(organizations::create::create)),
        route(SignedIn, POST, "/provider/choice", post(organizations::list::choose_provider)),
        route(SignedIn, BOTH, "/account/password", get(account::password::show).post(account::password::save)),
        route(SignedIn, BOTH, "/account/address", get(account::address::show).post(account::address::ask)),
        route(SignedIn, GET, "/account/two-step", get(account::two_step::show)),
        route(SignedIn, BOTH, "/account/two-step/set-up", get(account::two_step::ask_set_up).post(account::two_step::set_up)),
        form(SignedIn, "/account/two-step/confirm", "/account/two-step/set-up", post(account::two_step::confirm)),
        route(SignedIn, BOTH, "/account/two-step/codes", get(account::two_step::ask_codes).post(account::two_step::renew_codes)),
        route(SignedIn, BOTH, "/account/two-step/off", get(account::two_step::ask_off).post(account::two_step::turn_off)),
        route(SignedIn, GET, "/account/sessions", get(account::sessions::index)),
        route(
            SignedIn,
            BOTH,
            "/account/sessions/end-others",
            get(account::sessions::ask_end_others).post(account::sessions::end_others),
        ),
        route(SignedIn, BOTH, "/account/sessions/{id}/end", get(account::sessions::ask_end).post(account::sessions::end)),
    ]
}

/// The event logs and their exports.
fn of_the_logs() -> Vec<Route> {
    use Caller::SignedIn;
    vec![
        route(SignedIn, GET, "/provider/events", get(events::read::of_provider)),
        route(SignedIn, POST, "/provider/events/export", post(events::read::export_of_provider)),
        route(SignedIn, GET, "/provider/events/clients", get(events::read::of_clients)),
        route(SignedIn, POST, "/provider/events/clients/export", post(events::read::export_of_clients)),
        route(SignedIn, GET, "/organizations/{id}/events", get(events::read::of_organization)),
        route(SignedIn, POST, "/organizations/{id}/events/export", post(events::read::export_of_organization)),
        route(SignedIn, GET, "/account/events", get(events::read::of_account)),
    ]
}

/// A page takes this long at most, forms are this large at most.
const PATIENCE: Duration = Duration::from_secs(30);
const MOST_BYTES: usize = 64 * 1024;

/// The whole portal.
///
/// # Errors
/// The public URL is no origin.
pub fn router(app: &App) -> anyhow::Result<Router> {
    let group = |caller: Caller| {
        let routes = table().into_iter().filter(move |route| route.caller == caller);
        routes.fold(Router::new(), |router, route| router.route(route.path, route.handler))
    };
    // Each call of `layer` wraps every route once more, and costs every request: one each, the outermost first.
    let around_pages = ServiceBuilder::new()
        .layer(from_fn_with_state(app.clone(), edge::right_host))
        .layer(from_fn(edge::finish))
        .layer(from_fn_with_state(app.clone(), edge::from_own_page))
        .layer(CsrfLayer::new().add_trusted_origin(&app.settings.public_url)?)
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(session_store::layer(app))
        .layer(from_fn_with_state(app.clone(), explain));
    let around_everything = ServiceBuilder::new()
        .layer(from_fn_with_state(app.clone(), edge::headers))
        .layer(from_fn_with_state(app.clone(), edge::log))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::new());
    let pages = group(Caller::SignedIn)
        .route_layer(from_fn_with_state(app.clone(), sign_in_first))
        .merge(group(Caller::Anybody))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(not_found)
        .layer(around_pages);
    Ok(group(Caller::Machine).merge(pages).layer(around_everything).with_state(app.clone()))
}

/// What is answered before the database is there.
pub fn starting() -> Router {
    async fn not_yet() -> Response {
        let mut answer = health::not_ready(&NotReady::Starting).into_response();
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        answer
    }
    Router::new().route("/healthz", get(health::alive)).fallback(not_yet)
}

/// What the listener for Prometheus serves, and nothing else.
pub fn metrics(app: &App) -> Router {
    Router::new().route("/metrics", get(metrics::show)).with_state(app.clone())
}

/// The pages of the own account: where two-step sign-in is set up.
fn is_about_the_account(path: &str) -> bool {
    path == "/account" || path.starts_with("/account/")
}

/// Lets nobody through who is not signed in, and nobody who has to set up two-step sign-in first.
async fn sign_in_first(State(app): State<App>, visit: Visit, request: Request, next: Next) -> Result<Response> {
    let Some(actor) = &visit.actor else { return Err(of_nobody(&app, &visit, request).await) };
    if actor.owes_two_step && !is_about_the_account(request.uri().path()) {
        return Err(Error::TwoStepNeeded.into());
    }
    Ok(next.run(request).await)
}
