//! Account details: `GET /account-info/{v}/details`.

use serde_json::json;

use crate::{api::Call, http::Response};

pub(crate) fn details(call: &mut Call<'_>) -> Response {
    let ui_domain = call
        .settings
        .origin
        .split_once("://")
        .map_or("app.hubspot.com", |it| it.1);
    Response::json(
        200,
        &json!({
            "portalId": call.portal.id,
            "accountType": "STANDARD",
            "timeZone": "Europe/London",
            "companyCurrency": "GBP",
            "additionalCurrencies": [],
            "utcOffset": "+01:00",
            "utcOffsetMilliseconds": 3_600_000,
            "uiDomain": ui_domain,
            "dataHostingLocation": "na1",
        }),
    )
}
