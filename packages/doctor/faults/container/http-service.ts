export const SERVER =
  "require('http').createServer((q, r) => { r.statusCode = q.url === '/healthz' ? 200 : 404; r.end(); }).listen(8080);\n";
export const CHECK = (port: number, path: string): string =>
  `node -e "require('http').get('http://127.0.0.1:${port}${path}',r=>process.exit(r.statusCode<400?0:1)).on('error',()=>process.exit(1))"`;
export const HEALTH = (test: string, more: Record<string, number> = {}): Record<string, unknown> => ({
  Healthcheck: { Test: ["CMD-SHELL", test], Interval: 4e8, Timeout: 2e9, Retries: 2, ...more },
});
