//! What HubSpot sends a browser back with. One redirect address serves four kinds of visit.

use std::collections::BTreeMap;

use url::form_urlencoded;

use super::return_url::ReturnUrl;
use crate::secret::Secret;
use crate::showable;

/// A visit to the redirect address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Callback {
    /// The end of an install that began on Goodword's own pages. `state` must be the one given to this
    /// browser.
    Code {
        /// To be exchanged.
        code: Secret,
        /// To be compared with the browser's.
        state: Secret,
    },
    /// An install that began in HubSpot's marketplace. There is no state: that the code can be exchanged,
    /// and that the way back is HubSpot's, is all the proof there is. After the exchange the browser
    /// *must* be sent to `return_url`, or the install never ends.
    Seamless {
        /// To be exchanged.
        code: Secret,
        /// Where the browser goes next.
        return_url: ReturnUrl,
    },
    /// The first step of a marketplace install with the partner's sign-in: sign the person in, then send
    /// the browser to [`ReturnUrl::with_state`].
    PartnerAuthorize {
        /// Where the browser goes next.
        return_url: ReturnUrl,
    },
    /// The second step: `state` must be the one given in the first.
    PartnerFinalize {
        /// To be exchanged.
        code: Secret,
        /// To be compared with the first step's.
        state: Secret,
        /// Where the browser goes next.
        return_url: ReturnUrl,
    },
    /// HubSpot, or the person, said no.
    Refused {
        /// OAuth's word for it, for instance `access_denied`.
        error: String,
        /// HubSpot's words, safe to show.
        description: String,
    },
}

/// Why a visit is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackProblem {
    /// Neither a code nor an error.
    #[error("the address holds neither a code nor an error")]
    Empty,
    /// A code, and nothing to show that this browser asked for it.
    #[error("the address holds a code, but no state")]
    Unsolicited,
    /// A parameter comes twice.
    #[error("a parameter of the address comes twice")]
    Ambiguous,
    /// The way back does not lead to HubSpot.
    #[error("the return address is not one of HubSpot's")]
    ForeignReturnUrl,
}

impl Callback {
    /// Reads the query of a visit (without `?`). `app_origin` is HubSpot's app host as the settings name it.
    ///
    /// # Errors
    /// The [`CallbackProblem`] is for the page that the visitor sees.
    pub fn parse(query: &str, app_origin: &str) -> Result<Self, CallbackProblem> {
        let mut fields = BTreeMap::new();
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
        let step = take("step");
        let code = take("code").map(Secret::new);
        let state = take("state").map(Secret::new);
        match (step.as_deref(), code, state, return_url) {
            (Some("authorize"), _, _, Some(return_url)) => {
                Ok(Self::PartnerAuthorize { return_url })
            }
            (Some("finalize"), Some(code), Some(state), Some(return_url)) => {
                Ok(Self::PartnerFinalize {
                    code,
                    state,
                    return_url,
                })
            }
            (Some("finalize"), Some(_), None, _) => Err(CallbackProblem::Unsolicited),
            (_, Some(code), None, Some(return_url)) => Ok(Self::Seamless { code, return_url }),
            // A state is checked wherever there is one, return address or not.
            (_, Some(code), Some(state), Some(return_url)) => Ok(Self::PartnerFinalize {
                code,
                state,
                return_url,
            }),
            (_, Some(code), Some(state), None) => Ok(Self::Code { code, state }),
            (_, Some(_), None, None) => Err(CallbackProblem::Unsolicited),
            (_, None, _, _) => Err(CallbackProblem::Empty),
        }
    }
}
