//! LINKS, the Workers KV namespace that redirects read. Only portals write it, and only redirects and the hosted page
//! depend on it.

use domain::ReferralCode;
use domain::link_block::{self, LinkBlock};
use worker::{Env, KvStore};

use crate::edge::problem::{Kind, Problem};
use crate::platform::log::Line;

/// The binding's name in wrangler.toml.
const BINDING: &str = "LINKS";

/// The time for which an edge location may use its cache, in seconds. The platform's least is 30. KV itself takes up to 60
/// to carry a change around the world, so that a paused link stops everywhere after at most 90 seconds.
const CACHE_SECONDS: u64 = 30;

/// The published link blocks.
#[derive(Debug, Clone)]
pub(crate) struct LinkIndex(KvStore);

impl LinkIndex {
    /// Takes the binding.
    ///
    /// # Errors
    /// When the deployment lacks it.
    pub(crate) fn open(env: &Env) -> Result<Self, Problem> {
        env.kv(BINDING).map(Self).map_err(|_| {
            Problem::new(
                Kind::Misconfigured,
                "The binding LINKS is missing. Add it to wrangler.toml.",
            )
        })
    }

    /// Returns the block that publishes a code, if there is one. This is one read.
    ///
    /// # Errors
    /// When KV does not respond, or holds a value that no portal wrote.
    pub(crate) async fn block(&self, code: ReferralCode) -> Result<Option<LinkBlock>, Problem> {
        let key = link_block::key(code.block());
        let published = self.read(&key).await?;
        let block = published.map(|text| LinkBlock::parse(&text)).transpose();
        block.map_err(|_| Self::bad(&key))
    }

    /// Returns the value under a key, as this edge location last saw it.
    ///
    /// # Errors
    /// When KV does not respond.
    pub(crate) async fn read(&self, key: &str) -> Result<Option<String>, Problem> {
        let value = self.0.get(key).cache_ttl(CACHE_SECONDS).text().await;
        value.map_err(|error| {
            Line::about("links.no_index")
                .id("key", &key)
                .id("error", &error)
                .warn();
            unavailable()
        })
    }

    /// Returns the problem of a value that no portal wrote.
    pub(crate) fn bad(key: &str) -> Problem {
        Line::about("links.bad_entry").id("key", &key).warn();
        unavailable()
    }

    /// Publishes a block. KV takes one write a second for a key and refuses a second one.
    ///
    /// # Errors
    /// When KV refuses or does not respond. Whether it acted is unknown.
    pub(crate) async fn put(&self, key: &str, value: &str) -> worker::Result<()> {
        Ok(self.0.put(key, value)?.execute().await?)
    }
}

fn unavailable() -> Problem {
    Problem::new(
        Kind::Unavailable,
        "The link could not be looked up. Try again in a moment.",
    )
}
