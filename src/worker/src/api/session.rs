//! `/api/session`: the session, its accounts, and signing out.

use domain::HubId;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::connection;
use crate::edge::incoming::Incoming;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::session::{self, Session, Sessions};
use crate::edge::settings::Settings;
use crate::routing::about::About;
use crate::routing::handler::{Plain, WithBody};
use crate::routing::route::{Caller, EdgeRequest, Family, Route};

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "Account",
    "The session, and the connection to HubSpot.",
    &[
        Route::at_edge(
            "GET",
            "/api/session",
            About::new("showSession", "Show who is signed in")
                .responds::<SessionView<'_>>(StatusCode::OK, "The session."),
            &Plain(|()| EdgeRequest::ShowSession),
        ),
        // Needs no session: signing out also succeeds for a browser that is signed out already.
        Route::at_edge(
            "POST",
            "/api/session/sign-out",
            About::new("signOut", "Sign out").responds_nothing("The browser is signed out."),
            &WithBody(|(), body: SignOut| EdgeRequest::SignOut(body.portal_id)),
        )
        .asked_by(Caller::OwnPage),
        Route::at_edge(
            "POST",
            "/api/session/sign-out-everywhere",
            About::new("signOutEverywhere", "Sign everybody out of the account")
                .explained(
                    "Ends the sessions of all people in all browsers, and all API keys of the account: whoever was \
                     signed in could have made one.",
                )
                .responds_nothing("Nobody is signed in to the account, and it has no API key."),
            &Plain(|()| EdgeRequest::SignOutEverywhere),
        ),
        connection::DISCONNECT,
    ],
);

/// The signed-in person, and the accounts.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Session))]
pub(super) struct SessionView<'a> {
    portal: PortalView,
    user: UserView<'a>,
    accounts: Vec<AccountView<'a>>,
}

/// The account that the session is in.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SessionPortal))]
#[serde(rename_all = "camelCase")]
struct PortalView {
    id: u64,
    domain: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = portal::views::Connection))]
    connection: String,
    /// What HubSpot does not let Goodword do for any sync, in words; null if nothing.
    denied: Option<String>,
    /// The beginning of the address of a contact's record; the contact's id follows.
    record_url: String,
    lists_granted: bool,
    deals_granted: bool,
}

/// The signed-in person.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SessionUser))]
struct UserView<'a> {
    id: u64,
    email: Option<&'a str>,
}

/// An account that the browser is signed in to.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SessionAccount))]
#[serde(rename_all = "camelCase")]
struct AccountView<'a> {
    id: u64,
    domain: Option<&'a str>,
    user_email: Option<&'a str>,
}

/// The members of the portal's own response that the session shows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PortalConnection {
    domain: Option<String>,
    ui_domain: Option<String>,
    connection: String,
    denied: Option<String>,
    lists_granted: bool,
    deals_granted: bool,
}

/// Puts together the session and the portal's connection. The other accounts are shown as they were at their sign-in:
/// their portals are not asked.
pub(super) fn show(
    own: &Session,
    sessions: &Sessions,
    response: Reply,
    settings: &Settings,
) -> Result<Reply, Problem> {
    if !response.status().is_success() {
        return Ok(response);
    }
    let PortalConnection {
        domain,
        ui_domain,
        connection,
        denied,
        lists_granted,
        deals_granted,
    } = serde_json::from_slice(response.body()).map_err(|_| unshowable())?;
    let id = number(own.hub_id.as_str())?;
    let portal = PortalView {
        id,
        domain,
        connection,
        denied,
        record_url: portal::record(&settings.app_origin, &own.hub_id, ui_domain.as_deref()),
        lists_granted,
        deals_granted,
    };
    let user = UserView {
        id: number(&own.user_id)?,
        email: own.user_email.as_deref(),
    };
    let accounts: Result<_, _> = sessions.all().iter().map(account).collect();
    let view = SessionView {
        portal,
        user,
        accounts: accounts?,
    };
    Ok(Reply::json(StatusCode::OK, &view))
}

fn account(session: &Session) -> Result<AccountView<'_>, Problem> {
    Ok(AccountView {
        id: number(session.hub_id.as_str())?,
        domain: session.domain.as_deref(),
        user_email: session.user_email.as_deref(),
    })
}

fn number(id: &str) -> Result<u64, Problem> {
    id.parse().map_err(|_| unshowable())
}

fn unshowable() -> Problem {
    Problem::new(
        Kind::Internal,
        "The session could not be read. Sign in again.",
    )
}

/// The account to sign out of; all accounts if absent.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SignOut {
    portal_id: Option<u64>,
}

/// Signs the browser out of one account, or of all.
pub(super) fn sign_out(portal: Option<u64>, incoming: &Incoming, settings: &Settings) -> Reply {
    let mut reply = Reply::empty(StatusCode::NO_CONTENT);
    match portal {
        Some(portal) => session::end(&HubId::from(portal), &mut reply, settings),
        None => session::end_all(&mut reply, incoming, settings),
    }
    reply
}

/// Signs the browser itself out after the portal has ended all sessions.
pub(super) fn signed_out_everywhere(own: &Session, response: Reply, settings: &Settings) -> Reply {
    if !response.status().is_success() {
        return response;
    }
    let mut reply = Reply::empty(StatusCode::NO_CONTENT);
    session::end(&own.hub_id, &mut reply, settings);
    reply
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::routing::request_parts::RequestParts;
    use crate::routing::route::Action;

    fn signed_in(accounts: &[u64]) -> (Incoming, Sessions) {
        let settings = Settings::for_tests();
        let mut cookies = Vec::new();
        for (second, account) in (0..).zip(accounts) {
            let session = Session {
                hub_id: (*account).into(),
                domain: Some(format!("{account}.example")),
                user_id: "7".to_owned(),
                user_email: None,
                epoch: 0,
            };
            let mut reply = Reply::empty(StatusCode::OK);
            session.begin(&mut reply, &Incoming::get("/", &[]), &settings, at(second));
            let cookie = reply.header("set-cookie").unwrap();
            cookies.push(cookie.split(';').next().unwrap().to_owned());
        }
        let incoming = Incoming::get("/api/session", &[("cookie", &cookies.join("; "))]);
        let sessions = Sessions::of(&incoming, &settings, at(60));
        (incoming, sessions)
    }

    fn at(second: i64) -> jiff::Timestamp {
        jiff::Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_session_shows_its_own_account_and_names_the_others() {
        let (_, sessions) = signed_in(&[11, 22]);
        let own = sessions.all().last().unwrap();
        let connection = json!({
            "id": "11", "domain": "new.example", "uiDomain": null,
            "connection": "connected", "denied": "no", "listsGranted": true, "dealsGranted": false,
        });
        let response = Reply::json(StatusCode::OK, &connection);
        let shown = show(own, &sessions, response, &Settings::for_tests()).unwrap();
        let expected = json!({
            "portal": {
                "id": 11, "domain": "new.example", "connection": "connected", "denied": "no",
                "recordUrl": "https://app.hubspot.example/contacts/11/record/0-1/",
                "listsGranted": true,
                "dealsGranted": false,
            },
            "user": {"id": 7, "email": null},
            "accounts": [
                {"id": 22, "domain": "22.example", "userEmail": null},
                {"id": 11, "domain": "11.example", "userEmail": null},
            ],
        });
        let shown: Value = serde_json::from_slice(shown.body()).unwrap();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_portals_refusal_is_passed_on() {
        let (_, sessions) = signed_in(&[11]);
        let own = sessions.all().first().unwrap();
        let refusal = Reply::json(StatusCode::SERVICE_UNAVAILABLE, &json!({"title": "no"}));
        let shown = show(own, &sessions, refusal, &Settings::for_tests()).unwrap();
        assert_eq!(shown.status(), StatusCode::SERVICE_UNAVAILABLE);
    }

    /// Returns the names of the cookies that signing out with a body removes.
    fn removed(body: &str) -> Result<Vec<String>, Problem> {
        let (mut incoming, _) = signed_in(&[11, 22]);
        incoming.body = body.as_bytes().to_vec();
        let (route, ids) = super::super::find(&[], "POST", "/api/session/sign-out")?;
        let Action::Edge(handler) = &route.action else {
            panic!("the Worker itself signs out");
        };
        let wanted = handler.handle(&RequestParts::new(ids, &incoming))?;
        let EdgeRequest::SignOut(portal) = wanted else {
            panic!("{wanted:?}");
        };
        let reply = sign_out(portal, &incoming, &Settings::for_tests());
        let cookies = reply.all("set-cookie");
        Ok(cookies
            .map(|cookie| {
                assert!(cookie.contains("=; Path=/; Max-Age=0"), "{cookie}");
                cookie.split('=').next().unwrap().to_owned()
            })
            .collect())
    }

    #[test]
    fn one_account_or_all_are_signed_out() {
        let name = |portal| format!("__Host-goodword_session_{portal}");
        assert_eq!(removed("{}").unwrap(), [name(11), name(22)]);
        assert_eq!(removed(r#"{"portalId":22}"#).unwrap(), [name(22)]);
        assert_eq!(removed(r#"{"portalId":33}"#).unwrap(), [name(33)]);
        for unreadable in ["", "[]", r#"{"portalId":"x"}"#, r#"{"portal":22}"#] {
            assert!(removed(unreadable).is_err(), "{unreadable}");
        }
    }
}
