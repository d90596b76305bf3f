import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { Anchor } from "@mantine/core";
import type { PlanFault } from "@recon/api";
import classes from "./plan-text.module.css";

interface PlanTextProps {
  readonly text: string;
  readonly faults: readonly PlanFault[];
  readonly isReadOnly: boolean;
  readonly onText: (text: string) => void;
}

const LINE_HEIGHT_PX = 20;

/** The plan as text, with the number of each line and the faults at theirs. */
export function PlanText({ text, faults, isReadOnly, onText }: PlanTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = text.split("\n");
  const faultsOn = Map.groupBy(faults, ({ line }) => line ?? 0);
  const align = (): void => {
    if (gutter.current !== null && area.current !== null) gutter.current.scrollTop = area.current.scrollTop;
  };
  useEffect(align, [text]);
  const goTo = ({ line, column }: PlanFault): void => {
    const before = lines.slice(0, (line ?? 1) - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const at = before + (column ?? 1) - 1;
    area.current?.focus();
    area.current?.setSelectionRange(at, before + (lines[(line ?? 1) - 1]?.length ?? 0));
    if (area.current !== null) area.current.scrollTop = Math.max(0, ((line ?? 1) - 4) * LINE_HEIGHT_PX);
  };
  return (
    <div>
      <div className={classes.frame} data-faulty={faults.length > 0}>
        <div className={classes.gutter} ref={gutter} aria-hidden>
          {lines.map((_, i) => (
            <div key={i} data-faulty={faultsOn.has(i + 1)}>
              {i + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          className={classes.text}
          aria-label={t`Plan (YAML)`}
          aria-invalid={faults.length > 0}
          spellCheck={false}
          wrap="off"
          readOnly={isReadOnly}
          value={text}
          onScroll={align}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      </div>
      {faults.length > 0 && (
        <ul className={classes.faults} aria-label={t`Faults of the plan`}>
          {faults.map((fault) => (
            <li key={`${fault.line} ${fault.path} ${fault.message}`}>
              {fault.line !== null && (
                <Anchor component="button" type="button" size="sm" onClick={() => goTo(fault)}>
                  <Trans>Line {fault.line}</Trans>
                </Anchor>
              )}{" "}
              {fault.path !== "" && <code>{fault.path}</code>} {fault.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
