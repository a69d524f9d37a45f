//! Other forms of an address that lead to the same mailbox, so that a person is found under them.
//!
//! Comparing ignores every `+tag`; that is safe, because it only lets a second referral of a person
//! not count. A contact that is found is written to. So a form is looked up only with providers that
//! are known to deliver it to the same mailbox.

use super::EmailAddress;

/// Gmail's two domains. They are one, and dots before the `@` mean nothing there. Source: Gmail
/// Help, "Dots don't matter in Gmail addresses".
pub(super) const GMAIL: [&str; 2] = ["gmail.com", "googlemail.com"];

/// Providers that deliver `name+tag` to `name`. Sources: the providers' help pages (Gmail, "Create
/// task-specific email addresses"; Proton, "Addresses and aliases"; Fastmail, "Plus addressing and
/// subdomain addressing"; mailbox.org, "Using mail extensions"; Yandex, "Special email addresses"),
/// and for Outlook.com, iCloud and Runbox the list in Wikipedia, "Email address", "Sub-addressing".
const TAGGED: &str = "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com \
    proton.me protonmail.com protonmail.ch pm.me fastmail.com fastmail.fm mailbox.org runbox.com \
    yandex.com yandex.ru ya.ru";

impl EmailAddress {
    /// Tells whether the provider is known to deliver other forms of the address to its mailbox.
    #[must_use]
    pub fn has_aliases(&self) -> bool {
        let mut known = TAGGED.split_ascii_whitespace();
        known.any(|known| known == self.host())
    }

    /// Returns the other forms of the address under which HubSpot may know the person, in lower
    /// case: at most four, with and without their dots under both of Gmail's domains. Dots that the
    /// person left out cannot be guessed.
    #[must_use]
    pub fn aliases(&self) -> Vec<String> {
        if !self.has_aliases() {
            return Vec::new();
        }
        let host = self.host();
        let given = self.as_str().to_ascii_lowercase();
        let local = given.split('@').next().unwrap_or_default();
        let untagged = local.split('+').next().unwrap_or_default();
        let bare = untagged.replace('.', "");
        let is_gmail = GMAIL.contains(&host);
        let locals = [untagged, if is_gmail { &bare } else { untagged }];
        let hosts = if is_gmail { GMAIL } else { [host, host] };
        let mut forms: Vec<String> = Vec::new();
        for local in locals.iter().filter(|local| !local.is_empty()) {
            for host in hosts {
                let form = format!("{local}@{host}");
                if form != given && !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
        forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_looked_for_under_each_form_that_surely_is_theirs() {
        for (given, forms) in [
            (
                "Ann.Lee+x@googlemail.com",
                &[
                    "ann.lee@gmail.com",
                    "ann.lee@googlemail.com",
                    "annlee@gmail.com",
                    "annlee@googlemail.com",
                ][..],
            ),
            ("annlee@gmail.com", &["annlee@googlemail.com"]),
            ("ann+x@outlook.com", &["ann@outlook.com"]),
            ("a.nn@icloud.com", &[]),
            ("ann+x@example.com", &[]),
            ("+x@proton.me", &[]),
        ] {
            let found = EmailAddress::parse(given).unwrap().aliases();
            assert_eq!(found, forms, "{given}");
            assert!(found.len() <= 4);
        }
    }

    #[test]
    fn every_form_is_compared_as_the_same_person() {
        for given in [
            "Ann.Lee+x@googlemail.com",
            "ann+x@outlook.com",
            "ann@yandex.ru",
        ] {
            let address = EmailAddress::parse(given).unwrap();
            for form in address.aliases() {
                let form = EmailAddress::parse(&form).unwrap();
                assert!(form.normalised() == address.normalised(), "{given}");
            }
        }
    }
}
