import { Button, LoadingButton, Select } from "@hubspot/ui-extensions";
import { describe, expect, it } from "vitest";
import {
  autumn,
  enrolled,
  noCampaign,
  notEnrolled,
  ORIGIN,
  partners,
  referrerIn,
  spring,
} from "./support/answers";
import { eventually, openRecord } from "./support/open";
import { backendAnswered, held, ok, useProxy } from "./support/proxy";

const proxy = useProxy();

describe.each(["tab", "sidebar"] as const)("a contact in no campaign yet, on the %s", (layout) => {
  it("joins the only campaign with one click and has a link", async () => {
    const enrolment = held();
    proxy.willReply(ok(notEnrolled(spring)), enrolment.reply);
    const record = openRecord({ layout });
    await record.sees("Not in a campaign yet");
    expect(record.read()).toContain("Nothing is sent to them");
    expect(record.renderer.maybeFind(Select)).toBeNull();

    record.click("Add to Spring");
    await eventually(() => expect(record.renderer.find(LoadingButton).props.loading).toBe(true));
    expect(proxy.calls[1]).toEqual({
      url: `${ORIGIN}/card/enrolment`,
      method: "POST",
      timeout: 8_000,
      body: { contactId: "123", campaignId: spring.id },
    });

    enrolment.release(enrolled([referrerIn(spring)]));
    await record.sees("/r/CODE1");
    expect(record.actions.addAlert.calls[0]?.[0]).toEqual({
      type: "success",
      title: "Referral link created",
      message: "The contact is now in Spring.",
    });
    expect(record.actions.refreshObjectProperties.called).toBe(true);
  });
});

describe("several campaigns to join", () => {
  it("lets the viewer choose one", async () => {
    proxy.willReply(
      ok(notEnrolled(spring, partners)),
      ok(enrolled([referrerIn(partners)], [spring])),
    );
    const record = openRecord();
    await record.sees("Choose a campaign");
    record.renderer.find(Select).props.onChange?.(partners.id);
    await eventually(() => expect(record.renderer.find(Select).props.value).toBe(partners.id));

    record.click("Add to campaign");
    await record.sees("/r/CODE2");
    expect(proxy.calls[1]?.body).toEqual({ contactId: "123", campaignId: partners.id });
  });

  it("enrols once, however often the button is pressed", async () => {
    const enrolment = held();
    proxy.willReply(ok(notEnrolled(spring)), enrolment.reply);
    const record = openRecord();
    await record.sees("Add to Spring");
    const button = record.renderer.find(LoadingButton);
    button.trigger("onClick");
    button.trigger("onClick");
    enrolment.release(enrolled([referrerIn(spring)]));
    await record.sees("/r/CODE1");
    expect(proxy.calls).toHaveLength(2);
  });
});

describe("joining a further campaign", () => {
  it("is offered below the links, and closes after joining", async () => {
    proxy.willReply(
      ok(enrolled([referrerIn(spring)], [partners, autumn])),
      ok(enrolled([referrerIn(spring), referrerIn(partners)], [autumn])),
    );
    const record = openRecord();
    await record.sees("Add to another campaign");
    expect(record.offers("Add to campaign")).toBe(false);

    record.click("Add to another campaign");
    await record.sees("Add to campaign");
    record.click("Add to campaign");
    await record.sees("/r/CODE2");
    expect(record.offers("Add to campaign")).toBe(false);
    expect(record.offers("Add to another campaign")).toBe(true);
  });

  it("can be cancelled", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)], [partners])));
    const record = openRecord();
    await record.sees("Add to another campaign");
    record.click("Add to another campaign");
    await record.sees("Add to Partners");
    record.click("Cancel");
    await record.sees("Add to another campaign");
    expect(proxy.calls).toHaveLength(1);
  });

  it("is not offered if there is no other campaign", async () => {
    proxy.willReply(ok(enrolled([referrerIn(spring)])));
    const record = openRecord();
    await record.sees("Spring");
    expect(record.offers("Add to another campaign")).toBe(false);
  });
});

describe("an enrolment that fails", () => {
  it("says why, keeps the choice, and can be tried again", async () => {
    proxy.willReply(
      ok(notEnrolled(spring, partners)),
      backendAnswered(409, { title: "Conflict", detail: "Partners was paused." }),
      ok(enrolled([referrerIn(partners)])),
    );
    const record = openRecord();
    await record.sees("Choose a campaign");
    record.renderer.find(Select).props.onChange?.(partners.id);
    await eventually(() => expect(record.renderer.find(Select).props.value).toBe(partners.id));
    record.click("Add to campaign");

    await record.sees("Partners was paused.");
    expect(record.renderer.find(Select).props.value).toBe(partners.id);
    record.click("Try again");
    await record.sees("/r/CODE2");
    expect(proxy.calls[2]?.body).toEqual({ contactId: "123", campaignId: partners.id });
    expect(record.read()).not.toContain("Partners was paused.");
  });
});

describe("no campaign is live", () => {
  it.each(["tab", "sidebar"] as const)("says where to create one, on the %s", async (layout) => {
    proxy.willReply(ok(noCampaign));
    const record = openRecord({ layout });
    await record.sees("No campaign to join");
    const open = record.renderer.find(Button, (node) => node.text === "Open Goodword");
    expect(open.props.href).toEqual({ url: `${ORIGIN}/`, external: true });
  });

  it("is shown for an empty list of campaigns too", async () => {
    proxy.willReply(ok(notEnrolled()));
    const record = openRecord();
    await record.sees("No campaign to join");
  });
});
