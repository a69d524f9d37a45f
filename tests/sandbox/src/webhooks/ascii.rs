//! JSON in ASCII only. HubSpot's posts escape all other characters. A receiver that serialises the
//! JSON again, and verifies the signature over the result, fails.

use std::fmt::Write;

use serde_json::Value;

/// Serialises JSON and escapes all characters beyond ASCII.
pub(super) fn write(json: &Value) -> Vec<u8> {
    let text = json.to_string();
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            out.push(letter);
            continue;
        }
        // Such characters occur only within strings, where each UTF-16 unit has its escape.
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
    fn characters_beyond_ascii_are_escaped() {
        let json = json!({ "n": "Zoë 🎈", "q": "\"" });
        let bytes = super::write(&json);
        assert_eq!(bytes, br#"{"n":"Zo\u00eb \ud83c\udf88","q":"\""}"#);
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), json);
    }
}
