import { canonicalDigest, groupCheckCode } from "../contracts/digest.ts";
import type { Contact, CustomerLanguage, Order } from "../contracts/order.ts";

/**
 * Everything the customer reads before deciding, as one document. The phone shows it, the console
 * previews it, the receipt holds its hash, so all three speak of the same words.
 */
export interface CustomerWords {
  /** Version of the flow's template; raised whenever a word changes. */
  template: string;
  language: CustomerLanguage;
  direction: "ltr" | "rtl";
  asker: string;
  where: string;
  headline: string;
  /** The large line: the amount, or the question itself. */
  emphasis: string;
  rows: { label: string; value: string }[];
  codeLabel: string;
  code: string;
  approve: string;
  decline: string;
  notMe: string;
}

/** Hash of the shown text for the receipt: SHA-256 over its RFC 8785 JSON, base64url. */
export function shownTextHash(words: CustomerWords): Promise<string> {
  return canonicalDigest(words);
}

export const locales: Record<CustomerLanguage, string> = { en: "en-GB", de: "de-DE", ar: "ar" };

const asker: Record<CustomerLanguage, (name: string, branch: string) => string> = {
  en: (name, branch) => `${name}, ${branch}, asks you`,
  de: (name, branch) => `${name}, ${branch}, fragt Sie`,
  ar: (name, branch) => `${name}، ${branch}، يسألك`,
};

const where: Record<CustomerLanguage, Record<Contact, string>> = {
  en: {
    counter: "You are at the counter",
    phone: "You are on the phone with us",
    case: "We are working on your case",
  },
  de: {
    counter: "Sie sind am Schalter",
    phone: "Sie telefonieren mit uns",
    case: "Wir bearbeiten Ihr Anliegen",
  },
  ar: {
    counter: "أنت عند شباك الفرع",
    phone: "أنت على الهاتف معنا",
    case: "نحن نعمل على طلبك",
  },
};

const fixed: Record<
  CustomerLanguage,
  Pick<CustomerWords, "codeLabel" | "approve" | "decline" | "notMe">
> = {
  en: {
    codeLabel: "Compare this with the code your bank shows you",
    approve: "Approve",
    decline: "Decline",
    notMe: "This is not me",
  },
  de: {
    codeLabel: "Vergleichen Sie diesen Code mit dem Ihrer Bank",
    approve: "Zustimmen",
    decline: "Ablehnen",
    notMe: "Das bin ich nicht",
  },
  ar: {
    codeLabel: "قارن هذا الرمز بالرمز الذي يعرضه لك البنك",
    approve: "موافق",
    decline: "رفض",
    notMe: "هذا ليس أنا",
  },
};

/** The part of the words that is alike in every flow. `code` is the order's check code. */
export function commonWords(
  order: Order,
  code: string,
  language: CustomerLanguage,
): Omit<CustomerWords, "template" | "headline" | "emphasis" | "rows"> {
  return {
    language,
    direction: language === "ar" ? "rtl" : "ltr",
    asker: asker[language](order.operator.name, order.operator.branch_name),
    where: where[language][order.contact],
    code: groupCheckCode(code),
    ...fixed[language],
  };
}
