//! A link block: about a hundred referral links in one value of the link index (LINKS).
//!
//! A block holds all that a redirect needs and nothing that says who a referrer is: whose links these are, the
//! destination, taken apart around the code, whether the hosted page comes before it, and for each slot its secret and
//! whether the link works. A block belongs to one campaign. It is rendered from the portal's tables and can be rendered again at any time.

use core::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::campaign::{CampaignStatus, LinkStatus};
use crate::code::{ReferralCode, SECRET_BITS, SLOT_BITS, write_symbols};
use crate::destination::Destination;
use crate::identity::{CampaignId, HubId};
use crate::programme::LeadsTo;

/// Slots in a block.
pub const CAPACITY: usize = 1 << SLOT_BITS;

/// Symbols of a slot in the block's text: four of the secret, one of the status.
const SLOT_WIDTH: usize = 5;

/// The key of a block in the link index.
#[must_use]
pub fn key(block: u32) -> String {
    format!("block/{block}")
}

/// The value of a block in the link index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkBlock {
    /// The portal that is told of visits.
    portal: HubId,
    /// The campaign; `None` in blocks that were published before they named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    campaign: Option<CampaignId>,
    /// The portal's own hosts, under which its codes are good besides the shared one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hosts: Vec<String>,
    /// The campaign's status: one pause silences all of its blocks.
    status: CampaignStatus,
    /// The redirect's address up to the code.
    before: String,
    /// The redirect's address behind the code.
    behind: String,
    /// Links lead to the hosted page first.
    #[serde(default, skip_serializing_if = "is_not")]
    page: bool,
    /// The slots in their order, five symbols each.
    slots: Slots,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde takes"
)]
const fn is_not(flag: &bool) -> bool {
    !*flag
}

/// Where a code leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// To this address.
    Live(String),
    /// To the hosted page.
    Page,
    /// Nowhere for now: the campaign or the link is paused.
    Paused,
    /// Nowhere any more: the campaign is over or the link was revoked.
    Revoked,
    /// The block does not know this code.
    Unknown,
}

/// The slots of a block, as text: appended to, never reordered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slots(String);

impl Slots {
    /// The slots as the portal stores them.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// As stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many slots are taken.
    #[must_use]
    pub fn used(&self) -> usize {
        self.0.len() / SLOT_WIDTH
    }

    /// Takes the next slot for a link with this secret; `None` when the block is full.
    pub fn take(&mut self, secret: u32) -> Option<u8> {
        let slot = u8::try_from(self.used())
            .ok()
            .filter(|slot| usize::from(*slot) < CAPACITY)?;
        let secret = u64::from(secret & ((1 << SECRET_BITS) - 1));
        write_symbols(&mut self.0, secret, 4).ok()?;
        self.0.push(letter(LinkStatus::Live));
        Some(slot)
    }

    /// Sets a taken slot's status.
    pub fn set_status(&mut self, slot: u8, status: LinkStatus) {
        let at = usize::from(slot) * SLOT_WIDTH + SLOT_WIDTH - 1;
        if self.0.get(at..=at).is_some() {
            self.0
                .replace_range(at..=at, letter(status).encode_utf8(&mut [0; 4]));
        }
    }

    /// The status of the slot that `code` names, if the secret fits.
    fn status(&self, code: ReferralCode) -> Option<LinkStatus> {
        let start = usize::from(code.slot()) * SLOT_WIDTH;
        let (secret, status) = self
            .0
            .get(start..start + SLOT_WIDTH)?
            .split_at(SLOT_WIDTH - 1);
        let mut expected = String::new();
        write!(expected, "{code}").ok()?;
        if !expected.ends_with(secret) {
            return None;
        }
        match status {
            "l" => Some(LinkStatus::Live),
            "p" => Some(LinkStatus::Paused),
            _ => Some(LinkStatus::Revoked),
        }
    }
}

fn letter(status: LinkStatus) -> char {
    match status {
        LinkStatus::Live => 'l',
        LinkStatus::Paused => 'p',
        LinkStatus::Revoked => 'r',
    }
}

impl LinkBlock {
    /// The block of these slots in a campaign.
    #[must_use]
    pub fn new(
        portal: HubId,
        status: CampaignStatus,
        destination: &Destination,
        slots: Slots,
    ) -> Self {
        let (before, behind) = destination.around_code();
        Self {
            portal,
            campaign: None,
            hosts: Vec::new(),
            status,
            before,
            behind,
            page: false,
            slots,
        }
    }

    /// The same, where links lead.
    #[must_use]
    pub fn leading_to(mut self, leads_to: LeadsTo) -> Self {
        self.page = leads_to == LeadsTo::HostedPage;
        self
    }

    /// The same, of this campaign.
    #[must_use]
    pub fn of(self, campaign: CampaignId) -> Self {
        Self {
            campaign: Some(campaign),
            ..self
        }
    }

    /// The same, whose codes are good under these hosts of the portal's own too.
    #[must_use]
    pub fn under(self, hosts: Vec<String>) -> Self {
        Self { hosts, ..self }
    }

    /// Reads a value of the link index.
    ///
    /// # Errors
    /// When the value is not one that [`Self::to_text`] wrote.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }

    /// The value for the link index.
    ///
    /// # Errors
    /// Never in practice: the parts are plain text.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The portal whose links these are.
    #[must_use]
    pub const fn portal(&self) -> &HubId {
        &self.portal
    }

    /// The campaign whose links these are.
    #[must_use]
    pub const fn campaign(&self) -> Option<CampaignId> {
        self.campaign
    }

    /// Whether the codes are good under a host that is not the shared one.
    #[must_use]
    pub fn is_good_under(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own == host)
    }

    /// Where `code` leads. The code has named this block by its number.
    #[must_use]
    pub fn resolve(&self, code: ReferralCode) -> Resolution {
        let Some(link) = self.slots.status(code) else {
            return Resolution::Unknown;
        };
        match (self.status, link) {
            (CampaignStatus::Archived, _) | (_, LinkStatus::Revoked) => Resolution::Revoked,
            (CampaignStatus::Paused, _) | (_, LinkStatus::Paused) => Resolution::Paused,
            (CampaignStatus::Live, LinkStatus::Live) if self.page => Resolution::Page,
            (CampaignStatus::Live, LinkStatus::Live) => {
                Resolution::Live(format!("{}{code}{}", self.before, self.behind))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(status: CampaignStatus, slots: Slots) -> LinkBlock {
        let destination = Destination::parse("https://example.com/?a=1#top").unwrap();
        let portal: HubId = "77".parse().unwrap();
        let text = LinkBlock::new(portal.clone(), status, &destination, slots)
            .to_text()
            .unwrap();
        let block = LinkBlock::parse(&text).unwrap();
        assert_eq!(block.portal(), &portal);
        block
    }

    #[test]
    fn a_code_leads_to_the_destination_only_with_its_own_secret() {
        let mut slots = Slots::default();
        let secrets = [0_u32, 0xF_FFFF, 77];
        let codes: Vec<_> = secrets
            .map(|secret| ReferralCode::new(5, slots.take(secret).unwrap(), secret))
            .into_iter()
            .collect();
        let block = block(CampaignStatus::Live, slots);
        for code in &codes {
            let expected = format!("https://example.com/?a=1&ref={code}#top");
            assert_eq!(block.resolve(*code), Resolution::Live(expected));
        }
        assert_eq!(
            block.resolve(ReferralCode::new(5, 0, 1)),
            Resolution::Unknown
        );
        assert_eq!(
            block.resolve(ReferralCode::new(5, 3, 0)),
            Resolution::Unknown
        );
        assert_eq!(
            block.resolve(ReferralCode::new(5, 127, 0)),
            Resolution::Unknown
        );
    }

    #[test]
    fn paused_and_revoked_links_lead_nowhere() {
        let mut slots = Slots::default();
        let [live, paused, revoked] =
            [1, 2, 3].map(|secret| ReferralCode::new(9, slots.take(secret).unwrap(), secret));
        slots.set_status(paused.slot(), LinkStatus::Paused);
        slots.set_status(revoked.slot(), LinkStatus::Revoked);
        let running = block(CampaignStatus::Live, slots.clone());
        assert!(matches!(running.resolve(live), Resolution::Live(_)));
        assert_eq!(running.resolve(paused), Resolution::Paused);
        assert_eq!(running.resolve(revoked), Resolution::Revoked);
        let resting = block(CampaignStatus::Paused, slots.clone());
        assert_eq!(resting.resolve(live), Resolution::Paused);
        assert_eq!(resting.resolve(revoked), Resolution::Revoked);
        let over = block(CampaignStatus::Archived, slots);
        assert_eq!(over.resolve(live), Resolution::Revoked);
    }

    #[test]
    fn links_lead_to_the_hosted_page_while_they_work() {
        let mut slots = Slots::default();
        let [live, paused] =
            [1, 2].map(|secret| ReferralCode::new(9, slots.take(secret).unwrap(), secret));
        slots.set_status(paused.slot(), LinkStatus::Paused);
        let direct = block(CampaignStatus::Live, slots);
        let hosted = direct.clone().leading_to(LeadsTo::HostedPage);
        let hosted = LinkBlock::parse(&hosted.to_text().unwrap()).unwrap();
        assert_eq!(hosted.resolve(live), Resolution::Page);
        assert_eq!(hosted.resolve(paused), Resolution::Paused);
        let unknown = ReferralCode::new(9, 0, 7);
        assert_eq!(hosted.resolve(unknown), Resolution::Unknown);
        // Blocks that were published before there were pages lead where they led.
        assert!(!direct.to_text().unwrap().contains("page"));
    }

    #[test]
    fn codes_are_good_under_the_portals_own_hosts() {
        let bare = block(CampaignStatus::Live, Slots::default());
        assert!(!bare.is_good_under("go.example.com"));
        let text = bare
            .of(CampaignId(3))
            .under(vec!["go.example.com".to_owned()]);
        let block = LinkBlock::parse(&text.to_text().unwrap()).unwrap();
        assert!(block.is_good_under("go.example.com"));
        assert!(!block.is_good_under("example.com"));
        assert!(!block.is_good_under(""));
        assert_eq!(block.campaign(), Some(CampaignId(3)));
    }

    #[test]
    fn a_block_is_full_after_128_links() {
        let mut slots = Slots::default();
        for expected in 0..128 {
            assert_eq!(slots.take(expected).map(u32::from), Some(expected));
        }
        assert_eq!(slots.take(1), None);
        assert_eq!(slots.used(), 128);
    }
}
