//! Services that give out disposable e-mail addresses.
//!
//! The list has the best known services, not all: the others change their hosts every week. A
//! person who uses another service is still caught by the qualification rules, which a referral
//! must meet before it is a success.

/// Host names in alphabetical order; the hosts below them belong to them too. They are one text,
/// because a table of texts would take twice the room in the Worker.
const HOSTS: &str = "\
    0815.ru 10mail.org 10minutemail.com 10minutemail.net 10minutesmail.com 20mail.it 20minutemail.com \
    anonbox.net anonymbox.com armyspy.com bccto.me binkmail.com bobmail.info boun.cr \
    bugmenot.com byom.de chacuo.net chammy.info cuvox.de dayrep.com deadaddress.com \
    despam.it devnullmail.com discard.email discardmail.com discardmail.de disposable.com disposableinbox.com \
    dispostable.com dodgit.com dropmail.me einrot.com email-fake.com emailfake.com emailondeck.com \
    emailtemporanea.net emltmp.com fake-mail.net fakeinbox.com fakemail.net fakemailgenerator.com filzmail.com \
    fleckens.hu getairmail.com getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de \
    guerrillamail.info guerrillamail.net guerrillamail.org guerrillamailblock.com gustr.com harakirimail.com \
    hmamail.com inboxalias.com inboxbear.com inboxkitten.com incognitomail.com jetable.org jourrapide.com \
    kasmail.com klzlk.com linshiyouxiang.net mailcatch.com maildrop.cc mailexpire.com mailforspam.com \
    mailinator.com mailinator.net mailmetrash.com mailmoat.com mailnesia.com mailnull.com mailpoof.com \
    mailsac.com mailtemp.info mailtothis.com minuteinbox.com mintemail.com moakt.cc moakt.com mohmal.com \
    mt2015.com mvrht.com mytemp.email mytrashmail.com nada.email nada.ltd nwytg.net objectmail.com one-time.email \
    owlpic.com pokemail.net rhyta.com sharklasers.com shitmail.me smailpro.com sogetthis.com spam4.me \
    spambog.com spambox.us spamdecoy.net spamfree24.org spamherelots.com \
    superrito.com suremail.info teleworm.us temp-mail.io temp-mail.org tempail.com tempinbox.com tempmail.com \
    tempmail.de tempmail.dev tempmail.plus tempmailaddress.com tempmailo.com tempr.email thankyou2010.com \
    throwam.com throwawaymail.com tmail.ws tmailor.com tmpmail.net tmpmail.org trash-mail.com trashmail.com \
    trashmail.de trashmail.me trashmail.net trbvm.com wegwerfmail.de wegwerfmail.net wegwerfmail.org yopmail.com \
    yopmail.fr yopmail.net zeroe.ml zetmail.com";

/// Tells whether the host, in lower case, is one of them or below one.
pub(super) fn is_host(host: &str) -> bool {
    HOSTS.split_ascii_whitespace().any(|known| {
        host.strip_suffix(known)
            .is_some_and(|below| below.is_empty() || below.ends_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::EmailAddress;

    #[test]
    fn disposable_hosts_are_known_with_the_hosts_below_them() {
        for (address, disposable) in [
            ("a@mailinator.com", true),
            ("a@MAILINATOR.com", true),
            ("a@team.mailinator.com", true),
            ("a@yopmail.fr", true),
            ("a@0815.ru", true),
            ("a@notmailinator.com", false),
            ("a@mailinator.com.example", false),
            ("mailinator.com@example.com", false),
            ("a@gmail.com", false),
            ("a@icloud.com", false),
            ("a@privaterelay.appleid.com", false),
        ] {
            let parsed = EmailAddress::parse(address).unwrap();
            assert_eq!(parsed.is_disposable(), disposable, "{address}");
        }
    }

    #[test]
    fn each_entry_is_a_host_and_is_there_once() {
        let hosts: Vec<&str> = HOSTS.split_ascii_whitespace().collect();
        assert!(hosts.len() >= 120);
        for (at, host) in hosts.iter().enumerate() {
            let parsed = EmailAddress::parse(&format!("a@{host}")).unwrap();
            assert_eq!(parsed.host(), *host);
            assert!(!hosts[at + 1..].contains(host), "{host} is there twice");
        }
    }
}
