import { useId, useState, type DragEvent } from "react";
import { Text } from "@mantine/core";
import { IconFileCheck, IconFileUpload } from "@tabler/icons-react";
import { formatBytes } from "../../client/numbers.ts";
import classes from "./file-drop.module.css";

interface FileDropProps {
  readonly label: string;
  readonly hint: string;
  readonly file: File | undefined;
  readonly onFile: (file: File) => void;
}

/** Takes one file by drop, click or keyboard. */
export function FileDrop({ label, hint, file, onFile }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const [first] = files ?? [];
    if (first !== undefined) onFile(first);
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
      <input id={id} type="file" className={classes.input} onChange={(event) => take(event.currentTarget.files)} />
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
