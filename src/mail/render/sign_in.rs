//! About what somebody signs in with: who did not do this themselves learns where to act.

use super::{Parts, Writer};
use crate::mail::{Seen, SignInMail};

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
        SignInMail::RecoveryCodeUsed { left, seen } => {
            let seen = seen.map(|seen| seen_as(&writer, &seen));
            let told = [Some(t.mail_recovery_1(left)), seen, Some(t.mail_recovery_2())];
            Parts::new(t.mail_recovery_subject(), told.into_iter().flatten()).button(t.mail_account_two_step(), two_step())
        }
        SignInMail::SignedInElsewhere { seen } => {
            Parts::new(t.mail_elsewhere_subject(), [t.mail_elsewhere_1(), seen_as(&writer, &seen), t.mail_elsewhere_2()])
                .button(t.mail_elsewhere_action(), writer.app.link("/account/sessions"))
        }
        SignInMail::CodeMissing { seen } => {
            Parts::new(t.mail_code_missing_subject(), [t.mail_code_missing_1(), seen_as(&writer, &seen), t.mail_code_missing_2()])
                .button(t.mail_account_password(), writer.app.link("/forgot-password"))
        }
        SignInMail::StrangersHeldBack { at } => Parts::new(
            t.mail_strangers_subject(),
            [t.mail_strangers_1(writer.until(at)), t.mail_strangers_2(), t.mail_strangers_3()],
        )
        .button(t.mail_account_password(), writer.app.link("/forgot-password")),
    }
}

/// When, from which address, with which browser.
fn seen_as(writer: &Writer, seen: &Seen) -> String {
    let t = writer.t;
    let browser = match (&seen.browser, &seen.system) {
        (Some(browser), Some(system)) => t.session_browser_on(browser, system),
        (Some(name), None) | (None, Some(name)) => name.clone(),
        (None, None) => t.session_browser_unknown(),
    };
    t.mail_seen(writer.until(seen.at), &seen.address, browser)
}
