//! About an account itself: its beginning, its end and its address.

use super::{Parts, Writer};
use crate::mail::AccountMail;

pub(super) fn parts(writer: Writer, mail: AccountMail) -> Parts {
    let t = writer.t;
    match mail {
        AccountMail::Registration { expires_at } => {
            Parts::new(t.mail_registration_subject(), [t.mail_registration_1(), t.mail_registration_2(writer.until(expires_at))])
                .button(t.mail_registration_action(), writer.link)
                .end(t.mail_registration_end())
        }
        AccountMail::Exists => Parts::new(t.mail_exists_subject(), [t.mail_exists_1(), t.mail_exists_2()])
            .button(t.mail_exists_action(), writer.app.link("/sign-in"))
            .end(t.mail_exists_end()),
        AccountMail::Deleted => {
            Parts::new(t.mail_deleted_subject(), [t.mail_deleted_1(), t.mail_deleted_2()]).end(t.mail_deleted_end())
        }
        AccountMail::AddressLink { before, expires_at } => Parts::new(
            t.mail_address_link_subject(),
            [t.mail_address_link_1(&before), t.mail_address_link_2(writer.until(expires_at))],
        )
        .button(t.mail_address_link_action(), writer.link)
        .end(t.mail_address_link_end()),
        AccountMail::AddressTaken => {
            Parts::new(t.mail_address_taken_subject(), [t.mail_address_taken_1(), t.mail_address_taken_2()])
                .button(t.mail_account_password(), writer.app.link("/forgot-password"))
        }
        AccountMail::AddressChanged { after, until: Some(until) } => Parts::new(
            t.mail_address_changed_subject(),
            [t.mail_address_changed_1(&after), t.mail_address_changed_undo(writer.until(until))],
        )
        .button(t.mail_address_changed_action(), writer.link)
        .end(t.mail_address_changed_end()),
        AccountMail::AddressChanged { after, until: None } => {
            Parts::new(t.mail_address_changed_subject(), [t.mail_address_changed_1(&after), t.mail_address_changed_2()])
                .button(t.mail_account_action(), writer.app.link("/sign-in"))
        }
        AccountMail::AddressUndone => {
            Parts::new(t.mail_address_undone_subject(), [t.mail_address_undone_1(), t.mail_address_undone_2()])
        }
    }
}
