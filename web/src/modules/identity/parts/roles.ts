/** Roles as people read them. */
import { name } from "~/ui/format";
import type { Language, Translate } from "~/ui/i18n/words";
import type { Role } from "../queries";

/** A role that is not known (any more) is called by its code. */
export function roleName(code: string, roles: Role[] | undefined, language: Language): string {
  const role = roles?.find((one) => one.code === code);
  return role ? name(role.names, language) : code;
}

/** Null where an account has none. */
export function roleNames(codes: string[], roles: Role[] | undefined, language: Language, t: Translate): string | null {
  if (codes.length === 0) return null;
  return codes.map((code) => roleName(code, roles, language)).reduce((all, next) => t("identity.ui.and", { all, next }));
}
