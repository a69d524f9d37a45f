import { useNetwork } from "@mantine/hooks";
import { text } from "../text";
import { ClockIcon } from "../ui/icons";
import { Banner } from "./Banner";

export function OfflineBanner() {
  const { online } = useNetwork();
  return (
    <div role="status">
      {!online && <Banner icon={<ClockIcon />} body={text.shell.offline.banner} />}
    </div>
  );
}
