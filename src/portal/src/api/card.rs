//! The card on the contact record: its contents, read from the portal's own tables, and its two actions, enrolling the
//! contact and adding a referral by the contact.

mod adding;
mod origin;
mod results;

#[cfg(test)]
pub(crate) use origin::REFERRED_BY;

use domain::{CampaignId, CampaignStatus, ContactId, ShareLinks};
use jiff::Timestamp;

use crate::Portal;
use crate::api::shown;
use crate::api_types::requests::CardRequest;
use crate::api_types::views::{
    CampaignName, CardStatus, CardView, ReferrerView, Response, ResponseStatus, SyncState, View,
};
use crate::links::addresses::{Addresses, Picture};
use crate::programme::membership::{self, Newcomer};
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::leavers;
use crate::tables::number_changes;
use crate::tables::outbox;
use crate::tables::referrers::{self, Person, Referrer};
use crate::tables::syncs;

impl Portal {
    pub(crate) fn answer_of_card(
        &mut self,
        asked: CardRequest,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        match asked {
            CardRequest::Show(contact) => self.show_card(contact, now).map(shown),
            CardRequest::Enrol(contact, campaign) => self.enrol(contact, campaign, now),
            CardRequest::Refer(contact, claim) => self.refer_on_card(contact, *claim, now),
        }
    }

    fn show_card(&self, contact: ContactId, now: Timestamp) -> Result<View, PortalError> {
        self.card_view(contact, now).map(View::Card)
    }

    fn card_view(&self, contact: ContactId, now: Timestamp) -> Result<CardView, PortalError> {
        let account = Account::load(&self.database)?;
        let connected = account.is_connected();
        let all = campaigns::all(&self.database)?;
        let shown: Vec<&Campaign> = all
            .iter()
            .filter(|campaign| !campaign.is_archived())
            .collect();
        let ids: Vec<CampaignId> = shown.iter().map(|campaign| campaign.id).collect();
        let referrers = referrers::of_contact(&self.database, &ids, &contact)?;
        let open: Vec<CampaignName> = shown
            .iter()
            .filter(|campaign| campaign.status == CampaignStatus::Live)
            .filter(|campaign| referrers.iter().all(|known| known.campaign != campaign.id))
            .map(|campaign| campaign_name(campaign))
            .collect();
        let status = match (connected, referrers.is_empty(), open.is_empty()) {
            (false, ..) => CardStatus::Disconnected,
            (true, false, _) => CardStatus::Enrolled,
            (true, true, false) => CardStatus::NotEnrolled,
            (true, true, true) => CardStatus::NoCampaign,
        };
        let results = referrers
            .iter()
            .map(|referrer| results::of(&self.database, referrer.campaign, &contact, now))
            .collect::<Result<_, _>>()?;
        let referred_by = origin::of(&self.database, &all, &contact, &referrers)?;
        let addresses = self.addresses()?;
        let views = referrers.into_iter().filter_map(|referrer| {
            let campaign = shown
                .iter()
                .find(|campaign| campaign.id == referrer.campaign)?;
            Some(self.referrer_view(referrer, campaign, &addresses))
        });
        Ok(CardView {
            status,
            contact_id: contact,
            referrers: views.collect::<Result<_, _>>()?,
            results,
            campaigns: open,
            referred_by,
            record_url: account
                .hub_id
                .map(|id| self.settings.record(&id, account.ui_domain.as_deref())),
            added: None,
        })
    }

    /// Enrols a contact on a user's decision.
    fn enrol(
        &mut self,
        contact: ContactId,
        campaign: CampaignId,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        if !Account::load(&self.database)?.is_connected() {
            return Ok(Response {
                view: self.show_card(contact, now)?,
                status: ResponseStatus::Shown,
                work: false,
                rows_read: 0,
            });
        }
        let campaign = campaigns::get(&self.database, campaign)?;
        let created = self.database.atomically(|| {
            if referrers::get(&self.database, campaign.id, &contact)?.is_some() {
                return Ok(false);
            }
            if campaign.status != CampaignStatus::Live {
                return Err(PortalError::Conflict(
                    "The campaign takes no new contacts at the moment.".into(),
                ));
            }
            let newcomer = Newcomer {
                contact: &contact,
                person: Person::default(),
            };
            let (database, entropy) = (&self.database, &*self.entropy);
            membership::enrol_by_hand(database, entropy, campaign.id, &[newcomer], now)?;
            Ok(true)
        })?;
        Ok(Response {
            view: self.show_card(contact, now)?,
            status: if created {
                ResponseStatus::Made
            } else {
                ResponseStatus::Shown
            },
            work: created,
            rows_read: 0,
        })
    }

    pub(crate) fn referrer_view(
        &self,
        referrer: Referrer,
        campaign: &Campaign,
        addresses: &Addresses,
    ) -> Result<ReferrerView, PortalError> {
        let sync_state = if referrer.sync_problem.is_some() {
            SyncState::Failed
        } else if referrer.synced_at.is_none()
            || referrer.unwritten.is_some()
            || outbox::holds(&self.database, &referrer.contact)?
            || number_changes::hold(&self.database, &referrer.contact)?
        {
            SyncState::Waiting
        } else {
            SyncState::Synced
        };
        let swept = syncs::last_finished(&self.database, campaign.id)?;
        let awaits_decision =
            leavers::awaits_decision(&self.database, campaign.id, &referrer.contact)?;
        let link = addresses.link(referrer.code, referrer.slug.as_ref());
        let code = referrer.code.to_string();
        Ok(ReferrerView {
            share: ShareLinks::new(
                &link,
                &campaign.name,
                &campaign.share_message,
                referrer.person.first_name.as_deref(),
            ),
            contact_id: referrer.contact,
            campaign: campaign_name(campaign),
            first_name: referrer.person.first_name,
            last_name: referrer.person.last_name,
            email: referrer.person.email,
            joined_at: referrer.joined_at,
            qr_code_url: addresses.qr_code(&code, Picture::Svg),
            qr_code_png_url: addresses.qr_code(&code, Picture::Png),
            code: referrer.code,
            slug: referrer.slug.map(|slug| slug.to_string()),
            link,
            link_status: referrer.link_status.within(campaign.status),
            awaits_decision,
            clicks: referrer.clicks,
            people_referred: referrer.people_referred,
            successful_referrals: referrer.successful_referrals,
            // A run that found nothing to write has verified HubSpot's values.
            last_synced_at: match sync_state {
                SyncState::Synced => referrer.synced_at.max(swept),
                SyncState::Waiting | SyncState::Failed => referrer.synced_at,
            },
            sync_state,
            sync_problem: referrer.sync_problem,
            history: Vec::new(),
        })
    }
}

fn campaign_name(campaign: &Campaign) -> CampaignName {
    CampaignName {
        id: campaign.id,
        name: campaign.name.as_str().to_owned(),
    }
}
