//! Folders of lists. There are no folders but the root, and all lists are in it.

use serde_json::json;

use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

/// The id of the root folder.
const ROOT: &str = "0";

/// `GET /crm/lists/{v}/folders?folderId=`. Returns the root if no folder is named.
pub(crate) fn folder(call: &mut Call<'_>) -> EndpointResult {
    let id = call.query.first("folderId").filter(|id| !id.is_empty());
    if let Some(id) = id.filter(|id| *id != ROOT) {
        return Err(Problem::not_found(format!("Folder {id} does not exist.")));
    }
    let lists: Vec<u64> = call.portal.lists.iter().map(|list| list.id).collect();
    let folder = json!({
        "id": ROOT,
        "parentFolderId": ROOT,
        "childLists": lists,
        "childNodes": [],
    });
    Ok(Response::json(200, &json!({ "folder": folder })))
}
