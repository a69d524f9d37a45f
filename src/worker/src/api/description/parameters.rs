//! Inputs beside the body: ids in the path, values in the query, headers.

use std::collections::BTreeMap;

use utoipa::PartialSchema;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr, Required};

use super::limits;
use super::shapes::Shapes;
use crate::edge::headers::IDEMPOTENCY_KEY_LENGTH;
use crate::routing::address_value::ValueSchema;
use crate::routing::query::DescribedParameter;
use crate::routing::shape::Shape;

const ACCOUNT: &str = "Account";
const KEY: &str = "IdempotencyKey";

/// Describes an id in the path.
pub(super) fn id(name: &str, words: &str, shape: &Shape) -> Parameter {
    let schema = RefOr::Ref(shape.reference());
    parameter(name, ParameterIn::Path, Required::True, words, schema)
}

/// Describes a value in the query, and adds its shape if it has one.
pub(super) fn query(described: DescribedParameter, shapes: &mut Shapes) -> Parameter {
    let DescribedParameter {
        name,
        words,
        schema,
    } = described;
    let schema = match schema {
        ValueSchema::Plain(mut schema) => {
            limits::set_parameter(name, &mut schema);
            *schema
        }
        ValueSchema::Named(shape) => {
            let reference = RefOr::Ref(shape.reference());
            shapes.take(shape);
            reference
        }
    };
    parameter(name, ParameterIn::Query, Required::False, words, schema)
}

/// Points to the header that names the account.
pub(super) fn account() -> Ref {
    reference(ACCOUNT)
}

/// Points to the header that makes a request repeatable.
pub(super) fn key() -> Ref {
    reference(KEY)
}

fn reference(name: &str) -> Ref {
    Ref::new(format!("#/components/parameters/{name}"))
}

/// Describes the headers that many routes take.
pub(super) fn shared() -> BTreeMap<String, RefOr<Parameter>> {
    let mut id = u64::schema();
    limits::bound(&mut id);
    let account = header(
        "Goodword-Portal",
        "The HubSpot account, one of those that the browser is signed in to. If absent: the account of the latest \
         sign-in.",
        id,
    );
    let key = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(*IDEMPOTENCY_KEY_LENGTH.start()))
        .max_length(Some(*IDEMPOTENCY_KEY_LENGTH.end()));
    let key = header(
        "Idempotency-Key",
        "For a day, the same key with the same request gets the first response again, and nothing is made twice. The \
         same key with another request is refused.",
        RefOr::T(Schema::Object(key.build())),
    );
    [(ACCOUNT, account), (KEY, key)]
        .map(|(name, header)| (name.to_owned(), RefOr::T(header)))
        .into()
}

fn header(name: &str, words: &str, schema: RefOr<Schema>) -> Parameter {
    parameter(name, ParameterIn::Header, Required::False, words, schema)
}

fn parameter(
    name: &str,
    place: ParameterIn,
    required: Required,
    words: &str,
    schema: RefOr<Schema>,
) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description(Some(words))
        .schema(Some(schema))
        .build()
}
