//! Referrers, one by one and in lists: with a search, filters and an order, a page at a time.
//!
//! A page reads at most one entry of an index and one row for each line, however many referrers there are. The
//! full-text index serves the order of joining, and every search and filter. Separate indexes serve the orders by
//! activity. They hold only referrers with activity; the other referrers follow after them, newest first.

use core::str::FromStr;

use domain::{CampaignId, ContactId};

use crate::Portal;
use crate::api_types::requests::{ReferrerOrder, ReferrerQuery};
use crate::api_types::views::{Happening, HistoryView, List, ReferrerLine, View};
use crate::storage::columns::to_name;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;
use crate::tables::referrer_index::{Mark, Match};
use crate::tables::referrers::{self, Referrer};
use crate::tables::{campaigns, event_log};

/// The lines of a page.
const LINES: usize = 50;

/// A bound above every referrer's number. The platform's numbers are doubles, which hold integers of 53 bits.
const BEYOND: i64 = (1 << 53) - 1;

/// The longest search, in characters; names and addresses are shorter.
pub const LONGEST_SEARCH: usize = 200;

impl Portal {
    pub(crate) fn show_referrer(
        &self,
        campaign: CampaignId,
        contact: &ContactId,
    ) -> Result<View, PortalError> {
        let campaign = campaigns::get(&self.database, campaign)?;
        let referrer = referrers::get(&self.database, campaign.id, contact)?
            .ok_or(PortalError::NotFound("referrer"))?;
        let mut history = event_log::of(&self.database, campaign.id, contact)?;
        history.push(HistoryView {
            at: referrer.joined_at,
            kind: Happening::Joined,
            detail: None,
            referral_id: None,
            person: None,
        });
        let mut view = self.referrer_view(referrer, &campaign, &self.addresses()?)?;
        view.history = history;
        Ok(View::Referrer(view))
    }

    pub(crate) fn list_referrers(&self, query: &ReferrerQuery) -> Result<View, PortalError> {
        let page = page(&self.database, query)?;
        let addresses = self.addresses()?;
        let items = page.items.into_iter().map(|referrer| ReferrerLine {
            campaign_id: referrer.campaign,
            contact_id: referrer.contact,
            first_name: referrer.person.first_name,
            last_name: referrer.person.last_name,
            email: referrer.person.email,
            code: referrer.code,
            link: addresses.link(referrer.code, referrer.slug.as_ref()),
            slug: referrer.slug.map(|slug| slug.to_string()),
            link_status: referrer.link_status,
            clicks: referrer.clicks,
            people_referred: referrer.people_referred,
            successful_referrals: referrer.successful_referrals,
            sync_problem: referrer.sync_problem,
            joined_at: referrer.joined_at,
        });
        Ok(View::Referrers(List {
            items: items.collect(),
            next: page.next,
        }))
    }
}

/// An order by activity, with the mark of referrers who have none.
struct Activity {
    column: &'static str,
    none: Mark,
    of: fn(&Referrer) -> u32,
}

const REFERRED: Activity = Activity {
    column: "people_referred",
    none: Mark::NoReferral,
    of: |referrer| referrer.people_referred,
};
const SUCCESSFUL: Activity = Activity {
    column: "successful_referrals",
    none: Mark::NoSuccess,
    of: |referrer| referrer.successful_referrals,
};

fn page(database: &Database, query: &ReferrerQuery) -> Result<List<Referrer>, PortalError> {
    let after = place(query)?;
    match query.order {
        ReferrerOrder::Newest => joined(database, query, after, Joined::LastFirst),
        ReferrerOrder::Oldest => joined(database, query, after, Joined::FirstFirst),
        ReferrerOrder::MostReferred => most_active(database, query, after, &REFERRED),
        ReferrerOrder::MostSuccessful => most_active(database, query, after, &SUCCESSFUL),
    }
}

/// Returns the referrers of a query in the order of joining. Ignores the query's own order.
pub(crate) fn as_they_joined(
    database: &Database,
    query: &ReferrerQuery,
    most: usize,
) -> Result<Vec<Referrer>, PortalError> {
    let after = place(query)?.map(|line| line.number);
    found(database, &wanted(query), after, Joined::FirstFirst, most)
}

/// Checks the query, and returns the line after which its page begins.
fn place(query: &ReferrerQuery) -> Result<Option<Line>, PortalError> {
    let search = query.search.as_ref();
    if search.is_some_and(|text| text.chars().count() > LONGEST_SEARCH) {
        let why = "A search has at most 200 characters.";
        return Err(PortalError::invalid("q", why));
    }
    query.after.as_deref().map(str::parse).transpose()
}

/// The order of joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joined {
    FirstFirst,
    LastFirst,
}

/// The last line of a page, after which the next page begins. Its text is the API's cursor.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// The line's activity, if the list is ordered by activity.
    activity: Option<u32>,
    number: i64,
}

impl FromStr for Line {
    type Err = PortalError;

    fn from_str(text: &str) -> Result<Self, PortalError> {
        let (activity, number) = match text.split_once('.') {
            Some((activity, number)) => (Some(activity.parse()), number.parse()),
            None => (None, text.parse()),
        };
        match (activity.transpose(), number) {
            (Ok(activity), Ok(number)) if (0..=BEYOND).contains(&number) => {
                Ok(Self { activity, number })
            }
            _ => Err(PortalError::invalid(
                "after",
                "This is not a place in the list. Send the `next` of the page before.",
            )),
        }
    }
}

/// Returns a page in the order of joining.
fn joined(
    database: &Database,
    query: &ReferrerQuery,
    after: Option<Line>,
    order: Joined,
) -> Result<List<Referrer>, PortalError> {
    let items = found(
        database,
        &wanted(query),
        after.map(|line| line.number),
        order,
        LINES,
    )?;
    Ok(paged(items, |last| last.number.to_string()))
}

/// Returns the search in the full-text index.
fn wanted(query: &ReferrerQuery) -> Match {
    let mut wanted = Match::default();
    if let Some(text) = &query.search {
        wanted = wanted.typed(text);
    }
    if let Some(campaign) = query.campaign {
        wanted = wanted.campaign(campaign);
    }
    if let Some(status) = query.link_status {
        wanted = wanted.link_status(status);
    }
    if query.refused {
        wanted.mark(Mark::Refused)
    } else {
        wanted
    }
}

fn found(
    database: &Database,
    wanted: &Match,
    after: Option<i64>,
    order: Joined,
    most: usize,
) -> Result<Vec<Referrer>, PortalError> {
    let (beyond, direction, start) = match order {
        Joined::FirstFirst => (">", "ASC", -BEYOND),
        Joined::LastFirst => ("<", "DESC", BEYOND),
    };
    let expression = wanted.expression();
    let matching = if expression.is_some() {
        "referrer_index MATCH ?3 AND"
    } else {
        ""
    };
    let columns = Referrer::COLUMNS;
    // CROSS JOIN keeps SQLite from reading referrers in their own order first. The full-text index takes a bound of
    // rowids only as an integer, and the platform's numbers are doubles.
    let statement = format!(
        "SELECT {columns} FROM referrer_index CROSS JOIN referrer \
         ON referrer.campaign_id = referrer_index.campaign_id \
         AND referrer.contact_id = referrer_index.contact_id \
         WHERE {matching} referrer_index.rowid {beyond} CAST(?1 AS INTEGER) \
         ORDER BY referrer_index.rowid {direction} LIMIT ?2"
    );
    let mut parameters = vec![after.unwrap_or(start).into(), limit(most)];
    parameters.extend(expression.map(SqlValue::Text));
    database.all(&statement, &parameters)
}

/// Returns a page with the most active first, then the others, newest first.
fn most_active(
    database: &Database,
    query: &ReferrerQuery,
    after: Option<Line>,
    activity: &Activity,
) -> Result<List<Referrer>, PortalError> {
    if query.refused
        || query
            .search
            .as_ref()
            .is_some_and(|text| !text.trim().is_empty())
    {
        return Err(PortalError::invalid(
            "order",
            "A search and the filter for refused writes can only be listed in the order of joining.",
        ));
    }
    let among_active = after.is_none_or(|line| line.activity.is_some_and(|level| level > 0));
    let mut items = if among_active {
        active(database, query, after, activity)?
    } else {
        Vec::new()
    };
    let left = LINES.saturating_sub(items.len());
    if left > 0 {
        let begun = after.filter(|_| !among_active).map(|line| line.number);
        let others = wanted(query).mark(activity.none);
        items.extend(found(database, &others, begun, Joined::LastFirst, left)?);
    }
    Ok(paged(items, |last| {
        format!("{}.{}", (activity.of)(last), last.number)
    }))
}

fn active(
    database: &Database,
    query: &ReferrerQuery,
    after: Option<Line>,
    activity: &Activity,
) -> Result<Vec<Referrer>, PortalError> {
    let column = activity.column;
    let after = after.unwrap_or(Line {
        activity: Some(u32::MAX),
        number: BEYOND,
    });
    let mut parameters = vec![
        after.activity.unwrap_or_default().into(),
        after.number.into(),
        limit(LINES),
    ];
    parameters.extend(query.campaign.map(SqlValue::from));
    parameters.extend(query.link_status.as_ref().map(to_name).transpose()?);
    let conditions = match (query.campaign, query.link_status) {
        (None, None) => "",
        (Some(_), None) => "campaign_id = ?4 AND",
        (None, Some(_)) => "link_status = ?4 AND",
        (Some(_), Some(_)) => "campaign_id = ?4 AND link_status = ?5 AND",
    };
    let columns = Referrer::COLUMNS;
    // Each combination of conditions has an index in this order.
    let statement = format!(
        "SELECT {columns} FROM referrer WHERE {conditions} {column} > 0 \
         AND ({column}, number) < (?1, ?2) ORDER BY {column} DESC, number DESC LIMIT ?3"
    );
    database.all(&statement, &parameters)
}

fn limit(lines: usize) -> SqlValue {
    u32::try_from(lines).unwrap_or(u32::MAX).into()
}

/// Returns a page, with the beginning of the next one if this one is full.
fn paged(items: Vec<Referrer>, cursor: impl FnOnce(&Referrer) -> String) -> List<Referrer> {
    let next = items.get(LINES.saturating_sub(1)).map(cursor);
    List { items, next }
}

#[cfg(test)]
mod tests;
