//! Referrals from a file: each line is a claim by hand with its own past.

use domain::{CampaignId, EmailAddress, LinkEnd, LinkText, ReferralStatus};
use jiff::Timestamp;

use super::reading::{self, cell};
use super::{line, refused};
use crate::Portal;
use crate::api_types::requests::{Claim, NewReferral, ReferralRow};
use crate::api_types::views::{LineOutcome, LineView};
use crate::referrals::claiming::by_code;
use crate::referrals::importing::{Imported, Past, import_referral};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;
use crate::tables::account::Account;
use crate::tables::campaigns;
use crate::tables::referrer_index::Match;
use crate::tables::referrers::{self, Referrer};
use crate::tables::slugs;

impl Portal {
    /// Imports the referrals of these lines. Runs inside the caller's transaction.
    pub(super) fn import_referrals(
        &self,
        campaign: CampaignId,
        rows: Vec<ReferralRow>,
        now: Timestamp,
    ) -> Result<Vec<LineView>, PortalError> {
        campaigns::get(&self.database, campaign)?;
        rows.into_iter()
            .map(|row| {
                let number = row.line;
                match self.import_line(campaign, row, now) {
                    Ok(Imported::Added) => Ok(line(number, LineOutcome::Added)),
                    Ok(Imported::Known) => Ok(line(number, LineOutcome::Known)),
                    Ok(Imported::NotCounted(reason)) => Ok(LineView {
                        line: number,
                        outcome: LineOutcome::NotCounted,
                        why: Some(reason.sentence().to_owned()),
                    }),
                    Err(error) => refused(number, error),
                }
            })
            .collect()
    }

    /// Imports one line. All errors of the line are found before anything is written.
    fn import_line(
        &self,
        campaign: CampaignId,
        row: ReferralRow,
        now: Timestamp,
    ) -> Result<Imported, PortalError> {
        let past = past(&row, now)?;
        let referrer = referrer_of(&self.database, campaign, &row)?;
        let claim = claim(row, &referrer, now)?;
        import_referral(&self.database, &claim, &referrer, past, now)
    }
}

fn past(row: &ReferralRow, now: Timestamp) -> Result<Past, PortalError> {
    let status = reading::status(row.status.as_deref())?;
    let referred_at = reading::time("referredAt", row.referred_at.as_deref(), now)?;
    let decided_at = reading::time("decidedAt", row.decided_at.as_deref(), now)?;
    // A pending referral has no decision.
    let decided_at = decided_at.filter(|_| status != ReferralStatus::Pending);
    let at = referred_at.or(decided_at).unwrap_or(now);
    let decided_at = decided_at.unwrap_or(now);
    if decided_at < at {
        let why = "The decision about the referral is earlier than the referral itself.";
        return Err(PortalError::invalid("decidedAt", why));
    }
    Ok(Past {
        at,
        status,
        decided_at,
    })
}

fn claim(row: ReferralRow, referrer: &Referrer, now: Timestamp) -> Result<Claim, PortalError> {
    let person = NewReferral {
        contact_id: reading::contact("contactId", row.contact_id.as_deref())?,
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
    };
    Ok(Claim {
        clicked_at: reading::time("clickedAt", row.clicked_at.as_deref(), now)?,
        ..person.by(referrer.campaign, referrer.contact.clone())
    })
}

/// Returns the referrer of a line: by the contact, if the line names one, else by the code, else by the e-mail address.
/// The contact comes first because a table that was exported from another campaign has codes that are valid only there.
fn referrer_of(
    database: &Database,
    campaign: CampaignId,
    row: &ReferralRow,
) -> Result<Referrer, PortalError> {
    if let Some(contact) =
        reading::contact("referrerContactId", row.referrer_contact_id.as_deref())?
    {
        let why = "This contact does not take part in the campaign: enrol them first.";
        return referrers::get(database, campaign, &contact)?
            .ok_or_else(|| PortalError::invalid("referrerContactId", why));
    }
    if let Some(text) = cell(row.code.as_deref()) {
        let why = "There is no link with this code or address in the campaign.";
        let found = by_link(database, text)?;
        return found
            .filter(|referrer| referrer.campaign == campaign)
            .ok_or_else(|| PortalError::invalid("code", why));
    }
    if let Some(email) = reading::email("referrerEmail", row.referrer_email.as_deref())? {
        return by_email(database, campaign, &email);
    }
    let why =
        "The line does not name the referrer: it needs a contact, a code or an e-mail address.";
    Err(PortalError::invalid("referrerContactId", why))
}

/// Returns the referrer whose code or link this is, in any form that Goodword gives out.
fn by_link(database: &Database, text: &str) -> Result<Option<Referrer>, PortalError> {
    let Some(link) = LinkText::parse(text) else {
        return Ok(None);
    };
    let own = Account::load(database)?.hub_id;
    if link.portal.is_some() && link.portal != own {
        return Ok(None);
    }
    match link.end {
        LinkEnd::Code(code) => by_code(database, code),
        LinkEnd::Slug(slug) => match slugs::holder(database, &slug)? {
            Some((campaign, contact)) => referrers::get(database, campaign, &contact),
            None => Ok(None),
        },
    }
}

/// Returns the only referrer of a campaign with this e-mail address, ignoring case.
fn by_email(
    database: &Database,
    campaign: CampaignId,
    email: &EmailAddress,
) -> Result<Referrer, PortalError> {
    let written = email.as_str();
    let wanted = Match::default().worded(written).campaign(campaign);
    let Some(expression) = wanted.expression() else {
        return Err(PortalError::Unreadable("an e-mail address"));
    };
    let columns = Referrer::COLUMNS;
    // CROSS JOIN keeps SQLite from reading all referrers in search of the address.
    let statement = format!(
        "SELECT {columns} FROM referrer_index CROSS JOIN referrer \
         ON referrer.campaign_id = referrer_index.campaign_id \
         AND referrer.contact_id = referrer_index.contact_id \
         WHERE referrer_index MATCH ?1 AND lower(email) = lower(?2) LIMIT 2"
    );
    let mut found = database.all(&statement, &[SqlValue::Text(expression), written.into()])?;
    let invalid = |why| Err(PortalError::invalid("referrerEmail", why));
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (None, _) => invalid("Nobody with this e-mail address takes part in the campaign."),
        (Some(_), false) => {
            invalid("Several referrers have this e-mail address: name the contact instead.")
        }
    }
}
