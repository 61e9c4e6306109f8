import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Card, ChoiceList } from "@shopify/polaris";
import { useState } from "react";
import type { CheckoutProtection as Protection } from "../../shops/checkoutProtection.ts";
import { ProblemBanner } from "../ProblemBanner.tsx";
import { SaveBar } from "../SaveBar.tsx";
import { useToast } from "../useToast.ts";

const choices: { value: Protection; label: string }[] = [
  { value: "required", label: "Stop unfinished items at checkout (recommended)" },
  { value: "optional", label: "Offer personalisation, but let unfinished items through" },
  { value: "off", label: "Off" },
];

interface Answer {
  problem?: string;
  toast?: string;
}

interface CheckoutProtectionProps {
  /** Without a protection, where Shopify did not say, `problem` tells why. */
  state: { protection: Protection | null; problem: string | null };
}

/** What happens at the checkout with products that should have a design and have none. */
export function CheckoutProtection({ state }: CheckoutProtectionProps) {
  const fetcher = useFetcher<Answer>();
  const [chosen, setChosen] = useState<Protection | null>(null);
  const busy = fetcher.state !== "idle";
  const changed = chosen !== null && chosen !== state.protection;
  const problem = changed && !busy ? fetcher.data?.problem : undefined;
  useToast(fetcher.data);

  if (state.protection === null) {
    return (
      <Card>
        <Banner tone="warning" title="The checkout protection cannot be shown">
          <p>{state.problem}</p>
        </Banner>
      </Card>
    );
  }
  return (
    <Card>
      <SaveBar
        shown={changed}
        busy={busy}
        onSave={() => {
          fetcher.submit({ protection: chosen }, { method: "put", action: "/app/settings" });
        }}
        onDiscard={() => {
          setChosen(null);
        }}
      />
      <BlockStack gap="400">
        {problem && <ProblemBanner title="The checkout protection was not saved">{problem}</ProblemBanner>}
        <ChoiceList
          title="When a product has no design yet"
          name="protection"
          choices={choices}
          selected={[chosen ?? state.protection]}
          disabled={busy}
          onChange={(selected) => {
            setChosen(choices.find(({ value }) => selected.includes(value))?.value ?? null);
          }}
        />
      </BlockStack>
    </Card>
  );
}
