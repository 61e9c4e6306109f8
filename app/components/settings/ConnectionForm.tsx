import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, FormLayout, InlineStack, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { ConnectionProblems } from "../../shops/connect.ts";
import { ProblemBanner } from "../ProblemBanner.tsx";
import { useToast } from "../useToast.ts";

interface ConnectionFormProps {
  connection: { storeId: string; apiKeyLastFour: string } | null;
}

const SAVE_BAR = "connection-save-bar";

interface Answer {
  problems?: ConnectionProblems;
  toast?: string;
}

/** API key and store id. Both are checked with CustoMeow before anything is saved. */
export function ConnectionForm({ connection }: ConnectionFormProps) {
  const fetcher = useFetcher<Answer>();
  const saved = connection?.storeId ?? "";
  const [apiKey, setApiKey] = useState("");
  const [storeId, setStoreId] = useState(saved);
  const changed = apiKey !== "" || storeId !== saved;
  const busy = fetcher.state !== "idle";
  const problems = busy ? {} : (fetcher.data?.problems ?? {});
  const connected = !busy && fetcher.data !== undefined && fetcher.data.problems === undefined;

  useToast(fetcher.data);
  useEffect(() => {
    if (connected) setApiKey("");
  }, [connected]);
  useEffect(() => {
    void (changed ? window.shopify.saveBar.show(SAVE_BAR) : window.shopify.saveBar.hide(SAVE_BAR));
  }, [changed]);

  const save = () => {
    fetcher.submit({ apiKey, storeId }, { method: "post", action: "/app/connect" });
  };
  const discard = () => {
    setApiKey("");
    setStoreId(saved);
  };
  return (
    <Card>
      <ui-save-bar id={SAVE_BAR}>
        <button variant="primary" onClick={save} {...(busy ? { loading: "" } : {})}>
          Save
        </button>
        <button onClick={discard}>Discard</button>
      </ui-save-bar>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <BlockStack gap="400">
          {problems.form && (
            <ProblemBanner title="The connection could not be checked">{problems.form}</ProblemBanner>
          )}
          <FormLayout>
            <TextField
              label="API key"
              type="password"
              name="apiKey"
              autoComplete="off"
              value={apiKey}
              onChange={setApiKey}
              placeholder={connection ? `Saved, ending in ${connection.apiKeyLastFour}` : ""}
              helpText={connection ? "Enter it again to change the connection." : "It is stored encrypted."}
              error={problems.apiKey}
            />
            <TextField
              label="Store id"
              name="storeId"
              autoComplete="off"
              inputMode="numeric"
              value={storeId}
              onChange={setStoreId}
              helpText="A number, such as 179639630637846528."
              error={problems.storeId}
            />
          </FormLayout>
          <InlineStack align="end">
            <Button submit variant="primary" loading={busy} disabled={!changed}>
              {connection ? "Save" : "Connect"}
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </Card>
  );
}
