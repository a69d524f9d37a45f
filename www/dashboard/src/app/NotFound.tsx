import { to } from "../places/places";
import { text } from "../text";
import { MissingPage } from "../ui/MissingPage";

export const NotFound = () => <MissingPage words={text.shell.notFound} href={to.campaigns} />;
