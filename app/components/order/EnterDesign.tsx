import { Form, useNavigation } from "@remix-run/react";
import { Button, TextField } from "@shopify/polaris";
import { useState } from "react";

/** The merchant corrects the id of a design that came wrong with the order. */
export function EnterDesign({ lineItemId }: { lineItemId: string }) {
  const [customInfoId, setCustomInfoId] = useState("");
  const { formData } = useNavigation();
  const busy = formData?.get("intent") === "enter_design" && formData.get("id") === lineItemId;
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="enter_design" />
      <input type="hidden" name="id" value={lineItemId} />
      <TextField
        label="Design id"
        name="customInfoId"
        value={customInfoId}
        onChange={setCustomInfoId}
        autoComplete="off"
        inputMode="numeric"
        helpText="As CustoMeow shows it, a number of up to 20 digits."
        connectedRight={
          <Button submit loading={busy} disabled={customInfoId.trim() === ""}>
            Use this design
          </Button>
        }
      />
    </Form>
  );
}
