//! The types of objects that the sandbox knows, and what differs between them.

/// A type of objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ObjectType {
    /// People.
    #[default]
    Contacts,
    /// What may be sold to them.
    Deals,
}

impl ObjectType {
    /// HubSpot's object type id.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Contacts => "0-1",
            Self::Deals => "0-3",
        }
    }

    /// One of them.
    pub(crate) fn singular(self) -> &'static str {
        match self {
            Self::Contacts => "contact",
            Self::Deals => "deal",
        }
    }

    /// The type under one of the names that paths and subscriptions use.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "contacts" | "contact" | "CONTACT" | "0-1" => Self::Contacts,
            "deals" | "deal" | "DEAL" | "0-3" => Self::Deals,
            _ => return None,
        })
    }

    /// The name that routes use.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Deals => "deals",
        }
    }

    /// How routes call the id of a record.
    pub(crate) fn id_param(self) -> &'static str {
        match self {
            Self::Contacts => "contactId",
            Self::Deals => "dealId",
        }
    }

    /// The type at the other end of an association.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Contacts => Self::Deals,
            Self::Deals => Self::Contacts,
        }
    }

    /// What an answer holds when nothing was asked for.
    pub(crate) fn defaults(self) -> &'static [&'static str] {
        match self {
            Self::Contacts => &["email", "firstname", "lastname"],
            Self::Deals => &["amount", "closedate", "dealname", "dealstage", "pipeline"],
        }
    }

    /// What an answer always holds.
    pub(crate) fn always(self) -> [&'static str; 3] {
        let modified = match self {
            Self::Contacts => "lastmodifieddate",
            Self::Deals => "hs_lastmodifieddate",
        };
        ["createdate", "hs_object_id", modified]
    }

    /// Of these a new record needs one; any record will do if there are none.
    pub(crate) fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Contacts => &["email", "firstname", "lastname"],
            Self::Deals => &[],
        }
    }

    /// Where the free text of a search looks.
    pub(crate) fn searched(self) -> &'static [&'static str] {
        match self {
            Self::Contacts => &[
                "firstname",
                "lastname",
                "email",
                "phone",
                "mobilephone",
                "company",
                "hs_additional_emails",
                "hs_object_id",
            ],
            Self::Deals => &[
                "dealname",
                "pipeline",
                "dealstage",
                "description",
                "dealtype",
            ],
        }
    }
}
