import { to } from "../places/places";
import { text } from "../text";
import { MissingPage } from "../ui/MissingPage";

/** Stands in the place of a campaign that does not exist. */
export const NoCampaign = () => <MissingPage words={text.campaigns.notFound} href={to.campaigns} />;
