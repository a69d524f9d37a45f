//! One route in words: what it takes and what it answers. What follows from method and path is added here.

use http::StatusCode;
use utoipa::ToSchema;
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Content, RefOr, Required, ResponseBuilder, SecurityRequirement};

use super::parameters;
use super::refusals::{Refusals, Shared};
use super::shapes::{Shape, Shapes};
use crate::edge::problem::Kind;
use crate::edge::reply::Reply;

const JSON: &str = "application/json";

/// A route, described.
pub(super) struct Described {
    pub(super) method: HttpMethod,
    pub(super) path: &'static str,
    operation: OperationBuilder,
    taken: Vec<Shape>,
    answered: Vec<Shape>,
    refusals: Refusals,
    open: bool,
    keyed: bool,
}

pub(super) fn get(path: &'static str, name: &str, summary: &str) -> Described {
    Described::new(HttpMethod::Get, path, name, summary)
}

pub(super) fn post(path: &'static str, name: &str, summary: &str) -> Described {
    Described::new(HttpMethod::Post, path, name, summary)
        .refuses(Kind::BadRequest)
        .refuses(Kind::Invalid)
}

pub(super) fn patch(path: &'static str, name: &str, summary: &str) -> Described {
    Described::new(HttpMethod::Patch, path, name, summary)
}

pub(super) fn delete(path: &'static str, name: &str, summary: &str) -> Described {
    Described::new(HttpMethod::Delete, path, name, summary)
}

impl Described {
    fn new(method: HttpMethod, path: &'static str, name: &str, summary: &str) -> Self {
        let changes = method != HttpMethod::Get;
        Self {
            refusals: Refusals::usual(changes),
            operation: OperationBuilder::new()
                .operation_id(Some(name))
                .summary(Some(summary)),
            method,
            path,
            taken: Vec::new(),
            answered: Vec::new(),
            open: false,
            keyed: false,
        }
    }

    /// What else there is to know.
    pub(super) fn explained(mut self, text: &str) -> Self {
        self.operation = self.operation.description(Some(text));
        self
    }

    /// Something in the query.
    pub(super) fn filter<T: ToSchema>(mut self, name: &str, about: &str) -> Self {
        let shape = Shape::of::<T>();
        // What has no definition of its own, a text or a number, is spelt out.
        let schema = if T::name().starts_with(char::is_uppercase) {
            let reference = RefOr::Ref(shape.reference());
            self.taken.push(shape);
            reference
        } else {
            T::schema()
        };
        self.operation = self
            .operation
            .parameter(parameters::filter(name, about, schema));
        self.refuses(Kind::BadRequest)
    }

    /// Where a page begins.
    pub(super) fn paged(self) -> Self {
        self.filter::<&str>("after", "`next` of the page before.")
    }

    /// The shape of the body.
    pub(super) fn takes<T: ToSchema>(mut self) -> Self {
        let shape = Shape::of::<T>();
        let body = RequestBodyBuilder::new()
            .content(JSON, shape.content())
            .required(Some(Required::True));
        self.operation = self.operation.request_body(Some(body.build()));
        self.taken.push(shape);
        self.refuses(Kind::BadRequest).refuses(Kind::Invalid)
    }

    /// An answer of JSON.
    pub(super) fn answers(mut self, status: StatusCode, shape: Shape, about: &str) -> Self {
        let answer = ResponseBuilder::new()
            .description(about)
            .content(JSON, shape.content());
        self.operation = self.operation.response(status.as_str(), answer);
        self.answered.push(shape);
        self
    }

    /// A table to be kept as a file.
    pub(super) fn answers_table(mut self, about: &str) -> Self {
        let text = ObjectBuilder::new().schema_type(Type::String);
        let table = Content::new(Some(RefOr::T(Schema::Object(text.build()))));
        let answer = ResponseBuilder::new()
            .description(about)
            .content(Reply::CSV, table);
        self.operation = self.operation.response(StatusCode::OK.as_str(), answer);
        self
    }

    /// No more than that it is done.
    pub(super) fn answers_nothing(mut self, about: &str) -> Self {
        let answer = ResponseBuilder::new().description(about);
        let status = StatusCode::NO_CONTENT;
        self.operation = self.operation.response(status.as_str(), answer);
        self
    }

    /// A refusal that does not follow from method and path.
    pub(super) fn refuses(mut self, kind: Kind) -> Self {
        self.refusals.add(kind);
        self
    }

    /// Nobody need be signed in, and no account is meant.
    pub(super) fn open(mut self) -> Self {
        self.open = true;
        self.refusals.remove(Kind::SignedOut);
        self
    }

    /// An API key is needed, and no session is looked at.
    pub(super) fn keyed(mut self) -> Self {
        self.keyed = true;
        self.refusals.remove(Kind::Forbidden);
        self
    }

    /// The route as the description has it.
    pub(super) fn into_operation(
        mut self,
        family: &str,
        shapes: &mut Shapes,
        shared: &mut Shared,
    ) -> Operation {
        let mut operation = self.operation.tag(family);
        for (parameter, shape) in parameters::of_path(self.path) {
            operation = operation.parameter(parameter);
            shapes.take(shape);
            self.refusals.add(Kind::NotFound);
        }
        if self.open {
            operation = operation.securities(Some([]));
        } else {
            if self.keyed {
                let key = SecurityRequirement::new(super::KEY, [""; 0]);
                operation = operation.securities(Some([key]));
            } else {
                operation = operation.parameter_ref(parameters::account());
            }
            if self.method == HttpMethod::Post {
                operation = operation.parameter_ref(parameters::key());
            }
        }
        self.taken.into_iter().for_each(|shape| shapes.take(shape));
        let answered = self.answered.into_iter();
        answered.for_each(|shape| shapes.answer(shape));
        for (status, refusal) in self.refusals.share(shared) {
            operation = operation.response(status, refusal);
        }
        operation.build()
    }
}
