/**
 * Every word of the phone app itself. The words of a question are never here: they come from the
 * bank (`CustomerWords`) and are shown verbatim.
 */
export interface PhoneStrings {
  appTitle: string;
  yourBank: string;
  settings: string;
  back: string;
  loading: string;
  tryAgain: string;
  toStart: string;
  promise: string;

  welcome: { title: string; lead: string; steps: readonly [string, string, string]; add: string };

  idle: { title: string; waiting: string };

  recent: {
    title: string;
    approved: string;
    declined: string;
    reported: string;
    withdrawn: string;
    expired: string;
  };

  list: { title: (count: number) => string; lead: string };

  question: {
    /** Title of the tab and first thing a screen reader says. */
    arrived: string;
    /** `clock` is "1:23". */
    left: (clock: string) => string;
    secondsLeft: (seconds: number) => string;
    /** On a chip over the buttons while words of the question are below the fold. */
    readOn: string;
    sending: string;
    others: (count: number) => string;
    next: string;
  };

  ended: {
    withdrawn: string;
    withdrawnText: string;
    expired: string;
    expiredText: string;
    mismatch: string;
    mismatchText: string;
    gone: string;
    goneText: string;
    noKey: string;
    noKeyText: string;
  };

  /** Sentences about a tap that did not lead to an answer. */
  notice: {
    offline: string;
    notArrived: string;
    notYet: string;
    late: string;
    refused: string;
    unsure: string;
  };

  pin: {
    title: string;
    /** `what` is the large line of the question, for example the amount. */
    lead: string;
    label: string;
    digit: (digit: string) => string;
    typed: (count: number) => string;
    remove: string;
    approve: string;
    cancel: string;
    tooShort: string;
    wrong: (attemptsLeft: number | undefined) => string;
    locked: (clock: string) => string;
    lockedShort: string;
    declineInstead: string;
  };

  decline: {
    title: string;
    lead: string;
    wrongAmount: string;
    wrongPayee: string;
    changedMind: string;
    notUnderstood: string;
    other: string;
    skip: string;
    cancel: string;
  };

  report: { title: string; lead: string; confirm: string; cancel: string };

  answer: {
    approved: string;
    approvedText: string;
    declined: string;
    declinedText: string;
    reported: string;
    reportedText: string;
    reportedSteps: readonly string[];
    putAway: string;
    notTold: string;
  };

  enrol: {
    title: string;
    greeting: (name: string) => string;
    lead: string;
    deviceName: string;
    deviceNameHint: string;
    deviceNameMissing: string;
    pin: string;
    pinHint: string;
    pinAgain: string;
    show: string;
    hide: string;
    add: string;
    adding: string;
    demoGrade: string;
    done: string;
    doneText: string;
    usableFrom: (time: string) => string;
    toPhone: string;
    signInAgain: string;
    signInAgainText: string;
    signInFailed: string;
    signInFailedText: string;
    signInAway: string;
    signInAwayText: string;
    signIn: string;
    noKeys: string;
    noKeysText: string;
    failedOffline: string;
    failedUnsure: string;
    failedRefused: string;
    tooOften: string;
    tooMany: string;
    pinFaults: {
      not_digits: string;
      too_short: string;
      too_long: string;
      all_same: string;
      run: string;
      differ: string;
    };
  };

  devices: {
    title: string;
    signedInAs: (name: string) => string;
    language: string;
    languageFailed: string;
    yours: string;
    thisOne: string;
    added: (date: string) => string;
    remove: (name: string) => string;
    removeShort: string;
    removeTitle: (name: string) => string;
    removeText: string;
    removeConfirm: string;
    removeThisTitle: string;
    removeThisText: string;
    removeThisConfirm: string;
    forget: string;
    keep: string;
    removed: (name: string) => string;
    removeFailed: string;
  };

  adopt: { title: string; waiting: string; done: string; failed: string };

  trouble: {
    noConnection: string;
    noConnectionText: string;
    polling: string;
    signedOut: string;
    error: string;
    errorText: string;
    notFound: string;
    notFoundText: string;
  };
}
