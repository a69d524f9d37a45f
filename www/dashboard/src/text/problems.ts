/** Failures, in two sentences each. */

export const problems = {
  notDone: "That could not be done",
  unreachable: {
    title: "Goodword does not answer",
    todo: "Check your Internet connection, then try again. A sync under way goes on without this page.",
  },
  unreadable: {
    title: "Something else answered",
    todo: "Something between this browser and Goodword answered in its place: a network's sign-in page, perhaps. Reload the page to see it.",
  },
  signedOut: { title: "You are signed out", todo: "Sign in with HubSpot again to go on." },
  forbidden: {
    title: "This is not allowed",
    todo: "Reload the page and try again. If it says this again, sign out and in with HubSpot.",
  },
  missing: {
    title: "This is not here any more",
    todo: "It may have been removed, or it belongs to another HubSpot account. Go back and choose again.",
  },
  conflict: {
    title: "That is not possible",
    todo: "Change it, or reload the page to see the present state.",
  },
  refused: { title: "Goodword could not accept this", todo: "Correct it and try again." },
  busy: {
    title: "Too much at once",
    todo: "Wait a few seconds, then try again. Nothing was lost.",
  },
  broken: {
    title: "Something went wrong in Goodword",
    todo: "Try again. If it stays like this, tell whoever runs Goodword for you. Nothing that was saved before is lost.",
  },
} as const;
