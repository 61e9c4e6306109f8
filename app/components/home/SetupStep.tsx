import { BlockStack, Box, Button, Icon, InlineStack, Text } from "@shopify/polaris";
import { CheckCircleIcon } from "@shopify/polaris-icons";
import type { ReactNode } from "react";

interface SetupStepProps {
  done: boolean;
  /** The step that comes next has the page's one primary button. */
  next?: boolean;
  title: string;
  description: ReactNode;
  action: { content: string; url: string; external?: boolean };
}

export function SetupStep({ done, next = false, title, description, action }: SetupStepProps) {
  return (
    <InlineStack as="li" gap="300" wrap={false} blockAlign="start">
      <Box>
        {done ? <Icon source={CheckCircleIcon} tone="success" accessibilityLabel="Complete" /> : <ToDoMark />}
      </Box>
      <BlockStack gap="150" inlineAlign="start">
        <BlockStack gap="050">
          <Text as="h3" fontWeight="semibold">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {description}
          </Text>
        </BlockStack>
        <Button
          variant={next ? "primary" : "plain"}
          url={action.url}
          {...(action.external ? { target: "_top" as const } : {})}
        >
          {action.content}
        </Button>
      </BlockStack>
    </InlineStack>
  );
}

function ToDoMark() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" role="img" aria-label="To do">
      <circle
        cx="10"
        cy="10"
        r="7"
        fill="none"
        stroke="var(--p-color-icon-secondary)"
        strokeWidth="1.5"
        strokeDasharray="3 2.5"
      />
    </svg>
  );
}
