import { rebuiltRemedies } from "./rebuilt-remedies.ts";
import { detail, lastOf, type Cause } from "./cause.ts";

export const stubBinary: Cause = {
  id: "stub-binary",
  title: "the executable is a stub or an old build, not the program of the sources",
  prior: -2.5,
  raises: {
    "source.literals-absent": 11,
    "elf.no-server-symbols": 2.5,
    "source.stub-sized": 1.5,
    "source.cached-dummy-build": 3,
    "exit.zero": 1.5,
    "trace.no-network-calls": 1.5,
    "output.none": 1,
    "source.differs-from-output": 3,
  },
  lowers: {
    "source.literals-present": -12,
    "debugger.variable-missing": -4,
    "trace.input-ended": -5,
    "trace.wrote-files": -4,
    "trace.printed": -2,
    "trace.looked-for-in-vain": -3,
    "exit.alive": -8,
    "trace.listened": -6,
    "exit.nonzero": -2,
    "trace.exit-before-main": -4,
    "shell.child-left-running": -6,
  },
  needs: ["source.literals-absent", "elf.no-server-symbols", "source.differs-from-output"],
  explain: (seen) => {
    const path = detail(seen, "path", "source.literals-absent", "elf.no-server-symbols", "program.is-native");
    return {
      summary: `${path} is not the program of the sources: ${lastOf(seen, "source.literals-absent", "elf.no-server-symbols")?.text ?? "a stub of a build cache"}. It runs, says nothing and ends with 0.`,
      action:
        "Build again without the cache; in the Dockerfile, touch the real sources (or remove the dummy's build output) after the dependency layer, so that the compiler sees them as new.",
      patch:
        "docker build --no-cache …\n# Dockerfile, after COPY of the real sources\n+RUN touch src/main.rs && cargo build --release",
    };
  },
  remedies: (seen) => rebuiltRemedies(seen),
};
