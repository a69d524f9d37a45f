/** Words that stand everywhere. */

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
  pageTitle: (page: string) => `${page} · Goodword`,
} as const;
