// The API's description as the Worker serves it. Compares requests and responses with it.

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

interface Content {
  content?: Record<string, { schema: { $ref?: string } }>;
}

interface Operation {
  operationId: string;
  requestBody?: Content;
  responses: Record<string, Content & { $ref?: string }>;
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Record<string, unknown>>;
    responses: Record<string, Content>;
  };
}

export interface Call {
  method: string;
  target: string;
  body?: string;
}

export class Description {
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  readonly #api: OpenApi;
  readonly #called = new Set<string>();

  constructor(api: OpenApi) {
    this.#api = api;
    for (const schema of Object.values(api.components.schemas)) {
      // Clients should ignore members that they do not know. Here each member must be described.
      if (schema.properties) schema.additionalProperties = false;
    }
    this.#ajv.addSchema(api, "api");
  }

  /** The operations that no request has used yet. */
  get untried(): string[] {
    return Object.values(this.#api.paths)
      .flatMap((path) => Object.values(path))
      .map(({ operationId }) => operationId)
      .filter((name) => !this.#called.has(name));
  }

  /** Returns what is wrong with a request and its response, in words. Empty if both match the description. */
  async faults({ method, target, body }: Call, answer: Response): Promise<string[]> {
    const operation = this.#operation(method, target);
    if (!operation) return ["is not described"];
    if (answer.ok) this.#called.add(operation.operationId);
    const faults = body && answer.ok ? this.#body(operation, body) : [];
    const described = operation.responses[String(answer.status)];
    if (!described) return [...faults, `answers ${answer.status}`];
    return [...faults, ...(await this.#answer(described, answer))];
  }

  #body({ requestBody }: Operation, body: string): string[] {
    const schema = requestBody?.content?.["application/json"]?.schema.$ref;
    if (!schema) return body === "{}" ? [] : ["takes a body"];
    return this.#judge(schema, JSON.parse(body), "the body");
  }

  async #answer(described: Content & { $ref?: string }, answer: Response): Promise<string[]> {
    const text = await answer.text();
    const shared = described.$ref?.split("/").at(-1) ?? "";
    const { content = {} } = described.$ref
      ? (this.#api.components.responses[shared] ?? {})
      : described;
    const type = answer.headers.get("content-type") ?? "";
    const [[name, { schema }] = ["", { schema: {} }]] = Object.entries(content);
    if (type !== name) return [`answers ${type || "nothing"} where ${name || "nothing"} is meant`];
    return schema.$ref ? this.#judge(schema.$ref, JSON.parse(text), "the answer") : [];
  }

  #judge(schema: string, value: unknown, what: string): string[] {
    const judge: ValidateFunction = this.#ajv.compile({ $ref: `api${schema}` });
    if (judge(value)) return [];
    return (judge.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  #operation(method: string, target: string): Operation | undefined {
    const segments = target.split("?")[0]?.split("/") ?? [];
    const found = Object.entries(this.#api.paths).find(([path]) => {
      const own = path.split("/");
      const same = (segment: string, at: number) =>
        segment.startsWith("{") || segment === segments[at];
      return own.length === segments.length && own.every(same);
    });
    return found?.[1][method.toLowerCase()];
  }
}
