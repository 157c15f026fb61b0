//! Mails: written as deliveries in the transaction of the change, sent afterwards.

pub mod postman;
pub mod render;

use crate::app::App;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::{AccountId, LinkId, OrganizationId};
use crate::domain::language::Language;
use crate::domain::members::Role;
use crate::domain::providers::ProviderRole;
use crate::error::Result;
use crate::store::Tx;
use crate::store::deliveries::{self, Channel, NewDelivery};
use crate::store::identity::accounts;
use crate::store::members::Recipient;
use serde::{Deserialize, Serialize};

/// What a mail says, apart from its link: that is made when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    Invitation {
        organization: String,
        role: Role,
        inviter: String,
        inviter_email: String,
        expires_at: i64,
    },
    ConfirmationNeeded {
        organization: String,
        organization_id: OrganizationId,
        person: String,
        role: Role,
    },
    Confirmed {
        organization: String,
        organization_id: OrganizationId,
        role: Role,
        by: String,
    },
    ClientAdded {
        organization: String,
        organization_id: OrganizationId,
        provider: String,
        by: String,
    },
    ClientUnlinked {
        organization: String,
        organization_id: OrganizationId,
        provider: String,
        by: String,
        /// Whether that ended its suspension.
        #[serde(default)]
        reactivated: bool,
    },
    OrganizationSuspended {
        organization: String,
        organization_id: OrganizationId,
        provider: String,
        by: String,
    },
    OrganizationReactivated {
        organization: String,
        organization_id: OrganizationId,
        provider: String,
        by: String,
    },
    RemovalAsked {
        organization: String,
        organization_id: OrganizationId,
        person: String,
        person_email: String,
    },
    Removed {
        organization: String,
        by: String,
    },
    OwnerLeft {
        organization: String,
        organization_id: OrganizationId,
        person: String,
    },
    RoleChanged {
        organization: String,
        organization_id: OrganizationId,
        before: Role,
        after: Role,
        by: String,
    },
    AccessRevoked {
        organization: String,
        by: String,
    },
    /// `waits`: whether the person still has to be confirmed.
    AccessRestored {
        organization: String,
        organization_id: OrganizationId,
        role: Role,
        waits: bool,
        by: String,
    },
    /// Something about who is in a provider.
    Team {
        provider: String,
        news: TeamNews,
    },
    PasswordLink {
        expires_at: i64,
    },
    PasswordSet,
    /// The link that proves the address of a new account.
    Registration {
        expires_at: i64,
    },
    /// Somebody asked for an account for an address that has one.
    AccountExists,
    AccountDeleted,
    PasswordChanged,
    /// To the new address: the link that proves it.
    AddressLink {
        before: String,
        expires_at: i64,
    },
    /// To an address that has an account already, in place of the link.
    AddressTaken,
    /// To the old address.
    AddressChanged {
        after: String,
    },
    TwoStepOn,
    TwoStepOff,
    RecoveryCodeUsed {
        left: i64,
    },
    ProviderDeletionLink {
        provider: String,
        expires_at: i64,
    },
    ProviderDeleted {
        provider: String,
        by: String,
    },
}

/// What happened among the members of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum TeamNews {
    Invitation { role: ProviderRole, inviter: String, inviter_email: String, expires_at: i64 },
    Waiting { person: String, role: ProviderRole },
    Confirmed { role: ProviderRole, by: String },
    RoleChanged { role: ProviderRole, by: String },
    Removed { by: String },
    Suspended { by: String },
    Reactivated { by: String },
    AdminLeft { person: String },
}

impl Message {
    /// What the link of this message is for, if it carries one.
    #[must_use]
    pub fn link_purpose(&self) -> Option<Purpose> {
        match self {
            Self::Invitation { .. } => Some(Purpose::Invitation),
            Self::Team { news: TeamNews::Invitation { .. }, .. } => Some(Purpose::ProviderInvitation),
            Self::PasswordLink { .. } => Some(Purpose::Password),
            Self::Registration { .. } => Some(Purpose::Registration),
            Self::AddressLink { .. } => Some(Purpose::Address),
            Self::ProviderDeletionLink { .. } => Some(Purpose::ProviderDeletion),
            _ => None,
        }
    }
}

/// Who gets a mail, and in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct To {
    pub email: String,
    pub language: Language,
}

impl To {
    /// An account's address, in the language of the account; English when it has chosen none.
    #[must_use]
    pub fn account(email: String, language: Option<&str>) -> Self {
        Self { email, language: language.and_then(Language::parse).unwrap_or(Language::English) }
    }
}

impl From<Recipient> for To {
    fn from(recipient: Recipient) -> Self {
        Self::account(recipient.email, recipient.language.as_deref())
    }
}

/// The enabled account's address, where there is an account.
pub async fn to_account(tx: &mut Tx, account: Option<AccountId>) -> Result<Option<To>> {
    let Some(id) = account else { return Ok(None) };
    let account = accounts::by_id(tx, id).await?.filter(|account| account.disabled_at.is_none());
    Ok(account.map(|account| To::account(account.email, account.language.as_deref())))
}

/// An invited address: in the language of its account, or else in the inviter's.
pub async fn to_invited(tx: &mut Tx, email: &str, inviters: Option<Language>) -> Result<To> {
    let known = accounts::by_email(tx, &email.to_ascii_lowercase()).await?;
    let language = known.and_then(|account| account.language).and_then(|word| Language::parse(&word));
    Ok(To { email: email.into(), language: language.or(inviters).unwrap_or(Language::English) })
}

/// Writes a mail that is owed.
pub async fn enqueue(app: &App, tx: &mut Tx, to: &To, message: &Message, organization: Option<OrganizationId>) -> Result<()> {
    insert(app, tx, to, message, organization, None).await
}

/// Writes a mail that carries this link.
pub async fn enqueue_with_link(
    app: &App,
    tx: &mut Tx,
    to: &To,
    message: &Message,
    organization: Option<OrganizationId>,
    link: LinkId,
) -> Result<()> {
    insert(app, tx, to, message, organization, Some(link)).await
}

async fn insert(
    app: &App,
    tx: &mut Tx,
    to: &To,
    message: &Message,
    organization: Option<OrganizationId>,
    link: Option<LinkId>,
) -> Result<()> {
    let payload = serde_json::to_string(message).map_err(anyhow::Error::new)?;
    let new = NewDelivery {
        id: app.new_id(),
        channel: Channel::Mail,
        payload: &payload,
        recipient: &to.email,
        language: to.language.word(),
        organization,
        link,
        now: app.now(),
    };
    Ok(deliveries::insert(tx, &new).await?)
}

/// The address of a one-time link, with its secret.
#[must_use]
pub fn link(app: &App, purpose: Purpose, id: LinkId) -> String {
    app.link(&format!("{}/{}", purpose.path(), app.secrets.token(purpose.word(), id.uuid()).as_str()))
}
