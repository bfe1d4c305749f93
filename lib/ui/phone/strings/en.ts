import type { PhoneStrings } from "./phone-strings.ts";

export const en: PhoneStrings = {
  appTitle: "Your bank asks",
  yourBank: "Your bank",
  settings: "Settings",
  back: "Back",
  loading: "One moment",
  tryAgain: "Try again",
  toStart: "Done",
  promise: "Your bank will never ask you for a code on the phone.",

  welcome: {
    title: "Add this phone",
    lead: "Then your bank asks you here before it does something in your name. You read it, and you decide.",
    steps: [
      "Sign in at your bank, once.",
      "Choose a PIN for this phone.",
      "From then on, questions appear here.",
    ],
    add: "Add this phone",
  },

  idle: {
    title: "Nothing to decide.",
    waiting: "When your bank asks you something, it appears here by itself.",
  },

  recent: {
    title: "In the last hour",
    approved: "You approved",
    declined: "You declined",
    reported: "You said: not me",
    withdrawn: "Withdrawn",
    expired: "Ran out",
  },

  list: {
    title: (count) => (count === 1 ? "One question" : `${count} questions`),
    lead: "Open one, read it, then decide.",
  },

  question: {
    arrived: "Your bank asks you",
    left: (clock) => `${clock} left`,
    secondsLeft: (seconds) => `${seconds} seconds left to decide.`,
    readOn: "Read on",
    sending: "Sending your answer…",
    others: (count) => (count === 1 ? "One more question" : `${count} more questions`),
    next: "Show the next question",
  },

  ended: {
    withdrawn: "Your bank took this question back",
    withdrawnText: "You need not do anything. Nothing was done.",
    expired: "The time for this question ran out",
    expiredText: "Nothing was done. Your bank can ask you again.",
    mismatch: "Something does not fit",
    mismatchText:
      "What is shown here does not match what your bank sent. You cannot answer it. Tell the person who asked you.",
    gone: "This question is not here",
    goneText: "It ended a while ago, or it was never yours.",
    noKey: "This browser lost its key",
    noKeyText:
      "Its stored data was cleared, so it cannot sign your answer. Nothing was sent. Add this phone again.",
  },

  notice: {
    offline: "You are offline. Nothing was sent. Connect, then decide again.",
    notArrived: "Your answer did not arrive. Nothing was decided. You can decide again.",
    notYet:
      "This phone is new, so for your safety it cannot approve yet. You can decline, or ask your bank to wait.",
    late: "That was too late: this question had already ended. Nothing was sent twice.",
    refused:
      "Your bank did not accept this answer. Nothing was done. Tell the person who asked you.",
    unsure:
      "We are not sure whether your answer arrived. We look at your bank; wait before you decide again.",
  },

  pin: {
    title: "Approve with your PIN",
    lead: "You approve",
    label: "PIN of this phone",
    digit: (digit) => digit,
    typed: (count) => (count === 1 ? "1 digit typed" : `${count} digits typed`),
    remove: "Delete the last digit",
    approve: "Approve now",
    cancel: "Not yet",
    tooShort: "Your PIN has 4 to 8 digits.",
    wrong: (left) =>
      left === undefined
        ? "That is not your PIN. Nothing was approved."
        : left === 1
          ? "That is not your PIN. One try left."
          : `That is not your PIN. ${left} tries left.`,
    locked: (clock) => `Too many wrong PINs. Try again in ${clock}.`,
    lockedShort: "Too many wrong PINs. Wait a while, then try again.",
    declineInstead: "Decline instead",
  },

  decline: {
    title: "Why do you decline?",
    lead: "This helps the person who asked you.",
    wrongAmount: "The amount is wrong",
    wrongPayee: "The payee is wrong",
    changedMind: "I changed my mind",
    notUnderstood: "I do not understand it",
    other: "Something else is wrong",
    skip: "Decline without a reason",
    cancel: "Go back",
  },

  report: {
    title: "This is not me",
    lead: "You did not ask for this, or you are not with your bank now. Your bank will do nothing, and will know that something is wrong.",
    confirm: "Yes, this is not me",
    cancel: "Go back",
  },

  answer: {
    approved: "Approved",
    approvedText: "Your bank now does exactly what you saw here, once.",
    declined: "Declined",
    declinedText: "Nothing will be done. Your bank has been told.",
    reported: "Thank you for telling us",
    reportedText: "Nothing will be done. Your money stays where it is.",
    reportedSteps: [
      "If someone is on the phone with you, hang up now.",
      "Call your bank on the number on the back of your card.",
      "Tell nobody your PIN or a code.",
    ],
    putAway: "You can put your phone away.",
    notTold:
      "Your answer is safe at your bank. If the person who asked does not see it within a minute, tell them to check.",
  },

  enrol: {
    title: "Add this phone",
    greeting: (name) => `Welcome, ${name}.`,
    lead: "Two things, and this phone is ready.",
    deviceName: "Name of this phone",
    deviceNameHint: "So that you recognise it later.",
    deviceNameMissing: "Give this phone a name.",
    pin: "New PIN",
    pinHint: "4 to 8 digits. Not all the same, not a run like 1234.",
    pinAgain: "PIN again",
    show: "Show the PIN",
    hide: "Hide the PIN",
    add: "Add this phone",
    adding: "Adding this phone…",
    demoGrade:
      "Demo grade: a PIN with a key in this browser is not strong customer authentication.",
    done: "This phone is added",
    doneText: "When your bank asks you something, it appears here. Keep this page at hand.",
    usableFrom: (time) => `For your safety it can approve from ${time} on.`,
    toPhone: "Done",
    signInAgain: "Sign in first",
    signInAgainText:
      "Your sign-in is too old or has not happened. For your safety it counts for five minutes.",
    signInFailed: "The sign-in did not succeed",
    signInFailedText: "Nothing was set up. Sign in again, with your own sign-in as a customer.",
    signInAway: "The sign-in does not answer",
    signInAwayText:
      "Your bank's sign-in service did not answer. Nothing was set up. Try again in a moment.",
    signIn: "Sign in at your bank",
    noKeys: "This browser cannot keep a key",
    noKeysText:
      "It is in private mode, too old, or the address is not secure. Open this page in another browser.",
    failedOffline: "You are offline. Nothing was sent; what you typed is still here.",
    failedUnsure:
      "Your bank did not answer, so this phone may not be added. What you typed is still here. Try again.",
    failedRefused: "Your bank did not add this phone. What you typed is still here.",
    tooOften: "Too many tries. Wait a minute, then try again.",
    tooMany:
      "You have as many phones as you can have. Remove one of them on another phone, then try again.",
    pinFaults: {
      not_digits: "Use digits only.",
      too_short: "Use at least 4 digits.",
      too_long: "Use at most 8 digits.",
      all_same: "Not all digits the same. Choose another PIN.",
      run: "Not a run like 1234. Choose another PIN.",
      differ: "The two PINs are not the same.",
    },
  },

  devices: {
    title: "Settings",
    signedInAs: (name) => `This phone decides for ${name}.`,
    language: "Language",
    languageFailed: "Your bank did not answer. The language is as before.",
    yours: "Your phones",
    thisOne: "This phone",
    added: (date) => `Added ${date}`,
    remove: (name) => `Remove ${name}`,
    removeShort: "Remove",
    removeTitle: (name) => `Remove ${name}?`,
    removeText: "It can then no longer approve anything for you.",
    removeConfirm: "Remove it",
    removeThisTitle: "Forget this phone?",
    removeThisText:
      "It can then no longer approve anything for you. To use it again, you sign in at your bank and choose a new PIN.",
    removeThisConfirm: "Forget this phone",
    forget: "Forget this phone",
    keep: "Keep it",
    removed: (name) => `${name} is removed.`,
    removeFailed: "Your bank did not answer. Look at the list before you try again.",
  },

  adopt: {
    title: "Setting up this phone",
    waiting: "Waiting for the demo page that opened this one.",
    done: "Ready. Opening the phone.",
    failed: "That did not work. Close this window and open the phone from the demo page again.",
  },

  trouble: {
    noConnection: "No connection to your bank",
    noConnectionText: "Nothing was sent. This page tries again by itself.",
    polling: "Slow connection: new questions may take some seconds.",
    signedOut: "This phone is no longer signed in. Add it again.",
    error: "Something went wrong here",
    errorText: "Nothing was sent. Try again; if it stays, close this page and open it anew.",
    notFound: "There is nothing here",
    notFoundText: "This address does not exist.",
  },
};
