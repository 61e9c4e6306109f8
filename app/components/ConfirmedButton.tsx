import { Button, Modal, Text } from "@shopify/polaris";
import { useState } from "react";

interface ConfirmedButtonProps {
  label: string;
  busy: boolean;
  question: string;
  /** What follows from it. */
  consequence: string;
  confirm: { label: string; destructive?: boolean };
  onConfirmed: () => void;
}

/** A button for what cannot be undone with another click: it asks first. */
export function ConfirmedButton({
  label,
  busy,
  question,
  consequence,
  confirm,
  onConfirmed,
}: ConfirmedButtonProps) {
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
  };
  const confirmed = () => {
    close();
    onConfirmed();
  };
  return (
    <>
      <Button
        loading={busy}
        onClick={() => {
          setAsking(true);
        }}
      >
        {label}
      </Button>
      <Modal
        open={asking}
        onClose={close}
        title={question}
        primaryAction={{
          content: confirm.label,
          destructive: confirm.destructive ?? false,
          onAction: confirmed,
        }}
        secondaryActions={[{ content: "Cancel", onAction: close }]}
      >
        <Modal.Section>
          <Text as="p">{consequence}</Text>
        </Modal.Section>
      </Modal>
    </>
  );
}
