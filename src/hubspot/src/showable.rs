//! Foreign text made safe to show and to store: bounded, on one line, with e-mail addresses masked.

/// Longer than any of HubSpot's own sentences; what is longer quotes somebody's data.
const LONGEST_MESSAGE: usize = 400;

/// HubSpot's codes and property names are shorter; property names may have 100 characters.
const LONGEST_CODE: usize = 100;

const MASK: &str = "[e-mail address]";

/// A sentence.
pub(crate) fn message(text: &str) -> String {
    let mut shown = String::new();
    for (position, word) in text.split_whitespace().enumerate() {
        if position > 0 {
            shown.push(' ');
        }
        mask(word, &mut shown);
        if shown.chars().count() > LONGEST_MESSAGE {
            let mut cut: String = shown.chars().take(LONGEST_MESSAGE).collect();
            cut.push('…');
            return cut;
        }
    }
    shown
}

/// A code, a name, an id: letters, digits and what joins them.
pub(crate) fn code(text: &str) -> String {
    let joins = |char: &char| char.is_ascii_alphanumeric() || "_-.:/".contains(*char);
    text.chars().filter(joins).take(LONGEST_CODE).collect()
}

/// Appends a word with every run that could be an e-mail address replaced.
fn mask(word: &str, shown: &mut String) {
    let delimits = |char: char| "<>()[]{}\"'`,;:\\/=&?|".contains(char) || char.is_control();
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest.find(delimits).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        let escaped = run.to_ascii_lowercase().contains("%40");
        shown.push_str(if run.contains('@') || escaped {
            MASK
        } else {
            run
        });
        let mut tail = tail.chars();
        if let Some(delimiter) = tail.next().filter(|char| !char.is_control()) {
            shown.push(delimiter);
        }
        rest = tail.as_str();
    }
}
