const HARMLESS = /^(OLD)?PWD$/;
const SECRET_NAME =
  /secret|passw|passwd|pwd|token|api_?key|private|credential|auth|cookie|session|signing|master_?key|dsn|salt/i;
const URL_PASSWORD = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):([^\s@/"']+)@/gi;
const ASSIGNED =
  /\b([\w.-]*(?:secret|passw(?:or)?d|passwd|token|api[_-]?key|private[_-]?key|credential)[\w.-]*)(["']?\s*[=:]\s*["']?)([^\s"',;&]{3,})/gi;
const SHAPES: readonly RegExp[] = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\b(?:gh[pousr]_|github_pat_|xox[abp]-|sk_live_|sk-|glpat-)[\w-]{10,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:Bearer|Basic)\s+[\w+/=.~-]{12,}/gi,
];

export type Redact = (text: string) => string;

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS.test(name);
}

/** Whether a variable's value must not be shown: by its name, or because it looks like nothing a person would choose. */
function isSecret(name: string, value: string): boolean {
  if (value.length < 4) return false;
  if (isSecretName(name)) return true;
  return /^[A-Za-z0-9+/_=-]{24,}$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value) && !value.startsWith("/");
}

/** A function that takes secrets out of any text: the values of the given variables and everything shaped like one. */
export function createRedact(environment: Readonly<Record<string, string>>): Redact {
  const values = Object.entries(environment)
    .flatMap(([name, value]) => [...(isSecret(name, value) ? [{ name, value }] : []), ...passwordIn(name, value)])
    .sort((a, b) => b.value.length - a.value.length);
  return (text) => {
    let safe = text;
    for (const { name, value } of values) {
      safe = safe.replaceAll(value, `[${name}, ${value.length} characters]`);
      const encoded = encodeURIComponent(value);
      if (encoded !== value) safe = safe.replaceAll(encoded, `[${name}, ${value.length} characters]`);
    }
    safe = safe.replace(URL_PASSWORD, (_, head: string, secret: string) => `${head}:${hidden(secret)}@`);
    safe = safe.replace(ASSIGNED, (whole: string, name: string, sign: string, secret: string) =>
      secret.startsWith("[") ? whole : `${name}${sign}${hidden(secret)}`,
    );
    for (const shape of SHAPES) safe = safe.replace(shape, (secret) => hidden(secret));
    return safe;
  };
}

function passwordIn(name: string, value: string): { name: string; value: string }[] {
  const password = /:\/\/[^\s:/@]*:([^\s@]+)@/.exec(value)?.[1];
  return password === undefined || password.length < 3 ? [] : [{ name, value: password }];
}

function hidden(secret: string): string {
  return secret.startsWith("[") ? secret : `[${secret.length} characters]`;
}

/** Applies a redaction to every string of a plain value, keys included. */
export function redactDeep<T>(value: T, redact: Redact): T {
  if (typeof value === "string") return redact(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => redactDeep(item, redact)) as T;
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), redactDeep(item, redact)])) as T;
  }
  return value;
}
