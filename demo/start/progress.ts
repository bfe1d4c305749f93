import type { StackReporter } from "./stack.ts";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 100;
const TITLE_WIDTH = 18;

export type Progress = StackReporter & {
  /** Leaves the list of steps as it stands; what follows is printed below it. */
  end(): void;
};

type Step = { title: string; begunAt: number; end?: { seconds: string; detail: string } };

/** Shows steps as they run: redrawn in place on a terminal, one line at each end elsewhere. */
export function showProgress(out: NodeJS.WriteStream = process.stdout): Progress {
  return out.isTTY && process.env.TERM !== "dumb" ? live(out) : plain(out);
}

const secondsSince = (instant: number) => ((Date.now() - instant) / 1000).toFixed(1);

function plain(out: NodeJS.WriteStream): Progress {
  const begun = new Map<string, number>();
  return {
    begin(title) {
      begun.set(title, Date.now());
      out.write(`  … ${title}\n`);
    },
    done(title, detail = "") {
      const seconds = secondsSince(begun.get(title) ?? Date.now());
      out.write(`  ✓ ${title.padEnd(TITLE_WIDTH)}${seconds.padStart(6)} s  ${detail}\n`);
    },
    end() {},
  };
}

function live(out: NodeJS.WriteStream): Progress {
  const colour = !process.env.NO_COLOR;
  const paint = (code: number, text: string) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
  const steps = new Map<string, Step>();
  let drawn = 0;
  let ended = false;
  let frame = 0;

  const line = (step: Step) => {
    const title = step.title.padEnd(TITLE_WIDTH);
    if (!step.end) {
      const seconds = `${secondsSince(step.begunAt).padStart(6)} s`;
      if (ended) return `  ${paint(31, "✗")} ${title}${paint(2, seconds)}`;
      return `  ${paint(36, FRAMES[frame % FRAMES.length] ?? "…")} ${title}${paint(2, seconds)}`;
    }
    const seconds = `${step.end.seconds.padStart(6)} s`;
    // A line that wraps would not be redrawn in place.
    const room = Math.max(0, (out.columns ?? 80) - TITLE_WIDTH - 15);
    const detail = step.end.detail.slice(0, room);
    return `  ${paint(32, "✓")} ${title}${paint(2, `${seconds}  ${detail}`)}`;
  };
  const draw = () => {
    const lines = [...steps.values()].map((step) => `${line(step)}\x1b[K\n`).join("");
    out.write(`${drawn > 0 ? `\x1b[${drawn}A` : ""}${lines}`);
    drawn = steps.size;
    frame += 1;
  };
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  return {
    begin(title) {
      steps.set(title, { title, begunAt: Date.now() });
      draw();
    },
    done(title, detail = "") {
      const step = steps.get(title);
      if (step) step.end = { seconds: secondsSince(step.begunAt), detail };
      draw();
    },
    end() {
      if (ended) return;
      ended = true;
      clearInterval(timer);
      draw();
    },
  };
}
