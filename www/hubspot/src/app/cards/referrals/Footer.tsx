/** The card's last row: joining another campaign, if there is one, and refresh. */
import { Button, Flex, Icon } from "@hubspot/ui-extensions";
import { useState } from "react";
import { EnrolForm, type Enrolment } from "./EnrolForm";
import { texts } from "./texts";

interface Props {
  /** Null if joining another campaign is not offered. */
  enrolment: Enrolment | null;
  isRefreshing: boolean;
  isBusy: boolean;
  onRefresh: () => void;
}

export function Footer({ enrolment, isRefreshing, isBusy, onRefresh }: Props) {
  const [openedWith, openWith] = useState<Enrolment["campaigns"] | null>(null);
  const canEnrol = enrolment !== null && enrolment.campaigns.length > 0;
  // Joining shortens the list of campaigns, and this closes the form.
  const isOpen = canEnrol && openedWith?.length === enrolment.campaigns.length;
  return (
    <Flex direction="column" gap="sm">
      {canEnrol && isOpen && (
        <EnrolForm {...enrolment}>
          <Button variant="transparent" size="sm" disabled={isBusy} onClick={() => openWith(null)}>
            {texts.cancel}
          </Button>
        </EnrolForm>
      )}
      <Flex direction="row" justify={canEnrol && !isOpen ? "between" : "end"} align="center">
        {canEnrol && !isOpen && (
          <Button
            variant="transparent"
            size="xs"
            disabled={isBusy}
            onClick={() => openWith(enrolment.campaigns)}
          >
            {texts.enrolMore}
          </Button>
        )}
        <Button variant="transparent" size="xs" disabled={isBusy} onClick={onRefresh}>
          <Icon name="refresh" /> {isRefreshing ? texts.refreshing : texts.refresh}
        </Button>
      </Flex>
    </Flex>
  );
}
