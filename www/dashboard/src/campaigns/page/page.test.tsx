import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Campaign } from "../../data/types";
import { Api, refused } from "../../testing/api";
import { account, activity, catalogue, spring, usualPage } from "../../testing/examples";
import { visit } from "../../testing/visit";
import {
  draftOf,
  labelOf,
  pageOf,
  tagProblem,
  withLabel,
  withoutQuestion,
  withQuestion,
} from "./draft";

const HTML = "<!doctype html><h1>Drawn by the Worker</h1>";
const PREVIEW = "POST /api/campaigns/1/page-preview";

const hosted: Campaign = { ...spring, terms: { ...spring.terms, leadsTo: "hostedPage" } };

function editor(campaign: Campaign, handlers = {}) {
  return new Api({
    ...account,
    "GET /api/campaigns": { items: [campaign] },
    "GET /api/hubspot/catalogue": catalogue,
    [PREVIEW]: { html: HTML },
    ...handlers,
  });
}

/** The changes that were saved, without the previews. */
const kept = (api: Api) => api.changes.filter(({ route }) => route !== PREVIEW);

describe("where a campaign's links lead", () => {
  it("is chosen on its page, and its other terms stay unchanged", async () => {
    const api = new Api({
      ...account,
      "GET /api/campaigns/1/activity?days=30": activity,
      "PATCH /api/campaigns/1": () => {
        api.answer({ "GET /api/campaigns": { items: [hosted] } });
        return hosted;
      },
    });
    const user = visit("/campaigns/1");
    const direct = await screen.findByRole("radio", { name: /^Straight to the destination/ });
    expect(direct).toBeChecked();
    await user.click(screen.getByRole("radio", { name: /^To a referral page/ }));
    expect(screen.getByRole("radio", { name: /^To a referral page/ })).toBeChecked();
    expect(api.changes).toEqual([
      { route: "PATCH /api/campaigns/1", body: { terms: hosted.terms } },
    ]);
    expect(await screen.findByText(/\/join\/CODE$/)).toBeVisible();
    expect(screen.getByText(/<script async src=".*\/ref\.js"><\/script>/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Edit the page" })).toHaveAttribute(
      "href",
      "/a/4488/campaigns/1/page",
    );
  });
});

describe("a marketer at the referral page's editor", () => {
  it("writes texts and a question, sees a preview, and saves them", async () => {
    const api = editor(hosted, { "PATCH /api/campaigns/1": hosted });
    const user = visit("/campaigns/1/page");
    await user.click(await screen.findByRole("button", { name: "Add a question" }));
    await user.type(screen.getByLabelText("Headline"), "Meet us");
    const question = within(screen.getByRole("group", { name: "Question 1" }));
    await user.type(question.getByLabelText("Question"), "Company");
    await user.click(question.getByLabelText("Must be answered"));
    await waitFor(() => {
      const last = api.changes.findLast(({ route }) => route === PREVIEW);
      expect(last?.body).toMatchObject({
        page: { texts: [{ language: "en", headline: "Meet us" }], fields: [{ required: true }] },
        language: "en",
        thanks: false,
      });
    });
    expect(screen.getByTitle("Preview")).toHaveAttribute("srcdoc", HTML);
    expect(screen.getByTitle("Preview")).toHaveAttribute("sandbox", "");
    expect(kept(api)).toEqual([]);

    await user.click(screen.getByRole("button", { name: "Save the page" }));
    expect(await screen.findByRole("button", { name: "Saved" })).toBeVisible();
    expect(kept(api)).toEqual([
      {
        route: "PATCH /api/campaigns/1",
        body: {
          page: {
            showReferrer: false,
            logo: null,
            accent: "#156a7a",
            background: "#f4f2ed",
            fields: [
              { key: "question_1", kind: "text", options: [], required: true, property: null },
            ],
            texts: [
              {
                language: "en",
                headline: "Meet us",
                offer: "",
                button: "",
                consent: "",
                thanksTitle: "",
                thanks: "",
                labels: [{ field: "question_1", label: "Company", options: [] }],
              },
            ],
            after: "thankYou",
          },
        },
      },
    ]);
  });

  it("sees the API's refusal at its field", async () => {
    editor(hosted, {
      [PREVIEW]: ({ page }: Record<string, unknown>) =>
        (page as { logo: string | null }).logo
          ? refused({
              status: 422,
              field: "page.logo",
              detail: "The logo's address must begin with https://.",
            })
          : { html: HTML },
    });
    const user = visit("/campaigns/1/page");
    await user.type(await screen.findByLabelText("Logo"), "http://a.example/l.png");
    await waitFor(() =>
      expect(screen.getByLabelText("Logo")).toHaveAccessibleDescription(/must begin with https/),
    );
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
  });

  it("adds a language once, and removes it", async () => {
    editor(hosted);
    const user = visit("/campaigns/1/page");
    const tag = await screen.findByLabelText("Add a language");
    await user.type(tag, "english{Enter}");
    await user.clear(tag);
    await user.type(tag, "e{Enter}");
    expect(tag).toHaveAccessibleDescription(/Enter a tag/);
    await user.clear(tag);
    await user.type(tag, "pt-BR{Enter}");
    expect(screen.getByRole("radio", { name: "Brazilian Portuguese" })).toBeChecked();
    await user.type(tag, "PT-br{Enter}");
    expect(tag).toHaveAccessibleDescription(/added before/);
    await user.click(screen.getByRole("button", { name: "Remove Brazilian Portuguese" }));
    expect(screen.queryByRole("radio", { name: "Brazilian Portuguese" })).not.toBeInTheDocument();
  });

  it("reads that links do not lead to the page yet", async () => {
    editor(spring);
    visit("/campaigns/1/page");
    expect(await screen.findByText(/lead straight to its destination/)).toBeVisible();
  });
});

describe("a draft", () => {
  it("gives the same page that it was made from", () => {
    const page = pageOf(draftOf(usualPage));
    expect(pageOf(draftOf(page))).toEqual(page);
    const full = {
      ...page,
      logo: "https://a.example/l.png",
      fields: [
        {
          key: "size",
          kind: "choice" as const,
          options: ["s", "l"],
          required: true,
          property: "size",
        },
      ],
      texts: [
        {
          language: "de",
          headline: "H",
          offer: "O",
          button: "B",
          consent: "C",
          thanksTitle: "T",
          thanks: "Th",
          labels: [
            { field: "size", label: "Größe", options: ["klein", "groß"] },
            { field: "email", label: "Mail", options: [] },
          ],
        },
      ],
      after: { address: "https://a.example/" },
    };
    expect(pageOf(draftOf(full))).toEqual(full);
  });

  it("gives a new question nothing of one that was removed", () => {
    const first = withQuestion(draftOf(usualPage));
    const key = first.questions.at(-1)?.key ?? "";
    const texts = first.texts.map((each) => withLabel(each, key, "Company size"));
    const named = { ...first, texts };
    const without = { ...named, ...withoutQuestion(named, key) };
    const second = withQuestion(without);
    const next = second.questions.at(-1)?.key ?? "";
    expect(next).not.toBe(key);
    expect(second.texts.map((each) => labelOf(each, next) + labelOf(each, key)).join("")).toBe("");
  });

  it("drops blank options and the labels of removed questions", () => {
    const draft = withQuestion(draftOf(usualPage));
    const [question] = draft.questions;
    if (!question) throw new Error("no question");
    const page = pageOf({
      ...draft,
      questions: [{ ...question, kind: "choice", options: ["a ", "", "b"] }],
    });
    expect(page.fields?.[0]?.options).toEqual(["a", "b"]);
    const without = pageOf({
      ...draft,
      questions: [],
      texts: draft.texts.map((texts) => ({
        ...texts,
        labels: [{ field: question.key, label: "Gone", options: [] }],
      })),
    });
    expect(without.texts?.[0]?.labels).toEqual([]);
  });

  it("tells valid language tags from invalid ones", () => {
    expect(["en", "de-AT", "zh-Hant-TW"].map((tag) => tagProblem(tag, []))).toEqual([
      null,
      null,
      null,
    ]);
    expect(["", "e", "en_GB", "<b>"].map((tag) => tagProblem(tag, []))).toEqual(
      Array.from({ length: 4 }, () => "bad"),
    );
  });
});
