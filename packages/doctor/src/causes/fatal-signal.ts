import { detail, type Cause } from "./cause.ts";

interface Meaning {
  readonly what: string;
  readonly action: string;
}

const MEANINGS: Readonly<Record<string, Meaning>> = {
  SIGPIPE: {
    what: "it wrote to a pipe or connection whose reader was gone",
    action: "Ignore SIGPIPE and handle the error EPIPE instead, and see who closed the other end.",
  },
  SIGFPE: {
    what: "it divided an integer by zero, or the quotient did not fit",
    action: "Find the division with a core dump or a debugger, and check what it divides by.",
  },
  SIGALRM: {
    what: "a timer of its own ran out and nothing handled the alarm",
    action: "Handle SIGALRM, or find what took longer than the time that was set.",
  },
  SIGSYS: {
    what: "it made a system call that its seccomp profile forbids",
    action: "Allow the call in the profile; the kernel log names its number.",
  },
  SIGBUS: {
    what: "it touched memory that has no file behind it any more",
    action: "See whether a mapped file was cut off, and whether /dev/shm is full.",
  },
};
const UNKNOWN: Meaning = {
  what: "nothing in the program handled it",
  action: "Handle the signal, or find who sends it.",
};

export const fatalSignal: Cause = {
  id: "fatal-signal",
  title: "a signal that the program does not handle ended it",
  prior: -2.5,
  raises: { "exit.signal": 7, "exit.bus-error": 5 },
  lowers: {
    "exit.alive": -8,
    "trace.signal-from-outside": -6,
    "engine.killed-by-request": -6,
    "elf.truncated": -8,
    "trace.crash-before-main": -4,
    "trace.disk-full": -5,
  },
  explain: (seen) => {
    const signal = detail(seen, "signal", "exit.signal", "exit.bus-error");
    const { what, action } = MEANINGS[signal] ?? UNKNOWN;
    return { summary: `${signal} ended the program: ${what}.`, action };
  },
};
