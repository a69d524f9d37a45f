//! A link block: about a hundred referral links in one value of the link index (LINKS).
//!
//! A block holds all that a redirect needs, and nothing that says who a referrer is: the portal and
//! the campaign, the destination, split around the code, whether the hosted page comes first, and
//! for each slot its secret and whether the link works. A block belongs to one campaign. It is
//! rendered from the portal's tables and can be rendered again at any time.

use core::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::campaign::{CampaignStatus, LinkStatus};
use crate::code::{ReferralCode, SECRET_BITS, SLOT_BITS, write_symbols};
use crate::destination::Destination;
use crate::identity::{CampaignId, HubId};
use crate::programme::LeadsTo;

/// The number of slots in a block.
pub const CAPACITY: usize = 1 << SLOT_BITS;

/// Symbols of a slot in the block's text: four for the secret, one for the status.
const SLOT_WIDTH: usize = 5;

/// Returns the key of a block in the link index.
#[must_use]
pub fn key(block: u32) -> String {
    format!("block/{block}")
}

/// The value of a block in the link index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkBlock {
    /// The portal to which visits are reported.
    portal: HubId,
    /// The campaign; `None` in old blocks, which did not name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    campaign: Option<CampaignId>,
    /// The portal's own hosts. Under them its codes work too, besides the shared host.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hosts: Vec<String>,
    /// The campaign's status: pausing the campaign pauses all of its blocks.
    status: CampaignStatus,
    /// The redirect's address up to the code.
    before: String,
    /// The redirect's address behind the code.
    behind: String,
    /// Whether links lead to the hosted page first.
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
    /// The block does not have this code.
    Unknown,
}

/// The slots of a block, as text. They are appended to, never reordered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slots(String);

impl Slots {
    /// Reads the slots as the portal stores them.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Returns the text to store.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns how many slots are taken.
    #[must_use]
    pub fn used(&self) -> usize {
        self.0.len() / SLOT_WIDTH
    }

    /// Takes the next slot for a link with this secret. Returns `None` when the block is full.
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

    /// Returns the status of the slot that `code` names, if the secret fits.
    fn status(&self, code: ReferralCode) -> Option<LinkStatus> {
        let start = usize::from(code.slot()) * SLOT_WIDTH;
        // A value of the link index may be damaged: a slot can hold anything, and be cut within a letter.
        let (secret, status) = self
            .0
            .get(start..start + SLOT_WIDTH)?
            .split_at_checked(SLOT_WIDTH - 1)?;
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
    /// Makes the block of these slots in a campaign.
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

    /// Sets where links lead.
    #[must_use]
    pub fn leading_to(mut self, leads_to: LeadsTo) -> Self {
        self.page = leads_to == LeadsTo::HostedPage;
        self
    }

    /// Sets the campaign.
    #[must_use]
    pub fn of(self, campaign: CampaignId) -> Self {
        Self {
            campaign: Some(campaign),
            ..self
        }
    }

    /// Sets the portal's own hosts, under which the codes work too.
    #[must_use]
    pub fn under(self, hosts: Vec<String>) -> Self {
        Self { hosts, ..self }
    }

    /// Reads a value of the link index.
    ///
    /// # Errors
    /// The text was not written by [`Self::to_text`].
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }

    /// Returns the value for the link index.
    ///
    /// # Errors
    /// Never in practice: the parts are plain text.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Returns the portal whose links these are.
    #[must_use]
    pub const fn portal(&self) -> &HubId {
        &self.portal
    }

    /// Returns the campaign whose links these are.
    #[must_use]
    pub const fn campaign(&self) -> Option<CampaignId> {
        self.campaign
    }

    /// Tells whether the codes work under a host that is not the shared one.
    #[must_use]
    pub fn is_good_under(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own == host)
    }

    /// Returns where `code` leads. The code has named this block by its number.
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
        // Old blocks, from before there were hosted pages, lead where they led.
        assert!(!direct.to_text().unwrap().contains("page"));
    }

    #[test]
    fn codes_work_under_the_portals_own_hosts() {
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

    proptest::proptest! {
        #[test]
        fn damaged_slots_lead_nowhere_or_where_a_slot_says(text in "([0-9A-Zlpr]|\\PC){0,40}", slot in 0_u8..16) {
            let mut slots = Slots::from_stored(text);
            let code = ReferralCode::new(1, slot, 7);
            let damaged = block(CampaignStatus::Live, slots.clone());
            let leads = damaged.resolve(code);
            proptest::prop_assert!(slots.status(code).is_some() || leads == Resolution::Unknown);
            slots.set_status(slot, LinkStatus::Paused);
            slots.take(7);
        }
    }

    #[test]
    fn a_slot_that_is_cut_within_a_letter_leads_nowhere() {
        let damaged = block(CampaignStatus::Live, Slots::from_stored("000\u{e9}".into()));
        assert_eq!(
            damaged.resolve(ReferralCode::new(9, 0, 7)),
            Resolution::Unknown
        );
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
