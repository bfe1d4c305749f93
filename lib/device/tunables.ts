/** Every number of the device zone that is a choice and no setting. Units are in the names. */

/** Channel bodies are a few hundred bytes; more than this is no channel request. */
export const CHANNEL_BODY_MAX_BYTES = 16 * 1024;
/** Channel requests taken at the same time: bodies and waiters for a connection stay this few. */
export const CHANNEL_AT_ONCE = 200;
/** After the 201: checks made at once in this process; for any more the worker's job does it. */
export const CHECKS_AT_ONCE = 20;
/** The OP has given up by then (time-out 5 s), so a slow sender holds no place for longer. */
export const CHANNEL_BODY_MS = 5_000;
/** Bodies of the phone and of the follow API. */
export const BODY_MAX_BYTES = 16 * 1024;
/** What is left of the bearer's life when an approval runs out: time for receipt and callback. */
export const DEADLINE_MARGIN_MS = 2_000;
/** However long the OP lets a request live, a question on a phone lives no longer. */
export const APPROVAL_LONGEST_MS = 15 * 60_000;

/** How long the bank may stay away before the customer is not asked at all. */
export const ORDER_FETCH_PATIENCE_MS = 15_000;
/** Safety nets: jobs that find their work done do nothing. */
export const CHECK_JOB_AFTER_SECONDS = 3;
export const TELL_JOB_AFTER_SECONDS = 4;
export const JOB_RETRY_SECONDS = 2;
export const JOB_RETRIES = 600;
export const JOB_LONGEST_SECONDS = 30;
export const WORKER_POLL_SECONDS = 0.5;
export const WORKER_CONCURRENCY = 4;

/** A callback this soon after our 201 can be refused (403) only because the OP is not ready yet. */
export const CALLBACK_EARLY_MS = 1_000;
export const CALLBACK_EARLY_WAIT_MS = 1_000;
/** A connection that was refused carried no byte: these waits, then once more each. */
export const CALLBACK_CONNECT_WAITS_MS = [500, 1_500];
/** `telling` for longer than this: the process is gone, nobody knows what the OP heard. */
export const TELLING_STALE_MS = 15_000;

export const MAX_NOTIFICATIONS = 3;
export const LIST_ENDED_MS = 60 * 60_000;
export const LIST_MAX = 50;

/** Longer than any transaction can last (statement and idle time-outs are 15 s): rows commit out of order. */
export const FEED_OVERLAP_MS = 20_000;
export const FEED_REREAD_MS = 5_000;
export const FEED_FIRST_MS = 10 * 60_000;
export const FEED_PAGE = 500;
export const STREAM_RECHECK_MS = 10_000;

export const ENROLMENT_MS = 5 * 60_000;
/** A login older than this when it comes back is not fresh. */
export const LOGIN_MAX_AGE_SECONDS = 300;
export const PHONE_SESSION_MS = 90 * 24 * 60 * 60_000;
export const MAX_DEVICES = 5;
export const NOTICES_SHOWN_MAX = 20;
/** Logins started and not finished: beyond this the oldest are dropped, whoever floods the start. */
export const UNFINISHED_LOGINS_MAX = 1_000;

/** Argon2id as OWASP has it (19 MiB, 2 passes, 1 lane). */
export const PIN_HASH = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
/** Wrong PINs that cost nothing; each further one locks for the next of these delays. */
export const PIN_FREE_FAILURES = 2;
export const PIN_LOCKS_SECONDS = [30, 60, 300, 900, 3_600, 86_400] as const;

export const SWEEP_EVERY_MS = 5_000;
export const RETENTION_EVERY_MS = 60 * 60_000;
export const EVENTS_KEPT_DAYS = 30;
export const EVENTS_PURGED_AT_ONCE = 10_000;
export const WITHDRAWALS_KEPT_HOURS = 24;
export const NOTICES_KEPT_DAYS = 90;

/** The bank's token is fetched again this long before it ends. */
export const TOKEN_SPARE_MS = 30_000;
