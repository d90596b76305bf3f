/** Compiles a checked plan over loaded sources to the stages an engine runs. */
import type { Plan } from "../plan/schema.ts";
import { DEFAULT_PAIR_LIMIT } from "../plan/vocabulary.ts";
import { ReconError } from "../errors.ts";
import { compileGrouped } from "./compile-grouped.ts";
import { compileKeyed } from "./compile-keyed.ts";
import { compileNetted } from "./compile-netted.ts";
import { compileOutcome } from "./compile-outcome.ts";
import { compileScored } from "./compile-scored.ts";
import type { Layout } from "./layout.ts";
import { firstOpenSteps, nextOpenSteps } from "./open-records.ts";
import { type DonePass, openOf, passContext, type PassContext } from "./pass-context.ts";
import type { CompiledPass, Stage } from "./stage.ts";

export interface CompiledPlan {
  readonly stages: readonly Stage[];
  readonly passes: readonly { readonly compiled: CompiledPass; readonly context: PassContext }[];
}

export interface CompileOptions {
  /** Records on the left, rejects included. */
  readonly leftCount: number;
}

/** Throws `PLAN_UNSUPPORTED` for a pass that no engine of this version can run. */
export function compilePlan(plan: Plan, layout: Layout, options: CompileOptions): CompiledPlan {
  const limit = plan.limits?.pairs ?? DEFAULT_PAIR_LIMIT;
  const passes = plan.passes.map((_, index) => {
    const context = passContext(plan, layout, index, limit);
    return { context, compiled: compilePass(context, options) };
  });
  const stages: Stage[] = passes
    .slice(0, 1)
    .map(({ context }) => ({ name: "open records", steps: firstOpenSteps(context) }));
  for (const [index, done] of passes.entries()) {
    stages.push(...done.compiled.stages);
    const next = passes[index + 1];
    if (next !== undefined) stages.push(leftAfter(done, next));
  }
  return { stages: [...stages, compileOutcome(passes)], passes };
}

function leftAfter(done: DonePass, { context }: DonePass): Stage {
  return {
    name: `${done.compiled.name}: what is left`,
    steps: nextOpenSteps(done, context),
    open: { left: openOf(context, "left"), right: openOf(context, "right") },
  };
}

function compilePass(context: PassContext, options: CompileOptions): CompiledPass {
  switch (context.pass.kind) {
    case "keyed":
      return compileKeyed(context);
    case "tolerant":
    case "similar":
      return compileScored(context);
    case "grouped":
      return compileGrouped(context);
    case "netted":
      return compileNetted(context, options);
    case "linked":
    case "summed":
      throw new ReconError(
        "PLAN_UNSUPPORTED",
        `pass "${context.pass.name}": kind ${context.pass.kind} comes in a later version`,
        {
          at: { path: `passes[${context.index}].kind` },
        },
      );
  }
}
