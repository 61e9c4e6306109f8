import { useNavigation, useSubmit } from "@remix-run/react";

/** The action that tries everything again that failed, all together; none where there is nothing to try. */
export function useRetryAll(count: number) {
  const submit = useSubmit();
  const loading = useNavigation().formMethod === "POST";
  if (count === 0) return [];
  return [
    {
      content: `Retry all (${count.toLocaleString("en")})`,
      loading,
      onAction: () => {
        submit(null, { method: "post" });
      },
    },
  ];
}
