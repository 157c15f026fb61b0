//! About what somebody signs in with: who did not do this themselves learns where to act.

use super::{Parts, Writer};
use crate::mail::SignInMail;

pub(super) fn parts(writer: Writer, mail: SignInMail) -> Parts {
    let t = writer.t;
    let two_step = || writer.app.link("/account/two-step");
    match mail {
        SignInMail::PasswordLink { expires_at } => {
            Parts::new(t.mail_password_subject(), [t.mail_password_1(), t.mail_password_2(writer.until(expires_at))])
                .button(t.mail_password_action(), writer.link)
                .end(t.mail_password_end())
        }
        SignInMail::PasswordSet => Parts::new(t.mail_password_set_subject(), [t.mail_password_set_1(), t.mail_password_set_2()])
            .button(t.mail_password_set_action(), writer.app.link("/sign-in")),
        SignInMail::PasswordChanged => {
            Parts::new(t.mail_password_changed_subject(), [t.mail_password_changed_1(), t.mail_not_you()])
                .button(t.mail_account_password(), writer.app.link("/forgot-password"))
        }
        SignInMail::TwoStepOn => Parts::new(t.mail_two_step_on_subject(), [t.mail_two_step_on_1(), t.mail_not_you()])
            .button(t.mail_account_two_step(), two_step()),
        SignInMail::TwoStepOff => Parts::new(t.mail_two_step_off_subject(), [t.mail_two_step_off_1(), t.mail_not_you()])
            .button(t.mail_account_two_step(), two_step()),
        SignInMail::RecoveryCodeUsed { left } => {
            Parts::new(t.mail_recovery_subject(), [t.mail_recovery_1(left), t.mail_recovery_2()])
                .button(t.mail_account_two_step(), two_step())
        }
    }
}
