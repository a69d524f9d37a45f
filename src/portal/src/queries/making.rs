//! Creating Goodword's own properties on a person's request, before a sync has run.

use domain::mapping::OWN_GROUP;
use domain::{CampaignId, ReferralField, ReferredByField};
use hubspot::properties::{self, PropertyDraft};
use hubspot::{Call, Failure, Reply};

use super::catalogue::Catalogue;
use super::step::{Step, Tables, Taken};
use crate::tables::referrals;
use crate::write_back::own_properties;

/// The creation in progress; it ends with a fetch of the catalogue.
#[derive(Debug)]
pub(crate) struct Making {
    stage: Stage,
    drafts: Vec<PropertyDraft>,
    refused: Vec<String>,
}

#[derive(Debug)]
enum Stage {
    Look,
    Group,
    Properties,
    Fetch(Catalogue),
}

impl Making {
    /// Begins with the properties of a campaign's referrers.
    pub(super) fn of(campaign: CampaignId, fields: Vec<ReferralField>) -> Self {
        let fields = fields.into_iter();
        Self::drafted(
            fields
                .map(|field| own_properties::draft(field, &field.own_property(campaign)))
                .collect(),
        )
    }

    /// Begins with the properties of referred people.
    pub(super) fn for_referred(fields: Vec<ReferredByField>) -> Self {
        let drafts = fields.into_iter().map(own_properties::referred_by_draft);
        Self::drafted(drafts.collect())
    }

    fn drafted(drafts: Vec<PropertyDraft>) -> Self {
        Self {
            stage: Stage::Look,
            drafts,
            refused: Vec::new(),
        }
    }

    pub(super) fn call(&self) -> Call {
        match &self.stage {
            Stage::Look => properties::list(),
            Stage::Group => properties::create_group(OWN_GROUP, "Goodword"),
            Stage::Properties => properties::create(&self.drafts),
            Stage::Fetch(catalogue) => catalogue.call(),
        }
    }

    pub(super) fn take(&mut self, outcome: Result<Reply, Failure>, tables: &Tables<'_>) -> Taken {
        let next = match &mut self.stage {
            Stage::Look => outcome
                .and_then(|reply| properties::definitions(&reply))
                .map(|present| {
                    self.drafts
                        .retain(|draft| present.iter().all(|there| there.name != draft.name));
                    if self.drafts.is_empty() {
                        Stage::Fetch(Catalogue::default())
                    } else {
                        Stage::Group
                    }
                }),
            Stage::Group => properties::group_created(outcome).map(|()| Stage::Properties),
            Stage::Properties => properties::created(outcome).map(|made| {
                let refused = made.refused.into_iter().map(|refused| refused.message);
                self.refused.extend(refused);
                Stage::Fetch(Catalogue::default())
            }),
            Stage::Fetch(catalogue) => {
                let step = catalogue.take(outcome, tables)?;
                if step == Ok(Step::Done) {
                    // HubSpot may now accept writes that it refused because a property was missing.
                    referrals::try_all_again(tables.database)?;
                }
                return Ok(step.map(|step| match step {
                    Step::Done if !self.refused.is_empty() => Step::Failed(self.refused.join(" ")),
                    step => step,
                }));
            }
        };
        Ok(next.map(|next| {
            self.stage = next;
            Step::Further
        }))
    }
}
