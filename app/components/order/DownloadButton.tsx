import { BlockStack, Button, Text } from "@shopify/polaris";
import { ArrowDownIcon } from "@shopify/polaris-icons";
import { useState } from "react";

type Download = "idle" | "busy" | "failed";

/**
 * Saves a file of the app's. A plain link inside the admin's frame would lack the session token, so it is fetched,
 * App Bridge adding the token, and then handed to the browser.
 */
export function DownloadButton({ address, label }: { address: string; label: string }) {
  const [download, setDownload] = useState<Download>("idle");
  async function start() {
    setDownload("busy");
    setDownload(
      await save(address).then(
        () => "idle" as const,
        () => "failed" as const,
      ),
    );
  }
  return (
    <BlockStack inlineAlign="end" gap="100">
      <Button
        icon={ArrowDownIcon}
        loading={download === "busy"}
        accessibilityLabel={label}
        onClick={() => {
          void start();
        }}
      >
        Download
      </Button>
      <span role="alert">
        {download === "failed" && (
          <Text as="span" tone="critical">
            The file could not be fetched from CustoMeow. Try again.
          </Text>
        )}
      </span>
    </BlockStack>
  );
}

async function save(address: string): Promise<void> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The file was answered with ${answer.status}.`);
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") ?? "")?.[1];
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name ? decodeURIComponent(name) : "production-file";
  link.click();
  // Revoked at once, some browsers would save nothing.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
