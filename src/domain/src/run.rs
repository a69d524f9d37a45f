//! One run of a sync as a state machine.
//!
//! A run is at a stage, and may be held there. A hold keeps the stage and the cursor: whatever holds a run,
//! it goes on from where it was. A run that ended takes no further event.

use serde::{Deserialize, Serialize};

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// Looking at the mapped properties in HubSpot, and making Goodword's own.
    Preparing,
    /// Learning who is in the lists of the audience.
    Gathering,
    /// Reading contacts page by page; writes go on beside it.
    Reading,
    /// All is read; waiting for the last writes.
    Writing,
    /// Every contact has an outcome.
    Finished,
    /// A person ended it early.
    Stopped,
}

/// What holds a run where it is, until someone outside mends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Hold {
    /// A person paused it.
    Person,
    /// The grant is gone; the next authorisation releases the hold.
    Connection,
    /// The grant lacks a scope; the next authorisation releases the hold.
    Permission,
    /// A mapped property is missing or cannot be written; a person mends it and resumes.
    Properties,
    /// A list of the audience is gone; a person changes the audience, or brings the list back, and resumes.
    Lists,
}

/// Where a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunState {
    /// The stage.
    pub stage: Stage,
    /// What holds it there.
    pub hold: Option<Hold>,
}

/// What happens to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEvent {
    /// All mapped properties are there and can be written.
    PropertiesReady,
    /// It is known who is in the lists of the audience.
    MembersKnown,
    /// HubSpot no longer knows a property that was there: look again.
    PropertiesDoubted,
    /// The last page was decided.
    LastPageRead,
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
    /// A new run.
    pub const NEW: Self = Self {
        stage: Stage::Preparing,
        hold: None,
    };

    /// Whether the run has ended.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self.stage, Stage::Finished | Stage::Stopped)
    }

    /// Whether the run may act.
    #[must_use]
    pub fn is_moving(self) -> bool {
        self.hold.is_none() && !self.is_over()
    }

    /// The state after an event. Events that mean nothing in a state leave it as it is: they are late answers
    /// of an earlier state.
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
            // What a person decided outranks what happens meanwhile: resuming is theirs.
            RunEvent::Held(hold) if self.hold != Some(Hold::Person) => Self {
                hold: Some(hold),
                ..self
            },
            RunEvent::Resumed => match self.hold {
                // The property may have been made anew, or its type mended.
                Some(Hold::Properties) => Self {
                    stage: Stage::Preparing,
                    hold: None,
                },
                // Resuming cannot bring back a grant.
                Some(Hold::Connection) => self,
                _ => Self { hold: None, ..self },
            },
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
        AllWritten, Held, LastPageRead, MembersKnown, PropertiesDoubted, PropertiesReady,
        Reauthorised, Resumed, Stopped,
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
    fn a_person_who_paused_a_run_finds_it_paused() {
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
    fn a_missing_property_is_looked_at_again_on_resuming() {
        let held = play(&[PropertiesReady, PropertiesDoubted, Held(Hold::Properties)]);
        assert_eq!(held.after(Resumed), RunState::NEW);
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
