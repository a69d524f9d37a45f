//! Making several properties and their group, whatever HubSpot does with a batch of them.
//!
//! HubSpot may judge each property of a batch alone, or refuse all of them for the sake of one. After such a refusal
//! the properties are created one by one, so that each one that HubSpot accepts is there.
//!
//! Left to the caller: looking which of the properties HubSpot has. Only that look counts.

use super::creation::{PropertyDraft, create, create_group, create_one, created, group_created};
use crate::call::{Call, Reply};
use crate::failure::Failure;

/// The creation of some properties, in progress.
#[derive(Debug, Clone)]
pub struct Making {
    drafts: Vec<PropertyDraft>,
    group_label: &'static str,
    stage: Stage,
    result: Made,
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    Group,
    Together,
    /// The place of the property that is created next.
    Singly(usize),
    Over,
}

/// HubSpot's objections to the properties that it may not have created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// Whether HubSpot says that one of them already exists.
    pub exists: bool,
    /// HubSpot's reasons for the others, safe to show.
    pub refused: Vec<String>,
}

impl Making {
    /// Begins with the group of the drafts, which people see under `group_label`.
    #[must_use]
    pub fn of(drafts: Vec<PropertyDraft>, group_label: &'static str) -> Self {
        Self {
            drafts,
            group_label,
            stage: Stage::Group,
            result: Made::default(),
        }
    }

    /// Returns the next call, or `None` once every property was tried.
    #[must_use]
    pub fn call(&self) -> Option<Call> {
        let first = self.drafts.first()?;
        match self.stage {
            Stage::Group => Some(create_group(&first.group_name, self.group_label)),
            Stage::Together => Some(create(&self.drafts)),
            Stage::Singly(at) => self.drafts.get(at).map(create_one),
            Stage::Over => None,
        }
    }

    /// Reads the outcome of the last call.
    ///
    /// # Errors
    /// The failure after which the same call is to be made again, or the rejection of the group.
    pub fn take(&mut self, outcome: Result<Reply, Failure>) -> Result<(), Failure> {
        self.stage = match self.stage {
            Stage::Group => {
                group_created(outcome)?;
                Stage::Together
            }
            Stage::Together => match created(outcome) {
                Ok(made) if made.conflict && made.created.is_empty() && self.drafts.len() > 1 => {
                    Stage::Singly(0)
                }
                Ok(made) => {
                    self.result.exists |= made.conflict;
                    let refused = made.refused.into_iter().map(|refused| refused.message);
                    self.result.refused.extend(refused);
                    Stage::Over
                }
                Err(Failure::Rejected(rejection))
                    if rejection.status == 400 && self.drafts.len() > 1 =>
                {
                    Stage::Singly(0)
                }
                Err(Failure::Rejected(rejection)) if rejection.status == 400 => {
                    self.result.refused.push(rejection.message);
                    Stage::Over
                }
                Err(failure) => return Err(failure),
            },
            Stage::Singly(at) => {
                match outcome {
                    Ok(_) => {}
                    Err(Failure::Rejected(rejection)) if rejection.is_conflict() => {
                        self.result.exists = true;
                    }
                    Err(Failure::Rejected(rejection)) if rejection.status == 400 => {
                        self.result.refused.push(rejection.message);
                    }
                    Err(failure) => return Err(failure),
                }
                Stage::Singly(at.saturating_add(1))
            }
            Stage::Over => Stage::Over,
        };
        Ok(())
    }

    /// Returns HubSpot's objections so far.
    #[must_use]
    pub fn result(&self) -> &Made {
        &self.result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::accept;
    use crate::properties::{FieldType, PropertyKind};

    fn making(names: &[&str]) -> Making {
        let draft = |name: &&str| PropertyDraft {
            name: (*name).to_owned(),
            label: "Referral link".to_owned(),
            description: String::new(),
            group_name: "goodword".to_owned(),
            kind: PropertyKind::String,
            field_type: FieldType::Text,
        };
        Making::of(names.iter().map(draft).collect(), "Goodword")
    }

    /// Plays the answers, and returns the ends of the paths that were called.
    fn play(making: &mut Making, answers: &[(u16, &str)]) -> Vec<String> {
        let mut called = Vec::new();
        for (status, body) in answers {
            let call = making.call().unwrap();
            called.push(call.target.rsplit('/').next().unwrap().to_owned());
            making.take(accept(Ok(Reply::of(*status, body)))).unwrap();
        }
        assert_eq!(making.call(), None);
        called
    }

    #[test]
    fn a_batch_of_which_each_property_is_judged_alone_is_enough() {
        let mut making = making(&["a", "b"]);
        let partial = r#"{"results":[{"name":"a"}],"errors":[{"category":"VALIDATION_ERROR",
            "message":"You have reached the limit of 10 properties"}]}"#;
        let called = play(&mut making, &[(201, "{}"), (207, partial)]);
        assert_eq!(called, ["groups", "create"]);
        let limit = "You have reached the limit of 10 properties".to_owned();
        assert_eq!(making.result().refused, [limit]);
    }

    #[test]
    fn after_the_refusal_of_a_whole_batch_each_property_is_made_alone() {
        for status in [400, 409] {
            let mut making = making(&["a", "b", "c"]);
            let answers = [
                (409, r#"{"category":"CONFLICT"}"#),
                (status, r#"{"message":"no"}"#),
                (201, "{}"),
                (409, r#"{"category":"CONFLICT"}"#),
                (400, r#"{"message":"too many"}"#),
            ];
            let called = play(&mut making, &answers);
            assert_eq!(
                called,
                ["groups", "create", "contacts", "contacts", "contacts"]
            );
            let refused = vec!["too many".to_owned()];
            let exists = true;
            assert_eq!(*making.result(), Made { exists, refused });
        }
    }

    #[test]
    fn a_single_property_is_not_made_twice() {
        for (status, exists) in [(400, false), (409, true)] {
            let mut making = making(&["a"]);
            let called = play(&mut making, &[(201, "{}"), (status, r#"{"message":"no"}"#)]);
            assert_eq!(called, ["groups", "create"]);
            assert_eq!(making.result().exists, exists);
        }
    }

    #[test]
    fn a_passing_failure_leaves_the_step_where_it_is() {
        let mut making = making(&["a", "b"]);
        making.take(accept(Ok(Reply::of(201, "{}")))).unwrap();
        let before = making.call();
        for status in [401, 403, 429, 502] {
            assert!(making.take(accept(Ok(Reply::of(status, "")))).is_err());
            assert_eq!(making.call(), before);
        }
    }
}
