import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Alert, Button, Group, NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { getSource, getSourceProfile, processSource, type ReadAs, type Source, type SourceProfile } from "@recon/api";
import { client } from "../../client/session.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";
import { UnsavedGuard } from "../../components/unsaved-guard.tsx";
import { choicesOf, optionsFor, type OptionName } from "./reading-options.ts";

interface ReadAsFormProps {
  readonly source: Source;
  readonly draft: ReadAs;
  readonly onDraft: (draft: ReadAs) => void;
  readonly mayWork: boolean;
}

/** What detection found, and what a person says instead; nothing counts for runs before the file was read again. */
export function ReadAsForm({ source, draft, onDraft, mayWork }: ReadAsFormProps) {
  const again = useMutation({
    mutationFn: () => client.call(processSource, { params: { sourceId: source.id }, body: draft }),
    onSuccess(changed) {
      queryClient.setQueryData(callKey(getSource, { params: { sourceId: source.id } }), changed);
      void queryClient.invalidateQueries({ queryKey: callKey(getSourceProfile, { params: { sourceId: source.id } }) });
    },
  });
  const isProcessing = source.status === "processing";
  const isDirty = JSON.stringify(tidy(draft)) !== JSON.stringify(tidy(source.readAs));
  return (
    <Stack gap="md">
      <Fields source={source} draft={draft} onDraft={onDraft} isDisabled={!mayWork || isProcessing} />
      {again.error !== null && <Trouble error={again.error} />}
      {mayWork && (
        <Group gap="sm">
          <Button
            disabled={!isDirty || isProcessing}
            loading={again.isPending || isProcessing}
            onClick={() => again.mutate()}
          >
            <Trans>Read the whole file again</Trans>
          </Button>
          {isDirty && !isProcessing && (
            <Button variant="subtle" onClick={() => onDraft(source.readAs)}>
              <Trans>Undo the changes</Trans>
            </Button>
          )}
        </Group>
      )}
      {isDirty && !isProcessing && (
        <Alert color="blue" variant="outline" role="status">
          <Trans>The first records below are read as said here. Runs read the file so once it was read again.</Trans>
        </Alert>
      )}
      <UnsavedGuard isDirty={isDirty && !isProcessing}>
        <Trans>What you said about reading the file will be lost: the file was not read again.</Trans>
      </UnsavedGuard>
    </Stack>
  );
}

interface FieldsProps extends Omit<ReadAsFormProps, "mayWork"> {
  readonly isDisabled: boolean;
}

function Fields({ source, draft, onDraft, isDisabled }: FieldsProps) {
  const profile = useCall(
    getSourceProfile,
    { params: { sourceId: source.id } },
    { enabled: source.status === "ready" },
  );
  const format = draft.format ?? source.format ?? "csv";
  const said = (draft.options ?? {}) as Readonly<Record<string, unknown>>;
  const found = (source.options ?? {}) as Readonly<Record<string, unknown>>;
  const say = (name: OptionName, value: unknown): void => {
    const { [name]: _, ...others } = said;
    const options = value === undefined ? others : { ...others, [name]: value };
    onDraft(tidy({ ...draft, options: options as ReadAs["options"] }));
  };
  const foundText = (name: OptionName): string => {
    const value = found[name] ?? foundInValues(name, profile.data);
    if (typeof value !== "string" && typeof value !== "number") return t`As found`;
    return t`As found: ${choicesOf(name, []).find((choice) => choice.value === value)?.label ?? value}`;
  };
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      <Select
        label={t`Format`}
        disabled={isDisabled}
        placeholder={source.format === null ? t`As found` : t`As found: ${source.format}`}
        clearable
        clearButtonProps={{ "aria-label": t`As found` }}
        data={["csv", "tsv", "xlsx", "json", "ndjson", "parquet"]}
        value={draft.format ?? null}
        onChange={(value) => onDraft(tidy({ ...draft, format: (value ?? undefined) as ReadAs["format"] }))}
      />
      {optionsFor(format).map(({ name, label, kind }) => {
        const shared = { label, disabled: isDisabled, placeholder: foundText(name) };
        if (kind === "number")
          return (
            <NumberInput
              key={name}
              {...shared}
              min={1}
              max={10_000}
              allowDecimal={false}
              value={typeof said[name] === "number" ? said[name] : ""}
              onChange={(value) => say(name, typeof value === "number" ? value : undefined)}
            />
          );
        if (kind === "text")
          return (
            <TextInput
              key={name}
              {...shared}
              value={typeof said[name] === "string" ? said[name] : ""}
              onChange={({ currentTarget: { value } }) => say(name, value === "" ? undefined : value)}
            />
          );
        return (
          <Select
            key={name}
            {...shared}
            clearable
            clearButtonProps={{ "aria-label": t`As found` }}
            data={[...choicesOf(name, profile.data?.sheets ?? [])]}
            value={typeof said[name] === "string" ? said[name] : null}
            onChange={(value) => say(name, value ?? undefined)}
          />
        );
      })}
    </SimpleGrid>
  );
}

/** What only the values show, where one column settles it. */
function foundInValues(name: OptionName, profile: SourceProfile | undefined): string | null | undefined {
  if (name === "dateOrder") return profile?.dateOrder;
  if (name !== "decimal" && name !== "thousands") return undefined;
  return profile?.columns.map((column) => column[name]).find((mark) => mark !== null);
}

/** Without what says nothing, keys in one order: two drafts that mean the same are equal as texts. */
function tidy({ format, options = {} }: ReadAs): ReadAs {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  const sorted = Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b))) as ReadAs["options"];
  return { ...(format === undefined ? {} : { format }), ...(entries.length === 0 ? {} : { options: sorted }) };
}
