/** Words that several areas use. */
import { number } from "./format";

export const common = {
  cancel: "Cancel",
  save: "Save changes",
  close: "Close",
  retry: "Try again",
  reload: "Reload the page",
  loading: "Loading",
  next: "Next",
  back: "Back",
  more: "Show more",
  filters: "Filters",
  clearFilters: "Clear filters",
  search: { label: "Search", clear: "Clear the search" },
  pages: {
    label: "Pages",
    previous: "Previous",
    next: "Next",
    shown: (from: number, to: number) => `${number(from)} to ${number(to)}`,
  },
  pageTitle: (page: string) => `${page} · Goodword`,
} as const;
