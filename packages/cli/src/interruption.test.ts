import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, recon, startRecon } from "../testing/run-recon.ts";

const rows = (n: number, change: (i: number) => string): string =>
  `id,name,amount\n${Array.from({ length: n }, (_, i) => `${i},name ${i} ${change(i)},${i % 97}.50`).join("\n")}\n`;
const large = { "a.csv": rows(400_000, () => "same"), "b.csv": rows(400_000, (i) => (i % 3 === 0 ? "other" : "same")) };
const args = ["compare", "a.csv", "b.csv", "--key", "id", "--out", "r.result"];

/** Work folders of runs, spilled and spooled data in them. */
const workFolders = (tmp: string): string[] => readdirSync(tmp).filter((name) => name.startsWith("recon-"));

describe("a run that does not come to its end", () => {
  it("Ctrl-C ends it within a second and leaves nothing half done", async () => {
    const folder = folderWith(large);
    const tmp = mkdtempSync(join(tmpdir(), "interrupt-"));
    const running = startRecon(args, folder, { TMPDIR: tmp });
    await running.said("load left");
    const asked = performance.now();
    running.kill("SIGINT");
    const { code, stderr } = await running.finished;
    // A busy machine may be slower than the promise; ten times the second still tells a hang from an end.
    expect(performance.now() - asked).toBeLessThan(10_000);
    expect({ code, stderr }).toMatchObject({ code: 130, stderr: expect.stringContaining("interrupted") });
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv"]);
    expect(workFolders(tmp)).toEqual([]);
  });

  it("SIGTERM while writing keeps the earlier result set whole", async () => {
    const folder = folderWith(large);
    expect((await recon(args, folder)).code).toBe(1);
    const running = startRecon(args, folder);
    await running.said("write left.parquet");
    running.kill("SIGTERM");
    expect((await running.finished).code).toBe(130);
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv", "r.result"]);
    expect(await recon(["verify", "r.result", "--left", "a.csv", "--right", "b.csv"], folder)).toMatchObject({
      code: 0,
    });
  });

  it("the engine killed from outside is told as such", async () => {
    const folder = folderWith(large);
    const running = startRecon(args, folder);
    await running.said("load right");
    const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(running.pid)], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    process.kill(Number(children[0]), "SIGKILL");
    expect(await running.finished).toMatchObject({ code: 5, stderr: expect.stringContaining("killed from outside") });
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv"]);
  });

  it("the command itself killed leaves no engine and no draft behind", async () => {
    const folder = folderWith(large);
    const tmp = mkdtempSync(join(tmpdir(), "killed-"));
    const running = startRecon(args, folder, { TMPDIR: tmp });
    await running.said("load right");
    running.kill("SIGKILL");
    await running.finished;
    await expect
      .poll(() => [...workFolders(tmp), ...readdirSync(folder).sort()], { timeout: 20_000 })
      .toEqual(["a.csv", "b.csv"]);
  });

  it("a reader that goes away early is no failure", async () => {
    const folder = folderWith({ "a.csv": rows(10, () => "same"), "b.csv": rows(10, () => "same") });
    const program = join(import.meta.dirname, "../bin/recon.js");
    const script = `"${process.execPath}" "${program}" compare a.csv b.csv --key id --quiet | true; echo "\${PIPESTATUS[0]}"`;
    expect(execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" }).trim()).toBe("0");
  });

  it("the memory cap ends it with a remedy", async () => {
    const folder = folderWith({ "a.csv": rows(1_200_000, () => "same"), "b.csv": rows(1_200_000, () => "same") });
    const result = await recon([...args, "--memory", "200MB"], folder);
    expect(result).toMatchObject({ code: 5, stderr: expect.stringContaining("--memory") });
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv"]);
  });

  const disk = smallDisk();
  it.skipIf(disk === undefined)("a full disk is told, and nothing half done stays", async () => {
    const folder = folderWith({
      "a.csv": rows(50_000, (i) => String(i * 7919)),
      "b.csv": rows(50_000, (i) => String(i * 104_729)),
    });
    const result = await recon([...args.slice(0, -1), join(disk!, "r.result")], folder);
    expect(result).toMatchObject({ code: 5, stderr: expect.stringMatching(/disk is full/) });
    expect(readdirSync(disk!)).toEqual([]);
    execFileSync("umount", [disk!]);
  });
});

/** A file system of one megabyte; undefined where none may be mounted. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    writeFileSync(join(folder, "probe"), "x");
    execFileSync("rm", [join(folder, "probe")]);
    return folder;
  } catch {
    console.log("skipped: no small file system can be mounted here, so a full disk is not tried");
    return undefined;
  }
}
