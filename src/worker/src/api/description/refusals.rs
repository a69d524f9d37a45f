//! The refusals of routes.

use std::collections::BTreeMap;

use utoipa::openapi::{Ref, RefOr, Response, ResponseBuilder};

use crate::edge::problem::{Document, Kind};
use crate::edge::reply::Reply;
use crate::routing::shape::Shape;

/// The refusals of one route, by status.
#[derive(Default)]
pub(super) struct Refusals(BTreeMap<u16, Vec<Kind>>);

/// Refusals that many routes share, by name.
pub(super) type Shared = BTreeMap<String, RefOr<Response>>;

impl Refusals {
    pub(super) fn add(&mut self, kinds: &[Kind]) {
        for kind in kinds {
            let of_status = self.0.entry(kind.status().as_u16()).or_default();
            if !of_status.contains(kind) {
                of_status.push(*kind);
                of_status.sort_unstable_by_key(|kind| kind.name());
            }
        }
    }

    /// Returns the shape of every refusal.
    pub(super) fn shape() -> Shape {
        Shape::of::<Document<'_>>()
    }

    /// Adds each to the shared ones, and points to it, by status.
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
