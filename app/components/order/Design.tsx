import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, Button, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { useEffect } from "react";
import type { DesignView } from "../../production/design.ts";

/** As the loader of `/app/designs/…` answers. */
type ShownDesign = { outcome: "read"; design: DesignView } | { outcome: "not_readable"; reason: string };

/** What the shopper made: read when the merchant looks, beside the page, so that it holds up nothing else. */
export function Design({ lineItemId }: { lineItemId: string }) {
  const { data, state, load } = useFetcher<ShownDesign>();
  const address = `/app/designs/${lineItemId}`;
  useEffect(() => {
    load(address);
  }, [load, address]);

  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        Design
      </Text>
      <DesignOrWhyNot
        read={state === "loading" && data?.outcome !== "read" ? undefined : data}
        onTryAgain={() => {
          load(address);
        }}
      />
    </BlockStack>
  );
}

/** @param read undefined while it is being read */
function DesignOrWhyNot({ read, onTryAgain }: { read: ShownDesign | undefined; onTryAgain: () => void }) {
  if (read === undefined)
    return (
      <Box minHeight="160px">
        <SkeletonBodyText lines={4} />
      </Box>
    );
  if (read.outcome === "read") return <DesignContent design={read.design} />;
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Text as="p" tone="critical">
        The design could not be shown. {read.reason}
      </Text>
      <Button onClick={onTryAgain}>Try again</Button>
    </BlockStack>
  );
}

function DesignContent({ design }: { design: DesignView }) {
  const shown = new Set([...design.texts, ...design.images, ...design.previews]);
  const choices = design.choices.filter(({ value }) => value !== "" && !shown.has(value));
  return (
    <InlineStack gap="400" blockAlign="start">
      <Pictures urls={design.previews} label="Preview" size={160} />
      <BlockStack gap="300">
        {design.texts.map((text, index) => (
          <Labelled key={index} label={design.texts.length > 1 ? `Text ${index + 1}` : "Text"} value={text} />
        ))}
        {choices.map(({ label, value }, index) => (
          <Labelled key={index} label={label} value={value} />
        ))}
        {design.images.length > 0 && (
          <BlockStack gap="100">
            <Label>{design.images.length > 1 ? "Pictures" : "Picture"}</Label>
            <InlineStack gap="200">
              <Pictures urls={design.images} label="Shopper's picture" size={80} />
            </InlineStack>
          </BlockStack>
        )}
      </BlockStack>
    </InlineStack>
  );
}

function Labelled({ label, value }: { label: string; value: string }) {
  return (
    <BlockStack>
      <Label>{label}</Label>
      <InlineStack gap="150" blockAlign="center">
        {/^#[0-9a-f]{6}$/i.test(value) && <Swatch color={value} />}
        <Text as="span" breakWord>
          {value}
        </Text>
      </InlineStack>
    </BlockStack>
  );
}

function Label({ children }: { children: string }) {
  return (
    <Text as="span" tone="subdued" variant="bodySm">
      {children}
    </Text>
  );
}

function Swatch({ color }: { color: string }) {
  return (
    <span
      style={{
        width: 16,
        height: 16,
        borderRadius: 4,
        border: "1px solid var(--p-color-border)",
        background: color,
      }}
    />
  );
}

/** Pictures come from CustoMeow's servers; anything that is no web address is not shown. */
function Pictures({ urls, label, size }: { urls: string[]; label: string; size: number }) {
  const pictures = urls.filter((url) => /^https?:\/\//.test(url));
  return pictures.map((url, index) => (
    <a key={url} href={url} target="_blank" rel="noreferrer">
      <img
        src={url}
        alt={pictures.length > 1 ? `${label} ${index + 1}` : label}
        width={size}
        height={size}
        loading="lazy"
        style={{
          objectFit: "contain",
          borderRadius: 8,
          border: "1px solid var(--p-color-border)",
          display: "block",
        }}
      />
    </a>
  ));
}
