import { Button, FileButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { listSources, uploadSource, type ProjectId } from "@recon/api";
import { client } from "../../client/session.ts";
import { explain } from "../../client/download.ts";
import { callKey, queryClient } from "../../client/use-call.ts";

export function UploadFiles({ projectId }: { readonly projectId: ProjectId }) {
  const upload = useMutation({
    async mutationFn(files: readonly File[]) {
      for (const file of files)
        await client.call(uploadSource, { params: { projectId }, query: { fileName: file.name }, body: file });
    },
    onError(error) {
      const { title, detail } = explain(error);
      notifications.show({ color: "red", title, message: detail, autoClose: false });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: callKey(listSources) }),
  });
  return (
    <FileButton multiple onChange={(files) => upload.mutate(files)}>
      {(props) => (
        <Button {...props} variant="default" leftSection={<IconUpload size={16} />} loading={upload.isPending}>
          Upload files
        </Button>
      )}
    </FileButton>
  );
}
