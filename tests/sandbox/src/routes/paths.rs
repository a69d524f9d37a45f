//! Paths: older names to newer ones, and patterns with parameters.

use std::collections::BTreeMap;

/// The version of the API that a path names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// `v1`, still used by the client libraries for OAuth.
    V1,
    /// `v3`, used by the client libraries for all else.
    #[default]
    V3,
    /// `2026-03`.
    March2026,
    /// `2026-09`, which applies a portal's own rules to API writes.
    September2026,
}

impl Version {
    fn parse(segment: &str, family: &str) -> Option<Self> {
        match segment {
            "v1" if family == "oauth" => Some(Self::V1),
            "v3" => Some(Self::V3),
            "2026-03" => Some(Self::March2026),
            "2026-09" => Some(Self::September2026),
            _ => None,
        }
    }
}

/// Rewrites `/crm/v3/objects/…` to `/crm/objects/v3/…`, and the names that an object type also goes
/// by to `contacts`. A trailing slash is dropped: the client libraries send one for lists.
pub(crate) fn canonical(mut segments: Vec<String>) -> Vec<String> {
    if segments.len() > 1 && segments.last().is_some_and(String::is_empty) {
        segments.pop();
    }
    let numbered = |segment: &String| segment == "v3";
    if segments.first().is_some_and(|first| first == "crm")
        && segments.get(1).is_some_and(numbered)
        && segments.len() > 2
    {
        segments.swap(1, 2);
    }
    let typed = segments
        .get(1)
        .is_some_and(|family| family == "objects" || family == "properties");
    if let Some(object_type) = segments.get_mut(3).filter(|_| typed)
        && matches!(object_type.as_str(), "contact" | "CONTACT" | "0-1")
    {
        "contacts".clone_into(object_type);
    }
    segments
}

/// Compares a pattern with a path; `{v}` takes a version, other names in braces take any segment.
pub(crate) fn matches(
    pattern: &'static str,
    segments: &[String],
) -> Option<(Version, BTreeMap<&'static str, String>)> {
    let mut version = Version::default();
    let mut params = BTreeMap::new();
    let family = segments.first()?;
    let mut given = segments.iter();
    for expected in pattern.trim_start_matches('/').split('/') {
        let segment = given.next()?;
        match expected
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some("v") => version = Version::parse(segment, family)?,
            Some(_) if segment.is_empty() => return None,
            Some(name) => {
                params.insert(name, segment.clone());
            }
            None if expected == segment => {}
            None => return None,
        }
    }
    given.next().is_none().then_some((version, params))
}

#[cfg(test)]
mod tests {
    use super::{Version, canonical, matches};

    fn read(path: &str) -> Vec<String> {
        canonical(
            path.trim_start_matches('/')
                .split('/')
                .map(str::to_owned)
                .collect(),
        )
    }

    #[test]
    fn older_names_become_newer_ones() {
        let cases = [
            ("/crm/v3/objects/contacts", "/crm/objects/v3/contacts"),
            ("/crm/v3/objects/0-1/7", "/crm/objects/v3/contacts/7"),
            ("/crm/v3/lists/", "/crm/lists/v3"),
            (
                "/crm/properties/2026-09/contact",
                "/crm/properties/2026-09/contacts",
            ),
            ("/oauth/v1/token", "/oauth/v1/token"),
        ];
        for (older, newer) in cases {
            assert_eq!(format!("/{}", read(older).join("/")), newer);
        }
    }

    #[test]
    fn a_version_must_be_one_that_exists() {
        let pattern = "/crm/objects/{v}/contacts";
        let version = |path| matches(pattern, &read(path)).map(|(version, _)| version);
        assert_eq!(
            version("/crm/objects/2026-09/contacts"),
            Some(Version::September2026)
        );
        assert_eq!(version("/crm/objects/2025-09/contacts"), None);
        assert_eq!(version("/crm/v1/objects/contacts"), None);
        assert_eq!(version("/crm/objects/2026-09/contacts/7"), None);
    }
}
