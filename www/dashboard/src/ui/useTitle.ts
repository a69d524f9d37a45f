import { useEffect } from "react";
import { text } from "../text";

/** Sets the title of the browser's tab; `null` leaves it unchanged. */
export function useTitle(page: string | null): void {
  useEffect(() => {
    if (page !== null) document.title = text.common.pageTitle(page);
  }, [page]);
}
