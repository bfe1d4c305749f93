import type { Tone } from "#lib/core/requests/phase.ts";

/** Two short quiet notes: rising for good news, falling for bad, level for the rest. Hertz. */
const notes: Record<Tone, readonly [number, number]> = {
  good: [523, 784],
  bad: [392, 262],
  warn: [440, 370],
  info: [440, 440],
  neutral: [440, 440],
};

let audio: AudioContext | undefined;

/** Plays the sound of an outcome; does nothing where the browser does not allow sound. */
export function playOutcome(tone: Tone): void {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") void audio.resume().catch(() => {});
    const start = audio.currentTime + 0.02;
    notes[tone].forEach((frequency, index) => {
      if (audio) playNote(audio, frequency, start + index * 0.13);
    });
  } catch {
    // No sound device: the screen says it all anyway.
  }
}

function playNote(context: AudioContext, frequency: number, at: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(0.06, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.25);
}
