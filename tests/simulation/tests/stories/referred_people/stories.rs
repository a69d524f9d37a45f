//! Stories of single referred people.

use domain::{ReferralEvent, ReferralId};
use jiff::SignedDuration;
use portal::{Claim, PortalRequest, ReferralRequest};
use sandbox::{BatchFailure, Fault, Refusal, Then, When};
use serde_json::{Value, json};

use super::world::{
    CAMPAIGN, CODE, LINK, NAME, SILENT, TELLING, TELLS_ALL, World, few, id, referred, with_email,
};

fn world() -> World {
    World::new(7, few())
}

pub(super) fn number(view: &Value) -> u32 {
    u32::try_from(view["id"].as_u64().expect("an id")).expect("a small number")
}

/// Makes a claim for the first referrer, and waits for rest.
fn come(world: &mut World, claim: impl FnOnce(Claim) -> Claim) -> Value {
    let first = world.referrers[0].clone();
    let made = world.claim(claim(referred(TELLING, &first)));
    world.rest();
    world.referral(number(&made))
}

pub(super) fn by_email(email: &str) -> impl FnOnce(Claim) -> Claim {
    let email = Some(email.to_owned());
    move |claim| Claim { email, ..claim }
}

fn people_referred(world: &mut World) -> u64 {
    let first = world.referrers[0].clone();
    let referrer = world.referrer(TELLING, &first);
    let shown = world.value(&first, "goodword_people_referred");
    assert_eq!(shown, referrer["peopleReferred"].to_string());
    referrer["peopleReferred"].as_u64().expect("a number")
}

#[test]
fn somebody_new_becomes_a_contact_that_says_who_referred_them() {
    let mut world = world();
    let first = world.referrers[0].clone();
    let referral = come(&mut world, |claim| Claim {
        email: Some("New.Person@example.com".into()),
        first_name: Some("Noa".into()),
        answers: vec![
            ("city".parse_name(), "Rome".into()),
            (CODE.parse_name(), "forged".into()),
        ],
        ..claim
    });
    assert_eq!(referral["hubspot"], "written");
    let contact = referral["contactId"].as_str().expect("a contact");
    let referrer = world.referrer(TELLING, &first);
    let name = format!(
        "{} {}",
        world.value(&first, "firstname"),
        world.value(&first, "lastname")
    );
    for (property, value) in [
        ("email", "new.person@example.com"),
        ("firstname", "Noa"),
        ("city", "Rome"),
        (CODE, referrer["code"].as_str().expect("a code")),
        (LINK, referrer["link"].as_str().expect("a link")),
        (NAME, name.trim()),
        (CAMPAIGN, ""),
    ] {
        assert_eq!(world.value(contact, property), value, "{property}");
    }
    assert_eq!(people_referred(&mut world), 1);
    // The portal's own writes cause no further work.
    let calls = world.calls;
    world.pass(SignedDuration::from_hours(3));
    world.rest();
    assert_eq!(world.calls, calls);
}

#[test]
fn a_campaign_that_maps_nothing_writes_nothing() {
    let mut world = world();
    let known = world.make(&with_email("known@example.com"));
    let first = world.referrers[0].clone();
    for email in ["known@example.com", "other@example.com"] {
        world.claim(by_email(email)(referred(SILENT, &first)));
    }
    world.rest();
    let referrals = world.referrals();
    assert!(referrals.iter().all(|each| each["hubspot"] == "written"));
    assert!(
        referrals
            .iter()
            .any(|each| each["contactId"] == known.as_str())
    );
    assert!(world.contacts(CODE).values().all(String::is_empty));
    assert!(
        world
            .contacts("email")
            .values()
            .any(|email| email == "other@example.com")
    );
}

#[test]
fn who_is_there_already_is_found_by_any_address_and_keeps_what_they_have() {
    let mut world = world();
    let known = world.make(&json!({
        "email": "ada@example.com", "hs_additional_emails": "ada@work.example",
        "firstname": "Ada", NAME: "Somebody", CODE: "OLD", "city": "Oslo",
    }));
    let before = world.contacts("email").len();
    let referral = come(&mut world, |claim| Claim {
        email: Some("Ada@work.example".into()),
        first_name: Some("A.".into()),
        answers: vec![
            ("city".parse_name(), "Rome".into()),
            ("company".parse_name(), "Lovelace Ltd".into()),
        ],
        ..claim
    });
    assert_eq!(referral["contactId"], known.as_str());
    assert_eq!(referral["hubspot"], "written");
    assert_eq!(world.contacts("email").len(), before);
    assert_ne!(world.value(&known, CODE), "OLD");
    for (property, kept) in [
        (NAME, "Somebody"),
        ("city", "Oslo"),
        ("company", "Lovelace Ltd"),
        ("firstname", "Ada"),
        (CAMPAIGN, ""),
    ] {
        assert_eq!(world.value(&known, property), kept, "{property}");
    }
}

#[test]
fn a_customer_does_not_count_unless_a_person_or_the_campaign_says_so() {
    let mut world = world();
    let customer = json!({ "email": "buyer@example.com", "lifecyclestage": "customer" });
    let buyer = world.make(&customer);
    let referral = come(&mut world, by_email("buyer@example.com"));
    assert_eq!(referral["status"], "rejected");
    assert_eq!(referral["notCounted"], "existingCustomer");
    assert_eq!(referral["contactId"], buyer.as_str());
    let mut history = referral["history"].as_array().expect("events").iter();
    assert!(history.any(|event| event["kind"] == "notCounted"));
    assert_eq!(world.value(&buyer, CODE), "");
    assert_eq!(people_referred(&mut world), 0);
    // A person lets the referral count. Then it is written.
    world.decide(number(&referral), ReferralEvent::Reopen);
    world.rest();
    assert_eq!(world.referral(number(&referral))["hubspot"], "written");
    assert_ne!(world.value(&buyer, CODE), "");
    assert_eq!(people_referred(&mut world), 1);
    // The other campaign counts existing customers.
    let first = world.referrers[0].clone();
    let terms = r#"{"existingCustomersCount":true}"#;
    world.set_terms(SILENT, terms).expect("terms");
    let other = world.claim(by_email("buyer@example.com")(referred(SILENT, &first)));
    world.rest();
    assert_eq!(world.referral(number(&other))["status"], "pending");
}

#[test]
fn nobody_refers_themselves_by_another_address() {
    let mut world = world();
    let first = world.referrers[0].clone();
    let now = world.sandbox.contact_value(world.hub, &first, "email");
    assert!(now.is_some());
    let further = json!({ "hs_additional_emails": "my.other@example.com" });
    let further = further.as_object().expect("properties");
    let updated = world
        .sandbox
        .user_updates(world.hub, &first, further, i64::MAX / 2);
    updated.expect("an update");
    let referral = come(&mut world, by_email("my.other@example.com"));
    assert_eq!(referral["notCounted"], "selfReferral");
    assert_eq!(people_referred(&mut world), 0);
}

#[test]
fn of_one_contact_the_first_referral_counts_whatever_its_addresses() {
    let mut world = world();
    world.make(&json!({ "email": "one@example.com", "hs_additional_emails": "two@example.com" }));
    let (first, second) = (world.referrers[0].clone(), world.referrers[1].clone());
    let one = world.claim(by_email("one@example.com")(referred(TELLING, &first)));
    let two = world.claim(by_email("two@example.com")(referred(TELLING, &second)));
    assert_eq!(
        (&one["status"], &two["status"]),
        (&json!("pending"), &json!("pending"))
    );
    world.rest();
    assert_eq!(world.referral(number(&one))["status"], "pending");
    let late = world.referral(number(&two));
    assert_eq!(late["notCounted"], "alreadyReferred");
    assert_eq!(people_referred(&mut world), 1);
    assert_eq!(world.referrer(TELLING, &second)["peopleReferred"], 0);
}

#[test]
fn a_contact_that_is_named_gives_name_and_address_and_must_be_there() {
    let mut world = world();
    let known = world.make(&json!({ "email": "kim@example.com", "firstname": "Kim" }));
    let other = world.make(&json!({ "email": "kim.old@example.com", "lastname": "Lee" }));
    let merged = world
        .sandbox
        .user_merges(world.hub, &known, &other, i64::MAX / 2);
    let merged = merged.expect("a merge");
    let referral = come(&mut world, |claim| Claim {
        contact: Some(id(&other)),
        ..claim
    });
    assert_eq!(referral["contactId"], merged.as_str());
    assert_eq!(referral["firstName"], "Kim");
    assert_eq!(referral["email"], "kim@example.com");
    assert_eq!(referral["hubspot"], "written");
    assert_ne!(world.value(&merged, CODE), "");

    let nobody = come(&mut world, |claim| Claim {
        contact: Some(id("987654321")),
        ..claim
    });
    assert_eq!(nobody["hubspot"], "refused");
    let problem = nobody["hubspotProblem"].as_str().expect("words");
    assert!(problem.contains("has no contact"), "{problem}");
    let again = ReferralRequest::RetryHubspot(ReferralId(number(&nobody)));
    let again = world.done(PortalRequest::Referral(again));
    assert_eq!(again["hubspot"], "waiting");
    world.rest();
    assert_eq!(world.referral(number(&nobody))["hubspot"], "refused");
}

#[test]
fn what_does_not_count_creates_nobody_until_a_person_lets_it() {
    let mut world = world();
    let before = world.contacts("email").len();
    let calls = world.calls;
    let referral = come(&mut world, by_email("gone@mailinator.com"));
    assert_eq!(referral["notCounted"], "disposableAddress");
    assert_eq!(referral["hubspot"], Value::Null);
    assert_eq!(
        (world.contacts("email").len(), world.calls),
        (before, calls)
    );
    world.decide(number(&referral), ReferralEvent::Approve);
    world.rest();
    assert_eq!(world.referral(number(&referral))["hubspot"], "written");
    assert_eq!(world.contacts("email").len(), before + 1);
}

#[test]
fn a_refusal_is_found_in_a_batch_said_and_tried_again() {
    let settings = sandbox::Settings {
        batch_failure: BatchFailure::Whole,
        ..few()
    };
    let mut world = World::new(8, settings);
    let first = world.referrers[0].clone();
    let mut known = Vec::new();
    for at in 0..7 {
        let email = format!("person{at}@example.com");
        known.push(world.make(&with_email(&email)));
        world.claim(by_email(&email)(referred(TELLING, &first)));
    }
    world.sandbox.add_faults([Fault {
        when: When {
            contact: Some(known[4].clone()),
            portal: Some(world.hub),
            ..When::default()
        },
        then: Then::Refuse {
            refuse: Refusal::Validation,
        },
    }]);
    world.rest();
    for referral in world.referrals() {
        let poisoned = referral["contactId"] == known[4].as_str();
        let state = if poisoned { "refused" } else { "written" };
        assert_eq!(referral["hubspot"], state, "{referral}");
    }
    assert_eq!(world.value(&known[4], CODE), "");
    world.sandbox.clear_faults();
    // A new grant lets the portal try again.
    world.connect();
    world.rest();
    assert_ne!(world.value(&known[4], CODE), "");
    assert!(
        world
            .referrals()
            .iter()
            .all(|each| each["hubspot"] == "written")
    );
}

#[test]
fn a_property_that_is_gone_is_said_and_everything_is_told_once_it_is_back() {
    let mut world = world();
    world.make(&with_email("known@example.com"));
    let now = i64::MAX / 2;
    let token = world.sandbox.access_token(world.hub).to_owned();
    let target = format!("/crm/properties/2026-09/contacts/{CODE}");
    let request = sandbox::Request::new("DELETE", target).with_bearer(&token);
    assert_eq!(world.sandbox.handle(&request, now).status, 204);
    let known = come(&mut world, by_email("known@example.com"));
    let new = come(&mut world, by_email("new@example.com"));
    for referral in [&known, &new] {
        assert_eq!(referral["hubspot"], "refused", "{referral}");
        let problem = referral["hubspotProblem"].as_str().expect("words");
        assert!(problem.contains(CODE), "{problem}");
    }
    world.make_properties();
    world.rest();
    for referral in world.referrals() {
        assert_eq!(referral["hubspot"], "written", "{referral}");
        let contact = referral["contactId"].as_str().expect("a contact");
        assert_ne!(world.value(contact, CODE), "");
    }
}

#[test]
fn what_is_mapped_later_is_told_of_those_who_came_before() {
    let mut world = world();
    let first = world.referrers[0].clone();
    world.claim(by_email("early@example.com")(referred(SILENT, &first)));
    world.rest();
    let terms = r#"{"referredBy":[{"field":"campaign","property":"goodword_referred_by_campaign","mode":"always"}]}"#;
    world.set_terms(SILENT, terms).expect("terms");
    world.rest();
    let told = world
        .contacts(CAMPAIGN)
        .into_values()
        .filter(|told| told == "Silent");
    assert_eq!(told.count(), 1);
}

#[test]
fn a_property_is_written_by_one_and_seen_before_it_is_named() {
    let mut world = world();
    let refused = |world: &mut World, property: &str| {
        let row = json!([{ "field": "code", "property": property, "mode": "always" }]);
        let terms = json!({ "referredBy": row }).to_string();
        world.set_terms(SILENT, &terms).expect_err("a refusal")
    };
    let why = refused(&mut world, "goodword_referral_code");
    assert!(why.contains("The sync of Spring already writes"), "{why}");
    let why = refused(&mut world, "nowhere_to_be_seen");
    assert!(why.contains("is not among"), "{why}");
    let why = refused(&mut world, "firstname");
    assert!(why.contains("HubSpot's own"), "{why}");
    // Two campaigns may share a property.
    world.set_terms(SILENT, TELLS_ALL).expect("terms");
}

#[test]
fn nothing_is_asked_while_the_account_is_not_connected_and_nobody_is_missed() {
    let mut world = world();
    world.done(PortalRequest::Disconnect);
    world.rest();
    let calls = world.calls;
    let referral = come(&mut world, by_email("patient@example.com"));
    assert_eq!(referral["hubspot"], "waiting");
    assert_eq!(world.calls, calls);
    world.connect();
    world.rest();
    assert_eq!(world.referral(number(&referral))["hubspot"], "written");
}

#[test]
fn a_person_is_known_under_the_other_forms_of_their_address() {
    let mut world = world();
    let buyer = world.make(&json!({ "email": "annlee@gmail.com", "lifecyclestage": "customer" }));
    let before = world.contacts("email").len();
    let referral = come(&mut world, by_email("Ann.Lee+x@googlemail.com"));
    assert_eq!(referral["notCounted"], "existingCustomer");
    assert_eq!(referral["contactId"], buyer.as_str());
    // Somebody who is not a customer is written to, and no second contact is made.
    let lead = world.make(&with_email("bo.ray@outlook.com"));
    let referral = come(&mut world, by_email("Bo.Ray+shop@outlook.com"));
    assert_eq!(referral["contactId"], lead.as_str());
    assert_eq!(world.value(&lead, "email"), "bo.ray@outlook.com");
    assert_ne!(world.value(&lead, CODE), "");
    assert_eq!(world.contacts("email").len(), before + 1);
    // With other providers a tag may be another mailbox.
    world.make(&with_email("team@example.com"));
    let referral = come(&mut world, by_email("team+ann@example.com"));
    let made = referral["contactId"].as_str().expect("a contact");
    assert_eq!(world.value(made, "email"), "team+ann@example.com");
}

#[test]
fn a_customer_under_one_form_of_the_address_is_a_customer_under_each() {
    let mut world = world();
    world.make(&with_email("ann.lee+x@gmail.com"));
    world.make(&json!({ "email": "annlee@googlemail.com", "lifecyclestage": "customer" }));
    let referral = come(&mut world, by_email("ann.lee+x@gmail.com"));
    assert_eq!(referral["notCounted"], "existingCustomer");
}

#[test]
fn a_contact_that_has_swallowed_the_referrer_is_the_referrer() {
    let mut world = world();
    let first = world.referrers[0].clone();
    let other = world.make(&with_email("other@example.com"));
    // The referrer's address in Goodword is another one than in HubSpot.
    let change = json!({ "email": "moved@example.com" });
    let change = change.as_object().expect("properties");
    let now = i64::MAX / 4;
    let updated = world.sandbox.user_updates(world.hub, &first, change, now);
    updated.expect("an update");
    let merged = world.sandbox.user_merges(world.hub, &other, &first, now);
    merged.expect("a merge");
    let referral = come(&mut world, by_email("other@example.com"));
    assert_eq!(referral["notCounted"], "selfReferral");
    assert_eq!(referral["status"], "rejected");
}

#[test]
fn a_success_by_a_call_is_not_taken_back_from_a_customer() {
    let mut world = world();
    world.make(&json!({ "email": "buyer@example.com", "lifecyclestage": "customer" }));
    let first = world.referrers[0].clone();
    let made = world.claim(by_email("buyer@example.com")(referred(TELLING, &first)));
    let wanted = portal::DecideReferral {
        event: ReferralEvent::Qualify,
    };
    let id = ReferralId(number(&made));
    let asked = ReferralRequest::Decide(id, wanted, portal::Decider::Call);
    world.done(PortalRequest::Referral(asked));
    world.rest();
    assert_eq!(world.referral(number(&made))["status"], "qualified");
}

#[test]
fn a_bad_answer_loses_no_lead_and_is_shown() {
    let mut world = world();
    let known = world.make(&with_email("known@example.com"));
    let with_answers = |email: &'static str| {
        move |claim| Claim {
            email: Some(email.into()),
            answers: vec![
                ("loyalty_points".parse_name(), "about ten".into()),
                ("city".parse_name(), "Rome".into()),
                ("no_such_property".parse_name(), "x".into()),
            ],
            ..claim
        }
    };
    for email in ["new@example.com", "known@example.com"] {
        let referral = come(&mut world, with_answers(email));
        assert_eq!(referral["hubspot"], "written", "{referral}");
        let contact = referral["contactId"].as_str().expect("a contact");
        assert_eq!(world.value(contact, "city"), "Rome");
        assert_ne!(world.value(contact, CODE), "");
        let refused = referral["answersRefused"].as_array().expect("answers");
        let mut names: Vec<_> = refused
            .iter()
            .map(|answer| answer["property"].as_str().expect("a name"))
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["loyalty_points", "no_such_property"], "{email}");
        assert!(refused.iter().all(|answer| answer["problem"] != ""));
        let history = referral["history"].to_string();
        assert!(history.contains("loyalty_points"), "{history}");
    }
    assert_ne!(world.value(&known, CODE), "");
}

#[test]
fn a_missing_property_about_the_referrer_loses_no_lead() {
    let mut world = world();
    let token = world.sandbox.access_token(world.hub).to_owned();
    let target = format!("/crm/properties/2026-09/contacts/{CODE}");
    let request = sandbox::Request::new("DELETE", target).with_bearer(&token);
    assert_eq!(world.sandbox.handle(&request, i64::MAX / 2).status, 204);
    let referral = come(&mut world, by_email("new@example.com"));
    let contact = referral["contactId"].as_str().expect("a contact");
    assert_eq!(world.value(contact, "email"), "new@example.com");
    assert_eq!(referral["hubspot"], "refused");
}

#[test]
fn nobody_who_was_erased_is_created_by_a_retry_or_a_call() {
    let mut world = world();
    let first = world.referrers[0].clone();
    let referral = come(&mut world, by_email("gone@example.com"));
    let contact = referral["contactId"]
        .as_str()
        .expect("a contact")
        .to_owned();
    let erased = world.sandbox.user_erases(world.hub, &contact, i64::MAX / 4);
    erased.expect("an erasure");
    // The person's own referral is written again, and another campaign's is reported by a call.
    let terms = TELLS_ALL.replace("\"never\"", "\"always\"");
    world.set_terms(TELLING, &terms).expect("terms");
    let other = world.claim(by_email("gone@example.com")(referred(SILENT, &first)));
    world.rest();
    let told = world.referral(number(&other));
    assert_eq!(told["hubspot"], "refused");
    let problem = told["hubspotProblem"].as_str().expect("words");
    assert!(problem.contains("was deleted in HubSpot"), "{problem}");
    assert!(world.sandbox.erased_and_back(world.hub).is_empty());
}

#[test]
fn a_person_who_was_erased_may_come_back_by_a_form_of_their_own() {
    let mut world = world();
    let first = world.referrers[0].clone();
    let referral = come(&mut world, by_email("gone@example.com"));
    let contact = referral["contactId"]
        .as_str()
        .expect("a contact")
        .to_owned();
    let erased = world.sandbox.user_erases(world.hub, &contact, i64::MAX / 4);
    erased.expect("an erasure");
    let own = world.claim(Claim {
        attribution: domain::Attribution::Form,
        ..by_email("gone@example.com")(referred(SILENT, &first))
    });
    world.rest();
    assert_eq!(world.referral(number(&own))["hubspot"], "written");
    assert_eq!(
        world.sandbox.erased_and_back(world.hub),
        ["gone@example.com"]
    );
}

#[test]
fn who_has_the_address_is_found_whatever_hubspot_shows_and_says() {
    for (further_emails, conflict) in [
        (
            sandbox::FurtherEmails::Hidden,
            sandbox::ConflictWords::Short,
        ),
        (sandbox::FurtherEmails::Hidden, sandbox::ConflictWords::Long),
        (
            sandbox::FurtherEmails::Shown,
            sandbox::ConflictWords::WithoutId,
        ),
    ] {
        let people = sandbox::PeopleSettings {
            further_emails,
            conflict,
            ..sandbox::PeopleSettings::default()
        };
        let mut world = World::new(9, sandbox::Settings { people, ..few() });
        let known = world.make(&json!({
            "email": "ada@example.com", "hs_additional_emails": "ada@work.example",
        }));
        let referral = come(&mut world, by_email("ada@work.example"));
        assert_eq!(referral["contactId"], known.as_str(), "{conflict:?}");
        assert_eq!(referral["hubspot"], "written");
    }
}

#[test]
fn an_address_that_hubspot_refuses_is_said() {
    let people = sandbox::PeopleSettings {
        refused_addresses: vec!["info@example.com".to_owned()],
        ..sandbox::PeopleSettings::default()
    };
    let mut world = World::new(9, sandbox::Settings { people, ..few() });
    let referral = come(&mut world, by_email("info@example.com"));
    assert_eq!(referral["hubspot"], "refused");
    let problem = referral["hubspotProblem"].as_str().expect("words");
    assert!(problem.contains("is invalid"), "{problem}");
}

trait Named {
    fn parse_name(self) -> domain::PropertyName;
}

impl Named for &str {
    fn parse_name(self) -> domain::PropertyName {
        domain::PropertyName::parse(self).expect("a name")
    }
}
