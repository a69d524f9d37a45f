//! Creating Goodword's own properties on a person's request, before a sync has run.

use domain::{CampaignId, ReferralField, ReferredByField};
use hubspot::properties::{self, Made, PropertyDraft};
use hubspot::{Call, Failure, Reply};

use super::catalogue::Catalogue;
use super::step::{Step, Tables, Taken};
use crate::tables::referrals;
use crate::write_back::own_properties::{self, OWN_GROUP_LABEL};

/// The creation in progress; it ends with a fetch of the catalogue.
#[derive(Debug)]
pub(crate) struct Making {
    stage: Stage,
    drafts: Vec<PropertyDraft>,
    made: Made,
}

#[derive(Debug)]
enum Stage {
    Look,
    Make(properties::Making),
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
            made: Made::default(),
        }
    }

    pub(super) fn call(&self) -> Call {
        match &self.stage {
            Stage::Look => {
                let names = self.drafts.iter().map(|draft| draft.name.as_str());
                properties::read(&names.collect::<Vec<_>>())
            }
            // A creation that is over is left at once.
            Stage::Make(making) => making.call().unwrap_or_else(properties::list),
            Stage::Fetch(catalogue) => catalogue.call(),
        }
    }

    pub(super) fn take(&mut self, outcome: Result<Reply, Failure>, tables: &Tables<'_>) -> Taken {
        let next = match &mut self.stage {
            Stage::Look => {
                let present = match outcome.and_then(|reply| properties::found(&reply)) {
                    // HubSpot may refuse to read properties of which none exists. What exists is no harm to make.
                    Err(Failure::Rejected(_)) => Ok(Vec::new()),
                    present => present,
                };
                present.map(|present| {
                    self.drafts
                        .retain(|draft| present.iter().all(|there| there.name != draft.name));
                    if self.drafts.is_empty() {
                        Stage::Fetch(Catalogue::default())
                    } else {
                        let drafts = self.drafts.clone();
                        Stage::Make(properties::Making::of(drafts, OWN_GROUP_LABEL))
                    }
                })
            }
            Stage::Make(making) => {
                if let Err(failure) = making.take(outcome) {
                    return Ok(Err(failure));
                }
                if making.call().is_some() {
                    return Ok(Ok(Step::Further));
                }
                self.made = making.result().clone();
                Ok(Stage::Fetch(Catalogue::default()))
            }
            Stage::Fetch(catalogue) => {
                let step = catalogue.take(outcome, tables)?;
                if step == Ok(Step::Done) {
                    // HubSpot may now accept writes that it refused because a property was missing.
                    referrals::try_all_again(tables.database)?;
                }
                return Ok(step.map(|step| match step {
                    Step::Done if !self.made.refused.is_empty() => {
                        Step::Failed(self.made.refused.join(" "))
                    }
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
