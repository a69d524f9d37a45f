//! What is asked with, beside the body: ids in the path, values in the query, headers.

use std::collections::BTreeMap;

use domain::{CampaignId, ContactId, ReferralId, RunId, SyncId};
use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr, Required};

use super::super::KEY_LENGTH;
use super::shapes::Shape;

const ACCOUNT: &str = "Account";
const KEY: &str = "IdempotencyKey";

/// The ids in a path, and their shapes.
pub(super) fn of_path(path: &str) -> Vec<(Parameter, Shape)> {
    let ids = path.split('/').filter_map(|segment| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        let (about, shape) = match name {
            "campaign" => ("The campaign's id.", Shape::of::<CampaignId>()),
            "contact" => ("The contact's record id.", Shape::of::<ContactId>()),
            "referral" => ("The referral's id.", Shape::of::<ReferralId>()),
            "key" => ("The key's number.", Shape::of::<KeyNumber>()),
            "run" => ("The run's id.", Shape::of::<RunId>()),
            "sync" => ("The sync's id.", Shape::of::<SyncId>()),
            _ => ("The question's id.", Shape::of::<QuestionId>()),
        };
        let id = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some(about))
            .schema(Some(RefOr::<Schema>::Ref(shape.reference())));
        Some((id.build(), shape))
    });
    ids.collect()
}

/// A question of one portal. Of each kind the last one alone is kept.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "stands for the number that it describes")]
struct QuestionId(u32);

/// An API key of one portal.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "stands for the number that it describes")]
struct KeyNumber(u32);

/// Something in the query.
pub(super) fn filter(name: &str, about: &str, schema: RefOr<Schema>) -> Parameter {
    let filter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(about));
    filter.schema(Some(schema)).build()
}

/// Points to the header that names the account.
pub(super) fn account() -> Ref {
    reference(ACCOUNT)
}

/// Points to the header of a request that may come twice.
pub(super) fn key() -> Ref {
    reference(KEY)
}

fn reference(name: &str) -> Ref {
    Ref::new(format!("#/components/parameters/{name}"))
}

/// The headers that many routes take.
pub(super) fn shared() -> BTreeMap<String, RefOr<Parameter>> {
    let account = header(
        "Goodword-Portal",
        "The HubSpot account that is meant, of those that the browser is signed in to. Absent: the one that was signed \
         in to last.",
        u64::schema(),
    );
    let key = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(*KEY_LENGTH.start()))
        .max_length(Some(*KEY_LENGTH.end()));
    let key = header(
        "Idempotency-Key",
        "The same key with the same request gives the first answer again for a day, and makes nothing twice. With \
         another request it is refused.",
        RefOr::T(Schema::Object(key.build())),
    );
    [(ACCOUNT, account), (KEY, key)]
        .map(|(name, header)| (name.to_owned(), RefOr::T(header)))
        .into()
}

fn header(name: &str, about: &str, schema: RefOr<Schema>) -> Parameter {
    let header = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(about));
    header.schema(Some(schema)).build()
}
