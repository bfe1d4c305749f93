import { z } from "zod";
import { groupIban, parseIban } from "../banking/iban.ts";
import {
  decimalString,
  formatMoney,
  money,
  moneyFaultMessages,
  parseAmount,
} from "../banking/money.ts";
import type { CustomerLanguage } from "../contracts/order.ts";
import type { FieldFault } from "../errors.ts";
import { commonWords, locales } from "./customer-words.ts";
import { blank, type Flow } from "./flow.ts";

/** What the quote asks for (wire form). */
const transferRequest = z.strictObject({
  from_account_id: z.string(),
  to: z.strictObject({ name: z.string(), iban: z.string() }),
  amount: money,
  reference: z.string(),
});

/** What the order holds. `fee` is the bank's, in the account's currency. */
const transferDetails = z.strictObject({
  from: z.strictObject({ account_id: z.string(), masked_iban: z.string() }),
  to: z.strictObject({ name: z.string(), iban: z.string() }),
  amount: money,
  fee: money,
  reference: z.string(),
});
type TransferDetails = z.infer<typeof transferDetails>;

const transferResult = z.object({
  reference: z.string(),
  executed_at: z.iso.datetime(),
  balance_after: money,
});

interface Labels {
  headline: string;
  payee: string;
  iban: string;
  from: string;
  reference: string;
  fee: string;
}
const labels: Record<CustomerLanguage, Labels> = {
  en: {
    headline: "Transfer money?",
    payee: "To",
    iban: "Account of the payee",
    from: "From your account",
    reference: "Reference",
    fee: "Fee",
  },
  de: {
    headline: "Geld überweisen?",
    payee: "An",
    iban: "Konto des Empfängers",
    from: "Von Ihrem Konto",
    reference: "Verwendungszweck",
    fee: "Gebühr",
  },
  ar: {
    headline: "هل تريد تحويل المال؟",
    payee: "إلى",
    iban: "حساب المستفيد",
    from: "من حسابك",
    reference: "البيان",
    fee: "الرسوم",
  },
};

const referenceMaxChars = 70;
const nameMaxChars = 70;

export const transfer: Flow<
  z.infer<typeof transferRequest>,
  TransferDetails,
  z.infer<typeof transferResult>
> = {
  id: "transfer",
  title: "Transfer money",
  description: "Move money from the customer's account to another one",
  roles: ["teller"],
  scopes: ["openid", "transfers:write"],
  expirySeconds: 120,
  fields: [
    { name: "from", label: "From account", kind: "account" },
    { name: "payeeName", label: "Payee's name", kind: "text", maxLength: nameMaxChars },
    { name: "payeeIban", label: "Payee's IBAN", kind: "iban", maxLength: 42 },
    { name: "amount", label: "Amount", kind: "amount", maxLength: 20 },
    {
      name: "reference",
      label: "Reference",
      kind: "text",
      optional: true,
      maxLength: referenceMaxChars,
    },
  ],

  parse(values, { accounts }) {
    const faults: FieldFault[] = [];
    const fault = (field: string, code: string, message: string) =>
      void faults.push({ field, code, message });
    const account = accounts.find((each) => each.accountId === values.from);
    if (!account) fault("from", "required", "Choose the account to pay from.");
    else if (account.status !== "active")
      fault("from", "account_blocked", "This account is blocked. Choose another one.");
    const name = (values.payeeName ?? "").trim().replace(/\s+/g, " ");
    if (name === "") fault("payeeName", "required", "Enter the payee's name as the payee gave it.");
    else if (name.length > nameMaxChars)
      fault("payeeName", "too_long", `Shorten the name to ${nameMaxChars} characters.`);
    const typedIban = (values.payeeIban ?? "").trim();
    const iban = parseIban(typedIban);
    if (typedIban === "") fault("payeeIban", "required", "Enter the payee's IBAN.");
    else if (!iban)
      fault(
        "payeeIban",
        "invalid_iban",
        "This is not a valid IBAN: its check digits do not fit. Compare it with the payee's paper.",
      );
    const amount = parseAmount(values.amount ?? "", account?.currency ?? "EUR");
    if (!amount.ok) fault("amount", amount.fault, moneyFaultMessages[amount.fault]);
    const reference = (values.reference ?? "").trim().replace(/\s+/g, " ");
    if (reference.length > referenceMaxChars)
      fault("reference", "too_long", `Shorten the reference to ${referenceMaxChars} characters.`);
    if (faults.length > 0 || !account || !iban || !amount.ok) return { ok: false, faults };
    return {
      ok: true,
      value: {
        from_account_id: account.accountId,
        to: { name, iban },
        amount: amount.value,
        reference,
      },
    };
  },

  preview(values, { accounts }) {
    const account = accounts.find((each) => each.accountId === values.from) ?? accounts[0];
    const currency = account?.currency ?? "EUR";
    const amount = parseAmount(values.amount ?? "", currency);
    return {
      from: { account_id: account?.accountId ?? "", masked_iban: account?.maskedIban ?? blank },
      to: {
        name: (values.payeeName ?? "").trim() || blank,
        iban: parseIban(values.payeeIban ?? "") ?? ((values.payeeIban ?? "").trim() || blank),
      },
      amount: amount.ok ? amount.value : { amount_minor: 0, currency },
      fee: { amount_minor: 0, currency },
      reference: (values.reference ?? "").trim(),
    };
  },

  details: transferDetails,
  result: transferResult,
  bindingSubject: ({ amount }) => `${decimalString(amount)}${amount.currency}`,
  amount: ({ amount }) => amount,

  words(order, code, language) {
    const details = transferDetails.parse(order.details);
    const label = labels[language];
    const locale = locales[language];
    const rows = [
      { label: label.payee, value: details.to.name },
      { label: label.iban, value: groupIban(details.to.iban) },
      { label: label.from, value: details.from.masked_iban },
    ];
    if (details.reference) rows.push({ label: label.reference, value: details.reference });
    if (details.fee.amount_minor > 0)
      rows.push({ label: label.fee, value: formatMoney(details.fee, locale) });
    return {
      template: "transfer/1",
      ...commonWords(order, code, language),
      headline: label.headline,
      emphasis: formatMoney(details.amount, locale),
      rows,
    };
  },

  summary: ({ amount, to }) => `${formatMoney(amount, "en-GB")} to ${to.name}`,
  askLabel: ({ amount }, customerName) =>
    `Ask ${customerName} to approve ${formatMoney(amount, "en-GB")}`,
  onApproval: "execute-order",
  outcome: (result) => [
    { label: "Bank's reference", value: result.reference },
    { label: "Balance after it", value: formatMoney(result.balance_after, "en-GB") },
  ],
};
