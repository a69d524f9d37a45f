import { Redirect, Router, useLocation } from "wouter";
import { accountBase, accountOf } from "../places/account";
import { Frame } from "./Frame";
import { Screens } from "./Screens";
import { SessionGate } from "./SessionGate";

/** Shows the screens of the account in the address. An address without one redirects to the last account. */
export function InAccount() {
  const [place] = useLocation();
  const account = accountOf(place);
  if (account === null) {
    return (
      <SessionGate key="last" account={null}>
        {({ portal }) => (
          <Redirect
            to={accountBase(portal.id) + (place === "/" ? "" : place) + window.location.search}
            replace
          />
        )}
      </SessionGate>
    );
  }
  return (
    <Router key={account} base={accountBase(account)}>
      <SessionGate account={account}>
        {(session) => (
          <Frame session={session}>
            <Screens session={session} />
          </Frame>
        )}
      </SessionGate>
    </Router>
  );
}
