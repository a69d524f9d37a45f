/** Failures, in two sentences each. */

export const problems = {
  notDone: "The change failed",
  unreachable: {
    title: "Goodword does not answer",
    todo: "Check your Internet connection, then try again. A sync under way continues without this page.",
  },
  unreadable: {
    title: "Something else answered",
    todo: "Something between this browser and Goodword answered instead, such as a network's sign-in page. Reload the page to see it.",
  },
  signedOut: { title: "You are signed out", todo: "Sign in with HubSpot again to continue." },
  forbidden: {
    title: "This is not allowed",
    todo: "Reload the page and try again. If this appears again, sign out, then sign in with HubSpot.",
  },
  missing: {
    title: "This no longer exists",
    todo: "It may have been removed, or it belongs to another HubSpot account. Go back and choose again.",
  },
  conflict: {
    title: "This is not possible",
    todo: "Change it, or reload the page to see the current state.",
  },
  refused: { title: "Goodword could not accept this", todo: "Correct it and try again." },
  busy: {
    title: "Too many requests",
    todo: "Wait a few seconds, then try again. Nothing was lost.",
  },
  broken: {
    title: "Something went wrong in Goodword",
    todo: "Try again. If it fails again, tell the operator of Goodword. Nothing that you saved is lost.",
  },
} as const;
