import { Button } from "@mantine/core";
import { useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { useReferrers } from "../data/referrers";
import type { ReferrerLines } from "../data/types";
import { idOf, to } from "../places/places";
import { text } from "../text";
import { TransferMenu } from "../transfer/TransferMenu";
import { Loaded } from "../ui/Loaded";
import { Message } from "../ui/Message";
import { Page } from "../ui/Page";
import { Pages } from "../ui/Pages";
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
  const [search, setSearch] = useSearchParams();
  const [, go] = useLocation();
  const filters = filtersOf(search);
  const setFilters = (wanted: Filters) => setSearch(searchOf(wanted), { replace: true });
  const back = () => go(`${to.users}${tailOf(filters)}`);
  return (
    <Page
      title={text.users.title}
      actions={
        <>
          <TransferMenu
            kind="referrers"
            campaignId={filters.campaignId || null}
            query={queryOf(filters)}
          />
          <AddUsers campaignId={filters.campaignId || null} />
        </>
      }
    >
      <UserFilters filters={filters} onChange={setFilters} />
      <UserList
        // Other filters begin at their own first page.
        key={JSON.stringify(queryOf(filters))}
        filters={filters}
        onClear={() => setSearch({}, { replace: true })}
      />
      <UserPanel campaignId={idOf(campaign ?? null)} contactId={contact ?? ""} onClose={back} />
    </Page>
  );
}

function tailOf(filters: Filters): string {
  const search = searchOf(filters).toString();
  return search && `?${search}`;
}

function UserList({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  // The pages before this one, by what led to each.
  const [trail, setTrail] = useState<string[]>([]);
  const after = trail.at(-1);
  const page = useReferrers({ ...queryOf(filters), ...(after && { after }) });
  return (
    <Loaded query={page} lines={8}>
      {({ items, next }: ReferrerLines) =>
        items.length === 0 && trail.length === 0 ? (
          <Nobody narrowed={isNarrowed(filters)} onClear={onClear} />
        ) : (
          <>
            <UserTable lines={items} tail={tailOf(filters)} stale={page.isPlaceholderData} />
            <Pages
              page={trail.length}
              count={items.length}
              next={next ?? null}
              busy={page.isPlaceholderData}
              onNext={(cursor) => setTrail([...trail, cursor])}
              onPrevious={() => setTrail(trail.slice(0, -1))}
            />
          </>
        )
      }
    </Loaded>
  );
}

function Nobody({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const { empty, none, filters } = text.users;
  if (!narrowed) {
    return (
      <Message title={empty.title} body={empty.body}>
        <Button component={Link} href={to.sync(null)} variant="default">
          {text.users.sync}
        </Button>
      </Message>
    );
  }
  return (
    <Message title={none.title} body={none.body} role="status">
      <Button variant="default" onClick={onClear}>
        {filters.clear}
      </Button>
    </Message>
  );
}
