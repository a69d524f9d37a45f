/** Links: readable names, the link domain, sharing, QR codes. */

export const links = {
  slug: {
    label: "Readable name",
    hint: "3 to 40 letters a to z, digits, and hyphens between them. Earlier names keep working.",
    placeholder: "ana-silva",
    give: "Give it a name",
    change: "Change name",
    save: "Save name",
  },
  campaign: {
    label: "Readable link",
    hint: "Optional. A link of the campaign itself that leads to the destination. People who follow it have no referrer. Earlier names keep working.",
    placeholder: "spring-2027",
    fact: "Readable link",
    copy: "Copy the campaign's readable link",
  },
  share: {
    title: "Share",
    ways: {
      email: "E-mail",
      whatsapp: "WhatsApp",
      linkedin: "LinkedIn",
      x: "X",
      facebook: "Facebook",
      sms: "Text message",
    },
  },
  qr: {
    svg: "SVG",
    png: "PNG",
    svgOf: (name: string) => `Download the QR code of ${name} as SVG`,
    pngOf: (name: string) => `Download the QR code of ${name} as PNG`,
  },
  domain: {
    title: "Link domain",
    about:
      "Your links can use your own domain, such as go.example.com, instead of Goodword's. A DNS record proves that the domain is yours.",
    label: "Domain",
    placeholder: "go.example.com",
    use: "Use this domain",
    change: "Use another domain",
    giveUp: "Give up this domain",
    state: "Status",
    base: "Links begin with",
    states: {
      none: "None",
      waitingForDns: "Waiting for the DNS record",
      verified: "Proven, not in use yet",
      active: "In use",
      unreachable: "In use, but does not lead to Goodword",
      quarantine: "Kept free for now",
      taken: "Taken",
      takenBack: "Taken back by the operator",
    },
    record: "Set this record at the provider of your DNS. Goodword looks for it by itself.",
    recordLine: (type: string, name: string, value: string) => `${name}  ${type}  ${value}`,
    lastLook: "Last look",
    check: "Check now",
    quarantine: (until: string) =>
      `The domain was given up not long ago. It can be used from ${until} on.`,
    unreachable:
      "Links with this domain do not reach Goodword at the moment. Nothing was changed in HubSpot. Mend the domain's DNS, or give the domain up.",
    takenBack: (reason: string) => `The operator of Goodword took the domain back: ${reason}`,
    keptUntil: (until: string) =>
      `HubSpot is not connected. Without a connection, the domain is given up on ${until}.`,
    givenUp: (host: string, until: string) =>
      `You gave up ${host}. Nobody else can have it before ${until}; you can take it back.`,
    taken:
      "Another account uses this domain for its links. If it is yours, ask the operator of Goodword.",
    leaving: (hosts: string) =>
      `Being given up: ${hosts}. Its links work until HubSpot has all links with another address.`,
    steps: {
      title: "For the operator of Goodword",
      route:
        "Route the domain to the Worker: add this to the routes in wrangler.toml and deploy. Cloudflare then creates the DNS record and the certificate.",
      routeLine: (host: string) => `{ pattern = "${host}", custom_domain = true }`,
      zone: "The domain's DNS zone must be in the Worker's own Cloudflare account.",
      try: "Then this address says that it serves referral links:",
    },
    confirm: {
      title: (host: string) => `Give up ${host}?`,
      body: (host: string) =>
        `Links that begin with https://${host}/ stop working, wherever they were shared; the same links under Goodword's own address keep working. Goodword first writes the new addresses to HubSpot. After that, nobody else can have the domain for 30 days, and you can take it back.`,
      action: "Give up the domain",
    },
  },
} as const;
