// Generated from demo/bank/openapi.yaml by demo/bank/codegen/generate.ts. Do not edit.

export interface paths {
    "/authenticators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The pinned keys of a customer */
        get: operations["listAuthenticators"];
        put?: never;
        /**
         * Pin the key of a phone, by the customer's fresh login
         * @description `X-Customer-Token` is an access token of the phone's client with scope `phone:enrol` and an
         *     `auth_time` of at most five minutes ago. One token enrols one device; the same call again
         *     gets the same answer. A customer's first device is usable at once, a later one after a
         *     cool-down.
         */
        post: operations["enrolAuthenticator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/authenticators/{authenticator_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a pinned key for good */
        delete: operations["removeAuthenticator"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{sub}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Name and language of one customer, for their own phone */
        get: operations["readCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find a customer by account, name, phone or e-mail
         * @description Exact, not for browsing: a whole IBAN, account number or customer number (blanks are
         *     ignored), a whole phone number, a whole e-mail address, or words of a name, all of which
         *     must occur (case and accents are ignored). At most five customers. Throttled per operator.
         */
        post: operations["searchCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/demo/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test door, only with BANK_FAULTS=on - misbehave on one operation
         * @description `slow` waits before the work, `fail` answers 500 without doing it, `drop_answer` does the
         *     work and then cuts the connection, `off` ends it. 404 where faults are off.
         */
        post: operations["setFault"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{idempotency_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of an execution whose answer was lost */
        get: operations["readExecution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the bank and its database answer */
        get: operations["readHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a quoted order, content and digest unchanged */
        post: operations["openOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        /**
         * State of an order; for the device zone its full content, too
         * @description The console reads status, decision and execution of its own orders. The device zone reads
         *     the content that the customer is to be shown; a draft does not exist for it.
         */
        get: operations["readOrder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do what the customer approved, once
         * @description By the customer's token of the approval: scope `transfers:write` for a transfer,
         *     `profile:release` to verify a caller. The answer, a refusal included, is kept under the key
         *     in the transaction of the effect; the same key again gets the same answer.
         */
        post: operations["executeOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lodge the customer's signed decision
         * @description The same receipt again gets the same answer, unless the order was voided or ran out
         *     meanwhile (409 `order_void`, `order_expired`); another one 409. A report ("this is not me")
         *     is answered as a decline. An approved order can be executed for ten minutes.
         */
        post: operations["lodgeReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/void": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Void an order until it is executed, an approved one included
         * @description After it, neither a receipt nor an execution is taken. A decline or an execution that came
         *     first wins: 409 `already_declined` or `already_executed`. Voiding a void or an expired
         *     order is no error: it answers the status as it is.
         */
        post: operations["voidOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check what is wanted and answer the complete order, as a draft
         * @description Nothing is sent or reserved. The draft can be opened, unchanged, for five minutes.
         */
        post: operations["quoteOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AuthenticatorList: {
            authenticators: {
                authenticator_id: string;
                created_at: components["schemas"]["Instant"];
                device_name: string;
                /** @constant */
                kind: "pin";
                usable_from: components["schemas"]["Instant"];
            }[];
        };
        CallRequest: {
            call_id: string;
            fields: components["schemas"]["ProfileField"][];
        };
        /** @enum {string} */
        Contact: "counter" | "phone" | "case";
        Currency: string;
        CustomerProfile: {
            given_name: string;
            language: components["schemas"]["Language"];
            name: string;
            status: components["schemas"]["CustomerStatus"];
            sub: string;
        };
        CustomerSearch: {
            case_number?: string;
            query: string;
            reason: components["schemas"]["Contact"];
        };
        CustomerSearchResult: {
            customers: components["schemas"]["FoundCustomer"][];
            /** @description There are others; ask for something more exact */
            more: boolean;
        };
        /** @enum {string} */
        CustomerStatus: "active" | "blocked";
        /** @description base64url SHA-256 of the RFC 8785 JSON of the order */
        Digest: string;
        EnrolledAuthenticator: {
            authenticator_id: string;
            created_at: components["schemas"]["Instant"];
            customer_sub: string;
            usable_from: components["schemas"]["Instant"];
        };
        EnrolRequest: {
            device_name: string;
            /** @constant */
            kind: "pin";
            public_key_jwk: components["schemas"]["PublicKeyJwk"];
        };
        ExecuteRequest: {
            digest: components["schemas"]["Digest"];
        };
        ExecutionOutcome: {
            balance_after?: components["schemas"]["Money"];
            executed_at?: components["schemas"]["Instant"];
            order_id: components["schemas"]["OrderId"];
            /** @enum {string} */
            outcome: "executed" | "refused";
            problem?: components["schemas"]["Problem"];
            reference?: string;
            released?: components["schemas"]["ReleasedProfile"];
        };
        /** @description A transfer has balance_after, a verified caller has released */
        ExecutionResult: {
            balance_after?: components["schemas"]["Money"];
            executed_at: components["schemas"]["Instant"];
            /** @constant */
            outcome: "executed";
            reference: string;
            released?: components["schemas"]["ReleasedProfile"];
        };
        Fault: {
            /** @default 3000 */
            delay_ms: number;
            /**
             * @description operationId of this document
             * @enum {string}
             */
            endpoint: "searchCustomers" | "readCustomer" | "quoteOrder" | "openOrder" | "readOrder" | "voidOrder" | "lodgeReceipt" | "executeOrder" | "readExecution" | "listAuthenticators" | "enrolAuthenticator" | "removeAuthenticator";
            /** @enum {string} */
            mode: "slow" | "fail" | "drop_answer" | "off";
            /** @description How many calls it lasts; without it until off */
            times?: number;
        };
        FoundCustomer: {
            accounts: components["schemas"]["MaskedAccount"][];
            customer_id: string;
            /** @description A phone with a usable pinned key is enrolled */
            has_phone: boolean;
            language: components["schemas"]["Language"];
            login_hint: string;
            masked_name: string;
            /** @enum {string} */
            matched_by: "account" | "name" | "phone" | "email";
            status: components["schemas"]["CustomerStatus"];
            sub: string;
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        /** @description Unique per call that may have an effect; a UUID is fine */
        IdempotencyKey: string;
        /** Format: date-time */
        Instant: string;
        /** @enum {string} */
        Language: "en" | "de" | "ar";
        LodgedReceipt: {
            /** @enum {string} */
            status: "approved" | "declined";
        };
        MaskedAccount: {
            account_id: string;
            currency: components["schemas"]["Currency"];
            /** @enum {string} */
            kind: "current" | "savings" | "joint";
            masked_iban: string;
            /** @enum {string} */
            status: "active" | "blocked";
        };
        Money: {
            amount_minor: number;
            currency: components["schemas"]["Currency"];
        };
        OpenedOrder: {
            digest: components["schemas"]["Digest"];
            expires_at: components["schemas"]["Instant"];
            order_id: components["schemas"]["OrderId"];
            /** @constant */
            status: "open";
        };
        OpenOrderRequest: {
            /** @default 300 */
            expires_in_seconds: number;
            order_id: components["schemas"]["OrderId"];
        };
        /** @description The signed document; its canonical JSON is what the digest is of */
        Order: {
            case_number?: string;
            client_id: string;
            contact: components["schemas"]["Contact"];
            created_at: components["schemas"]["Instant"];
            /** @description Masked */
            customer_name: string;
            customer_sub: string;
            details: {
                [key: string]: unknown;
            };
            flow: string;
            id: components["schemas"]["OrderId"];
            nonce: string;
            operator: {
                branch_id: string;
                branch_name: string;
                name: string;
                /** @enum {string} */
                role: "teller" | "agent" | "supervisor" | "auditor";
                sub: string;
            };
            /** @constant */
            version: 1;
        };
        OrderForApproval: {
            customer_language: components["schemas"]["Language"];
            digest: components["schemas"]["Digest"];
            expires_at: components["schemas"]["Instant"];
            order: components["schemas"]["Order"];
            status: components["schemas"]["OrderStatus"];
        };
        OrderId: string;
        OrderState: {
            decided_at?: components["schemas"]["Instant"];
            /** @enum {string} */
            decision?: "approved" | "declined";
            digest: components["schemas"]["Digest"];
            execution?: components["schemas"]["ExecutionResult"];
            expires_at?: components["schemas"]["Instant"];
            order_id: components["schemas"]["OrderId"];
            status: components["schemas"]["OrderStatus"];
        };
        /** @enum {string} */
        OrderStatus: "draft" | "open" | "approved" | "declined" | "void" | "expired" | "executed";
        PositiveMoney: {
            amount_minor: number;
            currency: components["schemas"]["Currency"];
        };
        /** @description RFC 9457 problem details */
        Problem: {
            code: components["schemas"]["ProblemCode"];
            detail: string;
            /** @description Path into the request, for example details.to.iban */
            field?: string;
            /** Format: date-time */
            retry_at?: string;
            status: number;
            title: string;
            type: string;
        };
        /** @enum {string} */
        ProblemCode: "account_blocked" | "already_declined" | "already_decided" | "already_executed" | "already_open" | "authenticator_not_usable" | "authenticator_removed" | "bad_signature" | "case_number_required" | "client_mismatch" | "client_not_allowed" | "currency_mismatch" | "customer_blocked" | "digest_mismatch" | "idempotency_mismatch" | "insufficient_funds" | "insufficient_scope" | "internal" | "invalid_iban" | "invalid_key" | "invalid_request" | "issuer_mismatch" | "issuer_unreachable" | "key_already_pinned" | "nonce_mismatch" | "not_approved" | "not_found" | "not_open" | "order_expired" | "order_void" | "over_limit" | "over_operator_limit" | "payee_account_blocked" | "quote_expired" | "receipt_reused" | "role_not_allowed" | "same_account" | "stale_login" | "token_used" | "too_many_authenticators" | "too_many_searches" | "proof_invalid" | "proof_missing" | "unauthenticated" | "unavailable" | "unknown_account" | "unknown_authenticator" | "unknown_branch" | "unknown_customer" | "unknown_execution" | "unknown_order" | "wrong_customer" | "wrong_operator";
        /** @enum {string} */
        ProfileField: "full_name" | "date_of_birth" | "address" | "phone" | "email";
        /** @description P-256 public key, RFC 7517 */
        PublicKeyJwk: {
            /** @constant */
            crv: "P-256";
            /** @constant */
            kty: "EC";
            x: string;
            y: string;
        };
        Quote: {
            checks: components["schemas"]["QuoteChecks"];
            digest: components["schemas"]["Digest"];
            order: components["schemas"]["Order"];
            quote_expires_at: components["schemas"]["Instant"];
        };
        QuoteChecks: {
            fee?: components["schemas"]["Money"];
            /** @enum {string} */
            payee_check?: "match" | "close" | "no_match" | "unknown";
            /** @description Only when the check says close */
            payee_name_at_bank?: string;
        };
        QuoteContext: {
            case_number?: string;
            reason: components["schemas"]["Contact"];
        };
        QuoteRequest: components["schemas"]["TransferQuoteRequest"] | components["schemas"]["VerifyCallerQuoteRequest"];
        Receipt: {
            authenticator_id: string;
            decided_at: components["schemas"]["Instant"];
            /** @description ES256 over the RFC 8785 JSON of the statement, IEEE P1363, base64url */
            signature: string;
            statement: components["schemas"]["ReceiptStatement"];
        };
        ReceiptStatement: {
            azp: string;
            /** @enum {string} */
            decision: "approved" | "declined" | "reported";
            iss: string;
            jti: string;
            language: components["schemas"]["Language"];
            nonce: string;
            order_digest: components["schemas"]["Digest"];
            shown_text_hash: components["schemas"]["Digest"];
            /** @constant */
            version: 1;
        };
        ReleasedProfile: {
            address?: string;
            /** Format: date */
            date_of_birth?: string;
            email?: string;
            full_name?: string;
            phone?: string;
        };
        TransferQuoteRequest: {
            client_id: string;
            context: components["schemas"]["QuoteContext"];
            customer_id: string;
            details: components["schemas"]["TransferRequest"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            flow: "transfer";
        };
        TransferRequest: {
            amount: components["schemas"]["PositiveMoney"];
            from_account_id: string;
            reference: string;
            to: {
                iban: string;
                name: string;
            };
        };
        VerifyCallerQuoteRequest: {
            client_id: string;
            context: components["schemas"]["QuoteContext"];
            customer_id: string;
            details: components["schemas"]["CallRequest"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            flow: "verify-caller";
        };
        VoidedOrder: {
            order_id: components["schemas"]["OrderId"];
            /** @enum {string} */
            status: "void" | "expired";
        };
        VoidRequest: {
            reason: string;
        };
    };
    responses: {
        /** @description The state of the order, device or key does not allow it */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The order has been executed",
                 *       "status": 409,
                 *       "code": "already_executed",
                 *       "detail": "It has been done and cannot be withdrawn."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A valid token without this right */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The token does not give this right",
                 *       "status": 403,
                 *       "code": "insufficient_scope",
                 *       "detail": "This needs the scope transfers:write."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The quote has run out */
        Gone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The quote has run out",
                 *       "status": 410,
                 *       "code": "quote_expired",
                 *       "detail": "Ask for a new quote. Nothing was sent."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request does not fit this document */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The request is malformed",
                 *       "status": 400,
                 *       "code": "invalid_request",
                 *       "field": "query",
                 *       "detail": "query must NOT have fewer than 3 characters"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No such thing, or not the caller's */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "There is no such order",
                 *       "status": 404,
                 *       "code": "unknown_order",
                 *       "detail": "Check the order's id."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Throttled */
        TooMany: {
            headers: {
                /** @description Seconds */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Too many searches",
                 *       "status": 429,
                 *       "code": "too_many_searches",
                 *       "detail": "Wait, then search again.",
                 *       "retry_at": "2026-11-24T10:01:00.000Z"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No token, or one that is not valid (any more) */
        Unauthenticated: {
            headers: {
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not authenticated",
                 *       "status": 401,
                 *       "code": "unauthenticated",
                 *       "field": "Authorization",
                 *       "detail": "The token has expired. Get a new one."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database or an issuer's keys cannot be reached */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Anything else, for example 500 `internal` or 503 `issuer_unreachable` */
        Unexpected: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "The bank failed",
                 *       "status": 500,
                 *       "code": "internal",
                 *       "detail": "Nothing is known about what went wrong. Try again later."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Understood, and refused by a rule of the bank */
        Unprocessable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "There is not enough money on the account",
                 *       "status": 422,
                 *       "code": "insufficient_funds",
                 *       "field": "details.amount",
                 *       "detail": "The balance does not cover the amount and the fee. Choose a smaller amount or another account."
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        IdempotencyKey: components["schemas"]["IdempotencyKey"];
        OrderId: components["schemas"]["OrderId"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAuthenticators: {
        parameters: {
            query: {
                sub: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first, without the removed ones */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticatorList"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            default: components["responses"]["Unexpected"];
        };
    };
    enrolAuthenticator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolRequest"];
            };
        };
        responses: {
            /** @description Pinned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "authenticator_id": "auth_3k9v0t7c2m5x8q1w4z6r0n2b5d",
                     *       "customer_sub": "5430d137-5db6-4272-92a4-66b7f5eae4d7",
                     *       "created_at": "2026-11-24T10:00:00.000Z",
                     *       "usable_from": "2026-11-24T10:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EnrolledAuthenticator"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Unexpected"];
        };
    };
    removeAuthenticator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                authenticator_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Unexpected"];
        };
    };
    readCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sub: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The customer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sub": "5430d137-5db6-4272-92a4-66b7f5eae4d7",
                     *       "name": "Alice Martin",
                     *       "given_name": "Alice",
                     *       "language": "en",
                     *       "status": "active"
                     *     }
                     */
                    "application/json": components["schemas"]["CustomerProfile"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Unexpected"];
        };
    };
    searchCustomers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "query": "DE89 3704 0044 0532 0130 00",
                 *       "reason": "counter"
                 *     }
                 */
                "application/json": components["schemas"]["CustomerSearch"];
            };
        };
        responses: {
            /** @description Those found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "customers": [
                     *         {
                     *           "customer_id": "C-10001",
                     *           "sub": "5430d137-5db6-4272-92a4-66b7f5eae4d7",
                     *           "login_hint": "alice",
                     *           "masked_name": "Alice M.",
                     *           "language": "en",
                     *           "status": "active",
                     *           "has_phone": true,
                     *           "accounts": [
                     *             {
                     *               "account_id": "A-200004",
                     *               "kind": "current",
                     *               "currency": "EUR",
                     *               "masked_iban": "DE•• •••• 3000",
                     *               "status": "active"
                     *             }
                     *           ],
                     *           "matched_by": "account"
                     *         }
                     *       ],
                     *       "more": false
                     *     }
                     */
                    "application/json": components["schemas"]["CustomerSearchResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooMany"];
            default: components["responses"]["Unexpected"];
        };
    };
    setFault: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "endpoint": "executeOrder",
                 *       "mode": "drop_answer",
                 *       "times": 1
                 *     }
                 */
                "application/json": components["schemas"]["Fault"];
            };
        };
        responses: {
            /** @description Set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Unexpected"];
        };
    };
    readExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                idempotency_key: components["schemas"]["IdempotencyKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The outcome */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ord_3k9v0t7c2m5x8q1w4z6r0n2b5d",
                     *       "outcome": "executed",
                     *       "reference": "CS-7K2M-9QX4",
                     *       "executed_at": "2026-11-24T10:01:14.000Z",
                     *       "balance_after": {
                     *         "amount_minor": 1198055,
                     *         "currency": "EUR"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ExecutionOutcome"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Unexpected"];
        };
    };
    readHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            503: components["responses"]["Unavailable"];
        };
    };
    openOrder: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "order_id": "ord_3k9v0t7c2m5x8q1w4z6r0n2b5d"
                 *     }
                 */
                "application/json": components["schemas"]["OpenOrderRequest"];
            };
        };
        responses: {
            /** @description Open; the customer may be asked now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ord_3k9v0t7c2m5x8q1w4z6r0n2b5d",
                     *       "status": "open",
                     *       "digest": "dYx0yPNBiyEnrJ5nrNQdtR4RkE_qrJJlFBf3WqzvW9M",
                     *       "expires_at": "2026-11-24T10:05:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OpenedOrder"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            410: components["responses"]["Gone"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Unexpected"];
        };
    };
    readOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order, by who asks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ord_3k9v0t7c2m5x8q1w4z6r0n2b5d",
                     *       "status": "approved",
                     *       "digest": "dYx0yPNBiyEnrJ5nrNQdtR4RkE_qrJJlFBf3WqzvW9M",
                     *       "expires_at": "2026-11-24T10:05:00.000Z",
                     *       "decision": "approved",
                     *       "decided_at": "2026-11-24T10:01:12.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OrderState"] | components["schemas"]["OrderForApproval"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Unexpected"];
        };
    };
    executeOrder: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                order_id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "digest": "dYx0yPNBiyEnrJ5nrNQdtR4RkE_qrJJlFBf3WqzvW9M"
                 *     }
                 */
                "application/json": components["schemas"]["ExecuteRequest"];
            };
        };
        responses: {
            /** @description Executed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "outcome": "executed",
                     *       "reference": "CS-7K2M-9QX4",
                     *       "executed_at": "2026-11-24T10:01:14.000Z",
                     *       "balance_after": {
                     *         "amount_minor": 1198055,
                     *         "currency": "EUR"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ExecutionResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Unexpected"];
        };
    };
    lodgeReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Receipt"];
            };
        };
        responses: {
            /** @description Decided */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "approved"
                     *     }
                     */
                    "application/json": components["schemas"]["LodgedReceipt"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Unexpected"];
        };
    };
    voidOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "operator"
                 *     }
                 */
                "application/json": components["schemas"]["VoidRequest"];
            };
        };
        responses: {
            /** @description Neither to be approved nor to be executed any more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "order_id": "ord_3k9v0t7c2m5x8q1w4z6r0n2b5d",
                     *       "status": "void"
                     *     }
                     */
                    "application/json": components["schemas"]["VoidedOrder"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            default: components["responses"]["Unexpected"];
        };
    };
    quoteOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            /** @description The order as it would be opened */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            422: components["responses"]["Unprocessable"];
            default: components["responses"]["Unexpected"];
        };
    };
}
