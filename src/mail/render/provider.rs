//! To the people of a provider: who is in it, its end, and what the operator does with its clients.

use super::{Parts, Writer, with_address};
use crate::mail::{Name, OperatorAct, ProviderMail, TeamNews};
use crate::texts;

pub(super) fn parts(writer: Writer, mail: ProviderMail) -> Parts {
    let t = writer.t;
    match mail {
        ProviderMail::Team { provider, news } => of_the_team(writer, &provider, news),
        ProviderMail::DeletionLink { provider, expires_at } => Parts::new(
            t.mail_provider_deletion_subject(&provider),
            [t.mail_provider_deletion_1(&provider), t.mail_provider_deletion_2(writer.until(expires_at))],
        )
        .button(t.mail_provider_deletion_action(), writer.link)
        .end(t.mail_provider_deletion_end()),
        ProviderMail::Deleted { provider, by } => Parts::new(
            t.mail_provider_deleted_subject(&provider),
            [t.mail_provider_deleted_1(&by, &provider), t.mail_provider_deleted_2()],
        ),
        ProviderMail::ClientRelinked { provider, organization, organization_id, by } => {
            Parts::new(t.mail_relinked_subject(&organization, &provider), [t.mail_relinked_1(&by, &organization, &provider)])
                .button(t.mail_added_action(), writer.organization(organization_id))
        }
        ProviderMail::ClientByOperator { provider, organization, organization_id, did } => {
            let parts = client_by_operator(&writer, &provider, &organization, did).end(t.mail_operator_end());
            let there = matches!(did, OperatorAct::Suspended | OperatorAct::Reactivated);
            if there { parts.button(t.mail_unlinked_action(), writer.organization(organization_id)) } else { parts }
        }
    }
}

fn client_by_operator(writer: &Writer, provider: &Name, organization: &Name, did: OperatorAct) -> Parts {
    let t = writer.t;
    match did {
        OperatorAct::Suspended => Parts::new(
            t.mail_suspended_subject(organization),
            [t.mail_operator_suspended_1(organization), t.mail_operator_suspended_looks(provider)],
        ),
        OperatorAct::Reactivated => {
            Parts::new(t.mail_reactivated_subject(organization), [t.mail_operator_reactivated_1(organization)])
        }
        OperatorAct::Released => Parts::new(
            t.mail_unlinked_subject(organization, provider),
            [t.mail_operator_released_1(organization, provider), t.mail_operator_released_2(provider)],
        ),
        OperatorAct::Deleted => Parts::new(t.mail_org_deleted_subject(organization), [t.mail_operator_deleted_1(organization)]),
    }
}

fn of_the_team(writer: Writer, provider: &Name, news: TeamNews) -> Parts {
    let t = writer.t;
    let role = |role| texts::provider_role(t, role);
    let members = || writer.app.link("/provider/members");
    let clients = || writer.app.link("/clients");
    match news {
        TeamNews::Invitation { role: of, inviter, inviter_email, expires_at } => Parts::new(
            t.mail_invitation_subject(provider),
            [t.team_mail_invitation(inviter, inviter_email, provider, role(of)), t.mail_invitation_2(writer.until(expires_at))],
        )
        .button(t.mail_invitation_action(), writer.link)
        .end(t.mail_invitation_end()),
        TeamNews::Waiting { person, person_email, role: of } => {
            let person = with_address(&person, person_email.as_ref());
            Parts::new(t.mail_waiting_subject(provider), [t.mail_waiting_1(person, provider, role(of)), t.team_mail_waiting()])
                .button(t.mail_waiting_action(), members())
        }
        TeamNews::Confirmed { role: of, by } => {
            Parts::new(t.mail_confirmed_subject(provider), [t.mail_confirmed_1(by, provider, role(of))])
                .button(t.team_mail_confirmed_action(), clients())
        }
        TeamNews::RoleChanged { role: of, by } => {
            Parts::new(t.team_mail_role_subject(provider), [t.team_mail_role(by, provider, role(of))])
        }
        TeamNews::Removed { by } => Parts::new(t.mail_removed_subject(provider), [t.team_mail_removed(by, provider)]),
        TeamNews::Suspended { by } => Parts::new(t.team_mail_suspended_subject(provider), [t.team_mail_suspended(by, provider)]),
        TeamNews::Reactivated { by } => {
            Parts::new(t.team_mail_reactivated_subject(provider), [t.team_mail_reactivated(by, provider)])
                .button(t.team_mail_confirmed_action(), clients())
        }
        TeamNews::TwoStepWanted { by } => {
            Parts::new(t.team_mail_two_step_subject(provider), [t.team_mail_two_step_1(by, provider), t.team_mail_two_step_2()])
                .button(t.team_mail_two_step_action(), writer.app.link("/account/two-step"))
        }
        TeamNews::AccessEnded { by } => {
            Parts::new(t.team_mail_ended_subject(provider), [t.team_mail_ended_1(&by, provider), t.team_mail_ended_2(provider)])
                .end(t.team_mail_ended_end(by))
        }
        TeamNews::AdminLeft { person } => {
            Parts::new(t.mail_left_subject(&person, provider), [t.team_mail_left(&person, provider)])
                .button(t.mail_waiting_action(), members())
        }
    }
}
