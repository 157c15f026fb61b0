//! To the owners of an organization, about what its provider, or the operator, does with it.

use super::{Parts, Writer};
use crate::domain::ids::OrganizationId;
use crate::mail::{ClientMail, Name, OperatorAct};

pub(super) fn parts(writer: &Writer, mail: ClientMail) -> Parts {
    let t = writer.t;
    match mail {
        ClientMail::Added { organization, organization_id, provider, by } => Parts::new(
            t.mail_added_subject(&organization, &provider),
            [t.mail_added_1(&by, &organization, &provider), t.mail_added_2(&provider)],
        )
        .button(t.mail_added_action(), writer.organization(organization_id))
        .end(t.mail_added_end()),
        ClientMail::Unlinked { organization, organization_id, provider, by, reactivated, suspended } => {
            let parts = Parts::new(
                t.mail_unlinked_subject(&organization, &provider),
                [t.mail_unlinked_1(&by, &organization, &provider), t.mail_unlinked_2(&provider)]
                    .into_iter()
                    .chain(reactivated.then(|| t.mail_unlinked_active()))
                    .chain(suspended.then(|| t.mail_stays_suspended())),
            );
            opened(writer, parts, organization_id, suspended)
        }
        ClientMail::LinkAsked { organization, provider, by, by_email, expires_at } => Parts::new(
            t.mail_relink_subject(&provider, &organization),
            [
                t.mail_relink_1(&by, by_email, &provider, &organization),
                t.mail_relink_2(&provider),
                t.mail_relink_3(writer.until(expires_at)),
            ],
        )
        .button(t.mail_relink_action(), writer.link.clone())
        .end(t.mail_relink_end()),
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
        ClientMail::ByOperator { organization, organization_id, provider, did, closed } => {
            opened(writer, by_operator(writer, &organization, provider.as_ref(), did, closed), organization_id, closed)
        }
    }
}

fn by_operator(writer: &Writer, organization: &Name, provider: Option<&Name>, did: OperatorAct, closed: bool) -> Parts {
    let t = writer.t;
    match did {
        OperatorAct::Suspended => {
            let who_looks = provider.map(|provider| t.mail_operator_suspended_looks(provider));
            let paragraphs = [Some(t.mail_operator_suspended_1(organization)), who_looks, Some(t.mail_suspended_2())];
            let paragraphs = paragraphs.into_iter().flatten();
            Parts::new(t.mail_suspended_subject(organization), paragraphs).end(t.mail_operator_end())
        }
        OperatorAct::Reactivated => {
            Parts::new(t.mail_reactivated_subject(organization), [t.mail_operator_reactivated_1(organization)])
        }
        OperatorAct::Released => released(writer, organization, &provider.cloned().unwrap_or_default(), closed),
        OperatorAct::Deleted => Parts::new(t.mail_org_deleted_subject(organization), [t.mail_operator_deleted_1(organization)])
            .end(t.mail_operator_end()),
    }
}

fn released(writer: &Writer, organization: &Name, provider: &Name, closed: bool) -> Parts {
    let t = writer.t;
    let done = [t.mail_operator_released_1(organization, provider), t.mail_unlinked_2(provider)];
    let stays = closed.then(|| t.mail_stays_suspended());
    Parts::new(t.mail_unlinked_subject(organization, provider), done.into_iter().chain(stays)).end(t.mail_operator_end())
}

/// With a button that opens the organization, but for one that lets nobody in.
fn opened(writer: &Writer, parts: Parts, id: OrganizationId, closed: bool) -> Parts {
    if closed { parts } else { parts.button(writer.t.mail_unlinked_action(), writer.organization(id)) }
}
