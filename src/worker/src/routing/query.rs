//! Parameters of the query. A function that reads them is also their description: run without a request, it notes the
//! parameters that it asks for.

use core::marker::PhantomData;

use url::form_urlencoded;

use super::about::Words;
use super::address_value::AddressValue;
use crate::edge::problem::{Kind, Problem};

/// Reads the parameters of a route.
pub(crate) type ReadQuery<Q> = fn(&mut Query<'_>) -> Result<Q, Problem>;

/// A parameter that may be absent: its name, its type, and words about it.
pub(crate) struct Parameter<T> {
    name: &'static str,
    #[cfg_attr(
        not(feature = "openapi"),
        expect(dead_code, reason = "only the description reads it")
    )]
    words: Words,
    value: PhantomData<T>,
}

impl<T> Parameter<T> {
    pub(crate) const fn new(name: &'static str, words: &'static str) -> Self {
        Self {
            name,
            words: Words::new(words),
            value: PhantomData,
        }
    }
}

/// The query of a request.
pub(crate) struct Query<'a> {
    text: &'a str,
    #[cfg(feature = "openapi")]
    asked: Vec<DescribedParameter>,
}

/// A parameter as the description has it.
#[cfg(feature = "openapi")]
pub(crate) struct DescribedParameter {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
    pub(crate) schema: super::address_value::ValueSchema,
}

impl<'a> Query<'a> {
    /// Takes the text after the question mark.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            #[cfg(feature = "openapi")]
            asked: Vec::new(),
        }
    }

    /// Returns a parameter's value, if it is given.
    ///
    /// # Errors
    /// A problem that names the parameter whose value cannot be read.
    pub(crate) fn get<T: AddressValue>(
        &mut self,
        parameter: &Parameter<T>,
    ) -> Result<Option<T>, Problem> {
        self.get_if(parameter, |_| true)
    }

    /// As [`Self::get`], for values that pass a test.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub(crate) fn get_if<T: AddressValue>(
        &mut self,
        parameter: &Parameter<T>,
        fits: impl FnOnce(&T) -> bool,
    ) -> Result<Option<T>, Problem> {
        #[cfg(feature = "openapi")]
        self.note(parameter);
        let Some(text) = self.text_of(parameter.name) else {
            return Ok(None);
        };
        match T::from_text(&text) {
            Some(value) if fits(&value) => Ok(Some(value)),
            _ => Err(unreadable(parameter.name)),
        }
    }

    fn text_of(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.text.as_bytes())
            .find(|(own, _)| own == name)
            .map(|(_, text)| text.into_owned())
    }
}

fn unreadable(name: &str) -> Problem {
    let why = format!("The value of {name} in the query is not valid. Correct it or leave it out.");
    Problem::new(Kind::BadRequest, why)
}

#[cfg(feature = "openapi")]
impl Query<'_> {
    /// Returns the parameters that a function reads.
    pub(crate) fn described<Q>(read: ReadQuery<Q>) -> Vec<DescribedParameter> {
        let mut query = Query::new("");
        // All parameters may be absent, so that reading cannot fail.
        let _ = read(&mut query);
        query.asked
    }

    fn note<T: AddressValue>(&mut self, parameter: &Parameter<T>) {
        self.asked.push(DescribedParameter {
            name: parameter.name,
            words: parameter.words.0,
            schema: T::schema(),
        });
    }
}
