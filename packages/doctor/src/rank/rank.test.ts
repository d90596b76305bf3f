import { describe, expect, it } from "vitest";
import { causes } from "../causes/causes.ts";
import type { Seen } from "../causes/cause.ts";
import { evidence, evidenceCatalogue, type Evidence } from "../evidence/evidence.ts";
import { hostFiles } from "../files/file-tree.ts";
import { rank } from "./rank.ts";

const seen = (...all: Evidence[]): Seen => ({
  all,
  subject: { argv: ["service"], environment: {}, cwd: "/", user: "" },
  files: hostFiles(),
  surroundings: { kind: "command", name: "service" },
});

describe("ranking", () => {
  it("names nothing from general circumstances alone", () => {
    const ranked = rank(
      causes,
      seen(
        evidence("exit.nonzero", "1"),
        evidence("output.none", "silent"),
        evidence("trace.no-network-calls", "none"),
      ),
    );
    expect(ranked.every((each) => each.probability < 0.6)).toBe(true);
  });

  it("counts several pieces of one kind once", () => {
    const one = rank(causes, seen(evidence("probe.undefined-variable", "A", { name: "A" })));
    const many = rank(
      causes,
      seen(...["A", "B", "C"].map((name) => evidence("probe.undefined-variable", name, { name }))),
    );
    expect(many[0]?.bits).toBe(one[0]?.bits);
  });

  it("lets a trial decide between look-alikes", () => {
    const found = seen(
      evidence("exit.zero", "0"),
      evidence("probe.drained", "drained"),
      evidence("probe.undefined-variable", "A", { name: "A" }),
    );
    expect(rank(causes, found)[0]?.cause.id).toBe("event-loop-drained");
    expect(rank(causes, found, [{ causeId: "missing-variable", outcome: "survived" }])[0]?.cause.id).toBe(
      "missing-variable",
    );
  });

  it("has one cause per id, and tables that name only evidence that exists", () => {
    expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
    for (const cause of causes) {
      for (const id of [...Object.keys(cause.raises), ...Object.keys(cause.lowers)])
        expect(evidenceCatalogue).toHaveProperty([id]);
    }
  });

  it("explains every cause even with nothing seen", () => {
    for (const cause of causes) {
      const { summary, action } = cause.explain(seen());
      expect(summary.length + action.length).toBeGreaterThan(20);
    }
  });
});
