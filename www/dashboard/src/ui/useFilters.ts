import { useSearchParams } from "wouter";

/**
 * Keeps the filters of a list in the address, so that a reload, a bookmark and a colleague see the same list.
 */
export function useFilters<F>(
  read: (search: URLSearchParams) => F,
  write: (filters: F) => URLSearchParams,
) {
  const [search, setSearch] = useSearchParams();
  const filters = read(search);
  const written = write(filters).toString();
  return {
    filters,
    /** The filters as the end of an address. */
    tail: written && `?${written}`,
    setFilters: (wanted: F) => setSearch(write(wanted), { replace: true }),
    clear: () => setSearch({}, { replace: true }),
  };
}
