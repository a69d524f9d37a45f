// A sandbox HubSpot, and a Worker that uses it.

import { Admin } from "./admin.ts";
import { freePort } from "./ports.ts";
import { type Options, Sandbox } from "./sandbox.ts";
import { type Runner, Worker } from "./worker.ts";

export const LINK = "goodword_referral_link";
export const CODE = "goodword_referral_code";
export const PEOPLE = "goodword_people_referred";
export const SUCCESSFUL = "goodword_successful_referrals";

export interface WorldOptions extends Omit<Options, "worker"> {
  /** The program that runs the Worker: Miniflare if absent. */
  runner?: Runner;
}

export class World {
  private constructor(
    readonly sandbox: Sandbox,
    readonly worker: Worker,
  ) {}

  static async start({ runner = "miniflare", ...options }: WorldOptions = {}): Promise<World> {
    const origin = `http://localhost:${await freePort()}`;
    const sandbox = await Sandbox.start({ ...options, worker: origin });
    const worker = await Worker.start(origin, sandbox.account, runner);
    return new World(sandbox, worker);
  }

  async stop(): Promise<void> {
    await this.worker.stop();
    await this.sandbox.stop();
  }

  /** Returns a new visitor, without cookies. */
  visitor(): Admin {
    return new Admin(this.worker.origin);
  }

  /** Returns the link of every contact, by the contact's id, as HubSpot holds it. */
  async links(portal?: string): Promise<Map<string, string | null>> {
    const contacts = await this.sandbox.contacts([LINK], portal);
    return new Map(contacts.map(({ id, properties }) => [id, properties[LINK] || null]));
  }
}
