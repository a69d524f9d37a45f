//! `/api/session` and `/api/connection`, in words.

use http::StatusCode;
use portal::views::ConnectionView;

use super::super::session::{SessionView, SignOut};
use super::routes::{Described, get, post};
use super::shapes::Shape;

pub(super) fn routes() -> Vec<Described> {
    vec![
        get("/api/session", "showSession", "Who is signed in").answers(
            StatusCode::OK,
            Shape::of::<SessionView<'_>>(),
            "The session.",
        ),
        post("/api/session/sign-out", "signOut", "Sign out")
            .open()
            .takes::<SignOut>()
            .answers_nothing("Signed out."),
        post(
            "/api/connection/disconnect",
            "disconnect",
            "Give the account's grant back",
        )
        .explained("Everything stays as it is, and rests until the account is connected again.")
        .answers(
            StatusCode::OK,
            Shape::of::<ConnectionView>(),
            "The connection.",
        ),
    ]
}
