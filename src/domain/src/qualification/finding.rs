//! Checks a cause against a contact and its deals: the objects for which it holds, or a sentence
//! why it does not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::test::Verdict;
use super::{Cause, ContactReaches, DealReaches, Test};

/// A deal of the referred contact. The contact need not be the deal's first.
#[derive(Debug, Clone)]
pub struct Deal<'a> {
    /// HubSpot's id of the deal.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// HubSpot's id of its pipeline.
    pub pipeline: &'a str,
    /// HubSpot's id of its stage.
    pub stage: &'a str,
    /// The stages that it has been in, each with the time of its entry, as far as HubSpot shows
    /// them. The present stage may be missing too.
    pub entries: Vec<(&'a str, Timestamp)>,
    /// When it was created, if HubSpot says so.
    pub created_at: Option<Timestamp>,
    /// When it was last changed, if HubSpot says so.
    pub changed_at: Option<Timestamp>,
    /// Whether it counts for another person who was referred in the campaign earlier.
    pub of_another: bool,
}

/// The effect of a deal that is in one of a rule's stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Counts,
    /// It reached the stages before the person was referred.
    Before,
    /// It counts for another person.
    Another,
    /// HubSpot does not show when it reached its stage.
    Undated,
}

impl Deal<'_> {
    fn is_in(&self, pipeline: &str, stages: &[String]) -> bool {
        self.pipeline == pipeline && stages.iter().any(|stage| stage == self.stage)
    }

    /// Weighs a deal that is in one of the stages. Without a time of entry, a deal that is younger
    /// than the referral reached its stage after it, and a deal that has not changed since reached
    /// its stage before it. Of the others nobody can tell.
    fn weight(&self, stages: &[String], referred_at: Option<Timestamp>) -> Weight {
        let wanted = |stage: &str| stages.iter().any(|own| own == stage);
        let entered = self.entries.iter().filter(|(stage, _)| wanted(stage));
        let first = entered.map(|(_, at)| *at).min();
        let Some(referred) = referred_at else {
            return Weight::Counts;
        };
        let after = match (first, self.created_at, self.changed_at) {
            (Some(entered), ..) => entered >= referred,
            (None, Some(created), _) if created >= referred => true,
            (None, _, Some(changed)) if changed < referred => false,
            _ => return Weight::Undated,
        };
        match (after, self.of_another) {
            (false, _) => Weight::Before,
            (true, true) => Weight::Another,
            (true, false) => Weight::Counts,
        }
    }
}

/// The values that HubSpot holds of the referred contact.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The value of a property by its internal name.
    pub property: &'a dyn Fn(&str) -> Option<&'a str>,
    /// All deals of the contact; `None` while they may not be read.
    pub deals: Option<&'a [Deal<'a>]>,
    /// When the person was referred. Deals that reached their stage before do not count. Without
    /// it, every deal counts.
    pub referred_at: Option<Timestamp>,
}

/// The labels that people use for the things that HubSpot has ids for.
pub trait Names {
    /// Returns the label of a contact's property.
    fn property(&self, name: &str) -> Option<&str>;
    /// Returns the label of a pipeline.
    fn pipeline(&self, id: &str) -> Option<&str>;
    /// Returns the label of a pipeline's stage.
    fn stage(&self, pipeline: &str, id: &str) -> Option<&str>;
}

/// No labels: ids stand in their place.
#[derive(Debug, Clone, Copy)]
pub struct Unnamed;

impl Names for Unnamed {
    fn property(&self, _: &str) -> Option<&str> {
        None
    }

    fn pipeline(&self, _: &str) -> Option<&str> {
        None
    }

    fn stage(&self, _: &str, _: &str) -> Option<&str> {
        None
    }
}

/// The thing that met a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Object {
    /// The referred contact itself.
    Contact,
    /// A deal, by HubSpot's id.
    Deal(String),
    /// A call of the API.
    Call,
    /// A person's approval.
    Word,
}

/// The result of checking a cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The cause holds for these objects, at least one.
    Met(Vec<Object>),
    /// The cause does not hold, for this reason: one sentence.
    NotMet(String),
    /// Nobody can tell, for this reason: one sentence. Rules that are met stay met.
    Unknown(String),
}

/// The reason why nothing is known of deals.
const NO_DEALS_READ: &str = "Goodword may not read this account's deals yet. Somebody who manages the campaign can allow \
                             it on the campaign's page.";

impl Cause {
    /// Checks whether the cause holds. HubSpot's facts do not show API calls and approvals: those
    /// are recorded when they come.
    #[must_use]
    pub fn check(&self, facts: &Facts, names: &dyn Names) -> Finding {
        match self {
            Self::ContactProperty(ContactReaches { property, test }) => {
                let name = property.as_str();
                let value = (facts.property)(name);
                let label = names.property(name).unwrap_or(name);
                match test.of(value) {
                    Verdict::Passed => Finding::Met(vec![Object::Contact]),
                    Verdict::Failed => Finding::NotMet(test_failed(label, value, test)),
                    Verdict::Unreadable => Finding::Unknown(no_number(label, value)),
                }
            }
            Self::DealStage(DealReaches { pipeline, stages }) => {
                let stages = stages.as_slice();
                let Some(deals) = facts.deals else {
                    return Finding::Unknown(NO_DEALS_READ.to_owned());
                };
                let reached = deals.iter().filter(|deal| deal.is_in(pipeline, stages));
                let weighed: Vec<_> = reached
                    .map(|deal| (deal, deal.weight(stages, facts.referred_at)))
                    .collect();
                let of = |wanted: Weight| {
                    let deals = weighed.iter().filter(move |(_, weight)| *weight == wanted);
                    deals.map(|(deal, _)| *deal)
                };
                let met: Vec<_> = of(Weight::Counts)
                    .map(|deal| Object::Deal(deal.id.to_owned()))
                    .collect();
                if !met.is_empty() {
                    return Finding::Met(met);
                }
                if let Some(deal) = of(Weight::Undated).next() {
                    return Finding::Unknown(undated(deal));
                }
                let first = of(Weight::Another).next();
                Finding::NotMet(match (first, of(Weight::Before).next()) {
                    (Some(deal), _) => of_another(deal),
                    (None, Some(deal)) => too_early(deal),
                    (None, None) => no_deal(pipeline, stages, deals, names),
                })
            }
            Self::Api => Finding::NotMet("No API call has reported it yet.".to_owned()),
            Self::ByHand => Finding::NotMet("Nobody has approved it yet.".to_owned()),
        }
    }

    /// Describes the state of the cause in one sentence, whether it holds or not.
    #[must_use]
    pub fn sentence(&self, facts: &Facts, names: &dyn Names) -> String {
        match self.check(facts, names) {
            Finding::NotMet(why) | Finding::Unknown(why) => why,
            Finding::Met(_) => self.reached(facts, names),
        }
    }

    fn reached(&self, facts: &Facts, names: &dyn Names) -> String {
        match self {
            Self::ContactProperty(ContactReaches { property, .. }) => {
                let name = property.as_str();
                let value = (facts.property)(name).unwrap_or_default();
                let label = names.property(name).unwrap_or(name);
                format!("{} is {}.", quoted(label), quoted(value.trim()))
            }
            Self::DealStage(DealReaches { pipeline, stages }) => {
                let stages = stages.as_slice();
                let mut deals = facts.deals.into_iter().flatten();
                let met = deals.find(|deal| {
                    deal.is_in(pipeline, stages)
                        && deal.weight(stages, facts.referred_at) == Weight::Counts
                });
                let (name, stage) = met.map_or(("", ""), |deal| (deal.name, deal.stage));
                let label = names.stage(pipeline, stage).unwrap_or(stage);
                format!(
                    "The deal {} is in the stage {}.",
                    quoted(name),
                    quoted(label)
                )
            }
            Self::Api | Self::ByHand => String::new(),
        }
    }
}

fn test_failed(label: &str, value: Option<&str>, test: &Test) -> String {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    let present = value.map_or_else(|| "empty".to_owned(), quoted);
    let wanted = match test {
        Test::Equals(wanted) => quoted(wanted),
        Test::AnyOf(wanted) => any_of(wanted.as_slice().iter().map(String::as_str)),
        Test::AtLeast(least) => format!("at least {least}"),
        Test::Known => return format!("{} is empty.", quoted(label)),
    };
    format!("{} is {present}; it must be {wanted}.", quoted(label))
}

fn no_number(label: &str, value: Option<&str>) -> String {
    let value = value.map(str::trim).unwrap_or_default();
    format!(
        "{} is {}, which Goodword cannot read as a number. Correct the value in HubSpot, or approve the referral.",
        quoted(label),
        quoted(value)
    )
}

fn undated(deal: &Deal) -> String {
    format!(
        "HubSpot does not show when the deal {} reached its stage, so Goodword cannot tell whether that was after the \
         person was referred. Approve the referral if it was.",
        quoted(deal.name)
    )
}

fn too_early(deal: &Deal) -> String {
    format!(
        "The deal {} reached its stage before the person was referred, so it does not count.",
        quoted(deal.name)
    )
}

fn of_another(deal: &Deal) -> String {
    format!(
        "The deal {} counts for another of its contacts, who was referred first.",
        quoted(deal.name)
    )
}

fn no_deal(pipeline: &str, stages: &[String], deals: &[Deal], names: &dyn Names) -> String {
    let pipeline_label = quoted(names.pipeline(pipeline).unwrap_or(pipeline));
    let stage_label = |stage| names.stage(pipeline, stage).unwrap_or(stage);
    let wanted = any_of(stages.iter().map(|stage| stage_label(stage)));
    let mut here = deals.iter().filter(|deal| deal.pipeline == pipeline);
    let Some(first) = here.next() else {
        let what = if deals.is_empty() {
            "The contact has no deal"
        } else {
            "None of the contact's deals is in the pipeline"
        };
        let place = if deals.is_empty() {
            " in the pipeline"
        } else {
            ""
        };
        return format!("{what}{place} {pipeline_label}; one must reach the stage {wanted}.");
    };
    let (name, stage) = (quoted(first.name), quoted(stage_label(first.stage)));
    match here.count() {
        0 => format!("The deal {name} is in the stage {stage}; it must reach {wanted}."),
        more => format!(
            "The deal {name} is in the stage {stage}, and {more} more of the contact's in the pipeline \
             {pipeline_label} are in others; one must reach {wanted}."
        ),
    }
}

fn any_of<'a>(values: impl ExactSizeIterator<Item = &'a str>) -> String {
    let end = values.len().saturating_sub(1);
    let mut list = String::new();
    for (at, value) in values.enumerate() {
        if at > 0 {
            list.push_str(if at == end { " or " } else { ", " });
        }
        list.push_str(&quoted(value));
    }
    list
}

fn quoted(text: &str) -> String {
    format!("\u{201c}{text}\u{201d}")
}
