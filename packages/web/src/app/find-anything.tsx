import { t } from "@lingui/core/macro";
import { useState } from "react";
import { Modal, ScrollArea, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useFound, type Found } from "./use-found.ts";
import classes from "./find-anything.module.css";

const SEARCH_AFTER_MS = 150;

interface FindAnythingProps {
  readonly onClose: () => void;
  readonly onKeys: () => void;
}

/** Projects, reconciliations, runs and actions by a few letters of their names. */
export function FindAnything({ onClose, onKeys }: FindAnythingProps) {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), SEARCH_AFTER_MS);
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const { found, isLoading } = useFound(search, { onKeys });
  const chosen = Math.min(at, found.length - 1);
  const open = (one: Found | undefined): void => {
    if (one === undefined) return;
    onClose();
    if ("link" in one) void navigate(one.link);
    else one.run();
  };
  const press = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((chosen + step + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter") open(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal.Root opened onClose={onClose} padding="sm" size="lg" yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t`Find`}>
        <Modal.Body>
          <TextInput
            aria-label={t`Find`}
            placeholder={t`Find a project, a reconciliation, a run or an action`}
            leftSection={<IconSearch size={16} />}
            value={text}
            role="combobox"
            aria-expanded
            aria-controls="found"
            {...(found.length > 0 ? { "aria-activedescendant": `found-${chosen}` } : {})}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={press}
            data-autofocus
          />
          <ScrollArea.Autosize mah="50vh" mt="sm" viewportProps={{ tabIndex: -1 }}>
            <ul id="found" role="listbox" aria-label={t`Found`} className={classes.list}>
              {found.map((one, i) => (
                <li
                  key={one.key}
                  id={`found-${i}`}
                  role="option"
                  aria-selected={i === chosen}
                  className={classes.one}
                  onMouseMove={() => setAt(i)}
                  onClick={() => open(one)}
                >
                  <span className={classes.label}>{one.label}</span>
                  <Text span size="xs" c="dimmed">
                    {one.kind}
                  </Text>
                </li>
              ))}
            </ul>
            {found.length === 0 && (
              <Text size="sm" c="dimmed" p="sm" role="status">
                {isLoading ? t`Looking …` : t`Nothing of that name. Try fewer letters.`}
              </Text>
            )}
          </ScrollArea.Autosize>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
