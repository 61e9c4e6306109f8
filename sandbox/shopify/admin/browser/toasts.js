// Toasts, at the bottom of the admin's frame.
const DEFAULT_DURATION = 5000;
const place = document.querySelector(".toasts");

export function showToast({ id, message, duration, isError, action }, { onAction, onDismissed }) {
  const toast = document.createElement("div");
  toast.className = isError ? "toast error" : "toast";
  toast.dataset.id = id;
  toast.append(message);
  if (action) toast.append(button(action, "toast-action", onAction));
  const dismiss = () => {
    toast.remove();
    onDismissed();
  };
  const close = button("×", "toast-close", dismiss);
  close.setAttribute("aria-label", "Dismiss");
  toast.append(close);
  place.append(toast);
  setTimeout(() => toast.isConnected && dismiss(), duration ?? DEFAULT_DURATION);
}

export function hideToast(id) {
  place.querySelector(`[data-id="${CSS.escape(id)}"]`)?.remove();
}

function button(label, className, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = label;
  element.addEventListener("click", onClick);
  return element;
}
