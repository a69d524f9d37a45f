import { Group, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useChangeCampaign } from "../../data/campaigns";
import { useCatalogue, useMakeReferredByProperties } from "../../data/catalogue";
import { useTakenProperties } from "../../data/syncs";
import { type Campaign, REFERRED_BY_FIELDS } from "../../data/types";
import { MakeProperties } from "../../hubspot/MakeProperties";
import { RefreshButton } from "../../hubspot/RefreshButton";
import { text } from "../../text";
import { Loaded } from "../../ui/Loaded";
import { SubmitRow } from "../../ui/SubmitRow";
import { mappingsOf, type Targets, targetProblem, targetsOf, withOwn } from "./mappings";
import { ReferredByTable } from "./ReferredByTable";

interface Props {
  campaign: Campaign;
  onClose: () => void;
}

/** Chooses the properties that say who referred somebody. */
export default function ReferredByEditor({ campaign, onClose }: Props) {
  const catalogue = useCatalogue();
  const change = useChangeCampaign(campaign.id);
  const make = useMakeReferredByProperties();
  const taken = useTakenProperties(null);
  const [targets, setTargets] = useState(targetsOf(campaign.terms.referredBy));
  const save = (event: FormEvent) => {
    event.preventDefault();
    const terms = { ...campaign.terms, referredBy: mappingsOf(targets) };
    change.mutate({ terms }, { onSuccess: onClose });
  };
  return (
    <Loaded query={catalogue} lines={4}>
      {(known) => {
        const problem = (field: keyof Targets) => targetProblem(targets, field, known, taken);
        const making = make.isPending || (make.isSuccess && known.refreshing);
        // A property can be chosen only after HubSpot has created it.
        const hindered = making || REFERRED_BY_FIELDS.some((field) => problem(field) !== null);
        const open = REFERRED_BY_FIELDS.filter((field) => targets[field] === null);
        return (
          <form onSubmit={save} noValidate>
            <Group justify="flex-end" mb="xs">
              <RefreshButton />
            </Group>
            <ReferredByTable
              targets={targets}
              catalogue={known}
              problem={problem}
              onChange={(field, target) => setTargets({ ...targets, [field]: target })}
            />
            <MakeProperties
              open={open.length}
              hint={text.referredBy.createHint}
              busy={making}
              error={make.error}
              onMake={() => make.mutate(open, { onSuccess: () => setTargets(withOwn(open)) })}
            />
            {known.problem && !known.refreshing && (
              <Text c="red" size="sm" mt="sm" role="alert">
                {text.referredBy.failed} {known.problem}
              </Text>
            )}
            <SubmitRow
              label={text.common.save}
              busy={change.isPending}
              error={change.error}
              mt="lg"
              disabled={hindered}
              onCancel={onClose}
            />
          </form>
        );
      }}
    </Loaded>
  );
}
