//! Pages: whether a cursor leads on.

/// Returns whether the cursor of a next page leads behind the page that was asked for with another
/// cursor. HubSpot's cursors are opaque, but those of contacts and of lists' members are mostly the
/// next record's id. One that repeats, or leads back, would never end.
#[must_use]
pub fn leads_on(asked: Option<&str>, next: &str) -> bool {
    let Some(asked) = asked else { return true };
    match (asked.parse::<u64>(), next.parse::<u64>()) {
        (Ok(asked), Ok(next)) => next > asked,
        _ => next != asked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_repeats_or_leads_back_leads_nowhere() {
        for (asked, next, expected) in [
            (None, "51", true),
            (Some("51"), "52", true),
            (Some("99"), "100", true),
            (Some("51"), "51", false),
            (Some("100"), "99", false),
            (Some("NTE%3D"), "NTI%3D", true),
            (Some("NTE%3D"), "NTE%3D", false),
        ] {
            assert_eq!(leads_on(asked, next), expected, "{asked:?} {next}");
        }
    }
}
