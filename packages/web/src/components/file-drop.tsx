import { useId, useState, type DragEvent } from "react";
import { Text } from "@mantine/core";
import { IconFileCheck, IconFileUpload } from "@tabler/icons-react";
import { formatBytes } from "../client/numbers.ts";
import classes from "./file-drop.module.css";

interface FileDropProps {
  readonly label: string;
  readonly hint: string;
  /** What was taken; stays in sight. */
  readonly file?: File | undefined;
  readonly isBusy?: boolean;
  /** Takes several at once. */
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly [File, ...File[]]) => void;
}

/** Takes files by drop, click or keyboard. */
export function FileDrop({ label, hint, file, isBusy = false, multiple = false, onFiles }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const [first, ...others] = files ?? [];
    if (first !== undefined && !isBusy) onFiles([first, ...(multiple ? others : [])]);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const Icon = file === undefined ? IconFileUpload : IconFileCheck;
  return (
    <label
      htmlFor={id}
      className={classes.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        id={id}
        type="file"
        className={classes.input}
        multiple={multiple}
        disabled={isBusy}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file, mended meanwhile, can be taken again.
          event.currentTarget.value = "";
        }}
      />
      <Icon size={28} stroke={1.5} aria-hidden />
      <span>
        <Text span fw={600} display="block">
          {label}
        </Text>
        <Text span size="sm" c="dimmed">
          {file === undefined ? hint : `${file.name}, ${formatBytes(file.size)}`}
        </Text>
      </span>
    </label>
  );
}
