//! The values that say who referred a person: those that the campaign maps, and the person's own answers.

use domain::{
    PropertyName, ReferralCode, ReferredBy, ReferredByField, ReferredByMapping, Slug, WriteMode,
};

use crate::Portal;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::link_blocks;
use crate::tables::referrals::Referral;
use crate::tables::referrers;
use crate::tables::slugs;
use crate::write_back::values;

/// The values that a referred person's contact should have.
pub(super) struct ReferredByValues {
    mappings: Vec<ReferredByMapping>,
    answers: Vec<(PropertyName, String)>,
    values: ReferredBy,
    code: ReferralCode,
    /// The slug, if the link shows one.
    slug: Option<Slug>,
}

impl ReferredByValues {
    /// Returns the properties.
    pub(super) fn properties(self) -> impl Iterator<Item = PropertyName> {
        let mapped = self.mappings.into_iter().map(|row| row.property);
        mapped.chain(self.answers.into_iter().map(|(property, _)| property))
    }

    /// Returns the values that a contact lacks, with the mode that lets them be written.
    pub(super) fn due<'p>(
        &self,
        present: impl Fn(&str) -> Option<&'p str>,
    ) -> Vec<(PropertyName, WriteMode, String)> {
        self.values.due(&self.mappings, &self.answers, present)
    }

    /// Returns the properties of a new contact for the referral's person.
    pub(super) fn draft(&self, referral: &Referral) -> Vec<(String, String)> {
        let person = &referral.person;
        let known = [
            ("email", &person.email),
            ("firstname", &person.first_name),
            ("lastname", &person.last_name),
        ];
        let known = known
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
        let mut properties: Vec<(String, String)> = known.collect();
        for (property, _, value) in self.due(|_| None) {
            if properties.iter().all(|(name, _)| name != property.as_str()) {
                properties.push((property.to_string(), value));
            }
        }
        properties
    }

    /// Returns whether the link works, if a property shows it.
    pub(super) fn is_published(&self, database: &Database) -> Result<bool, PortalError> {
        let mut rows = self.mappings.iter();
        let shows =
            rows.any(|row| row.field == ReferredByField::Link && row.mode != WriteMode::Never);
        if !shows {
            return Ok(true);
        }
        let slugs: Vec<&Slug> = self.slug.as_ref().into_iter().collect();
        Ok(link_blocks::are_published(database, &[self.code.block()])?
            && slugs::are_published(database, &slugs)?)
    }
}

impl Portal {
    /// Returns the values for a referral; none once the campaign is archived.
    pub(super) fn referred_by(&self, referral: &Referral) -> Result<ReferredByValues, PortalError> {
        let campaign = campaigns::get(&self.database, referral.campaign)?;
        let referrer = referrers::get(&self.database, referral.campaign, &referral.referrer)?;
        let referrer = referrer.ok_or(PortalError::Unreadable("a referrer"))?;
        let known = values::of(&referrer, &self.addresses()?, &campaign);
        let over = campaign.is_archived();
        let (mappings, answers) = if over {
            (Vec::new(), Vec::new())
        } else {
            (campaign.terms.referred_by, referral.answers.clone())
        };
        Ok(ReferredByValues {
            mappings,
            answers,
            values: ReferredBy {
                code: known.code,
                name: referrer.person.name().unwrap_or_default(),
                link: known.link,
                campaign: known.campaign_name,
            },
            code: referrer.code,
            slug: referrer.slug,
        })
    }
}
