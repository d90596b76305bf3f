import { existsSync } from "node:fs";

const FOLDERS = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

/** The absolute path of a tool of this machine, or undefined; DOCTOR_WITHOUT names tools to do without (for tests). */
export function toolPath(name: string): string | undefined {
  if ((process.env["DOCTOR_WITHOUT"] ?? "").split(",").includes(name)) return undefined;
  const folders = [...(process.env["PATH"] ?? "").split(":"), ...FOLDERS];
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
}
