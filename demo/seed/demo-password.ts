/** The one password of every persona of the demo, printed at start. Never a real credential. */
export const demoPassword = "countersign";

/** The PIN of every phone that the seed enrols. */
export const demoPin = "2468";
