import { describe, expect, it } from "vitest";
import { parseShow, readUnit, subjectOf } from "./unit.ts";

// The form of `systemctl show`, systemd 252.
const SHOWN = `LoadState=loaded
ActiveState=activating
SubState=auto-restart
Result=exit-code
ExecMainStatus=217
ExecMainCode=1
NRestarts=14
Restart=always
ExecStart={ path=/usr/bin/ledgerd ; argv[]=/usr/bin/ledgerd --port 80 ; ignore_errors=no ; start_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }
Environment=LEVEL=info "TENANT=a"
WorkingDirectory=!/srv/ledger
User=ledger
`;

describe("a unit's properties", () => {
  const shown = parseShow(SHOWN);

  it("give its command, environment, folder and user", () => {
    const subject = subjectOf(shown);
    expect(subject.argv).toEqual(["/usr/bin/ledgerd", "--port", "80"]);
    expect(subject.environment).toMatchObject({ LEVEL: "info", TENANT: "a" });
    expect(subject).toMatchObject({ cwd: "/srv/ledger", user: "ledger" });
  });

  it("tell systemd's own codes from the program's", () => {
    expect(readUnit(shown, false).map(({ id }) => id)).toEqual([
      "engine.restart-policy",
      "engine.restarting",
      "engine.bad-user",
    ]);
  });
});
