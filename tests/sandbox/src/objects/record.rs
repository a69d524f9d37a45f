//! One record: its values, and their history.

use std::borrow::Cow;

use super::ObjectType;
use crate::{properties::Name, settings::MergedIds, time::iso};

/// How many former values of a property are kept.
const HISTORY: usize = 20;

/// The author of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// An app, through the API.
    App(u64),
    /// A user, in HubSpot.
    User(u64),
    /// The import that filled the portal before the sandbox began.
    Import,
    /// HubSpot itself, when it merges records.
    Merge,
    /// HubSpot itself, when it calculates a value from others.
    Calculated,
}

impl Source {
    /// Returns HubSpot's name, as in `changeSource`.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::App(_) => "INTEGRATION",
            Self::User(_) => "CRM_UI",
            Self::Import => "IMPORT",
            Self::Merge => "MERGE_OBJECTS",
            Self::Calculated => "CALCULATED",
        }
    }

    /// Returns HubSpot's `sourceId`.
    pub(crate) fn id(self) -> String {
        match self {
            Self::App(app) => app.to_string(),
            Self::User(user) => format!("userId:{user}"),
            Self::Import => "import:1".to_owned(),
            Self::Merge => "merge".to_owned(),
            Self::Calculated => "calculated".to_owned(),
        }
    }
}

/// A value that was set at a time.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) value: Box<str>,
    pub(crate) at: i64,
    pub(crate) source: Source,
}

/// A property's value and its former values, newest first.
#[derive(Clone, Debug)]
struct PropertyHistory {
    current: Version,
    former: Vec<Version>,
}

impl PropertyHistory {
    fn versions(&self) -> impl Iterator<Item = &Version> {
        std::iter::once(&self.current).chain(&self.former)
    }
}

/// A contact or a deal.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) object: ObjectType,
    pub(crate) id: u64,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) archived_at: Option<i64>,
    pub(crate) source: Source,
    /// The ids of the records that were merged into this one.
    pub(crate) merged: Vec<u64>,
    /// The ids of the records of the last merge, and its time.
    pub(crate) last_merge: Option<([u64; 2], i64)>,
    /// Where the record names the records that were merged into it.
    pub(crate) names_merged: MergedIds,
    /// The e-mail addresses besides the first.
    pub(crate) more_emails: Vec<String>,
    /// The values in order of names, for a binary search.
    values: Vec<(Name, PropertyHistory)>,
}

impl Record {
    /// Creates a record without values.
    pub(crate) fn new(object: ObjectType, id: u64, created_at: i64, source: Source) -> Self {
        Self {
            object,
            id,
            created_at,
            updated_at: created_at,
            archived_at: None,
            source,
            merged: Vec::new(),
            last_merge: None,
            names_merged: MergedIds::All,
            more_emails: Vec::new(),
            values: Vec::new(),
        }
    }

    /// Returns the value of a property, or none if it is empty. Calculates HubSpot's own
    /// properties.
    pub(crate) fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        self.value_at(name, i64::MAX)
    }

    /// Returns the value that a property had at a time.
    pub(crate) fn value_at(&self, name: &str, at: i64) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(match name {
            "hs_object_id" => self.id.to_string(),
            "createdate" => iso(self.created_at),
            "lastmodifieddate" | "hs_lastmodifieddate" => iso(self.updated_by(at)),
            "hs_object_source" => self.source.kind().to_owned(),
            "hs_merged_object_ids" | "hs_calculated_merged_vids" => self.merged_ids(name)?,
            "hs_additional_emails" if !self.more_emails.is_empty() => self.more_emails.join(";"),
            "hs_email_domain" => self
                .written("email", at)?
                .split_once('@')
                .map(|(_, domain)| domain.to_owned())?,
            "hs_full_name_or_email" => self.title(at)?,
            _ => return self.written(name, at).map(Cow::Borrowed),
        }))
    }

    /// Returns the value of a property that names the merged records.
    fn merged_ids(&self, name: &str) -> Option<String> {
        let (last, at) = self.last_merge.as_ref()?;
        let (shown, ids) = match self.names_merged {
            MergedIds::All => ("hs_merged_object_ids", self.merged.as_slice()),
            MergedIds::DirectOnly => ("hs_merged_object_ids", last.as_slice()),
            MergedIds::Vids => ("hs_calculated_merged_vids", self.merged.as_slice()),
            MergedIds::Absent => return None,
        };
        let entry = |id: &u64| match self.names_merged {
            MergedIds::Vids => format!("{id}:{at}"),
            _ => id.to_string(),
        };
        let entries: Vec<String> = ids.iter().map(entry).collect();
        (shown == name).then(|| entries.join(";"))
    }

    /// Returns the times of all changes, oldest first.
    pub(crate) fn change_times(&self) -> Vec<i64> {
        let histories = self.values.iter();
        let versions = histories.flat_map(|(_, history)| history.versions());
        let mut times: Vec<i64> = versions.map(|version| version.at).collect();
        times.extend([self.created_at, self.updated_at]);
        times.sort_unstable();
        times.dedup();
        times
    }

    /// Returns the time of the last change before a time.
    fn updated_by(&self, at: i64) -> i64 {
        if self.updated_at <= at {
            return self.updated_at;
        }
        let histories = self
            .values
            .iter()
            .flat_map(|(_, history)| history.versions());
        histories
            .map(|version| version.at)
            .filter(|changed| *changed <= at)
            .max()
            .unwrap_or(self.created_at)
    }

    /// Returns the value that was written, by anyone.
    fn written(&self, name: &str, at: i64) -> Option<&str> {
        let mut versions = self.property(name)?.versions();
        let version = versions.find(|version| version.at <= at)?;
        Some(&*version.value).filter(|value| !value.is_empty())
    }

    /// Returns the name, or else the address.
    fn title(&self, at: i64) -> Option<String> {
        let parts = ["firstname", "lastname"]
            .iter()
            .filter_map(|name| self.written(name, at));
        let name = parts.collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            self.written("email", at).map(str::to_owned)
        } else {
            Some(name)
        }
    }

    /// Returns the written values that are not empty, in order of names.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&Name, &str)> {
        self.values
            .iter()
            .map(|(name, history)| (name, &*history.current.value))
            .filter(|(_, value)| !value.is_empty())
    }

    /// Returns a property's versions, newest first.
    pub(crate) fn history(&self, name: &str) -> Vec<&Version> {
        let history = self.property(name);
        history.map_or_else(Vec::new, |history| history.versions().collect())
    }

    /// Writes a value and returns whether it differed. An equal value creates neither a version nor
    /// a later `lastmodifieddate`.
    pub(crate) fn write(&mut self, name: &Name, value: &str, at: i64, source: Source) -> bool {
        let version = Version {
            value: value.into(),
            at,
            source,
        };
        match self
            .values
            .binary_search_by(|(present, _)| present.as_ref().cmp(name.as_ref()))
        {
            Ok(index) => {
                let Some((_, history)) = self.values.get_mut(index) else {
                    return false;
                };
                if *history.current.value == *value {
                    return false;
                }
                let former = std::mem::replace(&mut history.current, version);
                history.former.insert(0, former);
                history.former.truncate(HISTORY);
            }
            Err(_) if value.is_empty() => return false,
            Err(index) => {
                self.values.insert(
                    index,
                    (
                        name.clone(),
                        PropertyHistory {
                            current: version,
                            former: Vec::new(),
                        },
                    ),
                );
            }
        }
        self.updated_at = self.updated_at.max(at);
        true
    }

    /// Replaces the addresses besides the first. Returns whether they differed.
    pub(crate) fn write_more_emails(&mut self, emails: Vec<String>, at: i64) -> bool {
        let differ = self.more_emails != emails;
        if differ {
            self.more_emails = emails;
            self.updated_at = self.updated_at.max(at);
        }
        differ
    }

    /// Removes the values of a property that was deleted.
    pub(crate) fn forget(&mut self, name: &str) {
        self.values.retain(|(present, _)| &**present != name);
    }

    fn property(&self, name: &str) -> Option<&PropertyHistory> {
        let index = self
            .values
            .binary_search_by(|(present, _)| present.as_ref().cmp(name))
            .ok()?;
        self.values.get(index).map(|(_, history)| history)
    }
}
