import { readCompositeTask, startCompositeTask, type CompositeTaskResult } from "./compositeTask.ts";
import { type CustomInfo, listTemplates, readCustomInfo, type Template } from "./customInfo.ts";
import type { CustomeowResult } from "./failure.ts";
import type { Connection } from "./http.ts";
import type { CompositeId, CompositeTaskId, CustomeowOrderId, CustomInfoId } from "./ids.ts";
import { PAGE_SIZE } from "./listReading.ts";
import {
  createOrder,
  type ExistingOrder,
  findOrder,
  type ListedOrderLine,
  listOrderLines,
  type NewOrder,
} from "./order.ts";
import { type ListedSku, listSkus } from "./sku.ts";

/** CustoMeow's API with one key. Every call gives a value or a failure; none throws for what CustoMeow does. */
export interface CustomeowClient {
  createOrder(order: NewOrder): Promise<CustomeowResult<CustomeowOrderId>>;
  findOrder(storeId: string, platformOrderId: string): Promise<CustomeowResult<ExistingOrder | null>>;
  /** One page of the order list, counted from 1. */
  orderLines(
    page: number,
    pageSize?: number,
  ): Promise<CustomeowResult<{ count: number; list: ListedOrderLine[] }>>;
  /** One page of a store's SKU list, counted from 1. */
  skus(
    storeId: string,
    page: number,
    pageSize?: number,
  ): Promise<CustomeowResult<{ count: number; list: ListedSku[] }>>;
  customInfo(id: CustomInfoId, language?: string): Promise<CustomeowResult<CustomInfo>>;
  templates(id: CustomInfoId): Promise<CustomeowResult<Template[]>>;
  startCompositeTask(wanted: {
    customInfoId: CustomInfoId;
    compositeId: CompositeId;
  }): Promise<CustomeowResult<CompositeTaskId>>;
  compositeTask(id: CompositeTaskId): Promise<CustomeowResult<CompositeTaskResult>>;
}

export interface ClientOptions extends Pick<Connection, "baseUrl" | "apiKey"> {
  /** 30 s where not given. */
  timeoutMilliseconds?: number;
  /** Wraps every request; sends at once where not given. */
  schedule?: Connection["schedule"];
}

export function createCustomeowClient(options: ClientOptions): CustomeowClient {
  const connection: Connection = {
    baseUrl: options.baseUrl.replace(/(?<!\/)\/+$/, ""),
    apiKey: options.apiKey,
    timeoutMilliseconds: options.timeoutMilliseconds ?? 30_000,
    schedule: options.schedule ?? ((_call, send) => send()),
  };
  return {
    createOrder: (order) => createOrder(connection, order),
    findOrder: (storeId, platformOrderId) => findOrder(connection, storeId, platformOrderId),
    orderLines: (page, pageSize = PAGE_SIZE) => listOrderLines(connection, { page, pageSize }),
    skus: (storeId, page, pageSize = PAGE_SIZE) => listSkus(connection, { storeId, page, pageSize }),
    customInfo: (id, language = "en_US") => readCustomInfo(connection, id, language),
    templates: (id) => listTemplates(connection, id),
    startCompositeTask: (wanted) => startCompositeTask(connection, wanted),
    compositeTask: (id) => readCompositeTask(connection, id),
  };
}
