//! The contacts that a portal has at the start.
//!
//! They are like those of a real CRM: names of many languages, some with an apostrophe or two
//! family names, some contacts without a name or without an address, addresses with `+`, records
//! created over several years, and a few record ids beyond 2^53, which a client must never put
//! through a double. All addresses are under domains that are reserved for examples.

use super::{ObjectType, Record, Source};
use crate::{portal::Portal, properties::Name, random::Random, settings::Settings, time};

/// A name, and its spelling in an address.
type Part = (&'static str, &'static str);

const FIRST: &[Part] = &[
    ("Amelia", "amelia"),
    ("Noah", "noah"),
    ("Zoë", "zoe"),
    ("Łukasz", "lukasz"),
    ("María José", "maria.jose"),
    ("Jürgen", "juergen"),
    ("Søren", "soren"),
    ("Chloé", "chloe"),
    ("Oğuz", "oguz"),
    ("Siobhán", "siobhan"),
    ("Ngọc", "ngoc"),
    ("Émile", "emile"),
    ("Björk", "bjork"),
    ("Ivana", "ivana"),
    ("Tariq", "tariq"),
    ("Wei", "wei"),
    ("さくら", "sakura"),
    ("Дмитрий", "dmitri"),
    ("Ελένη", "eleni"),
    ("Aaliyah", "aaliyah"),
    ("Kwame", "kwame"),
    ("Priyanka", "priyanka"),
    ("Mateo", "mateo"),
    ("Freya", "freya"),
    ("Jean-Luc", "jean-luc"),
    ("Anne-Marie", "anne-marie"),
    ("Olivia", "olivia"),
    ("Henrik", "henrik"),
    ("Yusuf", "yusuf"),
    ("Grace", "grace"),
    ("Ravi", "ravi"),
    ("Lucía", "lucia"),
    ("Ewan", "ewan"),
    ("Hana", "hana"),
    ("Sofía", "sofia"),
    ("Milo", "milo"),
];

const LAST: &[Part] = &[
    ("Walker", "walker"),
    ("O'Brien", "obrien"),
    ("Müller", "mueller"),
    ("García López", "garcia"),
    ("Nguyễn", "nguyen"),
    ("Østergaard", "ostergaard"),
    ("Kowalczyk", "kowalczyk"),
    ("D'Angelo", "dangelo"),
    ("van der Berg", "vandenberg"),
    ("Yılmaz", "yilmaz"),
    ("Hernández", "hernandez"),
    ("Björnsson", "bjornsson"),
    ("Tanaka", "tanaka"),
    ("田中", "tanaka"),
    ("Петров", "petrov"),
    ("Παπαδόπουλος", "papadopoulos"),
    ("Mensah", "mensah"),
    ("Iyer", "iyer"),
    ("Silva", "silva"),
    ("Novák", "novak"),
    ("Dubois", "dubois"),
    ("Campbell", "campbell"),
    ("Al-Farsi", "alfarsi"),
    ("Lindgren", "lindgren"),
    ("Chen", "chen"),
    ("Costa", "costa"),
    ("McKenna", "mckenna"),
    ("Fischer", "fischer"),
    ("Adeyemi", "adeyemi"),
    ("Hughes", "hughes"),
    ("Rossi", "rossi"),
    ("Kaur", "kaur"),
    ("Sato", "sato"),
    ("Meyer", "meyer"),
];

const COMPANIES: &[&str] = &[
    "Brightwater Bakery",
    "Fjord & Field",
    "Atelier Lys",
    "Kestrel Logistics",
    "Maple Yoga",
    "Café Mañana",
    "Stonebridge Legal",
    "Blå Design",
    "Quarry Lane Books",
    "Ünal Textiles",
];
const TITLES: &[&str] = &[
    "Owner",
    "Head of Marketing",
    "Buyer",
    "Office Manager",
    "Engineer",
    "Consultant",
    "Teacher",
];
const CITIES: &[(&str, &str)] = &[
    ("Bristol", "United Kingdom"),
    ("Malmö", "Sweden"),
    ("Kraków", "Poland"),
    ("Porto", "Portugal"),
    ("München", "Germany"),
    ("Galway", "Ireland"),
    ("Osaka", "Japan"),
    ("Austin", "United States"),
];
const DOMAINS: &[&str] = &["example.com", "example.org", "example.net", "mail.example"];
const STAGES: &[&str] = &[
    "subscriber",
    "subscriber",
    "lead",
    "lead",
    "opportunity",
    "customer",
    "customer",
    "evangelist",
];
const TOPICS: &[&str] = &[
    "offers",
    "offers;events",
    "recipes",
    "tips;offers",
    "events;recipes;tips",
];

/// One contact in fifty has an id that a double does not hold exactly, from [`FAR_IDS`] on.
const FAR_SHARE: usize = 50;
/// 2^53 + 1.
const FAR_IDS: u64 = 9_007_199_254_740_993;

/// Fills a portal with contacts.
pub(crate) fn populate(portal: &mut Portal, settings: &Settings, random: &mut Random) {
    let unique = portal.unique_names(ObjectType::Contacts);
    let far = settings.contacts - settings.contacts / FAR_SHARE;
    let span = 1_000 * time::DAY;
    for index in 0..settings.contacts {
        if index == far && settings.ids_beyond_doubles {
            portal.contacts.jump_to(FAR_IDS);
        }
        // Records are spread evenly over the years. The last one is created a day before the start.
        let share = i64::try_from(index).unwrap_or(0) * (span / 1_000)
            / i64::try_from(settings.contacts.max(1)).unwrap_or(1);
        let created_at = settings.start_ms - span - time::DAY
            + share * 1_000
            + i64::try_from(random.below(1_000)).unwrap_or(0);
        let values: Vec<(Name, String)> = person(portal, random, created_at)
            .into_iter()
            .filter_map(|(name, value)| Some((portal.schema.live(name)?.name.clone(), value)))
            .collect();
        let id = portal.contacts.new_id();
        portal.contacts.insert(Record::new(
            ObjectType::Contacts,
            id,
            created_at,
            Source::Import,
        ));
        portal
            .contacts
            .write(id, &values, &unique, created_at, Source::Import);
    }
}

fn person(portal: &Portal, random: &mut Random, created_at: i64) -> Vec<(&'static str, String)> {
    let first = random.pick(FIRST).copied().unwrap_or_default();
    let last = random.pick(LAST).copied().unwrap_or_default();
    let mut values = Vec::new();
    let nameless = random.chance(30);
    if !nameless {
        values.push(("firstname", first.0.to_owned()));
        values.push(("lastname", last.0.to_owned()));
    }
    // A record without name and address cannot exist; one without an address can.
    if nameless || !random.chance(40) {
        values.push(("email", address(portal, random, first.1, last.1)));
    }
    if random.chance(550) {
        values.push(("phone", format!("+44 20 7946 0{:03}", random.below(1_000))));
    }
    if random.chance(400) {
        values.push((
            "company",
            random
                .pick(COMPANIES)
                .copied()
                .unwrap_or_default()
                .to_owned(),
        ));
        values.push((
            "jobtitle",
            random.pick(TITLES).copied().unwrap_or_default().to_owned(),
        ));
    }
    let located = random.chance(650);
    if let Some((city, country)) = random.pick(CITIES).filter(|_| located) {
        values.push(("city", (*city).to_owned()));
        values.push(("country", (*country).to_owned()));
    }
    let stage = random.pick(STAGES).copied().unwrap_or_default();
    values.push(("lifecyclestage", stage.to_owned()));
    if stage == "customer" || stage == "evangelist" {
        values.push((
            "customer_number",
            format!("C-{:06}", random.below(1_000_000)),
        ));
        values.push(("loyalty_points", random.below(5_000).to_string()));
        values.push(("member_since", time::day(created_at)));
        values.push(("vip", random.chance(150).to_string()));
    }
    if random.chance(350) {
        let topics = random.pick(TOPICS).copied().unwrap_or_default();
        values.push(("newsletter_topics", topics.to_owned()));
    }
    values
}

fn address(portal: &Portal, random: &mut Random, first: &str, last: &str) -> String {
    let domain = random.pick(DOMAINS).copied().unwrap_or_default();
    let tag = if random.chance(40) { "+news" } else { "" };
    let mut address = format!("{first}.{last}{tag}@{domain}");
    while portal.contacts.by_email(&address).is_some() {
        address = format!("{first}.{last}{}{tag}@{domain}", random.below(1_000_000));
    }
    address
}
