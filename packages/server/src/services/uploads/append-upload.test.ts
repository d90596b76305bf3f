import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Upload, UploadId } from "@recon/api";
import { uploadPart } from "../../jobs/data-folders.ts";
import { createTestServer } from "../../testing/test-server.ts";
import { appendUpload } from "./append-upload.ts";

it("a sender that was silent for too long writes nothing into the file of the one that took over", async () => {
  const server = await createTestServer({ store: "embedded" });
  const { context, clock } = server;
  const user = await server.createUser("manager");
  const url = `/api/projects/${await server.createProject(user)}/uploads`;
  const body = { fileName: "a.csv", sizeBytes: 6 };
  const id = (await server.call({ method: "POST", url, as: user, body })).json<Upload>().id as UploadId;
  const send = (bytes: AsyncIterable<Uint8Array>) => appendUpload(context, id, { offset: 0, bytes });
  const silent = send(
    (async function* () {
      yield Buffer.from("old");
      await context.store
        .updateTable("uploads")
        .set({ writer_until: "2000-01-01T00:00:00.000Z" })
        .where("id", "=", id)
        .execute();
      clock.advanceMs(61_000);
      await send(
        (async function* () {
          yield Buffer.from("newnew");
        })(),
      );
      yield Buffer.from("old");
    })(),
  );
  await expect(silent).rejects.toMatchObject({ code: "UPLOAD_BUSY" });
  expect(readFileSync(uploadPart(context.config.dataDir, id), "utf8")).toBe("newnew");
  await server.close();
});

it("a slow sender keeps its right to send", async () => {
  const server = await createTestServer({ store: "embedded" });
  const { context, clock } = server;
  const user = await server.createUser("manager");
  const url = `/api/projects/${await server.createProject(user)}/uploads`;
  const body = { fileName: "a.csv", sizeBytes: 2 };
  const id = (await server.call({ method: "POST", url, as: user, body })).json<Upload>().id as UploadId;
  const expire = () =>
    context.store
      .updateTable("uploads")
      .set({ writer_until: "2000-01-01T00:00:00.000Z" })
      .where("id", "=", id)
      .execute();
  const upload = await appendUpload(context, id, {
    offset: 0,
    bytes: (async function* () {
      await expire();
      clock.advanceMs(11_000);
      yield Buffer.from("a");
      // The first byte came late, and that it came renewed the right.
      const { writer_until } = await context.store
        .selectFrom("uploads")
        .select("writer_until")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      expect(writer_until! > "2001").toBe(true);
      yield Buffer.from("b");
    })(),
  });
  expect(upload.offset).toBe(2);
  await server.close();
});
