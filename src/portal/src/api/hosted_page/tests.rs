//! Visitors at the public doors.

use domain::referral_page::form::{OPENED, TRAP};
use domain::{CampaignStatus, ContactId, HubId, LeadsTo, ReferralStatus, ReferralTerms};
use hubspot::Secret;

use super::*;
use crate::Settings;
use crate::api_types::requests::{
    ChangeCampaign, CreateCampaign, PortalRequest, ReferralQuery, ReferralRequest,
};
use crate::api_types::views::ReferralView;
use crate::storage::native::NativeSql;
use crate::storage::ports::Entropy;
use crate::tables::account;
use crate::tables::referrers::{Person, enrol};

struct Sevens;

impl Entropy for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

const PAGE: &str = r#"{"showReferrer":true,
    "fields":[{"key":"company","kind":"text","required":true,"property":"company"},{"key":"note","kind":"text"}],
    "texts":[{"language":"en","headline":"{firstName} & friends","consent":"You may write to me."},
        {"language":"de","headline":"Von {firstName}"}]}"#;

/// A portal with a campaign in which Ana takes part.
struct World {
    portal: Portal,
    code: ReferralCode,
    now: Timestamp,
}

const CAMPAIGN: CampaignId = CampaignId(1);

impl World {
    fn new() -> Self {
        let now: Timestamp = "2026-05-05T20:00:00Z".parse().unwrap();
        let settings = Settings {
            client: hubspot::oauth::Client {
                id: "client".into(),
                secret: Secret::from("secret"),
            },
            sealing_keys: "a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
                .parse()
                .unwrap(),
            public_origin: "https://goodword.example".into(),
            app_origin: "https://app.hubspot.example".into(),
            sweep_interval: SignedDuration::from_hours(1),
            watch_interval: SignedDuration::from_hours(1),
            write_back_delay: SignedDuration::from_secs(30),
        };
        let sql = Box::new(NativeSql::in_memory().unwrap());
        let mut portal = Portal::open(sql, Box::new(Sevens), settings, now).unwrap();
        account::introduce(&portal.database, &HubId::from(42), None, None).unwrap();
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
        let newcomers = [(&contact, ana)];
        enrol(&portal.database, &Sevens, CAMPAIGN, &newcomers, true, now).unwrap();
        let row = crate::tables::referrers::get(&portal.database, CAMPAIGN, &contact);
        let code = row.unwrap().unwrap().code;
        Self { portal, code, now }
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

    /// Sends a form that was opened so many seconds ago.
    fn send(&mut self, opened: Option<i64>, values: &[(&str, &str)]) -> HostedPage {
        let values = values.iter();
        let values = values.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let opened_at = opened.map(|seconds| self.now - SignedDuration::from_secs(seconds));
        self.visit(PageVisit {
            code: self.code,
            languages: Vec::new(),
            thanks: false,
            sent: Some(SentForm {
                visitor: "visitor".into(),
                opened_at,
                values: values.collect(),
            }),
        })
    }

    fn tell(&mut self, email: &str) -> Result<ToldView, PortalError> {
        let told = ScriptClaim {
            code: self.code.to_string(),
            visitor: "another".into(),
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

/// What a form is shown for, and what stands in its fields.
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
fn a_visitor_sees_the_page_in_their_language_with_the_referrers_name_if_it_may_be_shown() {
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
fn a_form_becomes_a_referral_once_and_is_thanked_for_each_time() {
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
fn nobody_learns_from_the_answer_who_is_known() {
    let mut world = World::new();
    let with_email = |email: &'static str| {
        let mut values = GOOD;
        values[1] = ("email", email);
        values
    };
    // New, the referrer's own, a throw-away address, and one who came before.
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
fn programs_are_asked_to_send_again_and_nothing_is_lost() {
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
fn a_flood_of_one_visitor_is_stopped_and_keeps_what_it_wrote() {
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
    assert!(thanked >= 20, "{thanked}");
    // Another visitor's script is heard all the same, and stopped in its turn.
    let heard = (0..1000)
        .take_while(|_| world.tell("bo@example.com").is_ok())
        .count();
    assert_eq!(heard, thanked);
    assert!(matches!(
        world.tell("bo@example.com"),
        Err(PortalError::TooMuch)
    ));
}

#[test]
fn links_that_do_not_work_say_so_and_take_nothing_from_forms() {
    let mut world = World::new();
    let status = |status| ChangeCampaign {
        status: Some(status),
        ..ChangeCampaign::default()
    };
    world.change(status(CampaignStatus::Paused));
    assert!(matches!(world.send(Some(60), &GOOD), HostedPage::Paused));
    assert_eq!(world.referrals().len(), 0);
    // The script comes from a site where the visitor has been for a while: it is written down why it does not count.
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
fn after_the_form_one_is_thanked_or_goes_on_with_the_code() {
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
fn a_preview_shows_a_draft_and_keeps_nothing() {
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
fn where_links_lead_is_published_anew_when_it_changes() {
    let mut world = World::new();
    let version = |world: &World| {
        let row = world
            .portal
            .database
            .first("SELECT version FROM link_block", &[]);
        row.unwrap().unwrap().count(0).unwrap()
    };
    let before = version(&world);
    world.set_page("{}");
    assert_eq!(version(&world), before);
    world.change(ChangeCampaign {
        terms: Some(ReferralTerms::default()),
        ..ChangeCampaign::default()
    });
    assert_eq!(version(&world), before + 1);
    let rendered =
        crate::tables::link_blocks::render(&world.portal.database, HubId::from(42), 5).unwrap();
    assert!(!rendered.value.contains("\"page\""));
}
