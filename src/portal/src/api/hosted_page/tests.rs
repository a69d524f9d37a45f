//! Visitors of the hosted page, and reports of the script.

use domain::referral_page::form::{OPENED, TRAP};
use domain::{CampaignStatus, ContactId, LeadsTo, ReferralStatus, ReferralTerms};

use super::*;
use crate::api_types::requests::{
    ChangeCampaign, CreateCampaign, PortalRequest, ReferralQuery, ReferralRequest,
};
use crate::api_types::views::ReferralView;
use crate::links::index_records::{self, IndexRecord};
use crate::storage::native::NativeSql;
use crate::tables::account;
use crate::tables::referrers::Person;
use crate::testing::{self, Sevens};

const PAGE: &str = r#"{"showReferrer":true,
    "fields":[{"key":"company","kind":"text","required":true,"property":"company"},{"key":"note","kind":"text"}],
    "texts":[{"language":"en","headline":"{firstName} & friends","consent":"You may write to me."},
        {"language":"de","headline":"Von {firstName}"}]}"#;

/// A portal with a campaign in which Ana takes part.
struct World {
    portal: Portal,
    code: ReferralCode,
    now: Timestamp,
    network: &'static str,
}

const CAMPAIGN: CampaignId = CampaignId(1);

impl World {
    fn new() -> Self {
        let now: Timestamp = "2026-05-05T20:00:00Z".parse().unwrap();
        let sql = NativeSql::in_memory().unwrap();
        let mut portal = testing::portal(42, sql, Sevens, now);
        account::store_free_blocks(&portal.database, &[5]).unwrap();
        let wanted = CreateCampaign {
            name: "Spring".into(),
            destination: "https://shop.example.com/welcome?utm=x".into(),
            attribution_window_days: None,
            share_message: None,
            terms: Some(ReferralTerms {
                leads_to: LeadsTo::HostedPage,
                ..ReferralTerms::default()
            }),
            page: serde_json::from_str(PAGE).unwrap(),
            slug: None,
        };
        portal
            .answer(PortalRequest::CreateCampaign(wanted), now)
            .unwrap();
        let contact: ContactId = "1".parse().unwrap();
        let ana = Person {
            first_name: Some("Ana".into()),
            last_name: Some("Silva".into()),
            email: Some("ana@example.com".into()),
        };
        let people = [(contact.clone(), ana)];
        testing::enrol(&portal.database, &Sevens, CAMPAIGN, &people, now);
        let row = crate::tables::referrers::get(&portal.database, CAMPAIGN, &contact);
        let code = row.unwrap().unwrap().code;
        Self {
            portal,
            code,
            now,
            network: "network",
        }
    }

    fn change(&mut self, change: ChangeCampaign) {
        let request = PortalRequest::ChangeCampaign {
            campaign: CAMPAIGN,
            change,
        };
        self.portal.answer(request, self.now).unwrap();
    }

    fn set_page(&mut self, json: &str) {
        self.change(ChangeCampaign {
            page: serde_json::from_str(json).unwrap(),
            ..ChangeCampaign::default()
        });
    }

    fn visit(&mut self, visit: PageVisit) -> HostedPage {
        let request = PortalRequest::Page(PageRequest::Visit(visit));
        match self.portal.answer(request, self.now).unwrap().view {
            View::Hosted(page) => page,
            other => panic!("{other:?}"),
        }
    }

    fn open(&mut self, languages: &[&str]) -> HostedPage {
        self.visit(PageVisit {
            code: self.code,
            languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
            thanks: false,
            sent: None,
        })
    }

    /// Sends a form that was opened `opened` seconds ago.
    fn send(&mut self, opened: Option<i64>, values: &[(&str, &str)]) -> HostedPage {
        let values = values.iter();
        let values = values.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let opened_at = opened.map(|seconds| self.now - SignedDuration::from_secs(seconds));
        self.visit(PageVisit {
            code: self.code,
            languages: Vec::new(),
            thanks: false,
            sent: Some(SentForm {
                network: self.network.into(),
                opened_at,
                values: values.collect(),
            }),
        })
    }

    fn tell(&mut self, email: &str) -> Result<ToldView, PortalError> {
        let told = ScriptClaim {
            code: self.code.to_string(),
            network: "another".into(),
            email: email.into(),
            first_name: None,
            last_name: None,
            clicked_at: None,
        };
        let request = PortalRequest::Page(PageRequest::Tell(told));
        match self.portal.answer(request, self.now)?.view {
            View::Told(told) => Ok(told),
            other => panic!("{other:?}"),
        }
    }

    fn referrals(&mut self) -> Vec<ReferralView> {
        let list = ReferralRequest::List(ReferralQuery::default());
        let request = PortalRequest::Referral(list);
        match self.portal.answer(request, self.now).unwrap().view {
            View::Referrals(list) => list.items,
            other => panic!("{other:?}"),
        }
    }
}

fn seen(page: HostedPage) -> Box<PageView> {
    match page {
        HostedPage::Shown(view) => view,
        other => panic!("{other:?}"),
    }
}

/// Returns the reason for showing a form, and the values of its fields.
fn given_back(page: HostedPage) -> (FormState, Vec<String>) {
    let Scene::Form { form, state, .. } = seen(page).scene else {
        panic!("no form");
    };
    let values = form.fields().iter().map(|field| field.value.clone());
    (state, values.collect())
}

const GOOD: [(&str, &str); 5] = [
    ("first_name", "Bo"),
    ("email", "bo@example.com"),
    ("own_company", "Acme <b>"),
    ("own_note", "Hello"),
    ("consent", "true"),
];
const FILLED: [&str; 5] = ["Bo", "bo@example.com", "Acme <b>", "Hello", "true"];

#[test]
fn a_visitor_sees_the_page_in_their_language_and_the_referrers_name_if_it_may_be_shown() {
    let mut world = World::new();
    let page = seen(world.open(&["de-CH"]));
    assert_eq!(
        (page.headline.as_str(), page.language.as_str()),
        ("Von Ana", "de")
    );
    assert_eq!(page.words.tag, "de");
    assert_eq!(page.host, "shop.example.com");
    let page = seen(world.open(&["pl"]));
    assert_eq!(page.headline, "Ana & friends");
    world.set_page("{}");
    let page = seen(world.open(&["fr", "de"]));
    assert_eq!(page.language, "fr");
    assert!(!page.headline.contains("Ana"), "{}", page.headline);
    assert!(page.languages.is_empty());
}

#[test]
fn a_form_becomes_one_referral_and_gets_thanks_each_time_it_is_sent() {
    let mut world = World::new();
    for _ in 0..3 {
        let thanked = world.send(Some(60), &GOOD);
        assert!(matches!(thanked, HostedPage::Thanked(language) if language == "en"));
    }
    let referrals = world.referrals();
    let [referral] = referrals.as_slice() else {
        panic!("{referrals:?}");
    };
    assert_eq!(referral.attribution, Attribution::Form);
    assert_eq!(referral.email.as_deref(), Some("bo@example.com"));
    assert_eq!(
        referral.clicked_at,
        Some(world.now - SignedDuration::from_secs(60))
    );
    let shown = PortalRequest::Referral(ReferralRequest::Show(referral.id));
    let View::Referral(shown) = world.portal.answer(shown, world.now).unwrap().view else {
        panic!("no referral");
    };
    let answers = shown.answers.iter();
    let answers: Vec<_> = answers
        .map(|each| (each.asked.as_str(), each.answer.as_str()))
        .collect();
    assert_eq!(
        answers,
        [
            ("company", "Acme <b>"),
            ("note", "Hello"),
            ("You may write to me.", "true")
        ]
    );
}

#[test]
fn the_response_does_not_reveal_who_is_known() {
    let mut world = World::new();
    let with_email = |email: &'static str| {
        let mut values = GOOD;
        values[1] = ("email", email);
        values
    };
    // A new person, the referrer, a disposable address, and a person who was referred before.
    for email in [
        "cy@example.com",
        "ana+x@example.com",
        "x@mailinator.com",
        "cy@example.com",
    ] {
        let answer = world.send(Some(60), &with_email(email));
        assert!(matches!(answer, HostedPage::Thanked(_)), "{email}");
        let told = world.tell(email).unwrap();
        assert_eq!((told.counted, told.status), (true, "received"), "{email}");
    }
    let standing = world.referrals();
    let counted = standing
        .iter()
        .filter(|row| row.status == ReferralStatus::Pending);
    assert_eq!((standing.len(), counted.count()), (3, 1));
}

#[test]
fn programs_must_send_the_form_again_and_nothing_is_lost() {
    let mut world = World::new();
    let mut trapped = GOOD.to_vec();
    trapped.push((TRAP, "https://spam.example"));
    for (opened, values) in [
        (Some(0), GOOD.to_vec()),
        (Some(1), GOOD.to_vec()),
        (None, GOOD.to_vec()),
        (Some(60), trapped),
    ] {
        let (state, kept) = given_back(world.send(opened, &values));
        assert_eq!(
            (state, kept),
            (FormState::Again, FILLED.map(str::to_owned).to_vec())
        );
    }
    assert_eq!(world.referrals().len(), 0);
    let mut named = GOOD.to_vec();
    named.push((OPENED, "whatever"));
    assert!(matches!(
        world.send(Some(2), &named),
        HostedPage::Thanked(_)
    ));
}

#[test]
fn a_faulty_form_keeps_what_was_valid() {
    let mut world = World::new();
    let mut values = GOOD;
    values[1] = ("email", "bo@nowhere");
    let (state, kept) = given_back(world.send(Some(60), &values));
    assert_eq!(state, FormState::Faulty);
    assert_eq!(kept, ["Bo", "bo@nowhere", "Acme <b>", "Hello", "true"]);
    assert_eq!(world.referrals().len(), 0);
}

#[test]
fn hundreds_of_forms_a_minute_from_one_network_wait_a_minute_and_keep_their_values() {
    let mut world = World::new();
    let mut thanked = 0;
    loop {
        match world.send(Some(60), &GOOD) {
            HostedPage::Thanked(_) => thanked += 1,
            other => {
                let (state, kept) = given_back(other);
                assert_eq!(
                    (state, kept.as_slice()),
                    (FormState::TooMuch, &FILLED.map(str::to_owned)[..])
                );
                break;
            }
        }
    }
    assert!(thanked >= 100, "{thanked}");
    // Another network is accepted all the same, up to its own limit.
    let heard = (0..1000)
        .take_while(|_| world.tell("bo@example.com").is_ok())
        .count();
    assert_eq!(heard, thanked);
    assert!(matches!(
        world.tell("bo@example.com"),
        Err(PortalError::TooMuch)
    ));
    world.now += SignedDuration::from_mins(1);
    assert!(matches!(
        world.send(Some(60), &GOOD),
        HostedPage::Thanked(_)
    ));
}

#[test]
fn a_network_that_floods_is_reviewed_and_a_person_from_elsewhere_counts() {
    let mut world = World::new();
    let mut send = |network, email: &str| {
        world.network = network;
        let mut values = GOOD;
        values[1] = ("email", email);
        let thanked = world.send(Some(60), &values);
        assert!(matches!(thanked, HostedPage::Thanked(_)), "{email}");
        world.referrals()[0].status
    };
    for at in 0..20 {
        let status = send("flood", &format!("fake{at}@example.com"));
        assert_eq!(status, ReferralStatus::Pending, "{at}");
    }
    for at in 20..30 {
        let status = send("flood", &format!("fake{at}@example.com"));
        assert_eq!(status, ReferralStatus::InReview, "{at}");
    }
    assert_eq!(send("home", "real@example.com"), ReferralStatus::Pending);
    // Nor does it help the flood to use up a person's address.
    assert_eq!(send("home", "fake25@example.com"), ReferralStatus::Pending);
}

#[test]
fn pages_of_links_that_do_not_work_say_so_and_accept_no_forms() {
    let mut world = World::new();
    let status = |status| ChangeCampaign {
        status: Some(status),
        ..ChangeCampaign::default()
    };
    world.change(status(CampaignStatus::Paused));
    assert!(matches!(world.send(Some(60), &GOOD), HostedPage::Paused));
    assert_eq!(world.referrals().len(), 0);
    // The script reports a visitor who followed the link earlier: the reason why the person does not count is stored.
    let told = world.tell("bo@example.com").unwrap();
    assert_eq!((told.counted, told.status), (false, "ended"));
    assert_eq!(world.referrals()[0].status, ReferralStatus::Rejected);
    world.change(status(CampaignStatus::Archived));
    assert!(matches!(world.open(&[]), HostedPage::Ended));
    world.code = ReferralCode::new(5, 0, world.code.secret() ^ 1);
    assert!(matches!(world.open(&[]), HostedPage::Unknown));
    assert!(matches!(world.send(Some(60), &GOOD), HostedPage::Unknown));
    assert!(matches!(
        world.tell("bo@example.com"),
        Err(PortalError::NotFound(_))
    ));
}

#[test]
fn after_the_form_the_visitor_is_thanked_or_goes_on_with_the_code() {
    let mut world = World::new();
    let code = world.code;
    for (after, expected) in [
        (
            r#""destination""#,
            format!("https://shop.example.com/welcome?utm=x&ref={code}"),
        ),
        (
            r#"{"address":"https://other.example/a#b"}"#,
            format!("https://other.example/a?ref={code}#b"),
        ),
    ] {
        world.set_page(&format!(r#"{{"after":{after}}}"#));
        let HostedPage::Onward(address) = world.send(Some(60), &GOOD) else {
            panic!("{after}");
        };
        assert_eq!(address, expected);
    }
    let thanks = world.visit(PageVisit {
        code,
        languages: Vec::new(),
        thanks: true,
        sent: None,
    });
    let Scene::Thanks(onward) = seen(thanks).scene else {
        panic!("no thanks");
    };
    assert_eq!(
        onward,
        format!("https://shop.example.com/welcome?utm=x&ref={code}")
    );
}

#[test]
fn a_preview_shows_a_draft_and_stores_nothing() {
    let mut world = World::new();
    let mut preview = |json: &str| {
        let preview = serde_json::from_str(json).unwrap();
        let request = PortalRequest::Page(PageRequest::Preview(CAMPAIGN, preview));
        world.portal.answer(request, world.now)
    };
    let shown = preview(r#"{"page":{"showReferrer":true},"language":"nl"}"#).unwrap();
    let View::Hosted(page) = shown.view else {
        panic!("no page");
    };
    let page = seen(page);
    assert_eq!(page.headline, "Ana nodigt u uit");
    assert_eq!(page.code, None);
    let refused = preview(r#"{"page":{"logo":"http://a.example/"}}"#);
    assert!(matches!(
        refused,
        Err(PortalError::Invalid {
            field: "page.logo",
            ..
        })
    ));
}

#[test]
fn a_changed_landing_of_links_is_published_again() {
    let mut world = World::new();
    let version = |world: &World| {
        let version = world
            .portal
            .database
            .number("SELECT version FROM link_block", &[]);
        version.unwrap()
    };
    let before = version(&world);
    world.set_page("{}");
    assert_eq!(version(&world), before);
    world.change(ChangeCampaign {
        terms: Some(ReferralTerms::default()),
        ..ChangeCampaign::default()
    });
    assert_eq!(version(&world), before + 1);
    let rendered = index_records::render(&world.portal.database, IndexRecord::Block(5)).unwrap();
    assert!(!rendered.value.contains("\"page\""));
}
