//! The words about a route, for the description of the API.
//!
//! They stand in the route's declaration and exist natively under the feature `openapi` alone. The Worker's twin of
//! each type is empty, so that no word of the description is in the wasm.

#[cfg(not(feature = "openapi"))]
pub(crate) use dropped::{About, Words};
#[cfg(feature = "openapi")]
pub(crate) use kept::{About, Content, Words};

#[cfg(feature = "openapi")]
mod kept {
    use http::StatusCode;

    use crate::edge::problem::Kind;
    use crate::routing::described::Described;
    use crate::routing::shape::Shape;

    /// A text of the description.
    #[derive(Clone, Copy)]
    pub(crate) struct Words(pub(crate) &'static str);

    impl Words {
        pub(crate) const fn new(text: &'static str) -> Self {
            Self(text)
        }
    }

    /// The description of one route, less its method, path and inputs.
    #[derive(Clone, Copy)]
    pub(crate) struct About {
        pub(crate) name: &'static str,
        pub(crate) summary: &'static str,
        pub(crate) explanation: Option<&'static str>,
        pub(crate) responses: [Option<Response>; 2],
        pub(crate) refusals: &'static [Kind],
    }

    /// A response that is no refusal.
    #[derive(Clone, Copy)]
    pub(crate) struct Response {
        pub(crate) status: StatusCode,
        pub(crate) words: &'static str,
        pub(crate) content: Content,
    }

    /// The body of a response.
    #[derive(Clone, Copy)]
    pub(crate) enum Content {
        Nothing,
        Json(fn() -> Shape),
        /// A background query: the name of its kind, and the shape for that name.
        Query(&'static str, fn(&str) -> Shape),
        Table,
    }

    impl About {
        /// Names the operation and says in one line what it does.
        pub(crate) const fn new(name: &'static str, summary: &'static str) -> Self {
            Self {
                name,
                summary,
                explanation: None,
                responses: [None; 2],
                refusals: &[],
            }
        }

        /// Adds what else a caller has to know.
        pub(crate) const fn explained(mut self, text: &'static str) -> Self {
            self.explanation = Some(text);
            self
        }

        /// Adds a response of JSON.
        pub(crate) const fn responds<V: Described>(
            self,
            status: StatusCode,
            words: &'static str,
        ) -> Self {
            self.with(status, words, Content::Json(Shape::of::<V>))
        }

        /// Adds a response that is a list, or a page of one.
        pub(crate) const fn lists<V: Described>(self, words: &'static str) -> Self {
            self.with(StatusCode::OK, words, Content::Json(Shape::list::<V>))
        }

        /// Adds a response that is a background query of this kind, with such a result.
        pub(crate) const fn responds_query<R: Described>(
            self,
            status: StatusCode,
            kind: &'static str,
            words: &'static str,
        ) -> Self {
            self.with(status, words, Content::Query(kind, Shape::query::<R>))
        }

        /// Adds a response that is a CSV table.
        pub(crate) const fn responds_table(self, words: &'static str) -> Self {
            self.with(StatusCode::OK, words, Content::Table)
        }

        /// Adds a response without a body.
        pub(crate) const fn responds_nothing(self, words: &'static str) -> Self {
            self.with(StatusCode::NO_CONTENT, words, Content::Nothing)
        }

        /// Sets the refusals that do not follow from method, path, caller and inputs.
        pub(crate) const fn refuses(mut self, refusals: &'static [Kind]) -> Self {
            self.refusals = refusals;
            self
        }

        const fn with(mut self, status: StatusCode, words: &'static str, content: Content) -> Self {
            let response = Some(Response {
                status,
                words,
                content,
            });
            self.responses = match self.responses {
                [None, _] => [response, None],
                [first, _] => [first, response],
            };
            self
        }
    }
}

#[cfg(not(feature = "openapi"))]
mod dropped {
    use http::StatusCode;

    use crate::edge::problem::Kind;
    use crate::routing::described::Described;

    #[derive(Clone, Copy)]
    pub(crate) struct Words;

    impl Words {
        pub(crate) const fn new(_: &'static str) -> Self {
            Self
        }
    }

    #[derive(Clone, Copy)]
    pub(crate) struct About;

    impl About {
        pub(crate) const fn new(_: &'static str, _: &'static str) -> Self {
            Self
        }

        pub(crate) const fn explained(self, _: &'static str) -> Self {
            self
        }

        pub(crate) const fn responds<V: Described>(self, _: StatusCode, _: &'static str) -> Self {
            self
        }

        pub(crate) const fn lists<V: Described>(self, _: &'static str) -> Self {
            self
        }

        pub(crate) const fn responds_query<R: Described>(
            self,
            _: StatusCode,
            _: &'static str,
            _: &'static str,
        ) -> Self {
            self
        }

        pub(crate) const fn responds_table(self, _: &'static str) -> Self {
            self
        }

        pub(crate) const fn responds_nothing(self, _: &'static str) -> Self {
            self
        }

        pub(crate) const fn refuses(self, _: &'static [Kind]) -> Self {
            self
        }
    }
}
