//! JSON in ASCII alone: HubSpot's posts escape what lies beyond, and whoever verifies a signature
//! over the same JSON written anew finds it broken.

use std::fmt::Write;

use serde_json::Value;

/// Writes JSON with every letter beyond ASCII escaped.
pub(super) fn write(json: &Value) -> Vec<u8> {
    let text = json.to_string();
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            out.push(letter);
            continue;
        }
        // Such letters stand only within strings, where an escape of each UTF-16 unit is theirs.
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn letters_beyond_ascii_are_escaped() {
        let json = json!({ "n": "Zoë 🎈", "q": "\"" });
        let bytes = super::write(&json);
        assert_eq!(bytes, br#"{"n":"Zo\u00eb \ud83c\udf88","q":"\""}"#);
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), json);
    }
}
