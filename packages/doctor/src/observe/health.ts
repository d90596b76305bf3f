import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { ContainerInspect, HealthLog } from "../docker/shapes.ts";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import { toolPath } from "../experiment/tools.ts";
import { listeningSockets } from "./port-owners.ts";

const run = promisify(execFile);
const PATIENCE_MS = 6_000;
const USUAL_PATHS = [
  "/health",
  "/healthz",
  "/api/health",
  "/health/live",
  "/live",
  "/ready",
  "/readyz",
  "/status",
  "/ping",
  "/up",
  "/api/healthz",
  "/",
];

/** An unhealthy container: what the check does against what the service answers. */
export async function readHealth(inspect: ContainerInspect): Promise<Evidence[]> {
  const { Health: health, Running: running, Pid: pid } = inspect.State;
  const failing = (health?.FailingStreak ?? 0) > 0;
  if (health === undefined || (health.Status !== "unhealthy" && !(health.Status === "starting" && failing)) || !running)
    return [];
  const test = (inspect.Config.Healthcheck?.Test ?? []).slice(1).join(" ");
  const last = health.Log?.at(-1);
  const found =
    health.Status === "unhealthy"
      ? [
          evidence(
            "engine.unhealthy",
            `the health check fails: ${JSON.stringify(last?.Output.trim().slice(-160) ?? "")}`,
          ),
        ]
      : [];
  const tool = toolMissing(last, test);
  if (tool !== undefined) return [...found, tool];
  const target = targetOf(test);
  const service = await settled(pid, target?.port);
  if (service.ports.length === 0) return found;
  if (target !== undefined) {
    const verdict = await compare(pid, target, service, inspect);
    if (verdict !== undefined) return [...found, verdict];
  }
  if (last !== undefined && (/timeout|timed out/i.test(last.Output) || last.ExitCode === -1)) {
    found.push(
      evidence(
        "health.times-out",
        `the check ended by its time limit of ${(inspect.Config.Healthcheck?.Timeout ?? 30e9) / 1e9} s`,
        { advice: "" },
      ),
    );
  }
  return found;
}

function toolMissing(last: HealthLog | undefined, test: string): Evidence | undefined {
  if (last === undefined) return undefined;
  const said =
    /(?:exec: )?"?([\w./-]+)"?: (?:executable file not found|not found|no such file)/i.exec(last.Output)?.[1] ??
    /([\w./-]+): (?:command )?not found/.exec(last.Output)?.[1];
  if (last.ExitCode !== 127 && last.ExitCode !== 126 && said === undefined) return undefined;
  const tool = said ?? test.trim().split(/\s+/)[0] ?? "";
  const text = `the check calls ${tool}, which is not in the image (exit code ${last.ExitCode})`;
  return evidence("health.tool-missing", text, {
    tool,
    advice: `It needs ${tool}.`,
    proof: "the check's own log: the tool was not found, whatever the service does",
  });
}

interface Target {
  readonly port: number;
  readonly path: string;
}

function targetOf(test: string): Target | undefined {
  const url = /https?:\/\/([^\s/:'"]+)(?::(\d+))?(\/[^\s'"|&;)]*)?/.exec(test);
  if (url !== null) return { port: Number(url[2] ?? (url[0].startsWith("https") ? 443 : 80)), path: url[3] ?? "/" };
  const plain =
    /(?:nc|ncat)\b.*?\s(\d{2,5})\b|\/dev\/tcp\/[^/\s]+\/(\d+)|(?:localhost|127\.0\.0\.1)[:,'"\s]+(\d{2,5})|port['"]?\s*[:=]\s*(\d{2,5})/.exec(
      test,
    );
  const port = Number(plain?.slice(1).find(Boolean) ?? 0);
  const path = /path['"]?\s*[:=]\s*['"](\/[^'"]*)/.exec(test)?.[1] ?? "";
  return port === 0 ? undefined : { port, path };
}

interface Service {
  readonly ports: readonly number[];
  /** How long the doctor had to wait until something listened. */
  readonly waitedMs: number;
}

async function settled(pid: number, wanted: number | undefined): Promise<Service> {
  const began = Date.now();
  for (;;) {
    const ports = [...(await listeningSockets(`/proc/${pid}`)).keys()];
    const waitedMs = Date.now() - began;
    if (
      (ports.length > 0 && (wanted === undefined || ports.includes(wanted) || waitedMs > 1_000)) ||
      waitedMs > PATIENCE_MS
    )
      return { ports, waitedMs };
    await sleep(150);
  }
}

async function compare(
  pid: number,
  target: Target,
  service: Service,
  inspect: ContainerInspect,
): Promise<Evidence | undefined> {
  if (!service.ports.includes(target.port)) {
    const right = service.ports[0] ?? 0;
    const answer = target.path === "" ? 200 : await ask(pid, right, target.path);
    const proof =
      answer !== undefined && answer < 400
        ? `the same check at port ${right} is answered with ${answer}`
        : `the service listens on ${service.ports.join(", ")} and not on ${target.port}`;
    return evidence(
      "health.wrong-port",
      `the check asks at port ${target.port}; the service listens on ${service.ports.join(", ")}`,
      { advice: `Ask at port ${right}.`, proof, patch: patchOf(inspect, String(target.port), String(right)) },
    );
  }
  if (target.path === "") return tooEarly(service, inspect, "the port is open now");
  const status = await ask(pid, target.port, target.path);
  if (status === undefined) return undefined;
  if (status < 400) return tooEarly(service, inspect, `${target.path} is answered with ${status} now`);
  if (status >= 500)
    return evidence("health.service-failing", `the service answers ${target.path} with ${status}: the check is right`, {
      status,
    });
  for (const path of USUAL_PATHS) {
    if (path === target.path) continue;
    const other = await ask(pid, target.port, path);
    if (other === undefined || other >= 400) continue;
    return evidence(
      "health.wrong-path",
      `the check asks for ${target.path}, which is answered with ${status}; ${path} is answered with ${other}`,
      {
        advice: `Ask for ${path}.`,
        proof: `the same check with ${path} is answered with ${other}`,
        patch: patchOf(inspect, target.path, path),
      },
    );
  }
  return evidence("health.wrong-path", `the check asks for ${target.path}, which the service answers with ${status}`, {
    advice: "",
  });
}

function tooEarly(service: Service, inspect: ContainerInspect, now: string): Evidence | undefined {
  const check = inspect.Config.Healthcheck;
  const allowedS = ((check?.StartPeriod ?? 0) + (check?.Interval ?? 30e9) * (check?.Retries ?? 3)) / 1e9;
  const slow = (inspect.State.Health?.Log ?? []).some((entry) => /timeout|timed out/i.test(entry.Output));
  if (slow) return evidence("health.times-out", `the check ended by its time limit, although ${now}`, { advice: "" });
  const text = `the check gave up after ${allowedS.toFixed(1)} s, and ${now}${service.waitedMs > 500 ? ` (it began to listen ${(service.waitedMs / 1000).toFixed(1)} s after the doctor looked)` : ""}`;
  return evidence("health.too-early", text, {
    advice: "",
    proof: `asked again by the doctor, ${now}`,
    patch: `healthcheck:\n+  start_period: ${Math.max(30, Math.ceil(allowedS * 3))}s`,
  });
}

function patchOf(inspect: ContainerInspect, wrong: string, right: string): string {
  const test = inspect.Config.Healthcheck?.Test ?? [];
  return `-${JSON.stringify(test)}\n+${JSON.stringify(test.map((word) => word.replace(wrong, right)))}`;
}

/** One GET inside the container's network, as its health check would make it; undefined when nothing answers HTTP. */
async function ask(pid: number, port: number, path: string): Promise<number | undefined> {
  const nsenter = toolPath("nsenter");
  if (nsenter === undefined) return undefined;
  const script = `const r=require("http").get({host:"127.0.0.1",port:${port},path:${JSON.stringify(path)},timeout:1500},a=>{console.log(a.statusCode);process.exit()});r.on("error",()=>process.exit(1));r.on("timeout",()=>process.exit(1))`;
  const result = await run(nsenter, [`--net=/proc/${pid}/ns/net`, "--", process.execPath, "-e", script], {
    timeout: 3_000,
  }).catch(() => undefined);
  const status = Number(result?.stdout.trim());
  return Number.isInteger(status) && status > 0 ? status : undefined;
}
