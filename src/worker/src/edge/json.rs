//! Reading JSON that somebody sent. Every such body is read here.

mod strict;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use self::strict::Strict;

/// Why a body was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreadable {
    /// It is not JSON, for this reason.
    #[error("{0}")]
    NotJson(String),
    /// It is JSON of another form, with this difference.
    #[error("{0}")]
    Unfit(String),
}

/// Reads a JSON object, as strictly as it is described ([`Strict`]).
///
/// # Errors
/// See [`Unreadable`].
pub(crate) fn object<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unreadable> {
    let value: Value = serde_json::from_slice(body)?;
    Ok(T::deserialize(Strict(value))?)
}

/// Reads any JSON.
///
/// # Errors
/// See [`Unreadable`].
pub(crate) fn any<T: DeserializeOwned>(body: &[u8]) -> Result<T, Unreadable> {
    serde_json::from_slice(body).map_err(Unreadable::from)
}

impl From<serde_json::Error> for Unreadable {
    // Not inlined: otherwise the wasm has a copy for each type that is read.
    #[inline(never)]
    fn from(error: serde_json::Error) -> Self {
        match error.classify() {
            Category::Data => Self::Unfit(error.to_string()),
            Category::Syntax | Category::Eof | Category::Io => Self::NotJson(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Name {
        first: String,
        last: Option<String>,
    }

    fn read(body: &str) -> Result<Name, Unreadable> {
        object(body.as_bytes())
    }

    #[test]
    fn an_object_is_read() {
        let name = read(" {\"first\": \"Ann\"} ").unwrap();
        assert_eq!((name.first.as_str(), name.last), ("Ann", None));
    }

    #[test]
    fn a_message_may_be_an_array() {
        assert_eq!(any::<Vec<u8>>(b"[1, 2]").unwrap(), [1, 2]);
    }

    #[test]
    fn other_json_and_text_that_is_no_json_are_told_apart() {
        for unfit in [
            "null",
            "7",
            "{}",
            r#"{"first": 7}"#,
            r#"{"first": "Ann", "age": 7}"#,
        ] {
            assert!(matches!(read(unfit), Err(Unreadable::Unfit(_))), "{unfit}");
        }
        for no_json in ["", "{", "first=Ann", "{\"first\": \"Ann\"} {}"] {
            assert!(
                matches!(read(no_json), Err(Unreadable::NotJson(_))),
                "{no_json}"
            );
        }
    }
}
