import { t } from "@lingui/core/macro";
import { Kbd, Modal, Stack, Table, Title } from "@mantine/core";
import { keyName, useKeyList } from "../client/keys.ts";

/** What the keyboard does on the screen behind. */
export function KeysDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const sections = Map.groupBy(useKeyList(), ({ title }) => title);
  return (
    <Modal opened={opened} onClose={onClose} title={t`Keys`} centered>
      <Stack gap="lg">
        {[...sections].map(([title, parts]) => (
          <div key={title}>
            <Title order={3} mb="xs">
              {title}
            </Title>
            <Table verticalSpacing={4}>
              <Table.Tbody>
                {parts
                  .flatMap(({ keys }) => keys)
                  .map(({ keys, does }) => (
                    <Table.Tr key={keys}>
                      <Table.Td w={96}>
                        <Kbd translate="no">{keyName(keys)}</Kbd>
                      </Table.Td>
                      <Table.Td>{does}</Table.Td>
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
          </div>
        ))}
      </Stack>
    </Modal>
  );
}
