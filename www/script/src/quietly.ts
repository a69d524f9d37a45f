/** Does it at once; whatever goes wrong, now or later, stays here and not in the customer's page. */
export async function quietly(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch {
    // A referral is never worth a broken page.
  }
}
