//! The visits with which HubSpot sends a browser back. One redirect address serves four kinds of
//! visit.

use vecmap::VecMap;

use url::form_urlencoded;

use super::return_url::ReturnUrl;
use crate::secret::Secret;
use crate::showable;

/// A visit to the redirect address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Callback {
    /// The end of an install that began on Goodword's own pages. `state` must be the one that was
    /// given to this browser.
    Code {
        /// The code to exchange for tokens.
        code: Secret,
        /// The state to compare with the browser's.
        state: Secret,
    },
    /// An install that began in HubSpot's marketplace. It has no state. The only proof is that the
    /// code can be exchanged and that `return_url` is HubSpot's. After the exchange the browser
    /// *must* be sent to `return_url`, or the install never ends.
    Seamless {
        /// The code to exchange for tokens.
        code: Secret,
        /// The address to which the browser goes next.
        return_url: ReturnUrl,
    },
    /// The first step of a marketplace install with the partner's sign-in: sign the person in, then
    /// send the browser to [`ReturnUrl::with_state`].
    PartnerAuthorize {
        /// The address to which the browser goes next.
        return_url: ReturnUrl,
    },
    /// The second step: `state` must be the one given in the first.
    PartnerFinalize {
        /// The code to exchange for tokens.
        code: Secret,
        /// The state to compare with that of the first step.
        state: Secret,
        /// The address to which the browser goes next.
        return_url: ReturnUrl,
    },
    /// HubSpot or the person refused.
    Refused {
        /// OAuth's error code, for instance `access_denied`.
        error: String,
        /// HubSpot's message, safe to show.
        description: String,
    },
}

/// Why a visit is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackProblem {
    /// It has neither a code nor an error.
    #[error("the address holds neither a code nor an error")]
    Empty,
    /// It has a code, but nothing shows that this browser asked for it.
    #[error("the address holds a code, but no state")]
    Unsolicited,
    /// A parameter appears twice.
    #[error("a parameter of the address appears twice")]
    Ambiguous,
    /// The return address is not one of HubSpot's.
    #[error("the return address is not one of HubSpot's")]
    ForeignReturnUrl,
}

impl Callback {
    /// Reads the query of a visit (without `?`). `app_origin` is HubSpot's app host as the settings name it.
    ///
    /// # Errors
    /// The [`CallbackProblem`], for the page that the visitor sees.
    pub fn parse(query: &str, app_origin: &str) -> Result<Self, CallbackProblem> {
        let mut fields = VecMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if fields
                .insert(name.into_owned(), value.into_owned())
                .is_some()
            {
                return Err(CallbackProblem::Ambiguous);
            }
        }
        let mut take = |name: &str| fields.remove(name).filter(|value| !value.is_empty());
        if let Some(error) = take("error") {
            let description = take("error_description").unwrap_or_default();
            let error = showable::code(&error);
            return Ok(Self::Refused {
                error,
                description: showable::message(&description),
            });
        }
        let return_url = take("returnUrl")
            .map(|url| ReturnUrl::parse(&url, app_origin).ok_or(CallbackProblem::ForeignReturnUrl))
            .transpose()?;
        let step = take("step").unwrap_or_default();
        let code = take("code").map(Secret::new);
        let state = take("state").map(Secret::new);
        if let ("authorize", Some(return_url)) = (step.as_str(), &return_url) {
            return Ok(Self::PartnerAuthorize {
                return_url: return_url.clone(),
            });
        }
        let code = code.ok_or(CallbackProblem::Empty)?;
        match (state, return_url) {
            // A state is checked wherever there is one, in every kind of step.
            (Some(state), Some(return_url)) => Ok(Self::PartnerFinalize {
                code,
                state,
                return_url,
            }),
            (Some(state), None) => Ok(Self::Code { code, state }),
            (None, Some(return_url)) if step != "finalize" => {
                Ok(Self::Seamless { code, return_url })
            }
            (None, _) => Err(CallbackProblem::Unsolicited),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &str = "https://app.hubspot.com";
    const BACK: &str = "https%3A%2F%2Fapp-eu1.hubspot.com%2Fbridge%3Fid%3D1";

    fn back() -> ReturnUrl {
        ReturnUrl::parse("https://app-eu1.hubspot.com/bridge?id=1", APP).unwrap()
    }

    #[test]
    fn each_kind_of_visit_is_recognised() {
        let (code, state) = (Secret::from("c-1"), Secret::from("s 1"));
        for (query, callback) in [
            (
                "code=c-1&state=s+1".to_owned(),
                Callback::Code {
                    code: code.clone(),
                    state: state.clone(),
                },
            ),
            (
                format!("code=c-1&returnUrl={BACK}"),
                Callback::Seamless {
                    code: code.clone(),
                    return_url: back(),
                },
            ),
            (
                format!("step=authorize&returnUrl={BACK}"),
                Callback::PartnerAuthorize { return_url: back() },
            ),
            (
                format!("step=finalize&code=c-1&state=s%201&returnUrl={BACK}"),
                Callback::PartnerFinalize {
                    code,
                    state,
                    return_url: back(),
                },
            ),
            (
                "error=access_denied&error_description=The+user+said+no&state=x".to_owned(),
                Callback::Refused {
                    error: "access_denied".to_owned(),
                    description: "The user said no".to_owned(),
                },
            ),
        ] {
            assert_eq!(Callback::parse(&query, APP), Ok(callback), "{query}");
        }
    }

    #[test]
    fn a_visit_without_proof_is_refused() {
        use CallbackProblem::{Ambiguous, Empty, ForeignReturnUrl, Unsolicited};
        for (query, problem) in [
            ("", Empty),
            ("state=s", Empty),
            ("code=&state=s", Empty),
            ("step=authorize", Empty),
            ("code=c", Unsolicited),
            ("code=c&state=", Unsolicited),
            (
                "step=finalize&code=c&returnUrl=https%3A%2F%2Fapp.hubspot.com%2F",
                Unsolicited,
            ),
            ("code=c&code=d&state=s", Ambiguous),
            ("code=c&state=s&%63ode=d", Ambiguous),
            (
                "code=c&returnUrl=https%3A%2F%2Fevil.example%2F",
                ForeignReturnUrl,
            ),
            (
                "step=authorize&returnUrl=http%3A%2F%2Fapp.hubspot.com%2F",
                ForeignReturnUrl,
            ),
        ] {
            assert_eq!(Callback::parse(query, APP), Err(problem), "{query}");
        }
    }

    #[test]
    fn a_printed_visit_shows_neither_code_nor_state() {
        let callback = Callback::parse("code=c-1&state=s-1", APP).unwrap();
        let printed = format!("{callback:?}");
        assert!(
            !printed.contains("c-1") && !printed.contains("s-1"),
            "{printed}"
        );
    }
}
