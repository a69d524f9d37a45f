//! JSON that is read as it is described. serde's derived code takes more: an array for an object, its items being the
//! members in their order, and `{"name": null}` for the plain `"name"` of an enum. Here both are refused, at every depth
//! and for every type, because each value inside is read by the same reader.

use serde::de::value::{
    MapAccessDeserializer, MapDeserializer, SeqDeserializer, StringDeserializer,
};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Value};

/// A value of a body, read strictly.
pub(super) struct Strict(pub(super) Value);

impl Strict {
    /// Returns the members of an object.
    fn members(self) -> Result<Map<String, Value>, Error> {
        let found = match self.0 {
            Value::Object(members) => return Ok(members),
            Value::Array(_) => "an array",
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
        };
        Err(Error::custom(format_args!(
            "it must be an object, and not {found}"
        )))
    }
}

type Members = MapDeserializer<'static, Pairs, Error>;
type Pairs = core::iter::Map<serde_json::map::IntoIter, fn((String, Value)) -> (String, Strict)>;

fn members(map: Map<String, Value>) -> Members {
    let pair: fn((String, Value)) -> (String, Strict) = |(name, value)| (name, Strict(value));
    MapDeserializer::new(map.into_iter().map(pair))
}

fn read_members<'de, V: Visitor<'de>>(
    map: Map<String, Value>,
    visitor: V,
) -> Result<V::Value, Error> {
    let mut members = members(map);
    let value = visitor.visit_map(&mut members)?;
    members.end()?;
    Ok(value)
}

impl<'de> Deserializer<'de> for Strict {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(number) => number.deserialize_any(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => {
                let mut items = SeqDeserializer::new(items.into_iter().map(Strict));
                let value = visitor.visit_seq(&mut items)?;
                items.end()?;
                Ok(value)
            }
            Value::Object(map) => read_members(map, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        read_members(self.members()?, visitor)
    }

    /// Also the members of an enum's variant are read by this.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        read_members(self.members()?, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if let Value::String(name) = self.0 {
            let name: StringDeserializer<Error> = name.into_deserializer();
            return visitor.visit_enum(name);
        }
        let map = self.members()?;
        if map.len() != 1 || map.values().any(Value::is_null) {
            return Err(Error::custom(
                "it must be an object with one member, which has a value",
            ));
        }
        visitor.visit_enum(MapAccessDeserializer::new(members(map)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Strict {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::super::{Unreadable, object};

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Whole {
        name: String,
        inner: Option<Inner>,
        #[serde(default)]
        rows: Vec<Inner>,
        cause: Option<Cause>,
        pair: Option<(u8, String)>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        number: u16,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Cause {
        Plain,
        Wrapped(Inner),
        Spelt { number: u16 },
        Pair(u8, u8),
    }

    fn read(members: &str) -> Result<Whole, Unreadable> {
        object(format!("{{\"name\": \"a\"{members}}}").as_bytes())
    }

    #[test]
    fn a_body_is_read_as_it_is_described() {
        let whole = read(
            r#", "inner": {"number": 1}, "rows": [{"number": 2}], "cause": {"wrapped": {"number": 3}}, "pair": [4, "x"]"#,
        );
        let expected = Whole {
            name: "a".into(),
            inner: Some(Inner { number: 1 }),
            rows: vec![Inner { number: 2 }],
            cause: Some(Cause::Wrapped(Inner { number: 3 })),
            pair: Some((4, "x".into())),
        };
        assert_eq!(whole, Ok(expected));
        for (cause, expected) in [
            (r#""plain""#, Cause::Plain),
            (r#"{"spelt": {"number": 7}}"#, Cause::Spelt { number: 7 }),
            (r#"{"pair": [1, 2]}"#, Cause::Pair(1, 2)),
        ] {
            assert_eq!(
                read(&format!(r#", "cause": {cause}"#)).unwrap().cause,
                Some(expected)
            );
        }
        assert_eq!(
            read(r#", "cause": null, "inner": null"#).unwrap().inner,
            None
        );
    }

    #[test]
    fn an_array_is_no_object_at_any_depth() {
        for body in ["[]", r#"["a"]"#, r#"["a", null, [], null, null]"#] {
            let refused = object::<Whole>(body.as_bytes());
            assert!(
                matches!(refused, Err(Unreadable::Unfit(why)) if why.contains("not an array")),
                "{body}"
            );
        }
        for members in [
            r#", "inner": [1]"#,
            r#", "rows": [[1]]"#,
            r#", "rows": {"0": {"number": 1}}"#,
            r#", "cause": {"wrapped": [1]}"#,
            r#", "cause": {"spelt": [1]}"#,
            r#", "cause": ["plain"]"#,
            r#", "cause": {"plain": null}"#,
            r#", "cause": {"plain": {}}"#,
            r#", "cause": {"wrapped": {"number": 1}, "plain": null}"#,
            r#", "cause": {}"#,
            r#", "cause": "wrapped""#,
            r#", "pair": [1, "x", 2]"#,
            r#", "inner": {"number": 1, "more": 2}"#,
            r#", "inner": {"number": 65536}"#,
            r#", "inner": {"number": 1.5}"#,
            r#", "inner": {"number": "1"}"#,
            r#", "more": 1"#,
        ] {
            assert!(
                matches!(read(members), Err(Unreadable::Unfit(_))),
                "{members}"
            );
        }
    }
}
