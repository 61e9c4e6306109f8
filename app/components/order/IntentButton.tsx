import { useNavigation, useSubmit } from "@remix-run/react";
import { Button } from "@shopify/polaris";

interface IntentButtonProps {
  intent: "find_designs" | "make_again" | "retry_line" | "retry_order";
  /** The id that the intent is about. */
  subject: string;
  label: string;
  accessibilityLabel?: string;
  /** Possible, but seldom what the merchant came for. */
  quiet?: boolean;
}

/** Asks the order's action for something, and shows that it is under way. */
export function IntentButton({ intent, subject, label, accessibilityLabel, quiet }: IntentButtonProps) {
  const submit = useSubmit();
  const { formData } = useNavigation();
  const busy = formData?.get("intent") === intent && formData.get("id") === subject;
  return (
    <Button
      variant={quiet ? "tertiary" : "secondary"}
      loading={busy}
      accessibilityLabel={accessibilityLabel ?? label}
      onClick={() => {
        submit({ intent, id: subject }, { method: "post" });
      }}
    >
      {label}
    </Button>
  );
}
