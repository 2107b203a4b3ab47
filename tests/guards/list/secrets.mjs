/** Who guesses at secrets, and what a proof is worth. */
export const secrets = [
  {
    what: "failures make whoever guesses wait",
    file: "src/modules/identity/service_guard.cpp",
    text: "if (wait > 0)",
    instead: "if (wait > 1'000'000)",
    program: "identity_test",
    test: "failures count for a login of a company from an address, and end with a success",
  },
  {
    what: "a login's own address is not shut out by others",
    file: "src/modules/identity/service_guard.cpp",
    text: "if (!known && !is_known(from(attempt)))",
    instead: "if (!known)",
    program: "identity_test",
    test: "many addresses that guess at one login wait together, but not where it is at home",
  },
  {
    what: "a flood of made-up callers frees nobody",
    file: "src/platform/http/rate_limit.cpp",
    text: "return entry.second.until <= now && now - entry.second.last >= policy_.longest;",
    instead: "return entry.second.last <= now;",
    program: "platform_test",
    test: "made-up callers do not make room for the one who guesses",
  },
  {
    what: "a proof ends with the answer to whatever ends it",
    file: "src/app/proofs.hpp",
    text: "proofs_.erase(first, end);",
    instead: "if (first == end) proofs_.erase(first, end);",
    program: "app_test",
    test: "what is revoked, signed out or closed is dead with the answer",
  },
];
