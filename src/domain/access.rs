//! Who may do what: one function for an organization, one for a provider. Pages ask them to show
//! a control, services ask them to allow the act.

use super::members::Role;
use super::organizations::Suspender;
use super::providers::{ProviderRole, State};

/// What somebody is in one organization, read from the database on this request. Confirmed
/// memberships only: any other status gives no right at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub member: Option<Role>,
    pub provider: Option<(ProviderRole, State)>,
    /// Whose suspension of the organization holds at the moment ([`suspension`]).
    pub suspended: Option<Suspender>,
    /// Whether the organization has a provider.
    pub managed: bool,
}

/// What can be done in an organization. Actions on a member carry that member's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    View,
    ViewMembers,
    ViewEvents,
    Invite(Role),
    Confirm(Role),
    Remove(Role),
    Revoke(Role),
    /// Give back what was revoked.
    Restore(Role),
    ChangeRole {
        from: Role,
        to: Role,
    },
    StepDown,
    /// Ask the owners by mail to be removed.
    AskRemoval,
    /// Decline what somebody asked for in that way.
    DeclineRemoval,
    ManageSeats,
    Rename,
    ChangePlan,
    /// Delete the organization itself.
    Delete,
}

/// What can be done with a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderAction {
    ViewClients,
    AddExisting,
    CreateClient,
    Unlink,
    /// Ask the owners of what was unlinked to link it again.
    AskToLink,
    /// Suspend and reactivate a client.
    SuspendClient,
    /// Note down something about a client, and remove what one noted down oneself.
    AddNote,
    RemoveOthersNote,
    ViewProviderMembers,
    ManageProviderMembers,
    /// Leave the provider.
    Leave,
    ViewProviderEvents,
    ViewSettings,
    ManageSettings,
}

/// Why somebody who may see a thing may not act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    Role,
    ProviderSuspended,
    OrganizationSuspended,
    /// The operator lets nobody register.
    RegistrationClosed,
    /// A provider admin looks into an organization that the provider has suspended, and changes nothing in it.
    ReactivateFirst,
    /// A provider admin looks into an organization that the operator has suspended.
    SuspendedByOperator,
}

/// Whose suspension of an organization holds at the moment; nobody's while it is open.
///
/// That of a provider holds while the provider is active: one that is suspended itself could not lift it, and nobody
/// would get in for good. No row changes, so it holds again once the provider is active. That of the operator holds
/// whatever the provider is.
#[must_use]
pub fn suspension(stored: Option<Suspender>, provider: Option<State>) -> Option<Suspender> {
    match (stored, provider) {
        (Some(Suspender::Provider), Some(State::Active)) => stored,
        (Some(Suspender::Provider), Some(State::Suspended) | None) | (None, _) => None,
        (Some(Suspender::Operator), _) => stored,
    }
}

impl Standing {
    /// The role whose rights the person has here: the own one, or an owner's for the provider's people.
    /// While the provider is suspended its people change nothing through it.
    fn role(self) -> Option<Role> {
        match self.provider {
            Some((_, State::Active)) => Some(Role::Owner),
            _ => self.member,
        }
    }

    /// Whether the person may do this here.
    ///
    /// A suspended organization lets the provider's admins in, and nobody else. They look at
    /// everything; what they may change is the link and the suspension, which
    /// [`ProviderAction`] is about. Its members and seats stay as they were when it was
    /// suspended: nobody of the organization could see what is done to them, or object.
    ///
    /// # Errors
    /// The reason why not. Somebody without any standing is not asked: the organization is not
    /// there for them.
    pub fn may(self, action: Action) -> Result<(), Denial> {
        let provider_admin = matches!(self.provider, Some((ProviderRole::Admin, _)));
        let looks = matches!(action, Action::View | Action::ViewMembers | Action::ViewEvents);
        match self.suspended {
            Some(_) if !provider_admin => return Err(Denial::OrganizationSuspended),
            Some(Suspender::Provider) if !looks => return Err(Denial::ReactivateFirst),
            Some(Suspender::Operator) if !looks => return Err(Denial::SuspendedByOperator),
            Some(_) | None => {}
        }
        let role = self.role();
        let allowed = match action {
            Action::View => role.is_some() || self.provider.is_some(),
            Action::ViewMembers | Action::ViewEvents => role >= Some(Role::Admin) || self.provider.is_some(),
            Action::Invite(of) | Action::Confirm(of) | Action::Remove(of) | Action::Revoke(of) | Action::Restore(of) => {
                role >= Some(Role::Admin) && role >= Some(of)
            }
            Action::ChangeRole { from, to } => role >= Some(Role::Admin) && role >= Some(from) && role >= Some(to),
            Action::StepDown | Action::AskRemoval => self.member.is_some(),
            // Where there is a provider, the seats are what it agreed on with its client.
            Action::ManageSeats if self.managed => matches!(self.provider, Some((_, State::Active))),
            // The plan is what the client pays its provider for: an admin's matter.
            Action::ChangePlan if self.managed => matches!(self.provider, Some((ProviderRole::Admin, State::Active))),
            Action::ManageSeats | Action::Rename | Action::ChangePlan => role == Some(Role::Owner),
            // The organization is its owners', whoever manages it, and they were asked.
            Action::Delete | Action::DeclineRemoval => self.member == Some(Role::Owner),
        };
        match (allowed, self.provider) {
            (true, _) => Ok(()),
            (false, Some((_, State::Suspended))) => Err(Denial::ProviderSuspended),
            (false, _) => Err(Denial::Role),
        }
    }
}

/// Whether a confirmed member of a provider may do this.
///
/// # Errors
/// The reason why not.
pub fn provider_may(role: ProviderRole, state: State, action: ProviderAction) -> Result<(), Denial> {
    let (needs_admin, needs_active) = match action {
        ProviderAction::ViewClients => (false, false),
        ProviderAction::AddNote | ProviderAction::Leave => (false, true),
        ProviderAction::ViewProviderMembers | ProviderAction::ViewProviderEvents | ProviderAction::ViewSettings => (true, false),
        ProviderAction::AddExisting
        | ProviderAction::CreateClient
        | ProviderAction::Unlink
        | ProviderAction::AskToLink
        | ProviderAction::SuspendClient
        | ProviderAction::RemoveOthersNote
        | ProviderAction::ManageProviderMembers
        | ProviderAction::ManageSettings => (true, true),
    };
    if needs_admin && role != ProviderRole::Admin {
        return Err(Denial::Role);
    }
    if needs_active && state != State::Active {
        return Err(Denial::ProviderSuspended);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(member: Option<Role>, provider: Option<(ProviderRole, State)>) -> Standing {
        Standing { member, provider, suspended: None, managed: provider.is_some() }
    }

    #[test]
    fn nobody_acts_above_the_own_role() {
        let admin = standing(Some(Role::Admin), None);
        assert_eq!(admin.may(Action::Invite(Role::User)), Ok(()));
        assert_eq!(admin.may(Action::Invite(Role::Admin)), Ok(()));
        assert_eq!(admin.may(Action::Invite(Role::Owner)), Err(Denial::Role));
        assert_eq!(admin.may(Action::Remove(Role::Owner)), Err(Denial::Role));
        let user = standing(Some(Role::User), None);
        assert_eq!(user.may(Action::View), Ok(()));
        assert_eq!(user.may(Action::ViewMembers), Err(Denial::Role));
        assert_eq!(user.may(Action::Remove(Role::User)), Err(Denial::Role));
        assert_eq!(user.may(Action::StepDown), Ok(()));
    }

    #[test]
    fn the_providers_people_have_an_owners_rights_but_no_seat_to_leave() {
        for role in [ProviderRole::Admin, ProviderRole::Service] {
            let person = standing(None, Some((role, State::Active)));
            assert_eq!(person.may(Action::Confirm(Role::Owner)), Ok(()));
            assert_eq!(person.may(Action::StepDown), Err(Denial::Role));
            assert_eq!(person.may(Action::ManageSeats), Ok(()));
        }
        let owner = standing(Some(Role::Owner), None);
        assert_eq!(owner.may(Action::ManageSeats), Ok(()));
        assert_eq!(Standing { managed: true, ..owner }.may(Action::ManageSeats), Err(Denial::Role));
        assert_eq!(owner.may(Action::Rename), Ok(()));
        assert_eq!(standing(Some(Role::Admin), None).may(Action::Rename), Err(Denial::Role));
        assert_eq!(Standing { managed: true, ..owner }.may(Action::Rename), Ok(()));
    }

    #[test]
    fn the_plan_is_the_owners_or_where_there_is_one_the_provider_admins() {
        let owner = standing(Some(Role::Owner), None);
        assert_eq!(owner.may(Action::ChangePlan), Ok(()));
        assert_eq!(Standing { managed: true, ..owner }.may(Action::ChangePlan), Err(Denial::Role));
        assert_eq!(standing(Some(Role::Admin), None).may(Action::ChangePlan), Err(Denial::Role));
        let of_provider = |role, state| standing(None, Some((role, state))).may(Action::ChangePlan);
        assert_eq!(of_provider(ProviderRole::Admin, State::Active), Ok(()));
        assert_eq!(of_provider(ProviderRole::Service, State::Active), Err(Denial::Role));
        assert_eq!(of_provider(ProviderRole::Admin, State::Suspended), Err(Denial::ProviderSuspended));
    }

    #[test]
    fn a_suspended_provider_looks_but_does_not_touch() {
        let person = standing(None, Some((ProviderRole::Admin, State::Suspended)));
        assert_eq!(person.may(Action::ViewMembers), Ok(()));
        assert_eq!(person.may(Action::Invite(Role::User)), Err(Denial::ProviderSuspended));
        let owner_too = standing(Some(Role::Owner), Some((ProviderRole::Admin, State::Suspended)));
        assert_eq!(owner_too.may(Action::Invite(Role::Owner)), Ok(()));
        assert_eq!(
            provider_may(ProviderRole::Admin, State::Suspended, ProviderAction::AddExisting),
            Err(Denial::ProviderSuspended)
        );
    }

    #[test]
    fn a_suspended_organization_lets_only_provider_admins_in() {
        for by in [Suspender::Provider, Suspender::Operator] {
            let in_suspended =
                |member, provider| Standing { suspended: Some(by), ..standing(member, provider) }.may(Action::View);
            assert_eq!(in_suspended(Some(Role::Owner), None), Err(Denial::OrganizationSuspended));
            assert_eq!(in_suspended(None, Some((ProviderRole::Service, State::Active))), Err(Denial::OrganizationSuspended));
            assert_eq!(in_suspended(None, Some((ProviderRole::Admin, State::Active))), Ok(()));
        }
    }

    #[test]
    fn a_providers_suspension_holds_while_the_provider_is_active_and_the_operators_always() {
        use Suspender::{Operator, Provider};
        for (stored, active, suspended, none) in [
            (None, None, None, None),
            (Some(Provider), Some(Provider), None, None),
            (Some(Operator), Some(Operator), Some(Operator), Some(Operator)),
        ] {
            assert_eq!(suspension(stored, Some(State::Active)), active);
            assert_eq!(suspension(stored, Some(State::Suspended)), suspended);
            assert_eq!(suspension(stored, None), none);
        }
    }

    #[test]
    fn an_organization_is_deleted_by_its_own_owners_alone() {
        let provider = Some((ProviderRole::Admin, State::Active));
        for (who, answer) in [
            (standing(Some(Role::Owner), None), Ok(())),
            (standing(Some(Role::Owner), provider), Ok(())),
            (standing(Some(Role::Admin), None), Err(Denial::Role)),
            (standing(None, provider), Err(Denial::Role)),
            (
                Standing { suspended: Some(Suspender::Operator), ..standing(Some(Role::Owner), None) },
                Err(Denial::OrganizationSuspended),
            ),
        ] {
            assert_eq!(who.may(Action::Delete), answer, "{who:?}");
        }
    }

    #[test]
    fn in_a_suspended_organization_provider_admins_look_and_change_nothing() {
        let admin = standing(Some(Role::Owner), Some((ProviderRole::Admin, State::Active)));
        let frozen = Standing { suspended: Some(Suspender::Provider), ..admin };
        for look in [Action::View, Action::ViewMembers, Action::ViewEvents] {
            assert_eq!(frozen.may(look), Ok(()), "{look:?}");
        }
        for change in [
            Action::Invite(Role::User),
            Action::Confirm(Role::User),
            Action::Remove(Role::User),
            Action::Revoke(Role::User),
            Action::Restore(Role::User),
            Action::ChangeRole { from: Role::User, to: Role::Admin },
            Action::StepDown,
            Action::AskRemoval,
            Action::ManageSeats,
            Action::Rename,
            Action::ChangePlan,
            Action::Delete,
        ] {
            assert_eq!(admin.may(change), Ok(()), "{change:?}");
            assert_eq!(frozen.may(change), Err(Denial::ReactivateFirst), "{change:?}");
            let by_operator = Standing { suspended: Some(Suspender::Operator), ..admin };
            assert_eq!(by_operator.may(change), Err(Denial::SuspendedByOperator), "{change:?}");
        }
        assert_eq!(provider_may(ProviderRole::Admin, State::Active, ProviderAction::SuspendClient), Ok(()));
        assert_eq!(provider_may(ProviderRole::Admin, State::Active, ProviderAction::Unlink), Ok(()));
    }

    #[test]
    fn what_is_the_provider_admins_is_not_a_service_users() {
        for action in [
            ProviderAction::AddExisting,
            ProviderAction::CreateClient,
            ProviderAction::Unlink,
            ProviderAction::SuspendClient,
            ProviderAction::ManageProviderMembers,
            ProviderAction::ManageSettings,
            ProviderAction::ViewProviderMembers,
            ProviderAction::ViewProviderEvents,
            ProviderAction::ViewSettings,
        ] {
            assert_eq!(provider_may(ProviderRole::Service, State::Active, action), Err(Denial::Role));
            assert_eq!(provider_may(ProviderRole::Admin, State::Active, action), Ok(()));
        }
        for action in [ProviderAction::ManageProviderMembers, ProviderAction::ManageSettings, ProviderAction::SuspendClient] {
            assert_eq!(provider_may(ProviderRole::Admin, State::Suspended, action), Err(Denial::ProviderSuspended));
        }
        assert_eq!(provider_may(ProviderRole::Admin, State::Suspended, ProviderAction::ViewSettings), Ok(()));
        for action in [ProviderAction::AddNote, ProviderAction::Leave] {
            assert_eq!(provider_may(ProviderRole::Service, State::Active, action), Ok(()));
            assert_eq!(provider_may(ProviderRole::Service, State::Suspended, action), Err(Denial::ProviderSuspended));
        }
    }
}
