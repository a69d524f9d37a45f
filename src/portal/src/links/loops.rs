//! Loops of links: an address to which links lead must not be an address under which links are served.
//!
//! The host decides, not the path: under Goodword's own host and under a portal's link domain, nothing else is served.
//! The redirect itself refuses to lead back to the host that it serves, whatever the tables said when they were written.

use domain::referral_page::AfterForm;
use domain::{Destination, LinkHost, ReferralPage};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::settings::Settings;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::link_hosts;

/// Rejects an address that a person sets, if it is one of Goodword's own links or pages. Leaves an address that is
/// invalid to the rules for addresses.
pub(crate) fn refuse_own(
    database: &Database,
    settings: &Settings,
    field: &'static str,
    address: &str,
) -> Result<(), PortalError> {
    let Ok(address) = Destination::parse(address) else {
        return Ok(());
    };
    if address.is_on(settings.shared_host()) {
        let why = "This address is Goodword's own, so the link would lead to itself. Choose a page of your own site.";
        return Err(PortalError::invalid(field, why));
    }
    let hosts = link_hosts::all(database)?;
    let own = hosts
        .iter()
        .filter(|host| host.is_wanted() || host.is_moving())
        .any(|host| address.is_on(host.name.as_str()));
    if own {
        let why = "This address is on your link domain, so the link would lead to itself. Choose a page of your site.";
        return Err(PortalError::invalid(field, why));
    }
    Ok(())
}

/// Rejects a link domain to which a campaign leads.
pub(crate) fn refuse_destination(database: &Database, host: &LinkHost) -> Result<(), PortalError> {
    let campaigns = campaigns::all(database)?;
    let Some(campaign) = campaigns.iter().find(|campaign| leads_to(campaign, host)) else {
        return Ok(());
    };
    let why = format!(
        "The campaign {} leads to {host}, so its links would lead to themselves. Choose another domain for links, or \
         change where the campaign leads.",
        campaign.name.as_str()
    );
    Err(PortalError::invalid("host", why))
}

fn leads_to(campaign: &Campaign, host: &LinkHost) -> bool {
    let after = after_form(&campaign.page).and_then(|text| Destination::parse(text).ok());
    let addresses = [Some(&campaign.destination), after.as_ref()];
    addresses
        .into_iter()
        .flatten()
        .any(|address| address.is_on(host.as_str()))
}

/// Returns the address to which a page leads after its form, if a person set one.
pub(crate) fn after_form(page: &ReferralPage) -> Option<&str> {
    match &page.after {
        AfterForm::Address(text) => Some(text),
        AfterForm::ThankYou | AfterForm::Destination => None,
    }
}
