//! A portal's company and its employees.

use crate::random::Random;

/// A user of HubSpot.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
}

const COMPANIES: [&str; 6] = [
    "Harbour Coffee",
    "Birch Outdoor",
    "Lumen Studio",
    "Northline Cycles",
    "Sage Kitchen",
    "Tidal",
];

const STAFF: [(&str, &str); 4] = [
    ("Ines", "Moreau"),
    ("Tomas", "Lindqvist"),
    ("Priya", "Raman"),
    ("Jonah", "Okafor"),
];

/// Returns the name of the company of the portal with this index.
pub(super) fn company(index: usize) -> String {
    let name = COMPANIES
        .get(index % COMPANIES.len())
        .copied()
        .unwrap_or_default();
    match index / COMPANIES.len() {
        0 => name.to_owned(),
        round => format!("{name} {}", round + 1),
    }
}

/// Returns a domain that is reserved for examples, so that no mail reaches anybody.
pub(super) fn domain(company: &str) -> String {
    format!("{}.example", company.to_lowercase().replace(' ', "-"))
}

/// Returns the users. The first one is the super admin who installs apps.
pub(super) fn staff(random: &mut Random, domain: &str) -> Vec<User> {
    let first = random.below(STAFF.len() as u64);
    let first = usize::try_from(first).unwrap_or(0);
    let chosen = STAFF.iter().cycle().skip(first).take(2);
    chosen
        .map(|(first_name, last_name)| User {
            id: 1_000_000 + random.below(80_000_000),
            email: format!("{}@{domain}", first_name.to_lowercase()),
            first_name: (*first_name).to_owned(),
            last_name: (*last_name).to_owned(),
        })
        .collect()
}
