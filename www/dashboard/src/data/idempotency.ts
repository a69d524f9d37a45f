/**
 * Keeps idempotency keys. A request keeps its key until the API has decided on it, so that a retry after a lost
 * answer repeats the request instead of making a second one.
 */
const undecided = new Map<string, string>();

export function keyFor(wish: string): string {
  const key = undecided.get(wish) ?? crypto.randomUUID();
  undecided.set(wish, key);
  return key;
}

export function forgetKey(wish: string): void {
  undecided.delete(wish);
}
