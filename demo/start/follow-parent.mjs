// Preloaded into every process that the launcher starts: it ends when the launcher has ended, even
// if by kill -9. File descriptor 3 is a pipe whose other end only the launcher holds.
import { closeSync, fstatSync } from "node:fs";
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";

const FOLLOW_FD = 3;
const GRACE_MS = 3_000;

// Workers and grandchildren inherit the preload and the variable, but not the pipe.
const launcher = process.env.COUNTERSIGN_LAUNCHER_PID;
if (isMainThread && launcher === String(process.ppid) && isPipe()) {
  const pipe = new Socket({ fd: FOLLOW_FD, readable: true, writable: false });
  pipe.on("error", end);
  pipe.on("close", end);
  pipe.resume();
  pipe.unref();
}
if (isMainThread) delete process.env.COUNTERSIGN_LAUNCHER_PID;

function isPipe() {
  try {
    const stat = fstatSync(FOLLOW_FD);
    if (stat.isFIFO() || stat.isSocket()) return true;
    closeSync(FOLLOW_FD);
    return false;
  } catch {
    return false;
  }
}

function end() {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), GRACE_MS).unref();
  process.kill(process.pid, "SIGTERM");
}
