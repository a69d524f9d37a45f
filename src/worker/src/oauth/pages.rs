//! The pages for a connection to HubSpot that failed: what happened, and what to do.

use http::StatusCode;

use crate::edge::pages::{Action, Page};
use crate::edge::reply::Reply;
use crate::edge::settings::OAUTH_START_PATH;

/// The reason why there is no connection, or why nobody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The person or HubSpot refused; with HubSpot's words.
    Refused { denied: bool, words: String },
    /// The address has neither a code nor an error.
    NothingToDo,
    /// The address does not have HubSpot's form.
    Malformed,
    /// The return address is not HubSpot's.
    ForeignReturn,
    /// This browser did not begin this authorisation within the last ten minutes.
    Expired,
    /// This browser began another authorisation.
    Foreign,
    /// This browser finished this authorisation already.
    Repeated,
    /// HubSpot does not accept the code.
    CodeRefused,
    /// HubSpot does not accept our settings.
    Misconfigured(String),
    /// HubSpot does not respond.
    HubSpotSilent,
    /// Our own storage does not respond.
    PortalSilent,
    /// The account is connected, but HubSpot did not name the person.
    Nameless,
}

impl Trouble {
    /// Returns the word for the log.
    #[must_use]
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::NothingToDo => "nothing_to_do",
            Self::Malformed => "malformed",
            Self::ForeignReturn => "foreign_return",
            Self::Expired => "expired",
            Self::Foreign => "foreign",
            Self::Repeated => "repeated",
            Self::CodeRefused => "code_refused",
            Self::Misconfigured(_) => "misconfigured",
            Self::HubSpotSilent => "hubspot_silent",
            Self::PortalSilent => "portal_silent",
            Self::Nameless => "nameless",
        }
    }

    /// Whether the operator of this site should look at it.
    pub(crate) const fn is_ours(&self) -> bool {
        matches!(
            self,
            Self::Misconfigured(_) | Self::PortalSilent | Self::HubSpotSilent
        )
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Refused { .. } => StatusCode::FORBIDDEN,
            Self::NothingToDo
            | Self::Malformed
            | Self::ForeignReturn
            | Self::Expired
            | Self::Foreign
            | Self::CodeRefused => StatusCode::BAD_REQUEST,
            Self::Repeated => StatusCode::CONFLICT,
            Self::Misconfigured(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::HubSpotSilent | Self::Nameless => StatusCode::BAD_GATEWAY,
            Self::PortalSilent => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Returns the title and the explanation: what happened, and what to do.
    const fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Refused { denied: true, .. } => (
                "HubSpot was not connected",
                "Access for Goodword was refused. Nothing was changed in your account.",
            ),
            Self::Refused { .. } => (
                "HubSpot refused the connection",
                "Connecting needs a super admin, or a person with App Marketplace access.",
            ),
            Self::NothingToDo => (
                "There is nothing to finish here",
                "This address completes a connection with HubSpot, and no connection was begun.",
            ),
            Self::Malformed => (
                "This address cannot be read",
                "It is not the address that HubSpot sends people back to. Nothing was changed.",
            ),
            Self::ForeignReturn => (
                "This installation does not come from HubSpot",
                "It would have sent you on to an address that is not HubSpot's. Nothing was changed. \
                 Begin from HubSpot's marketplace, or here.",
            ),
            Self::Expired => (
                "This took too long, or began elsewhere",
                "A connection must be finished within ten minutes, in the browser where it was begun, \
                 with cookies allowed. Nothing was changed.",
            ),
            Self::Foreign => (
                "This is not the connection you began",
                "A later attempt in this browser has taken its place, or the address was changed on \
                 its way. Nothing was changed in your account.",
            ),
            Self::Repeated => (
                "This connection is finished already",
                "The page was opened a second time. There is nothing left to do.",
            ),
            Self::CodeRefused => (
                "HubSpot no longer accepts this attempt",
                "HubSpot's permission is good once and for a few minutes. It was used or is too old. \
                 Nothing was changed.",
            ),
            Self::Misconfigured(_) => (
                "Goodword is not set up correctly",
                "Your account was not changed. The operator of this site can correct the settings.",
            ),
            Self::HubSpotSilent => (
                "HubSpot did not respond",
                "The connection could not be finished because HubSpot could not be reached. Wait a \
                 minute, then begin again.",
            ),
            Self::PortalSilent => (
                "The connection could not be stored",
                "HubSpot agreed, but Goodword's storage did not respond. Begin again in a minute.",
            ),
            Self::Nameless => (
                "Connected, but not signed in",
                "Your account is connected. HubSpot did not say who you are, so that you could not be \
                 signed in.",
            ),
        }
    }

    /// Returns the particular cause, if it is known.
    fn particulars(&self) -> Option<String> {
        match self {
            Self::Refused {
                denied: false,
                words,
            } if !words.is_empty() => Some(format!("HubSpot says: {words}")),
            Self::Misconfigured(what) => Some(what.clone()),
            _ => None,
        }
    }

    const fn action(&self) -> Action {
        let (label, address) = match self {
            Self::NothingToDo | Self::ForeignReturn => ("Connect HubSpot", OAUTH_START_PATH),
            Self::Repeated => ("Open Goodword", "/"),
            Self::Nameless => ("Sign in", OAUTH_START_PATH),
            _ => ("Try again", OAUTH_START_PATH),
        };
        Action { label, address }
    }

    /// Returns the page.
    #[must_use]
    pub(crate) fn into_reply(self) -> Reply {
        let (title, explanation) = self.words();
        let particulars = self.particulars();
        let paragraphs: Vec<&str> = particulars
            .as_deref()
            .into_iter()
            .chain([explanation])
            .collect();
        Page::new(title, &paragraphs, Some(self.action())).into_reply(self.status())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(trouble: Trouble) -> (u16, String) {
        let reply = trouble.into_reply();
        (
            reply.status().as_u16(),
            String::from_utf8(reply.body().to_vec()).unwrap(),
        )
    }

    #[test]
    fn every_trouble_says_what_to_do() {
        for (trouble, status, action) in [
            (
                Trouble::Refused {
                    denied: true,
                    words: String::new(),
                },
                403,
                "Try again",
            ),
            (Trouble::NothingToDo, 400, "Connect HubSpot"),
            (Trouble::ForeignReturn, 400, "Connect HubSpot"),
            (Trouble::Expired, 400, "Try again"),
            (Trouble::Foreign, 400, "Try again"),
            (Trouble::Repeated, 409, "Open Goodword"),
            (Trouble::CodeRefused, 400, "Try again"),
            (Trouble::HubSpotSilent, 502, "Try again"),
            (Trouble::PortalSilent, 503, "Try again"),
            (Trouble::Nameless, 502, "Sign in"),
        ] {
            let name = trouble.name();
            let (actual, body) = page(trouble);
            assert_eq!(actual, status, "{name}");
            assert!(body.contains(&format!(">{action}</a>")), "{name}: {body}");
        }
    }

    #[test]
    fn a_page_shows_hubspots_words_and_the_setting_at_fault() {
        let words = "You lack <permission>".to_owned();
        let (_, body) = page(Trouble::Refused {
            denied: false,
            words,
        });
        assert!(body.contains("HubSpot says: You lack"), "{body}");
        assert!(!body.contains("<permission>"), "{body}");
        let (status, body) = page(Trouble::Misconfigured(
            "The setting X is missing.".to_owned(),
        ));
        assert_eq!(status, 500);
        assert!(body.contains("The setting X is missing."), "{body}");
    }
}
