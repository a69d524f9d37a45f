/** Adds to jsdom what browsers have, and virtual time: a test that waits moves the clock. */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";

// Virtual milliseconds; enough for several polls.
configure({ asyncUtilTimeout: 8_000 });

// Testing Library says this to React in the first file of a worker only.
vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

// Testing Library moves a fake clock by itself, but only under this name.
vi.stubGlobal("jest", { advanceTimersByTime: (ms: number) => vi.advanceTimersByTime(ms) });

// Renders without motion, as for users who prefer that.
vi.stubGlobal("matchMedia", (media: string) => ({
  matches: media.includes("prefers-reduced-motion"),
  media,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
}));

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);

// Reads the content of a blob.
const contentOf = (blob: Blob): Promise<ArrayBuffer> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
Blob.prototype.arrayBuffer = function () {
  return contentOf(this);
};
Blob.prototype.text = async function () {
  return new TextDecoder().decode(await contentOf(this));
};

// Mantine writes its variables into style elements, and jsdom would match each of their rules for each computed style.
Object.defineProperty(HTMLStyleElement.prototype, "innerHTML", {
  configurable: true,
  set: () => undefined,
});

window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
    now: new Date("2027-03-01T09:00:00Z"),
  });
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  sessionStorage.clear();
  localStorage.clear();
});
