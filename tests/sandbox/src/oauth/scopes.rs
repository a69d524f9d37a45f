//! Scopes, and their descriptions for the user who grants them.

/// Returns the description of a scope for the user.
pub(super) fn describe_scope(scope: &str) -> &str {
    match scope {
        "oauth" => "Know which account it is connected to",
        "crm.objects.contacts.read" => "View contacts and their properties",
        "crm.objects.contacts.write" => "Change, create and delete contacts",
        "crm.schemas.contacts.read" => "View property settings for contacts",
        "crm.schemas.contacts.write" => "Create and change property settings for contacts",
        "crm.lists.read" => "View contact lists",
        "crm.lists.write" => "Create, change and delete contact lists",
        "crm.objects.deals.read" => "View deals and their properties",
        "crm.objects.deals.write" => "Change, create and delete deals",
        other => other,
    }
}

/// The scopes of a portal's static token.
pub(crate) const ALL: [&str; 9] = [
    "oauth",
    "crm.objects.contacts.read",
    "crm.objects.contacts.write",
    "crm.schemas.contacts.read",
    "crm.schemas.contacts.write",
    "crm.lists.read",
    "crm.lists.write",
    "crm.objects.deals.read",
    "crm.objects.deals.write",
];
