import type { FileFacts, FileTree } from "../files/file-tree.ts";
import { unpackArchive } from "./archive.ts";
import type { DockerApi } from "./docker-api.ts";

interface PathStat {
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  readonly mtime: string;
  readonly linkTarget: string;
}

/** Bits of Go's os.FileMode, which the engine's answer uses. */
const GO_DIRECTORY = 2 ** 31;
const GO_LINK = 2 ** 27;
const GO_OTHER = 2 ** 26 + 2 ** 25 + 2 ** 24 + 2 ** 21;
const BLOCK_BYTES = 512;
const HEAD_BYTES = 65_536;
const LARGEST_BYTES = 200 * 2 ** 20;

/** A container's files through the engine's archive calls: works for stopped containers and changes nothing. */
export function containerFiles(api: DockerApi, id: string): FileTree {
  const stats = new Map<string, Promise<(FileFacts & { path: string }) | undefined>>();
  const contents = new Map<string, Promise<Buffer | undefined>>();
  const stat = (path: string): Promise<(FileFacts & { path: string }) | undefined> => {
    const known = stats.get(path) ?? readStat(api, id, path);
    stats.set(path, known);
    return known;
  };
  const read = async (path: string, maxBytes = LARGEST_BYTES): Promise<Buffer | undefined> => {
    const facts = await stat(path);
    if (facts?.kind !== "file" || facts.sizeBytes > LARGEST_BYTES) return undefined;
    if (maxBytes <= HEAD_BYTES && !contents.has(facts.path)) return readHead(api, id, { path: facts.path, maxBytes });
    const known = contents.get(facts.path) ?? readContent(api, id, facts.path);
    contents.set(facts.path, known);
    return (await known)?.subarray(0, maxBytes);
  };
  return { stat, read, list: (path) => list(api, id, path) };
}

async function readStat(
  api: DockerApi,
  id: string,
  path: string,
  depth = 0,
): Promise<(FileFacts & { path: string }) | undefined> {
  const answer = await api.call("HEAD", `/containers/${id}/archive`, { query: { path } }).catch(() => undefined);
  const head = answer?.headers["x-docker-container-path-stat"];
  if (answer?.status !== 200 || typeof head !== "string") return undefined;
  const found = JSON.parse(Buffer.from(head, "base64").toString("utf8")) as PathStat;
  const has = (bit: number): boolean => Math.floor(found.mode / bit) % 2 === 1;
  if (has(GO_LINK)) {
    return found.linkTarget === "" || found.linkTarget === path || depth > 8
      ? undefined
      : readStat(api, id, found.linkTarget, depth + 1);
  }
  const kind = has(GO_DIRECTORY)
    ? "directory"
    : found.mode % 2 ** 27 >= GO_OTHER % 2 ** 21 && (has(2 ** 26) || has(2 ** 25) || has(2 ** 24))
      ? "other"
      : "file";
  return { kind, mode: found.mode % 512, sizeBytes: found.size, modifiedAtMs: Date.parse(found.mtime), path };
}

/** The first bytes of a file, without its archive being sent whole. */
async function readHead(
  api: DockerApi,
  id: string,
  { path, maxBytes }: { readonly path: string; readonly maxBytes: number },
): Promise<Buffer | undefined> {
  const mostBytes = maxBytes + 16 * BLOCK_BYTES;
  const answer = await api
    .call("GET", `/containers/${id}/archive`, { query: { path }, mostBytes })
    .catch(() => undefined);
  if (answer?.status !== 200) return undefined;
  // tar: blocks of 512 bytes, the size of an entry in octal at 124, its type at 156; extended headers come first.
  for (let at = 0; at + BLOCK_BYTES <= answer.body.length;) {
    const size = Number.parseInt(answer.body.toString("latin1", at + 124, at + 136), 8) || 0;
    const content = at + BLOCK_BYTES;
    const type = String.fromCharCode(answer.body[at + 156] ?? 0);
    if (type === "0" || type === "\0") return answer.body.subarray(content, content + Math.min(size, maxBytes));
    at = content + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return undefined;
}

async function readContent(api: DockerApi, id: string, path: string): Promise<Buffer | undefined> {
  const answer = await api.call("GET", `/containers/${id}/archive`, { query: { path } }).catch(() => undefined);
  if (answer?.status !== 200) return undefined;
  return (await unpackArchive(answer.body)).find((entry) => entry.content !== undefined)?.content;
}

/** Only small folders can be listed: the engine has no call for it but sending everything. */
async function list(api: DockerApi, id: string, path: string): Promise<string[]> {
  if (
    /^\/(usr(\/lib|\/share)?|proc|sys|dev|lib|var|home|root)?$/.test(path) ||
    /^\/(usr\/)?(s?bin|lib)$|^\/$/.test(path)
  )
    return [];
  const answer = await api
    .call("GET", `/containers/${id}/archive`, { query: { path }, timeoutMs: 2_000 })
    .catch(() => undefined);
  if (answer?.status !== 200 || answer.body.length > 64 * 2 ** 20) return [];
  const entries = await unpackArchive(answer.body);
  const names = entries.map((entry) => entry.name.split("/")[1] ?? "").filter((name) => name !== "");
  return [...new Set(names)];
}
