//! The tables that are exported, oldest row first. In this order the joined parts also contain referrers who join
//! meanwhile, and an import of the table repeats the events in their original order.
//!
//! The names of columns are stable: an import accepts every table that was ever exported.

use domain::{CampaignId, CampaignName, ContactId, NotCounted};
use jiff::Timestamp;

use crate::Portal;
use crate::api::csv::Table;
use crate::api::referral_list::{self, Came};
use crate::api::referrers;
use crate::api_types::requests::{ReferralQuery, ReferrerQuery};
use crate::api_types::views::{TableView, View};
use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::referrals::Referral;

/// The lines of a part: some half a megabyte and some hundredths of a second.
const LINES: usize = 2_000;

const REFERRERS: [&str; 13] = [
    "contact id",
    "first name",
    "last name",
    "email",
    "campaign",
    "code",
    "link",
    "link status",
    "clicks",
    "people referred",
    "successful referrals",
    "last referral",
    "joined at",
];

const REFERRALS: [&str; 15] = [
    "id",
    "campaign",
    "referrer contact id",
    "referrer name",
    "code",
    "first name",
    "last name",
    "email",
    "contact id",
    "status",
    "not counted because",
    "attribution",
    "clicked at",
    "referred at",
    "decided at",
];

impl Portal {
    pub(super) fn referrer_table(&self, query: &ReferrerQuery) -> Result<View, PortalError> {
        let names = Names::load(&self.database)?;
        let addresses = self.addresses()?;
        let found = referrers::as_they_joined(&self.database, query, LINES)?;
        let mut table = begun(&REFERRERS, query.after.is_some());
        let next = found
            .get(LINES.saturating_sub(1))
            .map(|last| last.number.to_string());
        for referrer in found {
            let person = referrer.person;
            table.push(&[
                referrer.contact.as_str(),
                text(person.first_name.as_ref()),
                text(person.last_name.as_ref()),
                text(person.email.as_ref()),
                names.of(referrer.campaign),
                &referrer.code.to_string(),
                &addresses.link(referrer.code, referrer.slug.as_ref()),
                referrer.link_status.as_str(),
                &referrer.clicks.to_string(),
                &referrer.people_referred.to_string(),
                &referrer.successful_referrals.to_string(),
                &moment(referrer.last_referral_at),
                &referrer.joined_at.to_string(),
            ]);
        }
        Ok(given("goodword-referrers.csv", table, next))
    }

    pub(super) fn referral_table(&self, query: &ReferralQuery) -> Result<View, PortalError> {
        let names = Names::load(&self.database)?;
        let found = referral_list::found(&self.database, query, Came::FirstFirst, LINES)?;
        let codes = codes(&self.database, &found)?;
        let mut table = begun(&REFERRALS, query.after.is_some());
        let next = found
            .get(LINES.saturating_sub(1))
            .map(|(last, _)| last.id.to_string());
        for ((referral, referrer), code) in found.into_iter().zip(codes) {
            let person = referral.person;
            table.push(&[
                &referral.id.to_string(),
                names.of(referral.campaign),
                referral.referrer.as_str(),
                text(referrer.as_ref()),
                &code,
                text(person.first_name.as_ref()),
                text(person.last_name.as_ref()),
                text(person.email.as_ref()),
                referral.contact.as_ref().map_or("", ContactId::as_str),
                referral.state.status.as_str(),
                referral.not_counted.map_or("", NotCounted::sentence),
                referral.attribution.as_str(),
                &moment(referral.clicked_at),
                &referral.at.to_string(),
                &moment(referral.decided_at),
            ]);
        }
        Ok(given("goodword-referrals.csv", table, next))
    }
}

/// Begins a part of a table. Only the first part names the columns.
fn begun(columns: &[&str], goes_on: bool) -> Table {
    if goes_on {
        Table::default()
    } else {
        Table::with_head(columns)
    }
}

fn given(name: &'static str, table: Table, next: Option<String>) -> View {
    View::Table(TableView {
        name,
        text: table.into_text(),
        next,
    })
}

fn text(cell: Option<&String>) -> &str {
    cell.map_or("", String::as_str)
}

fn moment(at: Option<Timestamp>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}

/// The names of the campaigns.
struct Names(Vec<(CampaignId, CampaignName)>);

impl Names {
    fn load(database: &Database) -> Result<Self, PortalError> {
        let all = campaigns::all(database)?.into_iter();
        Ok(Self(
            all.map(|campaign| (campaign.id, campaign.name)).collect(),
        ))
    }

    fn of(&self, id: CampaignId) -> &str {
        let found = self.0.iter().find(|(own, _)| *own == id);
        found.map_or("", |(_, name)| name.as_str())
    }
}

/// Returns the codes of the referrers, one for each referral.
fn codes(
    database: &Database,
    found: &[(Referral, Option<String>)],
) -> Result<Vec<String>, PortalError> {
    let ids: Vec<_> = found.iter().map(|(referral, _)| referral.id).collect();
    database.all(
        "SELECT code FROM json_each(?1) AS wanted CROSS JOIN referral ON referral.id = wanted.value \
         CROSS JOIN referrer ON referrer.campaign_id = referral.campaign_id \
         AND referrer.contact_id = referral.referrer_id ORDER BY wanted.key",
        &[to_json(&ids)?],
    )
}
