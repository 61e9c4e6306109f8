import { useEffect, useState } from "react";

/** Whether the theme block is on the published theme; null until the admin has said so, or where it cannot. */
export function useBlockPlacement(): boolean | null {
  const [placed, setPlaced] = useState<boolean | null>(null);
  useEffect(() => {
    let current = true;
    void readPlacement().then((found) => {
      if (current) setPlaced(found);
    });
    return () => {
      current = false;
    };
  }, []);
  return placed;
}

/** https://shopify.dev/docs/api/app-home/apis/app */
async function readPlacement(): Promise<boolean | null> {
  try {
    const extensions = await window.shopify.app.extensions();
    return extensions.some(
      (extension) => isThemeExtension(extension) && extension.activations.some(isActive),
    );
  } catch {
    return null;
  }
}

type Extension = Awaited<ReturnType<typeof window.shopify.app.extensions>>[number];
type ThemeExtension = Extension & { activations: { handle: string; status: string }[] };

/** The type's own union cannot be narrowed: what the activations are follows from `type`. */
function isThemeExtension(extension: Extension): extension is ThemeExtension {
  return extension.type === "theme_app_extension";
}

/** The block's file name: the extension also has one that shows designs in the cart. */
const PRODUCT_BLOCK = "customizer";

const isActive = ({ handle, status }: { handle: string; status: string }) =>
  handle === PRODUCT_BLOCK && status === "active";
