import { BlockStack, Box, InlineStack, Text } from "@shopify/polaris";
import type { TaskInWords } from "../../wording/orderPage.ts";
import { StateBadge } from "../StateBadge.tsx";
import { taskStates } from "../states.ts";
import { DownloadButton } from "./DownloadButton.tsx";
import { IntentButton } from "./IntentButton.tsx";

/** The files of each template of a line item, or how far they are. */
export function ProductionFiles({ tasks, orderId }: { tasks: TaskInWords[]; orderId: string }) {
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        Production files
      </Text>
      {tasks.map((task) => (
        <Task key={task.id} task={task} orderId={orderId} />
      ))}
    </BlockStack>
  );
}

function Task({ task, orderId }: { task: TaskInWords; orderId: string }) {
  const title = task.templateTitle || "Template";
  const canBeMadeAgain = task.state === "failed" || task.state === "succeeded";
  return (
    <Box borderColor="border" borderWidth="025" borderRadius="200" padding="300">
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="span" fontWeight="medium">
              {title}
            </Text>
            <StateBadge look={taskStates[task.state]} />
          </InlineStack>
          {canBeMadeAgain && (
            <IntentButton
              intent="make_again"
              subject={task.id}
              label="Make again"
              accessibilityLabel={`Make again: ${title}`}
              quiet={task.state === "succeeded"}
            />
          )}
        </InlineStack>
        {task.state === "failed" && task.failureReason && (
          <Text as="p" tone="critical">
            {task.failureReason}
          </Text>
        )}
        {task.files.map((file) => (
          <ProductionFile key={file.id} file={file} task={task} title={title} orderId={orderId} />
        ))}
      </BlockStack>
    </Box>
  );
}

interface ProductionFileProps {
  file: TaskInWords["files"][number];
  task: TaskInWords;
  title: string;
  orderId: string;
}

function ProductionFile({ file, task, title, orderId }: ProductionFileProps) {
  const name =
    task.files.length > 1 ? `File ${file.position + 1} of ${task.files.length}` : "Print-ready file";
  return (
    <InlineStack align="space-between" blockAlign="center" gap="300">
      <InlineStack gap="300" blockAlign="center">
        <FilePicture url={file.url} alt={`${title}, ${name}`} />
        <Text as="span">{name}</Text>
      </InlineStack>
      <DownloadButton
        address={`/app/orders/${orderId}/files/${file.id}`}
        label={`Download ${title}, ${name}`}
      />
    </InlineStack>
  );
}

/** The file itself, small and only once it is scrolled to: print-ready files are large. */
function FilePicture({ url, alt }: { url: string; alt: string }) {
  return (
    <img
      src={url}
      alt={alt}
      width={120}
      height={60}
      loading="lazy"
      decoding="async"
      style={{ objectFit: "contain", borderRadius: 6, background: "var(--p-color-bg-surface-secondary)" }}
    />
  );
}
