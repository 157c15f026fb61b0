//! What a visitor is told when something is refused. A refused action changes nothing.

use super::access::Denial;
use super::identity::mailed_link::Purpose;
use super::organizations::plan::Family;

pub use super::identity::mailed_link::LinkFault;
pub use super::problem::Problem;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not there, or not theirs: the same answer.
    NotFound,
    Forbidden(Denial),
    /// The organization is suspended, and the visitor no admin of its provider.
    Suspended {
        organization: String,
        /// Who suspended it and can end that; the operator where it is no provider.
        provider: Option<String>,
    },
    Conflict(Conflict),
    Invalid(Vec<Fault>),
    Link {
        purpose: Purpose,
        fault: LinkFault,
    },
    /// The e-mail address or the password is wrong, without saying which.
    WrongCredentials,
    /// Too many attempts; how many seconds to wait.
    Throttled {
        seconds: i64,
    },
    /// Too much to do right now.
    Busy,
    /// The form is stale or came from elsewhere.
    StaleForm,
}

/// The state of things does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Somebody changed what the form edits after it was shown: nothing is saved until somebody decides.
    ChangedMeanwhile,
    AlreadyManaged,
    PlanNotEligible(Family),
    OrganizationSuspended,
    /// Not the provider, which lifts its own suspension only.
    SuspendedByOperator,
    /// The organization has a provider: that has to unlink it before its owners can delete it. A suspended one cannot.
    HasProvider {
        suspended: bool,
    },
    LastOwner,
    Full,
    AlreadyMember,
    /// The organization's own people took the account out: an owner of it alone asks it in again.
    Barred,
    NotAccepted,
    AlreadyConfirmed,
    NotInvited,
    TooManyInvitations,
    /// Nobody says why.
    CannotBeInvited,
    /// Of an account or an organization that is new, until the operator has looked at it.
    InvitingEnded,
    /// The client has no confirmed owner of its own yet.
    NoOwner,
    /// More seats are occupied than there would be.
    SeatsOccupied {
        occupied: i64,
    },
    AlreadyUnlinked,
    /// As many notes about the client as there may be.
    TooManyNotes,
    /// The member does not ask to be removed, or does not any more.
    RemovalNotAsked,
    /// The member is revoked: nothing else is done to it before it is restored.
    IsRevoked,
    AlreadyRevoked,
    NotRevoked,
    /// Nobody revokes or removes oneself: one leaves.
    OwnMembership,
    /// Two-step sign-in is required by a provider of the person.
    TwoStepRequired,
    /// It was turned on, moved or turned off meanwhile.
    TwoStepChanged,
    /// Another account has the address by now.
    AddressTaken,
    /// The address is invited where the person is a member already.
    AddressInvited,
    /// More clients than one action takes.
    TooManyClients,
    /// The provider has clients yet.
    ClientsLinked {
        number: i64,
    },
    NameTaken,
    /// An organization or a provider would be left without its last owner or admin.
    AccountNeeded,
    /// The person owns that many organizations without a provider already.
    TooManyOrganizations,
    /// The organization that the invitation is for is suspended: the invitation waits.
    InvitationWaits,
    /// The provider has no other confirmed admin who can sign in.
    LastAdmin,
    /// The address, or its account, is in the provider already.
    AlreadyProviderMember,
    /// Only a confirmed person can be suspended.
    NotConfirmed,
    NotSuspended,
    /// Only who is confirmed uses the provider.
    NotActing,
    /// Nobody is reminded of what is on already.
    HasTwoStep,
    RemindedToday,
    /// One's own sessions are ended under the own account.
    OwnSessions,
    ProviderSuspended,
    /// Its provider unlinked it too long ago to ask its owners to link it again.
    UnlinkedLongAgo,
    /// They were asked as often as they are.
    AskedEnough,
    /// Nobody owns it who could be asked.
    NobodyToAsk,
    /// Who asked is no admin of the provider any more.
    AskerGone,
    /// The provider that asked is suspended.
    AskingProviderSuspended,
}

/// What is wrong with one part of a command. Each door has its own names for the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    pub part: Part,
    pub problem: Problem,
}

/// A part of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Name,
    Email,
    /// Several addresses in one text.
    Emails,
    /// The address of a client's first owner.
    OwnerEmail,
    BillingEmail,
    Role,
    Plan,
    /// The seats of a new organization.
    Seats,
    /// Another number of seats.
    NewSeats,
    Note,
    ProviderName,
    SessionLength,
    Language,
    TimeZone,
    /// A password that is chosen.
    Password,
    /// The password that proves who somebody is.
    CurrentPassword,
    /// A code of the second step.
    Code,
    /// Members that are chosen in a list.
    Members,
    /// How many something is done to, typed to show that so many are meant.
    Number,
    /// What is done, the kind of a line of a log, and the form of a file.
    Act,
    Kind,
    Format,
    /// The two ends of a range of time.
    From,
    To,
}

impl Refusal {
    /// One part of a command is wrong.
    #[must_use]
    pub fn at(part: Part, problem: Problem) -> Self {
        Self::Invalid(vec![Fault { part, problem }])
    }

    /// Whether it is that somebody else changed what the form edits.
    #[must_use]
    pub fn is_about_another_version(&self) -> bool {
        *self == Self::Conflict(Conflict::ChangedMeanwhile)
    }

    /// Whether it is that nobody else has the role yet without which none can be.
    #[must_use]
    pub fn is_about_the_last_one(&self) -> bool {
        matches!(self, Self::Conflict(Conflict::LastOwner | Conflict::LastAdmin))
    }
}

impl Purpose {
    /// The refusal of a link of this purpose.
    #[must_use]
    pub fn refused(self, fault: LinkFault) -> Refusal {
        Refusal::Link { purpose: self, fault }
    }
}

impl From<Denial> for Refusal {
    fn from(denial: Denial) -> Self {
        Self::Forbidden(denial)
    }
}

impl From<Conflict> for Refusal {
    fn from(conflict: Conflict) -> Self {
        Self::Conflict(conflict)
    }
}

/// Collects the faults of a command, so that all of them are told at once.
#[derive(Debug, Default)]
pub struct Parsing(Vec<Fault>);

impl Parsing {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value, or its problem put beside its part.
    pub fn check<T, P: Into<Problem>>(&mut self, part: Part, parsed: Result<T, P>) -> Option<T> {
        parsed.map_err(|problem| self.0.push(Fault { part, problem: problem.into() })).ok()
    }

    pub fn add(&mut self, part: Part, problem: Problem) {
        self.0.push(Fault { part, problem });
    }

    /// What was parsed, when nothing was wrong.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with every fault.
    pub fn finish<T>(self, parsed: Option<T>) -> Result<T, Refusal> {
        match parsed {
            Some(parsed) if self.0.is_empty() => Ok(parsed),
            _ => Err(Refusal::Invalid(self.0)),
        }
    }
}
