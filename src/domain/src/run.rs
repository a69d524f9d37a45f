//! One run of a sync as a state machine.
//!
//! A run is at a stage, and may be held there. A hold keeps the stage and the cursor: after any
//! hold, a run continues from where it was. A run that ended takes no further event.

use serde::{Deserialize, Serialize};

/// The stages of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// Checking the mapped properties in HubSpot, and creating Goodword's own.
    Preparing,
    /// Reading who is in the lists of the audience.
    Gathering,
    /// Reading contacts page by page, while batches are written.
    Reading,
    /// Everything is read; waiting for the last writes.
    Writing,
    /// Every contact has an outcome.
    Finished,
    /// A person ended it early.
    Stopped,
}

/// The reason why a run is held, until somebody outside resolves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Hold {
    /// A person paused it.
    Person,
    /// The grant is gone; the next authorisation releases the hold.
    Connection,
    /// The grant lacks a scope; the next authorisation releases the hold.
    Permission,
    /// A mapped property is missing or cannot be written; a person repairs it and resumes.
    Properties,
    /// A list of the audience is gone; a person changes the audience or restores the list, and
    /// resumes.
    Lists,
    /// Many contacts have left the audience; a person decides about their links.
    Leavers,
}

/// The state of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunState {
    /// The stage.
    pub stage: Stage,
    /// The hold, if the run is held.
    pub hold: Option<Hold>,
}

/// An event that happens to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEvent {
    /// All mapped properties exist and can be written.
    PropertiesReady,
    /// The members of the audience's lists are known.
    MembersKnown,
    /// HubSpot no longer knows a property that existed: check the properties again.
    PropertiesDoubted,
    /// The last page was decided.
    LastPageRead,
    /// A person has decided about the links of the contacts that left, or changed the sync.
    LeaversDecided,
    /// Nothing is left to be written.
    AllWritten,
    /// Something holds the run.
    Held(Hold),
    /// A person resumes it.
    Resumed,
    /// The account was authorised again.
    Reauthorised,
    /// A person ended it.
    Stopped,
}

impl RunState {
    /// The state of a new run.
    pub const NEW: Self = Self {
        stage: Stage::Preparing,
        hold: None,
    };

    /// Tells whether the run has ended.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self.stage, Stage::Finished | Stage::Stopped)
    }

    /// Tells whether the run may act.
    #[must_use]
    pub fn is_moving(self) -> bool {
        self.hold.is_none() && !self.is_over()
    }

    /// Returns the state after an event. An event that has no meaning in a state leaves it as it
    /// is: it is a late answer from an earlier state.
    #[must_use]
    pub fn after(self, event: RunEvent) -> Self {
        if self.is_over() {
            return self;
        }
        let at = |stage| Self { stage, ..self };
        match event {
            RunEvent::PropertiesReady if self.stage == Stage::Preparing => at(Stage::Gathering),
            RunEvent::MembersKnown if self.stage == Stage::Gathering => at(Stage::Reading),
            RunEvent::PropertiesDoubted => at(Stage::Preparing),
            RunEvent::LastPageRead if self.stage == Stage::Reading => at(Stage::Writing),
            RunEvent::AllWritten if self.stage == Stage::Writing => Self {
                stage: Stage::Finished,
                hold: None,
            },
            // A person's hold outranks later events: only a person resumes it.
            RunEvent::Held(hold) if self.hold != Some(Hold::Person) => Self {
                hold: Some(hold),
                ..self
            },
            RunEvent::Resumed => match self.hold {
                // The property may have been created again, or its type corrected.
                Some(Hold::Properties) => Self {
                    stage: Stage::Preparing,
                    hold: None,
                },
                // Resuming cannot bring back a grant, and is no decision about links.
                Some(Hold::Connection | Hold::Leavers) => self,
                _ => Self { hold: None, ..self },
            },
            RunEvent::LeaversDecided if self.hold == Some(Hold::Leavers) => {
                Self { hold: None, ..self }
            }
            RunEvent::Reauthorised
                if matches!(self.hold, Some(Hold::Connection | Hold::Permission)) =>
            {
                Self { hold: None, ..self }
            }
            RunEvent::Stopped => Self {
                stage: Stage::Stopped,
                hold: None,
            },
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RunEvent::{
        AllWritten, Held, LastPageRead, LeaversDecided, MembersKnown, PropertiesDoubted,
        PropertiesReady, Reauthorised, Resumed, Stopped,
    };

    fn play(events: &[RunEvent]) -> RunState {
        events
            .iter()
            .fold(RunState::NEW, |state, event| state.after(*event))
    }

    #[test]
    fn a_run_goes_from_preparing_to_finished() {
        let state = play(&[PropertiesReady, MembersKnown, LastPageRead, AllWritten]);
        assert_eq!(
            state,
            RunState {
                stage: Stage::Finished,
                hold: None
            }
        );
    }

    #[test]
    fn a_lost_grant_keeps_the_stage_until_the_next_authorisation() {
        let held = play(&[PropertiesReady, MembersKnown, Held(Hold::Connection)]);
        assert_eq!(held.stage, Stage::Reading);
        assert!(!held.is_moving());
        assert_eq!(held.after(Resumed), held, "only an authorisation helps");
        assert!(held.after(Reauthorised).is_moving());
    }

    #[test]
    fn a_run_that_a_person_paused_stays_paused() {
        let held = play(&[
            PropertiesReady,
            Held(Hold::Person),
            Held(Hold::Connection),
            Reauthorised,
        ]);
        assert_eq!(held.hold, Some(Hold::Person));
        assert!(held.after(Resumed).is_moving());
    }

    #[test]
    fn a_missing_property_is_checked_again_on_resuming() {
        let held = play(&[PropertiesReady, PropertiesDoubted, Held(Hold::Properties)]);
        assert_eq!(held.after(Resumed), RunState::NEW);
    }

    #[test]
    fn a_question_about_leavers_is_answered_by_a_decision_alone() {
        let held = play(&[PropertiesReady, Held(Hold::Leavers)]);
        assert_eq!(held.stage, Stage::Gathering);
        assert_eq!(held.after(Resumed), held);
        assert_eq!(held.after(Reauthorised), held);
        assert!(held.after(LeaversDecided).is_moving());
        let paused = held.after(Held(Hold::Person));
        assert_eq!(paused.after(LeaversDecided), paused);
    }

    #[test]
    fn a_run_that_ended_takes_no_further_event() {
        for end in [
            play(&[PropertiesReady, MembersKnown, LastPageRead, AllWritten]),
            play(&[Stopped]),
        ] {
            for event in [
                PropertiesReady,
                MembersKnown,
                PropertiesDoubted,
                Held(Hold::Person),
                Resumed,
                Reauthorised,
                Stopped,
            ] {
                assert_eq!(end.after(event), end);
            }
        }
    }
}
