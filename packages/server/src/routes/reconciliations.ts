import {
  checkSources,
  createPlanVersion,
  createReconciliation,
  diffPlanVersions,
  getPlanVersion,
  getReconciliation,
  listPlanVersions,
  listReconciliations,
  proposePlan,
  updateReconciliation,
  validatePlan,
} from "@recon/api";
import { diffPlans } from "../services/reconciliations/diff-plans.ts";
import {
  findPlanRow,
  findReconciliationRow,
  toPlanVersion,
  toReconciliation,
} from "../services/reconciliations/find-reconciliation.ts";
import {
  listPlanVersions as listVersions,
  listReconciliations as list,
} from "../services/reconciliations/list-reconciliations.ts";
import { requirePlan } from "../services/reconciliations/read-plan-input.ts";
import {
  createPlanVersion as createVersion,
  createReconciliation as create,
  updateReconciliation as update,
} from "../services/reconciliations/save-reconciliation.ts";
import { proposePlan as propose, validatePlan as validate } from "../services/reconciliations/validate-plan.ts";
import { checkSourcesOf } from "../services/runs/start-run.ts";
import { handle, type Handler } from "./handler.ts";

export const reconciliationHandlers: readonly Handler[] = [
  handle(listReconciliations, ({ context, params, query }) => list(context.store, params.projectId, query)),
  handle(createReconciliation, ({ context, actor, params, body, write }) =>
    write((store) => create({ ...context, store }, actor, { ...body, ...params })),
  ),
  handle(getReconciliation, async ({ context, params }) =>
    toReconciliation(await findReconciliationRow(context.store, params.reconciliationId)),
  ),
  handle(updateReconciliation, ({ context, params, body, expectedVersion, write }) =>
    write((store) => update({ ...context, store }, params.reconciliationId, { ...body, expectedVersion })),
  ),
  handle(listPlanVersions, async ({ context, params, query }) =>
    listVersions(context.store, await findReconciliationRow(context.store, params.reconciliationId), query),
  ),
  handle(createPlanVersion, ({ context, actor, params, body, expectedVersion, write }) => {
    const plan = requirePlan(body.plan);
    const change = { id: params.reconciliationId, plan, note: body.note, expectedVersion };
    return write((store) => createVersion({ ...context, store }, actor, change));
  }),
  handle(getPlanVersion, async ({ context, params }) => {
    const reconciliation = await findReconciliationRow(context.store, params.reconciliationId);
    return toPlanVersion(await findPlanRow(context.store, reconciliation, params.number));
  }),
  handle(diffPlanVersions, async ({ context, params, query: { from, to } }) => {
    const reconciliation = await findReconciliationRow(context.store, params.reconciliationId);
    const planOf = async (number: number) =>
      toPlanVersion(await findPlanRow(context.store, reconciliation, number)).plan;
    return { from, to, changes: diffPlans(await planOf(from), await planOf(to)) };
  }),
  handle(validatePlan, ({ context, params, body }) => validate(context, params.projectId, body)),
  handle(proposePlan, ({ context, params, body }) => propose(context, params.projectId, body)),
  handle(checkSources, ({ context, params, body }) => checkSourcesOf(context, { ...params, ...body })),
];
