import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Text } from "@mantine/core";
import { getRow, type RunId } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { useCall } from "../../client/use-call.ts";
import classes from "./side-by-side.module.css";

interface OriginalRecordProps {
  readonly runId: RunId;
  readonly side: "left" | "right";
  readonly rowId: number;
}

/** The cells as they stand in the file; fetched when somebody opens them. */
export function OriginalRecord({ runId, side, rowId }: OriginalRecordProps) {
  const [open, setOpen] = useState(false);
  const { data } = useCall(getRow, { params: { runId, side, rowId } }, { enabled: open });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Text span size="sm">
          <Trans>
            As it stands in the file: {wordOf(side)} record {rowId}
          </Trans>
        </Text>
      </summary>
      {data !== undefined && (
        <table className={classes.table}>
          <tbody>
            {(data.src ?? []).map(({ name, value }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value ?? "–"}</td>
              </tr>
            ))}
            {data.reject !== null && (
              <tr>
                <th scope="row">
                  <Trans>line {data.reject.line}</Trans>
                </th>
                <td>{data.reject.text}</td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </details>
  );
}
