//! The referrers of the contact on the card. The contact need not take part in any campaign.
//!
//! A referral whose person has not been looked up in HubSpot yet belongs to the contact if it has an e-mail address
//! that the portal knows as the contact's.

use domain::{CampaignId, ContactId, EmailAddress, NotCounted, ReferralState};
use jiff::Timestamp;

use crate::api_types::views::{CampaignName, ReferredByView};
use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::part;
use crate::tables::campaigns::Campaign;
use crate::tables::referrers::{Person, Referrer};

/// The most referrals that the card shows. One person is rarely referred in more campaigns.
const SHOWN: u32 = 5;

/// Selects the columns of [`Origin`]. Each half of the UNION goes through the campaigns and uses its own index;
/// CROSS JOIN keeps that order.
pub(crate) const REFERRED_BY: &str = "SELECT referral.campaign_id, referrer_id, referrer.first_name, \
    referrer.last_name, status, by_hand, not_counted, at FROM referral JOIN referrer \
    ON referrer.campaign_id = referral.campaign_id AND referrer.contact_id = referrer_id WHERE referral.id IN (\
    SELECT told.id FROM json_each(?1) AS campaigns CROSS JOIN referral AS told \
    ON told.campaign_id = campaigns.value AND told.person_id = ?2 UNION \
    SELECT told.id FROM json_each(?1) AS campaigns CROSS JOIN json_each(?3) AS addresses \
    CROSS JOIN referral AS told ON told.campaign_id = campaigns.value AND told.email_key = addresses.value \
    AND told.person_id IS NULL) \
    AND referrer_id <> ?2 ORDER BY status IN ('pending', 'qualified') DESC, at DESC LIMIT ?4";

/// Returns the referrers of a contact. `known_as` are the referrers that the contact is.
pub(super) fn of(
    database: &Database,
    campaigns: &[Campaign],
    contact: &ContactId,
    known_as: &[Referrer],
) -> Result<Vec<ReferredByView>, PortalError> {
    let ids: Vec<CampaignId> = campaigns.iter().map(|campaign| campaign.id).collect();
    let addresses: Vec<String> = known_as
        .iter()
        .filter_map(|referrer| EmailAddress::parse(referrer.person.email.as_deref()?).ok())
        .map(|address| address.normalised().as_str().to_owned())
        .collect();
    let parameters = [
        to_json(&ids)?,
        contact.into(),
        to_json(&addresses)?,
        SHOWN.into(),
    ];
    let rows: Vec<Origin> = database.all(REFERRED_BY, &parameters)?;
    rows.into_iter().map(|row| view(row, campaigns)).collect()
}

part! {
    /// A referral of the contact, with its referrer.
    struct Origin {
        campaign: CampaignId,
        referrer: ContactId,
        first_name: Option<String>,
        last_name: Option<String>,
        state: ReferralState,
        not_counted: Option<NotCounted>,
        at: Timestamp,
    }
}

fn view(row: Origin, campaigns: &[Campaign]) -> Result<ReferredByView, PortalError> {
    let campaign = campaigns
        .iter()
        .find(|campaign| campaign.id == row.campaign);
    let campaign = campaign.ok_or(PortalError::Unreadable("a referral"))?;
    let referrer = Person {
        first_name: row.first_name,
        last_name: row.last_name,
        email: None,
    };
    Ok(ReferredByView {
        campaign: CampaignName {
            id: campaign.id,
            name: campaign.name.as_str().to_owned(),
        },
        referrer_id: row.referrer,
        referrer_name: referrer.name(),
        status: row.state.status,
        by_hand: row.state.by_hand,
        not_counted: row.not_counted,
        at: row.at,
    })
}
