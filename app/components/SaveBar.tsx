import { useEffect, useId } from "react";

interface SaveBarProps {
  /** Something was changed and is not saved yet. */
  shown: boolean;
  busy: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** The admin's own bar above a form with changes. https://shopify.dev/docs/api/app-home/apis/save-bar */
export function SaveBar({ shown, busy, onSave, onDiscard }: SaveBarProps) {
  const id = `save-bar${useId()}`;
  useEffect(() => {
    void (shown ? window.shopify.saveBar.show(id) : window.shopify.saveBar.hide(id));
  }, [id, shown]);
  return (
    <ui-save-bar id={id}>
      <button variant="primary" onClick={onSave} {...(busy ? { loading: "" } : {})}>
        Save
      </button>
      <button onClick={onDiscard}>Discard</button>
    </ui-save-bar>
  );
}
