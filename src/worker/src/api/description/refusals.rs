//! How a request can be refused.

use std::collections::BTreeMap;

use utoipa::openapi::{Ref, RefOr, Response, ResponseBuilder};

use super::shapes::Shape;
use crate::edge::problem::{Document, Kind};
use crate::edge::reply::Reply;

/// The refusals of one route, by status.
pub(super) struct Refusals(BTreeMap<u16, Vec<Kind>>);

/// Refusals as many routes share them, by name.
pub(super) type Shared = BTreeMap<String, RefOr<Response>>;

impl Refusals {
    /// Those of every route, and of every one that changes something.
    pub(super) fn usual(changes: bool) -> Self {
        let mut usual = Self(BTreeMap::new());
        for kind in [
            Kind::SignedOut,
            Kind::Internal,
            Kind::Misconfigured,
            Kind::Unavailable,
        ] {
            usual.add(kind);
        }
        if changes {
            for kind in [Kind::Forbidden, Kind::TooLarge, Kind::NotJson] {
                usual.add(kind);
            }
        }
        usual
    }

    pub(super) fn add(&mut self, kind: Kind) {
        let kinds = self.0.entry(kind.status().as_u16()).or_default();
        if !kinds.contains(&kind) {
            kinds.push(kind);
            kinds.sort_unstable_by_key(|kind| kind.name());
        }
    }

    pub(super) fn remove(&mut self, kind: Kind) {
        self.0.remove(&kind.status().as_u16());
    }

    /// The shape of each.
    pub(super) fn shape() -> Shape {
        Shape::of::<Document<'_>>()
    }

    /// Points to each, by status, among the shared ones, where it is added.
    pub(super) fn share(self, shared: &mut Shared) -> Vec<(String, Ref)> {
        let pointed = self.0.into_iter().map(|(status, kinds)| {
            let names: Vec<_> = kinds.iter().map(|kind| format!("{kind:?}")).collect();
            let name = names.join("Or");
            let pointer = Ref::from_response_name(&name);
            shared.insert(name, RefOr::T(response(&kinds)));
            (status.to_string(), pointer)
        });
        pointed.collect()
    }
}

fn response(kinds: &[Kind]) -> Response {
    let said = kinds
        .iter()
        .map(|kind| format!("{} (`{}`).", kind.title(), kind.name()));
    let response = ResponseBuilder::new()
        .description(said.collect::<Vec<_>>().join(" "))
        .content(Reply::PROBLEM, Refusals::shape().content());
    response.build()
}
