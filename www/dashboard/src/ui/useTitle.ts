import { useEffect } from "react";
import { text } from "../text";

/** Names the browser's tab after the page; `null` leaves its name. */
export function useTitle(page: string | null): void {
  useEffect(() => {
    if (page !== null) document.title = text.common.pageTitle(page);
  }, [page]);
}
