/** A reason set-up cannot go on, as one sentence for the person at the terminal. */
export class Refusal extends Error {}
