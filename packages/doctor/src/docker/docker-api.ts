import { Agent, request, type IncomingMessage } from "node:http";
import { DoctorError } from "../errors.ts";

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly headers: IncomingMessage["headers"];
}

export interface Call {
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly raw?: Buffer;
  readonly timeoutMs?: number;
  /** The answer is cut off here: for the head of a large file. */
  readonly mostBytes?: number;
}

/** A thin client of the Docker Engine API: plain HTTP over its socket. */
export interface DockerApi {
  readonly address: string;
  /** Whether the engine runs on this machine, so that its processes are seen in /proc. */
  readonly local: boolean;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** Calls and reads JSON; undefined for 404. */
  json<T>(method: string, path: string, call?: Call): Promise<T | undefined>;
}

export class DockerError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "DockerError";
    this.status = status;
  }
}

/** Connects to the engine at an address; without one, to the one that DOCKER_HOST names, or to the usual socket. */
export async function connectDocker(
  host = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock",
): Promise<DockerApi> {
  const unix = /^unix:\/\/(.+)$/.exec(host)?.[1];
  const tcp = /^tcp:\/\/([^:/]+):(\d+)/.exec(host);
  if (unix === undefined && tcp === null)
    throw new DoctorError("usage", `DOCKER_HOST ${host}: unix:// or tcp:// is understood`);
  const agent = new Agent({ keepAlive: false });
  const target = unix === undefined ? { host: tcp?.[1], port: Number(tcp?.[2]) } : { socketPath: unix };
  const call = (
    method: string,
    path: string,
    { query = {}, body, raw, timeoutMs = 30_000, mostBytes = Number.POSITIVE_INFINITY }: Call = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const text = new URLSearchParams(
        Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
      ).toString();
      const payload = raw ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body)));
      const headers =
        payload === undefined
          ? {}
          : {
              "content-type": raw === undefined ? "application/json" : "application/x-tar",
              "content-length": payload.length,
            };
      const sent = request(
        { ...target, agent, method, path: `${path}${text === "" ? "" : `?${text}`}`, headers, timeout: timeoutMs },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          const done = (): void =>
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), headers: response.headers });
          response.on("data", (chunk: Buffer) => {
            chunks.push(chunk);
            size += chunk.length;
            if (size < mostBytes) return;
            done();
            response.destroy();
          });
          response.on("end", done);
          response.on("error", reject);
        },
      );
      sent.on("timeout", () => sent.destroy(new Error(`${method} ${path}: no answer within ${timeoutMs} ms`)));
      sent.on("error", reject);
      sent.end(payload);
    });
  const json = async <T>(method: string, path: string, options?: Call): Promise<T | undefined> => {
    const answer = await call(method, path, options);
    if (answer.status === 404) return undefined;
    if (answer.status >= 400) throw new DockerError(answer.status, messageOf(answer));
    return answer.body.length === 0 ? undefined : (JSON.parse(answer.body.toString("utf8")) as T);
  };
  await call("GET", "/_ping", { timeoutMs: 3_000 }).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === "EACCES"
        ? "this user may not use it (join the group docker, or become root)"
        : error.code === "ENOENT" || error.code === "ECONNREFUSED"
          ? "no engine answers there"
          : error.message;
    throw new DoctorError("access", `the Docker engine at ${host}: ${why}`);
  });
  return { address: host, local: unix !== undefined, call, json };
}

export function messageOf(answer: Answer): string {
  try {
    return String((JSON.parse(answer.body.toString("utf8")) as { message?: unknown }).message);
  } catch {
    return answer.body.toString("utf8").slice(0, 300);
  }
}

/** Takes a container's log apart: frames of eight bytes of head, unless it had a terminal. */
export function readLog(body: Buffer, terminal: boolean): string {
  if (terminal) return body.toString("utf8");
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= body.length;) {
    const size = body.readUInt32BE(at + 4);
    parts.push(body.subarray(at + 8, at + 8 + size));
    at += 8 + size;
  }
  return Buffer.concat(parts).toString("utf8");
}
