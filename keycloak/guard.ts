import { spawn } from "node:child_process";

const SCRIPT = 'cat >/dev/null; kill -TERM "$1" 2>/dev/null; sleep 6; kill -KILL "$1" 2>/dev/null';

/**
 * Ends a child when we end without having ended it, even by kill -9: a shell of its own waits on a
 * pipe that closes with us. Windows has no such shell, and no guard.
 * @returns stands the guard down; to be called when the child has ended
 */
export function guard(pid: number): () => void {
  if (process.platform === "win32") return () => {};
  const shell = spawn("sh", ["-c", SCRIPT, "keycloak-guard", String(pid)], {
    // A group of its own: what ends us from the terminal must not end the guard before its work.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  return () => {
    try {
      if (shell.pid !== undefined && shell.exitCode === null) process.kill(-shell.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
}
