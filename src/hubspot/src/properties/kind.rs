//! The types of a property's values, and the controls with which people enter them.

/// The type of a property's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyKind {
    /// `true` or `false`.
    Bool,
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// One or several of the property's options.
    Enumeration,
    /// A number.
    Number,
    /// A telephone number.
    PhoneNumber,
    /// Text of at most 65,536 characters.
    String,
}

impl PropertyKind {
    const ALL: [Self; 7] = [
        Self::Bool,
        Self::Date,
        Self::DateTime,
        Self::Enumeration,
        Self::Number,
        Self::PhoneNumber,
        Self::String,
    ];

    /// Returns HubSpot's name of the type.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Enumeration => "enumeration",
            Self::Number => "number",
            Self::PhoneNumber => "phone_number",
            Self::String => "string",
        }
    }

    /// Returns the type with this name of HubSpot's, if it is known here.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The control with which people enter a property's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// A line of text.
    Text,
    /// Several lines of text.
    TextArea,
    /// A number.
    Number,
    /// A day or moment.
    Date,
}

impl FieldType {
    /// Returns HubSpot's name of the control.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::TextArea => "textarea",
            Self::Number => "number",
            Self::Date => "date",
        }
    }
}
