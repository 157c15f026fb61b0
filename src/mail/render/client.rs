//! To the owners of an organization, about what its provider does with it.

use super::{Parts, Writer};
use crate::mail::ClientMail;

pub(super) fn parts(writer: &Writer, mail: ClientMail) -> Parts {
    let t = writer.t;
    match mail {
        ClientMail::Added { organization, organization_id, provider, by } => Parts::new(
            t.mail_added_subject(&organization, &provider),
            [t.mail_added_1(&by, &organization, &provider), t.mail_added_2(&provider)],
        )
        .button(t.mail_added_action(), writer.organization(organization_id))
        .end(t.mail_added_end()),
        ClientMail::Unlinked { organization, organization_id, provider, by, reactivated } => Parts::new(
            t.mail_unlinked_subject(&organization, &provider),
            [t.mail_unlinked_1(&by, &organization, &provider), t.mail_unlinked_2(&provider)]
                .into_iter()
                .chain(reactivated.then(|| t.mail_unlinked_active())),
        )
        .button(t.mail_unlinked_action(), writer.organization(organization_id)),
        // No button: its owners do not get in while it is suspended.
        ClientMail::Suspended { organization, organization_id: _, provider, by } => Parts::new(
            t.mail_suspended_subject(&organization),
            [t.mail_suspended_1(&by, &provider, &organization), t.mail_suspended_2()],
        )
        .end(t.mail_suspended_end(&provider)),
        ClientMail::Reactivated { organization, organization_id, provider, by } => {
            Parts::new(t.mail_reactivated_subject(&organization), [t.mail_reactivated_1(&by, &provider, &organization)])
                .button(t.mail_reactivated_action(), writer.organization(organization_id))
        }
    }
}
