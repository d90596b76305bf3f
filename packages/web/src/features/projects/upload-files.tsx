import { t } from "@lingui/core/macro";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { listSources, uploadSource, type ProjectId } from "@recon/api";
import { client } from "../../client/session.ts";
import { explain } from "../../client/download.ts";
import { callKey, queryClient } from "../../client/use-call.ts";
import { FileDrop } from "../../components/file-drop.tsx";

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
    <FileDrop
      label={upload.isPending ? t`Uploading …` : t`Drop files here, or choose them`}
      hint={t`CSV, Excel, JSON or Parquet; what a file is, its content decides.`}
      multiple
      isBusy={upload.isPending}
      onFiles={(files) => upload.mutate(files)}
    />
  );
}
