import { readFile } from "node:fs/promises";
import { isIP } from "node:net";
import { dirname, join } from "node:path";
import type { Change } from "./change.ts";
import { shellQuote } from "./shell-quote.ts";
import { standInAddress } from "./stand-in-address.ts";
import { toolPath } from "./tools.ts";

const COPIED_FILE_SYSTEMS = /^(ext[234]|xfs|btrfs|f2fs|overlay|tmpfs|zfs|bcachefs)$/;
const SPECIAL = /^\/(proc|sys|dev|run\/docker|var\/lib\/docker)(\/|$)/;

interface Mount {
  readonly point: string;
  readonly type: string;
  readonly readOnly: boolean;
}

async function mounts(): Promise<Mount[]> {
  const text = await readFile("/proc/self/mountinfo", "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [head = "", tail = ""] = line.split(" - ");
      const fields = head.split(" ");
      const point = (fields[4] ?? "").replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      );
      return { point, type: tail.split(" ")[0] ?? "", readOnly: (fields[5] ?? "").split(",").includes("ro") };
    })
    .filter(({ point }) => !SPECIAL.test(point));
}

/** The steps, run as root of a fresh mount, process and network namespace, that build a copy-on-write twin of this machine's files. */
export async function twinScript(workFolder: string): Promise<string[]> {
  const twin = `${workFolder}/twin`;
  const root = `${twin}/root`;
  const lines = [
    "set -e",
    `mkdir -p ${shellQuote(twin)}`,
    `mount -t tmpfs -o size=1g,mode=755 twin ${shellQuote(twin)}`,
    `mkdir ${shellQuote(root)}`,
  ];
  const seen = new Set<string>();
  for (const [index, { point, type, readOnly }] of (await mounts()).entries()) {
    if (seen.has(point) || point.startsWith(workFolder)) continue;
    seen.add(point);
    const target = shellQuote(join(root, point));
    if (COPIED_FILE_SYSTEMS.test(type) && !readOnly) {
      const [upper, work] = [`${twin}/u${index}`, `${twin}/w${index}`];
      lines.push(
        `if [ -d ${shellQuote(point)} ]; then mkdir -p ${upper} ${work} && chmod --reference=${shellQuote(point)} ${upper} && ` +
          `chown --reference=${shellQuote(point)} ${upper} && ` +
          `mount -t overlay twin -o ${shellQuote(`lowerdir=${point},upperdir=${upper},workdir=${work}`)} ${target}${point === "/" ? "" : " 2>/dev/null || true"}; ` +
          `else mount --bind ${shellQuote(point)} ${target} 2>/dev/null || true; fi`,
      );
    } else lines.push(`mount --bind ${shellQuote(point)} ${target} 2>/dev/null || true`);
  }
  lines.push(
    `mount --rbind /dev ${root}/dev`,
    `mount -t tmpfs -o mode=1777 shm ${root}/dev/shm 2>/dev/null || true`,
    `mount --rbind /sys ${root}/sys 2>/dev/null || true`,
    `mount -t proc proc ${root}/proc`,
    `mkdir -p ${root}${workFolder} && mount --bind ${shellQuote(workFolder)} ${root}${workFolder}`,
  );
  // A name server that nobody is: the questions to it are seen, and none is answered.
  lines.push(`echo "nameserver 127.0.0.1" > ${root}/etc/resolv.conf 2>/dev/null || true`);
  const ip = toolPath("ip");
  if (ip !== undefined) lines.push(`${ip} link set lo up 2>/dev/null || true`);
  return lines;
}

/** The steps that make a trial's changes to the files of a twin. Contents have been put in the work folder, by index. */
export function fileChangeScript(root: string, workFolder: string, changes: readonly Change[]): string[] {
  return changes.flatMap((change, index) => {
    const at = "path" in change ? shellQuote(`${root}${change.path}`) : "";
    switch (change.kind) {
      case "write-file":
        return [
          `mkdir -p ${shellQuote(`${root}${dirname(change.path)}`)}`,
          `cp ${shellQuote(`${workFolder}/content${index}`)} ${at}`,
          `chmod ${change.mode.toString(8)} ${at}`,
        ];
      case "remove-file":
        return [`rm -rf ${at}`];
      case "make-folder":
        return [`mkdir -p ${at}`, `chmod 1777 ${at}`];
      case "set-mode":
        return [`chmod ${change.mode.toString(8)} ${at}`];
      case "writable-folder":
        return [
          `mkdir -p ${at} 2>/dev/null || true`,
          `if [ -d ${at} ]; then chmod -R a+rwX ${at} 2>/dev/null || true; probe=${at}/.doctor-writes; ` +
            `if ( : > "$probe" ) 2>/dev/null; then rm -f "$probe"; else ` +
            `mkdir -p ${shellQuote(workFolder)}/twin/t${index} && cp -a ${at}/. ${shellQuote(workFolder)}/twin/t${index}/ 2>/dev/null; ` +
            `mount --bind ${shellQuote(workFolder)}/twin/t${index} ${at}; chmod 1777 ${at}; fi; else chmod a+rw ${at}; fi`,
        ];
      case "stand-in":
        return isIP(change.host) !== 0
          ? [`${toolPath("ip") ?? "ip"} addr add ${shellQuote(change.host)}/32 dev lo 2>/dev/null || true`]
          : [`echo "${standInAddress(change.host)} ${change.host}" >> ${root}/etc/hosts`];
      case "local-address":
        return [`${toolPath("ip") ?? "ip"} addr add ${shellQuote(change.address)} dev lo`];
      default:
        return [];
    }
  });
}

/** The steps that start stand-ins for dependencies and wait until they listen. */
export function standInScript(workFolder: string, stubPath: string, changes: readonly Change[]): string[] {
  const targets = changes.flatMap((change) => {
    if (change.kind === "stand-in") return change.port === 0 ? [] : [`${standInAddress(change.host)}:${change.port}`];
    if (change.kind === "blocked-port") return [`0.0.0.0:${change.port}`];
    return change.kind === "stand-in-socket" ? [`unix:${workFolder}/twin/root${change.path}`] : [];
  });
  if (targets.length === 0) return [];
  const ready = `${workFolder}/stand-in-ready`;
  return [
    `rm -f ${ready}; ${shellQuote(process.execPath)} ${shellQuote(stubPath)} ${ready} ${targets.map(shellQuote).join(" ")} >/dev/null 2>&1 &`,
    `for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do [ -e ${ready} ] && break; sleep 0.05; done`,
  ];
}
