import { BlockStack, Box, Button, Card, Collapsible, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { Moment } from "../Moment.tsx";

interface UnexpectedAnswersProps {
  answers: { id: string; call: string; httpStatus: number; body: string; receivedAt: string | Date }[];
}

/** What CustoMeow said that could not be understood, for support. Shown as text, whatever it holds. */
export function UnexpectedAnswers({ answers }: UnexpectedAnswersProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (answers.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <Text as="h2" variant="headingMd">
          Answers for support
        </Text>
        <Text as="p" tone="subdued">
          CustoMeow gave {answers.length === 1 ? "an answer" : "answers"} that the app did not understand.
          Send this to support if the order does not go on.
        </Text>
        <Button
          ariaControls={id}
          ariaExpanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          {open ? "Hide" : "Show"}
        </Button>
        <Box width="100%">
          <Collapsible id={id} open={open}>
            <BlockStack gap="300">
              {answers.map(({ id, call, httpStatus, body, receivedAt }) => (
                <BlockStack key={id} gap="100">
                  <Text as="p" fontWeight="medium">
                    {call} · HTTP {httpStatus} · <Moment at={receivedAt} />
                  </Text>
                  <Box background="bg-surface-secondary" padding="200" borderRadius="200">
                    <pre style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", margin: 0 }}>
                      {body || "(empty)"}
                    </pre>
                  </Box>
                </BlockStack>
              ))}
            </BlockStack>
          </Collapsible>
        </Box>
      </BlockStack>
    </Card>
  );
}
