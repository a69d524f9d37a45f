//! Reading all contacts, page by page.

use std::collections::BTreeSet;

use serde_json::json;

use crate::hub::{CONTACTS, Hub};

/// Reads all pages, and runs `meanwhile` between them.
fn walk(hub: &mut Hub, mut meanwhile: impl FnMut(&mut Hub, usize)) -> Vec<String> {
    let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let (ids, next) = hub.page(7, after.as_deref());
        seen.extend(ids);
        pages += 1;
        meanwhile(hub, pages);
        match next {
            None => return seen,
            Some(next) => after = Some(next),
        }
    }
}

fn once_each(seen: &[String]) -> BTreeSet<&String> {
    let set: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(set.len(), seen.len(), "no contact comes twice");
    set
}

#[test]
fn each_contact_is_listed_once_in_order_of_ids() {
    let mut hub = Hub::with(100);
    let seen = walk(&mut hub, |_, _| {});
    let numbers: Vec<u64> = seen.iter().map(|id| id.parse().unwrap()).collect();
    assert!(numbers.is_sorted());
    assert_eq!(once_each(&seen).len(), 100);
    assert!(
        numbers.iter().any(|id| *id > 1 << 53),
        "some ids do not fit a double"
    );
    assert!(
        numbers.windows(2).any(|pair| pair[1] - pair[0] > 1),
        "ids have gaps"
    );
}

#[test]
fn contacts_created_during_paging_are_listed_once() {
    let mut hub = Hub::with(60);
    let mut made = Vec::new();
    let seen = walk(&mut hub, |hub, page| {
        if page <= 5 {
            let body = json!({ "properties": { "email": format!("late{page}@example.com") } });
            made.push(
                hub.post(CONTACTS, &body).to_json()["id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            );
        }
    });
    let set = once_each(&seen);
    assert_eq!(set.len(), 65);
    assert!(made.iter().all(|id| set.contains(id)));
}

#[test]
fn contacts_deleted_during_paging_hide_no_others() {
    let mut hub = Hub::with(60);
    let all = hub.sandbox.contact_ids(hub.portal);
    let gone: Vec<String> = all.iter().step_by(6).cloned().collect();
    let mut going = gone.iter();
    let seen = walk(&mut hub, |hub, _| {
        for id in going.by_ref().take(2) {
            assert_eq!(hub.delete(&format!("{CONTACTS}/{id}")).status, 204);
        }
    });
    let set = once_each(&seen);
    assert!(
        all.iter()
            .filter(|id| !gone.contains(id))
            .all(|id| set.contains(id))
    );
}

#[test]
fn contacts_vary_like_those_of_a_real_crm() {
    let mut hub = Hub::with(500);
    let query = "limit=100&properties=email,firstname,lastname,loyalty_points,vip";
    let (mut people, mut after) = (Vec::new(), String::new());
    loop {
        let page = hub
            .get(&format!("{CONTACTS}?{query}&after={after}"))
            .to_json();
        people.extend(page["results"].as_array().unwrap().clone());
        match page["paging"]["next"]["after"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    let having = |test: &dyn Fn(&serde_json::Value) -> bool| {
        people
            .iter()
            .filter(|person| test(&person["properties"]))
            .count()
    };
    let text = |properties: &serde_json::Value, name: &str| {
        properties[name].as_str().unwrap_or_default().to_owned()
    };
    assert!(
        having(&|it| it["email"].is_null()) > 5,
        "some have no address"
    );
    assert!(
        having(&|it| text(it, "email").contains('+')) > 5,
        "some have a plus in it"
    );
    assert!(
        having(&|it| !text(it, "lastname").is_ascii()) > 50,
        "names of all languages"
    );
    assert!(
        having(&|it| text(it, "lastname").contains('\'')) > 5,
        "apostrophes"
    );
    assert!(
        having(&|it| it["firstname"].is_null()) > 3,
        "some have no name"
    );
    assert!(
        having(&|it| !it["loyalty_points"].is_null()) > 50,
        "fields of the company's own"
    );
    let reserved = ["example.com", "example.org", "example.net", ".example"];
    assert_eq!(
        having(&|it| {
            let email = text(it, "email");
            !email.is_empty() && !reserved.iter().any(|domain| email.ends_with(domain))
        }),
        0,
        "every address is under a domain reserved for examples"
    );
}
