import { useEffect } from "react";
import { text } from "../text";

/** Names the browser's tab after the page. */
export function useTitle(page: string): void {
  useEffect(() => {
    document.title = text.common.pageTitle(page);
  }, [page]);
}
