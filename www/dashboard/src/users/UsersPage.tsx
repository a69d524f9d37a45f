import { Button } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { useReferrers } from "../data/referrers";
import { idOf, to } from "../places/places";
import { text } from "../text";
import { TransferMenu } from "../transfer/TransferMenu";
import { Message } from "../ui/Message";
import { Page } from "../ui/Page";
import { PagedList, useTrail } from "../ui/PagedList";
import { useFilters } from "../ui/useFilters";
import { AddUsers } from "./AddUsers";
import { type Filters, filtersOf, isNarrowed, queryOf, searchOf } from "./filters";
import { UserFilters } from "./UserFilters";
import { UserPanel } from "./UserPanel";
import { UserTable } from "./UserTable";

interface Props {
  /** The user whose panel is open. */
  campaign: string | undefined;
  contact: string | undefined;
}

export default function UsersPage({ campaign, contact }: Props) {
  const [, go] = useLocation();
  const { filters, tail, setFilters, clear } = useFilters(filtersOf, searchOf);
  const query = queryOf(filters);
  const campaignId = filters.campaignId || null;
  return (
    <Page
      title={text.users.title}
      actions={
        <>
          <TransferMenu kind="referrers" campaignId={campaignId} query={query} />
          <AddUsers campaignId={campaignId} />
        </>
      }
    >
      <UserFilters filters={filters} onChange={setFilters} />
      {/* Each choice of filters begins at its own first page. */}
      <UserList key={JSON.stringify(query)} filters={filters} tail={tail} onClear={clear} />
      <UserPanel
        campaignId={idOf(campaign ?? null)}
        contactId={contact ?? ""}
        onClose={() => go(to.users + tail)}
      />
    </Page>
  );
}

interface ListProps {
  filters: Filters;
  tail: string;
  onClear: () => void;
}

function UserList({ filters, tail, onClear }: ListProps) {
  const { none, empty, sync } = text.users;
  const trail = useTrail();
  const { after } = trail;
  const query = useReferrers({ ...queryOf(filters), ...(after && { after }) });
  return (
    <PagedList
      query={query}
      trail={trail}
      filters={{ narrow: isNarrowed(filters), none, onClear }}
      empty={
        <Message title={empty.title} body={empty.body}>
          <Button component={Link} href={to.sync(null)} variant="default">
            {sync}
          </Button>
        </Message>
      }
    >
      {(lines, stale) => <UserTable lines={lines} tail={tail} stale={stale} />}
    </PagedList>
  );
}
