import type { Product } from "../../shop/shop.ts";

export interface SellingPlan {
  id: number;
  name: string;
}

export interface SellingPlanGroup {
  name: string;
  selling_plans: SellingPlan[];
}

/** By product handle. The plans change no price, so that an order's total is that of its variants. */
const GROUPS = new Map<string, SellingPlanGroup[]>([
  [
    "morning-mug",
    [
      {
        name: "A mug a month",
        selling_plans: [
          { id: 610_435_137, name: "Delivered every month" },
          { id: 610_435_138, name: "Delivered every three months" },
        ],
      },
    ],
  ],
]);

/** The subscriptions that a product can be bought with. It can always be bought once, too. */
export function sellingPlanGroupsOf(product: Product): SellingPlanGroup[] {
  return GROUPS.get(product.handle) ?? [];
}

export function findSellingPlan(product: Product, id: string): SellingPlan | undefined {
  return sellingPlanGroupsOf(product)
    .flatMap(({ selling_plans }) => selling_plans)
    .find((plan) => String(plan.id) === id);
}
