//! Ids as the drivers store them: a UUID.

use crate::domain::ids::{
    AccountId, DeliveryId, FollowUpId, LinkId, LogId, MemberId, NoteId, OrganizationId, ProviderId, ProviderMemberId, SessionId,
    UnlinkingId,
};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Encode, Type};
use uuid::Uuid;

macro_rules! stored_as_uuid {
    ($($id:ident),+ $(,)?) => {
        $(
            impl<DB: Database> Type<DB> for $id
            where
                Uuid: Type<DB>,
            {
                fn type_info() -> DB::TypeInfo {
                    Uuid::type_info()
                }

                fn compatible(stored: &DB::TypeInfo) -> bool {
                    Uuid::compatible(stored)
                }
            }

            impl<'q, DB: Database> Encode<'q, DB> for $id
            where
                Uuid: Encode<'q, DB>,
            {
                fn encode_by_ref(&self, buffer: &mut DB::ArgumentBuffer) -> Result<IsNull, BoxDynError> {
                    self.uuid().encode(buffer)
                }
            }

            impl<'r, DB: Database> Decode<'r, DB> for $id
            where
                Uuid: Decode<'r, DB>,
            {
                fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
                    Uuid::decode(value).map(Self::from)
                }
            }
        )+
    };
}

stored_as_uuid!(
    AccountId,
    OrganizationId,
    ProviderId,
    MemberId,
    ProviderMemberId,
    LinkId,
    DeliveryId,
    FollowUpId,
    NoteId,
    SessionId,
    LogId,
    UnlinkingId,
);
