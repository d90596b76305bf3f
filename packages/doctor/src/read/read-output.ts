import { evidence, type Evidence, type EvidenceId } from "../evidence/evidence.ts";
import { discardedOutput } from "../trace/discarded-output.ts";
import { ended, type Sight } from "./sight.ts";

interface Pattern {
  readonly id: EvidenceId;
  /** The words are those of the C library, the loader, a shell or a language's runtime, not of any one program. */
  readonly expression: RegExp;
  readonly names?: readonly string[];
}

const PATTERNS: readonly Pattern[] = [
  {
    id: "output.panic",
    expression: /thread '[^']*' (?:\(\d+\) )?panicked at ([^\n]*?):?\n([^\n]*)/,
    names: ["at", "message"],
  },
  { id: "output.panic", expression: /^panic: ([^\n]*)[\s\S]*?\n(?:main\.\w+|goroutine \d+)/m, names: ["message"] },
  { id: "output.panic", expression: /^fatal error: ([^\n]*)[\s\S]*?\ngoroutine \d+/m, names: ["message"] },
  {
    id: "output.panic",
    expression: /terminate called after throwing an instance of '([^']+)'(?:\s+what\(\):\s+([^\n]*))?/,
    names: ["name", "message"],
  },
  { id: "output.panic", expression: /Assertion [`'"]?(.+?)['"`]? failed/, names: ["message"] },
  {
    id: "output.uncaught",
    expression: /Traceback \(most recent call last\):[\s\S]*\n(\w[\w.]*)(?:: ([^\n]*))?\s*$/,
    names: ["name", "message"],
  },
  {
    id: "output.uncaught",
    expression: /^(?:Uncaught )?(\w*(?:Error|Exception)(?: \[[A-Z_]+\])?): ([^\n]*)\n(?:[\s\S]*?)^\s+at /m,
    names: ["name", "message"],
  },
  {
    id: "output.uncaught",
    expression: /Exception in thread "\w+" ([\w.]+)(?:: ([^\n]*))?/,
    names: ["name", "message"],
  },
  { id: "output.module-missing", expression: /Cannot find (?:module|package) '([^']+)'/, names: ["module"] },
  {
    id: "output.module-missing",
    expression: /(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)/,
    names: ["module"],
  },
  { id: "output.module-missing", expression: /cannot load such file -- (\S+)/, names: ["module"] },
  {
    id: "output.heap-limit",
    expression:
      /(JavaScript heap out of memory|Reached heap limit|invalid table size Allocation failed|java\.lang\.OutOfMemoryError)/,
    names: ["message"],
  },
  {
    id: "output.memory",
    expression:
      /(std::bad_alloc|MemoryError|Cannot allocate memory|out of memory|memory allocation of \d+ bytes failed)/i,
    names: ["message"],
  },
  {
    id: "output.usage",
    expression:
      /(?:unrecognized|unknown|invalid|illegal|unexpected|bad) (?:option|argument|flag|command)[^\n]*|flag provided but not defined[^\n]*|bad option: [^\n]*/i,
  },
  {
    id: "output.library-missing",
    expression: /error while loading shared libraries: ([^:\s]+): cannot open shared object/,
    names: ["library"],
  },
  {
    id: "output.library-missing",
    expression: /Error loading shared library ([^:\s]+): No such file/,
    names: ["library"],
  },
  {
    id: "output.version-missing",
    expression: /version [`'"]([A-Z]+_[\d.]+)' not found(?: \(required by ([^)]+)\))?/,
    names: ["version", "path"],
  },
  {
    id: "output.symbol-missing",
    expression: /(?:undefined symbol|symbol lookup error|Error relocating)[:\s]+([^\n]*)/,
    names: ["symbol"],
  },
  {
    id: "output.port-taken",
    expression: /(?:address already in use|EADDRINUSE|Address in use)[^\n]*?(?::(\d{2,5})\b)?/i,
    names: ["port"],
  },
  {
    id: "output.refused",
    expression: /(?:Connection refused|ECONNREFUSED)(?:[^\n]*?([\w.-]+):(\d{2,5})\b)?/i,
    names: ["host", "port"],
  },
  {
    id: "output.name-not-resolved",
    expression:
      /(?:getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)|Name or service not known|Temporary failure in name resolution|failed to lookup address information|no such host|nodename nor servname)/i,
    names: ["host"],
  },
  {
    id: "output.read-only",
    expression: /Read-only file system(?:[^\n]*?['"](\/[^'"\n]+))?|EROFS[^\n]*?'(\/[^']+)/,
    names: ["path"],
  },
  { id: "output.disk-full", expression: /No space left on device|ENOSPC|Disk quota exceeded/ },
  { id: "output.too-many-files", expression: /Too many open files|EMFILE/ },
  {
    id: "output.access-denied",
    expression:
      /(?:EACCES: permission denied, \w+ '(\/[^']+)|PermissionError:[^\n]*'(\/[^'\n]+)|(\/[^\s:'"]+)['"]?: Permission denied|(?:cannot|can't) (?:create|open) (\/[^\s:]+): Permission denied)/,
    names: ["path", "path", "path", "path"],
  },
  {
    id: "output.missing-file",
    expression:
      /(?:ENOENT: no such file or directory, \w+ '([^']+)|FileNotFoundError:[^\n]*'([^'\n]+)|(\/[^\s:'"]+)['"]?: No such file or directory|(?:cannot|can't) open (\S+?):? No such file)/,
    names: ["path", "path", "path", "path"],
  },
  {
    id: "output.command-missing",
    expression: /(?:^|\n)[^\n]*?(?:line )?(?:\d+: )?([\w./-]+): (?:command )?not found/,
    names: ["command"],
  },
  {
    id: "output.bad-configuration",
    expression:
      /(?:JSONDecodeError|in JSON at position|is not valid JSON|Unexpected (?:token|end of JSON)|YAMLException|yaml\.(?:scanner|parser)|TOMLDecodeError|toml: |mapping values are not allowed|syntax error in (?:config|file)|(?:invalid|malformed|bad|cannot parse|failed to parse|error (?:in|parsing)) (?:the )?config\w*)[^\n]*/i,
  },
];

/**
 * What the program said, as far as its words are those of a runtime or the system, and which unset variables it names. Where it said nothing
 * of that kind, what it threw away (`2>/dev/null`) counts as well.
 */
export function readOutput(sight: Sight): Evidence[] {
  if (!ended(sight)) return [];
  const { environment } = sight.subject;
  const said = readOutputText(sight.trial.output, environment);
  const isTelling = said.some(({ id }) => id !== "output.none" && id !== "output.some");
  if (isTelling || sight.trace === undefined) return said;
  return [...said, ...readWords(discardedOutput(sight.trace), environment, "what it wrote to /dev/null says")];
}

export function readOutputText(output: string, environment: Readonly<Record<string, string>>): Evidence[] {
  const trimmed = output.trim();
  if (trimmed === "") return [evidence("output.none", "not one byte of output")];
  const last = lastLine(trimmed);
  return [
    evidence("output.some", `the last line of output: ${JSON.stringify(last)}`, { line: last }),
    ...readWords(output, environment, "the output says"),
  ];
}

function readWords(output: string, environment: Readonly<Record<string, string>>, whose: string): Evidence[] {
  const found: Evidence[] = [];
  const seen = new Set<EvidenceId>();
  for (const { id, expression, names = [] } of PATTERNS) {
    const match = expression.exec(output);
    if (match === null || seen.has(id)) continue;
    seen.add(id);
    const detail: Record<string, string> = {};
    for (const [index, name] of names.entries()) detail[name] ||= match[index + 1] ?? "";
    found.push(evidence(id, `${whose}: ${JSON.stringify(firstLines(match[0]))}`, detail));
  }
  return [...found, ...readNamedVariables(output.trim(), environment)];
}

function lastLine(text: string): string {
  return (text.split("\n").at(-1) ?? "").trim().slice(0, 240);
}

function firstLines(text: string): string {
  return text.trim().split("\n").slice(0, 2).join(" ").slice(0, 240);
}

const WANTING =
  /missing|requir|not set|unset|must|undefined|not found|expect|provide|empty|need|absent|mandatory|not present|not defined|unbound|KeyError|no value|lacks?\b|without|is null|specify|parameter null/i;
const FAULTY =
  /invalid|malformed|not a (?:valid )?|bad value|cannot parse|could not parse|failed to parse|out of range|must be (?:a|an|one|between|at least|\d)|too (?:short|long|small|large)|illegal|unsupported|unknown|unrecogni[sz]ed|expected|literal/i;
const NOT_A_VARIABLE =
  /^(E[A-Z]{3,}\d*|SIG[A-Z]+|ERROR|FATAL|WARN(ING)?|INFO|DEBUG|TRACE|HTTPS?|JSON|YAML|TOML|HTML|UTF|ERR_\w+|NULL|TRUE|FALSE|MAIN|START(ED|ING)?|FAILED|PANIC|CRITICAL|NOTICE|ENV|TODO|README|GLIBC\w*|GLIBCXX\w*|POST|GET|PUT|HEAD|ASCII|MODULE_NOT_FOUND|UNHANDLED|EXIT|STOP)$/;

function readNamedVariables(output: string, environment: Readonly<Record<string, string>>): Evidence[] {
  const unset = new Map<string, string>();
  const blamed = new Map<string, string>();
  for (const line of output.split("\n")) {
    for (const name of line.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b[A-Z]{4,}\b/g) ?? []) {
      if (NOT_A_VARIABLE.test(name)) continue;
      const value = environment[name];
      if ((value === undefined || value === "") && WANTING.test(line)) unset.set(name, line.trim());
      else if (value !== undefined && value !== "" && FAULTY.test(line)) blamed.set(name, line.trim());
    }
  }
  return [
    ...[...unset].map(([name, line]) =>
      evidence(
        "output.names-unset-variable",
        `the output asks for ${name}, which is ${environment[name] === "" ? "empty" : "not set"}: ${JSON.stringify(line.slice(0, 200))}`,
        { name },
      ),
    ),
    ...[...blamed].map(([name, line]) =>
      evidence(
        "output.blames-set-variable",
        `the output finds fault with ${name}, which is set: ${JSON.stringify(line.slice(0, 200))}`,
        { name },
      ),
    ),
  ];
}
