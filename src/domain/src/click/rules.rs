//! The table of signs that reveal a machine's visit.
//!
//! Named signs come first, because they give the most exact reason. General signs catch the rest.
//! In each table no row hides another: for every row, a test has a visit that this row catches and
//! its neighbours do not.
//!
//! Deliberate decisions:
//! - Applications that show the web in a window of their own (Facebook's, Instagram's,
//!   `LinkedIn`'s, Snapchat's, Line's, Google's) name themselves, but carry a browser's engine:
//!   they are people. Their previewers have other names.
//! - Networks through which people surf are no data centres: iCloud Private Relay and WARP (Akamai
//!   36183, Cloudflare 13335, Fastly 54113), and Google's own 15169, which holds its VPN and its
//!   staff, and whose robots name themselves. Companies' gateways (Zscaler, Netskope, Umbrella) and
//!   consumers' VPNs are no data centres either.
//! - A `Referer` on the rewriting hosts of mail security (Safe Links, URL Defense) is a person's:
//!   the browser comes from there after the click was checked. The check itself comes from the
//!   scanner's own network.

use super::{MachineReason, Visit};
use MachineReason::{
    Crawler, DataCentre, Headless, Method, NoUserAgent, Prefetch, Preview, Program, Scanner,
};

/// How many bytes of a user agent are read. Browsers' own are a third as long, and a longer one
/// costs time.
const LOOKED_AT: usize = 1024;

/// The names of engines, one of which stands in every browser's user agent. Source: MDN, "User-Agent
/// header" and "Browser detection using the user agent". Facebook's applications for Android may give their own name
/// alone, which begins with `[FBAN/` or `[FB_IAB/`.
const ENGINES: [&str; 11] = [
    "[fban/",
    "[fb_iab/",
    "applewebkit/",
    "gecko/",
    "trident/",
    "msie ",
    "presto/",
    "ucbrowser/",
    "netsurf/",
    "lynx/",
    "w3m/",
];

/// A sign of a machine. Texts are compared without regard to case, and are written here in lower
/// case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// The method is not GET.
    NotGet,
    /// No user agent, or an empty one.
    NoAgent,
    /// A header for the purpose of the fetch contains this.
    Purpose(&'static str),
    /// The user agent contains this.
    Agent(&'static str),
    /// The user agent begins with this.
    AgentBegins(&'static str),
    /// The user agent contains the first, not only as a part of one of the others.
    AgentBut(&'static str, &'static [&'static str]),
    /// The user agent names no browser's engine.
    NoEngine,
    /// A machine on the way gives this name.
    Through(&'static str),
    /// The page that the visit comes from is on this host or below it.
    From(&'static str),
    /// The network's number.
    Network(u32),
    /// The network's owner has this in their name.
    NetworkName(&'static str),
}

/// A sign, and the reason that it gives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) sign: Sign,
    pub(super) reason: MachineReason,
}

const fn rule(sign: Sign, reason: MachineReason) -> Rule {
    Rule { sign, reason }
}

/// Returns the rules in the order in which they are tried.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    NAMED.iter().chain(&GENERAL)
}

/// Signs of particular machines.
pub(super) const NAMED: [Rule; 43] = [
    rule(Sign::NotGet, Method),
    rule(Sign::NoAgent, NoUserAgent),
    // Sources: WHATWG Fetch (`Sec-Purpose`); Safari's top sites (`X-Purpose: preview`); Firefox (`X-Moz: prefetch`).
    rule(Sign::Purpose("prefetch"), Prefetch),
    rule(Sign::Purpose("prerender"), Prefetch),
    rule(Sign::Purpose("preview"), Prefetch),
    // Microsoft, Bing, Skype, Teams, Snapchat and Yahoo call theirs a preview.
    rule(Sign::Agent("preview"), Preview),
    rule(Sign::Agent("googlemessages"), Preview),
    rule(Sign::Agent("slackbot"), Preview),
    rule(Sign::Agent("slack-imgproxy"), Preview),
    // Telegram's is "like TwitterBot".
    rule(Sign::Agent("twitterbot"), Preview),
    // Also iMessage, Line and KakaoTalk, which use the same name.
    rule(Sign::Agent("facebookexternalhit"), Preview),
    rule(Sign::Agent("linkedinbot"), Preview),
    rule(Sign::Agent("discordbot"), Preview),
    // Also Signal's. In its own window WhatsApp has a browser's user agent, which begins with
    // Mozilla.
    rule(Sign::AgentBegins("whatsapp/"), Preview),
    rule(Sign::AgentBegins("viber/"), Preview),
    rule(Sign::Agent("redditbot"), Preview),
    rule(Sign::Agent("pinterestbot"), Preview),
    rule(Sign::Agent("embedly"), Preview),
    rule(Sign::Agent("iframely"), Preview),
    rule(Sign::Agent("vkshare"), Preview),
    rule(Sign::Agent("cardyb"), Preview),
    rule(Sign::AgentBegins("mastodon/"), Preview),
    rule(Sign::Agent("google-pagerenderer"), Preview),
    rule(Sign::Agent("googleimageproxy"), Preview),
    rule(Sign::Agent("yahoomailproxy"), Preview),
    // Office asks for a link before it hands it to the browser. Source: Microsoft, "Cannot locate the Internet
    // server or proxy server error when you click a hyperlink in Office".
    rule(Sign::Agent("ms-office"), Preview),
    rule(Sign::AgentBegins("microsoft office/"), Preview),
    rule(Sign::Agent("barracuda"), Scanner),
    rule(Sign::Agent("mimecast"), Scanner),
    rule(Sign::Agent("proofpoint"), Scanner),
    rule(Sign::Through("mimecast.com"), Scanner),
    rule(Sign::Through("pphosted.com"), Scanner),
    rule(Sign::Through("protection.outlook.com"), Scanner),
    rule(Sign::From("urlscan.io"), Scanner),
    rule(Sign::From("virustotal.com"), Scanner),
    rule(Sign::NetworkName("proofpoint"), Scanner),
    rule(Sign::NetworkName("mimecast"), Scanner),
    rule(Sign::NetworkName("barracuda"), Scanner),
    rule(Sign::NetworkName("hornetsecurity"), Scanner),
    rule(Sign::NetworkName("ironport"), Scanner),
    rule(Sign::NetworkName("messagelabs"), Scanner),
    rule(Sign::NetworkName("fireeye"), Scanner),
    rule(Sign::NetworkName("trend micro"), Scanner),
];

/// Signs that most machines share. They are held against public lists of robots and of browsers
/// (`public_lists.rs`).
pub(super) const GENERAL: [Rule; 49] = [
    rule(Sign::Agent("headlesschrome"), Headless),
    rule(Sign::Agent("phantomjs"), Headless),
    rule(Sign::Agent("lighthouse"), Headless),
    rule(Sign::Agent("ptst/"), Headless),
    rule(Sign::Agent("gtmetrix"), Headless),
    rule(Sign::Agent("playwright"), Headless),
    rule(Sign::Agent("selenium"), Headless),
    rule(Sign::Agent("pingdom"), Headless),
    rule(Sign::Agent("synthetic"), Headless),
    rule(Sign::Agent("statuscake"), Headless),
    rule(Sign::Agent("site24x7"), Headless),
    rule(Sign::Agent("monitor"), Headless),
    // Applications that read a QR code show the page in a window of their own.
    rule(
        Sign::AgentBut(
            "scan",
            &[
                "camscanner",
                "qrscan",
                "qr scan",
                "qr-scan",
                "qrcodescan",
                "barcodescan",
            ],
        ),
        Scanner,
    ),
    // Cubot is a maker of telephones.
    rule(Sign::AgentBut("bot", &["cubot"]), Crawler),
    rule(Sign::Agent("crawl"), Crawler),
    rule(Sign::Agent("check"), Crawler),
    rule(Sign::Agent("agent"), Crawler),
    rule(Sign::Agent("spider"), Crawler),
    // Robots give an address where to read about them; browsers do not.
    rule(Sign::Agent("://"), Crawler),
    rule(Sign::Agent(".com"), Crawler),
    rule(
        Sign::AgentBut("compatible;", &["compatible; msie"]),
        Crawler,
    ),
    rule(Sign::Agent("google-"), Crawler),
    rule(Sign::Agent("-google"), Crawler),
    rule(Sign::NoEngine, Program),
    // Registered numbers of autonomous systems; sources: PeeringDB, RIPEstat. Amazon Web Services
    // has two.
    rule(Sign::Network(16509), DataCentre),
    rule(Sign::Network(14618), DataCentre),
    // Google Cloud's customers.
    rule(Sign::Network(396_982), DataCentre),
    // Microsoft, with Azure and Defender's detonation of links.
    rule(Sign::Network(8075), DataCentre),
    // DigitalOcean.
    rule(Sign::Network(14061), DataCentre),
    // OVH.
    rule(Sign::Network(16276), DataCentre),
    // Hetzner, in Germany and in the United States.
    rule(Sign::Network(24940), DataCentre),
    rule(Sign::Network(213_230), DataCentre),
    // Linode.
    rule(Sign::Network(63949), DataCentre),
    // Vultr.
    rule(Sign::Network(20473), DataCentre),
    // Scaleway.
    rule(Sign::Network(12876), DataCentre),
    // Contabo.
    rule(Sign::Network(51167), DataCentre),
    // Oracle's cloud.
    rule(Sign::Network(31898), DataCentre),
    // IBM's cloud (SoftLayer).
    rule(Sign::Network(36351), DataCentre),
    // Rackspace.
    rule(Sign::Network(33070), DataCentre),
    // Alibaba's cloud, abroad and in China.
    rule(Sign::Network(45102), DataCentre),
    rule(Sign::Network(37963), DataCentre),
    // Tencent's cloud, abroad and in China.
    rule(Sign::Network(132_203), DataCentre),
    rule(Sign::Network(45090), DataCentre),
    // Huawei's cloud.
    rule(Sign::Network(136_907), DataCentre),
    // Yandex's cloud.
    rule(Sign::Network(200_350), DataCentre),
    // Networks of companies that check a link after it was posted, also with an ordinary browser:
    // Meta, X, LinkedIn, ByteDance.
    rule(Sign::Network(32934), DataCentre),
    rule(Sign::Network(13414), DataCentre),
    rule(Sign::Network(14413), DataCentre),
    rule(Sign::Network(396_986), DataCentre),
];

impl Sign {
    /// Tells whether the visit has the sign.
    pub(super) fn is_on(self, visit: &Visit) -> bool {
        let agent = visit.user_agent.unwrap_or_default().trim().as_bytes();
        let agent = agent.get(..LOOKED_AT).unwrap_or(agent);
        let any = |texts: &[&str], sign| texts.iter().any(|text| has(text.as_bytes(), sign));
        match self {
            Self::NotGet => visit.method != "GET",
            Self::NoAgent => agent.is_empty(),
            Self::Purpose(sign) => any(visit.purposes, sign),
            Self::Agent(sign) => has(agent, sign),
            Self::AgentBegins(sign) => {
                let beginning = agent.get(..sign.len()).unwrap_or_default();
                beginning.eq_ignore_ascii_case(sign.as_bytes())
            }
            Self::AgentBut(sign, harmless) => {
                let harmless: usize = harmless.iter().map(|name| count(agent, name)).sum();
                count(agent, sign) > harmless
            }
            Self::NoEngine => !agent.is_empty() && !ENGINES.iter().any(|engine| has(agent, engine)),
            Self::Through(sign) => any(visit.through, sign),
            Self::From(host) => visit.referrer.is_some_and(|page| is_on_host(page, host)),
            Self::Network(number) => visit.network == Some(number),
            Self::NetworkName(sign) => visit
                .network_name
                .is_some_and(|name| has(name.as_bytes(), sign)),
        }
    }
}

fn has(text: &[u8], part: &str) -> bool {
    text.windows(part.len())
        .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

fn count(text: &[u8], part: &str) -> usize {
    text.windows(part.len())
        .filter(|window| window.eq_ignore_ascii_case(part.as_bytes()))
        .count()
}

fn is_on_host(page: &str, host: &str) -> bool {
    let behind_scheme = page.split_once("://").map_or(page, |(_, rest)| rest);
    let named = behind_scheme.split(['/', '?', '#', ':']).next();
    let named = named.unwrap_or_default().as_bytes();
    let below = named.len().checked_sub(host.len());
    let parts = below.and_then(|at| named.split_at_checked(at));
    parts.is_some_and(|(labels, end)| {
        end.eq_ignore_ascii_case(host.as_bytes()) && (labels.is_empty() || labels.ends_with(b"."))
    })
}
