import { lastOf, type Cause } from "./cause.ts";

export const certificateExpired: Cause = {
  id: "certificate-expired",
  title: "the certificate of a service that it calls is not valid today",
  prior: -2.5,
  raises: { "ports.certificate-expired": 9, "ports.reached-then-ended": 0.5 },
  lowers: { "exit.alive": -8, "output.names-unset-variable": -2, "trace.bind-in-use": -4 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "ports.certificate-expired")?.text ?? "A certificate is not valid today"}, and the program ends after the handshake.`,
    action:
      "Renew the certificate, and let something renew it in time; if it looks valid, compare this machine's clock.",
    patch: "openssl s_client -connect HOST:PORT </dev/null | openssl x509 -noout -dates",
  }),
};
