//! An event as a sentence in the reader's language, with names and not ids.

use super::{Texts, amount};
use crate::domain::events::{Event, Kind, Refused, Subject};
use crate::domain::members::Role;
use crate::domain::providers::ProviderRole;

/// A sentence, cut where it names its object, so that a page can make a link of the name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    pub before: String,
    /// The name of the organization that it is about; empty where it is about none.
    pub object: String,
    pub after: String,
}

/// What stands around the object's name while a sentence is put together: characters that no name
/// holds (`domain::text` refuses them).
const OPEN: char = '\u{FFF9}';
const CLOSE: char = '\u{FFFB}';

impl Sentence {
    /// Cuts at the marks.
    fn cut(marked: &str) -> Self {
        let whole = || Self { before: marked.to_owned(), ..Self::default() };
        let Some((before, rest)) = marked.split_once(OPEN) else { return whole() };
        let Some((object, after)) = rest.split_once(CLOSE) else { return whole() };
        Self { before: before.into(), object: object.into(), after: after.into() }
    }

    /// The whole sentence.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}{}{}", self.before, self.object, self.after)
    }
}

/// The event as a sentence. `who` did it, by the name that the sentence begins with.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each kind of event, none forgotten")]
pub fn sentence(t: &Texts, who: &str, event: &Event) -> Sentence {
    let at = |name: &str| format!("{OPEN}{name}{CLOSE}");
    Sentence::cut(&match event {
        Event::ProviderCreated { provider } => t.event_provider_created(who, provider),
        Event::ProviderRenamed { provider, before } => t.event_provider_renamed(who, before, provider),
        Event::BillingAddressChanged { before, after } => billing(t, who, before, after),
        Event::ProviderZoneChanged { before, after } => t.event_provider_zone_changed(who, before, after),
        Event::TwoStepRequired => t.event_two_step_required(who),
        Event::TwoStepNotRequired => t.event_two_step_not_required(who),
        Event::SessionLengthChanged { before, after } => {
            t.event_session_length_changed(who, length(t, *before), length(t, *after))
        }
        Event::ProviderSuspended { provider } => t.event_provider_suspended(who, provider),
        Event::ProviderReactivated { provider } => t.event_provider_reactivated(who, provider),
        Event::ProviderDeletionAsked { provider } => t.event_provider_deletion_asked(who, provider),
        Event::ProviderDeleted { provider } => t.event_provider_deleted(who, provider),
        Event::ProviderMemberInvited { email, role } => t.event_provider_member_invited(who, email, provider_role(t, *role)),
        Event::ProviderInvitationResent { email } => t.event_provider_invitation_resent(who, email),
        Event::ProviderInvitationAccepted { email } => t.event_provider_invitation_accepted(who, email),
        Event::ProviderMemberConfirmed { email, role } => t.event_provider_member_confirmed(who, email, provider_role(t, *role)),
        Event::ProviderRoleChanged { email, before, after } => {
            t.event_provider_role_changed(who, email, provider_role(t, *before), provider_role(t, *after))
        }
        Event::ProviderInvitationCancelled { email, role } => {
            t.event_provider_invitation_cancelled(who, email, provider_role(t, *role))
        }
        Event::ProviderInvitationBarred { email, role } => t.event_provider_invitation_barred(email, provider_role(t, *role)),
        Event::ProviderMemberRemoved { email, role } => t.event_provider_member_removed(who, provider_role(t, *role), email),
        Event::ProviderMemberLeft { role, .. } => t.event_provider_member_left(who, provider_role(t, *role)),
        Event::ProviderMemberSuspended { email } => t.event_provider_member_suspended(who, email),
        Event::ProviderMemberReactivated { email } => t.event_provider_member_reactivated(who, email),
        Event::ProviderMemberReminded { email } => t.event_provider_member_reminded(who, email),
        Event::ProviderAccessEnded { email } => t.event_provider_access_ended(who, email),
        Event::ClientsExported { number } => t.event_clients_exported(who, *number, amount(t, *number)),
        Event::EventsExported { number } => t.event_events_exported(who, *number, amount(t, *number)),
        Event::OrganizationCreated { organization, plan, seats } => {
            t.event_organization_created(who, at(organization), plan, *seats, amount(t, *seats))
        }
        Event::OrganizationImported { organization, members } => {
            t.event_organization_imported(who, at(organization), *members, amount(t, *members))
        }
        Event::ClientAdded { organization, provider } => t.event_client_added(who, at(organization), provider),
        Event::ClientUnlinked { organization, provider } => t.event_client_unlinked(who, at(organization), provider),
        Event::ClientLinkAsked { organization, provider } => t.event_client_link_asked(who, at(organization), provider),
        Event::ClientRelinked { organization, provider } => t.event_client_relinked(who, at(organization), provider),
        Event::OrganizationRenamed { organization, before } => t.event_organization_renamed(who, before, at(organization)),
        Event::OrganizationSuspended { organization } => t.event_organization_suspended(who, at(organization)),
        Event::OrganizationReactivated { organization } => t.event_organization_reactivated(who, at(organization)),
        Event::OrganizationDeletionAsked { organization } => t.event_organization_deletion_asked(who, at(organization)),
        Event::OrganizationDeleted { organization } => t.event_organization_deleted(who, at(organization)),
        Event::ClientOpened { organization } => t.event_client_opened(who, at(organization)),
        Event::PlanChanged { organization, before, after } => t.event_plan_changed(who, at(organization), before, after),
        Event::NoteChanged { organization } => t.event_note_changed(who, at(organization)),
        Event::NoteAdded { organization } => t.event_note_added(who, at(organization)),
        Event::NoteRemoved { organization } => t.event_note_removed(who, at(organization)),
        Event::SeatsChanged { organization, before, after } => {
            t.event_seats_changed(who, at(organization), amount(t, *before), amount(t, *after))
        }
        Event::MemberInvited { organization, email, role } => {
            t.event_member_invited(who, email, member_role(t, *role), at(organization))
        }
        Event::InvitationResent { organization, email } => t.event_invitation_resent(who, email, at(organization)),
        Event::InvitationAccepted { organization, email } => t.event_invitation_accepted(who, at(organization), email),
        Event::MemberConfirmed { organization, email, role } => {
            t.event_member_confirmed(who, email, member_role(t, *role), at(organization))
        }
        Event::InvitationCancelled { organization, email, role } => {
            t.event_invitation_cancelled(who, email, member_role(t, *role), at(organization))
        }
        Event::InvitationBarred { organization, email, role } => {
            t.event_invitation_barred(email, member_role(t, *role), at(organization))
        }
        Event::InvitingEnded { name } => t.event_inviting_ended(name),
        Event::InvitingAllowed { name } => t.event_inviting_allowed(who, name),
        Event::MemberRemoved { organization, email, role } => {
            t.event_member_removed(who, member_role(t, *role), email, at(organization))
        }
        Event::MemberLeft { organization, role, .. } => t.event_member_left(who, at(organization), member_role(t, *role)),
        Event::RoleChanged { organization, email, before, after } => {
            t.event_role_changed(who, email, at(organization), member_role(t, *before), member_role(t, *after))
        }
        Event::MemberRevoked { organization, email, role } => {
            t.event_member_revoked(who, member_role(t, *role), email, at(organization))
        }
        Event::MemberRestored { organization, email, role } => {
            t.event_member_restored(who, email, at(organization), member_role(t, *role))
        }
        Event::RemovalAsked { organization, .. } => t.event_removal_asked(who, at(organization)),
        Event::RemovalDeclined { organization, email } => t.event_removal_declined(who, email, at(organization)),
        Event::AccountCreated { email } => t.event_account_created(who, email),
        Event::SignedIn => t.event_signed_in(who),
        Event::SignInFailed => t.event_sign_in_failed(),
        Event::StrangersHeldBack => t.event_strangers_held_back(),
        Event::SignedOut => t.event_signed_out(who),
        Event::PasswordLinkAsked => t.event_password_link_asked(),
        Event::PasswordSet => t.event_password_set(who),
        Event::PasswordChanged => t.event_password_changed(who),
        Event::NameChanged { before, after } => t.event_name_changed(who, before, after),
        Event::AddressChangeAsked { email } => t.event_address_change_asked(who, email),
        Event::AddressRefused { email } => t.event_address_refused(email),
        Event::AddressChanged { before, after } => t.event_address_changed(who, before, after),
        Event::AddressChangeUndone { before, after } => t.event_address_change_undone(before, after),
        Event::TwoStepEnabled => t.event_two_step_enabled(who),
        Event::TwoStepDisabled => t.event_two_step_disabled(who),
        Event::TwoStepFailed => t.event_two_step_failed(),
        Event::RecoveryCodeUsed => t.event_recovery_code_used(who),
        Event::RecoveryCodesRenewed => t.event_recovery_codes_renewed(who),
        Event::SessionEnded => t.event_session_ended(who),
        Event::SessionsEnded { number } => t.event_sessions_ended(who, *number),
        Event::AccountDisabled { email } => t.event_account_disabled(who, email),
        Event::AccountEnabled { email } => t.event_account_enabled(who, email),
        Event::AccountDeleted { email } => t.event_account_deleted(who, email),
        Event::Refused { what, act } => refused(t, who, *what, act),
        Event::AlertRaised { what, act } => t.event_alert_raised(refused(t, who, *what, act)),
        Event::PortalStarted { version } => t.event_portal_started(version),
        Event::PortalStopped { version } => t.event_portal_stopped(version),
        Event::BackupMade { with_key: true } => t.event_backup_with_key(who),
        Event::BackupMade { with_key: false } => t.event_backup_made(who),
        Event::DatabaseRestored => t.event_database_restored(who),
    })
}

/// The line of a kind that this version does not know: the stored word, as it is.
#[must_use]
pub fn unknown(kind: &str) -> Sentence {
    Sentence { before: kind.to_owned(), ..Sentence::default() }
}

/// Name and address of somebody whom a log keeps as `Name <address>`. The address stands for a
/// name that is missing; the operator has none.
#[must_use]
pub fn person<'a>(t: &Texts, actor: &'a str) -> (String, Option<&'a str>) {
    match actor.rsplit_once(" <").map(|(name, address)| (name.trim(), address.trim_end_matches('>'))) {
        Some(("", address)) => (address.to_owned(), None),
        Some((name, address)) => (name.to_owned(), Some(address)),
        None if actor == "operator" => (t.event_by_operator(), None),
        None if actor == "unknown" => (t.event_by_somebody(), None),
        None if actor == "portal" => (t.product(), None),
        None => (actor.to_owned(), None),
    }
}

/// The name of somebody who acted for a provider, with the provider's.
#[must_use]
pub fn acting_for(t: &Texts, who: &str, provider: Option<&str>) -> String {
    provider.map_or_else(|| who.to_owned(), |provider| t.event_acts_for(who, provider))
}

fn member_role(t: &Texts, role: Role) -> String {
    match role {
        Role::Owner => t.event_role_owner(),
        Role::Admin => t.event_role_admin(),
        Role::User => t.event_role_user(),
    }
}

fn provider_role(t: &Texts, role: ProviderRole) -> String {
    match role {
        ProviderRole::Admin => t.event_role_provider_admin(),
        ProviderRole::Service => t.event_role_provider_service(),
    }
}

fn refused(t: &Texts, who: &str, what: Refused, act: &str) -> String {
    match what {
        Refused::Foreign => t.event_refused_foreign(who, act),
        Refused::Denied => t.event_refused_denied(who, act),
        Refused::Form => t.event_refused_form(who, act),
        Refused::TooOften => t.event_refused_too_often(who, act),
    }
}

/// How long people stay signed in.
fn length(t: &Texts, minutes: Option<i64>) -> String {
    match minutes {
        None => t.event_portal_limit(),
        Some(minutes) if minutes > 0 && minutes % 60 == 0 => t.event_hours(minutes / 60),
        Some(minutes) => t.event_minutes(minutes),
    }
}

fn billing(t: &Texts, who: &str, before: &str, after: &str) -> String {
    match (before, after) {
        ("", after) => t.event_billing_address_set(who, after),
        (before, "") => t.event_billing_address_removed(who, before),
        (before, after) => t.event_billing_address_changed(who, before, after),
    }
}

/// The kind as a short label.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one line for each kind, none forgotten")]
pub fn kind(t: &Texts, kind: Kind) -> String {
    match kind {
        Kind::ProviderCreated => t.kind_provider_created(),
        Kind::ProviderRenamed => t.kind_provider_renamed(),
        Kind::BillingAddressChanged => t.kind_billing_address_changed(),
        Kind::ProviderZoneChanged => t.kind_provider_zone_changed(),
        Kind::TwoStepRequired => t.kind_two_step_required(),
        Kind::TwoStepNotRequired => t.kind_two_step_not_required(),
        Kind::SessionLengthChanged => t.kind_session_length_changed(),
        Kind::ProviderSuspended => t.kind_provider_suspended(),
        Kind::ProviderReactivated => t.kind_provider_reactivated(),
        Kind::ProviderDeletionAsked => t.kind_provider_deletion_asked(),
        Kind::ProviderDeleted => t.kind_provider_deleted(),
        Kind::ProviderMemberInvited => t.kind_provider_member_invited(),
        Kind::ProviderInvitationResent => t.kind_provider_invitation_resent(),
        Kind::ProviderInvitationAccepted => t.kind_provider_invitation_accepted(),
        Kind::ProviderMemberConfirmed => t.kind_provider_member_confirmed(),
        Kind::ProviderRoleChanged => t.kind_provider_role_changed(),
        Kind::ProviderInvitationCancelled => t.kind_provider_invitation_cancelled(),
        Kind::ProviderInvitationBarred => t.kind_provider_invitation_barred(),
        Kind::ProviderMemberRemoved => t.kind_provider_member_removed(),
        Kind::ProviderMemberLeft => t.kind_provider_member_left(),
        Kind::ProviderMemberSuspended => t.kind_provider_member_suspended(),
        Kind::ProviderMemberReactivated => t.kind_provider_member_reactivated(),
        Kind::ProviderMemberReminded => t.kind_provider_member_reminded(),
        Kind::ProviderAccessEnded => t.kind_provider_access_ended(),
        Kind::ClientsExported => t.kind_clients_exported(),
        Kind::EventsExported => t.kind_events_exported(),
        Kind::OrganizationCreated => t.kind_organization_created(),
        Kind::OrganizationImported => t.kind_organization_imported(),
        Kind::ClientAdded => t.kind_client_added(),
        Kind::ClientUnlinked => t.kind_client_unlinked(),
        Kind::ClientLinkAsked => t.kind_client_link_asked(),
        Kind::ClientRelinked => t.kind_client_relinked(),
        Kind::OrganizationRenamed => t.kind_organization_renamed(),
        Kind::OrganizationSuspended => t.kind_organization_suspended(),
        Kind::OrganizationReactivated => t.kind_organization_reactivated(),
        Kind::OrganizationDeletionAsked => t.kind_organization_deletion_asked(),
        Kind::OrganizationDeleted => t.kind_organization_deleted(),
        Kind::ClientOpened => t.kind_client_opened(),
        Kind::PlanChanged => t.kind_plan_changed(),
        Kind::NoteChanged => t.kind_note_changed(),
        Kind::NoteAdded => t.kind_note_added(),
        Kind::NoteRemoved => t.kind_note_removed(),
        Kind::SeatsChanged => t.kind_seats_changed(),
        Kind::MemberInvited => t.kind_member_invited(),
        Kind::InvitationResent => t.kind_invitation_resent(),
        Kind::InvitationAccepted => t.kind_invitation_accepted(),
        Kind::MemberConfirmed => t.kind_member_confirmed(),
        Kind::InvitationCancelled => t.kind_invitation_cancelled(),
        Kind::InvitationBarred => t.kind_invitation_barred(),
        Kind::InvitingEnded => t.kind_inviting_ended(),
        Kind::InvitingAllowed => t.kind_inviting_allowed(),
        Kind::MemberRemoved => t.kind_member_removed(),
        Kind::MemberLeft => t.kind_member_left(),
        Kind::RoleChanged => t.kind_role_changed(),
        Kind::MemberRevoked => t.kind_member_revoked(),
        Kind::MemberRestored => t.kind_member_restored(),
        Kind::RemovalAsked => t.kind_removal_asked(),
        Kind::RemovalDeclined => t.kind_removal_declined(),
        Kind::AccountCreated => t.kind_account_created(),
        Kind::SignedIn => t.kind_signed_in(),
        Kind::SignInFailed => t.kind_sign_in_failed(),
        Kind::StrangersHeldBack => t.kind_strangers_held_back(),
        Kind::SignedOut => t.kind_signed_out(),
        Kind::PasswordLinkAsked => t.kind_password_link_asked(),
        Kind::PasswordSet => t.kind_password_set(),
        Kind::PasswordChanged => t.kind_password_changed(),
        Kind::NameChanged => t.kind_name_changed(),
        Kind::AddressChangeAsked => t.kind_address_change_asked(),
        Kind::AddressRefused => t.kind_address_refused(),
        Kind::AddressChanged => t.kind_address_changed(),
        Kind::AddressChangeUndone => t.kind_address_change_undone(),
        Kind::TwoStepEnabled => t.kind_two_step_enabled(),
        Kind::TwoStepDisabled => t.kind_two_step_disabled(),
        Kind::TwoStepFailed => t.kind_two_step_failed(),
        Kind::RecoveryCodeUsed => t.kind_recovery_code_used(),
        Kind::RecoveryCodesRenewed => t.kind_recovery_codes_renewed(),
        Kind::SessionEnded => t.kind_session_ended(),
        Kind::SessionsEnded => t.kind_sessions_ended(),
        Kind::AccountDisabled => t.kind_account_disabled(),
        Kind::AccountEnabled => t.kind_account_enabled(),
        Kind::AccountDeleted => t.kind_account_deleted(),
        Kind::Refused => t.kind_refused(),
        Kind::AlertRaised => t.kind_alert_raised(),
        Kind::PortalStarted => t.kind_portal_started(),
        Kind::PortalStopped => t.kind_portal_stopped(),
        Kind::BackupMade => t.kind_backup_made(),
        Kind::DatabaseRestored => t.kind_database_restored(),
    }
}

/// What a group of kinds is about.
#[must_use]
pub fn subject(t: &Texts, subject: Subject) -> String {
    match subject {
        Subject::Organization => t.subject_organization(),
        Subject::Members => t.members(),
        Subject::Provider => t.subject_provider(),
        Subject::ProviderMembers => t.subject_provider_members(),
        Subject::Exports => t.subject_exports(),
        Subject::Account => t.subject_account(),
        Subject::Portal => t.subject_portal(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::language::Language;

    const ADA: &str = "Ada Admin <ada@provider.example>";

    fn said(language: Language, actor: &str, event: &Event) -> Sentence {
        let t = crate::texts::of(language);
        sentence(t, &person(t, actor).0, event)
    }

    #[test]
    fn a_line_reads_as_a_sentence_with_names() {
        let invited =
            Event::MemberInvited { organization: "Alpha GmbH".into(), email: "olga@client.example".into(), role: Role::Owner };
        let english = said(Language::English, ADA, &invited);
        assert_eq!(english.text(), "Ada Admin invited olga@client.example as owner of Alpha GmbH");
        assert_eq!(english.object, "Alpha GmbH");
        let dutch = said(Language::Dutch, ADA, &invited).text();
        assert_eq!(dutch, "Ada Admin heeft olga@client.example uitgenodigd als eigenaar van Alpha GmbH");
    }

    #[test]
    fn whoever_has_no_name_is_named_by_what_there_is() {
        let who = |actor| said(Language::English, actor, &Event::SignedIn).text();
        assert_eq!(who(" <ada@provider.example>"), "ada@provider.example signed in");
        assert_eq!(who("operator"), "The operator signed in");
        assert_eq!(who("A <b> C <c@d.example>"), "A <b> C signed in");
        assert_eq!(who(""), " signed in");
    }

    #[test]
    fn for_whom_somebody_acted_stands_behind_the_name() {
        let said = |language, provider| acting_for(crate::texts::of(language), "Anna Admin", provider);
        assert_eq!(said(Language::English, Some("Example Hosting")), "Anna Admin for Example Hosting");
        assert_eq!(said(Language::Dutch, Some("Example Hosting")), "Anna Admin namens Example Hosting");
        assert_eq!(said(Language::Dutch, None), "Anna Admin");
    }

    #[test]
    fn empty_values_and_lengths_are_put_into_words() {
        let billing = |before: &str, after: &str| {
            said(Language::English, ADA, &Event::BillingAddressChanged { before: before.into(), after: after.into() }).text()
        };
        assert_eq!(billing("", "b@c.example"), "Ada Admin set the billing email to b@c.example");
        assert_eq!(billing("b@c.example", ""), "Ada Admin removed the billing email b@c.example");
        let length = Event::SessionLengthChanged { before: None, after: Some(90) };
        let text = said(Language::Dutch, ADA, &length).text();
        assert_eq!(
            text,
            "Ada Admin heeft gewijzigd hoe lang mensen ingelogd blijven: van de grens van het portaal naar 90 minuten"
        );
    }
}
