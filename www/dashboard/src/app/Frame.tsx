import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { Session } from "../data/types";
import { to } from "../places/places";
import { text } from "../text";
import { ConnectionBanner } from "./ConnectionBanner";
import classes from "./Frame.module.css";
import { Header } from "./Header";
import { OfflineBanner } from "./OfflineBanner";

/** The frame around every screen. */
export function Frame({ session, children }: { session: Session; children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const place = screenOf(useLocation()[0]);
  const before = useRef(place);

  // Users of a screen reader or a keyboard start a new screen at its top.
  useEffect(() => {
    const from = before.current;
    before.current = place;
    // The front page only redirects, so nobody has read anything yet.
    if (from === place || from === "/") return;
    main.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [place]);

  return (
    <div className={classes.frame}>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        {text.shell.skip}
      </button>
      <Header session={session} />
      <OfflineBanner />
      <ConnectionBanner portal={session.portal} />
      <main ref={main} tabIndex={-1} className={classes.main}>
        {children}
      </main>
    </div>
  );
}

const WITH_PANELS = [to.users, to.referrals];

/** Names the screen of a place. A panel beside a list is not a new screen. */
function screenOf(place: string): string {
  return WITH_PANELS.find((screen) => place.startsWith(screen)) ?? place;
}
