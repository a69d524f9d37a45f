//! Account details: `GET /account-info/{v}/details`.

use serde_json::json;

use crate::{
    api::{Call, EndpointResult},
    errors,
    http::Response,
};

pub(crate) fn details(call: &mut Call<'_>) -> EndpointResult {
    if call.settings.reads.account_info_denied {
        return Err(errors::denied(
            call.settings.denial,
            &["external-settings-access"],
        ));
    }
    let (zone, minutes) = call.settings.reads.time_zone;
    let offset = format!(
        "{}{:02}:{:02}",
        if minutes < 0 { '-' } else { '+' },
        minutes.abs() / 60,
        minutes.abs() % 60
    );
    let ui_domain = call
        .settings
        .origin
        .split_once("://")
        .map_or("app.hubspot.com", |it| it.1);
    Ok(Response::json(
        200,
        &json!({
            "portalId": call.portal.id,
            "accountType": "STANDARD",
            "timeZone": zone,
            "companyCurrency": "GBP",
            "additionalCurrencies": [],
            "utcOffset": offset,
            "utcOffsetMilliseconds": minutes * 60_000,
            "uiDomain": ui_domain,
            "dataHostingLocation": "na1",
        }),
    ))
}
