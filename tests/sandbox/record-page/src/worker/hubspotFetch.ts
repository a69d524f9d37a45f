import type { FetchRequest, Page } from "../protocol";

interface Options {
  method?: string;
  timeout?: number;
  body?: object;
  headers?: Headers | Record<string, string>;
}

/** The statuses with which a `Response` cannot have a body. */
const BODILESS = new Set([101, 204, 205, 304]);

/**
 * Returns the card's `hubspot.fetch`. It passes requests to the page, which asks HubSpot's proxy.
 */
export function hubspotFetch(page: Pick<Page, "hubspotFetch">) {
  return async (url: string | URL, options: Options = {}): Promise<Response> => {
    const request: FetchRequest = { url: String(url), method: options.method ?? "GET" };
    if (options.body !== undefined) {
      request.body = JSON.parse(JSON.stringify(options.body));
    }
    if (options.headers !== undefined) {
      request.headers = Object.fromEntries(new Headers(options.headers));
    }
    if (options.timeout !== undefined) {
      request.timeout = options.timeout;
    }
    const { status, body } = await page.hubspotFetch(request);
    return new Response(BODILESS.has(status) ? null : body, {
      status,
      headers: { "content-type": "application/json" },
    });
  };
}
