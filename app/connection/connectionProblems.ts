/** What is wrong with what the merchant entered, beside the field where it can be mended. */
export interface ConnectionProblems {
  apiKey?: string;
  storeId?: string;
  /** Neither field is to blame. */
  form?: string;
}
