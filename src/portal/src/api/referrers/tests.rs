//! Every search, filter and order, compared with a plain reading of all referrers.

use std::cell::Cell;
use std::collections::BTreeSet;

use domain::{CampaignId, ContactId, LinkStatus};
use jiff::Timestamp;

use super::*;
use crate::programme::membership;
use crate::storage::ports::Entropy;
use crate::tables::account;
use crate::tables::referrer_index;
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::referrers::Person;
use crate::testing;

struct Counting(Cell<u32>);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let drawn = self
            .0
            .get()
            .wrapping_mul(2_654_435_761)
            .wrapping_add(12_345);
        self.0.set(drawn);
        for (byte, drawn) in bytes.iter_mut().zip(drawn.to_le_bytes().iter().cycle()) {
            *byte = *drawn;
        }
    }
}

const GIVEN: [&str; 7] = ["Ana", "Béla", "Chloé", "Dmitri", "Zoë", "An", "李"];
const FAMILY: [&str; 5] = ["García", "O'Neil", "van den Berg", "Smith-Jones", "An"];

fn contact(number: usize) -> ContactId {
    (1000 + number).to_string().parse().unwrap()
}

/// Returns a database with 400 referrers of two campaigns, in every state.
fn portal() -> Database {
    let database = testing::database();
    account::store_free_blocks(&database, &(1..=20).collect::<Vec<_>>()).unwrap();
    for id in [1_u32, 2] {
        testing::add_campaign(&database, CampaignId(id));
    }
    let entropy = Counting(Cell::new(7));
    for page in 0..8 {
        let campaign = CampaignId(1 + page % 2);
        let ids: Vec<ContactId> = (0..50).map(|at| contact(at + 50 * page as usize)).collect();
        let people: Vec<_> = (0..)
            .zip(&ids)
            .map(|(at, id)| (id.clone(), person(at + page as usize)))
            .collect();
        testing::enrol(
            &database,
            &entropy,
            campaign,
            &people,
            Timestamp::UNIX_EPOCH,
        );
        for (at, id) in (0_u32..).zip(&ids) {
            let referrer = referrers::get(&database, campaign, id).unwrap().unwrap();
            if at % 5 == 0 {
                referrers::set_link_status(&database, referrer.key(), LinkStatus::Paused).unwrap();
            } else if at % 7 == 0 {
                referrers::set_link_status(&database, referrer.key(), LinkStatus::Revoked).unwrap();
            }
            if at % 11 == 0 {
                let now = Timestamp::UNIX_EPOCH;
                membership::refused(&database, referrer.key(), (true, &[]), "No.", now).unwrap();
            }
            if at % 22 == 0 {
                referrers::settled(&database, campaign, &[id], Timestamp::UNIX_EPOCH).unwrap();
            }
            if at % 3 == 0 {
                let statement = "UPDATE referrer SET people_referred = ?1, successful_referrals = ?2 \
                    WHERE campaign_id = ?3 AND contact_id = ?4";
                let parameters = [(at % 9).into(), (at % 2).into(), campaign.into(), id.into()];
                database.change(statement, &parameters).unwrap();
                referrer_index::refresh(&database, campaign, &[id]).unwrap();
            }
        }
    }
    database
}

fn person(at: usize) -> Person {
    let given = GIVEN[at % GIVEN.len()];
    let family = FAMILY[at % FAMILY.len()];
    Person {
        first_name: (at % 6 != 1).then(|| given.to_owned()),
        last_name: Some(family.to_owned()),
        email: (!at.is_multiple_of(4))
            .then(|| format!("p{at}.{}@shop-{}.example", given.to_lowercase(), at % 3)),
    }
}

/// Returns all pages of a list, after checking that none is too long.
fn walk(database: &Database, query: &ReferrerQuery) -> Vec<Referrer> {
    let mut all = Vec::new();
    let mut query = query.clone();
    loop {
        let part = page(database, &query).unwrap();
        assert!(part.items.len() <= LINES);
        all.extend(part.items);
        query.after = part.next;
        if query.after.is_none() {
            return all;
        }
    }
}

fn numbers(referrers: &[Referrer]) -> Vec<i64> {
    referrers.iter().map(|referrer| referrer.number).collect()
}

#[test]
fn every_filter_in_every_order_lists_each_referrer_once_and_in_its_place() {
    use ReferrerOrder::{MostReferred, MostSuccessful, Newest, Oldest};
    let database = portal();
    let everyone = walk(&database, &ReferrerQuery::default());
    assert_eq!(everyone.len(), 400);
    for order in [Newest, Oldest, MostReferred, MostSuccessful] {
        for campaign in [
            None,
            Some(CampaignId(1)),
            Some(CampaignId(2)),
            Some(CampaignId(3)),
        ] {
            for link_status in [
                None,
                Some(LinkStatus::Live),
                Some(LinkStatus::Paused),
                Some(LinkStatus::Revoked),
            ] {
                for refused in [false, true] {
                    let query = ReferrerQuery {
                        campaign,
                        link_status,
                        refused,
                        order,
                        ..Default::default()
                    };
                    if refused && matches!(order, MostReferred | MostSuccessful) {
                        assert!(page(&database, &query).is_err());
                        continue;
                    }
                    let mut expected: Vec<Referrer> = everyone
                        .iter()
                        .filter(|one| campaign.is_none_or(|campaign| one.campaign == campaign))
                        .filter(|one| link_status.is_none_or(|status| one.link_status == status))
                        .filter(|one| !refused || one.sync_problem.is_some())
                        .cloned()
                        .collect();
                    expected.sort_by_key(|one| match order {
                        Newest => (0, -one.number),
                        Oldest => (0, one.number),
                        MostReferred => (-i64::from(one.people_referred), -one.number),
                        MostSuccessful => (-i64::from(one.successful_referrals), -one.number),
                    });
                    assert_eq!(
                        numbers(&walk(&database, &query)),
                        numbers(&expected),
                        "{query:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn people_are_found_by_the_words_that_are_typed() {
    let database = portal();
    let everyone = walk(&database, &ReferrerQuery::default());
    let search = |text: &str| {
        let search = Some(text.to_owned());
        walk(
            &database,
            &ReferrerQuery {
                search,
                ..Default::default()
            },
        )
    };
    let having = |has: fn(&Person) -> bool| -> BTreeSet<i64> {
        everyone
            .iter()
            .filter(|one| has(&one.person))
            .map(|one| one.number)
            .collect()
    };
    let first = |person: &Person, name: &str| person.first_name.as_deref() == Some(name);
    for (text, has) in [
        (
            "garc",
            (|one| one.last_name.as_deref() == Some("García")) as fn(&Person) -> bool,
        ),
        ("GARCÍA", |one| one.last_name.as_deref() == Some("García")),
        ("berg den", |one| {
            one.last_name.as_deref() == Some("van den Berg")
        }),
        ("o'neil", |one| one.last_name.as_deref() == Some("O'Neil")),
        ("李", |one| {
            one.first_name.as_deref() == Some("李")
                || one.email.as_ref().is_some_and(|mail| mail.contains("李"))
        }),
        ("p7.", |one| {
            one.email
                .as_ref()
                .is_some_and(|mail| mail.starts_with("p7."))
        }),
        ("p7.ana@shop-1.example", |one| {
            one.email.as_deref() == Some("p7.ana@shop-1.example")
        }),
        ("@shop-2", |one| {
            one.email
                .as_ref()
                .is_some_and(|mail| mail.contains("shop-2"))
        }),
        ("  ", |_| true),
        ("nobody", |_| false),
        ("live", |_| false),
        ("\" OR words : a*", |_| false),
        ("campaign1 NOT (", |_| false),
    ] {
        assert_eq!(
            numbers(&search(text)).into_iter().collect::<BTreeSet<_>>(),
            having(has),
            "{text}"
        );
    }
    let some = everyone
        .iter()
        .find(|one| first(&one.person, "Zoë"))
        .unwrap();
    let code = some.code.to_string();
    for text in [
        code.clone(),
        code.to_lowercase(),
        code.replace('0', "o"),
        format!("https://go.example/r/{code}"),
        format!(" {code} "),
    ] {
        assert_eq!(numbers(&search(&text)), [some.number], "{text}");
    }
}

#[test]
fn an_index_entry_follows_its_referrer() {
    let database = portal();
    let id = contact(3);
    let search = |text: &str| {
        let search = Some(text.to_owned());
        walk(
            &database,
            &ReferrerQuery {
                search,
                ..Default::default()
            },
        )
        .len()
    };
    let person = Person {
        first_name: Some("Wilhelmina".into()),
        ..Person::default()
    };
    let key = ReferrerKey {
        campaign: CampaignId(1),
        contact: &id,
    };
    assert_eq!(search("wilh"), 0);
    referrers::set_person(&database, key, &person).unwrap();
    assert_eq!(search("wilh"), 1);
    referrers::set_person(&database, key, &Person::default()).unwrap();
    assert_eq!(search("wilh"), 0);
    assert_eq!(walk(&database, &ReferrerQuery::default()).len(), 400);
}

#[test]
fn an_invalid_cursor_is_rejected() {
    let database = portal();
    for after in [
        "",
        "x",
        "1.x",
        "1.2.3",
        "99999999999999999999",
        "9223372036854775807",
        "-5",
        "-1.4",
    ] {
        let query = ReferrerQuery {
            after: Some(after.into()),
            ..Default::default()
        };
        assert!(page(&database, &query).is_err(), "{after}");
    }
}

/// Stores a person under the first referrer of [`portal`].
fn named(database: &Database, first_name: &str) {
    let person = Person {
        first_name: Some(first_name.to_owned()),
        ..Person::default()
    };
    let key = ReferrerKey {
        campaign: CampaignId(1),
        contact: &contact(3),
    };
    referrers::set_person(database, key, &person).unwrap();
}

fn found(database: &Database, text: &str) -> Vec<ContactId> {
    let query = ReferrerQuery {
        search: Some(text.to_owned()),
        ..Default::default()
    };
    let lines = walk(database, &query).into_iter();
    lines.map(|one| one.contact).collect()
}

#[test]
fn names_in_every_script_are_found_by_their_beginnings() {
    let database = portal();
    for (name, beginning) in [
        ("สมชาย", "สมชา"),
        ("ศิริพร", "ศิริ"),
        ("सुनीता", "सुनी"),
        ("மகேஸ்வரி", "மகேஸ்"),
        ("مُحَمَّد", "مُحَ"),
        ("שָׁלוֹם", "שָׁל"),
        ("বিশ্বজিৎ", "বিশ্ব"),
        ("ສົມຊາຍ", "ສົມ"),
        ("မြင့်", "မြ"),
        ("e\u{301}milie", "émi"),
        ("👩‍👩‍👧 Kim", "kim"),
    ] {
        named(&database, name);
        for typed in [name, beginning] {
            assert_eq!(found(&database, typed), [contact(3)], "{typed}");
        }
        assert!(found(&database, &format!("{name}zz")).is_empty(), "{name}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_makes_a_search_fail(text in "(\\PC|\\p{M}|[\u{0}-\u{20}\"'*:^()-]){0,24}", words in 0_usize..200) {
        let database = testing::database();
        for text in [text.clone(), format!("{text} ").repeat(words), "a.".repeat(words)] {
            let text: String = text.chars().take(LONGEST_SEARCH).collect();
            let query = ReferrerQuery { search: Some(text.clone()), ..Default::default() };
            let searched = page(&database, &query).map(drop);
            let is_refused = matches!(searched, Err(PortalError::Invalid { field: "q", .. }));
            proptest::prop_assert!(searched.is_ok() || is_refused && text.len() > 200, "{:?}", text);
            let whole = referrer_index::Match::default().worded(&text).expression();
            let statement = "SELECT 1 FROM referrer_index WHERE referrer_index MATCH ?1";
            let searched = whole.map_or(Ok(false), |whole| database.exists(statement, &[whole.into()]));
            proptest::prop_assert!(searched.is_ok(), "{:?}", text);
        }
    }
}
