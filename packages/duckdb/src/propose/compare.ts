import { openSide } from "../load/open-side.ts";
import { runPrepared, withSession } from "../run/reconcile.ts";
import { type RunHooks, type RunReport, type RunRequest } from "../run/run-request.ts";
import { askedSource, proposeComparePlan, retyped } from "./compare-plan.ts";
import type { CompareRequest } from "./compare-request.ts";
import { findKey } from "./find-key.ts";

/** `recon compare`: proposes the plan from the files, then runs it. */
export async function compare(
  request: Omit<RunRequest, "plan">,
  asked: CompareRequest,
  hooks: RunHooks,
): Promise<RunReport> {
  const { baseDir } = request;
  return withSession(request, hooks, async (session, folder, started) => {
    hooks.onStage("open sources");
    const opened = {
      left: await openSide("left", askedSource(asked, "left"), { baseDir }),
      right: await openSide("right", askedSource(asked, "right"), { baseDir }),
    };
    const proposed = await proposeComparePlan(asked, opened);
    for (const [side, names] of [
      ["left", proposed.onlyLeft],
      ["right", proposed.onlyRight],
    ] as const) {
      if (names.length > 0) hooks.onNote?.(`only on the ${side}, not compared: ${names.join(", ")}`);
    }
    return runPrepared(
      session,
      { hooks, started, folder, countsOnly: request.countsOnly === true },
      {
        plan: proposed.plan,
        opened,
        retype: retyped,
        async settle(running, loaded) {
          if (proposed.key !== undefined) return loaded.plan;
          hooks.onStage("find key");
          const { columns, how } = await findKey(running, loaded, proposed.shared);
          hooks.onNote?.(how);
          return { ...loaded.plan, passes: [{ name: "key", kind: "keyed", on: columns.map(({ field }) => field) }] };
        },
      },
    );
  });
}
