//! Words as the drivers read them: text, which has to be a word that the domain knows.

use crate::domain::identity::mailed_link::Purpose;
use crate::domain::members;
use crate::domain::organizations::Suspender;
use crate::domain::organizations::plan::Plan;
use crate::domain::providers::{self, ProviderRole, State};
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Type};

macro_rules! stored_as_text {
    ($($word:ty),+ $(,)?) => {
        $(
            impl<DB: Database> Type<DB> for $word
            where
                String: Type<DB>,
            {
                fn type_info() -> DB::TypeInfo {
                    String::type_info()
                }

                fn compatible(stored: &DB::TypeInfo) -> bool {
                    String::compatible(stored)
                }
            }

            impl<'r, DB: Database> Decode<'r, DB> for $word
            where
                String: Decode<'r, DB>,
            {
                fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
                    Ok(Self::try_from(String::decode(value)?)?)
                }
            }
        )+
    };
}

stored_as_text!(Plan, ProviderRole, Purpose, State, Suspender, members::Role, members::Status, providers::Status);
