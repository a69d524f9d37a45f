/** Runs `act` at once. Its errors, now or later, do not reach the customer's page. */
export async function quietly(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch {
    // No referral is worth a broken page.
  }
}
