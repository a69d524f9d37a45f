//! Links with which a referrer shares their referral link, with the campaign's message.
//!
//! Invariants: the message and the name always end up inside one parameter, whatever they hold.
//! Everything but letters, digits and `-._~` is percent-encoded (RFC 3986, 2.3). A name is put into
//! the message, never read for placeholders.

use core::fmt::Write;

use serde::Serialize;

use crate::campaign::{CampaignName, ShareMessage};

/// The placeholder for the referral link in a message.
const LINK: &str = "{link}";
/// The placeholder for the referrer's given name in a message.
const FIRST_NAME: &str = "{firstName}";

/// One referrer's share links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ShareLinks {
    /// Opens an e-mail without an addressee. Source: RFC 6068.
    pub email: String,
    /// Source: `WhatsApp` Help Center, "How to use click to chat".
    pub whatsapp: String,
    /// Takes the link only. Source: Microsoft Learn, "Share on `LinkedIn`" plug-in.
    #[serde(rename = "linkedin")]
    pub linked_in: String,
    /// Source: X developer platform, "Web intents".
    pub x: String,
    /// Takes the link only. Source: Meta for Developers, "Share Dialog" and "Sharing best practices".
    pub facebook: String,
    /// Opens a text message without an addressee. Source: RFC 5724, and common practice where it
    /// says nothing: iOS wants an ampersand before the body, Android a question mark.
    pub sms: String,
}

impl ShareMessage {
    /// Returns the message as a referrer sends it. Without a given name, its placeholder is left
    /// out.
    #[must_use]
    pub fn filled(&self, link: &str, first_name: Option<&str>) -> String {
        let name = first_name.map_or("", str::trim);
        let mut out = String::new();
        let mut rest = self.as_str();
        while let Some(at) = rest.find('{') {
            let (before, found) = rest.split_at_checked(at).unwrap_or((rest, ""));
            out.push_str(before);
            if let Some(behind) = found.strip_prefix(LINK) {
                out.push_str(link);
                rest = behind;
            } else if let Some(behind) = found.strip_prefix(FIRST_NAME) {
                out.push_str(name);
                rest = if name.is_empty() {
                    behind.trim_start_matches(' ')
                } else {
                    behind
                };
            } else {
                out.push('{');
                rest = found.strip_prefix('{').unwrap_or_default();
            }
        }
        out.push_str(rest);
        out.trim().to_owned()
    }
}

impl ShareLinks {
    /// Makes the share links of one referrer. The campaign's name is the e-mail's subject.
    #[must_use]
    pub fn new(
        link: &str,
        campaign: &CampaignName,
        message: &ShareMessage,
        first_name: Option<&str>,
    ) -> Self {
        let text = message.filled(link, first_name);
        let body = encoded(&text);
        let url = encoded(link);
        Self {
            email: format!(
                "mailto:?subject={}&body={}",
                encoded(campaign.as_str()),
                // Source: RFC 6068, 5: line breaks in a body are %0D%0A.
                body.replace("%0A", "%0D%0A")
            ),
            whatsapp: format!("https://wa.me/?text={body}"),
            linked_in: format!("https://www.linkedin.com/sharing/share-offsite/?url={url}"),
            x: format!("https://x.com/intent/post?text={body}"),
            facebook: format!("https://www.facebook.com/sharer/sharer.php?u={url}"),
            sms: format!("sms:?&body={body}"),
        }
    }
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a `String` cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use url::Url;

    const LINK_OF_ANN: &str = "https://g.example/r/K7Q2M0X49B";

    fn links(message: &str, name: Option<&str>) -> ShareLinks {
        ShareLinks::new(
            LINK_OF_ANN,
            &CampaignName::parse("Spring & more").unwrap(),
            &ShareMessage::parse(message).unwrap(),
            name,
        )
    }

    #[test]
    fn every_channel_has_a_share_link() {
        let links = links("Hi, {firstName} here:\n100% & {link}", Some(" Zo\u{eb} "));
        let encoded_link = "https%3A%2F%2Fg.example%2Fr%2FK7Q2M0X49B";
        let body = format!("Hi%2C%20Zo%C3%AB%20here%3A%0A100%25%20%26%20{encoded_link}");
        assert_eq!(
            links.email,
            format!(
                "mailto:?subject=Spring%20%26%20more&body={}",
                body.replace("%0A", "%0D%0A")
            )
        );
        assert_eq!(links.whatsapp, format!("https://wa.me/?text={body}"));
        assert_eq!(links.x, format!("https://x.com/intent/post?text={body}"));
        assert_eq!(links.sms, format!("sms:?&body={body}"));
        assert!(links.linked_in.ends_with(&format!("?url={encoded_link}")));
        assert!(links.facebook.ends_with(&format!("?u={encoded_link}")));
    }

    #[test]
    fn a_message_is_filled_once_and_reads_well_without_a_name() {
        for (message, name, filled) in [
            ("{firstName} says: {link}", Some("Ann"), "Ann says: L"),
            ("{firstName} says: {link}", None, "says: L"),
            ("See {link}. {firstName}", Some(""), "See L."),
            ("{link} {link}", None, "L L"),
            ("{link} {name} {", Some("Ann"), "L {name} {"),
            ("{{link}}", None, "{L}"),
            ("{firstName}: {link}", Some("{link}"), "{link}: L"),
            ("{firstName}: {link}", Some("{firstName}"), "{firstName}: L"),
        ] {
            let message = ShareMessage::parse(message).unwrap();
            assert_eq!(message.filled("L", name), filled);
        }
    }

    proptest! {
        #[test]
        fn the_message_always_stays_in_one_parameter(said in "\\PC{0,40}", name in "\\PC{0,20}") {
            let message = ShareMessage::parse(&format!("{said}{{link}}")).unwrap();
            let filled = message.filled(LINK_OF_ANN, Some(&name));
            let campaign = CampaignName::parse("Spring").unwrap();
            let links = ShareLinks::new(LINK_OF_ANN, &campaign, &message, Some(&name));
            let url = Url::parse(&links.whatsapp).unwrap();
            let pairs: Vec<_> = url.query_pairs().collect();
            prop_assert_eq!(pairs.len(), 1);
            prop_assert_eq!(pairs[0].1.as_ref(), filled);
        }
    }
}
