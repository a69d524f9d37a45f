// People who follow a referral link. Each has their own browser, as far as the Worker can tell.

/** Lets this number of people follow a link. */
export async function follow(link: string, people: number): Promise<void> {
  for (let version = 100; version < 100 + people; version += 1) {
    const browser = `Gecko/20100101 Firefox/${version}.0`;
    const headers = { "user-agent": `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) ${browser}` };
    const { status } = await fetch(link, { headers, redirect: "manual" });
    if (status !== 302) throw new Error(`${link} answers ${status}`);
  }
}
