import type { ReactNode } from "react";
import type { Location } from "../protocol";

interface Props {
  location: Location;
  /** Why the card's worker stopped, or null if it runs. */
  crash: string | null;
  children: ReactNode;
}

/** The frame that HubSpot puts around every card: its title above, the name of its app below. */
export function CardFrame({ location, crash, children }: Props) {
  const id = `${location.replaceAll(".", "-")}-title`;
  return (
    <section className="hs-card" data-location={location} aria-labelledby={id}>
      <h2 className="hs-card-title" id={id}>
        Referrals
      </h2>
      <div className="hs-card-body">
        {crash === null ? children : <p className="hs-unknown">The card stopped: {crash}</p>}
      </div>
      <footer className="hs-card-footer">Powered by Goodword</footer>
    </section>
  );
}
