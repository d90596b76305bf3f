import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { Notice } from "../../components/notice.tsx";
import { CompareList } from "./compare-list.tsx";
import { FaultsAt } from "./faults-at.tsx";
import { FieldList, type ColumnsOfSides } from "./field-list.tsx";
import { PassList } from "./pass-list.tsx";
import { PlanText } from "./plan-text.tsx";
import { RolesForm } from "./roles-form.tsx";
import type { PlanDraft } from "./use-plan-draft.ts";
import classes from "./plan-editor.module.css";

interface PlanEditorProps {
  readonly draft: PlanDraft;
  readonly columns: ColumnsOfSides;
  readonly isReadOnly: boolean;
}

/** The plan as a form and as text, side by side; either edits the other. */
export function PlanEditor({ draft, columns, isReadOnly }: PlanEditorProps) {
  const [shown, setShown] = useState("form");
  return (
    <>
      <div className={classes.switch}>
        <SegmentedControl
          fullWidth
          mb="md"
          aria-label={t`How the plan is shown`}
          data={[
            { value: "form", label: t`Form` },
            { value: "text", label: t`YAML` },
          ]}
          value={shown}
          onChange={setShown}
        />
      </div>
      <div className={classes.columns} data-shown={shown}>
        <fieldset
          className={classes.form}
          disabled={isReadOnly}
          style={{ minWidth: 0, border: 0, margin: 0, padding: 0 }}
        >
          {draft.plan === undefined ? (
            <Notice title={t`The text is not YAML at the moment`}>
              <Trans>Mend it there; the form comes back by itself. Nothing of what you wrote is lost.</Trans>
            </Notice>
          ) : (
            <Form draft={draft} columns={columns} />
          )}
        </fieldset>
        <div className={classes.aside}>
          <PlanText text={draft.text} faults={draft.faults} isReadOnly={isReadOnly} onText={draft.setText} />
        </div>
      </div>
    </>
  );
}

function Form({ draft, columns }: Omit<PlanEditorProps, "isReadOnly">) {
  return (
    <Stack gap="xl">
      <Part
        title={t`Columns that belong together`}
        hint={t`A field is what a column on the left and one on the right both hold.`}
      >
        <FieldList draft={draft} columns={columns} />
      </Part>
      <Part title={t`Passes, in order`} hint={t`Each pass takes what it is sure of; the next sees what is left.`}>
        <PassList draft={draft} />
      </Part>
      <Part title={t`What counts as a difference`} hint={t`Matched records whose other fields disagree become breaks.`}>
        <CompareList draft={draft} />
      </Part>
      <Part title={t`Totals and age`} hint={t`Without them a result has counts only.`}>
        <RolesForm draft={draft} />
      </Part>
      {(["left", "right"] as const).map((side) => (
        <FaultsAt key={side} faults={draft.faults} path={side} />
      ))}
    </Stack>
  );
}

interface PartProps {
  readonly title: string;
  readonly hint: string;
  readonly children: React.ReactNode;
}

function Part({ title, hint, children }: PartProps) {
  return (
    <section aria-label={title}>
      <Title order={3}>{title}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {hint}
      </Text>
      {children}
    </section>
  );
}
