//! The hosted page as somebody sees it. It crosses no wire: the shell draws it.

use domain::ReferralCode;
use domain::referral_page::{Colour, Form, Words};
use jiff::Timestamp;
use serde::Serialize;

/// What somebody at the hosted page is shown.
#[derive(Debug)]
pub enum HostedPage {
    /// A page.
    Shown(Box<PageView>),
    /// The form has arrived: they are thanked in this language.
    Thanked(String),
    /// They go on to this address.
    Onward(String),
    /// The link rests.
    Paused,
    /// The link leads nowhere any more.
    Ended,
    /// There is no such link.
    Unknown,
}

/// A page, all its texts in one language.
#[derive(Debug)]
pub struct PageView {
    /// The code that its form is for; none in a preview.
    pub code: Option<ReferralCode>,
    /// The language's tag.
    pub language: String,
    /// All languages that there are: tags, and what they are called.
    pub languages: Vec<(String, String)>,
    /// Goodword's own words.
    pub words: &'static Words,
    /// The address of the logo.
    pub logo: Option<String>,
    /// Whose page it is, where there is no logo: the destination's host.
    pub host: String,
    /// The colour of the button.
    pub accent: Colour,
    /// The colour of the page.
    pub background: Colour,
    /// The headline.
    pub headline: String,
    /// The paragraph below it.
    pub text: String,
    /// What is below that.
    pub scene: Scene,
}

/// The part of a page that changes.
#[derive(Debug)]
pub enum Scene {
    /// The form.
    Form {
        /// Its fields.
        form: Form,
        /// What its button says.
        button: String,
        /// When it was opened; none: now.
        opened_at: Option<Timestamp>,
        /// What it is shown for.
        state: FormState,
        /// Whether the browser will be sent to another site.
        leads_away: bool,
    },
    /// Thanks, and the way on: an address.
    Thanks(String),
}

/// What a form is shown for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormState {
    /// To be filled in.
    Fresh,
    /// Something is wrong with it.
    Faulty,
    /// To be sent again.
    Again,
    /// Too much was sent.
    TooMuch,
}

/// What the script is answered. It says nothing of the person: whether somebody is known, was referred before, or
/// counts in the end, is for the account's own people.
#[derive(Debug, Serialize)]
pub struct ToldView {
    /// The link works, and what was told is written down.
    pub counted: bool,
    /// `received`; or `ended`, where the link does not work.
    pub status: &'static str,
}
