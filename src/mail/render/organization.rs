//! About an organization itself: who is to own it, and its end.

use super::{Parts, Writer};
use crate::mail::OrganizationMail;

pub(super) fn parts(writer: Writer, mail: OrganizationMail) -> Parts {
    let t = writer.t;
    match mail {
        OrganizationMail::OwnerWanted { organization, expires_at } => Parts::new(
            t.mail_invitation_subject(&organization),
            [t.mail_owner_wanted_1(&organization), t.mail_owner_wanted_2(), t.mail_invitation_2(writer.until(expires_at))],
        )
        .button(t.mail_invitation_action(), writer.link)
        .end(t.mail_invitation_end()),
        OrganizationMail::OwnerByOperator { organization, organization_id } => {
            Parts::new(t.mail_role_subject(&organization), [t.mail_owner_made_1(&organization), t.mail_owner_wanted_2()])
                .button(t.mail_role_action(), writer.organization(organization_id))
        }
        OrganizationMail::DeletionLink { organization, expires_at } => Parts::new(
            t.mail_org_deletion_subject(&organization),
            [t.mail_org_deletion_1(&organization), t.mail_org_deletion_2(writer.until(expires_at))],
        )
        .button(t.mail_org_deletion_action(), writer.link)
        .end(t.mail_provider_deletion_end()),
        OrganizationMail::Deleted { organization, by } => {
            let done = match by {
                Some(by) => t.mail_org_deleted_1(&by, &organization),
                None => t.mail_operator_deleted_1(&organization),
            };
            Parts::new(t.mail_org_deleted_subject(&organization), [done, t.mail_org_deleted_2()])
        }
    }
}
