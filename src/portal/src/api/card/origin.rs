//! Who referred the contact whose card it is. The contact need not take part in any campaign.
//!
//! A referral whose person HubSpot has not been asked for yet is the contact's if it has an address that the portal
//! knows as theirs.

use domain::{CampaignId, ContactId, EmailAddress, NotCounted, ReferralStatus};

use crate::api_types::views::{CampaignName, ReferredByView};
use crate::storage::database::{Database, Row, json};
use crate::storage::error::PortalError;
use crate::tables::campaigns::Campaign;
use crate::tables::referrers::{Person, Referrer};

/// More campaigns have rarely reached one person.
const SHOWN: u32 = 5;

/// Each half walks the campaigns and has an index of its own in each; CROSS JOIN keeps that order.
pub(crate) const REFERRED_BY: &str = "SELECT referral.campaign_id, referrer_id, referrer.first_name, \
    referrer.last_name, status, by_hand, not_counted, at FROM referral JOIN referrer \
    ON referrer.campaign_id = referral.campaign_id AND referrer.contact_id = referrer_id WHERE referral.id IN (\
    SELECT told.id FROM json_each(?1) AS campaigns CROSS JOIN referral AS told \
    ON told.campaign_id = campaigns.value AND told.person_id = ?2 UNION \
    SELECT told.id FROM json_each(?1) AS campaigns CROSS JOIN json_each(?3) AS addresses \
    CROSS JOIN referral AS told ON told.campaign_id = campaigns.value AND told.email_key = addresses.value \
    AND told.person_id IS NULL) \
    AND referrer_id <> ?2 ORDER BY status IN ('pending', 'qualified') DESC, at DESC LIMIT ?4";

const UNREADABLE: PortalError = PortalError::Unreadable("a referral");

/// Who referred a contact, who is known as these referrers.
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
        json(&ids)?,
        contact.as_str().into(),
        json(&addresses)?,
        SHOWN.into(),
    ];
    let rows = database.all(REFERRED_BY, &parameters)?;
    rows.iter().map(|row| read(row, campaigns)).collect()
}

fn read(row: &Row, campaigns: &[Campaign]) -> Result<ReferredByView, PortalError> {
    let owned = |at| row.optional_text(at).map(|text| text.map(str::to_owned));
    let id = CampaignId(row.count(0)?);
    let campaign = campaigns.iter().find(|campaign| campaign.id == id);
    let referrer = Person {
        first_name: owned(2)?,
        last_name: owned(3)?,
        email: None,
    };
    Ok(ReferredByView {
        campaign: CampaignName {
            id,
            name: campaign.ok_or(UNREADABLE)?.name.clone(),
        },
        referrer_id: row.parsed(1)?,
        referrer_name: referrer.name(),
        status: ReferralStatus::from_name(row.text(4)?).ok_or(UNREADABLE)?,
        by_hand: row.flag(5)?,
        not_counted: row
            .optional_text(6)?
            .map(|name| NotCounted::from_name(name).ok_or(UNREADABLE))
            .transpose()?,
        at: row.time(7)?,
    })
}
