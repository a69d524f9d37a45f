// The parts of jsdom that these tests use. jsdom has no types.

declare module "jsdom" {
  export class CookieJar {
    getCookieStringSync(url: string): string;
  }

  export class ResourceLoader {
    fetch(url: string): Promise<Buffer> | null;
  }

  export class VirtualConsole {
    on(event: "jsdomError", listener: (error: Error) => void): this;
  }

  export interface Options {
    url: string;
    runScripts: "dangerously";
    resources: ResourceLoader;
    cookieJar: CookieJar;
    virtualConsole: VirtualConsole;
    beforeParse(window: Window & typeof globalThis): void;
  }

  export class JSDOM {
    constructor(html: string, options: Options);
    readonly window: Window & typeof globalThis;
  }
}
