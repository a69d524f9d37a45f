//! The manners of HubSpot with people and their deals that users have seen in more than one way.

/// The manners of HubSpot with people and their deals.
#[derive(Clone, Debug)]
pub struct PeopleSettings {
    /// The answer to the creation of a contact whose address was erased.
    pub erased: ErasedAddress,
    /// Whether contacts show their further addresses.
    pub further_emails: FurtherEmails,
    /// The wording of the refusal of an address that another contact has.
    pub conflict: ConflictWords,
    /// The lifecycle stage of a new contact that names none. The portal's own settings decide it.
    pub first_stage: Option<&'static str>,
    /// Addresses that HubSpot judges to be invalid although they are well formed.
    pub refused_addresses: Vec<String>,
    /// The times of entry into stages that deals show.
    pub deal_entries: DealEntries,
}

impl Default for PeopleSettings {
    fn default() -> Self {
        Self {
            erased: ErasedAddress::CreatedAgain,
            further_emails: FurtherEmails::Shown,
            conflict: ConflictWords::Short,
            first_stage: Some("lead"),
            refused_addresses: Vec::new(),
            deal_entries: DealEntries::PerStage,
        }
    }
}

/// The answer to the creation of a contact whose address was erased. HubSpot's knowledge base ("Perform
/// a permanent delete") says that the address may be added back through an API request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErasedAddress {
    /// The contact is created.
    CreatedAgain,
    /// The creation is refused.
    Refused,
}

/// Whether contacts show their further addresses. HubSpot has announced the end of
/// `hs_additional_emails`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FurtherEmails {
    /// They are shown, and a contact is found by each of them.
    Shown,
    /// They are not shown, and a contact is found by its first address only. They are still taken.
    Hidden,
}

/// The wording of a 409. Users of the API have seen each of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictWords {
    /// `CONFLICT` with "Contact already exists. Existing ID: 51".
    Short,
    /// `OBJECT_ALREADY_EXISTS` with a sentence about the address, and the id.
    Long,
    /// No id.
    WithoutId,
}

/// The times of entry into stages that deals show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DealEntries {
    /// For each stage, and for the present one.
    PerStage,
    /// For the present stage only.
    Present,
    /// None.
    Hidden,
}
