//! The values that HubSpot is to hold for a referrer.

use domain::write_back::ReferrerValues;

use crate::links::addresses::{Addresses, Picture};
use crate::tables::campaigns::Campaign;
use crate::tables::referrers::Referrer;

/// Returns the values of a referrer at present.
pub(crate) fn of(
    referrer: &Referrer,
    addresses: &Addresses,
    campaign: &Campaign,
) -> ReferrerValues {
    ReferrerValues {
        link: addresses.link(referrer.code, referrer.slug.as_ref()),
        code: referrer.code.to_string(),
        people_referred: referrer.people_referred,
        successful_referrals: referrer.successful_referrals,
        clicks: referrer.clicks,
        link_status: referrer.link_status.within(campaign.status),
        campaign_name: campaign.name.as_str().to_owned(),
        last_referral_date: referrer
            .last_referral_at
            .map(|at| addresses.zone().day(at).to_string()),
        qr_code_url: addresses.qr_code(&referrer.code.to_string(), Picture::Svg),
    }
}
