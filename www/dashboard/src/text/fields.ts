/** Names of referrer fields and of referral data. */

export const fields = {
  referralLink: "Referral Link",
  referralCode: "Referral Code",
  peopleReferred: "People Referred",
  successfulReferrals: "Successful Referrals",
  clicks: "Clicks",
  linkStatus: "Link Status",
  campaignName: "Campaign Name",
  lastReferralDate: "Date of the Last Referral",
  qrCodeUrl: "QR Code URL",
  firstName: "First name",
  lastName: "Last name",
  email: "E-mail",
} as const;
