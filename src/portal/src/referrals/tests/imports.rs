//! Exports and imports of tables: existing rows stay, errors are reported for their line, and the past is kept.

use super::*;
use crate::api_types::requests::{
    ReferralImport, ReferralRow, ReferrerImport, ReferrerQuery, ReferrerRow, TransferRequest,
};
use crate::api_types::views::LineOutcome::{self, Added, Known, NotCounted, Refused};
use crate::tables::referrer_key::ReferrerKey;

const SPRING: CampaignId = CampaignId(1);
const SUMMER: CampaignId = CampaignId(2);

/// Returns a line about a person with this address, referred by a contact.
fn row(line: u32, referrer: u32, email: &str) -> ReferralRow {
    ReferralRow {
        line,
        referrer_contact_id: Some(referrer.to_string()),
        email: Some(email.to_owned()),
        ..ReferralRow::default()
    }
}

impl World {
    fn transfer(&mut self, asked: TransferRequest) -> Result<View, PortalError> {
        self.ask(PortalRequest::Transfer(asked))
            .map(|answer| answer.view)
    }

    fn imported(&mut self, asked: TransferRequest) -> Vec<(u32, LineOutcome, Option<String>)> {
        match self.transfer(asked).unwrap() {
            View::Import(import) => import
                .outcomes
                .into_iter()
                .map(|line| (line.line, line.outcome, line.why))
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn import(
        &mut self,
        campaign: CampaignId,
        rows: Vec<ReferralRow>,
    ) -> Vec<LineOutcome> {
        let asked = TransferRequest::ImportReferrals(campaign, ReferralImport { rows });
        let outcomes = self.imported(asked).into_iter();
        outcomes.map(|(_, outcome, _)| outcome).collect()
    }

    /// Returns all lines of a table, of all its parts.
    fn table(&mut self, mut query: ReferralQuery) -> Vec<String> {
        let mut text = String::new();
        loop {
            let View::Table(part) = self
                .transfer(TransferRequest::ReferralTable(query.clone()))
                .unwrap()
            else {
                panic!("no table");
            };
            text.push_str(&part.text);
            let Some(next) = part.next else { break };
            query.after = Some(ReferralId(next.parse().unwrap()));
        }
        text.lines().map(str::to_owned).collect()
    }

    fn all(&self) -> Vec<String> {
        self.rows(
            "SELECT id || ' ' || referrer_id || ' ' || COALESCE(email, person_id) || ' ' || status || ' ' \
             || by_hand || ' ' || COALESCE(not_counted, '-') || ' ' || datetime(at / 1000, 'unixepoch') || ' ' \
             || COALESCE(datetime(decided_at / 1000, 'unixepoch'), '-') FROM referral ORDER BY id",
        )
    }
}

#[test]
fn referrals_are_imported_with_their_past_and_a_second_import_changes_nothing() {
    let mut world = World::new();
    let now = world.now;
    let past =
        |row: ReferralRow, status: &str, referred: &str, decided: Option<&str>| ReferralRow {
            status: Some(status.into()),
            referred_at: Some(referred.into()),
            decided_at: decided.map(str::to_owned),
            ..row
        };
    let rows = vec![
        past(
            row(2, 1, "won@example.com"),
            "Qualified",
            "2024-02-03",
            Some("2024-03-04T05:06:07Z"),
        ),
        past(
            row(3, 1, "lost@example.com"),
            "rejected",
            "2024-02-03",
            None,
        ),
        past(
            row(4, 2, "back@example.com"),
            "reversed",
            "2024-02-03",
            Some("2024-05-06"),
        ),
        past(
            row(5, 2, "open@example.com"),
            "pending",
            "2025-12-24T18:00:00+01:00",
            None,
        ),
        row(6, 3, "now@example.com"),
        past(row(7, 2, "won@example.com"), "pending", "2024-02-04", None),
        past(
            row(8, 2, "WON+x@example.com"),
            "qualified",
            "2024-02-05",
            None,
        ),
        row(9, 1, "person1@example.com"),
    ];
    let outcomes = [
        Added, Added, Added, Added, Added, NotCounted, Known, NotCounted,
    ];
    assert_eq!(world.import(SPRING, rows.clone()), outcomes);
    let kept = world.all();
    assert_eq!(
        kept[..4],
        [
            "1 1 won@example.com qualified 1 - 2024-02-03 00:00:00 2024-03-04 05:06:07",
            "2 1 lost@example.com rejected 1 - 2024-02-03 00:00:00 2026-05-05 20:00:00",
            "3 2 back@example.com reversed 1 - 2024-02-03 00:00:00 2024-05-06 00:00:00",
            "4 2 open@example.com pending 0 - 2025-12-24 17:00:00 -",
        ]
    );
    assert_eq!(numbers(&world), recounted(&world));
    let (won, _) = world.shown(ReferralRequest::Show(ReferralId(1))).unwrap();
    assert_eq!(won.attribution, Attribution::ByHand);
    assert_eq!(won.why, ["A person approved it.", "Imported from a file."]);
    assert!(won.history.iter().all(|event| event.at < now));

    // The same file does not undo later decisions.
    world.decide(ReferralId(1), ReferralEvent::Reverse).unwrap();
    world.decide(ReferralId(4), ReferralEvent::Approve).unwrap();
    world.pass(90);
    let kept = world.all();
    assert_eq!(world.import(SPRING, rows), [Known; 8]);
    assert_eq!(world.all(), kept);
    assert_eq!(numbers(&world), recounted(&world));
}

#[test]
fn the_referrer_of_a_line_is_found_by_contact_by_code_and_by_address() {
    let mut world = World::new();
    let codes = world.rows("SELECT code FROM referrer ORDER BY campaign_id, contact_id");
    let by = |line: u32, code: Option<&str>, email: Option<&str>| ReferralRow {
        referrer_contact_id: None,
        code: code.map(str::to_owned),
        referrer_email: email.map(str::to_owned),
        ..row(line, 0, &format!("new{line}@example.com"))
    };
    let rows = vec![
        by(1, Some(&codes[0].to_lowercase()), None),
        by(2, None, Some(" PERSON2@Example.com ")),
        // The code of another campaign, beside the contact.
        ReferralRow {
            code: Some(codes[4].clone()),
            ..row(3, 3, "new3@example.com")
        },
        by(4, Some(&codes[4]), None),
        by(5, Some("nonsense"), None),
        by(6, None, Some("nobody@example.com")),
        by(7, None, Some("person@example.com")),
        by(8, None, None),
        row(9, 77, "new9@example.com"),
    ];
    let asked = TransferRequest::ImportReferrals(SPRING, ReferralImport { rows });
    let outcomes = world.imported(asked);
    let fates: Vec<_> = outcomes.iter().map(|(_, outcome, _)| *outcome).collect();
    assert_eq!(fates[..3], [Added; 3]);
    assert_eq!(fates[3..], [Refused; 6]);
    assert!(outcomes[3].2.as_ref().unwrap().contains("in the campaign"));
    assert_eq!(
        world.rows("SELECT referrer_id FROM referral ORDER BY id"),
        ["1", "2", "3"]
    );
    let twin = Person {
        email: Some("Person2@example.com".into()),
        ..Person::default()
    };
    let key = ReferrerKey {
        campaign: SPRING,
        contact: &contact(3),
    };
    referrers::set_person(&world.portal.database, key, &twin).unwrap();
    assert_eq!(
        world.import(SPRING, vec![by(1, None, Some("person2@example.com"))]),
        [Refused]
    );
}

#[test]
fn a_bad_line_is_refused_with_a_reason_and_does_not_affect_other_lines() {
    let mut world = World::new();
    let with = |change: fn(&mut ReferralRow)| {
        let mut row = row(1, 1, "new@example.com");
        change(&mut row);
        row
    };
    let bad = [
        with(|row| row.email = None),
        with(|row| row.email = Some("not an address".into())),
        with(|row| row.contact_id = Some("1.2E+11".into())),
        with(|row| row.referrer_contact_id = Some("abc".into())),
        with(|row| row.first_name = Some("x".repeat(101))),
        with(|row| row.status = Some("won".into())),
        with(|row| row.referred_at = Some("31.05.2026".into())),
        with(|row| row.referred_at = Some("0202-05-31".into())),
        with(|row| row.referred_at = Some("2026-05-07".into())),
        with(|row| row.clicked_at = Some("yesterday".into())),
        with(|row| {
            row.referred_at = Some("2026-05-02".into());
            row.decided_at = Some("2026-05-01".into());
            row.status = Some("qualified".into());
        }),
    ];
    let count = bad.len();
    let rows = bad
        .into_iter()
        .flat_map(|bad| [bad, with(|_| ())])
        .enumerate()
        .map(|(at, row)| ReferralRow {
            line: u32::try_from(at).unwrap(),
            ..row
        });
    let asked = ReferralImport {
        rows: rows.collect(),
    };
    let outcomes = world.imported(TransferRequest::ImportReferrals(SPRING, asked));
    for pair in outcomes.chunks(2) {
        assert_eq!(pair[0].1, Refused, "{:?}", pair[0]);
        assert!(pair[0].2.as_ref().unwrap().ends_with('.'));
        assert_ne!(pair[1].1, Refused);
    }
    assert_eq!(outcomes.len(), 2 * count);
    assert_eq!(world.all().len(), 1);

    let many = ReferralImport {
        rows: vec![row(1, 1, "new@example.com"); 201],
    };
    let refused = world.transfer(TransferRequest::ImportReferrals(SPRING, many));
    assert!(matches!(
        refused,
        Err(PortalError::Invalid { field: "rows", .. })
    ));
    let nowhere = TransferRequest::ImportReferrals(CampaignId(9), ReferralImport { rows: vec![] });
    assert!(matches!(
        world.transfer(nowhere),
        Err(PortalError::NotFound(_))
    ));
}

#[test]
fn an_import_does_not_make_later_visitors_of_the_link_a_flood() {
    let mut world = World::new();
    let rows = (0..60).map(|at| row(at, 1, &format!("new{at}@example.com")));
    assert_eq!(world.import(SPRING, rows.collect()), [Added; 60]);
    let claim = stories::claim(1, "real@example.com");
    let (real, _) = world.shown(ReferralRequest::Claim(claim)).unwrap();
    assert_eq!(real.status, ReferralStatus::Pending);
}

#[test]
fn a_referral_that_was_not_counted_over_the_link_can_be_added_by_hand() {
    let mut world = World::new();
    let thrown_away = stories::claim(1, "new@mailinator.com");
    let (first, _) = world.shown(ReferralRequest::Claim(thrown_away)).unwrap();
    assert_eq!(first.status, ReferralStatus::Rejected);
    let told = vec![row(1, 1, "new@mailinator.com")];
    assert_eq!(world.import(SPRING, told.clone()), [Added]);
    assert_eq!(world.import(SPRING, told), [Known]);
}

#[test]
fn contacts_are_enrolled_once_and_their_links_are_on_their_way_to_hubspot() {
    let mut world = World::new();
    let sync = CreateSync {
        campaign_id: SPRING,
        ongoing: false,
        audience: domain::Audience::default(),
        on_leaving: domain::OnLeaving::default(),
        outbound: None,
        inbound: None,
    };
    world.ask(PortalRequest::CreateSync(sync)).unwrap();
    syncs::set_properties_made(&world.portal.database, SyncId(1), true).unwrap();
    let row = |line: u32, id: &str| ReferrerRow {
        line,
        contact_id: Some(id.into()),
        first_name: Some("Ünal".into()),
        last_name: None,
        email: (line == 4).then(|| "not an address".into()),
    };
    let rows: Vec<_> = [(1, "2"), (2, "500"), (3, "500"), (4, "501"), (5, "no id")]
        .into_iter()
        .map(|(line, id)| row(line, id))
        .chain((6..=200).map(|line| row(line, &format!("9{line}"))))
        .collect();
    let asked = |rows| TransferRequest::ImportReferrers(SPRING, ReferrerImport { rows });
    let lost = world.transfer(asked(rows.clone()));
    assert!(matches!(lost, Err(PortalError::Disconnected)));
    world
        .portal
        .database
        .change("UPDATE account SET connection = 'connected'", &[])
        .unwrap();
    // Two block numbers, beside the two in use, are not enough for so many contacts: nothing is stored.
    account::store_free_blocks(&world.portal.database, &[]).unwrap();
    let busy = world.transfer(asked(rows.clone()));
    assert!(matches!(busy, Err(PortalError::Busy(_))));
    assert_eq!(world.rows("SELECT contact_id FROM referrer").len(), 6);

    account::store_free_blocks(&world.portal.database, &[7, 8, 9]).unwrap();
    let outcomes = world.imported(asked(rows.clone()));
    let fates: Vec<_> = outcomes.iter().map(|(_, outcome, _)| *outcome).collect();
    assert_eq!(fates[..5], [Known, Added, Known, Refused, Refused]);
    assert!(fates[5..].iter().all(|fate| *fate == Added));
    assert_eq!(stories::held(&world).len(), 196);
    let codes = "SELECT code FROM referrer WHERE campaign_id = 1 ORDER BY contact_id";
    let before = world.rows(codes);
    assert_eq!(before.len(), 199);

    let again = world.imported(asked(rows));
    assert!(
        again
            .iter()
            .all(|(_, outcome, _)| matches!(outcome, Known | Refused))
    );
    assert_eq!(world.rows(codes), before);
    assert_eq!(stories::held(&world).len(), 196);

    // A paused campaign takes nobody new, but knows its referrers.
    let change = ChangeCampaign {
        status: Some(CampaignStatus::Paused),
        ..ChangeCampaign::default()
    };
    let campaign = SPRING;
    world
        .ask(PortalRequest::ChangeCampaign { campaign, change })
        .unwrap();
    let outcomes = world.imported(asked(vec![row(1, "500"), row(2, "777")]));
    assert_eq!((outcomes[0].1, outcomes[1].1), (Known, Refused));
}

#[test]
fn a_table_that_is_imported_into_another_campaign_gives_the_same_numbers_there() {
    let mut world = World::new();
    let mut chance = Chance(77);
    let mut told = Vec::new();
    for _ in 0..60 {
        step(&mut world, &mut chance, &mut told);
    }
    let of = |campaign| ReferralQuery {
        campaign: Some(campaign),
        ..ReferralQuery::default()
    };
    // A table does not say that a rejected referral no longer stands in the way of a later one of the person.
    let empty = "DELETE FROM referral WHERE campaign_id = 2 OR (status = 'rejected' AND EXISTS (\
        SELECT 1 FROM referral AS other WHERE other.campaign_id = referral.campaign_id \
        AND (other.email_key = referral.email_key OR other.person_id = referral.person_id) \
        AND other.status IN ('pending', 'qualified')))";
    world.portal.database.change(empty, &[]).unwrap();
    let anew = "UPDATE referrer SET people_referred = 0, successful_referrals = 0, last_referral_at = NULL \
        WHERE campaign_id = 2";
    world.portal.database.change(anew, &[]).unwrap();
    let lines = world.table(of(SPRING));
    assert!(lines.len() > 8);
    let rows: Vec<ReferralRow> = lines[1..].iter().map(|line| read(line)).collect();
    let first = world.import(SUMMER, rows.clone());
    assert!(first.iter().all(|outcome| *outcome != Refused), "{first:?}");
    let numbers_of = |world: &World, campaign: u32| {
        world.rows(&format!(
            "SELECT contact_id || ' ' || people_referred || ' ' || successful_referrals || ' ' \
             || COALESCE(last_referral_at, '') FROM referrer WHERE campaign_id = {campaign} ORDER BY contact_id"
        ))
    };
    assert_eq!(numbers_of(&world, 1), numbers_of(&world, 2));
    assert!(
        world
            .import(SUMMER, rows)
            .iter()
            .all(|outcome| *outcome == Known)
    );
}

/// Parses a line of the exported table of referrals into a row of an import.
fn read(line: &str) -> ReferralRow {
    let within = line
        .strip_prefix('"')
        .and_then(|line| line.strip_suffix('"'));
    let cells: Vec<_> = within.unwrap().split("\",\"").collect();
    let cell = |at: usize| Some(cells[at].to_owned()).filter(|text| !text.is_empty());
    ReferralRow {
        line: cells[0].parse().unwrap(),
        referrer_contact_id: cell(2),
        code: cell(4),
        referrer_email: None,
        first_name: cell(5),
        last_name: cell(6),
        email: cell(7),
        contact_id: cell(8),
        status: cell(9),
        clicked_at: cell(12),
        referred_at: cell(13),
        decided_at: cell(14),
    }
}

#[test]
fn the_parts_of_an_exported_table_make_a_whole() {
    let mut world = World::new();
    let values = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500) ";
    let referrals = format!(
        "{values} INSERT INTO referral (campaign_id, referrer_id, first_name, email, attribution, status, at) \
         SELECT 1, '2', '=HYPERLINK(\"x\")', 'new' || i || '@example.com', 'form', 'pending', 1777777777000 FROM n"
    );
    world.portal.database.change(&referrals, &[]).unwrap();
    let index = "INSERT INTO referral_index (rowid, words, marks, referrer) SELECT id, '', 'campaign1 pending', \
        'Ana 2' FROM referral";
    world.portal.database.change(index, &[]).unwrap();
    let query = ReferralQuery {
        campaign: Some(SPRING),
        status: Some(ReferralStatus::Pending),
        ..ReferralQuery::default()
    };
    let lines = world.table(query);
    assert_eq!(lines.len(), 4501);
    assert_eq!(
        lines[0],
        "id,campaign,referrer contact id,referrer name,code,first name,last name,email,contact id,status,\
         not counted because,attribution,clicked at,referred at,decided at"
    );
    let code = world.rows("SELECT code FROM referrer WHERE contact_id = '2'")[0].clone();
    assert_eq!(
        lines[4500],
        format!(
            "\"4500\",\"Spring\",\"2\",\"Ana 2\",\"{code}\",\"'=HYPERLINK(\"\"x\"\")\",\"\",\
             \"new4500@example.com\",\"\",\"pending\",\"\",\"form\",\"\",\"2026-05-03T03:09:37Z\",\"\""
        )
    );

    let asked = TransferRequest::ReferrerTable(ReferrerQuery {
        search: Some("ana".into()),
        campaign: Some(SUMMER),
        link_status: Some(LinkStatus::Live),
        order: crate::ReferrerOrder::MostReferred,
        ..ReferrerQuery::default()
    });
    let View::Table(table) = world.transfer(asked).unwrap() else {
        panic!("no table");
    };
    let lines: Vec<_> = table.text.lines().collect();
    assert_eq!(
        lines[0],
        "contact id,first name,last name,email,campaign,code,link,link status,clicks,people referred,\
         successful referrals,last referral,joined at"
    );
    assert!(lines[1].starts_with("\"1\",\"Ana\",\"1\",\"person1@example.com\",\"Summer\",\""));
    assert!(lines[1].ends_with("\"live\",\"0\",\"0\",\"0\",\"\",\"2026-05-05T20:00:00Z\""));
    assert_eq!((lines.len(), table.next), (4, None));
}

/// Imports a file with a few people, of whom some are known, each with a past. The same file again changes nothing.
pub(super) fn some(world: &mut World, chance: &mut Chance) {
    let campaign = CampaignId(1 + chance.below(2));
    let rows: Vec<_> = (0..4)
        .map(|line| some_row(line, chance, world.now))
        .collect();
    world.import(campaign, rows.clone());
    if chance.one_in(2) {
        let (before, kept) = (numbers(world), world.all());
        let again = world.import(campaign, rows);
        assert!(again.iter().all(|outcome| *outcome == Known), "{again:?}");
        assert_eq!((before, kept), (numbers(world), world.all()));
    }
}

fn some_row(line: u32, chance: &mut Chance, now: Timestamp) -> ReferralRow {
    let claim = some_claim(chance, now);
    let ClaimedBy::Referrer { contact, .. } = claim.by else {
        panic!("a contact claims");
    };
    let hours = chance.below(5_000);
    let ago = |hours: u32| {
        let at = now.checked_sub(SignedDuration::from_hours(i64::from(hours)));
        at.unwrap().to_string()
    };
    let status = ReferralStatus::ALL[chance.below(5) as usize];
    let decided = ago(chance.below(hours + 1));
    ReferralRow {
        line,
        referrer_contact_id: Some(contact.to_string()),
        email: Some(format!("person{}@example.com", 1 + chance.below(8))),
        contact_id: claim.contact.map(|id| id.to_string()),
        status: Some(status.as_str().into()),
        referred_at: (!chance.one_in(4)).then(|| ago(hours)),
        decided_at: chance.one_in(2).then_some(decided),
        ..ReferralRow::default()
    }
}
