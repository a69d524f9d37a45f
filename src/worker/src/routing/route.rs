//! Routes, and finding the one that a request is for.

use portal::PortalRequest;

use super::request_parts::Asked;
use crate::edge::problem::Problem;

/// The question to the portal that a request makes.
pub(crate) type Question = fn(&Asked<'_>) -> Result<PortalRequest, Problem>;

/// One method of one path.
pub(crate) struct Route {
    pub(crate) method: &'static str,
    /// A segment in braces stands for an id, and says of what.
    pub(crate) path: &'static str,
    pub(crate) action: Action,
}

/// Who may ask, and what.
pub(crate) enum Action {
    /// Whoever is signed in asks their own portal.
    Ask(Question),
    /// Whoever has an API key asks its portal.
    Call(Question),
    /// Who is signed in.
    ShowSession,
    /// Nobody, from now on.
    SignOut,
}

impl Route {
    pub(crate) const fn new(method: &'static str, path: &'static str, action: Action) -> Self {
        Self {
            method,
            path,
            action,
        }
    }

    pub(crate) const fn get(path: &'static str, question: Question) -> Self {
        Self::new("GET", path, Action::Ask(question))
    }

    pub(crate) const fn post(path: &'static str, question: Question) -> Self {
        Self::new("POST", path, Action::Ask(question))
    }

    /// A route for the customer's own systems.
    pub(crate) const fn call(path: &'static str, question: Question) -> Self {
        Self::new("POST", path, Action::Call(question))
    }

    /// Whether it is asked with an API key.
    pub(crate) const fn takes_key(&self) -> bool {
        matches!(self.action, Action::Call(_))
    }

    pub(crate) const fn patch(path: &'static str, question: Question) -> Self {
        Self::new("PATCH", path, Action::Ask(question))
    }

    pub(crate) const fn delete(path: &'static str, question: Question) -> Self {
        Self::new("DELETE", path, Action::Ask(question))
    }

    /// The question to the portal.
    ///
    /// # Errors
    /// A problem that says what of the request cannot be read.
    pub(crate) fn question(&self, asked: &Asked<'_>) -> Result<PortalRequest, Problem> {
        match self.action {
            Action::Ask(question) | Action::Call(question) => question(asked),
            Action::ShowSession | Action::SignOut => Err(Problem::no_such_address()),
        }
    }

    /// The ids in a path that is this route's.
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

    /// What answers GET answers HEAD; the platform leaves the body out.
    fn takes(&self, method: &str) -> bool {
        self.method == method || (self.method == "GET" && method == "HEAD")
    }
}

/// The route of a request, and the ids in its path.
///
/// # Errors
/// A problem when no route has the path, or none of those takes the method.
pub(crate) fn find<'a>(
    routes: impl Iterator<Item = &'static Route>,
    method: &str,
    path: &'a str,
) -> Result<(&'static Route, Vec<&'a str>), Problem> {
    let mut allowed = Vec::new();
    for route in routes {
        let Some(ids) = route.ids(path) else { continue };
        if route.takes(method) {
            return Ok((route, ids));
        }
        allowed.push(route.method);
        if route.method == "GET" {
            allowed.push("HEAD");
        }
    }
    if allowed.is_empty() {
        return Err(Problem::no_such_address());
    }
    Err(Problem::method(allowed.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::FAMILIES;

    fn look_up(method: &str, path: &str) -> Result<(&'static str, Vec<String>), String> {
        find(FAMILIES.iter().copied().flatten(), method, path)
            .map(|(route, ids)| (route.path, ids.into_iter().map(str::to_owned).collect()))
            .map_err(|problem| {
                let reply = problem.into_reply();
                format!(
                    "{} {}",
                    reply.status().as_u16(),
                    reply.header("allow").unwrap_or("-")
                )
            })
    }

    #[test]
    fn a_path_names_its_route_and_its_ids() {
        let found = look_up("PATCH", "/api/campaigns/7/referrers/123").unwrap();
        let path = "/api/campaigns/{campaign}/referrers/{contact}";
        assert_eq!(found, (path, vec!["7".to_owned(), "123".to_owned()]));
        assert_eq!(look_up("HEAD", "/api/runs").unwrap().0, "/api/runs");
        assert_eq!(
            look_up("POST", "/api/runs/1/pause").unwrap().0,
            "/api/runs/{run}/pause"
        );
    }

    #[test]
    fn what_no_route_has_is_not_found_and_other_methods_are_told_which() {
        for path in [
            "/api/",
            "/api/nothing",
            "/api/runs/1/fly",
            "/api/campaigns/1/referrers",
        ] {
            assert_eq!(look_up("GET", path).unwrap_err(), "404 -", "{path}");
        }
        for (method, path, allowed) in [
            ("DELETE", "/api/campaigns", "GET, HEAD, POST"),
            ("POST", "/api/session", "GET, HEAD"),
            ("GET", "/api/session/sign-out", "POST"),
            ("PUT", "/api/syncs/1", "GET, HEAD, PATCH, DELETE"),
        ] {
            assert_eq!(
                look_up(method, path).unwrap_err(),
                format!("405 {allowed}"),
                "{path}"
            );
        }
    }

    #[test]
    fn every_route_can_be_reached() {
        for route in FAMILIES.iter().copied().flatten() {
            let path = route.path.replace(['{', '}'], "");
            let (found, _) = find(FAMILIES.iter().copied().flatten(), route.method, &path)
                .map_err(|_| route.path)
                .unwrap();
            assert!(
                core::ptr::eq(found, route),
                "{} {}",
                route.method,
                route.path
            );
        }
    }
}
