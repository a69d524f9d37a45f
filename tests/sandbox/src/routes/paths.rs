//! Paths: maps older names to newer ones, and matches patterns with parameters.

use std::collections::BTreeMap;

use crate::objects::ObjectType;

/// The API version in a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// `v1`, which the client libraries still use for OAuth.
    V1,
    /// `v3`, which the client libraries use for everything except associations.
    #[default]
    V3,
    /// `v4`, which only associations have.
    V4,
    /// `2026-03`.
    March2026,
    /// `2026-09`, which applies a portal's own rules to API writes.
    September2026,
}

impl Version {
    /// Parses a version. `associated` says whether the path is about associations, whose `v3` has
    /// another shape.
    fn parse(segment: &str, family: &str, associated: bool) -> Option<Self> {
        match segment {
            "v1" if family == "oauth" => Some(Self::V1),
            "v4" if associated => Some(Self::V4),
            "v3" if !associated => Some(Self::V3),
            "2026-03" => Some(Self::March2026),
            "2026-09" => Some(Self::September2026),
            _ => None,
        }
    }
}

/// Rewrites `/crm/v3/objects/…` to `/crm/objects/v3/…`, and other names of an object type to its
/// plural. Drops a trailing slash, because the client libraries send one for lists.
pub(crate) fn canonical(mut segments: Vec<String>) -> Vec<String> {
    if segments.len() > 1 && segments.last().is_some_and(String::is_empty) {
        segments.pop();
    }
    let numbered = |segment: &String| segment == "v3" || segment == "v4";
    if segments.first().is_some_and(|first| first == "crm")
        && segments.get(1).is_some_and(numbered)
        && segments.len() > 2
    {
        segments.swap(1, 2);
    }
    // The segments with object types: after the version, and at the target of an association.
    let typed: &[usize] = match segments.get(1).map(String::as_str) {
        Some("objects") => match segments.get(5).map(String::as_str) {
            Some("associations") => &[3, 6, 7],
            _ => &[3],
        },
        Some("associations") => &[3, 4],
        Some("properties" | "pipelines") => &[3],
        _ => &[],
    };
    for place in typed {
        if let Some(segment) = segments.get_mut(*place)
            && let Some(object) = ObjectType::parse(segment)
        {
            object.plural().clone_into(segment);
        }
    }
    segments
}

/// Compares a pattern with a path. `{v}` matches a version, other names in braces match any
/// segment.
pub(crate) fn matches(
    pattern: &'static str,
    segments: &[String],
) -> Option<(Version, BTreeMap<&'static str, String>)> {
    let mut version = Version::default();
    let mut params = BTreeMap::new();
    let family = segments.first()?;
    let associated = pattern.contains("/associations/");
    let mut given = segments.iter();
    for expected in pattern.trim_start_matches('/').split('/') {
        let segment = given.next()?;
        match expected
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some("v") => version = Version::parse(segment, family, associated)?,
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
    fn older_paths_are_rewritten_to_newer_ones() {
        let cases = [
            ("/crm/v3/objects/contacts", "/crm/objects/v3/contacts"),
            ("/crm/v3/objects/0-1/7", "/crm/objects/v3/contacts/7"),
            ("/crm/v3/lists/", "/crm/lists/v3"),
            (
                "/crm/properties/2026-09/contact",
                "/crm/properties/2026-09/contacts",
            ),
            (
                "/crm/v4/associations/contact/0-3/batch/read",
                "/crm/associations/v4/contacts/deals/batch/read",
            ),
            (
                "/crm/v4/objects/0-3/7/associations/default/contact/8",
                "/crm/objects/v4/deals/7/associations/default/contacts/8",
            ),
            ("/crm/v3/pipelines/0-3", "/crm/pipelines/v3/deals"),
            ("/oauth/v1/token", "/oauth/v1/token"),
        ];
        for (older, newer) in cases {
            assert_eq!(format!("/{}", read(older).join("/")), newer);
        }
    }

    #[test]
    fn an_unknown_version_does_not_match() {
        let pattern = "/crm/objects/{v}/contacts";
        let version = |path| matches(pattern, &read(path)).map(|(version, _)| version);
        assert_eq!(
            version("/crm/objects/2026-09/contacts"),
            Some(Version::September2026)
        );
        assert_eq!(version("/crm/objects/2025-09/contacts"), None);
        assert_eq!(version("/crm/v1/objects/contacts"), None);
        assert_eq!(version("/crm/v4/objects/contacts"), None);
        assert_eq!(version("/crm/objects/2026-09/contacts/7"), None);
    }
}
