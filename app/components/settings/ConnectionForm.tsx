import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, FormLayout, InlineStack, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { ConnectionProblemsInWords } from "../../wording/connectionProblems.ts";
import { ProblemBanner } from "../ProblemBanner.tsx";
import { SaveBar } from "../SaveBar.tsx";
import { useToast } from "../useToast.ts";

interface ConnectionFormProps {
  connection: { storeId: string; apiKeyLastFour: string } | null;
}

interface Answer {
  problems?: ConnectionProblemsInWords;
  toast?: string;
}

/** API key and store id. Both are checked with CustoMeow before anything is saved. */
export function ConnectionForm({ connection }: ConnectionFormProps) {
  const fetcher = useFetcher<Answer>();
  const saved = { apiKey: "", storeId: connection?.storeId ?? "" };
  const [entered, setEntered] = useState(saved);
  const [checked, setChecked] = useState(saved);
  const busy = fetcher.state !== "idle";
  useToast(fetcher.data);

  // What was said of a value no longer holds once it is changed.
  const { form, ...said } = busy ? {} : (fetcher.data?.problems ?? {});
  const apiKeyProblem = entered.apiKey === checked.apiKey ? said.apiKey : undefined;
  const storeIdProblem = entered.storeId === checked.storeId ? said.storeId : undefined;

  const save = () => {
    setChecked(entered);
    fetcher.submit(entered, { method: "post", action: "/app/connect" });
  };
  return (
    <Card>
      {connection && (
        <SaveBar
          shown={entered.apiKey !== saved.apiKey || entered.storeId !== saved.storeId}
          busy={busy}
          onSave={save}
          onDiscard={() => {
            setEntered(saved);
          }}
        />
      )}
      <form
        aria-label="Connection to CustoMeow"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <BlockStack gap="400">
          {form && <ProblemBanner title="The connection could not be checked">{form}</ProblemBanner>}
          <FormLayout>
            <TextField
              label="API key"
              type="password"
              name="apiKey"
              autoComplete="off"
              value={entered.apiKey}
              onChange={(apiKey) => {
                setEntered({ ...entered, apiKey });
              }}
              placeholder={connection ? `Saved, ending in ${connection.apiKeyLastFour}` : ""}
              helpText={
                connection
                  ? "Enter it again to change the connection."
                  : "It is stored encrypted, and never shown again."
              }
              error={apiKeyProblem}
              focused={apiKeyProblem !== undefined}
            />
            <TextField
              label="Store id"
              name="storeId"
              autoComplete="off"
              inputMode="numeric"
              value={entered.storeId}
              onChange={(storeId) => {
                setEntered({ ...entered, storeId });
              }}
              helpText="A number, such as 179639630637846528."
              error={storeIdProblem}
              focused={apiKeyProblem === undefined && storeIdProblem !== undefined}
            />
          </FormLayout>
          {connection ? (
            // The save bar has the button to see; Enter in a field needs one inside the form.
            <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
          ) : (
            <InlineStack align="end">
              <Button submit variant="primary" loading={busy}>
                Connect
              </Button>
            </InlineStack>
          )}
        </BlockStack>
      </form>
    </Card>
  );
}
