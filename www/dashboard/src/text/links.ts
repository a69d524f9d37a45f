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
      "Your links can use your own domain, such as go.example.com, instead of Goodword's. A domain belongs to the first account that asks for it.",
    label: "Domain",
    placeholder: "go.example.com",
    use: "Use this domain",
    change: "Use another domain",
    giveUp: "Give up this domain",
    state: "Status",
    base: "Links begin with",
    states: {
      none: "None",
      claiming: "Being set up",
      active: "In use",
      taken: "Taken",
    },
    claiming: "This takes a few seconds.",
    taken:
      "Another account uses this domain for its links. If it is yours, ask the operator of Goodword.",
    leaving: (hosts: string) => `Being given up: ${hosts}. Links under it no longer work.`,
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
        `Links that begin with https://${host}/ stop working, wherever they were shared; the same links under Goodword's own address keep working. Ongoing syncs write the new addresses to HubSpot at once, others with their next run. Another account can then take the domain.`,
      action: "Give up the domain",
    },
  },
} as const;
