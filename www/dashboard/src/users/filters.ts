/** Reads and writes the filters and the order of the list of users. */
import type { ReferrerQuery } from "../data/referrers";
import { LINK_STATUSES, type LinkStatus, ORDERS, type Order } from "../data/types";
import { idOf } from "../places/places";

export interface Filters {
  q: string;
  campaignId: number;
  linkStatus: LinkStatus | null;
  problem: boolean;
  order: Order;
}

/** The orders that work with every filter. The others read a table of their own, which has no names. */
const SIMPLE: Order[] = ["newest", "oldest"];

export const ordersFor = ({ q, problem }: Pick<Filters, "q" | "problem">): readonly Order[] =>
  q || problem ? SIMPLE : ORDERS;

export function filtersOf(search: URLSearchParams): Filters {
  const q = search.get("q") ?? "";
  const problem = search.get("problem") === "1";
  const order = ordersFor({ q, problem }).find((name) => name === search.get("order"));
  return {
    q,
    campaignId: idOf(search.get("campaign")),
    linkStatus: LINK_STATUSES.find((status) => status === search.get("link")) ?? null,
    problem,
    order: order ?? "newest",
  };
}

/** Writes the filters into an address, without the defaults. */
export function searchOf({ q, campaignId, linkStatus, problem, order }: Filters): URLSearchParams {
  return new URLSearchParams({
    ...(q && { q }),
    ...(campaignId && { campaign: String(campaignId) }),
    ...(linkStatus && { link: linkStatus }),
    ...(problem && { problem: "1" }),
    ...(order !== "newest" && { order }),
  });
}

/** Writes the filters as the API takes them. */
export function queryOf({ q, campaignId, linkStatus, problem, order }: Filters): ReferrerQuery {
  return {
    ...(q.trim() && { q: q.trim() }),
    ...(campaignId && { campaignId }),
    ...(linkStatus && { linkStatus }),
    ...(problem && { refused: true }),
    order,
  };
}

export const isNarrowed = ({ q, campaignId, linkStatus, problem }: Filters): boolean =>
  Boolean(q || campaignId || linkStatus || problem);
