import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
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

/** An environment in which a run's processes are killed before or after their n-th step of putting a result in place. */
const killedAt = (moment: string): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--import=${new URL(`../testing/kill-at-rename.mjs?${moment}`, import.meta.url).href}`,
});

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
    const earlier = { "a.csv": rows(2000, () => "same"), "b.csv": rows(2000, (i) => (i % 3 === 0 ? "other" : "same")) };
    const folder = folderWith(earlier);
    expect((await recon(args, folder)).code).toBe(1);
    for (const [name, text] of Object.entries(large)) writeFileSync(join(folder, name), text);
    const running = startRecon(args, folder);
    await running.said("write left.parquet");
    running.kill("SIGTERM");
    expect((await running.finished).code).toBe(130);
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv", "r.result"]);
    for (const [name, text] of Object.entries(earlier)) writeFileSync(join(folder, name), text);
    expect(await recon(["verify", "r.result", "--left", "a.csv", "--right", "b.csv"], folder)).toMatchObject({
      code: 0,
    });
  });

  it("Ctrl-C in the last moment is no result, or it is a whole one and no interruption", async () => {
    const small = { "a.csv": rows(2000, () => "same"), "b.csv": rows(2000, (i) => (i % 3 === 0 ? "other" : "same")) };
    const folder = folderWith(small);
    for (let delayMs = 0; delayMs <= 60; delayMs += 10) {
      const running = startRecon(args, folder);
      await running.said("prove");
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      running.kill("SIGINT");
      const ended = await running.finished;
      // A signal that meets the process on its way out, all said and done, ends it without a code.
      const code = ended.code ?? 1;
      expect([1, 130]).toContain(code);
      expect(readdirSync(folder).includes("r.result")).toBe(code === 1);
      if (code === 1) execFileSync("rm", ["-r", join(folder, "r.result")]);
    }
  });

  const moments = ["before:1", "after:1", "before:2", "after:2", "before:3", "after:3"];
  it.each(moments)("killed %s of the steps that put a result in place, a whole one is found again", async (moment) => {
    const folder = folderWith({ "a.csv": rows(20, () => "old"), "b.csv": rows(20, () => "old") });
    expect((await recon(args, folder)).code).toBe(0);
    writeFileSync(
      join(folder, "b.csv"),
      rows(20, () => "new"),
    );
    const killed = await recon(args, folder, killedAt(moment));
    expect(killed.code).toBe(null);
    expect(await recon(["verify", "r.result"], folder)).toMatchObject({ code: 0 });
    const shown = await recon(["show", "r.result", "--json"], folder);
    const isNew = ["after:2", "before:3", "after:3"].includes(moment);
    expect(JSON.parse(shown.stdout)).toMatchObject({ left: isNew ? { differs: 20 } : { matched: 20 } });
    // What was not yet begun to be put in place is found by the next run, when nobody can be at work on it any more.
    const drafts = readdirSync(folder).filter((name) => name.endsWith(".draft"));
    expect(drafts).toHaveLength(moment === "before:1" ? 1 : 0);
    for (const name of drafts) utimesSync(join(folder, name), 0, 0);
    expect((await recon(args, folder)).code).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv", "r.result"]);
  });

  it("the next run finds what a killed one left", async () => {
    const folder = folderWith({ "a.csv": rows(20, () => "old"), "b.csv": rows(20, () => "old") });
    expect((await recon(args, folder)).code).toBe(0);
    await recon(args, folder, killedAt("after:1"));
    expect(readdirSync(folder)).not.toContain("r.result");
    const refused = await recon(["compare", "a.csv", "b.csv", "--key", "none", "--out", "r.result"], folder);
    expect(refused.code).toBe(2);
    expect(await recon(["verify", "r.result"], folder)).toMatchObject({ code: 0 });
  });

  it("two runs into one folder at once: both end, one result is there and whole", async () => {
    const folder = folderWith({ "a.csv": rows(2000, () => "same"), "b.csv": rows(2000, () => "same") });
    const runs = await Promise.all([0, 1, 2, 3].map(() => recon(args, folder)));
    expect(runs.map(({ code, stderr }) => [code, /bug/.test(stderr)])).toEqual(runs.map(() => [0, false]));
    expect(await recon(["verify", "r.result"], folder)).toMatchObject({ code: 0 });
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv", "r.result"]);
  });

  it.each([
    ["show", "r.result", "--breaks", "--limit", "10000"],
    ["export", "r.result", "--to", "out.xlsx"],
  ])("Ctrl-C in %s leaves no temporary files", async (...args_) => {
    const folder = folderWith(large);
    expect((await recon(args, folder)).code).toBe(1);
    const tmp = mkdtempSync(join(tmpdir(), "reading-"));
    const running = startRecon(args_, folder, { TMPDIR: tmp });
    await expect.poll(() => workFolders(tmp).length, { timeout: 20_000, interval: 10 }).toBe(1);
    if (args_[0] === "export")
      await expect
        .poll(() => readdirSync(folder).some((name) => name.endsWith(".draft")), { timeout: 20_000, interval: 10 })
        .toBe(true);
    running.kill("SIGINT");
    expect(await running.finished).toMatchObject({ code: 130, stderr: expect.stringContaining("interrupted") });
    expect(workFolders(tmp)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv", "r.result"]);
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
