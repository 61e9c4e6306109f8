import { continueBulkRunHandler } from "../bulk/continueRun.ts";
import { foldCountsHandler } from "../counts/foldCounts.ts";
import { forgetDeliveriesHandler } from "../inbox/forgetDeliveries.ts";
import { processDeliveryHandler } from "../inbox/processDelivery.ts";
import type { JobHandlers } from "../jobs/work.ts";
import { findDesignsHandler } from "../orders/designs/findDesigns.ts";
import { createOrderHandler } from "../orders/send/createOrder.ts";
import { keepRetentionHandler } from "../privacy/keepRetention.ts";
import { checkCompositeTaskHandler } from "../production/checkCompositeTask.ts";
import { listTemplatesHandler } from "../production/listTemplates.ts";
import { startCompositeTaskHandler } from "../production/startCompositeTask.ts";
import { confirmOrdersHandler } from "../reconciliation/confirmOrders.ts";
import { startOrderReadingsHandler } from "../reconciliation/orderReadings.ts";
import { reconcileOrdersHandler } from "../reconciliation/reconcileOrders.ts";
import { startDesignSweepsHandler, sweepDesignsHandler } from "../reconciliation/sweepDesigns.ts";
import { sweepOrdersHandler } from "../reconciliation/sweepOrders.ts";
import { renewEncryptionHandler } from "../secrets/renewEncryption.ts";
import type { Services } from "../services.ts";
import { syncSkusHandler } from "../skus/sync/syncSkus.ts";
import { createBulkRunHandlers } from "./bulkRunHandlers.ts";

/** Who does which kind of job. */
export function createJobHandlers(services: Services): JobHandlers {
  const { timeoutMilliseconds } = services.settings.customeow;
  return {
    "process-delivery": processDeliveryHandler(services),
    "create-order": createOrderHandler({ ...services, timeoutMilliseconds }),
    "list-templates": listTemplatesHandler({ ...services, timeoutMilliseconds }),
    "start-composite-task": startCompositeTaskHandler({ ...services, timeoutMilliseconds }),
    "check-composite-task": checkCompositeTaskHandler({ ...services, timeoutMilliseconds }),
    "sync-skus": syncSkusHandler(services),
    "continue-bulk-run": continueBulkRunHandler(services, createBulkRunHandlers(services)),
    "forget-deliveries": forgetDeliveriesHandler(services),
    "keep-retention": keepRetentionHandler(services),
    "renew-encryption": renewEncryptionHandler(services),
    "fold-counts": foldCountsHandler(services),
    "start-order-readings": startOrderReadingsHandler(services),
    "reconcile-orders": reconcileOrdersHandler(services),
    "sweep-orders": sweepOrdersHandler(services),
    "find-designs": findDesignsHandler(services),
    "start-design-sweeps": startDesignSweepsHandler(services),
    "sweep-designs": sweepDesignsHandler(services),
    "confirm-orders": confirmOrdersHandler(services),
  };
}
