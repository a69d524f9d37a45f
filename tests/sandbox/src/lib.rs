//! A HubSpot that runs on your machine.
//!
//! [`Sandbox`] is a deterministic library: it takes a request and a time, and returns a response.
//! It has no clock, no threads, no sockets, and no randomness except its seed's, so that a
//! simulation can drive it in virtual time. The binary of the same name serves it over HTTP.
//!
//! It behaves as HubSpot's public documentation says, and shares no type with the code that it
//! tests. Where HubSpot's behaviour is not documented, it takes the case that is harder for a
//! client, or offers a [setting](Settings). The comment at each such place says so.
//!
//! One origin serves everything:
//!
//! - HubSpot's API, under date-versioned paths (`/crm/objects/2026-09/contacts`) and under the
//!   older names that HubSpot's client libraries use (`/crm/v3/objects/contacts`,
//!   `/oauth/v1/token`);
//! - HubSpot's app: `/oauth/authorize` and a contact's record;
//! - DNS over HTTPS, and the hosts that an app asks for ([`Sandbox::set_txt`]), under `/_sandbox/`;
//! - controls of the sandbox itself, under `/_sandbox/`.

mod account;
mod api;
mod associations;
mod batch;
mod call_handling;
mod cards;
mod control;
mod dispatch;
mod errors;
mod faults;
mod har;
mod http;
mod internet;
mod limits;
mod lists;
mod oauth;
mod objects;
mod outbound;
mod outgoing;
mod pages;
mod people;
mod pipelines;
mod portal;
mod properties;
mod random;
mod routes;
mod sales;
mod sandbox;
mod settings;
mod signatures;
mod stats;
mod time;
mod webhooks;

pub use cards::{CardCall, Failure};
pub use faults::{Fault, Refusal, Then, TokenEnd, When, WrongPage};
pub use http::{Request, Response};
pub use oauth::{App, RefreshRefusal};
pub use outbound::{Outbound, Sent};
pub use people::{RecordId, Refused};
pub use properties::{ArchivedProperty, DefinitionLag, PropertyBatch, PropertySettings};
pub use sandbox::Sandbox;
pub use settings::{
    AssociationCursor, BatchFailure, CardVariables, ConflictWords, DEFAULT_REDIRECT_URL,
    DealEntries, Denial, ErasedAddress, FurtherEmails, MergedIds, MergedInBatch, PeopleSettings,
    Quota, QuotaRefusal, ReadSettings, Rotation, Scopes, SearchDisplay, Settings, UnknownInBatch,
};
pub use stats::Stats;
pub use webhooks::{Delivery, Subscription, WebhookSettings};
