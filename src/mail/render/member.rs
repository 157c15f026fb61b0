//! To the members of an organization, to those who are invited, and to those who run it.

use super::{Parts, Writer, with_address};
use crate::domain::ids::OrganizationId;
use crate::mail::MemberMail;
use crate::texts;

pub(super) fn parts(writer: Writer, mail: MemberMail) -> Parts {
    let t = writer.t;
    let role = |role| texts::role(t, role);
    match mail {
        MemberMail::Invitation { organization, role: of, inviter, inviter_email, expires_at } => Parts::new(
            t.mail_invitation_subject(&organization),
            [
                t.mail_invitation_1(&inviter, &inviter_email, &organization, role(of)),
                t.mail_invitation_2(writer.until(expires_at)),
            ],
        )
        .button(t.mail_invitation_action(), writer.link)
        .end(t.mail_invitation_end()),
        MemberMail::ConfirmationNeeded { organization, organization_id, person, person_email, role: of } => {
            let person = with_address(&person, person_email.as_ref());
            Parts::new(
                t.mail_waiting_subject(&organization),
                [t.mail_waiting_1(person, &organization, role(of)), t.mail_waiting_2()],
            )
            .button(t.mail_waiting_action(), writer.organization(organization_id))
        }
        MemberMail::Confirmed { organization, organization_id, role: of, by } => {
            Parts::new(t.mail_confirmed_subject(&organization), [t.mail_confirmed_1(&by, &organization, role(of))])
                .button(t.mail_confirmed_action(), writer.organization(organization_id))
        }
        MemberMail::RemovalAsked { organization, organization_id, person, person_email } => Parts::new(
            t.mail_removal_subject(&person, &organization),
            [t.mail_removal_1(&person, &person_email, &organization), t.mail_removal_2()],
        )
        .button(t.mail_removal_action(), writer.organization(organization_id)),
        MemberMail::Removed { organization, by } => {
            Parts::new(t.mail_removed_subject(&organization), [t.mail_removed_1(&by, &organization), t.mail_removed_2()])
        }
        MemberMail::OwnerLeft { organization, organization_id, person } => {
            Parts::new(t.mail_left_subject(&person, &organization), [t.mail_left_1(&person, &organization)])
                .button(t.mail_left_action(), writer.organization(organization_id))
        }
        MemberMail::RoleChanged { organization, organization_id, before, after, by } => {
            Parts::new(t.mail_role_subject(&organization), [t.mail_role_1(&by, &organization, role(before), role(after))])
                .button(t.mail_role_action(), writer.organization(organization_id))
        }
        MemberMail::AccessRevoked { organization, by } => {
            Parts::new(t.mail_revoked_subject(&organization), [t.mail_revoked_1(&by, &organization), t.mail_removed_2()])
        }
        MemberMail::AccessRestored { organization, organization_id, role: of, waits, by } => {
            let said = (t.mail_restored_subject(&organization), t.mail_restored_1(&by, &organization, role(of)));
            restored(&writer, said, organization_id, waits)
        }
    }
}

/// Who waits to be confirmed has nowhere to go yet.
fn restored(writer: &Writer, (subject, restored): (String, String), id: OrganizationId, waits: bool) -> Parts {
    let t = writer.t;
    match waits {
        true => Parts::new(subject, [restored, t.mail_restored_waits()]),
        false => Parts::new(subject, [restored, t.mail_restored_now()]).button(t.mail_restored_action(), writer.organization(id)),
    }
}
