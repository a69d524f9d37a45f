//! Goodword's own texts on every hosted page, in the languages that it knows.

use super::language;

/// Goodword's words in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// The language's tag.
    pub tag: &'static str,
    /// The language's name in that language.
    pub name: &'static str,
    /// The label of the given name.
    pub first_name: &'static str,
    /// The label of the address.
    pub email: &'static str,
    /// The text behind the label of an optional field.
    pub optional: &'static str,
    /// The word in place of a referrer who is not named.
    pub friend: &'static str,
    /// The default headline.
    pub headline: &'static str,
    /// The default offer.
    pub offer: &'static str,
    /// The default button.
    pub button: &'static str,
    /// The default title of the thank-you page.
    pub thanks_title: &'static str,
    /// The default thank-you.
    pub thanks: &'static str,
    /// The link to the destination; its host follows.
    pub onward: &'static str,
    /// The text in front of the options.
    pub choose: &'static str,
    /// The label of the field that people do not see.
    pub leave_empty: &'static str,
    /// The text when an answer has a fault.
    pub look_again: &'static str,
    /// The text when there is no fault, but the form must be sent again.
    pub send_again: &'static str,
    /// The text when too many answers came.
    pub later: &'static str,
    /// The fault of an empty answer.
    pub missing: &'static str,
    /// The fault of an answer that is too long.
    pub long: &'static str,
    /// The fault of an answer that is no e-mail address.
    pub bad_email: &'static str,
    /// The fault of an answer that is no telephone number.
    pub bad_phone: &'static str,
    /// The fault of an answer that is not one of the options.
    pub bad_choice: &'static str,
    /// The fault of a consent that was not given.
    pub agree: &'static str,
}

/// All languages. English is for visitors who read none of them.
pub static ALL: [Words; 6] = [EN, DE, FR, ES, NL, PT];

/// Returns the words for a language.
#[must_use]
pub fn of(tag: &str) -> &'static Words {
    static FALLBACK: Words = EN;
    let primary = language::primary(tag);
    let known = ALL
        .iter()
        .find(|words| words.tag.eq_ignore_ascii_case(primary));
    known.unwrap_or(&FALLBACK)
}

/// Returns the words for a visitor who wants these languages, best first.
#[must_use]
pub fn wanted(wanted: &[String]) -> &'static Words {
    let tags: Vec<&str> = ALL.iter().map(|words| words.tag).collect();
    of(language::choose(&tags, wanted).unwrap_or_default())
}

const EN: Words = Words {
    tag: "en",
    name: "English",
    first_name: "First name",
    email: "E-mail address",
    optional: "optional",
    friend: "A friend",
    headline: "{firstName} invites you",
    offer: "Leave your name and e-mail address, and you will hear from us.",
    button: "Send",
    thanks_title: "Thank you!",
    thanks: "We have what you sent, and will be in touch.",
    onward: "Continue to",
    choose: "Please choose",
    leave_empty: "Leave this empty",
    look_again: "Something is missing or cannot be right. Everything else is still here.",
    send_again: "Please look at it once more and send it again.",
    later: "That was too often in a short time. Please wait a minute and send it again.",
    missing: "Please fill this in.",
    long: "This is too long.",
    bad_email: "This is not an e-mail address.",
    bad_phone: "This is not a telephone number.",
    bad_choice: "Please choose one of these.",
    agree: "Please agree to go on.",
};

const DE: Words = Words {
    tag: "de",
    name: "Deutsch",
    first_name: "Vorname",
    email: "E-Mail-Adresse",
    optional: "freiwillig",
    friend: "Jemand, den Sie kennen,",
    headline: "{firstName} l\u{e4}dt Sie ein",
    offer: "Hinterlassen Sie Namen und E-Mail-Adresse, und Sie h\u{f6}ren von uns.",
    button: "Absenden",
    thanks_title: "Vielen Dank!",
    thanks: "Ihre Angaben sind angekommen. Wir melden uns.",
    onward: "Weiter zu",
    choose: "Bitte w\u{e4}hlen",
    leave_empty: "Bitte leer lassen",
    look_again: "Etwas fehlt oder kann nicht stimmen. Alles andere ist noch da.",
    send_again: "Bitte sehen Sie die Angaben noch einmal an und senden Sie sie erneut ab.",
    later: "Das war zu oft in kurzer Zeit. Bitte senden Sie es in einer Minute noch einmal ab.",
    missing: "Bitte ausf\u{fc}llen.",
    long: "Das ist zu lang.",
    bad_email: "Das ist keine E-Mail-Adresse.",
    bad_phone: "Das ist keine Telefonnummer.",
    bad_choice: "Bitte w\u{e4}hlen Sie etwas davon.",
    agree: "Bitte stimmen Sie zu, um fortzufahren.",
};

const FR: Words = Words {
    tag: "fr",
    name: "Fran\u{e7}ais",
    first_name: "Pr\u{e9}nom",
    email: "Adresse e-mail",
    optional: "facultatif",
    friend: "Quelqu\u{2019}un que vous connaissez",
    headline: "{firstName} vous invite",
    offer: "Laissez votre pr\u{e9}nom et votre adresse e-mail : nous vous \u{e9}crirons.",
    button: "Envoyer",
    thanks_title: "Merci !",
    thanks: "Votre message est arriv\u{e9}. Nous vous contacterons bient\u{f4}t.",
    onward: "Continuer vers",
    choose: "Veuillez choisir",
    leave_empty: "Laissez ce champ vide",
    look_again: "Il manque quelque chose, ou c\u{2019}est inexact. Le reste est conserv\u{e9}.",
    send_again: "Veuillez v\u{e9}rifier et envoyer \u{e0} nouveau.",
    later: "Trop d\u{2019}envois en peu de temps. Veuillez r\u{e9}essayer dans une minute.",
    missing: "Veuillez remplir ce champ.",
    long: "C\u{2019}est trop long.",
    bad_email: "Ce n\u{2019}est pas une adresse e-mail.",
    bad_phone: "Ce n\u{2019}est pas un num\u{e9}ro de t\u{e9}l\u{e9}phone.",
    bad_choice: "Veuillez choisir dans la liste.",
    agree: "Veuillez accepter pour continuer.",
};

const ES: Words = Words {
    tag: "es",
    name: "Espa\u{f1}ol",
    first_name: "Nombre",
    email: "Correo electr\u{f3}nico",
    optional: "opcional",
    friend: "Alguien que conoces",
    headline: "{firstName} te invita",
    offer: "Deja tu nombre y tu correo electr\u{f3}nico y te escribiremos.",
    button: "Enviar",
    thanks_title: "\u{a1}Gracias!",
    thanks: "Hemos recibido tus datos y nos pondremos en contacto contigo.",
    onward: "Continuar a",
    choose: "Elige una opci\u{f3}n",
    leave_empty: "Deja este campo vac\u{ed}o",
    look_again: "Falta algo o no es correcto. Lo dem\u{e1}s sigue aqu\u{ed}.",
    send_again: "Rev\u{ed}salo, por favor, y env\u{ed}alo de nuevo.",
    later: "Demasiados env\u{ed}os en poco tiempo. Int\u{e9}ntalo de nuevo en un minuto.",
    missing: "Rellena este campo.",
    long: "Es demasiado largo.",
    bad_email: "No es una direcci\u{f3}n de correo electr\u{f3}nico.",
    bad_phone: "No es un n\u{fa}mero de tel\u{e9}fono.",
    bad_choice: "Elige una de las opciones.",
    agree: "Acepta para continuar.",
};

const NL: Words = Words {
    tag: "nl",
    name: "Nederlands",
    first_name: "Voornaam",
    email: "E-mailadres",
    optional: "niet verplicht",
    friend: "Iemand die u kent",
    headline: "{firstName} nodigt u uit",
    offer: "Laat uw naam en e-mailadres achter, dan hoort u van ons.",
    button: "Versturen",
    thanks_title: "Bedankt!",
    thanks: "Uw gegevens zijn aangekomen. We nemen contact met u op.",
    onward: "Verder naar",
    choose: "Maak een keuze",
    leave_empty: "Laat dit leeg",
    look_again: "Er ontbreekt iets of er klopt iets niet. De rest staat er nog.",
    send_again: "Kijk het nog eens na en verstuur het opnieuw.",
    later: "Dat was te vaak in korte tijd. Probeer het over een minuut opnieuw.",
    missing: "Vul dit in.",
    long: "Dit is te lang.",
    bad_email: "Dit is geen e-mailadres.",
    bad_phone: "Dit is geen telefoonnummer.",
    bad_choice: "Kies een van deze mogelijkheden.",
    agree: "Ga akkoord om verder te gaan.",
};

const PT: Words = Words {
    tag: "pt",
    name: "Portugu\u{ea}s",
    first_name: "Nome",
    email: "E-mail",
    optional: "opcional",
    friend: "Algu\u{e9}m que voc\u{ea} conhece",
    headline: "{firstName} convida voc\u{ea}",
    offer: "Deixe seu nome e e-mail, e entraremos em contato.",
    button: "Enviar",
    thanks_title: "Obrigado!",
    thanks: "Recebemos seus dados e entraremos em contato.",
    onward: "Continuar para",
    choose: "Escolha uma op\u{e7}\u{e3}o",
    leave_empty: "Deixe este campo vazio",
    look_again: "Algo est\u{e1} faltando ou incorreto. O resto continua aqui.",
    send_again: "Confira e envie novamente, por favor.",
    later: "Muitos envios em pouco tempo. Tente novamente em um minuto.",
    missing: "Preencha este campo.",
    long: "Isto \u{e9} longo demais.",
    bad_email: "Isto n\u{e3}o \u{e9} um endere\u{e7}o de e-mail.",
    bad_phone: "Isto n\u{e3}o \u{e9} um n\u{fa}mero de telefone.",
    bad_choice: "Escolha uma das op\u{e7}\u{f5}es.",
    agree: "Aceite para continuar.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visitors_who_read_none_of_the_languages_get_english() {
        for (tag, language) in [("de-AT", "de"), ("PT-br", "pt"), ("pl", "en"), ("", "en")] {
            assert_eq!(of(tag).tag, language, "{tag}");
        }
        let polish_or_french = ["pl".to_owned(), "fr-CH".to_owned()];
        assert_eq!(wanted(&polish_or_french).tag, "fr");
        assert_eq!(wanted(&[]).tag, "en");
    }

    #[test]
    fn every_language_names_the_referrer_in_its_headline() {
        for words in &ALL {
            assert!(words.headline.contains(super::super::FIRST_NAME));
        }
    }
}
