//! Lengths and ranges. Each is described by the constant that the check of the value itself uses.

use core::ops::RangeInclusive;

use domain::referral_page::{MAX_FIELDS, checking};
use domain::{AttributionWindow, audience, campaign, destination, mapping, qualification, slug};
use utoipa::Number;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayItems, KnownFormat, Object, Schema, SchemaFormat,
};

use crate::api::campaigns::DAYS_RANGE;

/// A limit of a value.
#[derive(Clone)]
enum Limit {
    /// The number of characters of a text.
    Text(RangeInclusive<usize>),
    /// The number of items of a list.
    Items(RangeInclusive<usize>),
    /// A number.
    Number(RangeInclusive<u16>),
}
use Limit::{Items, Number as Within, Text};

/// The place of parameters of the query.
const QUERY: &str = "?";

/// Schemas, their members, and the limits of these. A schema of its own has the member `""`.
fn all() -> Vec<(&'static str, &'static str, Limit)> {
    let name = 1..=campaign::LONGEST_NAME;
    let person = || Text(0..=portal::LONGEST_PERSON_NAME);
    let address = || Text(0..=destination::LONGEST_DESTINATION);
    let lists = || Items(0..=audience::MAX_LISTS);
    let mappings = || Items(0..=mapping::MAX_MAPPINGS);
    let hold = || Within(0..=qualification::LONGEST_HOLD);
    let lines = || Items(0..=portal::MAX_IMPORTED_LINES);
    vec![
        (QUERY, "days", Within(DAYS_RANGE)),
        (QUERY, "q", Text(0..=portal::LONGEST_SEARCH)),
        ("NewCampaign", "name", Text(name.clone())),
        ("CampaignChange", "name", Text(name)),
        ("NewCampaign", "destination", address()),
        ("CampaignChange", "destination", address()),
        (
            "NewCampaign",
            "attributionWindowDays",
            Within(AttributionWindow::RANGE),
        ),
        (
            "CampaignChange",
            "attributionWindowDays",
            Within(AttributionWindow::RANGE),
        ),
        (
            "NewCampaign",
            "shareMessage",
            Text(0..=campaign::LONGEST_MESSAGE),
        ),
        (
            "CampaignChange",
            "shareMessage",
            Text(0..=campaign::LONGEST_MESSAGE),
        ),
        ("NewCampaign", "slug", Text(0..=slug::LONGEST)),
        ("CampaignChange", "slug", Text(0..=slug::LONGEST)),
        ("ReferrerChange", "slug", Text(0..=slug::LONGEST)),
        (
            "ReferralTerms",
            "rules",
            Items(0..=qualification::MAX_RULES),
        ),
        ("Rule", "holdDays", hold()),
        ("NewRuleTrial", "holdDays", hold()),
        ("Audience", "lists", lists()),
        ("Audience", "excludedLists", lists()),
        ("NewSync", "outbound", mappings()),
        ("NewSync", "inbound", mappings()),
        ("SyncChange", "outbound", mappings()),
        ("SyncChange", "inbound", mappings()),
        ("NewPreview", "inbound", mappings()),
        (
            "InboundMapping",
            "fixed",
            Text(0..=mapping::LONGEST_FIXED_VALUE),
        ),
        ("Values", "", Items(1..=qualification::MAX_VALUES)),
        ("ReferralPage", "logo", address()),
        ("ReferralPage", "fields", Items(0..=MAX_FIELDS)),
        ("ReferralPage", "texts", Items(0..=checking::MAX_LANGUAGES)),
        ("PageField", "key", Text(1..=checking::LONGEST_KEY)),
        ("PageField", "options", Items(0..=checking::MAX_OPTIONS)),
        ("PageTexts", "headline", Text(0..=checking::LONGEST_LINE)),
        ("PageTexts", "offer", Text(0..=checking::LONGEST_TEXT)),
        ("PageTexts", "button", Text(0..=checking::LONGEST_BUTTON)),
        ("PageTexts", "consent", Text(0..=checking::LONGEST_TEXT)),
        ("PageTexts", "thanksTitle", Text(0..=checking::LONGEST_LINE)),
        ("PageTexts", "thanks", Text(0..=checking::LONGEST_TEXT)),
        ("FieldLabel", "label", Text(0..=checking::LONGEST_LINE)),
        ("FieldLabel", "options", Items(0..=checking::MAX_OPTIONS)),
        ("NewApiKey", "name", Text(1..=portal::LONGEST_API_KEY_NAME)),
        ("NewReferral", "firstName", person()),
        ("NewReferral", "lastName", person()),
        ("ReferralClaim", "firstName", person()),
        ("ReferralClaim", "lastName", person()),
        ("WantedProperties", "fields", Items(1..=usize::MAX)),
        (
            "WantedReferredByProperties",
            "fields",
            Items(1..=usize::MAX),
        ),
        ("ReferrerImport", "rows", lines()),
        ("ReferralImport", "rows", lines()),
    ]
}

/// Sets the limits of a schema.
pub(super) fn set(name: &str, schema: &mut RefOr<Schema>) {
    for (_, member, limit) in all().iter().filter(|(of, ..)| *of == name) {
        if member.is_empty() {
            limit.set(schema);
        } else if let RefOr::T(Schema::Object(object)) = schema
            && let Some(own) = object.properties.get_mut(*member)
        {
            limit.set(own);
        }
    }
    bound(schema);
}

/// Sets the limits of a parameter of the query.
pub(super) fn set_parameter(name: &str, schema: &mut RefOr<Schema>) {
    for (_, _, limit) in all()
        .iter()
        .filter(|(of, own, _)| (*of, *own) == (QUERY, name))
    {
        limit.set(schema);
    }
    bound(schema);
}

impl Limit {
    fn set(&self, schema: &mut RefOr<Schema>) {
        let most =
            |range: &RangeInclusive<usize>| Some(*range.end()).filter(|most| *most < usize::MAX);
        let least = |range: &RangeInclusive<usize>| Some(*range.start()).filter(|least| *least > 0);
        match (self, schema) {
            (Text(range), RefOr::T(Schema::Object(text))) => {
                text.max_length = most(range);
                text.min_length = least(range);
            }
            (Items(range), RefOr::T(Schema::Array(list))) => {
                list.max_items = most(range);
                list.min_items = least(range);
            }
            (Within(range), RefOr::T(Schema::Object(number))) => {
                number.minimum = Some(Number::UInt((*range.start()).into()));
                number.maximum = Some(Number::UInt((*range.end()).into()));
            }
            _ => {}
        }
    }
}

/// Sets the largest number that each integer's type holds, and the format's name in OpenAPI's registry of formats.
pub(super) fn bound(schema: &mut RefOr<Schema>) {
    inside(schema, &|object| {
        let (name, most) = match object.format {
            Some(SchemaFormat::KnownFormat(KnownFormat::UInt8)) => ("uint8", u8::MAX.into()),
            Some(SchemaFormat::KnownFormat(KnownFormat::UInt16)) => ("uint16", u16::MAX.into()),
            Some(SchemaFormat::KnownFormat(KnownFormat::UInt32)) => ("uint32", 0xffff_ffff),
            Some(SchemaFormat::KnownFormat(KnownFormat::UInt64)) => ("uint64", usize::MAX),
            _ => return,
        };
        object.format = Some(SchemaFormat::Custom(name.to_owned()));
        object.maximum.get_or_insert(Number::UInt(most));
    });
}

/// Closes the objects of a request: other members are refused.
pub(super) fn close(schema: &mut RefOr<Schema>) {
    inside(schema, &|object| {
        if !object.properties.is_empty() {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    });
}

/// Changes every object schema inside of a schema.
fn inside(schema: &mut RefOr<Schema>, change: &dyn Fn(&mut Object)) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Object(object) => {
            change(object);
            object
                .properties
                .values_mut()
                .for_each(|own| inside(own, change));
        }
        Schema::Array(list) => {
            if let ArrayItems::RefOrSchema(items) = &mut list.items {
                inside(items, change);
            }
        }
        Schema::OneOf(one) => one.items.iter_mut().for_each(|own| inside(own, change)),
        Schema::AllOf(all) => all.items.iter_mut().for_each(|own| inside(own, change)),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(|own| inside(own, change)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_of_a_value_in_the_description() {
        let document = serde_json::to_value(super::super::document()).unwrap();
        for (name, member, limit) in all() {
            let schema = &document["components"]["schemas"][name];
            let own = if member.is_empty() {
                schema
            } else {
                &schema["properties"][member]
            };
            let described = match limit {
                _ if name == QUERY => continue,
                Text(range) => own["maxLength"] == *range.end(),
                Items(range) if *range.end() == usize::MAX => own["minItems"] == 1,
                Items(range) => own["maxItems"] == *range.end(),
                Within(range) => own["maximum"] == *range.end() && own["minimum"] == *range.start(),
            };
            assert!(described, "{name}.{member}: {own}");
        }
    }
}
