import type { Diagnosis } from "../diagnosis.ts";
import type { DockerApi } from "../docker/docker-api.ts";
import type { ContainerInspect } from "../docker/shapes.ts";
import { DoctorError } from "../errors.ts";

/** Changes of the original that the engine can make in place; everything else needs a new container, which the patch describes. */
export async function applyFix(api: DockerApi, inspect: ContainerInspect, diagnosis: Diagnosis): Promise<void> {
  const [cause] = diagnosis.causes;
  if (cause === undefined) return;
  const update = updateFor(cause.id, inspect);
  if (update === undefined) {
    throw new DoctorError(
      "usage",
      `--apply: the engine cannot change this in a container that exists; the change to make is:\n${cause.patch ?? cause.action}`,
    );
  }
  await api.json("POST", `/containers/${inspect.Id}/update`, { body: update });
  if (cause.id !== "finished-job") await api.call("POST", `/containers/${inspect.Id}/restart`, { query: { t: 10 } });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const after = await api.json<ContainerInspect>("GET", `/containers/${inspect.Id}/json`);
  const well = after?.State.Running === true || cause.id === "finished-job";
  console.error(
    `doctor: applied to ${diagnosis.target.name}: ${JSON.stringify(update)}; it ${well ? "is well after 3 s" : `ended again with ${after?.State.ExitCode ?? "?"}`}`,
  );
}

function updateFor(id: string, inspect: ContainerInspect): Record<string, unknown> | undefined {
  if (id === "memory-limit") {
    const memory = Math.max((inspect.HostConfig.Memory ?? 0) * 4, 512 * 2 ** 20);
    return { Memory: memory, MemorySwap: memory };
  }
  if (id === "process-limit") return { PidsLimit: 512 };
  if (id === "finished-job") return { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 0 } };
  return undefined;
}
