/** The storefront counts in cents, as Liquid and the Ajax API do. */
export function toCents(price: string): number {
  return Math.round(Number(price) * 100);
}

export function formatMoney(cents: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(cents / 100);
}
