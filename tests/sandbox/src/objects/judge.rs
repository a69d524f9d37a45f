//! Judging the values of a write: each by its property, and those that belong together.

use serde_json::{Map, Value};

use super::ObjectType;
use crate::{
    portal::Portal,
    properties::values::{self, Checked, Invalid},
};

/// Judges what is to be written to a record, or to a new one.
///
/// # Errors
/// One entry for every value that is not taken.
pub(crate) fn judge(
    portal: &Portal,
    object: ObjectType,
    record: Option<u64>,
    properties: &Map<String, Value>,
) -> Result<Checked, Vec<Invalid>> {
    let checked = values::check(portal.schema_of(object), properties)?;
    if object == ObjectType::Deals {
        let deal = record.and_then(|id| portal.deals.live(id));
        portal.pipelines.judge(deal, &checked)?;
    }
    Ok(checked)
}
