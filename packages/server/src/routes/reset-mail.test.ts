import { describe, expect, it, vi } from "vitest";
import { startMailSink } from "../testing/mail-sink.ts";
import { createTestServer } from "../testing/test-server.ts";

describe("a password reset by mail", () => {
  it("sends one link that works, to the person alone, and nothing for an unknown address", async () => {
    const sink = await startMailSink();
    const config = { smtpUrl: sink.url, publicUrl: "https://recon.example.com" };
    const server = await createTestServer({ store: "embedded", config });
    const user = await server.createUser("analyst");
    const ask = (email: string) => server.call({ method: "POST", url: "/api/auth/password/reset", body: { email } });
    expect((await ask("stranger@example.com")).statusCode).toBe(202);
    expect((await ask(user.email)).statusCode).toBe(202);
    await vi.waitFor(() => expect(sink.mails).toHaveLength(1), { timeout: 30_000 });
    // Quoted-printable breaks long lines with `=`.
    const mail = (sink.mails[0] ?? "").replaceAll("=\r\n", "");
    expect(mail).toContain(`To: ${user.email}`);
    const token = /https:\/\/recon\.example\.com\/reset#([\w-]+)/.exec(mail)?.[1];
    const body = { token, newPassword: "through the mail" };
    const answer = await server.call({ method: "POST", url: "/api/auth/password/reset/confirm", body });
    expect(answer.statusCode, `${answer.body}\n${mail}`).toBe(204);
    await server.close();
    await sink.close();
  });
});
