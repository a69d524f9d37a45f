/** Names of referrer fields and of referral data. */

export const fields = {
  referralLink: "Referral Link",
  referralCode: "Referral Code",
  peopleReferred: "People Referred",
  successfulReferrals: "Successful Referrals",
  firstName: "First name",
  lastName: "Last name",
  email: "E-mail",
} as const;
