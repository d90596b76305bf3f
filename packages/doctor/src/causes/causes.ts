import type { Cause } from "./cause.ts";
import { abort } from "./abort.ts";
import { addressUnavailable } from "./address-unavailable.ts";
import { answerRefused } from "./answer-refused.ts";
import { backgrounded } from "./backgrounded.ts";
import { badArguments } from "./bad-arguments.ts";
import { badConfiguration } from "./bad-configuration.ts";
import { badInterpreter } from "./bad-interpreter.ts";
import { badMount } from "./bad-mount.ts";
import { badUser } from "./bad-user.ts";
import { badWorkdir } from "./bad-workdir.ts";
import { carriageReturn } from "./carriage-return.ts";
import { certificateExpired } from "./certificate-expired.ts";
import { crashBeforeMain } from "./crash-before-main.ts";
import { dependencyNotReady } from "./dependency-not-ready.ts";
import { dependencyRefused } from "./dependency-refused.ts";
import { dependencyUnreachable } from "./dependency-unreachable.ts";
import { diskFull } from "./disk-full.ts";
import { emptyExecutable } from "./empty-executable.ts";
import { entrypointWithoutExec } from "./entrypoint-without-exec.ts";
import { eventLoopDrained } from "./event-loop-drained.ts";
import { exitBeforeMain } from "./exit-before-main.ts";
import { exitCodeMasked } from "./exit-code-masked.ts";
import { fatalSignal } from "./fatal-signal.ts";
import { finishedJob } from "./finished-job.ts";
import { healthCheckPath } from "./health-check-path.ts";
import { healthCheckPort } from "./health-check-port.ts";
import { healthCheckSlow } from "./health-check-slow.ts";
import { healthCheckTooEarly } from "./health-check-too-early.ts";
import { healthCheckTool } from "./health-check-tool.ts";
import { heapLimit } from "./heap-limit.ts";
import { illegalInstruction } from "./illegal-instruction.ts";
import { inputEnded } from "./input-ended.ts";
import { invalidVariable } from "./invalid-variable.ts";
import { lockHeld } from "./lock-held.ts";
import { memoryExhausted } from "./memory-exhausted.ts";
import { memoryLimit } from "./memory-limit.ts";
import { missingCommand } from "./missing-command.ts";
import { missingFile } from "./missing-file.ts";
import { missingLibrary } from "./missing-library.ts";
import { missingLoader } from "./missing-loader.ts";
import { missingModule } from "./missing-module.ts";
import { missingSymbol } from "./missing-symbol.ts";
import { missingVariable } from "./missing-variable.ts";
import { nameNotResolved } from "./name-not-resolved.ts";
import { noInterpreterLine } from "./no-interpreter-line.ts";
import { notExecutable } from "./not-executable.ts";
import { notPermitted } from "./not-permitted.ts";
import { outputLost } from "./output-lost.ts";
import { permissionDenied } from "./permission-denied.ts";
import { portForbidden } from "./port-forbidden.ts";
import { portTaken } from "./port-taken.ts";
import { processLimit } from "./process-limit.ts";
import { readOnlyFilesystem } from "./read-only-filesystem.ts";
import { resourceLimitSignal } from "./resource-limit-signal.ts";
import { segfault } from "./segfault.ts";
import { staleBuild } from "./stale-build.ts";
import { stopIgnored } from "./stop-ignored.ts";
import { stoppedFromOutside } from "./stopped-from-outside.ts";
import { stopsItself } from "./stops-itself.ts";
import { stubBinary } from "./stub-binary.ts";
import { swallowedError } from "./swallowed-error.ts";
import { swallowedRejection } from "./swallowed-rejection.ts";
import { symbolVersion } from "./symbol-version.ts";
import { tooManyOpenFiles } from "./too-many-open-files.ts";
import { truncatedExecutable } from "./truncated-executable.ts";
import { uncaughtError } from "./uncaught-error.ts";
import { unhandledRejection } from "./unhandled-rejection.ts";
import { unsettledAwait } from "./unsettled-await.ts";
import { wrongArchitecture } from "./wrong-architecture.ts";

/** Every cause that the doctor knows, in the order in which equal ones are named. */
export const causes: readonly Cause[] = [
  missingVariable,
  invalidVariable,
  eventLoopDrained,
  unsettledAwait,
  inputEnded,
  unhandledRejection,
  swallowedRejection,
  swallowedError,
  outputLost,
  wrongArchitecture,
  emptyExecutable,
  truncatedExecutable,
  exitBeforeMain,
  crashBeforeMain,
  missingLibrary,
  symbolVersion,
  missingSymbol,
  missingLoader,
  carriageReturn,
  badInterpreter,
  noInterpreterLine,
  notExecutable,
  missingCommand,
  badUser,
  badWorkdir,
  badMount,
  illegalInstruction,
  segfault,
  abort,
  fatalSignal,
  uncaughtError,
  missingModule,
  memoryLimit,
  heapLimit,
  memoryExhausted,
  portTaken,
  portForbidden,
  addressUnavailable,
  dependencyRefused,
  dependencyNotReady,
  dependencyUnreachable,
  nameNotResolved,
  certificateExpired,
  answerRefused,
  healthCheckPath,
  healthCheckPort,
  healthCheckTool,
  healthCheckTooEarly,
  healthCheckSlow,
  stoppedFromOutside,
  stopsItself,
  stopIgnored,
  entrypointWithoutExec,
  exitCodeMasked,
  backgrounded,
  stubBinary,
  staleBuild,
  readOnlyFilesystem,
  permissionDenied,
  notPermitted,
  tooManyOpenFiles,
  processLimit,
  resourceLimitSignal,
  diskFull,
  missingFile,
  badConfiguration,
  badArguments,
  lockHeld,
  finishedJob,
];
