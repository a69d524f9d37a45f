/**
 * The API's routes as types: the input and the answer of each. They come from the API's description, so a removed
 * route, field or value is a compile error.
 */
import type { paths } from "./schema";

type Path = keyof paths;
type Method = "get" | "post" | "patch" | "delete";

/** A method and a path, as `POST /api/campaigns`. */
export type Route = {
  [P in Path]: {
    [M in Method]: paths[P][M] extends { responses: unknown } ? `${Uppercase<M>} ${P}` : never;
  }[Method];
}[Path];

type Operation<R extends Route> = R extends `${infer M} ${infer P extends Path}`
  ? paths[P][Lowercase<M> & Method]
  : never;

type IdsOf<R extends Route> =
  Operation<R> extends { parameters: { path: infer Ids extends object } } ? Ids : never;
type QueryOf<R extends Route> =
  Operation<R> extends { parameters: { query?: infer Query extends object } } ? Query : never;
type BodyOf<R extends Route> =
  Operation<R> extends {
    requestBody: { content: { "application/json": infer Body extends object } };
  }
    ? Body
    : never;

type Needed<Name extends string, T> = [T] extends [never]
  ? { [N in Name]?: never }
  : { [N in Name]: T };

/** The input of a route. */
export type Asking<R extends Route> = Needed<"ids", IdsOf<R>> &
  Needed<"body", BodyOf<R>> & { query?: QueryOf<R>; signal?: AbortSignal };

/** The input as the last parameter of a function. It can be left out if the route takes none. */
export type Asked<R extends Route> =
  Record<never, never> extends Asking<R> ? [asking?: Asking<R>] : [asking: Asking<R>];

type Answers<T> = T extends { responses: infer Responses }
  ? {
      [Status in keyof Responses]: Status extends 200 | 201 | 202 ? Responses[Status] : never;
    }[keyof Responses]
  : never;

/** The JSON answer of a route. */
export type Answer<R extends Route> =
  Answers<Operation<R>> extends { content: { "application/json": infer Body } } ? Body : never;
