import { useNetwork } from "@mantine/hooks";
import { text } from "../text";
import { Banner } from "./Banner";
import { ClockIcon } from "./icons";

export function OfflineBanner() {
  const { online } = useNetwork();
  return (
    <div role="status">
      {!online && <Banner icon={<ClockIcon />} body={text.shell.offline.banner} />}
    </div>
  );
}
