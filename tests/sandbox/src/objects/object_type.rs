//! The object types of the sandbox, and the differences between them.

/// The type of an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ObjectType {
    /// People.
    #[default]
    Contacts,
    /// Possible sales to contacts.
    Deals,
}

impl ObjectType {
    /// Returns HubSpot's object type id.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Contacts => "0-1",
            Self::Deals => "0-3",
        }
    }

    /// Returns the name of one object.
    pub(crate) fn singular(self) -> &'static str {
        match self {
            Self::Contacts => "contact",
            Self::Deals => "deal",
        }
    }

    /// Returns the type of a name in paths or subscriptions.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "contacts" | "contact" | "CONTACT" | "0-1" => Self::Contacts,
            "deals" | "deal" | "DEAL" | "0-3" => Self::Deals,
            _ => return None,
        })
    }

    /// Returns the name in routes.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Deals => "deals",
        }
    }

    /// Returns the name of a record id in routes.
    pub(crate) fn id_param(self) -> &'static str {
        match self {
            Self::Contacts => "contactId",
            Self::Deals => "dealId",
        }
    }

    /// Returns the type at the other end of an association.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Contacts => Self::Deals,
            Self::Deals => Self::Contacts,
        }
    }

    /// Returns the properties that a response holds if none were requested.
    pub(crate) fn defaults(self) -> &'static [&'static str] {
        match self {
            Self::Contacts => &["email", "firstname", "lastname"],
            Self::Deals => &["amount", "closedate", "dealname", "dealstage", "pipeline"],
        }
    }

    /// Returns the properties that each response holds.
    pub(crate) fn always(self) -> [&'static str; 3] {
        let modified = match self {
            Self::Contacts => "lastmodifieddate",
            Self::Deals => "hs_lastmodifieddate",
        };
        ["createdate", "hs_object_id", modified]
    }

    /// Returns the properties of which a new record needs at least one. If there are none, any
    /// record is valid.
    pub(crate) fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Contacts => &["email", "firstname", "lastname"],
            Self::Deals => &[],
        }
    }

    /// Returns the properties that the free text of a search covers.
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
