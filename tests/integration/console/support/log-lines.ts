const lines: string[] = [];

/**
 * Keeps what is logged from now on instead of printing it. To be called before anything has logged:
 * the logger looks at its output once.
 */
export function keepLogLines(): string[] {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((chunk: string | Uint8Array) => {
    if (!String(chunk).startsWith('{"level"')) return write(chunk);
    lines.push(String(chunk));
    return true;
  }) as typeof process.stdout.write;
  return lines;
}
