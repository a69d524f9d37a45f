/**
 * HubSpot's toasts: the newest at the bottom, announced to screen readers. They disappear after a
 * time.
 */
import type { Alert } from "../protocol";

const SHOWN_MS = 6_000;

export function showToast({ type = "info", title, message }: Alert): void {
  const toast = document.createElement("div");
  toast.className = "hs-toast";
  toast.dataset.variant = type;
  toast.setAttribute("role", type === "danger" ? "alert" : "status");
  if (title !== undefined) {
    const heading = document.createElement("strong");
    heading.textContent = title;
    toast.append(heading);
  }
  const text = document.createElement("span");
  text.textContent = message;
  toast.append(text);
  tray().append(toast);
  setTimeout(() => toast.remove(), SHOWN_MS);
}

function tray(): HTMLElement {
  const existing = document.querySelector<HTMLElement>(".hs-toasts");
  if (existing !== null) {
    return existing;
  }
  const created = document.createElement("div");
  created.className = "hs-toasts";
  document.body.append(created);
  return created;
}
