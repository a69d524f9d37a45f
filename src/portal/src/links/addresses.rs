//! The public addresses of a portal's links: under its own host while it has one, else under the shared host.

use domain::time_zone::AccountZone;
use domain::{HubId, LinkHost, ReferralCode, ReferralField, Slug};

use crate::api_types::views::SlugLinkView;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::settings::Settings;
use crate::tables::account::Account;
use crate::tables::link_hosts;

/// The fields whose values have the portal's host in them.
pub(crate) const HAVE_HOST: [ReferralField; 2] =
    [ReferralField::ReferralLink, ReferralField::QrCodeUrl];

/// The parts of a portal's addresses.
#[derive(Debug)]
pub(crate) struct Addresses {
    /// The scheme and host of the shared addresses.
    shared: String,
    portal: Option<HubId>,
    /// The portal's own host.
    host: Option<LinkHost>,
    /// The time zone in which the values beside the addresses show days.
    zone: AccountZone,
}

/// The two formats of a QR code.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Picture {
    Svg,
    Png,
}

impl Addresses {
    /// Loads the present addresses.
    pub(crate) fn load(database: &Database, settings: &Settings) -> Result<Self, PortalError> {
        let account = Account::load(database)?;
        Ok(Self {
            shared: settings.public_origin.clone(),
            zone: AccountZone::of_rule(account.zone_rule.as_deref()),
            portal: account.hub_id,
            host: link_hosts::active(database)?,
        })
    }

    /// Returns the account's time zone.
    pub(crate) fn zone(&self) -> &AccountZone {
        &self.zone
    }

    /// Returns the best address of a referrer's link: with the slug if there is one, else with the code.
    pub(crate) fn link(&self, code: ReferralCode, slug: Option<&Slug>) -> String {
        slug.and_then(|slug| self.of_slug(slug))
            .unwrap_or_else(|| self.of_code(&code.to_string()))
    }

    /// Returns the address with a code in it.
    pub(crate) fn of_code(&self, code: &str) -> String {
        match &self.host {
            Some(host) => format!("https://{}/{code}", host.as_str()),
            None => format!("{}/r/{code}", self.shared),
        }
    }

    /// Returns the address with a slug in it.
    pub(crate) fn of_slug(&self, slug: &Slug) -> Option<String> {
        match (&self.host, &self.portal) {
            (Some(host), _) => Some(format!("https://{}/{slug}", host.as_str())),
            // A slug belongs to one portal, so an address under the shared host has to name the portal.
            (None, Some(portal)) => Some(format!("{}/r/{portal}/{slug}", self.shared)),
            (None, None) => None,
        }
    }

    /// Returns the address of the QR code of a referrer's link. The picture shows the address with the code, which
    /// outlives every slug. It is served under the shared host, because the DNS of the portal's own host may not lead
    /// to the Worker yet.
    pub(crate) fn qr_code(&self, code: &str, picture: Picture) -> String {
        let host = self.host.as_ref().map(|host| format!("{}/", host.as_str()));
        picture.of(&self.shared, &host.unwrap_or_default(), code)
    }

    /// Returns the link of a campaign's slug.
    pub(crate) fn slug_link(&self, slug: &Slug) -> Option<SlugLinkView> {
        let before = match (&self.host, &self.portal) {
            (Some(host), _) => format!("{}/", host.as_str()),
            (None, Some(portal)) => format!("{portal}/"),
            (None, None) => return None,
        };
        Some(SlugLinkView {
            address: self.of_slug(slug)?,
            qr_code_url: Picture::Svg.of(&self.shared, &before, slug.as_str()),
            qr_code_png_url: Picture::Png.of(&self.shared, &before, slug.as_str()),
        })
    }
}

impl Picture {
    fn of(self, origin: &str, before: &str, end: &str) -> String {
        let ending = match self {
            Self::Svg => "svg",
            Self::Png => "png",
        };
        format!("{origin}/qr/{before}{end}.{ending}")
    }
}
