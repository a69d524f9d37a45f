//! The table of referrers: the contacts that take part in a campaign, with their codes.
//!
//! Invariants: a row is never deleted and its code never changes; the primary key makes a second code for a contact
//! impossible; every change here refreshes [`crate::tables::referrer_index`].
//!
//! Left to others: enrolling, leaving and coming back ([`crate::programme::membership`]).

use vecmap::VecMap;

use domain::{
    CampaignId, ContactId, ContactSet, InboundMapping, LinkStatus, PropertyName, ReferralCode,
    ReferrerField, Slug,
};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;
use serde::Serialize;

use crate::storage::columns::{to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::{part, row};
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::{referral_index, referrer_index};

row! {
    /// A referrer's row.
    #[derive(Debug, Clone)]
    pub(crate) struct Referrer {
        pub(crate) campaign: CampaignId = "referrer.campaign_id",
        pub(crate) contact: ContactId = "referrer.contact_id",
        pub(crate) code: ReferralCode = "code",
        /// The present slug of the link.
        pub(crate) slug: Option<Slug> = "referrer.slug",
        pub(crate) link_status: LinkStatus = "link_status",
        pub(crate) clicks: u32 = "clicks",
        pub(crate) people_referred: u32 = "people_referred",
        pub(crate) successful_referrals: u32 = "successful_referrals",
        pub(crate) person: Person = "first_name, last_name, email",
        pub(crate) synced_at: Option<Timestamp> = "synced_at",
        pub(crate) sync_problem: Option<String> = "sync_problem",
        /// The properties that HubSpot does not have, because it did not take their last write or because it was dropped.
        pub(crate) unwritten: Option<Vec<PropertyName>> = "unwritten",
        pub(crate) joined_at: Timestamp = "joined_at",
        /// The place in the order of joining, over all campaigns.
        pub(crate) number: i64 = "number",
        /// Whether the link was paused because the contact left the audience.
        pub(crate) away: bool = "away",
        pub(crate) last_referral_at: Option<Timestamp> = "last_referral_at",
    }
}

part! {
    /// The known details of the person of a referrer or of a referral. Every part may be missing.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
    pub(crate) struct Person {
        pub(crate) first_name: Option<String>,
        pub(crate) last_name: Option<String>,
        pub(crate) email: Option<String>,
    }
}

impl Person {
    /// Reads a person from a contact through the inbound mappings.
    pub(crate) fn of_record(inbound: &[InboundMapping], record: &ContactRecord) -> Self {
        let mut person = Self::default();
        for row in inbound {
            person.set(row.field, mapped_value(row, record));
        }
        person
    }

    /// Sets a field.
    pub(crate) fn set(&mut self, field: ReferrerField, value: Option<String>) {
        match field {
            ReferrerField::FirstName => self.first_name = value,
            ReferrerField::LastName => self.last_name = value,
            ReferrerField::Email => self.email = value,
        }
    }

    /// Returns the person's values by field.
    pub(crate) fn by_field(self) -> VecMap<ReferrerField, Option<String>> {
        [
            (ReferrerField::FirstName, self.first_name),
            (ReferrerField::LastName, self.last_name),
            (ReferrerField::Email, self.email),
        ]
        .into()
    }

    /// Returns the known names, joined; `None` if there is none.
    pub(crate) fn name(&self) -> Option<String> {
        let names = [self.first_name.as_deref(), self.last_name.as_deref()];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!name.is_empty()).then_some(name)
    }
}

/// Returns the value of a contact for a mapped field; `None` if it is empty.
pub(crate) fn mapped_value(row: &InboundMapping, record: &ContactRecord) -> Option<String> {
    let held = |name: &PropertyName| record.properties.get(name.as_str())?.as_deref();
    row.property
        .as_ref()
        .and_then(held)
        .or(row.fixed.as_deref())
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

impl Referrer {
    /// Returns the key.
    pub(crate) fn key(&self) -> ReferrerKey<'_> {
        ReferrerKey {
            campaign: self.campaign,
            contact: &self.contact,
        }
    }

    /// Returns the referrer in its state after the contact came back to the audience.
    pub(crate) fn returned(mut self) -> Self {
        if self.away && self.link_status == LinkStatus::Paused {
            self.link_status = LinkStatus::Live;
        }
        self.away = false;
        self
    }
}

/// Returns one referrer.
pub(crate) fn get(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
) -> Result<Option<Referrer>, PortalError> {
    let columns = Referrer::COLUMNS;
    let statement =
        format!("SELECT {columns} FROM referrer WHERE campaign_id = ?1 AND contact_id = ?2");
    database.first(&statement, &[campaign.into(), contact.into()])
}

/// Returns the referrers of a campaign among these contacts, by contact.
pub(crate) fn among(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
) -> Result<VecMap<ContactId, Referrer>, PortalError> {
    let columns = Referrer::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM referrer WHERE campaign_id = ?1 \
         AND contact_id IN (SELECT value FROM json_each(?2))"
    );
    let found = database.all(&statement, &[campaign.into(), to_json(&contacts)?])?;
    let by_contact = |referrer: Referrer| (referrer.contact.clone(), referrer);
    Ok(found.into_iter().map(by_contact).collect())
}

/// Returns the contacts of a campaign that have a live link.
pub(crate) fn live(database: &Database, campaign: CampaignId) -> Result<ContactSet, PortalError> {
    let contacts: Vec<ContactId> = database.all(
        "SELECT contact_id FROM referrer WHERE campaign_id = ?1 AND link_status = 'live'",
        &[campaign.into()],
    )?;
    Ok(contacts.iter().collect())
}

/// Returns those of these contacts that have a live link.
pub(crate) fn live_among(
    database: &Database,
    campaign: CampaignId,
    contacts: &[ContactId],
) -> Result<ContactSet, PortalError> {
    let contacts: Vec<ContactId> = database.all(
        "SELECT contact_id FROM referrer WHERE campaign_id = ?1 AND link_status = 'live' \
         AND contact_id IN (SELECT value FROM json_each(?2))",
        &[campaign.into(), to_json(&contacts)?],
    )?;
    Ok(contacts.iter().collect())
}

/// Returns the referrers of one contact in these campaigns.
pub(crate) fn of_contact(
    database: &Database,
    campaigns: &[CampaignId],
    contact: &ContactId,
) -> Result<Vec<Referrer>, PortalError> {
    let columns = Referrer::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM referrer WHERE contact_id = ?1 \
         AND campaign_id IN (SELECT value FROM json_each(?2)) ORDER BY campaign_id"
    );
    database.all(&statement, &[contact.into(), to_json(&campaigns)?])
}

/// A referrer to add.
#[derive(Serialize)]
pub(crate) struct NewReferrer<'a> {
    pub(crate) contact: &'a ContactId,
    pub(crate) code: ReferralCode,
    #[serde(flatten)]
    pub(crate) person: &'a Person,
}

/// Adds referrers in the order of joining. `synced_at` is set if the outbox gets the values that HubSpot lacks.
pub(crate) fn insert(
    database: &Database,
    campaign: CampaignId,
    referrers: &[NewReferrer<'_>],
    synced_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO referrer (campaign_id, contact_id, code, link_status, first_name, last_name, email, \
         synced_at, joined_at, number) SELECT ?1, value ->> 'contact', value ->> 'code', ?2, \
         value ->> 'first_name', value ->> 'last_name', value ->> 'email', ?4, ?5, key + 1 \
         + (SELECT COALESCE(MAX(rowid), 0) FROM referrer_index) FROM json_each(?3)",
        &[
            campaign.into(),
            to_name(&LinkStatus::Live)?,
            to_json(&referrers)?,
            synced_at.into(),
            now.into(),
        ],
    )?;
    let contacts: Vec<_> = referrers.iter().map(|new| new.contact).collect();
    referrer_index::refresh(database, campaign, &contacts)
}

/// Stores the person's present values from HubSpot.
pub(crate) fn set_person(
    database: &Database,
    key: ReferrerKey<'_>,
    person: &Person,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET first_name = ?3, last_name = ?4, email = ?5 \
         WHERE campaign_id = ?1 AND contact_id = ?2",
        &[
            key.campaign.into(),
            key.contact.into(),
            person.first_name.clone().into(),
            person.last_name.clone().into(),
            person.email.clone().into(),
        ],
    )?;
    referral_index::refresh_referrer(database, key)?;
    referrer_index::refresh(database, key.campaign, &[key.contact])
}

/// Stores that HubSpot has all values of these contacts.
pub(crate) fn settled(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
    now: Timestamp,
) -> Result<(), PortalError> {
    if contacts.is_empty() {
        return Ok(());
    }
    let among = "campaign_id = ?1 AND contact_id IN (SELECT value FROM json_each(?2))";
    let troubled: Vec<ContactId> = database.all(
        &format!("SELECT contact_id FROM referrer WHERE {among} AND sync_problem IS NOT NULL"),
        &[campaign.into(), to_json(&contacts)?],
    )?;
    database.change(
        &format!(
            "UPDATE referrer SET synced_at = COALESCE(synced_at, ?3), sync_problem = NULL, unwritten = NULL \
             WHERE {among} AND (synced_at IS NULL OR sync_problem IS NOT NULL OR unwritten IS NOT NULL)"
        ),
        &[campaign.into(), to_json(&contacts)?, now.into()],
    )?;
    if troubled.is_empty() {
        return Ok(());
    }
    referrer_index::refresh(database, campaign, &troubled.iter().collect::<Vec<_>>())
}

/// Stores that HubSpot has taken these properties of contacts. A contact of which it lacks others stays as it is.
/// Writes only the rows that waited for it.
pub(crate) fn acknowledged(
    database: &Database,
    campaign: CampaignId,
    written: &[(&ContactId, &[PropertyName])],
    now: Timestamp,
) -> Result<(), PortalError> {
    let contacts: Vec<_> = written.iter().map(|(contact, _)| *contact).collect();
    // A property that no sync of the campaign maps any more is not lacked.
    let lacking: Vec<(ContactId, Vec<PropertyName>)> = database.all(
        "SELECT contact_id, (SELECT json_group_array(value) FROM json_each(unwritten) WHERE value IN \
         (SELECT row.value ->> 'property' FROM sync, json_each(sync.outbound) AS row WHERE sync.campaign_id = ?1)) \
         FROM referrer WHERE campaign_id = ?1 AND unwritten IS NOT NULL \
         AND contact_id IN (SELECT value FROM json_each(?2))",
        &[campaign.into(), to_json(&contacts)?],
    )?;
    let mut complete = contacts;
    for (contact, lacked) in lacking {
        let taken = written.iter().find(|(own, _)| **own == contact);
        let taken = taken.map_or(&[][..], |(_, properties)| *properties);
        let still: Vec<_> = lacked.iter().filter(|name| !taken.contains(name)).collect();
        if still.is_empty() {
            continue;
        }
        complete.retain(|own| **own != contact);
        if still.len() < lacked.len() {
            database.change(
                "UPDATE referrer SET unwritten = ?3 WHERE campaign_id = ?1 AND contact_id = ?2",
                &[campaign.into(), (&contact).into(), to_json(&still)?],
            )?;
        }
    }
    settled(database, campaign, &complete, now)
}

/// Stores that HubSpot has the link of contacts, whatever else it lacks: they are no newcomers to the next run.
pub(crate) fn set_linked(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET synced_at = ?3 WHERE campaign_id = ?1 AND synced_at IS NULL \
         AND contact_id IN (SELECT value FROM json_each(?2))",
        &[campaign.into(), to_json(&contacts)?, now.into()],
    )
}

/// Stores that HubSpot has not taken these properties of a contact. `new`: whether it would have been the first write.
pub(crate) fn set_problem(
    database: &Database,
    referrer: &Referrer,
    (new, properties): (bool, &[PropertyName]),
    problem: &str,
) -> Result<(), PortalError> {
    let lacked = referrer.unwritten.as_deref().unwrap_or_default();
    let mut unwritten = lacked.to_vec();
    let others = properties.iter().filter(|name| !lacked.contains(name));
    unwritten.extend(others.cloned());
    let is_known = referrer.sync_problem.as_deref() == Some(problem)
        && unwritten.len() == lacked.len()
        && !(new && referrer.synced_at.is_some());
    if is_known {
        return Ok(());
    }
    let key = referrer.key();
    database.change(
        "UPDATE referrer SET sync_problem = ?3, synced_at = IIF(?4, NULL, synced_at), unwritten = ?5 \
         WHERE campaign_id = ?1 AND contact_id = ?2",
        &[
            key.campaign.into(),
            key.contact.into(),
            problem.into(),
            new.into(),
            to_json(&unwritten)?,
        ],
    )?;
    referrer_index::refresh(database, key.campaign, &[key.contact])
}

/// Stores that a waiting write of these properties of a contact was dropped.
pub(crate) fn left_unwritten(
    database: &Database,
    key: ReferrerKey<'_>,
    properties: &[PropertyName],
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET synced_at = NULL, unwritten = (SELECT json_group_array(value) FROM \
         (SELECT value FROM json_each(COALESCE(unwritten, '[]')) UNION SELECT value FROM json_each(?3))) \
         WHERE campaign_id = ?1 AND contact_id = ?2",
        &[key.campaign.into(), key.contact.into(), to_json(&properties)?],
    )
}

/// Forgets that these properties are lacked, because nobody may be left to write them. The next run of a sync finds what
/// its contacts lack.
pub(crate) fn forget_lacks(
    database: &Database,
    campaign: CampaignId,
    properties: &[PropertyName],
) -> Result<(), PortalError> {
    let forgotten = [campaign.into(), to_json(&properties)?];
    let contacts: Vec<ContactId> = database.all(
        "SELECT contact_id FROM referrer WHERE campaign_id = ?1 AND unwritten IS NOT NULL AND EXISTS \
         (SELECT 1 FROM json_each(unwritten) WHERE value IN (SELECT value FROM json_each(?2)))",
        &forgotten,
    )?;
    if contacts.is_empty() {
        return Ok(());
    }
    let [campaign_id, properties] = forgotten;
    database.change(
        "WITH rest AS (SELECT contact_id AS contact, (SELECT json_group_array(value) FROM json_each(unwritten) \
         WHERE value NOT IN (SELECT value FROM json_each(?2))) AS lacked FROM referrer \
         WHERE campaign_id = ?1 AND contact_id IN (SELECT value FROM json_each(?3))) \
         UPDATE referrer SET unwritten = NULLIF(lacked, '[]'), sync_problem = IIF(lacked = '[]', NULL, sync_problem) \
         FROM rest WHERE campaign_id = ?1 AND contact_id = contact",
        &[campaign_id, properties, to_json(&contacts)?],
    )?;
    referrer_index::refresh(database, campaign, &contacts.iter().collect::<Vec<_>>())
}

/// Returns the next contacts, by id; those with a revoked link too, or without them.
pub(crate) fn after(
    database: &Database,
    campaign: CampaignId,
    after: &str,
    with_revoked: bool,
) -> Result<Vec<ContactId>, PortalError> {
    database.all(
        "SELECT contact_id FROM referrer WHERE campaign_id = ?1 AND contact_id > ?2 \
         AND (link_status <> 'revoked' OR ?3) ORDER BY contact_id LIMIT 100",
        &[campaign.into(), after.into(), with_revoked.into()],
    )
}

/// Returns the next contacts that were never written, by id, without those that HubSpot has refused and those with a
/// revoked link.
pub(crate) fn unwritten_after(
    database: &Database,
    campaign: CampaignId,
    after: &str,
) -> Result<Vec<ContactId>, PortalError> {
    database.all(
        "SELECT contact_id FROM referrer WHERE campaign_id = ?1 AND contact_id > ?2 AND synced_at IS NULL \
         AND sync_problem IS NULL AND link_status <> 'revoked' ORDER BY contact_id LIMIT 100",
        &[campaign.into(), after.into()],
    )
}

/// Stores whether the contact is away from the audience.
pub(crate) fn set_away(
    database: &Database,
    key: ReferrerKey<'_>,
    away: bool,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET away = ?3 WHERE campaign_id = ?1 AND contact_id = ?2",
        &[key.campaign.into(), key.contact.into(), away.into()],
    )
}

/// Stores the new slug of the link.
pub(crate) fn set_slug(
    database: &Database,
    key: ReferrerKey<'_>,
    slug: Option<&Slug>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET slug = ?3 WHERE campaign_id = ?1 AND contact_id = ?2",
        &[key.campaign.into(), key.contact.into(), slug.into()],
    )?;
    referrer_index::refresh(database, key.campaign, &[key.contact])
}

/// Stores the status of the link. The caller also updates the link block.
pub(crate) fn set_link_status(
    database: &Database,
    key: ReferrerKey<'_>,
    status: LinkStatus,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET link_status = ?3 WHERE campaign_id = ?1 AND contact_id = ?2",
        &[key.campaign.into(), key.contact.into(), to_name(&status)?],
    )?;
    referrer_index::refresh(database, key.campaign, &[key.contact])
}

/// Counts a click.
pub(crate) fn add_click(database: &Database, key: ReferrerKey<'_>) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET clicks = clicks + 1 WHERE campaign_id = ?1 AND contact_id = ?2",
        &[key.campaign.into(), key.contact.into()],
    )
}

/// Adds to the numbers of referrals, or subtracts from them.
pub(crate) fn add_referrals(
    database: &Database,
    key: ReferrerKey<'_>,
    referred: i64,
    successful: i64,
) -> Result<(), PortalError> {
    let numbers: Option<(u32, u32)> = database.first(
        "UPDATE referrer SET people_referred = people_referred + ?3, \
         successful_referrals = successful_referrals + ?4, \
         last_referral_at = (SELECT at FROM referral WHERE campaign_id = ?1 AND referrer_id = ?2 \
         AND status IN ('pending', 'qualified') ORDER BY at DESC LIMIT 1) \
         WHERE campaign_id = ?1 AND contact_id = ?2 RETURNING people_referred, successful_referrals",
        &[
            key.campaign.into(),
            key.contact.into(),
            referred.into(),
            successful.into(),
        ],
    )?;
    let (all_referred, all_successful) = numbers.ok_or(PortalError::Unreadable("a referrer"))?;
    // The index holds only whether a number is zero, so it changes only with the first and the last referral.
    let turned = |by: i64, count: u32| by != 0 && count <= 1;
    if turned(referred, all_referred) || turned(successful, all_successful) {
        referrer_index::refresh(database, key.campaign, &[key.contact])?;
    }
    Ok(())
}
