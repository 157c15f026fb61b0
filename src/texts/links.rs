//! Why a mailed link does nothing, and what to do next, in words that fit what it is for.

use super::Texts;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::refusal::LinkFault;

/// Why the link does nothing, and what to do next.
#[must_use]
pub fn fault(t: &Texts, purpose: Purpose, fault: LinkFault) -> String {
    match fault {
        LinkFault::Unknown => then(&t.link_unknown(), &next(t, purpose)),
        LinkFault::LetGo => t.link_let_go(),
        LinkFault::Expired => then(&t.link_expired(), &next(t, purpose)),
        LinkFault::Replaced => then(&t.link_replaced(), &next(t, purpose)),
        LinkFault::Withdrawn => then(&withdrawn(t, purpose), &next(t, purpose)),
        LinkFault::Used => then(&t.link_used(), &used(t, purpose)),
        LinkFault::OtherAccount => other(t, purpose),
        LinkFault::AccountExists => exists(t, purpose),
    }
}

fn then(why: &str, next: &str) -> String {
    format!("{why} {next}")
}

/// Where a new link comes from.
fn next(t: &Texts, purpose: Purpose) -> String {
    match purpose {
        Purpose::Invitation | Purpose::ProviderInvitation => t.invitation_link_next(),
        Purpose::Password => t.password_link_next(),
        Purpose::Registration => t.registration_link_next(),
        Purpose::Address => t.address_link_next(),
        Purpose::AddressUndo => t.address_undo_link_next(),
        Purpose::ProviderDeletion => t.deletion_link_next(),
        Purpose::OrganizationDeletion => t.org_deletion_link_next(),
        Purpose::Relink => t.relink_link_next(),
        Purpose::OptOut => t.opt_out_link_next(),
    }
}

/// What is so now that the link was used.
fn used(t: &Texts, purpose: Purpose) -> String {
    match purpose {
        Purpose::Invitation | Purpose::ProviderInvitation => t.invitation_link_used(),
        Purpose::Password => t.password_link_used(),
        Purpose::Registration => t.registration_link_used(),
        Purpose::Address => t.address_link_used(),
        Purpose::AddressUndo => t.address_undo_link_used(),
        Purpose::ProviderDeletion => t.deletion_link_used(),
        Purpose::OrganizationDeletion => t.org_deletion_link_used(),
        Purpose::Relink => t.relink_link_used(),
        Purpose::OptOut => t.opt_out_link_used(),
    }
}

fn withdrawn(t: &Texts, purpose: Purpose) -> String {
    match purpose {
        Purpose::Invitation | Purpose::ProviderInvitation => t.invitation_link_withdrawn(),
        Purpose::Password => t.password_link_withdrawn(),
        Purpose::Registration => t.registration_link_withdrawn(),
        Purpose::Address => t.address_link_withdrawn(),
        Purpose::AddressUndo => t.address_undo_link_withdrawn(),
        Purpose::ProviderDeletion => t.deletion_link_withdrawn(),
        Purpose::OrganizationDeletion => t.org_deletion_link_withdrawn(),
        Purpose::Relink => t.relink_link_withdrawn(),
        // It outlives what it stands beside.
        Purpose::OptOut => t.opt_out_link_used(),
    }
}

/// Who has to be signed in.
fn other(t: &Texts, purpose: Purpose) -> String {
    match purpose {
        Purpose::Invitation | Purpose::ProviderInvitation => t.invitation_link_other(),
        Purpose::Address => t.address_link_other(),
        Purpose::ProviderDeletion => t.deletion_link_other(),
        Purpose::OrganizationDeletion => t.org_deletion_link_other(),
        Purpose::Relink => t.relink_link_other(),
        // Whoever has the mail may use these: nobody is refused as somebody else.
        Purpose::Password | Purpose::Registration | Purpose::AddressUndo | Purpose::OptOut => next(t, purpose),
    }
}

fn exists(t: &Texts, purpose: Purpose) -> String {
    match purpose {
        Purpose::Invitation | Purpose::ProviderInvitation => t.invitation_link_account(),
        Purpose::Registration
        | Purpose::Password
        | Purpose::Address
        | Purpose::AddressUndo
        | Purpose::ProviderDeletion
        | Purpose::OrganizationDeletion
        | Purpose::Relink
        | Purpose::OptOut => t.registration_link_account(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;
    use crate::texts;

    use LinkFault::{AccountExists, Expired, LetGo, OtherAccount, Replaced, Unknown, Used, Withdrawn};

    const FAULTS: [LinkFault; 8] = [Unknown, Expired, LetGo, Used, Replaced, Withdrawn, OtherAccount, AccountExists];
    const LANGUAGES: [Language; 2] = [Language::English, Language::Dutch];

    #[test]
    fn the_next_step_names_controls_as_they_are_labelled() {
        for t in LANGUAGES.map(texts::of) {
            for (purpose, label) in [
                (Purpose::Password, t.sign_in_forgot()),
                (Purpose::Registration, t.register_link()),
                (Purpose::Address, t.address_change()),
                (Purpose::ProviderDeletion, t.settings_delete()),
                (Purpose::OrganizationDeletion, t.org_delete()),
            ] {
                for why in [Unknown, Expired, Replaced, Withdrawn] {
                    let words = fault(t, purpose, why);
                    assert!(words.contains(&format!("“{label}”")), "{words}");
                }
            }
            let expired = fault(t, Purpose::ProviderDeletion, Expired);
            assert!(expired.contains(&t.settings()), "{expired}");
        }
    }

    #[test]
    fn no_purpose_borrows_the_words_of_an_invitation() {
        for t in LANGUAGES.map(texts::of) {
            use Purpose::{Address, AddressUndo, OrganizationDeletion, Password, ProviderDeletion, Registration, Relink};
            for purpose in [Password, Registration, Address, AddressUndo, ProviderDeletion, OrganizationDeletion, Relink] {
                for why in FAULTS {
                    let words = fault(t, purpose, why);
                    // What a browser has let go of is found in the mail again, whatever it is for.
                    assert!(why == LetGo || words != fault(t, Purpose::Invitation, why), "{purpose:?} {why:?}");
                    assert!(!words.contains("invit") && !words.contains("uitn") && !words.contains("uitgen"), "{words}");
                }
            }
        }
    }
}
