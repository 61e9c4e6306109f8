import { BlockStack, Button, Text } from "@shopify/polaris";
import { ArrowDownIcon } from "@shopify/polaris-icons";
import { parse } from "content-disposition";
import { useState } from "react";

type Download = { state: "idle" | "busy" } | { state: "failed"; problem: string };

const NOT_FETCHED = "The file could not be fetched from CustoMeow. Try again.";

/**
 * Saves a file of the app's. A plain link inside the admin's frame would lack the session token, so it is fetched,
 * App Bridge adding the token, and then handed to the browser.
 */
export function DownloadButton({ address, label }: { address: string; label: string }) {
  const [download, setDownload] = useState<Download>({ state: "idle" });
  async function start() {
    setDownload({ state: "busy" });
    const problem = await save(address).catch(() => NOT_FETCHED);
    setDownload(problem === null ? { state: "idle" } : { state: "failed", problem });
  }
  return (
    <BlockStack inlineAlign="end" gap="100">
      <Button
        icon={ArrowDownIcon}
        loading={download.state === "busy"}
        accessibilityLabel={label}
        onClick={() => {
          void start();
        }}
      >
        Download
      </Button>
      <span role="alert">
        {download.state === "failed" && (
          <Text as="span" tone="critical">
            {download.problem}
          </Text>
        )}
      </span>
    </BlockStack>
  );
}

/** @returns why it cannot be saved, in the server's words; null once it is */
async function save(address: string): Promise<string | null> {
  const answer = await fetch(address);
  // Only of this status the words are meant for a person.
  if (!answer.ok) return answer.status === 502 ? await answer.text() : NOT_FETCHED;
  const { filename } = parse(answer.headers.get("content-disposition") ?? "").parameters;
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = filename ?? "production-file";
  link.click();
  // Revoked at once, some browsers would save nothing.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
  return null;
}
