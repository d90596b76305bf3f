import { t } from "@lingui/core/macro";
import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import { similarityMeasures, type FieldType } from "@recon/core";
import { recordOf, textOf, type Loose } from "./loose-plan.ts";

interface ToleranceInputProps {
  /** For whom the inputs are named: "amount". */
  readonly of: string;
  readonly type: FieldType | undefined;
  /** What holds `within`, `dateWithin` or `similar`. */
  readonly value: Loose;
  readonly calendars: readonly string[];
  /** Whether being equal can be asked for as well. */
  readonly mayBeExact: boolean;
  /** The new `within`, `dateWithin` or `similar`; empty for equal. */
  readonly onChange: (tolerance: Loose) => void;
}

/** What a field may differ by, as its type allows. */
export function ToleranceInput({ of, type, value, calendars, mayBeExact, onChange }: ToleranceInputProps) {
  const exact = mayBeExact ? [{ value: "exact", label: t`must be equal` }] : [];
  if (type === "number" || type === "money") return <AmountTolerance {...{ of, value, onChange, exact }} />;
  if (type === "date") return <DateTolerance {...{ of, value, calendars, onChange, exact }} />;
  if (type === "text") return <TextTolerance {...{ of, value, onChange, exact }} />;
  return null;
}

/** The tolerance with which a condition on a field of the type begins. */
export function firstTolerance(type: FieldType | undefined): Loose {
  if (type === "date") return { dateWithin: { days: 1 } };
  if (type === "text" || type === "currency") return { similar: { measure: "jaroWinkler", atLeast: 0.92 } };
  return { within: { absolute: "0.00" } };
}

interface OfType {
  readonly of: string;
  readonly value: Loose;
  readonly exact: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (tolerance: Loose) => void;
}

function AmountTolerance({ of, value, exact, onChange }: OfType) {
  const within = recordOf(value["within"]);
  const kind = "relative" in within ? "relative" : "within" in value ? "absolute" : "exact";
  const amount = textOf(within[kind]);
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        size="xs"
        aria-label={t`${of}: kind of tolerance`}
        w={170}
        allowDeselect={false}
        data={[
          ...exact,
          { value: "absolute", label: t`apart by at most` },
          { value: "relative", label: t`apart by a share of` },
        ]}
        value={kind}
        onChange={(next) =>
          onChange(next === "exact" ? {} : { within: { [next ?? "absolute"]: amount === "" ? "0.00" : amount } })
        }
      />
      {kind !== "exact" && (
        <TextInput
          size="xs"
          aria-label={kind === "absolute" ? t`${of}: amount` : t`${of}: share, 0.01 for one in a hundred`}
          w={96}
          inputMode="decimal"
          styles={{ input: { textAlign: "right" } }}
          value={amount}
          onChange={({ currentTarget }) => onChange({ within: { [kind]: currentTarget.value } })}
        />
      )}
    </Group>
  );
}

function DateTolerance({ of, value, calendars, exact, onChange }: OfType & { readonly calendars: readonly string[] }) {
  const within = recordOf(value["dateWithin"]);
  const days = typeof within["days"] === "number" ? within["days"] : 0;
  const calendar = textOf(within["calendar"]) || "calendar";
  const isExact = !("dateWithin" in value);
  const withCalendar = (name: string): Loose => (name === "calendar" ? {} : { calendar: name });
  return (
    <Group gap="xs" wrap="nowrap">
      {exact.length > 0 && (
        <Select
          size="xs"
          aria-label={t`${of}: kind of tolerance`}
          w={170}
          allowDeselect={false}
          data={[...exact, { value: "days", label: t`apart by at most` }]}
          value={isExact ? "exact" : "days"}
          onChange={(next) => onChange(next === "exact" ? {} : { dateWithin: { days: 1 } })}
        />
      )}
      {!isExact && (
        <>
          <NumberInput
            size="xs"
            aria-label={t`${of}: days`}
            w={84}
            min={0}
            max={3660}
            allowDecimal={false}
            value={days}
            onChange={(next) =>
              typeof next === "number" && onChange({ dateWithin: { days: next, ...withCalendar(calendar) } })
            }
          />
          <Select
            size="xs"
            aria-label={t`${of}: days of which calendar`}
            w={150}
            allowDeselect={false}
            data={calendars.map((name) => ({ value: name, label: name === "calendar" ? t`days` : t`days of ${name}` }))}
            value={calendar}
            onChange={(next) => onChange({ dateWithin: { days, ...withCalendar(next ?? "calendar") } })}
          />
        </>
      )}
    </Group>
  );
}

const measures: Readonly<Record<(typeof similarityMeasures)[number], string>> = {
  jaroWinkler: t`spelled alike (Jaro-Winkler)`,
  levenshtein: t`few letters differ (Levenshtein)`,
  tokenSet: t`the same words (token set)`,
  tfidf: t`the same rare words (TF-IDF)`,
};

function TextTolerance({ of, value, exact, onChange }: OfType) {
  const similar = recordOf(value["similar"]);
  const isExact = !("similar" in value);
  const atLeast = typeof similar["atLeast"] === "number" ? similar["atLeast"] : 0.92;
  const measure = textOf(similar["measure"]) || "jaroWinkler";
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        size="xs"
        aria-label={t`${of}: kind of tolerance`}
        w={230}
        allowDeselect={false}
        data={[...exact, ...similarityMeasures.map((name) => ({ value: name, label: measures[name] }))]}
        value={isExact ? "exact" : measure}
        onChange={(next) => onChange(next === "exact" ? {} : { similar: { measure: next, atLeast } })}
      />
      {!isExact && (
        <NumberInput
          size="xs"
          aria-label={t`${of}: alike at least, from 0 to 1`}
          w={84}
          min={0}
          max={1}
          step={0.01}
          decimalScale={3}
          value={atLeast}
          onChange={(next) => typeof next === "number" && onChange({ similar: { measure, atLeast: next } })}
        />
      )}
    </Group>
  );
}
