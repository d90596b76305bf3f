import { getSource, uploadSource, type ProjectId, type Source } from "@recon/api";
import { client } from "./session.ts";

const POLL_MS = 400;

/** Uploads a file and waits until the server has looked at it; throws with the reason when it cannot be read. */
export async function uploadReady(projectId: ProjectId, file: File): Promise<Source> {
  let source = await client.call(uploadSource, { params: { projectId }, query: { fileName: file.name }, body: file });
  while (source.status === "processing") {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    source = await client.call(getSource, { params: { sourceId: source.id } });
  }
  if (source.status === "failed")
    throw new Error(`${file.name} cannot be read: ${source.problem?.detail ?? "the server did not say why"}`);
  return source;
}
