import { expect } from "vitest";

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
}

/** Expects an RFC 9457 problem with this status and an explanation. Returns it. */
export async function expectProblem(
  answer: Response,
  status: number | number[],
  what = answer.url,
): Promise<Problem> {
  const text = await answer.text();
  expect([status].flat(), `${what}: ${answer.status} ${text}`).toContain(answer.status);
  expect(answer.headers.get("content-type"), what).toContain("application/problem+json");
  const problem = JSON.parse(text) as Problem;
  expect(problem, what).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status: answer.status,
    detail: expect.stringMatching(/\S/),
  });
  return problem;
}
