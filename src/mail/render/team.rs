//! Mails about who is in a provider.

use super::Parts;
use crate::app::App;
use crate::domain::language::Language;
use crate::mail::TeamNews;
use crate::texts::{self, Texts};
use jiff::tz::TimeZone;

pub(super) fn parts(app: &App, t: &Texts, language: Language, provider: &str, news: TeamNews, link: String) -> Parts {
    let role = |role| texts::provider_role(t, role);
    let members = || Some((t.mail_waiting_action(), app.link("/provider/members")));
    let (subject, paragraphs, action) = match news {
        TeamNews::Invitation { role: of, inviter, inviter_email, expires_at } => {
            let until = texts::moment(language, expires_at, &TimeZone::UTC);
            return Parts {
                subject: t.mail_invitation_subject(provider),
                paragraphs: vec![t.team_mail_invitation(inviter, inviter_email, provider, role(of)), t.mail_invitation_2(until)],
                action: Some((t.mail_invitation_action(), link)),
                end: Some(t.mail_invitation_end()),
            };
        }
        TeamNews::Waiting { person, role: of } => (
            t.mail_waiting_subject(provider),
            vec![t.mail_waiting_1(person, provider, role(of)), t.team_mail_waiting()],
            members(),
        ),
        TeamNews::Confirmed { role: of, by } => (
            t.mail_confirmed_subject(provider),
            vec![t.mail_confirmed_1(by, provider, role(of))],
            Some((t.team_mail_confirmed_action(), app.link("/clients"))),
        ),
        TeamNews::RoleChanged { role: of, by } => {
            (t.team_mail_role_subject(provider), vec![t.team_mail_role(by, provider, role(of))], None)
        }
        TeamNews::Removed { by } => (t.mail_removed_subject(provider), vec![t.team_mail_removed(by, provider)], None),
        TeamNews::Suspended { by } => (t.team_mail_suspended_subject(provider), vec![t.team_mail_suspended(by, provider)], None),
        TeamNews::Reactivated { by } => (
            t.team_mail_reactivated_subject(provider),
            vec![t.team_mail_reactivated(by, provider)],
            Some((t.team_mail_confirmed_action(), app.link("/clients"))),
        ),
        TeamNews::AdminLeft { person } => {
            (t.mail_left_subject(&person, provider), vec![t.team_mail_left(&person, provider)], members())
        }
    };
    Parts { subject, paragraphs, action, end: None }
}
