import { evidence, type Evidence } from "../evidence/evidence.ts";
import { isElf, readElf } from "../files/read-elf.ts";
import { culpritPath, ended, isInterpreted, type Sight } from "./sight.ts";

const SERVER_SYMBOLS = /^(listen|accept4?|bind|epoll_wait|epoll_create1?|poll|select|recv|recvfrom|socket|connect)$/;

/** For a compiled program that ended: could it have served at all? */
export async function readIdentity(sight: Sight): Promise<Evidence[]> {
  const path = culpritPath(sight);
  if (!ended(sight) || path === undefined || isInterpreted(sight) || sight.culprit?.signal !== undefined) return [];
  const bytes = await sight.files.read(path);
  if (bytes === undefined || !isElf(bytes)) return [];
  const elf = readElf(bytes);
  if (elf === undefined) return [];
  const native = evidence("program.is-native", `${path} is a compiled program of ${bytes.length} bytes`, {
    path,
    sizeBytes: bytes.length,
  });
  if (elf.undefinedSymbols.length === 0) return [native];
  const serving = elf.undefinedSymbols.some((name) => SERVER_SYMBOLS.test(name) && !/^(poll)$/.test(name));
  if (serving || /^\/(usr\/)?s?bin\//.test(path)) return [native];
  return [
    native,
    evidence("elf.no-server-symbols", `${path} imports no function for sockets: it cannot be a server`, {
      path,
      sizeBytes: bytes.length,
    }),
  ];
}
