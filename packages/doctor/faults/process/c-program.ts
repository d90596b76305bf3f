import type { Fault } from "../fault.ts";

/** A C program, compiled to `service` before it is examined. */
export const C = (source: string, ...flags: string[]): Pick<Fault, "files" | "build"> => ({
  files: { "main.c": source },
  build: [["gcc", "-O1", "-o", "service", "main.c", ...flags]],
});

/** A function `serve(port)` to put in front of a C program. */
export const C_SERVER = `
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/socket.h>
#include <netinet/in.h>
static int serve(int port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0) return 1;
  listen(fd, 8);
  for (;;) { int c = accept(fd, 0, 0); if (c >= 0) close(c); }
}
`;
