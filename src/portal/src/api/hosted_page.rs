//! The public pages: the hosted page with its form, and the reports of the script on a customer's site.
//!
//! Invariants: no response shows whether a person is known, was referred before, or counts; a form that is not accepted
//! comes back with its values; a form that is sent again gets the same thanks and changes nothing.
//!
//! Left to others: the hash of the visitor's network, the seal on the time when a form was opened, and the HTML (the Worker); the
//! decision about the claim ([`crate::referrals`]).

use domain::referral_page::{
    self, AfterForm, FieldUse, Form, PageTexts, ReferralPage, Words, language, words,
};
use domain::{Attribution, CampaignId, Destination, LinkStatus, ReferralCode};
use jiff::{SignedDuration, Timestamp};

use crate::api::shown;
use crate::api_types::requests::{
    Claim, ClaimedBy, PagePreview, PageRequest, PageVisit, ScriptClaim, SentForm,
};
use crate::api_types::views::{
    FormState, HostedPage, PageView, Response, ResponseStatus, Scene, ToldView, View,
};
use crate::referrals::claiming::by_code;
use crate::storage::error::PortalError;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::form_answers;
use crate::tables::rate_limits;
use crate::tables::referrers::Referrer;
use crate::{Portal, programme};

/// The shortest time in which a person fills in a form, even if the browser helps.
const QUICKEST: SignedDuration = SignedDuration::from_secs(2);

/// The name of the referrer in a preview.
const EXAMPLE_NAME: &str = "Ana";

impl Portal {
    pub(crate) fn answer_of_page(
        &self,
        asked: PageRequest,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        match asked {
            PageRequest::Visit(visit) => self.visit_page(&visit, now),
            PageRequest::Tell(told) => self.claim_for_script(told, now),
            PageRequest::Preview(campaign, preview) => self.preview_page(campaign, &preview),
        }
    }

    fn visit_page(&self, visit: &PageVisit, now: Timestamp) -> Result<Response, PortalError> {
        let Some((referrer, campaign)) = self.link(visit.code)? else {
            return Ok(page(HostedPage::Unknown));
        };
        match referrer.link_status.within(campaign.status) {
            LinkStatus::Live => {}
            LinkStatus::Paused => return Ok(page(HostedPage::Paused)),
            LinkStatus::Revoked => return Ok(page(HostedPage::Ended)),
        }
        let setting = Setting::new(
            &campaign.page,
            &campaign.destination,
            Some(visit.code),
            referrer.person.first_name.as_deref(),
            &visit.languages,
        );
        match &visit.sent {
            Some(sent) => self.take_form(&setting, visit.code, sent, now),
            None if visit.thanks => Ok(page(setting.thanks())),
            None => Ok(page(setting.form(setting.empty(), FormState::Fresh, None))),
        }
    }

    /// Returns the referrer of a code with the campaign.
    fn link(&self, code: ReferralCode) -> Result<Option<(Referrer, Campaign)>, PortalError> {
        let Some(referrer) = by_code(&self.database, code)? else {
            return Ok(None);
        };
        let campaign = campaigns::get(&self.database, referrer.campaign)?;
        Ok(Some((referrer, campaign)))
    }

    fn take_form(
        &self,
        setting: &Setting<'_>,
        code: ReferralCode,
        sent: &SentForm,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        let (form, good) = setting.empty().filled(&sent.values, setting.words);
        let back = |form, state, opened_at| Ok(page(setting.form(form, state, opened_at)));
        // A form that was opened too long ago, or whose seal is not valid, counts as opened now.
        let Some(opened_at) = sent.opened_at else {
            return back(form, FormState::Again, None);
        };
        if now.duration_since(opened_at) < QUICKEST || Form::is_trapped(&sent.values) {
            return back(form, FormState::Again, Some(opened_at));
        }
        if !rate_limits::admit(&self.database, &sent.network, now)? {
            return back(form, FormState::TooMuch, Some(opened_at));
        }
        if !good {
            return back(form, FormState::Faulty, Some(opened_at));
        }
        let claim = Claim {
            by: ClaimedBy::Code(code),
            contact: None,
            email: form.answer(&FieldUse::Email).map(str::to_owned),
            first_name: form.answer(&FieldUse::FirstName).map(str::to_owned),
            last_name: None,
            attribution: Attribution::Form,
            clicked_at: Some(opened_at),
            answers: form.mapped(),
            network: Some(sent.network.clone()),
        };
        let taken = self.claim(&claim, now)?;
        self.keep_answers(&taken, &form)?;
        Ok(Response {
            work: taken.work,
            ..page(setting.next())
        })
    }

    /// Stores the answers of a form whose claim became a new referral, with the text of the questions.
    fn keep_answers(&self, taken: &Response, form: &Form) -> Result<(), PortalError> {
        let View::Referral(referral) = &taken.view else {
            return Ok(());
        };
        let asked = form.fields().iter().filter(|field| {
            let own = !matches!(field.purpose, FieldUse::FirstName | FieldUse::Email);
            own && !field.value.is_empty()
        });
        let answers: Vec<(&str, &str)> = asked
            .map(|field| (field.label.as_str(), field.value.as_str()))
            .collect();
        if taken.status != ResponseStatus::Made || answers.is_empty() {
            return Ok(());
        }
        form_answers::insert(&self.database, referral.id, &answers)
    }

    fn claim_for_script(&self, told: ScriptClaim, now: Timestamp) -> Result<Response, PortalError> {
        const NO_LINK: PortalError = PortalError::NotFound("referral link");
        let code = ReferralCode::parse(&told.code).map_err(|_| NO_LINK)?;
        let (referrer, campaign) = self.link(code)?.ok_or(NO_LINK)?;
        if !rate_limits::admit(&self.database, &told.network, now)? {
            return Err(PortalError::TooMuch);
        }
        let taken = self.claim(
            &Claim {
                by: ClaimedBy::Code(code),
                contact: None,
                email: Some(told.email),
                first_name: told.first_name,
                last_name: told.last_name,
                attribution: Attribution::Script,
                clicked_at: told
                    .clicked_at
                    .and_then(|at| Timestamp::from_millisecond(at).ok()),
                answers: Vec::new(),
                network: Some(told.network),
            },
            now,
        )?;
        let counted = referrer.link_status.within(campaign.status) == LinkStatus::Live;
        let status = if counted { "received" } else { "ended" };
        let view = View::Told(ToldView { counted, status });
        Ok(Response {
            work: taken.work,
            ..shown(view)
        })
    }

    fn preview_page(
        &self,
        campaign: CampaignId,
        preview: &PagePreview,
    ) -> Result<Response, PortalError> {
        programme::campaigns::check_page(&preview.page)?;
        let campaign = campaigns::get(&self.database, campaign)?;
        let languages: Vec<String> = preview.language.iter().cloned().collect();
        let setting = Setting::new(
            &preview.page,
            &campaign.destination,
            None,
            Some(EXAMPLE_NAME),
            &languages,
        );
        Ok(page(if preview.thanks {
            setting.thanks()
        } else {
            setting.form(setting.empty(), FormState::Fresh, None)
        }))
    }
}

fn page(page: HostedPage) -> Response {
    shown(View::Hosted(page))
}

/// A campaign's page for one visitor.
struct Setting<'a> {
    page: &'a ReferralPage,
    destination: Destination,
    code: Option<ReferralCode>,
    /// The referrer's first name, if the page may show it.
    first_name: Option<&'a str>,
    texts: Option<&'a PageTexts>,
    words: &'static Words,
    language: &'a str,
}

impl<'a> Setting<'a> {
    fn new(
        page: &'a ReferralPage,
        destination: &Destination,
        code: Option<ReferralCode>,
        first_name: Option<&'a str>,
        languages: &[String],
    ) -> Self {
        let texts = page.texts_for(languages);
        let words = match texts {
            Some(texts) => words::of(&texts.language),
            None => words::wanted(languages),
        };
        Self {
            page,
            destination: destination.clone(),
            code,
            first_name: first_name
                .map(str::trim)
                .filter(|name| page.show_referrer && !name.is_empty()),
            texts,
            words,
            language: texts.map_or(words.tag, |texts| texts.language.as_str()),
        }
    }

    fn empty(&self) -> Form {
        Form::new(self.page, self.texts, self.words)
    }

    fn form(&self, form: Form, state: FormState, opened_at: Option<Timestamp>) -> HostedPage {
        let words = self.words;
        let headline = self.said(|texts| &texts.headline, words.headline);
        let offer = self.said(|texts| &texts.offer, words.offer);
        self.shown(
            headline,
            offer,
            Scene::Form {
                form,
                button: self.said(|texts| &texts.button, words.button),
                opened_at,
                state,
                leads_away: self.page.after != AfterForm::ThankYou,
            },
        )
    }

    fn thanks(&self) -> HostedPage {
        let words = self.words;
        let title = self.said(|texts| &texts.thanks_title, words.thanks_title);
        let text = self.said(|texts| &texts.thanks, words.thanks);
        let onward = self.with_code(&self.destination);
        self.shown(title, text, Scene::Thanks(onward))
    }

    /// Returns the page or the address after the form.
    fn next(&self) -> HostedPage {
        let address = match &self.page.after {
            AfterForm::ThankYou => None,
            AfterForm::Destination => Some(self.with_code(&self.destination)),
            // The address was checked when it was set; the rules may have become stricter since.
            AfterForm::Address(text) => Destination::parse(text)
                .ok()
                .map(|address| self.with_code(&address)),
        };
        let thanked = || HostedPage::Thanked(self.language.to_owned());
        address.map_or_else(thanked, HostedPage::Onward)
    }

    /// Returns an address with the code, in the form of a redirect.
    fn with_code(&self, address: &Destination) -> String {
        let (before, behind) = address.around_code();
        let code = self.code.map(|code| code.to_string());
        format!("{before}{}{behind}", code.unwrap_or_default())
    }

    /// Returns the campaign's text, or Goodword's if the campaign has none.
    fn said(&self, own: impl Fn(&PageTexts) -> &String, usual: &str) -> String {
        let own = self.texts.map_or("", |texts| own(texts).trim());
        let text = if own.is_empty() { usual } else { own };
        referral_page::with_name(text, self.first_name, self.words.friend)
    }

    fn shown(&self, headline: String, text: String, scene: Scene) -> HostedPage {
        HostedPage::Shown(Box::new(PageView {
            code: self.code,
            language: self.language.to_owned(),
            languages: self.languages(),
            words: self.words,
            logo: self.page.logo.clone(),
            host: self.destination.host().to_owned(),
            accent: self.page.accent.0,
            background: self.page.background.0,
            headline,
            text,
            scene,
        }))
    }

    /// Returns the languages that a visitor can choose, each with its name.
    fn languages(&self) -> Vec<(String, String)> {
        let own = self.page.texts.iter();
        own.map(|texts| {
            let tag = texts.language.as_str();
            let known = words::of(tag);
            let primary = language::primary(tag);
            let name = if known.tag.eq_ignore_ascii_case(primary) {
                known.name
            } else {
                tag
            };
            (tag.to_owned(), name.to_owned())
        })
        .collect()
    }
}

#[cfg(test)]
mod tests;
