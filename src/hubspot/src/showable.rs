//! Text from outside, made safe to show and to store: bounded, on one line, with e-mail addresses
//! masked.

/// The most characters of a message: longer than any of HubSpot's own sentences. A longer text
/// quotes somebody's data.
const LONGEST_MESSAGE: usize = 400;

/// The most characters of a code: the length of the longest property names, which are the longest
/// names in HubSpot's errors.
const LONGEST_CODE: usize = 100;

const MASK: &str = "[e-mail address]";

/// Returns a sentence, made safe.
pub(crate) fn message(text: &str) -> String {
    let mut shown = String::new();
    for word in text.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
        }
        mask(word, &mut shown);
        // A character takes at most four bytes.
        if shown.len() > 4 * LONGEST_MESSAGE {
            break;
        }
    }
    if shown.chars().count() > LONGEST_MESSAGE {
        shown = shown.chars().take(LONGEST_MESSAGE).collect();
        shown.push('…');
    }
    shown
}

/// Returns a code, a name or an id: letters, digits and the characters that join them. Returns
/// nothing of a text that could be an e-mail address.
pub(crate) fn code(text: &str) -> String {
    if is_address(text) {
        return String::new();
    }
    let joins = |char: &char| char.is_ascii_alphanumeric() || "_-.:/".contains(*char);
    text.chars().filter(joins).take(LONGEST_CODE).collect()
}

/// Appends a word with every run replaced that could be an e-mail address.
fn mask(word: &str, shown: &mut String) {
    // Characters that an address can hold only within quotes, and that therefore end a run.
    let delimits = |char: char| "<>()[]\",;:\\".contains(char) || char.is_control();
    let mut rest = word;
    while !rest.is_empty() {
        let (run, tail) = rest.split_at(rest.find(delimits).unwrap_or(rest.len()));
        shown.push_str(if is_address(run) { MASK } else { run });
        let mut tail = tail.chars();
        shown.extend(tail.next().filter(|char| !char.is_control()));
        rest = tail.as_str();
    }
}

fn is_address(run: &str) -> bool {
    run.contains('@') || run.contains("%40")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_masked_and_the_sentence_stays() {
        for (text, shown) in [
            (
                "Contact already exists. Existing ID: 51",
                "Contact already exists. Existing ID: 51",
            ),
            (
                "Email jo.o'hara+x@example.com is invalid",
                "Email [e-mail address] is invalid",
            ),
            (
                "<jo@example.com>,(kim@example.org)",
                "<[e-mail address]>,([e-mail address])",
            ),
            (
                "{\"email\":\"jo@example.com\"}",
                "{\"email\":\"[e-mail address]\"}",
            ),
            ("mailto:jo%40example.com", "mailto:[e-mail address]"),
            ("JÖ@exämple.com", "[e-mail address]"),
            ("two\nlines\tand \u{7}bells", "two lines and bells"),
            ("   ", ""),
        ] {
            assert_eq!(message(text), shown);
        }
    }

    #[test]
    fn length_is_bounded_in_characters() {
        assert_eq!(message(&"é".repeat(400)), "é".repeat(400));
        assert_eq!(message(&"é ".repeat(9000)).chars().count(), 401);
        assert_eq!(message(&"x".repeat(9000)).chars().count(), 401);
        assert_eq!(code(&"X".repeat(9000)).len(), 100);
    }

    #[test]
    fn a_code_is_plain() {
        for (text, shown) in [
            ("VALIDATION_ERROR", "VALIDATION_ERROR"),
            ("crm.objects.contacts.read", "crm.objects.contacts.read"),
            ("<b>X</b>\n", "bX/b"),
            ("jo@example.com", ""),
            ("jo%40example.com", ""),
        ] {
            assert_eq!(code(text), shown);
        }
    }
}
