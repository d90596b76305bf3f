import { createServer, type AddressInfo } from "node:net";

/** An SMTP server on a free port of the loopback that keeps what it is sent (RFC 5321, as little as a sender needs). */
export interface MailSink {
  readonly url: string;
  readonly mails: readonly string[];
  close(): Promise<void>;
}

export async function startMailSink(): Promise<MailSink> {
  const mails: string[] = [];
  const server = createServer((socket) => {
    let pending = "";
    let isData = false;
    socket.write("220 sink\r\n");
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      pending += chunk.toString("utf8");
      for (;;) {
        const end = isData ? "\r\n.\r\n" : "\r\n";
        const at = pending.indexOf(end);
        if (at < 0) return;
        const text = pending.slice(0, at);
        pending = pending.slice(at + end.length);
        if (isData) mails.push(text);
        isData = !isData && /^DATA$/i.test(text);
        if (/^QUIT$/i.test(text)) socket.end("221 bye\r\n");
        else socket.write(isData ? "354 go on\r\n" : "250 ok\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
