/** The system calls that the readers of evidence look at. */
const CALLS = `
  execve execveat exit_group clone clone3 fork vfork wait4 waitid chdir setsid kill tkill tgkill pidfd_send_signal
  rt_sigaction setuid setgid prlimit64 setrlimit chroot open openat openat2 creat mkdir mkdirat unlink unlinkat rename
  renameat renameat2 symlink link read write writev pwrite64 ftruncate fallocate flock fcntl dup2 dup3 chmod fchmod chown
  fchown fchownat socket bind listen accept accept4 connect getsockopt setsockopt sendto sendmsg sendmmsg recvfrom
  recvmsg mount setns unshare mlock mlockall memfd_create stat newfstatat access faccessat faccessat2 getcwd
  inotify_init1 inotify_add_watch alarm setitimer
`;

/** Arguments of strace for a full observation; `-y` style names of descriptors, no environment, short strings. */
export function straceArguments(outputPath: string, options: { readonly withFilter: boolean }): string[] {
  // A question mark lets strace ignore a call that this machine's architecture lacks.
  const calls = CALLS.trim()
    .split(/\s+/)
    .map((name) => `?${name}`)
    .join(",");
  // A filter is faster, but the engine's own filter goes before it: what that one refuses would not be seen.
  return [
    "-f",
    ...(options.withFilter ? ["--seccomp-bpf"] : []),
    "-yy",
    "-ttt",
    "-s",
    "300",
    "-o",
    outputPath,
    "-e",
    `trace=${calls}`,
  ];
}
