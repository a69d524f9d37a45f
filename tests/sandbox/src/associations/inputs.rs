//! The field `associations` of a new record.

use serde::Deserialize;

use super::type_id;
use crate::{errors::Problem, objects::ObjectType, portal::Portal};

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Type {
    association_category: String,
    association_type_id: u32,
}

/// One association of a new record.
#[derive(Deserialize)]
pub(crate) struct NewAssociation {
    to: Named,
    types: Vec<Type>,
}

/// Returns the ids of the records that a new record will be associated with.
///
/// # Errors
/// 400 if an association type does not fit the two object types, or if a record does not exist.
pub(crate) fn validate(
    portal: &Portal,
    from: ObjectType,
    new: &[NewAssociation],
) -> Result<Vec<u64>, Problem> {
    new.iter()
        .map(|one| validate_one(portal, from, one))
        .collect()
}

fn validate_one(portal: &Portal, from: ObjectType, new: &NewAssociation) -> Result<u64, Problem> {
    let known = |it: &Type| {
        it.association_category == "HUBSPOT_DEFINED" && it.association_type_id == type_id(from)
    };
    if new.types.is_empty() || !new.types.iter().all(known) {
        return Err(Problem::validation(format!(
            "One or more associations are not valid: a {} takes HUBSPOT_DEFINED associations of \
             the type {}",
            from.singular(),
            type_id(from)
        )));
    }
    let to = from.other();
    let id = new.to.id.parse().ok();
    id.filter(|id| portal.records_of(to).live(*id).is_some())
        .ok_or_else(|| {
            Problem::validation(format!(
                "One or more associations are not valid: the {} {} does not exist",
                to.singular(),
                new.to.id
            ))
        })
}
