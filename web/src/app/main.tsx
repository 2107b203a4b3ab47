import "~/ui/tokens.css";
import "~/ui/font.css";
import "~/ui/base.css";
import "~/ui/links.css";
import "~/ui/phone.css";
import "~/ui/print.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError, unreached } from "~/api/client";
import { loadWords } from "~/ui/i18n/words";
import { Pages, fetchFirstPage } from "./router";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events say what changed, so that nothing is fetched again by the clock.
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status !== unreached && error.status < 500),
    },
  },
});

fetchFirstPage(window.location.pathname);
await loadWords("shell");

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Pages />
    </QueryClientProvider>
  </StrictMode>,
);
