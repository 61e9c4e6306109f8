import { useEffect, useState } from "react";

/** What of the app is on the published theme; null until the admin has said so, or where it cannot. */
export interface ThemePlacement {
  /** The customizer, on the product page. */
  customizer: boolean | null;
  /** The app embed that shows designs in the cart. */
  cartDesigns: boolean | null;
}

const NOT_KNOWN: ThemePlacement = { customizer: null, cartDesigns: null };

export function useThemePlacement(): ThemePlacement {
  const [placement, setPlacement] = useState(NOT_KNOWN);
  useEffect(() => {
    let current = true;
    void readPlacement().then((found) => {
      if (current) setPlacement(found);
    });
    return () => {
      current = false;
    };
  }, []);
  return placement;
}

/** https://shopify.dev/docs/api/app-home/apis/app */
async function readPlacement(): Promise<ThemePlacement> {
  try {
    const extensions = await window.shopify.app.extensions();
    const active = extensions
      .filter(isThemeExtension)
      .flatMap(({ activations }) => activations)
      .filter(({ status }) => status === "active")
      .map(({ handle }) => handle);
    // The names of the files in extensions/customizer/blocks.
    return { customizer: active.includes("customizer"), cartDesigns: active.includes("cart-designs") };
  } catch {
    return NOT_KNOWN;
  }
}

type Extension = Awaited<ReturnType<typeof window.shopify.app.extensions>>[number];
type ThemeExtension = Extension & { activations: { handle: string; status: string }[] };

/** The type's own union cannot be narrowed: what the activations are follows from `type`. */
function isThemeExtension(extension: Extension): extension is ThemeExtension {
  return extension.type === "theme_app_extension";
}
