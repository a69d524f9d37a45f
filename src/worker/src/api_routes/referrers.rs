//! `/api/campaigns/{campaign}/referrers/{contact}`: one contact's part in a campaign.

use portal::PortalRequest;

use super::campaigns::campaign;
use super::route::Route;

const ONE: &str = "/api/campaigns/{campaign}/referrers/{contact}";

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get(ONE, |asked| {
        Ok(PortalRequest::Referrer {
            campaign: campaign(asked)?,
            contact: asked.id(1)?,
        })
    }),
    Route::patch(ONE, |asked| {
        let (campaign, contact) = (campaign(asked)?, asked.id(1)?);
        Ok(PortalRequest::ChangeReferrer {
            campaign,
            contact,
            change: asked.body()?,
        })
    }),
];
