//! Random worlds of referred people and their deals: deals are won before and after, reopened, shared by several people,
//! and contacts are merged, the referrer's too. They are judged at rest against a model.

use domain::{ContactId, ReferralId};

use crate::deals::won;
use crate::world::World;

const SEEDS: u64 = 6;
const PEOPLE: usize = 6;
const HOUR: i64 = 60 * 60;

/// A generator of numbers that are the same for the same seed (Knuth's multiplier for 64 bits).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(limit).unwrap()).unwrap()
    }
}

struct Deal {
    id: String,
    people: Vec<usize>,
    won_at: Option<u32>,
}

/// The world as it should be. Person 0 is the referrer. Times count the steps.
struct Model {
    contacts: Vec<ContactId>,
    /// The person who stands for each after merges.
    roots: Vec<usize>,
    referrals: Vec<(usize, u32, ReferralId)>,
    deals: Vec<Deal>,
}

impl Model {
    fn of_root(&self, root: usize) -> Option<&(usize, u32, ReferralId)> {
        let mut referrals = self.referrals.iter();
        referrals.find(|(person, ..)| self.roots[*person] == root)
    }

    /// Returns the status that a referral should have.
    fn expected(&self, referral: &(usize, u32, ReferralId)) -> &'static str {
        let root = self.roots[referral.0];
        let first = self.of_root(root).map(|first| first.2);
        if root == self.roots[0] || first != Some(referral.2) {
            return "rejected";
        }
        let has = self
            .deals
            .iter()
            .any(|deal| self.holder(deal) == Some(referral.2));
        if has { "qualified" } else { "pending" }
    }

    /// Returns the referral for which a deal counts: that of the person who was referred first.
    fn holder(&self, deal: &Deal) -> Option<ReferralId> {
        let won_at = deal.won_at?;
        let roots: Vec<usize> = deal
            .people
            .iter()
            .map(|person| self.roots[*person])
            .collect();
        let standing = self.referrals.iter().filter(|(person, at, id)| {
            let root = self.roots[*person];
            let first = self.of_root(root).map(|first| first.2);
            roots.contains(&root) && root != self.roots[0] && first == Some(*id) && *at <= won_at
        });
        standing.min_by_key(|(_, at, _)| *at).map(|(.., id)| *id)
    }
}

fn play(seed: u64) {
    let mut chance = Chance(seed);
    let mut world = World::new(true);
    let mut terms = won();
    terms["existingCustomersCount"] = true.into();
    let (campaign, code) = world.campaign("Spring", &terms);
    let referrer = world.contact(0);
    let mut model = Model {
        contacts: (0..=PEOPLE).map(|at| world.contact(at)).collect(),
        roots: (0..=PEOPLE).collect(),
        referrals: Vec::new(),
        deals: Vec::new(),
    };
    for step in 0..30 {
        world.pass(60);
        let person = 1 + chance.below(PEOPLE);
        let root = model.roots[person];
        match chance.below(9) {
            0..=2 if model.of_root(root).is_none() => {
                let id = world.claim(&code, &model.contacts[root].clone());
                model.referrals.push((person, step, id));
            }
            3 | 4 => {
                let other = 1 + chance.below(PEOPLE);
                let mut roots = vec![root, model.roots[other]];
                roots.dedup();
                let is_won = chance.below(2) == 0;
                let contacts: Vec<_> = roots.iter().map(|at| model.contacts[*at].clone()).collect();
                let stage = if is_won { "closedwon" } else { "contractsent" };
                let id = world.deal("Roof", stage, &contacts.iter().collect::<Vec<_>>());
                model.deals.push(Deal {
                    id,
                    people: vec![person, other],
                    won_at: is_won.then_some(step),
                });
            }
            5..=7 if !model.deals.is_empty() => {
                let at = chance.below(model.deals.len());
                let deal = &mut model.deals[at];
                let is_won = deal.won_at.is_none();
                let stage = if is_won { "closedwon" } else { "contractsent" };
                world.moves(&deal.id, stage);
                deal.won_at = is_won.then_some(step);
            }
            8 if chance.below(3) == 0 => {
                let other = model.roots[chance.below(PEOPLE + 1)];
                if other == root {
                    continue;
                }
                let (into, merged) = (model.contacts[other].clone(), model.contacts[root].clone());
                model.contacts[other] = world.merge(&into, &merged);
                for own in &mut model.roots {
                    if *own == root {
                        *own = other;
                    }
                }
            }
            _ => {}
        }
    }
    world.pass(13 * HOUR);
    world.pass(13 * HOUR);
    let mut numbers = (0, 0);
    for referral in &model.referrals {
        let shown = world.referral(referral.2);
        let expected = model.expected(referral);
        assert_eq!(shown["status"], expected, "seed {seed}: {shown}");
        numbers.0 += u64::from(expected != "rejected");
        numbers.1 += u64::from(expected == "qualified");
    }
    let shown = world.numbers_of(campaign, referrer);
    assert_eq!(shown, numbers, "seed {seed}");
}

#[test]
fn every_deal_counts_once_for_the_right_person_and_nobody_for_themselves() {
    for seed in 0..SEEDS {
        play(seed);
    }
}
