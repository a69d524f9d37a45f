//! Routes: how one is declared, and how the one of a request is found.

use portal::PortalRequest;

use super::about::About;
use super::handler::Handler;
use crate::edge::problem::Problem;

/// One method of one path: who may ask, what is read, what becomes of it, and the words about it.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// A segment in braces stands for an id, and names it.
    pub(crate) path: &'static str,
    pub(crate) caller: Caller,
    pub(crate) action: Action,
    #[cfg(feature = "openapi")]
    pub(crate) about: About,
}

/// The caller that a route admits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caller {
    /// A person who is signed in, for their own account. A change must come from a page of this site.
    Session,
    /// A page of this site, whether somebody is signed in or not.
    OwnPage,
    /// A system of the customer, with an API key of the account.
    ApiKey,
    /// The Worker itself. No request from outside gets there.
    Worker,
}

/// The place where a request is performed.
pub(crate) enum Action {
    /// The account's portal performs it.
    Portal(&'static dyn Handler<PortalRequest>),
    /// The Worker performs it.
    Edge(&'static dyn Handler<EdgeRequest>),
}

/// A request that the Worker itself performs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EdgeRequest {
    /// Shows who is signed in.
    ShowSession,
    /// Signs the browser out of one account, or of all.
    SignOut(Option<u64>),
    /// Signs everybody out of the account.
    SignOutEverywhere,
}

/// Routes that belong together, under the name that the description gives them.
pub(crate) struct Family {
    pub(crate) routes: &'static [Route],
    #[cfg(feature = "openapi")]
    pub(crate) name: &'static str,
    #[cfg(feature = "openapi")]
    pub(crate) about: &'static str,
}

impl Family {
    pub(crate) const fn new(
        name: &'static str,
        about: &'static str,
        routes: &'static [Route],
    ) -> Self {
        #[cfg(not(feature = "openapi"))]
        let _ = (name, about);
        Self {
            routes,
            #[cfg(feature = "openapi")]
            name,
            #[cfg(feature = "openapi")]
            about,
        }
    }
}

type ForPortal = &'static dyn Handler<PortalRequest>;

impl Route {
    /// A read that the portal performs.
    pub(crate) const fn get(path: &'static str, about: About, handler: ForPortal) -> Self {
        Self::new("GET", path, about, Action::Portal(handler))
    }

    /// Something new that the portal makes, or an act.
    pub(crate) const fn post(path: &'static str, about: About, handler: ForPortal) -> Self {
        Self::new("POST", path, about, Action::Portal(handler))
    }

    /// A change that the portal makes.
    pub(crate) const fn patch(path: &'static str, about: About, handler: ForPortal) -> Self {
        Self::new("PATCH", path, about, Action::Portal(handler))
    }

    /// An end that the portal makes.
    pub(crate) const fn delete(path: &'static str, about: About, handler: ForPortal) -> Self {
        Self::new("DELETE", path, about, Action::Portal(handler))
    }

    /// A route that the Worker itself performs.
    pub(crate) const fn at_edge(
        method: &'static str,
        path: &'static str,
        about: About,
        handler: &'static dyn Handler<EdgeRequest>,
    ) -> Self {
        Self::new(method, path, about, Action::Edge(handler))
    }

    /// A route of the portal's object for the Worker alone.
    pub(crate) const fn internal(
        method: &'static str,
        path: &'static str,
        handler: ForPortal,
    ) -> Self {
        let about = About::new("", "");
        Self::new(method, path, about, Action::Portal(handler)).asked_by(Caller::Worker)
    }

    /// Sets who may ask, where it is not a person who is signed in.
    pub(crate) const fn asked_by(mut self, caller: Caller) -> Self {
        self.caller = caller;
        self
    }

    const fn new(method: &'static str, path: &'static str, about: About, action: Action) -> Self {
        #[cfg(not(feature = "openapi"))]
        let _ = about;
        Self {
            method,
            path,
            caller: Caller::Session,
            action,
            #[cfg(feature = "openapi")]
            about,
        }
    }

    /// Whether it changes something, or may.
    pub(crate) fn changes(&self) -> bool {
        self.method != "GET"
    }

    /// Whether it reads a body.
    pub(crate) fn takes_body(&self) -> bool {
        match self.action {
            Action::Portal(handler) => handler.takes_body(),
            Action::Edge(handler) => handler.takes_body(),
        }
    }

    /// Returns the ids in a path, if the path is this route's.
    fn ids<'a>(&self, path: &'a str) -> Option<Vec<&'a str>> {
        let mut ids = Vec::new();
        let mut segments = path.split('/');
        for own in self.path.split('/') {
            let segment = segments.next()?;
            if own.starts_with('{') {
                ids.push(segment);
            } else if own != segment {
                return None;
            }
        }
        segments.next().is_none().then_some(ids)
    }

    /// Whether a method is the route's. HEAD is served as GET; the platform leaves the body out.
    fn serves(&self, method: &str) -> bool {
        self.method == method || (self.method == "GET" && method == "HEAD")
    }
}

/// Finds the route of a request, and the ids in its path. Where a word fits, no id does: `/referrals/review` is no referral.
///
/// # Errors
/// A problem when no route has the path, or none of those takes the method.
pub(crate) fn find<'a>(
    routes: &mut dyn Iterator<Item = &'static Route>,
    method: &str,
    path: &'a str,
) -> Result<(&'static Route, Vec<&'a str>), Problem> {
    let mut fitting: Vec<_> = routes
        .filter_map(|route| Some((route, route.ids(path)?)))
        .collect();
    let fewest = fitting.iter().map(|(_, ids)| ids.len()).min();
    fitting.retain(|(_, ids)| Some(ids.len()) == fewest);
    if fitting.is_empty() {
        return Err(Problem::no_such_address());
    }
    let mut allowed = Vec::new();
    for (route, ids) in fitting {
        if route.serves(method) {
            return Ok((route, ids));
        }
        allowed.push(route.method);
        if route.method == "GET" {
            allowed.push("HEAD");
        }
    }
    Err(Problem::method(allowed.join(", ")))
}
