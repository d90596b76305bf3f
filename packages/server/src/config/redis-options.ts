/**
 * What all connections to Redis have in common: commands are not kept for a Redis that is away, and a connection that has gone silent, as behind a broken
 * network or a frozen machine, is given up instead of being waited on.
 */
export const redisOptions = (url: string, socket: { reconnectStrategy: (tries: number) => number }) => ({
  url,
  disableOfflineQueue: true,
  pingInterval: 1_000,
  socket: { ...socket, connectTimeout: 2_000, socketTimeout: 3_000 },
});
