import type { Field, Pass, Plan } from "./schema.ts";
import type { Side } from "./vocabulary.ts";

const otherSide = { left: "right", right: "left" } as const satisfies Record<Side, Side>;
const exchangedShape = { "1:n": "n:1", "n:1": "1:n", "n:m": "n:m" } as const;

/**
 * The plan that reads the left source on the right and the other way round. Its run yields the same result with the
 * sides exchanged; exchanging twice gives the plan back. A plan with one source stays as it is.
 */
export function exchangeSides(plan: Plan): Plan {
  const { left, right, fields, passes, ...rest } = plan;
  if (right === undefined) return plan;
  return {
    ...rest,
    left: right,
    right: left,
    fields: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, exchangeField(field)])),
    passes: passes.map(exchangePass),
  };
}

function exchangeField({ left, right, negate, ...rest }: Field): Field {
  return {
    ...rest,
    ...(right === undefined ? {} : { left: right }),
    ...(left === undefined ? {} : { right: left }),
    ...(negate === undefined ? {} : { negate: negate === "both" ? "both" : otherSide[negate] }),
  };
}

function exchangePass(pass: Pass): Pass {
  switch (pass.kind) {
    case "grouped":
      return { ...pass, shape: exchangedShape[pass.shape] };
    case "summed":
      return { ...pass, shape: exchangedShape[pass.shape] };
    case "netted":
      return { ...pass, side: otherSide[pass.side] };
    case "keyed":
    case "tolerant":
    case "similar":
    case "linked":
      return pass;
  }
}
