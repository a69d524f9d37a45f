//! Words that a customer does not want in their links.
//!
//! A short list in the languages of most portals. It stops words that are typed for fun, not every
//! malicious one. A word that is part of honest words (Scunthorpe, Penistone, peacock) is only
//! refused as a word of its own.

/// Words that are offensive anywhere, because no honest word contains them.
const ANYWHERE: &str = "\
    arschloch asshole bitch blowjob bollocks bullshit cocksuck cumshot dickhead dumbass faggot fuck hitler hurensohn \
    jackass kinderporn klootzak kurwa mierda pornhub schlampe scheisse stronzo vaffanculo whore wichser";

/// Words that are offensive alone, or with an s behind them.
const ALONE: &str = "\
    anal anus cazzo cock connard cum cunt encule fag fotze hoer jizz kike merde nazi nigga nigger nutte paedo paki pedo \
    penis piss porn porno pussy puta putain rape rapist salope sex shit shite shitty slut spic tit tranny twat vagina \
    wank wanker wop";

/// Two ways to read digits as letters: a digit that resembles two letters has one in each.
const READINGS: [[(u8, u8); 8]; 2] = [
    [
        (b'0', b'o'),
        (b'1', b'i'),
        (b'3', b'e'),
        (b'4', b'a'),
        (b'5', b's'),
        (b'7', b't'),
        (b'8', b'b'),
        (b'9', b'g'),
    ],
    [
        (b'0', b'o'),
        (b'1', b'l'),
        (b'3', b'e'),
        (b'4', b'a'),
        (b'5', b's'),
        (b'7', b't'),
        (b'8', b'b'),
        (b'9', b'g'),
    ],
];

/// Tells whether a word of the slug offends, as written or with its digits read as letters.
pub(super) fn offend(slug: &str) -> bool {
    READINGS.iter().any(|reading| {
        words(slug).iter().any(|word| {
            let read = as_letters(word, reading);
            let has = |part: &str| read.contains(part);
            ANYWHERE.split_ascii_whitespace().any(has)
                || ALONE.split_ascii_whitespace().any(|alone| {
                    read.strip_prefix(alone)
                        .is_some_and(|rest| rest.is_empty() || rest == "s")
                })
        })
    })
}

/// Returns the words between the hyphens. Single letters in a row are joined into one word, because
/// people spell words so.
fn words(slug: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut spelt = String::new();
    for part in slug.split('-') {
        if part.len() == 1 {
            spelt.push_str(part);
        } else {
            words.push(core::mem::take(&mut spelt));
            words.push(part.to_owned());
        }
    }
    words.push(spelt);
    words
}

/// Returns the word with its digits read as letters. A number alone stays a number.
fn as_letters(word: &str, reading: &[(u8, u8)]) -> String {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    let letters = word.bytes().map(|byte| {
        let read = reading.iter().find(|(digit, _)| *digit == byte);
        char::from(read.map_or(byte, |(_, letter)| *letter))
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disguised_offensive_word_is_recognised() {
        for slug in [
            "fuck",
            "fuck-you",
            "f-u-c-k",
            "you-f-u-c-k",
            "fuckers",
            "motherfucker",
            "fvck-no-fuck",
            "5h17",
            "sh1t",
            "shit",
            "bull-shit",
            "b1tch",
            "a55hole",
            "as5h0le",
            "n1gger",
            "niggers",
            "c0ck5",
            "sl7t-slut",
            "s1ut",
            "bo11ocks",
            "scheisse",
            "d1ckhead",
            "nazis",
            "p0rn",
            "wh0re-house",
            "ann-f4g",
        ] {
            assert!(offend(slug), "{slug}");
        }
    }

    #[test]
    fn honest_words_are_accepted() {
        for slug in [
            "scunthorpe",
            "penistone",
            "essex",
            "middlesex",
            "grape",
            "drape",
            "therapist",
            "cockpit",
            "peacock",
            "hancock",
            "shuttlecock",
            "arsenal",
            "assassin",
            "class-of-27",
            "classic",
            "dickens",
            "dick-miller",
            "push-it",
            "shiitake",
            "torpedo",
            "analysis",
            "analyst",
            "pussycat",
            "snigger",
            "swank",
            "wankel-motor",
            "ashkenazi",
            "pornic",
            "salopette",
            "slutrea",
            "raccoon",
            "title",
            "titan",
            "document",
            "cumulus",
            "cucumber",
            "circumstance",
            "lightwater",
            "clitheroe",
            "butterscotch",
            "mishit",
            "computadora",
            "reputation",
            "spice",
            "auspicious",
            "pakistan",
            "assess",
            "bass",
            "455",
            "5417",
            "matt-hits",
            "is-hit",
            "minutter",
            "minutten",
            "wopper",
            "retardant",
            "putting",
        ] {
            assert!(!offend(slug), "{slug}");
        }
    }

    #[test]
    fn no_word_of_the_lists_is_superfluous() {
        let anywhere: Vec<&str> = ANYWHERE.split_ascii_whitespace().collect();
        for (at, word) in anywhere.iter().enumerate() {
            let others = anywhere
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at);
            assert!(
                !others.into_iter().any(|(_, other)| word.contains(other)),
                "{word}"
            );
        }
        for word in ALONE.split_ascii_whitespace() {
            assert!(!anywhere.iter().any(|part| word.contains(part)), "{word}");
        }
    }
}
