import { z } from "zod";
import type { CustomerLanguage } from "../contracts/order.ts";
import type { FieldFault } from "../errors.ts";
import { commonWords } from "./customer-words.ts";
import { blank, type Flow } from "./flow.ts";

/** Profile fields that the bank can release to an agent, once, when the customer agrees. */
export const profileField = z.enum(["full_name", "date_of_birth", "address", "phone", "email"]);
export type ProfileField = z.infer<typeof profileField>;

const fieldLabels: Record<CustomerLanguage, Record<ProfileField, string>> = {
  en: {
    full_name: "Full name",
    date_of_birth: "Date of birth",
    address: "Address",
    phone: "Phone number",
    email: "E-mail address",
  },
  de: {
    full_name: "Vollständiger Name",
    date_of_birth: "Geburtsdatum",
    address: "Anschrift",
    phone: "Telefonnummer",
    email: "E-Mail-Adresse",
  },
  ar: {
    full_name: "الاسم الكامل",
    date_of_birth: "تاريخ الميلاد",
    address: "العنوان",
    phone: "رقم الهاتف",
    email: "البريد الإلكتروني",
  },
};

const callRequest = z.strictObject({ call_id: z.string(), fields: z.array(profileField) });
type CallDetails = z.infer<typeof callRequest>;

const callResult = z.object({
  reference: z.string(),
  executed_at: z.iso.datetime(),
  released: z.partialRecord(profileField, z.string()),
});

interface Labels {
  headline: string;
  emphasis: string;
  call: string;
  releases: string;
  once: string;
  onceValue: string;
}
const labels: Record<CustomerLanguage, Labels> = {
  en: {
    headline: "Is it you on the phone?",
    emphasis: "Confirm that you are talking to us",
    call: "Call",
    releases: "The agent will see",
    once: "How often",
    onceValue: "Once, for this call",
  },
  de: {
    headline: "Sind Sie am Telefon?",
    emphasis: "Bestätigen Sie, dass Sie mit uns sprechen",
    call: "Anruf",
    releases: "Der Mitarbeiter sieht",
    once: "Wie oft",
    onceValue: "Einmal, für diesen Anruf",
  },
  ar: {
    headline: "هل أنت على الهاتف؟",
    emphasis: "أكّد أنك تتحدث معنا",
    call: "المكالمة",
    releases: "سيرى الموظف",
    once: "عدد المرات",
    onceValue: "مرة واحدة، لهذه المكالمة",
  },
};

const callIdPattern = /^[A-Za-z0-9-]{3,24}$/;

export const verifyCaller: Flow<CallDetails, CallDetails, z.infer<typeof callResult>> = {
  id: "verify-caller",
  title: "Verify the caller",
  description: "Ask the customer to confirm on their phone that they are the one calling",
  roles: ["agent"],
  scopes: ["openid", "profile:release"],
  expirySeconds: 120,
  fields: [
    {
      name: "callId",
      label: "Call number",
      kind: "text",
      hint: "As your telephone system shows it, for example CALL-20417",
      maxLength: 24,
    },
    {
      name: "fields",
      label: "What you need to see",
      kind: "choices",
      choices: profileField.options.map((value) => ({
        value,
        label: fieldLabels.en[value],
        chosen: value === "full_name" || value === "date_of_birth",
      })),
    },
  ],

  parse(values) {
    const faults: FieldFault[] = [];
    const callId = (values.callId ?? "").trim().toUpperCase();
    if (callId === "")
      faults.push({ field: "callId", code: "required", message: "Enter the call's number." });
    else if (!callIdPattern.test(callId))
      faults.push({
        field: "callId",
        code: "invalid_call_id",
        message: "Use 3 to 24 letters, digits and hyphens, as your telephone system shows it.",
      });
    const chosen = chosenFields(values.fields);
    if (chosen.length === 0)
      faults.push({
        field: "fields",
        code: "required",
        message: "Choose at least one thing that you need to see.",
      });
    return faults.length > 0
      ? { ok: false, faults }
      : { ok: true, value: { call_id: callId, fields: chosen } };
  },

  preview: (values) => ({
    call_id: (values.callId ?? "").trim().toUpperCase() || blank,
    fields: chosenFields(values.fields),
  }),

  details: callRequest,
  result: callResult,
  bindingSubject: () => "CALL",
  amount: () => undefined,

  words(order, code, language) {
    const details = callRequest.parse(order.details);
    const label = labels[language];
    const names = details.fields.map((field) => fieldLabels[language][field]);
    return {
      template: "verify-caller/1",
      ...commonWords(order, code, language),
      headline: label.headline,
      emphasis: label.emphasis,
      rows: [
        { label: label.call, value: details.call_id },
        { label: label.releases, value: names.join(language === "ar" ? "، " : ", ") || blank },
        { label: label.once, value: label.onceValue },
      ],
    };
  },

  summary: ({ call_id, fields }) =>
    `Call ${call_id}: ${fields.map((field) => fieldLabels.en[field].toLowerCase()).join(", ")}`,
  askLabel: (_details, customerName) => `Ask ${customerName} to confirm the call`,
  onApproval: "execute-order",
  outcome: (result) => [
    { label: "Bank's reference", value: result.reference },
    ...profileField.options.flatMap((field) => {
      const value = result.released[field];
      return value === undefined ? [] : [{ label: fieldLabels.en[field], value }];
    }),
  ],
};

/** "full_name,address" → the fields we know, in our order, each once. */
function chosenFields(text: string | undefined): ProfileField[] {
  const names = (text ?? "").split(",");
  return profileField.options.filter((field) => names.includes(field));
}
