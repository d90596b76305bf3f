import { dirname } from "node:path";
import { evidence, type Evidence, type EvidenceId } from "../evidence/evidence.ts";
import type { Syscall } from "../trace/parse-trace.ts";
import { ended, endedBadly, type Sight } from "./sight.ts";

const FILE_CALLS =
  /^(open|openat|openat2|creat|mkdir|mkdirat|unlink|unlinkat|rename|renameat2?|symlink|link|write|writev|pwrite64|ftruncate|fallocate|chmod|fchmod|bind|connect|chdir|execve)$/;
const PRIVILEGED =
  /^(setuid|setgid|chown|fchown|fchownat|mount|mlock|mlockall|setrlimit|prlimit64|socket|chroot|setns|unshare|kill|setsockopt|chmod|fchmod)$/;
/** Folders that programs search as a matter of course; a miss there means nothing. */
const SEARCHED =
  /^\/(proc|sys|dev\/(?!shm)|etc\/(ld\.so|localtime|nsswitch|host|resolv|gai|ssl|pki|locale|timezone|terminfo|services|protocols|python|inputrc|profile|bash)|usr\/(lib|share|local\/(lib|share))|lib|var\/run\/nscd|run\/(nscd|systemd))|\.so(\.|$)|\.py[co]?$|__pycache__|node_modules|package\.json$|pyvenv\.cfg|\.cfg$|site-packages|\/\.(npmrc|nvm|bashrc|profile|inputrc|terminfo)|charset\.alias|locale|\.pth$|python3?\.?\d*\.zip|\/lib-dynload|_distutils|tzdata|zoneinfo|gconv|\.mjs$|\.node$/;

/** The path that a call was about: its own, or that of its descriptor. */
function pathOf(call: Syscall): string {
  const own = /"((?:[^"\\]|\\.)*)"/.exec(
    call.name.startsWith("write") || call.name.startsWith("pwrite") ? "" : call.args,
  )?.[1];
  const relative = /^(?:AT_FDCWD|\d+)<([^>]*)>/.exec(call.args)?.[1];
  const descriptor = /^\d+<([^>]*)>/.exec(call.args)?.[1];
  if (own === undefined) return descriptor ?? "";
  return own.startsWith("/") || relative === undefined ? own : `${relative}/${own}`;
}

const BY_ERRNO: Readonly<Record<string, EvidenceId>> = {
  EROFS: "trace.read-only",
  ENOSPC: "trace.disk-full",
  EDQUOT: "trace.disk-full",
  EMFILE: "trace.too-many-files",
  ENFILE: "trace.too-many-files",
};

/** Refusals of the kernel that a program does not get past: full, read-only, forbidden, exhausted. */
export function readFailures(sight: Sight): Evidence[] {
  if (!ended(sight)) return [];
  const found = new Map<string, Evidence>();
  for (const call of sight.trace?.calls ?? []) {
    const item = readFailure(sight, call);
    if (item !== undefined) found.set(`${item.id} ${String(item.detail["path"] ?? "")}`, item);
  }
  return [...found.values(), ...readMissing(sight), ...readProcessFile(sight)];
}

function readFailure(sight: Sight, call: Syscall): Evidence | undefined {
  const { errno, name } = call;
  if (errno === undefined) return undefined;
  const path = pathOf(call);
  const detail = { path, call: name, errno };
  const simple = BY_ERRNO[errno];
  const said = `${name}${path === "" ? "" : ` of ${path}`} failed with ${errno}`;
  if (simple !== undefined && !(errno === "ENOSPC" && name.startsWith("inotify"))) {
    if (errno === "EROFS" && SEARCHED.test(path)) return undefined;
    return evidence(simple, said, detail);
  }
  if (errno === "ENOSPC")
    return evidence("trace.too-many-files", `${said}: the limit of inotify watches`, { ...detail, limit: "inotify" });
  if (errno === "EAGAIN" && /^(clone3?|v?fork)$/.test(name)) return evidence("trace.process-limit", said, detail);
  if (errno === "ENOMEM" && /^(clone3?|v?fork|mmap|brk|execve)$/.test(name))
    return evidence("trace.memory-denied", said, detail);
  if (errno === "EPERM" && PRIVILEGED.test(name)) return notPermitted(sight, call, said);
  if ((errno === "EACCES" || errno === "EPERM") && FILE_CALLS.test(name)) return denied(sight, call, said);
  return lockHeld(call, said);
}

function notPermitted(sight: Sight, call: Syscall, said: string): Evidence | undefined {
  // setrlimit and kill are refused often and harmlessly; they count only for a program that then fails.
  if (!endedBadly(sight) || call.name === "kill") return undefined;
  return evidence("trace.not-permitted", said, { path: pathOf(call), call: call.name, errno: call.errno ?? "" });
}

function denied(sight: Sight, call: Syscall, said: string): Evidence | undefined {
  const path = pathOf(call);
  if (path.startsWith("/proc/") || path.startsWith("/sys/") || call.name === "execve") return undefined;
  if (call.name === "bind" && !call.args.includes("AF_UNIX")) return undefined;
  if (call.name === "connect") return undefined;
  return evidence("trace.access-denied", said, {
    path,
    call: call.name,
    errno: call.errno ?? "",
    writing: /O_WRONLY|O_RDWR|O_CREAT/.test(call.args) || !call.name.startsWith("open"),
    last: isNearEnd(sight, call),
  });
}

function lockHeld(call: Syscall, said: string): Evidence | undefined {
  const path = pathOf(call);
  const taken =
    (call.name === "flock" && (call.errno === "EAGAIN" || call.errno === "EWOULDBLOCK")) ||
    (call.name === "fcntl" && /F_(OFD_)?SETLK/.test(call.args) && (call.errno === "EAGAIN" || call.errno === "EACCES"));
  if (taken) return evidence("trace.lock-held", said, { path, how: "lock" });
  if (call.errno === "EEXIST" && /^(open|mkdir|link|symlink)/.test(call.name)) {
    const exclusive = call.name.startsWith("open") ? call.args.includes("O_EXCL") : /lock|pid/i.test(path);
    if (exclusive && !/\/tmp\/[^/]*[A-Za-z0-9]{6,}$/.test(path))
      return evidence("trace.lock-held", said, { path, how: "exists" });
  }
  return undefined;
}

/** A file with a process's number, read and followed by a look at that process, shortly before a bad end. */
function readProcessFile(sight: Sight): Evidence[] {
  if (!endedBadly(sight)) return [];
  const file = sight.calls.findLast(
    (call) => call.errno === undefined && call.name.startsWith("open") && /\.(pid|lock|lck)$/.test(pathOf(call)),
  );
  if (file === undefined || !isNearEnd(sight, file)) return [];
  const asked = sight.calls.some(
    (call) =>
      call.atS > file.atS &&
      call.errno === undefined &&
      ((call.name === "kill" && call.args.endsWith(", 0")) ||
        (/stat|access|open/.test(call.name) && /"\/proc\/\d+[/"]/.test(call.args))),
  );
  if (!asked) return [];
  const path = pathOf(file);
  return [
    evidence("trace.lock-held", `${path} was read, the process that it names is there, and the program ended`, {
      path,
      how: "exists",
    }),
  ];
}

/** Whether little happened between a call and the end of its process. */
function isNearEnd(sight: Sight, call: Syscall): boolean {
  const after = sight.calls.filter(
    (other) =>
      other.atS > call.atS && !/^(write|writev|exit_group|rt_sigaction|wait4|read|fcntl|getcwd)$/.test(other.name),
  );
  return after.length < 40;
}

/** Files that were looked for in vain, when the program then failed: named in its output, or the last thing it looked for. */
function readMissing(sight: Sight): Evidence[] {
  if (!ended(sight)) return [];
  const folders = new Set((sight.subject.environment["PATH"] ?? "").split(":"));
  const misses = sight.calls.filter((call) => {
    if (call.errno !== "ENOENT" || call.name === "execve") return false;
    if (
      !/^(open|openat|openat2|stat|newfstatat|access|faccessat2?|mkdir|mkdirat|chdir|rename|renameat2?|creat)$/.test(
        call.name,
      )
    )
      return false;
    const path = pathOf(call);
    // A shell looks for a command in every folder of PATH.
    if (folders.has(path.slice(0, path.lastIndexOf("/")))) return false;
    return (
      path !== "" &&
      !SEARCHED.test(path) &&
      !/^\/(usr\/|usr\/local\/)?s?bin\/|^\/etc\/[^/]+$|^\/root\/\.|\/\.pyenv\/|^\/run\/mount\/|^\/etc\/selinux|^\/etc\/(apt|default|security|pam\.d|sudoers)/.test(
        path,
      )
    );
  });
  const failed = endedBadly(sight);
  // Nothing said and nothing done: an end with 0 may be a failure that keeps quiet.
  const silent = sight.trial.output.trim() === "" && !sight.calls.some((call) => call.args.includes("O_CREAT"));
  const found = misses.flatMap((call) => {
    const path = pathOf(call);
    const named =
      sight.trial.output.includes(path) || sight.trial.output.includes(path.slice(path.lastIndexOf("/") + 1));
    const last = call === misses.at(-1) && isNearEnd(sight, call);
    if (!failed && !(last && (named || silent))) return [];
    if (!named && !last) return [];
    const creating = call.args.includes("O_CREAT") || call.name.startsWith("mkdir") || call.name.startsWith("rename");
    const id: EvidenceId =
      creating || call.name === "chdir"
        ? "trace.missing-folder"
        : named
          ? "trace.missing-file"
          : "trace.looked-for-in-vain";
    const text = `${call.name} of ${path} failed with ENOENT${named ? ", and the output names it" : ", shortly before the end"}`;
    return [evidence(id, text, { path, named, last, folder: creating ? dirname(path) : path })];
  });
  const best = found.findLast((item) => item.detail["named"] === true) ?? found.at(-1);
  return best === undefined ? [] : [best];
}
