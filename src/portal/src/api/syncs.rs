//! Syncs as people see them.

use domain::SyncId;
use jiff::Timestamp;

use crate::Portal;
use crate::api_types::views::{List, SyncView, View};
use crate::storage::error::PortalError;
use crate::tables::runs;
use crate::tables::syncs::{self, Sync};

impl Portal {
    pub(crate) fn list_syncs(&self, now: Timestamp) -> Result<View, PortalError> {
        let all = syncs::all(&self.database)?.into_iter();
        let views = all.map(|sync| self.sync_view(sync, now));
        Ok(View::Syncs(List::whole(views.collect::<Result<_, _>>()?)))
    }

    pub(crate) fn show_sync(&self, sync: SyncId, now: Timestamp) -> Result<View, PortalError> {
        let sync = syncs::get_present(&self.database, sync)?;
        Ok(View::Sync(self.sync_view(sync, now)?))
    }

    pub(crate) fn sync_view(&self, sync: Sync, now: Timestamp) -> Result<SyncView, PortalError> {
        let last = runs::newest(&self.database, Some(sync.id), None, 1)?.pop();
        Ok(SyncView {
            id: sync.id,
            campaign_id: sync.campaign,
            last_run: last.map(|run| self.run_view(run, now)).transpose()?,
            ongoing: sync.ongoing,
            audience: sync.audience,
            on_leaving: sync.on_leaving,
            outbound: sync.outbound,
            inbound: sync.inbound,
            next_run_at: sync.next_run_at,
            created_at: sync.created_at,
        })
    }
}
