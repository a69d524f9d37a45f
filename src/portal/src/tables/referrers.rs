//! The table of referrers: who takes part in which campaign, under which code.
//!
//! Invariants: a row, once made, is never deleted and its code never changed; the primary key is what makes
//! a second code for a contact impossible; every change here refreshes [`crate::tables::referrer_index`].

use vecmap::VecMap;

use domain::write_back::ReferrerValues;
use domain::{
    CampaignId, ContactId, InboundMapping, LinkStatus, OnLeaving, PropertyName, ReferralCode,
    ReferrerField,
};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;
use serde::Serialize;

use crate::links::addresses::{Addresses, Picture};
use crate::storage::database::{Database, Row, json, name};
use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::daily_stats::{self, Event};
use crate::tables::event_log::{self, Happening};
use crate::tables::link_blocks;
use crate::tables::outbox;
use crate::tables::referral_index;
use crate::tables::referrer_index;

/// A referrer's row.
#[derive(Debug, Clone)]
pub(crate) struct Referrer {
    pub(crate) campaign: CampaignId,
    pub(crate) contact: ContactId,
    pub(crate) code: ReferralCode,
    /// The slug that stands for the code now.
    pub(crate) slug: Option<String>,
    pub(crate) link_status: LinkStatus,
    pub(crate) clicks: u32,
    pub(crate) people_referred: u32,
    pub(crate) successful_referrals: u32,
    pub(crate) person: Person,
    pub(crate) synced_at: Option<Timestamp>,
    pub(crate) sync_problem: Option<String>,
    pub(crate) joined_at: Timestamp,
    pub(crate) number: i64,
    /// The link was paused because the contact left the audience.
    pub(crate) away: bool,
    pub(crate) last_referral_at: Option<Timestamp>,
}

/// What Goodword keeps of a contact. Every part may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Person {
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) email: Option<String>,
}

impl Person {
    /// What a mapping makes of a contact.
    pub(crate) fn of_record(inbound: &[InboundMapping], record: &ContactRecord) -> Self {
        let mut person = Self::default();
        for row in inbound {
            let held = |name: &PropertyName| record.properties.get(name.as_str())?.as_deref();
            let value = row
                .property
                .as_ref()
                .and_then(held)
                .or(row.fixed.as_deref())
                .map(str::trim)
                .filter(|value| !value.is_empty())
                .map(str::to_owned);
            match row.field {
                ReferrerField::FirstName => person.first_name = value,
                ReferrerField::LastName => person.last_name = value,
                ReferrerField::Email => person.email = value,
            }
        }
        person
    }

    /// The person, field by field.
    pub(crate) fn by_field(self) -> VecMap<ReferrerField, Option<String>> {
        [
            (ReferrerField::FirstName, self.first_name),
            (ReferrerField::LastName, self.last_name),
            (ReferrerField::Email, self.email),
        ]
        .into()
    }

    /// Both names, as far as they are known.
    pub(crate) fn name(&self) -> Option<String> {
        let names = [self.first_name.as_deref(), self.last_name.as_deref()];
        let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        (!name.is_empty()).then_some(name)
    }
}

/// The columns that [`read`] takes, of a table or alias `referrer`.
pub(crate) const COLUMNS: &str = "referrer.campaign_id, referrer.contact_id, code, link_status, \
    people_referred, successful_referrals, first_name, last_name, email, synced_at, sync_problem, joined_at, \
    number, away, last_referral_at, clicks, referrer.slug";

pub(crate) fn read(row: &Row) -> Result<Referrer, PortalError> {
    let owned = |at| row.optional_text(at).map(|text| text.map(str::to_owned));
    Ok(Referrer {
        campaign: CampaignId(row.count(0)?),
        contact: row.parsed(1)?,
        code: row.parsed(2)?,
        link_status: row.named(3)?,
        people_referred: row.count(4)?,
        successful_referrals: row.count(5)?,
        person: Person {
            first_name: owned(6)?,
            last_name: owned(7)?,
            email: owned(8)?,
        },
        synced_at: row.optional_time(9)?,
        sync_problem: owned(10)?,
        joined_at: row.time(11)?,
        number: row.integer(12)?,
        away: row.flag(13)?,
        last_referral_at: row.optional_time(14)?,
        clicks: row.count(15)?,
        slug: owned(16)?,
    })
}

impl Referrer {
    /// The referrer, once the contact is known to be in the audience.
    pub(crate) fn returned(mut self) -> Self {
        if self.away && self.link_status == LinkStatus::Paused {
            self.link_status = LinkStatus::Live;
        }
        self.away = false;
        self
    }

    /// What is written of the referrer to HubSpot.
    pub(crate) fn referral(&self, addresses: &Addresses, campaign: &Campaign) -> ReferrerValues {
        ReferrerValues {
            link: addresses.link(self.code, self.slug.as_deref()),
            code: self.code.to_string(),
            people_referred: self.people_referred,
            successful_referrals: self.successful_referrals,
            clicks: self.clicks,
            link_status: self.link_status.within(campaign.status),
            campaign_name: campaign.name.clone(),
            last_referral_date: self.last_referral_at.map(daily_stats::day),
            qr_code_url: addresses.qr_code(&self.code.to_string(), Picture::Svg),
        }
    }
}

/// One referrer.
pub(crate) fn get(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
) -> Result<Option<Referrer>, PortalError> {
    let statement =
        format!("SELECT {COLUMNS} FROM referrer WHERE campaign_id = ?1 AND contact_id = ?2");
    let row = database.first(&statement, &[campaign.0.into(), contact.as_str().into()])?;
    row.as_ref().map(read).transpose()
}

/// Those of these contacts that take part in the campaign, by contact.
pub(crate) fn among(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
) -> Result<VecMap<ContactId, Referrer>, PortalError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM referrer WHERE campaign_id = ?1 \
         AND contact_id IN (SELECT value FROM json_each(?2))"
    );
    let rows = database.all(&statement, &[campaign.0.into(), json(&contacts)?])?;
    rows.iter()
        .map(|row| read(row).map(|found| (found.contact.clone(), found)))
        .collect()
}

/// The campaigns that a contact takes part in.
pub(crate) fn of_contact(
    database: &Database,
    campaigns: &[CampaignId],
    contact: &ContactId,
) -> Result<Vec<Referrer>, PortalError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM referrer WHERE contact_id = ?1 \
         AND campaign_id IN (SELECT value FROM json_each(?2)) ORDER BY campaign_id"
    );
    let rows = database.all(&statement, &[contact.as_str().into(), json(&campaigns)?])?;
    rows.iter().map(read).collect()
}

#[derive(Serialize)]
struct Newcomer<'a> {
    contact: &'a ContactId,
    code: ReferralCode,
    #[serde(flatten)]
    person: &'a Person,
}

/// Makes referrers of contacts that are none yet. Runs inside the caller's transaction; `by_run` if that also puts
/// into the outbox whatever HubSpot lacks of them.
pub(crate) fn enrol(
    database: &Database,
    entropy: &dyn Entropy,
    campaign: CampaignId,
    newcomers: &[(&ContactId, Person)],
    by_run: bool,
    now: Timestamp,
) -> Result<(), PortalError> {
    if newcomers.is_empty() {
        return Ok(());
    }
    let contacts: Vec<_> = newcomers.iter().map(|(contact, _)| *contact).collect();
    let codes = link_blocks::issue(database, entropy, campaign, &contacts)?;
    let rows: Vec<_> = newcomers
        .iter()
        .zip(codes)
        .map(|((contact, person), code)| Newcomer {
            contact,
            code,
            person,
        })
        .collect();
    database.change(
        "INSERT INTO referrer (campaign_id, contact_id, code, link_status, first_name, last_name, email, \
         synced_at, joined_at, number) SELECT ?1, value ->> 'contact', value ->> 'code', ?2, \
         value ->> 'first_name', value ->> 'last_name', value ->> 'email', ?4, ?5, key + 1 \
         + (SELECT COALESCE(MAX(rowid), 0) FROM referrer_index) FROM json_each(?3)",
        &[
            campaign.0.into(),
            name(&LinkStatus::Live)?,
            json(&rows)?,
            by_run.then_some(now).into(),
            now.into(),
        ],
    )?;
    referrer_index::refresh(database, campaign, &contacts)?;
    daily_stats::happened(database, campaign, None, Event::Joined, rows.len(), now)?;
    campaigns::add_referrers(database, campaign, rows.len())
}

/// Stores what HubSpot now says of a person.
pub(crate) fn rename(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
    person: &Person,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET first_name = ?3, last_name = ?4, email = ?5 \
         WHERE campaign_id = ?1 AND contact_id = ?2",
        &[
            campaign.0.into(),
            contact.as_str().into(),
            person.first_name.clone().into(),
            person.last_name.clone().into(),
            person.email.clone().into(),
        ],
    )?;
    referral_index::rename(database, campaign, contact)?;
    referrer_index::refresh(database, campaign, &[contact])
}

/// HubSpot has acknowledged a write for these contacts. Costs a row only for those of whom that was open.
pub(crate) fn acknowledged(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
    now: Timestamp,
) -> Result<(), PortalError> {
    if contacts.is_empty() {
        return Ok(());
    }
    let among = "campaign_id = ?1 AND contact_id IN (SELECT value FROM json_each(?2))";
    let troubled = database.all(
        &format!("SELECT contact_id FROM referrer WHERE {among} AND sync_problem IS NOT NULL"),
        &[campaign.0.into(), json(&contacts)?],
    )?;
    database.change(
        &format!(
            "UPDATE referrer SET synced_at = ?3, sync_problem = NULL WHERE {among} \
             AND (synced_at IS NULL OR sync_problem IS NOT NULL)"
        ),
        &[campaign.0.into(), json(&contacts)?, now.into()],
    )?;
    let troubled: Vec<ContactId> = troubled
        .iter()
        .map(|row| row.parsed(0))
        .collect::<Result<_, _>>()?;
    if troubled.is_empty() {
        return Ok(());
    }
    referrer_index::refresh(database, campaign, &troubled.iter().collect::<Vec<_>>())
}

/// HubSpot has refused a write for this contact; one that it would have been the first for has none yet.
pub(crate) fn refused(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
    new: bool,
    problem: &str,
    now: Timestamp,
) -> Result<(), PortalError> {
    let first =
        get(database, campaign, contact)?.is_some_and(|referrer| referrer.sync_problem.is_none());
    if first {
        let refused = Happening::Refused;
        event_log::record(database, (campaign, contact), refused, Some(problem), now)?;
    }
    database.change(
        "UPDATE referrer SET sync_problem = ?3, synced_at = IIF(?4, NULL, synced_at) \
         WHERE campaign_id = ?1 AND contact_id = ?2",
        &[
            campaign.0.into(),
            contact.as_str().into(),
            problem.into(),
            new.into(),
        ],
    )?;
    referrer_index::refresh(database, campaign, &[contact])
}

/// What the outbox held for these contacts will not be written.
pub(crate) fn left_unwritten(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET synced_at = NULL WHERE campaign_id = ?1 \
         AND contact_id IN (SELECT value FROM json_each(?2))",
        &[campaign.0.into(), json(&contacts)?],
    )
}

/// These contacts have left the audience: their live links rest until they are back, or end.
pub(crate) fn leave(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
    decision: OnLeaving,
    now: Timestamp,
) -> Result<(), PortalError> {
    let status = match decision {
        OnLeaving::Keep => return Ok(()),
        OnLeaving::Pause => LinkStatus::Paused,
        OnLeaving::Revoke => LinkStatus::Revoked,
    };
    let mut changed = Vec::new();
    for (contact, referrer) in among(database, campaign, contacts)? {
        if referrer.link_status == LinkStatus::Live {
            set_link_status(database, &referrer, status)?;
            set_away(database, &referrer, decision == OnLeaving::Pause)?;
            let of = (campaign, &contact);
            event_log::record(database, of, Happening::Left, Some(status.as_str()), now)?;
            changed.push(contact);
        }
    }
    outbox::tell_link_status(database, campaign, &changed.iter().collect::<Vec<_>>())
}

/// A contact who had left the audience is back. Gives the referrer as it is from now on.
pub(crate) fn come_back(
    database: &Database,
    referrer: &Referrer,
    now: Timestamp,
) -> Result<Referrer, PortalError> {
    let back = referrer.clone().returned();
    if back.link_status != referrer.link_status {
        set_link_status(database, referrer, back.link_status)?;
        let of = (referrer.campaign, &referrer.contact);
        event_log::record(database, of, Happening::CameBack, None, now)?;
    }
    set_away(database, referrer, false)?;
    Ok(back)
}

fn set_away(database: &Database, referrer: &Referrer, away: bool) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET away = ?3 WHERE campaign_id = ?1 AND contact_id = ?2",
        &[
            referrer.campaign.0.into(),
            referrer.contact.as_str().into(),
            away.into(),
        ],
    )
}

/// A person decides what a referrer's link does, wherever the contact is.
pub(crate) fn decide_link_status(
    database: &Database,
    referrer: &Referrer,
    status: LinkStatus,
    now: Timestamp,
) -> Result<(), PortalError> {
    if referrer.away {
        set_away(database, referrer, false)?;
    }
    if referrer.link_status == status {
        return Ok(());
    }
    set_link_status(database, referrer, status)?;
    let happening = match status {
        LinkStatus::Live => Happening::Revived,
        LinkStatus::Paused => Happening::Paused,
        LinkStatus::Revoked => Happening::Revoked,
    };
    let of = (referrer.campaign, &referrer.contact);
    event_log::record(database, of, happening, None, now)?;
    outbox::tell_link_status(database, referrer.campaign, &[&referrer.contact])
}

/// Stores the slug that stands for a referrer's code from now on.
pub(crate) fn set_slug(
    database: &Database,
    referrer: &Referrer,
    slug: Option<&str>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referrer SET slug = ?3 WHERE campaign_id = ?1 AND contact_id = ?2",
        &[
            referrer.campaign.0.into(),
            referrer.contact.as_str().into(),
            slug.into(),
        ],
    )?;
    referrer_index::refresh(database, referrer.campaign, &[&referrer.contact])
}

/// Changes what a referrer's link does.
pub(crate) fn set_link_status(
    database: &Database,
    referrer: &Referrer,
    status: LinkStatus,
) -> Result<(), PortalError> {
    if referrer.link_status == status {
        return Ok(());
    }
    database.atomically(|| {
        database.change(
            "UPDATE referrer SET link_status = ?3 WHERE campaign_id = ?1 AND contact_id = ?2",
            &[
                referrer.campaign.0.into(),
                referrer.contact.as_str().into(),
                name(&status)?,
            ],
        )?;
        referrer_index::refresh(database, referrer.campaign, &[&referrer.contact])?;
        link_blocks::set_link_status(database, referrer.code, status)
    })
}
