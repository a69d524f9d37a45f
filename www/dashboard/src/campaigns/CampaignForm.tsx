import { NumberInput, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { Campaign, NewCampaign } from "../data/types";
import { text } from "../text";
import { SubmitRow } from "../ui/SubmitRow";
import { useRefusedField } from "../ui/useRefusedField";
import classes from "./CampaignForm.module.css";
import { destinationProblem, landing } from "./landing";
import { messageProblem, sharedText } from "./share";

const LONGEST_NAME = 100;
const LONGEST_WINDOW = 365;
const USUAL_WINDOW = 90;

interface Props {
  /** The campaign to edit; absent for a new one. */
  campaign?: Campaign | undefined;
  busy: boolean;
  error: unknown;
  onSubmit: (values: NewCampaign) => void;
  onCancel: () => void;
}

interface Values {
  name: string;
  destination: string;
  window: number | string;
  shareMessage: string;
  slug: string;
}

function windowProblem(days: number | string): string | null {
  const valid = typeof days === "number" && days >= 1 && days <= LONGEST_WINDOW;
  return valid ? null : text.campaigns.form.windowBad;
}

function nameProblem(name: string): string | null {
  const words = text.campaigns.form;
  if (!name.trim()) return words.nameMissing;
  return [...name.trim()].length > LONGEST_NAME ? words.nameLong : null;
}

const FIELDS: Record<string, keyof Values> = {
  name: "name",
  destination: "destination",
  attributionWindowDays: "window",
  shareMessage: "shareMessage",
  slug: "slug",
};

export function CampaignForm({ campaign, busy, error, onSubmit, onCancel }: Props) {
  const words = text.campaigns.form;
  const form = useForm<Values>({
    initialValues: {
      name: campaign?.name ?? "",
      destination: campaign?.destination ?? "",
      window: campaign?.attributionWindowDays ?? USUAL_WINDOW,
      shareMessage: campaign?.shareMessage ?? text.campaigns.share.usual,
      slug: campaign?.slug ?? "",
    },
    validate: {
      name: nameProblem,
      destination: destinationProblem,
      window: windowProblem,
      shareMessage: messageProblem,
    },
    validateInputOnBlur: ["destination"],
  });
  const otherError = useRefusedField(error, FIELDS, form.setFieldError);
  const landsOn = landing(form.values.destination);

  const submit = form.onSubmit(({ name, destination, window, shareMessage, slug }) =>
    onSubmit({
      name: name.trim(),
      destination: destination.trim(),
      attributionWindowDays: Number(window),
      shareMessage: shareMessage.trim(),
      ...(slug.trim() === (campaign?.slug ?? "") ? {} : { slug: slug.trim() }),
    }),
  );

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <TextInput
          label={words.name}
          description={words.nameHint}
          required
          data-autofocus
          {...form.getInputProps("name")}
        />
        <div>
          <TextInput
            label={words.destination}
            description={words.destinationHint}
            placeholder={words.destinationPlaceholder}
            type="url"
            inputMode="url"
            autoComplete="url"
            required
            {...form.getInputProps("destination")}
          />
          {landsOn && (
            <div className={classes.preview}>
              <Text size="xs" c="dimmed">
                {words.preview}
              </Text>
              <output>{landsOn}</output>
            </div>
          )}
        </div>
        <NumberInput
          label={words.window}
          description={words.windowHint}
          suffix={` ${words.days}`}
          min={1}
          max={LONGEST_WINDOW}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          classNames={{ wrapper: classes.window }}
          {...form.getInputProps("window")}
        />
        <div>
          <Textarea
            label={text.campaigns.share.label}
            description={text.campaigns.share.hint}
            autosize
            minRows={3}
            {...form.getInputProps("shareMessage")}
          />
          {form.values.shareMessage.trim() && (
            <div className={classes.preview}>
              <Text size="xs" c="dimmed">
                {text.campaigns.share.preview}
              </Text>
              <output>{sharedText(form.values.shareMessage)}</output>
            </div>
          )}
        </div>
        <TextInput
          label={text.links.campaign.label}
          description={text.links.campaign.hint}
          placeholder={text.links.campaign.placeholder}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          {...form.getInputProps("slug")}
        />
        <SubmitRow
          label={campaign ? text.common.save : words.submit}
          busy={busy}
          error={otherError}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  );
}
