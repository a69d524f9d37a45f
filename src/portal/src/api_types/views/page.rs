//! The hosted page as a visitor sees it. It is not serialised: the shell renders it as HTML.

use domain::ReferralCode;
use domain::referral_page::{Colour, Form, Words};
use jiff::Timestamp;
use serde::Serialize;

/// The response to a visitor of the hosted page.
#[derive(Debug)]
pub enum HostedPage {
    /// A page.
    Shown(Box<PageView>),
    /// The form has arrived. The visitor goes to the thank-you page.
    Thanked {
        /// The language's tag.
        language: String,
        /// The parameters that the visitor brought.
        brought: String,
    },
    /// The visitor goes on to this address.
    Onward(String),
    /// The link is paused.
    Paused,
    /// The link has ended.
    Ended,
    /// The link is unknown.
    Unknown,
}

/// A hosted page with all its texts in one language.
#[derive(Debug)]
pub struct PageView {
    /// The code for which the form is sent; none in a preview.
    pub code: Option<ReferralCode>,
    /// The language's tag.
    pub language: String,
    /// The parameters that the visitor brought, which the page's own addresses keep.
    pub brought: String,
    /// The tags and names of all languages of the page.
    pub languages: Vec<(String, String)>,
    /// Goodword's own texts.
    pub words: &'static Words,
    /// The address of the logo.
    pub logo: Option<String>,
    /// The destination's host, shown if there is no logo.
    pub host: String,
    /// The colour of the button.
    pub accent: Colour,
    /// The colour of the page.
    pub background: Colour,
    /// The headline.
    pub headline: String,
    /// The paragraph below it.
    pub text: String,
    /// The form or the thanks below the texts.
    pub scene: Scene,
}

/// The part of a page that changes.
#[derive(Debug)]
pub enum Scene {
    /// The form.
    Form {
        /// Its fields.
        form: Form,
        /// The label of its button.
        button: String,
        /// The time when the form was opened; none if it is opened now.
        opened_at: Option<Timestamp>,
        /// The reason for showing the form.
        state: FormState,
        /// Whether the browser will be sent to another site.
        leads_away: bool,
    },
    /// The thanks, with the address to go on to.
    Thanks(String),
}

/// The reason for showing a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormState {
    /// The visitor opens the form.
    Fresh,
    /// A field of the form is not valid.
    Faulty,
    /// The visitor has to send the form again.
    Again,
    /// Too many forms were sent.
    TooMuch,
}

/// The response to the script. It reveals nothing about the person: only the account's own users see whether the
/// person is known, was referred before, or counts in the end.
#[derive(Debug, Serialize)]
pub struct ToldView {
    /// Whether the link works and the claim was stored.
    pub counted: bool,
    /// `received`, or `ended` if the link does not work.
    pub status: &'static str,
}
