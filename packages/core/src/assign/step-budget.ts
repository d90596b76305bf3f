/** Thrown by `StepBudget.spend`; the component's solver turns it into an exhausted ambiguity. */
export class BudgetExhausted extends Error {}

/** Deterministic allowance of work: counts looked-at arcs, never time. */
export class StepBudget {
  private remaining: number;

  constructor(maxSteps: number) {
    this.remaining = maxSteps;
  }

  spend(steps: number): void {
    this.remaining -= steps;
    if (this.remaining < 0) throw new BudgetExhausted();
  }
}
