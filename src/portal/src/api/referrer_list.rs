//! Lists of referrers: searched, filtered, in an order, a page at a time.
//!
//! However many referrers there are, a page reads at most one entry of an index and one row for each line that it
//! shows. In the order of joining, and for every search and filter, that is the full-text index. The most active come
//! from indexes of their own, which have only those who are active at all; after them the others follow, newest first.

use core::str::FromStr;

use crate::Portal;
use crate::api_types::requests::{ReferrerOrder, ReferrerQuery};
use crate::api_types::views::{List, ReferrerLine, View};
use crate::storage::database::{Database, name};
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;
use crate::tables::referrer_index::{Mark, Match};
use crate::tables::referrers::{self, COLUMNS, Referrer};

/// Lines of a page.
const LINES: usize = 50;

/// Beyond every referrer's number: the platform's numbers are doubles, which hold integers of 53 bits.
const BEYOND: i64 = (1 << 53) - 1;

/// The longest search that is looked at; names and addresses are shorter.
const LONGEST_SEARCH: usize = 200;

impl Portal {
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
            link: addresses.link(referrer.code, referrer.slug.as_deref()),
            slug: referrer.slug,
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

/// What orders the most active, and what marks those who are not active.
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

/// Those that a query finds, whatever its order, in the order in which they joined.
pub(crate) fn as_they_joined(
    database: &Database,
    query: &ReferrerQuery,
    most: usize,
) -> Result<Vec<Referrer>, PortalError> {
    let after = place(query)?.map(|line| line.number);
    found(database, &wanted(query)?, after, Joined::FirstFirst, most)
}

/// Where a page begins, of a query that can be asked.
fn place(query: &ReferrerQuery) -> Result<Option<Line>, PortalError> {
    let search = query.search.as_ref();
    if search.is_some_and(|text| text.len() > LONGEST_SEARCH) {
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

/// The last line of a page: what the next one begins after. As text, what the API gives out as a cursor.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// How active it was, in an order of activity.
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
                "This is not a place in the list; take the one that the page before gave as `next`.",
            )),
        }
    }
}

/// Those that are found, in the order of joining.
fn joined(
    database: &Database,
    query: &ReferrerQuery,
    after: Option<Line>,
    order: Joined,
) -> Result<List<Referrer>, PortalError> {
    let items = found(
        database,
        &wanted(query)?,
        after.map(|line| line.number),
        order,
        LINES,
    )?;
    Ok(paged(items, |last| last.number.to_string()))
}

/// What the full-text index is asked for.
fn wanted(query: &ReferrerQuery) -> Result<Match, PortalError> {
    let mut wanted = Match::default();
    if let Some(text) = &query.search {
        wanted = wanted.typed(text);
    }
    if let Some(campaign) = query.campaign {
        wanted = wanted.campaign(campaign);
    }
    if let Some(status) = query.link_status {
        wanted = wanted.link_status(status)?;
    }
    Ok(if query.refused {
        wanted.mark(Mark::Refused)
    } else {
        wanted
    })
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
    // CROSS JOIN keeps SQLite from reading referrers in their own order first. The full-text index takes a bound of
    // rowids only as an integer, and the platform's numbers are doubles.
    let statement = format!(
        "SELECT {COLUMNS} FROM referrer_index CROSS JOIN referrer \
         ON referrer.campaign_id = referrer_index.campaign_id \
         AND referrer.contact_id = referrer_index.contact_id \
         WHERE {matching} referrer_index.rowid {beyond} CAST(?1 AS INTEGER) \
         ORDER BY referrer_index.rowid {direction} LIMIT ?2"
    );
    let mut parameters = vec![after.unwrap_or(start).into(), limit(most)];
    parameters.extend(expression.map(SqlValue::Text));
    let rows = database.all(&statement, &parameters)?;
    rows.iter().map(referrers::read).collect()
}

/// The most active first, then the others, who joined last first.
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
            "A search, and those whom HubSpot refused, are listed in the order of joining.",
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
        let others = wanted(query)?.mark(activity.none);
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
    Activity { column, .. }: &Activity,
) -> Result<Vec<Referrer>, PortalError> {
    let after = after.unwrap_or(Line {
        activity: Some(u32::MAX),
        number: BEYOND,
    });
    let mut parameters = vec![
        after.activity.unwrap_or_default().into(),
        after.number.into(),
        limit(LINES),
    ];
    parameters.extend(query.campaign.map(|campaign| campaign.0.into()));
    parameters.extend(query.link_status.as_ref().map(name).transpose()?);
    let conditions = match (query.campaign, query.link_status) {
        (None, None) => "",
        (Some(_), None) => "campaign_id = ?4 AND",
        (None, Some(_)) => "link_status = ?4 AND",
        (Some(_), Some(_)) => "campaign_id = ?4 AND link_status = ?5 AND",
    };
    // Each combination of conditions has an index in this order.
    let statement = format!(
        "SELECT {COLUMNS} FROM referrer WHERE {conditions} {column} > 0 \
         AND ({column}, number) < (?1, ?2) ORDER BY {column} DESC, number DESC LIMIT ?3"
    );
    let rows = database.all(&statement, &parameters)?;
    rows.iter().map(referrers::read).collect()
}

fn limit(lines: usize) -> SqlValue {
    u32::try_from(lines).unwrap_or(u32::MAX).into()
}

/// A page, and where the next one begins if this one is full.
fn paged(items: Vec<Referrer>, cursor: impl FnOnce(&Referrer) -> String) -> List<Referrer> {
    let next = items.get(LINES.saturating_sub(1)).map(cursor);
    List { items, next }
}

#[cfg(test)]
mod tests;
